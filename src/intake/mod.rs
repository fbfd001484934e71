//! The one way in: keep, read, accept. Only intake creates a response.
pub mod mailbox;
pub mod pages;
