//! A list of consultees from a spreadsheet, in two steps: it is read and kept, and shown as what it would do; then somebody confirms it,
//! once. A line with a fault stops none of the others, and nobody is taken off the list because a file does not name them.

mod columns;
mod compare;
mod keep;
mod read;

pub use columns::{Columns, Field, Grid};
pub use compare::{Fate, Fault, Note, PlannedLine, compare};
pub use keep::{Done, Import, carry_out, choose_columns, keep};
pub use read::{ReadError, read};
