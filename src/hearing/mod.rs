//! What is asked, of whom, until when: rounds, frames and themes, consultees, meetings and the decision.
pub mod pages;
