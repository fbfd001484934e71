//! Brings together what the page of an enquiry shows.

use diesel::QueryResult;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::list::due;
use super::mail_text::stretches;
use super::reply::{Source, prefilled};
use super::told::{answer_views, endings, extensions};
use super::view::{DeadlineForm, MailView, Reply, ShowEnquiry, Ways};
use super::{day, topic_choices, why_text};
use crate::app::App;
use crate::audit;
use crate::desk::head::Head;
use crate::desk::history;
use crate::desk::named::{sender, subject};
use crate::enquiry::{self, Answer, ClosedWhy, Enquiry, Row, State, Template, Topic};
use crate::hearing::{Consultee, Extension, Hearing, extensions_of};
use crate::intake::mailbox::{self, Mail, ReadMail};
use crate::intake::{Lists, NewRespondent};
use crate::organisation::Organisation;
use crate::schema::files;
use crate::staff::Access;
use crate::templates::{Choice, Words};
use crate::web;

/// Mails of one enquiry that are shown; all of them can be read in the ledger.
const MAILS: usize = 20;
const HISTORY: usize = 10;

/// Everything that is read for the page.
pub(super) struct Loaded {
    pub(super) hearing: Hearing,
    pub(super) organisation: String,
    pub(super) it: Enquiry,
    pub(super) row: Row,
    pub(super) mails: Vec<(Mail, Option<ReadMail>)>,
    pub(super) subject: String,
    answers: Vec<Answer>,
    pub(super) templates: Vec<Template>,
    pub(super) consultees: Vec<Consultee>,
    /// Which of them the sender is.
    pub(super) consultee_id: Option<i64>,
    extensions: Vec<Extension>,
}

impl Loaded {
    pub(super) fn consultee(&self) -> Option<&Consultee> {
        let id = self.consultee_id?;
        self.consultees.iter().find(|one| one.id == id)
    }

    pub(super) fn source<'a>(
        &'a self,
        app: &'a App,
        words: &'a Words,
        access: &'a Access,
    ) -> Source<'a> {
        Source {
            app,
            words,
            access,
            hearing: &self.hearing,
            organisation: &self.organisation,
            row: &self.row,
            consultee: self.consultee(),
            read: self.mails.last().and_then(|(_, read)| read.as_ref()),
            subject: &self.subject,
            templates: &self.templates,
        }
    }
}

pub(super) async fn load(
    app: &App,
    conn: &mut AsyncPgConnection,
    (words, access): (&Words, &Access),
    id: i64,
) -> web::Result<Loaded> {
    let row = enquiry::row(conn, access.hearing_id, id).await?;
    let it = Enquiry::find(conn, id).await?;
    let hearing = Hearing::find(conn, access.hearing_id).await?;
    let mut mails = Vec::new();
    let ids = it.mail_ids(conn).await?;
    let skip = ids.len().saturating_sub(MAILS);
    for id in &ids[skip..] {
        mails.push(read(app, conn, *id).await?);
    }
    let consultees = Consultee::of_hearing(conn, hearing.id).await?;
    let sender = NewRespondent {
        name: row.from_name.clone(),
        email: row.from_address.clone(),
        ..NewRespondent::default()
    };
    let consultee_id = Lists::of_hearing(conn, &hearing)
        .await?
        .matched(&sender)
        .consultee_id;
    let of: Vec<i64> = consultee_id.into_iter().collect();
    Ok(Loaded {
        organisation: Organisation::find(conn, hearing.organisation_id)
            .await?
            .name,
        subject: enquiry::asking(conn, &it).await?.subject,
        answers: enquiry::answers_of(conn, id).await?,
        templates: enquiry::templates_of(conn, words, hearing.id).await?,
        extensions: extensions_of(conn, hearing.id, &of).await?,
        consultees,
        consultee_id,
        hearing,
        it,
        row,
        mails,
    })
}

/// A mail and what it says; nothing where its file cannot be read.
async fn read(
    app: &App,
    conn: &mut AsyncPgConnection,
    id: i64,
) -> web::Result<(Mail, Option<ReadMail>)> {
    let mail = Mail::find(conn, id).await?;
    let sha256: Vec<u8> = files::table
        .find(mail.file_id)
        .select(files::sha256)
        .first(conn)
        .await?;
    let Ok(raw) = app.storage.read(&sha256).await else {
        tracing::error!(mail = id, "a kept mail cannot be read");
        return Ok((mail, None));
    };
    Ok((mail, Some(mailbox::read_raw(app, raw).await?)))
}

/// What a form that was filled in wrongly puts in place of what the page would show.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) reply: Option<Reply>,
    pub(super) ways: Option<Ways>,
    pub(super) deadline: Option<DeadlineForm>,
    /// The template to fill in.
    pub(super) template: Option<String>,
}

pub(super) async fn page(
    app: &App,
    conn: &mut AsyncPgConnection,
    (words, access): (&Words, &Access),
    (loaded, typed): (&Loaded, Typed),
) -> web::Result<ShowEnquiry> {
    let head = Head::of(conn, &loaded.hearing, access).await?;
    let here = format!("{}/henvendelser/{}", head.base, loaded.it.id);
    let open = loaded.it.state == State::Open;
    let now = app.clock.now();
    let due = due(words, &loaded.hearing, &loaded.row, now);
    let (ended, before) = endings(conn, words, &loaded.it).await?;
    let deadline = match (head.may_edit, typed.deadline) {
        (false, _) => None,
        (true, Some(form)) => Some(form),
        (true, None) => (loaded.it.topic == Topic::Deadline || !loaded.extensions.is_empty())
            .then(|| deadline_form(words, loaded, String::new())),
    };
    let deadline = match deadline {
        Some(form) => Some(DeadlineForm {
            given: given(conn, words, loaded).await?,
            ..form
        }),
        None => None,
    };
    let reply = typed.reply.or_else(|| {
        let source = loaded.source(app, words, access);
        (head.may_edit && open).then(|| prefilled(&source, typed.template.as_deref()))
    });
    let waiting = enquiry::in_state(conn, loaded.hearing.id, State::Open).await?;
    let next = waiting.iter().find(|row| row.id != loaded.it.id);
    Ok(ShowEnquiry {
        subject: subject(words, &loaded.row.subject),
        from: sender(
            words,
            &loaded.row.from_name,
            loaded.row.from_address.as_deref(),
        ),
        arrived_at: loaded.row.arrived_at,
        topics: topic_choices(words, loaded.it.topic),
        proposed: loaded.it.topic_by.is_none(),
        urgent: due.as_ref().is_some_and(|(_, urgent)| *urgent),
        due: due.map(|(text, _)| text),
        access: open && loaded.it.topic == Topic::Access,
        ended,
        before,
        note: loaded.it.note.clone(),
        open,
        thanks: open && head.may_edit && loaded.it.topic == Topic::Thanks,
        mails: mail_views(words, loaded, &head.base),
        answers: answer_views(conn, words, (&loaded.answers, &here), head.may_edit).await?,
        reply,
        ways: typed.ways.unwrap_or_else(|| ways(words)),
        deadline,
        mail_href: format!("{}/mails/{}", head.base, loaded.it.mail_id),
        history: recent(conn, words, loaded.it.id).await?,
        next: next.map(|row| format!("{}/henvendelser/{}", head.base, row.id)),
        head,
        here,
    })
}

pub(super) fn ways(words: &Words) -> Ways {
    let reasons = ClosedWhy::ALL
        .iter()
        .filter(|why| **why != ClosedWhy::BecameResponse)
        .map(|why| {
            Choice::new(
                why.as_str(),
                &why_text(words, *why),
                *why == ClosedWhy::NoAnswer,
            )
        });
    Ways {
        reasons: reasons.collect(),
        ..Ways::default()
    }
}

fn mail_views(words: &Words, loaded: &Loaded, base: &str) -> Vec<MailView> {
    let mails = loaded.mails.iter();
    mails
        .map(|(mail, read)| MailView {
            later: mail.id != loaded.it.mail_id,
            from: sender(words, &mail.from_name, mail.from_address.as_deref()),
            arrived_at: mail.arrived_at,
            stretches: read.as_ref().map(stretches).unwrap_or_default(),
            files: read
                .iter()
                .flat_map(|read| &read.attachments)
                .filter_map(|file| file.filename.clone())
                .collect(),
            href: format!("{base}/mails/{}", mail.id),
        })
        .collect()
}

/// The form for a later deadline, filled in with what the mail asks for.
pub(super) fn deadline_form(words: &Words, loaded: &Loaded, error: String) -> DeadlineForm {
    let choices = loaded.consultees.iter().map(|one| {
        let chosen = loaded.consultee_id == Some(one.id);
        Choice::new(&one.id.to_string(), &one.name, chosen)
    });
    let came = day(&loaded.hearing, loaded.row.arrived_at).map(|day| words.date(day));
    let asked = [("date", came.unwrap_or_default().into())];
    let asked_for = loaded.row.asked_for;
    DeadlineForm {
        error: Some(error).filter(|error| !error.is_empty()),
        given: Vec::new(),
        consultees: choices.collect(),
        new: false,
        name: String::new(),
        day: asked_for.map(|day| day.to_string()).unwrap_or_default(),
        reason: words.text("enquiry-deadline-reason-asked", &asked),
        open: loaded.it.state == State::Open && loaded.extensions.is_empty(),
    }
}

/// The deadlines that the sender was given.
async fn given(
    conn: &mut AsyncPgConnection,
    words: &Words,
    loaded: &Loaded,
) -> QueryResult<Vec<String>> {
    let who = loaded.consultee().map(|one| one.name.clone());
    extensions(
        conn,
        words,
        &loaded.hearing,
        (&who.unwrap_or_default(), &loaded.extensions),
    )
    .await
}

async fn recent(
    conn: &mut AsyncPgConnection,
    words: &Words,
    id: i64,
) -> QueryResult<Vec<history::Done>> {
    let recorded = audit::of_subject(conn, "enquiry", id).await?;
    let recorded = &recorded[..recorded.len().min(HISTORY)];
    let people = history::people(conn, recorded).await?;
    Ok(history::done(words, recorded, &people))
}
