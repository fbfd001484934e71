//! From a mail that was read to a submission: parts in storage, who answers, and whether a receipt can be sent.

use super::Kind;
use super::ledger::Mail;
use super::memo::Identity;
use super::parse::{Attachment, DERIVER_VERSION, ReadMail, Role as MailRole};
use super::reply;
use crate::app::App;
use crate::hearing::Hearing;
use crate::intake::{Arrival, Lists, NewPart, NewRespondent, Submission};
use crate::mail;
use crate::response::{Channel, Content, NewText, PartState, Role};
use crate::text;

/// A text of *ingen bemærkninger* is no longer than this, in characters of the sender's own words.
const NO_REMARKS_AT_MOST: usize = 500;
const NO_REMARKS: &[&str] = &[
    "ingen bemærkninger",
    "ikke bemærkninger",
    "ikke anledning til bemærkninger",
    "ønsker ikke at afgive",
];

/// Puts the files of the mail in storage, so that they are no longer held in memory, and gathers what the response will be; nothing for
/// mails that become no response.
pub(in crate::intake) async fn prepare(
    app: &App,
    (hearing, lists): (&Hearing, &Lists),
    mail: &Mail,
    read: &mut ReadMail,
    arrival: Arrival,
) -> anyhow::Result<Option<Submission>> {
    if !matches!(
        read.kind,
        Kind::Response | Kind::Correction | Kind::Supplement
    ) {
        return Ok(None);
    }
    let source = read
        .message_id
        .clone()
        .or_else(|| mail.source_name.clone())
        .unwrap_or_else(|| format!("mail/{}", mail.id));
    let channel = match &read.digital_post {
        Some(_) => Channel::DigitalPost,
        None => Channel::Mail,
    };
    let mut submission = Submission::new(hearing.id, channel, source, arrival);
    submission.mail_id = Some(mail.id);
    submission.subject = read.subject.clone().unwrap_or_default();
    submission.claimed_at = read.claimed_at.map(|at| at.with_timezone(&chrono::Utc));
    submission.to_be_checked = read.signals.spam;
    submission.parts = parts(app, read).await?;
    if says_no_remarks(read) {
        submission.content = Content::NoRemarks;
    }
    let mut respondent = respondent(read);
    let found = lists.matched(&respondent);
    submission.category_id = found.category_id;
    respondent.consultee_id = found.consultee_id;
    respondent.organisation = respondent.organisation.or(found.organisation);
    respondent.kind = found.kind;
    // An address that nobody reads says nothing of who answers, and many write from it.
    respondent.email = respondent.email.filter(|to| mail::takes_mail(to));
    submission.respondents = vec![respondent];
    submission.receipt = reply::plan(app, hearing, read);
    Ok(Some(submission))
}

/// The sender; of a forwarded mail the one who wrote it, as a proposal.
pub(in crate::intake) fn respondent(read: &ReadMail) -> NewRespondent {
    if let Some(poster) = &read.digital_post {
        let sender = read.from.as_ref().and_then(|from| from.name.clone());
        let (name, organisation) = match poster.identity {
            Identity::Organisation => (poster.contact.clone().unwrap_or_default(), sender),
            Identity::Person | Identity::Unknown => (sender.unwrap_or_default(), None),
        };
        return NewRespondent {
            name,
            organisation,
            email: read.reply_to.first().map(|to| to.address.to_lowercase()),
            ..NewRespondent::default()
        };
    }
    let inner = read.inner.iter().find_map(|(_, inner)| inner.from.clone());
    let within = read
        .forwarded
        .as_ref()
        .and_then(|forwarded| forwarded.sender.clone());
    let from = inner.or(within).or_else(|| read.from.clone());
    NewRespondent {
        name: from
            .as_ref()
            .and_then(|from| from.name.clone())
            .unwrap_or_default(),
        email: from
            .map(|from| from.address.to_lowercase())
            .filter(|address| !address.is_empty()),
        ..NewRespondent::default()
    }
}

fn says_no_remarks(read: &ReadMail) -> bool {
    let letters = read
        .attachments
        .iter()
        .any(|file| matches!(file.role, MailRole::Letter | MailRole::Appendix));
    let own = text::collapse(&read.own_text());
    if letters || own.chars().count() > NO_REMARKS_AT_MOST {
        return false;
    }
    let own = own.to_lowercase();
    NO_REMARKS.iter().any(|words| own.contains(words))
}

async fn parts(app: &App, read: &mut ReadMail) -> anyhow::Result<Vec<NewPart>> {
    let mut parts = Vec::new();
    if !read.text.trim().is_empty() {
        parts.push(body(read));
    }
    for (at, file) in read.attachments.iter_mut().enumerate() {
        let within = || read.inner.iter().filter(move |(holder, _)| *holder == at);
        let alone = within().next().is_none();
        parts.push(self::file(app, file, alone).await?);
        for (_, inner) in read.inner.iter_mut().filter(|(holder, _)| *holder == at) {
            if !inner.text.trim().is_empty() {
                parts.push(body(inner));
            }
            for file in &mut inner.attachments {
                parts.push(self::file(app, file, true).await?);
            }
        }
    }
    Ok(parts)
}

fn body(read: &ReadMail) -> NewPart {
    NewPart {
        role: Role::Body,
        filename: None,
        media_type: "text/plain".into(),
        file: None,
        text: Some(NewText {
            deriver: "mail".into(),
            deriver_version: DERIVER_VERSION,
            text: read.text.clone(),
            ranges: read.ranges.clone(),
            staff_id: None,
        }),
        state: PartState::Text,
    }
}

/// A file, whose bytes go to storage; a container whose content stands beside it, and a picture in the text, are not read for text.
async fn file(app: &App, file: &mut Attachment, to_be_read: bool) -> anyhow::Result<NewPart> {
    let kept = app.storage.keep(std::mem::take(&mut file.bytes)).await?;
    let role = match file.role {
        MailRole::Body => Role::Body,
        MailRole::Letter => Role::Letter,
        MailRole::Appendix => Role::Appendix,
        MailRole::Signaturbevis => Role::Signaturbevis,
        MailRole::Inline => Role::Inline,
        MailRole::Other => Role::Other,
    };
    let read = to_be_read && role != Role::Inline;
    Ok(NewPart {
        role,
        filename: file.filename.clone(),
        media_type: file.media_type.clone(),
        file: Some(kept),
        text: None,
        state: if read {
            PartState::Reading
        } else {
            PartState::Unsupported
        },
    })
}
