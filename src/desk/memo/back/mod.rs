//! The memo comes back from Word or Excel: a file is handed in, every change in it is shown beside what stands here, and what somebody
//! chooses is taken. Until then nothing is changed.

mod act;
mod change;
mod compare;
mod load;
mod order;
mod page;
mod read;
mod rows;
pub(super) mod said;
mod sample;
mod steps;
pub(super) mod upload;
mod whole;

pub use load::compared;
pub use page::ShowBack;
pub use upload::NewBack;

pub(in crate::desk) use act::{carry_out, create, new, show};
