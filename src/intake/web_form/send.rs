//! Sending: keep the form as it was sent, then accept it. What was kept is accepted even when the program is killed in between.

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};

use super::{Draft, Fields};
use crate::app::App;
use crate::hearing::Hearing;
use crate::intake::{Accepted, Arrival, Lists, NewPart, ReceiptPlan, Submission, accept};
use crate::jobs::{Job, JobError, Lease};
use crate::response::{Channel, NewText, PartState, RelationKind, Role};
use crate::schema::web_submissions;
use crate::storage::{Kept, file_row};

/// How long the handler has to accept before the worker looks whether it did.
const ACCEPT_WITHIN_SECONDS: i64 = 60;
/// Sent quicker than anybody reads the check page.
const MACHINE_SECONDS: i64 = 2;
const FORM_VERSION: i32 = 1;

/// A form as it was sent: the JSON that is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sent {
    pub version: i32,
    pub fields: Fields,
    pub files: Vec<SentFile>,
    pub sent_at: DateTime<Utc>,
    pub to_be_checked: bool,
}

/// A file of a sent form; its bytes are in storage.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SentFile {
    pub filename: String,
    pub media_type: String,
    pub sha256: String,
    pub bytes: i64,
}

/// Keeps and accepts. `arrived_at` is the last byte of the request. Sending the same key again gives the first response.
pub async fn send(
    app: &App,
    hearing: &Hearing,
    key: &str,
    draft: &Draft,
    arrived_at: DateTime<Utc>,
) -> anyhow::Result<Accepted> {
    let quick = arrived_at - draft.created_at < TimeDelta::seconds(MACHINE_SECONDS);
    let sent = Sent {
        version: FORM_VERSION,
        fields: draft.fields.clone(),
        files: draft
            .files
            .iter()
            .map(|file| SentFile {
                filename: file.filename.clone(),
                media_type: file.media_type.clone(),
                sha256: hex::encode(&file.sha256),
                bytes: file.bytes,
            })
            .collect(),
        sent_at: arrived_at,
        to_be_checked: quick || !draft.fields.homepage.is_empty(),
    };
    let id = keep(app, hearing.id, key, &sent, arrived_at).await?;
    accept_kept(app, id).await
}

/// Step one: the form's JSON in storage with fsync, then its row and the job that accepts it if we do not.
pub async fn keep(
    app: &App,
    hearing_id: i64,
    key: &str,
    sent: &Sent,
    arrived_at: DateTime<Utc>,
) -> anyhow::Result<i64> {
    let kept = app
        .storage
        .keep(Bytes::from(serde_json::to_vec(sent)?))
        .await?;
    let now = app.clock.now();
    let mut conn = app.conn().await?;
    conn.transaction(async |conn| {
        let file = file_row(conn, &kept).await?;
        let new: Option<i64> = diesel::insert_into(web_submissions::table)
            .values((
                web_submissions::hearing_id.eq(hearing_id),
                web_submissions::idempotency_key.eq(hex::encode(crate::ids::token_hash(key))),
                web_submissions::file_id.eq(file),
                web_submissions::arrived_at.eq(arrived_at),
                web_submissions::recorded_at.eq(now),
            ))
            .on_conflict_do_nothing()
            .returning(web_submissions::id)
            .get_result(conn)
            .await
            .optional()?;
        let Some(id) = new else {
            return Ok(web_submissions::table
                .filter(web_submissions::hearing_id.eq(hearing_id))
                .filter(
                    web_submissions::idempotency_key.eq(hex::encode(crate::ids::token_hash(key))),
                )
                .select(web_submissions::id)
                .first(conn)
                .await?);
        };
        AcceptForm { submission: id }
            .enqueue(conn, now + TimeDelta::seconds(ACCEPT_WITHIN_SECONDS))
            .await?;
        anyhow::Ok(id)
    })
    .await
}

#[derive(HasQuery)]
#[diesel(table_name = web_submissions)]
struct Submitted {
    id: i64,
    hearing_id: i64,
    file_id: i64,
    arrived_at: DateTime<Utc>,
}

/// Steps two and three for a kept form. Safe to repeat.
pub async fn accept_kept(app: &App, id: i64) -> anyhow::Result<Accepted> {
    let mut conn = app.conn().await?;
    let kept = Submitted::query()
        .filter(web_submissions::id.eq(id))
        .first(&mut conn)
        .await?;
    let hearing = Hearing::find(&mut conn, kept.hearing_id).await?;
    let sha256: Vec<u8> = crate::schema::files::table
        .find(kept.file_id)
        .select(crate::schema::files::sha256)
        .first(&mut conn)
        .await?;
    let sent: Sent = serde_json::from_slice(&app.storage.read(&sha256).await?)?;
    let submission = read(app, &mut conn, &hearing, &kept, &sent).await?;
    let now = app.clock.now();
    conn.transaction(async |conn| {
        // The row's lock makes two acceptings of one form take turns; the second finds the first one's response.
        web_submissions::table
            .find(id)
            .select(web_submissions::id)
            .for_update()
            .first::<i64>(conn)
            .await?;
        let accepted = accept(app, conn, &submission).await?;
        diesel::update(web_submissions::table.find(id))
            .filter(web_submissions::accepted_at.is_null())
            .set(web_submissions::accepted_at.eq(now))
            .execute(conn)
            .await?;
        Ok(accepted)
    })
    .await
}

async fn read(
    app: &App,
    conn: &mut AsyncPgConnection,
    hearing: &Hearing,
    kept: &Submitted,
    sent: &Sent,
) -> anyhow::Result<Submission> {
    let categories = hearing.categories(conn).await?;
    let mut fields = sent.fields.clone();
    fields.consent = true;
    let valid = fields
        .check(&categories, sent.files.len(), &app.config.limits)
        .map_err(|faults| anyhow::anyhow!("a kept form is not valid: {faults:?}"))?;
    let mut respondent = valid.respondent.clone();
    respondent.consultee_id = Lists::of_hearing(conn, hearing)
        .await?
        .matched(&respondent)
        .consultee_id;
    let arrival = Arrival {
        at: kept.arrived_at,
        rule: "request",
    };
    let mut submission = Submission::new(
        hearing.id,
        Channel::Web,
        format!("web/{}", kept.id),
        arrival,
    );
    submission.web_submission_id = Some(kept.id);
    submission.category_id = Some(valid.category_id);
    submission.content = valid.content;
    submission.standing = valid.standing;
    submission.standing_body = valid.standing_body;
    submission.standing_expected_on = valid.standing_expected_on;
    submission.name_choice = valid.name_choice;
    submission.protected = valid.protected;
    submission.to_be_checked = sent.to_be_checked;
    submission.claimed_at = Some(sent.sent_at);
    submission.relation = fields.corrects.map(|id| (id, RelationKind::Corrects));
    submission.receipt = match &respondent.email {
        Some(to) => ReceiptPlan::Mail {
            to: to.clone(),
            in_reply_to: None,
        },
        None => ReceiptPlan::None,
    };
    submission.respondents = vec![respondent];
    if !valid.text.is_empty() {
        submission.parts.push(body(&valid.text));
    }
    for file in &sent.files {
        submission.parts.push(NewPart {
            role: if valid.text.is_empty() && submission.parts.is_empty() {
                Role::Letter
            } else {
                Role::Appendix
            },
            filename: Some(file.filename.clone()),
            media_type: file.media_type.clone(),
            file: Some(Kept {
                sha256: hex::decode(&file.sha256)?,
                bytes: file.bytes,
            }),
            text: None,
            state: PartState::Reading,
        });
    }
    Ok(submission)
}

/// The typed text as a part.
#[must_use]
pub fn body(text: &str) -> NewPart {
    NewPart {
        role: Role::Body,
        filename: None,
        media_type: "text/plain".into(),
        file: None,
        text: Some(NewText {
            deriver: "form".into(),
            deriver_version: FORM_VERSION,
            text: text.to_owned(),
            ranges: Vec::new(),
            staff_id: None,
        }),
        state: PartState::Text,
    }
}

/// Accepts a form that was kept, if nobody has.
#[derive(Debug, Serialize, Deserialize)]
pub struct AcceptForm {
    pub submission: i64,
}

impl Job for AcceptForm {
    const KIND: &'static str = "accept_form";

    fn unique_key(&self) -> Option<String> {
        Some(self.submission.to_string())
    }

    async fn run(&self, app: &App, _: &Lease) -> Result<(), JobError> {
        accept_kept(app, self.submission).await?;
        Ok(())
    }
}

/// The number of the response that this key has become already.
pub(super) async fn accepted_before(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    key: &str,
) -> QueryResult<Option<String>> {
    use crate::schema::responses;
    responses::table
        .inner_join(web_submissions::table)
        .filter(web_submissions::hearing_id.eq(hearing_id))
        .filter(web_submissions::idempotency_key.eq(hex::encode(crate::ids::token_hash(key))))
        .select(responses::number)
        .first(conn)
        .await
        .optional()
}
