//! A mail read again, outside any transaction, as the submission that a person makes of it.

use std::collections::BTreeSet;

use bytes::Bytes;
use sha2::{Digest, Sha256};

use super::sender::sender_of;
use super::{TriageError, visible};
use crate::app::App;
use crate::extract;
use crate::hearing::Hearing;
use crate::intake::mailbox::{Attachment, Kind, Mail, ReadMail, plan, prepare, reread, respondent};
use crate::intake::{Arrival, Lists, NewPart, NewRespondent, ReceiptPlan, Submission};
use crate::mail;
use crate::response::{PartState, Role};
use crate::staff::Act;
use crate::storage::Kept;

/// What the program would fill in when a mail becomes a response.
#[derive(Debug, Clone)]
pub struct Suggestion {
    pub respondent: NewRespondent,
    pub category_id: Option<i64>,
    /// Where its receipt would go, or why none goes by itself.
    pub receipt: ReceiptPlan,
}

/// What the program would fill in for a mail that was read.
pub async fn suggest(
    app: &App,
    hearing: &Hearing,
    (mail, read): (&Mail, &ReadMail),
) -> anyhow::Result<Suggestion> {
    let mut conn = app.conn().await?;
    let lists = Lists::of_hearing(&mut conn, hearing).await?;
    let mut who = match sender_of(&mut conn, mail.id).await? {
        Some(set) => NewRespondent {
            name: set.name,
            organisation: set.organisation,
            email: set.address,
            ..NewRespondent::default()
        },
        None => respondent(read),
    };
    let found = lists.matched(&who);
    who.consultee_id = found.consultee_id;
    who.organisation = who.organisation.or(found.organisation);
    who.kind = found.kind;
    Ok(Suggestion {
        respondent: who,
        category_id: found.category_id,
        receipt: plan(app, hearing, read),
    })
}

/// A mail that a person is about to decide about.
pub(super) struct Taken {
    pub(super) read: ReadMail,
    pub(super) submission: Submission,
}

/// Reads a mail as one of this kind, whatever it was taken for. What holds malware is withheld from the start; a mail that nothing can be
/// had from is itself the file.
pub(super) async fn take(app: &App, by: Act, id: i64, kind: Kind) -> Result<Taken, TriageError> {
    let mut conn = app.conn().await?;
    let mail = visible(&mut conn, by.hearing_id, id).await?;
    let hearing = Hearing::find(&mut conn, by.hearing_id).await?;
    let lists = Lists::of_hearing(&mut conn, &hearing).await?;
    drop(conn);
    let (mut read, raw) = reread(app, &mail).await?;
    let suggestion = suggest(app, &hearing, (&mail, &read)).await?;
    let withheld = withheld(&read);
    let infected = mail.kind.as_deref() == Some("malware");
    read.kind = kind;
    let arrival = Arrival {
        at: mail.arrived_at,
        rule: rule(&mail.arrival_rule),
    };
    let of = (&hearing, &lists);
    let prepared = prepare(app, of, &mail, &mut read, arrival).await?;
    let mut submission =
        prepared.ok_or_else(|| anyhow::anyhow!("a mail of this kind was not prepared"))?;
    for part in &mut submission.parts {
        if part.file.is_some() && withheld.contains(&part.fingerprint().0) {
            part.state = PartState::Infected;
        }
    }
    if submission.parts.is_empty() {
        submission.parts.push(whole(&mail, &raw, infected));
    }
    submission.respondents = vec![suggestion.respondent];
    submission.category_id = suggestion.category_id;
    submission.to_be_checked = false;
    submission.receipt = ReceiptPlan::None;
    submission.staff_id = Some(by.staff_id);
    Ok(Taken { read, submission })
}

/// The raw mail as a file of the response.
fn whole(mail: &Mail, raw: &Bytes, infected: bool) -> NewPart {
    NewPart {
        role: Role::Other,
        filename: Some(format!("mail-{}.eml", mail.id)),
        media_type: "message/rfc822".into(),
        file: Some(Kept {
            sha256: Sha256::digest(raw).to_vec(),
            bytes: i64::try_from(raw.len()).unwrap_or(i64::MAX),
        }),
        text: None,
        state: if infected {
            PartState::Infected
        } else {
            PartState::Unsupported
        },
    }
}

/// Whether a file is a program, or holds one: it is never handed out, whatever it came with.
#[must_use]
pub fn is_withheld(file: &Attachment) -> bool {
    let name = file.filename.as_deref().unwrap_or_default();
    extract::is_eicar(&file.bytes)
        || extract::is_executable(&file.bytes, name)
        || extract::holds_executable(&file.bytes)
}

/// The files of a mail, and of mails in it, that are withheld; by SHA-256.
fn withheld(read: &ReadMail) -> BTreeSet<Vec<u8>> {
    let inner = read.inner.iter().flat_map(|(_, inner)| &inner.attachments);
    let files = read.attachments.iter().chain(inner);
    files
        .filter(|file| is_withheld(file))
        .map(|file| Sha256::digest(&file.bytes).to_vec())
        .collect()
}

/// The receipt that a person wants sent to an address; none for an empty one.
pub(super) fn receipt(to: Option<&str>, read: &ReadMail) -> Result<ReceiptPlan, TriageError> {
    let Some(to) = to.map(str::trim).filter(|to| !to.is_empty()) else {
        return Ok(ReceiptPlan::None);
    };
    if !mail::is_address(to) || !mail::takes_mail(to) {
        return Err(TriageError::Address);
    }
    Ok(ReceiptPlan::Mail {
        to: to.to_owned(),
        in_reply_to: read.message_id.clone(),
    })
}

fn rule(name: &str) -> &'static str {
    [
        "received_by_us",
        "internaldate",
        "received_top",
        "file_time",
    ]
    .into_iter()
    .find(|known| *known == name)
    .unwrap_or("recorded")
}
