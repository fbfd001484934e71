//! How a mailbox of the settings is doing, for the staff's pages, health and metrics.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::imap::Trouble;
use crate::config;
use crate::schema::{mailboxes, mails};

/// The least time without a fetch that counts as silence.
const SILENT_AFTER: TimeDelta = TimeDelta::minutes(15);

/// A mailbox, and what is known of it.
#[derive(Debug, Clone)]
pub struct Watch {
    pub address: String,
    pub folder: String,
    pub junk: bool,
    /// The slug of its hearing; empty for none.
    pub hearing: String,
    /// Without a word for so long, something is wrong that nobody has noticed: perhaps no worker runs.
    silent_after: TimeDelta,
    /// `None` until a worker has seen it for the first time.
    pub seen: Option<Seen>,
    /// Mails of the ledger that are no longer at the server, and not because they were moved by us.
    pub gone: i64,
}

/// What rounds have noted.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = mailboxes)]
pub struct Seen {
    pub id: i64,
    pub hearing_id: Option<i64>,
    pub organisation_id: i64,
    pub fetched_at: Option<DateTime<Utc>>,
    pub last_error: Option<String>,
    pub error_kind: Option<Trouble>,
    pub reconciled_at: Option<DateTime<Utc>>,
    pub on_server: Option<i64>,
    pub missing_uids: Vec<i64>,
    pub missing_since: Option<DateTime<Utc>>,
    pub move_problem: Option<String>,
    pub created_at: DateTime<Utc>,
}

/// In one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// A worker has yet to come by for the first time.
    New,
    Fine,
    /// The last round failed, for this reason.
    Failing(Trouble),
    /// Nothing was fetched for a long time, and no error says why.
    Silent,
    /// Mails on the server are not in the ledger.
    Missing,
}

impl State {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Fine => "ok",
            Self::Failing(_) => "failing",
            Self::Silent => "silent",
            Self::Missing => "missing",
        }
    }
}

impl Watch {
    /// Each folder that is fetched from by the settings, in their order.
    pub async fn all(
        conn: &mut AsyncPgConnection,
        settings: &[config::Mailbox],
    ) -> QueryResult<Vec<Self>> {
        let mut all = Vec::new();
        for one in settings.iter().flat_map(config::Mailbox::folders) {
            let seen = Seen::query()
                .filter(mailboxes::address.eq(one.address.to_lowercase()))
                .filter(mailboxes::folder.eq(&one.folder))
                .first(conn)
                .await
                .optional()?;
            let gone = match &seen {
                Some(seen) => gone(conn, seen.id).await?,
                None => 0,
            };
            let poll = i64::try_from(one.poll_seconds)
                .unwrap_or(i64::MAX)
                .min(86_400);
            all.push(Self {
                address: one.address,
                folder: one.folder,
                junk: one.junk,
                hearing: one.hearing,
                silent_after: SILENT_AFTER.max(TimeDelta::seconds(3 * poll)),
                seen,
                gone,
            });
        }
        Ok(all)
    }

    #[must_use]
    pub fn state(&self, now: DateTime<Utc>) -> State {
        let Some(seen) = &self.seen else {
            return State::New;
        };
        if seen.missing() > 0 {
            return State::Missing;
        }
        if let Some(trouble) = seen.error_kind {
            return State::Failing(trouble);
        }
        if now - seen.since() >= self.silent_after {
            return State::Silent;
        }
        if seen.fetched_at.is_some() {
            State::Fine
        } else {
            State::New
        }
    }
}

async fn gone(conn: &mut AsyncPgConnection, mailbox_id: i64) -> QueryResult<i64> {
    mails::table
        .filter(mails::mailbox_id.eq(mailbox_id))
        .filter(mails::gone_at.is_not_null())
        .count()
        .get_result(conn)
        .await
}

impl Seen {
    /// UIDs on the server that are not in the ledger.
    #[must_use]
    pub fn missing(&self) -> usize {
        self.missing_uids.len()
    }

    /// The last fetch. One that was never fetched from counts from when it was set up, so that silence is seen in both cases.
    #[must_use]
    pub fn since(&self) -> DateTime<Utc> {
        self.fetched_at.unwrap_or(self.created_at)
    }
}
