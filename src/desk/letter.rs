//! A letter or a call, registered by hand: it goes the same way in as everything else.

use std::io::Read;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use bytes::Bytes;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use serde::Serialize;

use super::head::Head;
use crate::app::App;
use crate::hearing::{Hearing, local_date, zone};
use crate::intake::{Arrival, Lists, NewPart, NewRespondent, Submission, accept};
use crate::response::{Channel, Content, NewText, PartState, Role};
use crate::staff::Editor;
use crate::templates::words::copenhagen;
use crate::templates::{Choice, Page, Words, pages};
use crate::text;
use crate::web::{self, Error, Limits, Multipart, Refusal, Upload, View, redirect};

pages![NewLetter];

/// Version of the text that staff type, as a deriver.
const TYPED_VERSION: i32 = 1;

/// The form, with what was typed when it comes back.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NewLetter {
    pub head: Option<Head>,
    pub errors: Vec<String>,
    pub phone: bool,
    pub organisation: String,
    pub name: String,
    pub email: String,
    pub day: String,
    pub clock: String,
    pub text: String,
    pub no_remarks: bool,
    pub categories: Vec<Choice>,
}

pub(super) async fn new(app: Data<App>, view: View, editor: Editor) -> web::Result {
    let today = copenhagen(app.clock.now()).date_naive().to_string();
    let typed = NewLetter {
        day: today,
        ..NewLetter::default()
    };
    let page = page(&app, &editor, typed, "").await?;
    view.page(&page)
}

async fn page(
    app: &App,
    editor: &Editor,
    mut typed: NewLetter,
    category: &str,
) -> web::Result<NewLetter> {
    let mut conn = app.conn().await?;
    let hearing = Hearing::find(&mut conn, editor.hearing_id).await?;
    let categories = hearing.categories(&mut conn).await?;
    typed.categories = categories
        .iter()
        .map(|one| {
            let id = one.id.to_string();
            let label = format!("{} {}", one.letter, one.name);
            Choice::new(&id, &label, id == category)
        })
        .collect();
    typed.head = Some(Head::of(&mut conn, &hearing, editor).await?);
    Ok(typed)
}

pub(super) async fn create(
    app: Data<App>,
    view: View,
    editor: Editor,
    (request, payload): (HttpRequest, Payload),
) -> web::Result {
    let limits = &app.config.limits;
    let size = |bytes: usize| u64::try_from(bytes).unwrap_or(u64::MAX);
    let limits = Limits {
        files: limits.files,
        file_bytes: size(limits.file_bytes),
        total_bytes: size(limits.request_bytes),
        field_bytes: limits.form_characters * 4,
    };
    let mut form = Multipart::read(&request, payload, limits).await?;
    let typed = NewLetter {
        phone: form.field("channel") == "phone",
        organisation: form.field("organisation").trim().to_owned(),
        name: form.field("name").trim().to_owned(),
        email: form.field("email").trim().to_owned(),
        day: form.field("date").to_owned(),
        clock: form.field("time").to_owned(),
        text: form.field("text").to_owned(),
        no_remarks: form.field("no_remarks") == "ja",
        ..NewLetter::default()
    };
    let category = form.field("category").to_owned();
    let mut conn = app.conn().await?;
    let hearing = Hearing::find(&mut conn, editor.hearing_id).await?;
    let arrived = moment(&hearing, &typed.day, &typed.clock, app.clock.now());
    let errors = errors(view.words(), &typed, &form, arrived.is_some());
    let (Some(at), true) = (arrived, errors.is_empty()) else {
        let typed = NewLetter { errors, ..typed };
        let page = page(&app, &editor, typed, &category).await?;
        return view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let mut submission = submission(&typed, &editor, at);
    let matched = Lists::of_hearing(&mut conn, &hearing)
        .await?
        .matched(&submission.respondents[0]);
    submission.respondents[0].consultee_id = matched.consultee_id;
    submission.category_id = category.parse().ok().or(matched.category_id);
    if let Some(id) = submission.category_id
        && !hearing
            .categories(&mut conn)
            .await?
            .iter()
            .any(|it| it.id == id)
    {
        return Err(Error::BadRequest);
    }
    let uploads = std::mem::take(&mut form.files);
    submission.parts = parts(&app, &typed, uploads).await?;
    let accepted = accept(&app, &mut conn, &submission).await?;
    redirect(editor.at(&format!("svar/{}", accepted.number)))
}

/// A day and a time as typed, by the clock where the hearing is held; noon when no time was typed, or now when it is not noon yet that
/// day. Nothing that is still to come.
pub(super) fn moment(
    hearing: &Hearing,
    day: &str,
    clock: &str,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let zone = zone(&hearing.time_zone).ok()?;
    let day: NaiveDate = day.parse().ok()?;
    if clock.trim().is_empty() && day == local_date(zone, now) {
        let noon = zone.from_local_datetime(&day.and_hms_opt(12, 0, 0)?);
        return Some(noon.earliest()?.with_timezone(&Utc).min(now));
    }
    let time = match clock.trim() {
        "" => NaiveTime::from_hms_opt(12, 0, 0)?,
        given => NaiveTime::parse_from_str(given, "%H:%M").ok()?,
    };
    let local = zone.from_local_datetime(&day.and_time(time));
    let at = local.earliest()?.with_timezone(&Utc);
    (at <= now).then_some(at)
}

fn errors(words: &Words, typed: &NewLetter, form: &Multipart, date_is_right: bool) -> Vec<String> {
    let mut errors = Vec::new();
    if typed.organisation.is_empty() && typed.name.is_empty() {
        errors.push(words.text("desk-letter-no-sender", &[]));
    }
    if !date_is_right {
        errors.push(words.text("desk-letter-no-date", &[]));
    }
    if typed.text.trim().is_empty() && form.files.is_empty() && !typed.no_remarks {
        errors.push(words.text("desk-letter-empty", &[]));
    }
    for refusal in &form.refusals {
        errors.push(match refusal {
            Refusal::TooManyFiles => words.text("desk-letter-too-many", &[]),
            Refusal::FileTooLarge { file_name } => words.text(
                "desk-letter-too-large",
                &[("name", file_name.as_str().into())],
            ),
            Refusal::AllTooLarge => words.text("desk-letter-all-too-large", &[]),
        });
    }
    errors
}

fn submission(typed: &NewLetter, editor: &Editor, at: DateTime<Utc>) -> Submission {
    let channel = if typed.phone {
        Channel::Phone
    } else {
        Channel::Letter
    };
    let arrival = Arrival { at, rule: "staff" };
    let source = format!("{channel} {}", typed.day);
    let mut submission = Submission::new(editor.hearing_id, channel, source, arrival);
    let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    submission.respondents = vec![NewRespondent {
        name: typed.name.clone(),
        organisation: given(&typed.organisation),
        email: given(&typed.email),
        ..NewRespondent::default()
    }];
    if typed.no_remarks {
        submission.content = Content::NoRemarks;
    }
    submission.staff_id = Some(editor.person.id);
    submission
}

/// The typed text, if any, as the body; each scan as a letter, to be read as any file is.
async fn parts(app: &App, typed: &NewLetter, uploads: Vec<Upload>) -> anyhow::Result<Vec<NewPart>> {
    let mut parts = Vec::new();
    let body = text::normalize(typed.text.trim());
    if !body.is_empty() || uploads.is_empty() {
        parts.push(NewPart {
            role: Role::Body,
            filename: None,
            media_type: "text/plain".into(),
            file: None,
            text: Some(NewText {
                deriver: "staff".into(),
                deriver_version: TYPED_VERSION,
                text: body,
                ranges: Vec::new(),
                staff_id: None,
            }),
            state: PartState::Text,
        });
    }
    for mut upload in uploads {
        let mut bytes = Vec::new();
        upload.file.read_to_end(&mut bytes)?;
        let kept = app.storage.keep(Bytes::from(bytes)).await?;
        parts.push(NewPart {
            role: Role::Letter,
            filename: Some(upload.file_name),
            media_type: upload
                .content_type
                .unwrap_or_else(|| "application/octet-stream".into()),
            file: Some(kept),
            text: None,
            state: PartState::Reading,
        });
    }
    Ok(parts)
}

impl Page for NewLetter {
    const TEMPLATE: &'static str = "desk/letter";

    fn sample() -> Self {
        Self {
            head: Some(Head::sample()),
            day: "2023-10-04".into(),
            categories: vec![Choice::new("1", "A Kommuner", false)],
            ..Self::default()
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let wrong = Self {
            errors: vec!["Skriv, hvem brevet er fra.".into()],
            phone: true,
            no_remarks: true,
            ..Self::sample()
        };
        vec![("", Self::sample()), ("wrong", wrong)]
    }
}
