//! What we promise the sender: the receipt, as a page, as JSON and as a mail after commit.
//!
//! One receipt per distinct response, supplement or correction, none for what repeats, never to a sender that is a machine (rules 12 and
//! 13). The mail holds no text of the response. A report that it could not be delivered finds its receipt again (`bounce`); those that
//! did not arrive are a list for staff ([`untold`]).

pub(in crate::intake) mod bounce;
mod mail;
mod plan;
mod send;
mod signed;
pub mod untold;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

pub use bounce::{came_back, is_our_own};
pub use mail::{PartLine, ReceiptMail, letter};
pub(super) use plan::{Notice, address_of, hurry, kind_of, notify, notify_all};
pub use plan::{confirm_withdrawals, withdrawn};
pub use send::SendReceipt;
pub use signed::json;

use crate::app::App;
use crate::schema::receipts;
use crate::text_enum;

text_enum! {
    pub enum ReceiptState {
        Waiting = "waiting",
        Sent = "sent",
        Bounced = "bounced",
        NotPossible = "not_possible",
    }
}

text_enum! {
    /// What the mail is about.
    pub enum ReceiptKind {
        Received = "received",
        /// A later version that is proposed to replace the first.
        Corrected = "corrected",
        /// The approved version of a provisional response.
        Finalised = "finalised",
        /// Parts that came later.
        Supplemented = "supplemented",
        Withdrawn = "withdrawn",
        /// An objection to publication was received.
        Objected = "objected",
        /// It was decided.
        Settled = "settled",
        /// What was decided after the hearing.
        Decided = "decided",
    }
}

text_enum! {
    /// Why a receipt did not reach its sender.
    pub enum Reason {
        /// The mail says that a program wrote it.
        Program = "program",
        List = "list",
        /// `Return-Path: <>`.
        NoReturn = "no_return",
        NoSender = "no_sender",
        /// An address such as `noreply@`.
        NoReply = "no_reply",
        OwnAddress = "own_address",
        /// It answers our receipts faster or more often than people do.
        AckLoop = "ack_loop",
        /// A colleague forwarded it: the receipt belongs to somebody else.
        Forwarded = "forwarded",
        Spam = "spam",
        DigitalPost = "digital_post",
        /// Too many to this address within a day.
        Limit = "limit",
        Invalid = "invalid",
        /// The server's final no.
        Refused = "refused",
        GaveUp = "gave_up",
        Bounced = "bounced",
    }
}

text_enum! {
    /// What staff did about a receipt that did not arrive.
    pub enum Handled {
        Resent = "resent",
        Letter = "letter",
        Phone = "phone",
    }
}

/// A receipt by mail.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = receipts)]
pub struct Receipt {
    pub id: i64,
    pub response_id: i64,
    pub mail_id: Option<i64>,
    pub kind: ReceiptKind,
    pub recipient: Option<String>,
    pub bounce_token: String,
    pub message_id: String,
    pub in_reply_to: Option<String>,
    pub state: ReceiptState,
    pub state_reason: Option<Reason>,
    pub state_detail: Option<String>,
    pub status: Option<String>,
    pub due_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    pub bounced_at: Option<DateTime<Utc>>,
    pub bounce_mail_id: Option<i64>,
    pub handled: Option<Handled>,
    pub handled_note: String,
    pub handled_at: Option<DateTime<Utc>>,
    pub handled_by: Option<i64>,
    pub created_at: DateTime<Utc>,
}

impl Receipt {
    pub async fn find(conn: &mut AsyncPgConnection, id: i64) -> QueryResult<Self> {
        Self::query().filter(receipts::id.eq(id)).first(conn).await
    }

    /// The receipts of a response, oldest first.
    pub async fn of_response(
        conn: &mut AsyncPgConnection,
        response_id: i64,
    ) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(receipts::response_id.eq(response_id))
            .order(receipts::id)
            .load(conn)
            .await
    }

    /// Whether it did not arrive and nobody has told the sender otherwise.
    #[must_use]
    pub fn is_untold(&self) -> bool {
        matches!(
            self.state,
            ReceiptState::Bounced | ReceiptState::NotPossible
        ) && self.handled.is_none()
    }
}

/// The token in a response's secret link: derived, never stored.
#[must_use]
pub fn link_token(app: &App, number: &str) -> String {
    app.secret.token("receipt", number)
}

/// The secret link: follow, correct or withdraw.
#[must_use]
pub fn link(app: &App, number: &str) -> String {
    format!("{}{}", app.config.base_url, path(app, number))
}

/// The path of the secret link.
#[must_use]
pub fn path(app: &App, number: &str) -> String {
    format!("/kvittering/{number}/{}", link_token(app, number))
}

/// Where the sender objects to publication.
#[must_use]
pub fn objection_path(app: &App, number: &str) -> String {
    format!("{}/indsigelse", path(app, number))
}

/// What only this installation makes of a Message-ID: by it we know our own mail when it comes back.
#[must_use]
pub fn loop_mark(app: &App, message_id: &str) -> String {
    app.secret.token("loop", message_id)
}
