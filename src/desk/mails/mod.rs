//! The ledger of mails: each mail ever seen has one place, and the places add up. Each mail can be read safely, and given another place.

mod acts;
mod auth;
mod find;
mod forms;
mod list;
mod listed;
mod load;
mod offered;
mod show;
mod upload;
mod view;

pub use forms::{Acts, AttachForm, MoveForm, PromoteForm, SenderForm};
pub use list::{ListMails, Mail as MailLine, Place as MailPlace};
pub use listed::Others;
pub use view::{DecidedView, FileView, InnerView, ShowMail, Told, WriteTo};

pub(super) use acts::{attach, clear_sender, promote, relocate, set_sender, stays, undo};
pub(super) use list::index;
pub(super) use listed::others;
pub(super) use show::{file, mail_page, raw, show};
pub(super) use upload::create;

use serde::Deserialize;

use crate::intake::mailbox::Place;
use crate::templates::{Words, pages};

pages![ListMails, ShowMail];

#[derive(Deserialize)]
pub(super) struct At {
    id: i64,
}

#[derive(Deserialize)]
pub(super) struct AtFile {
    id: i64,
    /// From 1, in the order of the page.
    part: usize,
}

fn place_text(words: &Words, place: Place) -> String {
    let key = match place {
        Place::Response => "desk-place-response",
        Place::Part => "desk-place-part",
        Place::Correction => "desk-place-correction",
        Place::Supplement => "desk-place-supplement",
        Place::Withdrawal => "desk-place-withdrawal",
        Place::Duplicate => "desk-place-duplicate",
        Place::Enquiry => "desk-place-enquiry",
        Place::Machine => "desk-place-machine",
        Place::Spam => "desk-place-spam",
        Place::Unreadable => "desk-place-unreadable",
        Place::Unmatched => "desk-place-unmatched",
        Place::Kept => "desk-place-kept",
    };
    words.text(key, &[])
}
