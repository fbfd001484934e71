//! Accounts, roles and login.
