//! The one way in, for every channel: keep, read, accept. Only intake creates a response.
//!
//! 1. **Keep.** Raw bytes go to storage with fsync, then a row that names them is committed. Now nothing can be lost.
//! 2. **Read**, outside any transaction: parse, classify, take the text.
//! 3. **Accept** ([`accept()`]): the response, its parts, the texts that are known, the audit row, the commitment and the receipt's job, in
//!    one transaction. What was kept and not accepted (the program was killed in between) is found and accepted again at the next start.

mod accept;
mod category;
pub mod commit;
pub mod decision;
pub mod follow;
pub mod import;
pub mod mailbox;
pub mod objection;
pub mod pages;
pub mod question;
mod read_part;
pub mod reparse;
pub mod scan;
pub mod typed_text;
pub mod public;
pub mod receipt;
pub mod recognise;
pub mod split;
pub mod triage;
pub mod web_form;

use chrono::{DateTime, NaiveDate, Utc};
use sha2::{Digest, Sha256};

use crate::response::{
    Channel, Content, NameChoice, NewText, PartState, RelationKind, Role, Standing,
};
use crate::storage::{Hash, Kept};

pub use accept::{Accepted, accept, accept_all, add_parts};
pub use category::{KnownBy, Lists, Matched};
pub use import::Imported;
pub use read_part::{OCR_VERSION, READER_VERSION, ReadPart, RecognisePart};

/// Somebody who answers, as typed or read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewRespondent {
    pub name: String,
    pub organisation: Option<String>,
    pub on_behalf_of: Option<String>,
    /// The form's word for the kind of respondent, such as `kommune`; empty when unknown.
    pub kind: String,
    pub email: Option<String>,
    pub consultee_id: Option<i64>,
}

/// A body or a file of a submission.
#[derive(Debug, Clone)]
pub struct NewPart {
    pub role: Role,
    pub filename: Option<String>,
    pub media_type: String,
    /// The file, in storage. None for a body: its bytes are its text, and what that came in (a form, a mail) is kept whole.
    pub file: Option<Kept>,
    /// The text where it is known already (typed, the mail's body); files are read later.
    pub text: Option<NewText>,
    /// [`PartState::Reading`] for what is still to be read.
    pub state: PartState,
}

impl NewPart {
    /// SHA-256 and length of the file, or of a body's text.
    #[must_use]
    pub fn fingerprint(&self) -> (Hash, i64) {
        match &self.file {
            Some(kept) => (kept.sha256.clone(), kept.bytes),
            None => {
                let text = self.text.as_ref().map_or("", |new| new.text.as_str());
                let length = i64::try_from(text.len()).unwrap_or(i64::MAX);
                (Sha256::digest(text).to_vec(), length)
            }
        }
    }
}

/// How the arrival was told (intake.md, *Time*).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    pub at: DateTime<Utc>,
    /// `request`, `received_by_us`, `internaldate`, `received_top`, `recorded` or `staff`.
    pub rule: &'static str,
}

/// To whom and how a receipt goes by mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReceiptPlan {
    /// To this address, as an answer to the mail with this Message-ID if there is one.
    Mail {
        to: String,
        in_reply_to: Option<String>,
    },
    /// Nobody to send to, or a sender that must not be answered: why, for the list *kunne ikke kvitteres*, and the address that staff
    /// are offered there.
    NotPossible {
        why: receipt::Reason,
        to: Option<String>,
        in_reply_to: Option<String>,
    },
    /// None is due: a form without an address has its receipt page, a letter has none.
    None,
}

/// Everything that is known of a response when it is accepted.
#[derive(Debug, Clone)]
pub struct Submission {
    pub hearing_id: i64,
    pub channel: Channel,
    pub category_id: Option<i64>,
    pub content: Content,
    pub standing: Standing,
    pub standing_body: Option<String>,
    pub standing_expected_on: Option<NaiveDate>,
    pub subject: String,
    pub source: String,
    pub mail_id: Option<i64>,
    pub web_submission_id: Option<i64>,
    pub claimed_at: Option<DateTime<Utc>>,
    pub arrival: Arrival,
    pub reached_us: Option<(DateTime<Utc>, String)>,
    pub name_choice: NameChoice,
    pub protected: bool,
    pub to_be_checked: bool,
    pub signatures: i32,
    pub respondents: Vec<NewRespondent>,
    pub parts: Vec<NewPart>,
    /// What this does to an earlier response; always a proposal.
    pub relation: Option<(i64, RelationKind)>,
    pub receipt: ReceiptPlan,
    /// Who registered it, for a letter or a call.
    pub staff_id: Option<i64>,
    /// What it had in the database that it was exported from.
    pub imported: Option<Imported>,
}

impl Submission {
    /// A submission with the least that every channel knows.
    #[must_use]
    pub fn new(hearing_id: i64, channel: Channel, source: String, arrival: Arrival) -> Self {
        Self {
            hearing_id,
            channel,
            category_id: None,
            content: Content::Remarks,
            standing: Standing::Final,
            standing_body: None,
            standing_expected_on: None,
            subject: String::new(),
            source,
            mail_id: None,
            web_submission_id: None,
            claimed_at: None,
            arrival,
            reached_us: None,
            name_choice: NameChoice::Name,
            protected: false,
            to_be_checked: false,
            signatures: 0,
            respondents: Vec::new(),
            parts: Vec::new(),
            relation: None,
            receipt: ReceiptPlan::None,
            staff_id: None,
            imported: None,
        }
    }

    /// SHA-256 and length of each part, in order.
    fn fingerprints(&self) -> impl Iterator<Item = (Hash, i64)> {
        let known = self.imported.as_ref().map_or(&[][..], |it| &it.files);
        let known = known.iter().cloned().chain(std::iter::repeat(None));
        let own = self.parts.iter().zip(known);
        own.map(|(part, known)| known.unwrap_or_else(|| part.fingerprint()))
    }
}
