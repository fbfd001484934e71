//! Brings together what the page of a mail shows.

use bytes::Bytes;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::auth::checked;
use super::find::{next_undecided, same_id};
use super::show::{Typed, files_of, held};
use super::view::{DecidedView, FileView, InnerView, ShowMail, Told, WriteTo};
use super::{offered, place_text};
use crate::app::App;
use crate::audit;
use crate::desk::enquiries::stretches;
use crate::desk::head::Head;
use crate::desk::history;
use crate::desk::named::{sender, subject};
use crate::desk::response::{self, role_text};
use crate::desk::rows::encoded;
use crate::enquiry::Enquiry;
use crate::hearing::Hearing;
use crate::intake::mailbox::{
    Attachment, Cause, Code, Mail, Place, ReadMail, Role as MailRole, is_undecided, words_for,
};
use crate::intake::scan::{self, ScanState};
use crate::intake::triage::{Decision, Sender, What, sender_of};
use crate::mail;
use crate::response::{PartState, Response, Role};
use crate::schema::{mails, parts, response_relations, responses};
use crate::staff::{Access, Role as StaffRole, names_of};
use crate::templates::{Link, Words};
use crate::text::normalize;
use crate::web;

/// Lines of a mail's head that are shown; a head of more is in the raw file.
const HEAD_LINES: usize = 200;
/// Rows of its history.
const HISTORY: usize = 10;

/// A mail, read again, and where the page leads.
pub(super) struct Source<'a> {
    pub(super) mail: &'a Mail,
    pub(super) read: &'a ReadMail,
    pub(super) raw: &'a Bytes,
    /// Where the reader came from, and where the raw mail is.
    pub(super) at: (String, String),
}

pub(super) async fn page(
    app: &App,
    (words, access): (&Words, &Access),
    source: &Source<'_>,
    typed: Typed<'_>,
) -> web::Result<ShowMail> {
    let mut conn = app.conn().await?;
    let (mail, read) = (source.mail, source.read);
    let hearing = Hearing::find(&mut conn, access.hearing_id).await?;
    let head = Head::of(&mut conn, &hearing, access).await?;
    let set = sender_of(&mut conn, mail.id).await?;
    let decision = Decision::in_force(&mut conn, mail.id).await?;
    let undecided = undecided(&mut conn, mail).await?;
    let may = access.may(StaffRole::Editor);
    let acts = match may {
        true => {
            let about = (mail, read, set.as_ref(), undecided);
            let who = (words, access, &hearing);
            Some(offered::acts(app, &mut conn, who, about).await?)
        }
        false => None,
    };
    let from_head = sender(words, &mail.from_name, mail.from_address.as_deref());
    let raw_held = scan::held(&mut conn, mail.file_id).await?;
    let (reason, kind) = (mail.place_reason.as_deref(), mail.kind.as_deref());
    let why = words_for(mail.place, reason, kind);
    let mut page = ShowMail {
        back: source.at.0.clone(),
        here: format!("{}/mails/{}", head.base, mail.id),
        message: None,
        subject: subject(words, &mail.subject),
        from: set
            .as_ref()
            .map_or_else(|| from_head.clone(), |it| named(words, it)),
        from_head: set.is_some().then_some(from_head),
        arrived_at: mail.arrived_at,
        claimed_at: read.claimed_at.map(|at| at.with_timezone(&chrono::Utc)),
        place: place_text(words, mail.place),
        why,
        undecided,
        decided: decided(&mut conn, words, decision.as_ref(), may).await?,
        responses: made(&mut conn, words, (&head.base, mail.id, decision.as_ref())).await?,
        belongs: belongs(&mut conn, words, (&head.base, mail)).await?,
        same_id: same_id(&mut conn, mail)
            .await?
            .into_iter()
            .map(|(id, text)| Link::new(subject(words, &text), format!("{}/mails/{id}", head.base)))
            .collect(),
        checks: checked(words, &read.authentication, &app.config.mail.received_by),
        warnings: read
            .warnings
            .iter()
            .cloned()
            .map(Told::from)
            .filter(|told| Some(told.key) != why)
            .collect(),
        stretches: stretches(read),
        inner: inner(words, read),
        files: files(&mut conn, words, (&head.base, mail, read)).await?,
        lines: head_lines(source.raw),
        raw: raw_held.is_none().then(|| source.at.1.clone()),
        raw_held: raw_held.map(|state| held_text(words, state)),
        bytes: i64::try_from(source.raw.len()).unwrap_or(i64::MAX),
        write: write_to(words, mail, &hearing).filter(|_| may),
        acts,
        history: recent(&mut conn, words, mail.id).await?,
        next: next_undecided(&mut conn, hearing.id, mail.id)
            .await?
            .map(|id| format!("{}/mails/{id}", head.base)),
        head,
    };
    put(&mut page, typed);
    Ok(page)
}

/// What was typed goes over what was filled in; a message about no form that is there stands at the top.
fn put(page: &mut ShowMail, typed: Typed<'_>) {
    use super::show::Form;
    let Some(message) = typed.message else { return };
    let fields = typed.fields;
    let acts = page.acts.as_mut();
    let put = match (typed.form, acts) {
        (Some(Form::Promote), Some(acts)) => {
            let form = acts.promote.as_mut();
            form.map(|it| it.typed(fields, message.clone()))
        }
        (Some(Form::Attach), Some(acts)) => {
            let form = acts.attach.as_mut();
            form.map(|it| it.typed(fields, message.clone()))
        }
        (Some(Form::Sender), Some(acts)) => {
            let form = acts.sender.as_mut();
            form.map(|it| it.typed(fields, message.clone()))
        }
        (Some(Form::Moves), Some(acts)) => {
            let form = acts.moves.as_mut();
            form.map(|it| it.typed(fields, message.clone()))
        }
        _ => None,
    };
    if put.is_none() {
        page.message = Some(message);
    }
}

async fn undecided(conn: &mut AsyncPgConnection, mail: &Mail) -> QueryResult<bool> {
    let open: i64 = mails::table
        .filter(mails::id.eq(mail.id))
        .filter(is_undecided())
        .count()
        .get_result(conn)
        .await?;
    Ok(open > 0)
}

fn named(words: &Words, set: &Sender) -> String {
    let organisation = set.organisation.as_deref().unwrap_or_default();
    let name = match (organisation, set.name.as_str()) {
        ("", name) => name.to_owned(),
        (organisation, "") => organisation.to_owned(),
        (organisation, name) => format!("{organisation}, {name}"),
    };
    sender(words, &name, set.address.as_deref())
}

async fn decided(
    conn: &mut AsyncPgConnection,
    words: &Words,
    decision: Option<&Decision>,
    may: bool,
) -> QueryResult<Option<DecidedView>> {
    let Some(it) = decision else { return Ok(None) };
    let key = match it.what {
        What::Stays => "mail-decided-stays",
        What::Response => "mail-decided-response",
        What::Supplement => "mail-decided-supplement",
        What::Correction => "mail-decided-correction",
        What::Withdrawal => "mail-decided-withdrawal",
        What::Duplicate => "mail-decided-duplicate",
        What::Moved => "mail-decided-moved",
    };
    let people = names_of(conn, &[it.staff_id]).await?;
    let who = people.get(&it.staff_id).map(|one| one.initials.clone());
    let place = place_text(words, it.from_place);
    Ok(Some(DecidedView {
        text: words.text(key, &[("from", place.into())]),
        who: who.unwrap_or_default(),
        at: it.decided_at,
        may_undo: may,
    }))
}

/// The responses that a mail made, gave parts to, or says something of.
async fn made(
    conn: &mut AsyncPgConnection,
    words: &Words,
    (base, mail, decision): (&str, i64, Option<&Decision>),
) -> QueryResult<Vec<Link>> {
    let brought = parts::table
        .filter(parts::mail_id.eq(mail))
        .filter(parts::moved_to.is_null())
        .select(parts::response_id);
    let said = response_relations::table
        .filter(response_relations::mail_id.eq(mail))
        .select(response_relations::response_id);
    let attached = decision.and_then(|it| it.response_id);
    let ids: Vec<i64> = responses::table
        .filter(
            responses::mail_id
                .eq(mail)
                .or(responses::id.eq_any(brought).is_not_distinct_from(true))
                .or(responses::id.eq_any(said))
                .or(responses::id.eq_any(attached)),
        )
        .order(responses::id)
        .select(responses::id)
        .load(conn)
        .await?;
    let mut links = Vec::new();
    for id in ids {
        let of = Response::find(conn, id).await?;
        let name = response::named(conn, words, &of).await?;
        let text = match of.state {
            crate::response::State::NotAResponse => {
                words.text("mail-made-none", &[("number", of.number.as_str().into())])
            }
            _ => format!("{} · {name}", of.number),
        };
        links.push(Link::new(text, format!("{base}/svar/{}", of.number)));
    }
    Ok(links)
}

/// The mail that it repeats, or the enquiry that it is part of.
async fn belongs(
    conn: &mut AsyncPgConnection,
    words: &Words,
    (base, mail): (&str, &Mail),
) -> QueryResult<Option<Link>> {
    if let Some(first) = mail.duplicate_of {
        let text = words.text("mail-first", &[]);
        return Ok(Some(Link::new(text, format!("{base}/mails/{first}"))));
    }
    if mail.place != Place::Enquiry {
        return Ok(None);
    }
    let of = Enquiry::of_mail(conn, mail.id).await?;
    let text = || words.text("mail-enquiry", &[]);
    Ok(of.map(|it| Link::new(text(), format!("{base}/henvendelser/{}", it.id))))
}

fn inner(words: &Words, read: &ReadMail) -> Vec<InnerView> {
    let all = read.inner.iter();
    all.map(|(_, one)| {
        let from = one.from.clone().unwrap_or_default();
        let name = from.name.unwrap_or_default();
        InnerView {
            subject: subject(words, one.subject.as_deref().unwrap_or_default()),
            from: sender(words, &name, Some(&from.address)),
            stretches: stretches(one),
        }
    })
    .collect()
}

async fn files(
    conn: &mut AsyncPgConnection,
    words: &Words,
    (base, mail, read): (&str, &Mail, &ReadMail),
) -> QueryResult<Vec<FileView>> {
    let mut views = Vec::new();
    for (at, file) in files_of(read).into_iter().enumerate() {
        let state = held(conn, mail, file).await?;
        let key = match state {
            Some(ScanState::Waiting) => Some(PartState::WaitingForScan),
            Some(_) => Some(PartState::Infected),
            None => None,
        };
        let number = at + 1;
        let open = state.is_none();
        views.push(FileView {
            name: name(words, file, number),
            role: role_text(words, role(file.role)),
            bytes: u64::try_from(file.bytes.len()).unwrap_or(u64::MAX),
            held: key.and_then(|it| response::state_text(words, it)),
            href: open.then(|| format!("{base}/mails/{}/fil/{number}", mail.id)),
        });
    }
    Ok(views)
}

fn held_text(words: &Words, state: ScanState) -> String {
    let key = match state {
        ScanState::Infected => "mail-raw-infected",
        ScanState::Waiting | ScanState::Clean => "mail-raw-waiting",
    };
    words.text(key, &[])
}

fn name(words: &Words, file: &Attachment, number: usize) -> String {
    let unnamed = || words.text("mail-file-unnamed", &[("n", number.into())]);
    let name = file.filename.clone().filter(|name| !name.trim().is_empty());
    name.unwrap_or_else(unnamed)
}

fn role(role: MailRole) -> Role {
    match role {
        MailRole::Body => Role::Body,
        MailRole::Letter => Role::Letter,
        MailRole::Appendix => Role::Appendix,
        MailRole::Signaturbevis => Role::Signaturbevis,
        MailRole::Inline => Role::Inline,
        MailRole::Other => Role::Other,
    }
}

/// The head of a raw mail, up to the first empty line.
fn head_lines(raw: &[u8]) -> String {
    let text = String::from_utf8_lossy(&raw[..raw.len().min(64 * 1024)]);
    let lines: Vec<&str> = text
        .lines()
        .skip_while(|line| line.trim().is_empty())
        .take_while(|line| !line.trim().is_empty())
        .take(HEAD_LINES)
        .collect();
    normalize(&lines.join("\n"))
}

/// What to write to whoever sent what cannot be read (rule 20): no program answers by itself here.
fn write_to(words: &Words, mail: &Mail, hearing: &Hearing) -> Option<WriteTo> {
    let to = mail.from_address.as_deref()?;
    if mail.place != Place::Unreadable || !mail::is_address(to) || !mail::takes_mail(to) {
        return None;
    }
    let reason = mail.place_reason.as_deref().unwrap_or_default();
    let key = match (Code::of(reason), Cause::parse(reason)) {
        (Some(Code::Encrypted), _) => "mail-write-encrypted",
        (Some(Code::TooLarge | Code::TookTooLong), _) => "mail-write-too-large",
        _ => "mail-write-unreadable",
    };
    let given = [
        ("hearing", hearing.title.as_str().into()),
        ("mailbox", hearing.mailbox.as_str().into()),
    ];
    let text = words.text(key, &given);
    let named = [("subject", subject(words, &mail.subject).into())];
    let subject = words.text("mail-write-subject", &named);
    let (subject_in, text_in) = (encoded(&subject), encoded(&text.replace('\n', "\r\n")));
    Some(WriteTo {
        mailto: format!("mailto:{to}?subject={subject_in}&body={text_in}"),
        to: to.to_owned(),
        subject,
        text,
    })
}

async fn recent(
    conn: &mut AsyncPgConnection,
    words: &Words,
    id: i64,
) -> QueryResult<Vec<history::Done>> {
    let recorded = audit::of_subject(conn, "mail", id).await?;
    let recorded = &recorded[..recorded.len().min(HISTORY)];
    let people = history::people(conn, recorded).await?;
    Ok(history::done(words, recorded, &people))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_a_mail_ends_at_the_empty_line() {
        assert_eq!(head_lines(b"A: 1\r\nB: 2\r\n\r\nbody"), "A: 1\nB: 2");
        assert_eq!(head_lines(b""), "");
    }
}
