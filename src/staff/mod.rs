//! Who works here: accounts, roles, login.
//!
//! A person belongs to an organisation and has a role in each hearing, or one in all of them. What a handler may do is what it takes:
//! [`Staff`] is somebody who is logged in, [`Reader`] to [`Administrator`] somebody with at least that role in the hearing of the path,
//! so that a handler cannot forget to ask. Passwords are argon2id; a link logs in once; sessions end by themselves.

mod account;
mod extract;
mod link;
mod login;
pub mod pages;
mod password;
mod role;
mod session;

pub use account::{
    NewStaff, Person, add, by_login, disable, everybody, names_of, of_organisation, set_password,
};
pub use extract::{Access, Act, Administrator, Editor, Reader, Releaser, Staff, Tagger};
pub use link::{make_link, use_link};
pub use login::{Login, login};

pub use pages::{START, routes, samples};
pub use password::{Passwords, Unfit};
pub use role::{Role, Scope, grant, in_hearing, may_create, revoke, roles_of, take_on, workers_of};
pub use session::{Session, begin, end, end_all, sessions_of};
