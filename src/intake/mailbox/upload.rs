//! Mails that staff put into the ledger as files (.eml, .msg): kept, read and placed as any other, from a source of their own.

use bytes::Bytes;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::keep::{Mailbox, Origin, keep};
use super::ledger::{Mail, Place};
use super::outlook;
use super::place::place_all;
use crate::app::App;
use crate::audit::Event;
use crate::hearing::Hearing;
use crate::schema::{files, mails};
use crate::staff::Act;

/// How much of a file is looked at to see whether it is a mail.
const HEAD_BYTES: usize = 64 << 10;
/// Fields that a mail has at least one of.
const FIELDS: [&str; 8] = [
    "from",
    "to",
    "subject",
    "date",
    "received",
    "message-id",
    "return-path",
    "mime-version",
];

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uploaded {
    /// It is in the ledger now.
    New(i64, Place),
    /// The ledger had these bytes already.
    Already(i64),
    Empty,
    /// No mail.
    Other,
}

/// Takes files in as mails of a hearing; answers for each, in order.
pub async fn upload(
    app: &App,
    by: Act,
    hearing: &Hearing,
    given: Vec<(String, Bytes)>,
) -> anyhow::Result<Vec<Uploaded>> {
    let mut outcomes = Vec::with_capacity(given.len());
    let mut new = Vec::new();
    let mailbox = Mailbox::find(&mut *app.conn().await?, &hearing.mailbox, "INBOX").await?;
    for (name, bytes) in given {
        if bytes.iter().all(u8::is_ascii_whitespace) {
            outcomes.push(Uploaded::Empty);
            continue;
        }
        if !is_mail(&bytes) {
            outcomes.push(Uploaded::Other);
            continue;
        }
        let there = already(&mut *app.conn().await?, hearing.id, &bytes).await?;
        if let Some(there) = there {
            outcomes.push(Uploaded::Already(there));
            continue;
        }
        let origin = Origin::Upload { name };
        let (id, is_new) = keep(app, &mailbox, Some(hearing.id), bytes, &origin).await?;
        if is_new {
            Event::by_staff(by.staff_id, "mail_uploaded", "mail", id)
                .in_hearing(by.hearing_id)
                .with(json!({ "source": "upload" }))
                .record(&mut *app.conn().await?, by.now)
                .await?;
            new.push(id);
            outcomes.push(Uploaded::New(id, Place::Kept));
        } else {
            outcomes.push(Uploaded::Already(id));
        }
    }
    // What cannot be placed now is kept, and its job tries again.
    if let Err(error) = place_all(app, &new).await {
        tracing::warn!(
            error = format!("{error:#}"),
            "an uploaded mail waits to be placed"
        );
    }
    let mut conn = app.conn().await?;
    for outcome in &mut outcomes {
        if let Uploaded::New(id, place) = outcome {
            *place = Mail::find(&mut conn, *id).await?.place;
        }
    }
    Ok(outcomes)
}

/// The hearing's mail of the same bytes, wherever it came from.
async fn already(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    bytes: &[u8],
) -> QueryResult<Option<i64>> {
    mails::table
        .inner_join(files::table)
        .filter(mails::hearing_id.eq(hearing_id))
        .filter(files::sha256.eq(Sha256::digest(bytes).to_vec()))
        .order(mails::id)
        .select(mails::id)
        .first(conn)
        .await
        .optional()
}

/// Whether a file is a mail: as Outlook saves it, or with a head that has a field of mails before its first empty line.
fn is_mail(bytes: &[u8]) -> bool {
    if outlook::is_message(bytes) {
        return true;
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD_BYTES)]);
    let lines = head
        .trim_start_matches('\u{feff}')
        .lines()
        .skip_while(|line| line.trim().is_empty() || line.starts_with("From "))
        .take_while(|line| !line.trim().is_empty());
    let mut fields = 0;
    for line in lines {
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else {
            return fields > 0;
        };
        fields += usize::from(FIELDS.contains(&name.trim().to_lowercase().as_str()));
    }
    fields > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_known_by_its_head() {
        assert!(is_mail(b"From: a@b.example\r\n\r\nHej"));
        assert!(is_mail(
            b"\r\nX-Odd: 1\r\nSubject:\r\n =?utf-8?q?a?=\r\n\r\n"
        ));
        assert!(!is_mail(b"%PDF-1.4\nSubject: x"));
        assert!(!is_mail(b"Hej\n\nFrom: a@b.example"));
        assert!(!is_mail(b"https://a.example/\n"));
        assert!(!is_mail(b"PK\x03\x04"));
    }
}
