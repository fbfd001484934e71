//! The snapshot, its releases and formats: the only way to public text.
pub mod pages;
pub mod pdf;
