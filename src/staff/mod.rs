//! Accounts, roles and login.
pub mod pages;
