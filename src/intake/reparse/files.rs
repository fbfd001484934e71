//! One file of a response, read again.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::{Value, json};

use super::change::{self, Of, in_force};
use super::{Differing, Field, Outcome, Readers};
use crate::app::App;
use crate::audit::{Actor, Event};
use crate::extract::{self, Extracted, Extractor, State, Why};
use crate::intake::read_part;
use crate::intake::scan::{Scanned, scan};
use crate::response::{NewText, Part, PartState, TextVersion, add_version};
use crate::schema::{part_readings, parts, responses, text_versions};

/// What takes the text that a file holds, as a deriver.
const READS: &str = "extract";
/// What recognises letters.
const RECOGNISES: &str = "ocr";

/// The files of a hearing's responses that have been read by a program. What is infected is not opened again.
pub(super) async fn ids(app: &App, hearing_id: i64, mails: &[i64]) -> anyhow::Result<Vec<i64>> {
    let mut query = parts::table
        .inner_join(responses::table)
        .filter(responses::hearing_id.eq(hearing_id))
        .filter(parts::role.ne_all(["body", "inline"]))
        .filter(parts::state.ne_all([
            PartState::Reading,
            PartState::WaitingForScan,
            PartState::Infected,
        ]))
        .order(parts::id)
        .select(parts::id)
        .into_boxed();
    if !mails.is_empty() {
        query = query.filter(parts::mail_id.eq_any(mails));
    }
    Ok(query.load(&mut *app.conn().await?).await?)
}

/// What was read before: by which versions, and the text if there was one.
struct Before {
    reader: i32,
    ocr: i32,
    text: Option<TextVersion>,
    state: PartState,
}

impl Before {
    fn is_current(&self, readers: Readers) -> bool {
        self.reader >= readers.files && self.ocr >= readers.ocr
    }
}

async fn before(conn: &mut AsyncPgConnection, part: &Part) -> QueryResult<Before> {
    let text: Option<TextVersion> = TextVersion::query()
        .filter(text_versions::part_id.eq(part.id))
        .filter(text_versions::deriver.eq_any([READS, RECOGNISES]))
        .order(text_versions::id.desc())
        .first(conn)
        .await
        .optional()?;
    let again: Option<(i32, i32)> = part_readings::table
        .filter(part_readings::part_id.eq(part.id))
        .order(part_readings::id.desc())
        .select((part_readings::reader_version, part_readings::ocr_version))
        .first(conn)
        .await
        .optional()?;
    // What gave no text the first time has no row of its own: it was read by the first version, or later.
    let (reader, ocr) = again.unwrap_or_else(|| match &text {
        Some(text) if text.deriver == READS => (text.deriver_version, i32::MAX),
        Some(text) => (1, text.deriver_version),
        None => (1, 0),
    });
    Ok(Before {
        reader,
        ocr,
        text,
        state: part.state,
    })
}

pub(super) async fn read_again(
    app: &App,
    hearing_id: i64,
    id: i64,
    (readers, dry_run): (Readers, bool),
) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome {
        mail: None,
        part: Some(id),
        version: readers.files,
        already: false,
        failed: None,
        changes: Vec::new(),
    };
    let mut conn = app.conn().await?;
    let part = Part::find(&mut conn, id).await?;
    let known = before(&mut conn, &part).await?;
    if known.is_current(readers) {
        outcome.already = true;
        return Ok(outcome);
    }
    drop(conn);
    let (read, deriver) = take_text(app, &part, &known, readers).await?;
    let of = Of {
        hearing_id,
        mail_id: None,
        part_id: Some(id),
        version: readers.files,
    };
    let now = app.clock.now();
    let mut conn = app.conn().await?;
    conn.transaction(async |conn| {
        let part = Part::query()
            .filter(parts::id.eq(id))
            .for_update()
            .first(conn)
            .await?;
        let before = before(conn, &part).await?;
        if before.is_current(readers) {
            outcome.already = true;
            return Ok(outcome);
        }
        let found = compare(conn, of, (&before, &read)).await?;
        if !dry_run {
            let text = match &found {
                Some(one) if one.field == Field::Text => {
                    Some(add_version(conn, id, &new_text(&read, deriver), now).await?)
                }
                _ => None,
            };
            keep(conn, (id, readers), (&read, text), now).await?;
            if let Some(found) = &found {
                change::write(conn, of, (found, text), now).await?;
                Event::new(
                    Actor::Operator,
                    "part_read_again",
                    "response",
                    part.response_id,
                )
                .in_hearing(hearing_id)
                .with(json!({ "part": id, "version": readers.files, "differs": found.field }))
                .record(conn, now)
                .await?;
            }
        }
        outcome.changes.extend(found);
        Ok(outcome)
    })
    .await
}

fn new_text(read: &Extracted, (deriver, deriver_version): (&str, i32)) -> NewText {
    NewText {
        deriver: deriver.into(),
        deriver_version,
        text: read.text.clone(),
        ranges: read.ranges.clone(),
        staff_id: None,
    }
}

/// What a file says now, and who says so. Recognition takes seconds a page: it is not done again by the version that did it.
async fn take_text(
    app: &App,
    part: &Part,
    known: &Before,
    readers: Readers,
) -> anyhow::Result<(Extracted, (&'static str, i32))> {
    let bytes = app.storage.read(&part.sha256).await?;
    let name = part.filename.as_deref().unwrap_or_default();
    let scanned = match part.file_id {
        Some(file) => scan(app, file, &bytes).await?,
        None => Scanned::Open,
    };
    let by_reader = (READS, readers.files);
    match scanned {
        Scanned::Open => {}
        Scanned::Waiting(_) => anyhow::bail!("the malware scanner does not answer"),
        Scanned::Infected => return Ok((Extracted::infected(&part.media_type), by_reader)),
    }
    let extractor = Extractor::new(app.program.clone());
    let read = extractor
        .extract(&bytes, name, Some(&part.media_type))
        .await;
    if !read.is_recognisable() || !extract::can_recognise() {
        return Ok((read, by_reader));
    }
    let by_ocr = (RECOGNISES, readers.ocr);
    match &known.text {
        Some(text) if text.deriver == RECOGNISES && known.ocr >= readers.ocr => {
            let read = Extracted {
                state: State::Text,
                text: text.text.clone(),
                ranges: text.marked(),
                ..read
            };
            Ok((read, by_ocr))
        }
        _ => Ok((extractor.recognise(&bytes, &read).await, by_ocr)),
    }
}

async fn keep(
    conn: &mut AsyncPgConnection,
    (part_id, readers): (i64, Readers),
    (read, text_id): (&Extracted, Option<i64>),
    now: chrono::DateTime<chrono::Utc>,
) -> QueryResult<()> {
    diesel::insert_into(part_readings::table)
        .values((
            part_readings::part_id.eq(part_id),
            part_readings::reader_version.eq(readers.files),
            part_readings::ocr_version.eq(readers.ocr),
            part_readings::state.eq(read_part::state(read.state)),
            part_readings::state_reason.eq(read.why.map(Why::code)),
            part_readings::pages.eq(read.pages.and_then(|pages| i32::try_from(pages).ok())),
            part_readings::text_id.eq(text_id),
            part_readings::created_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(())
}

async fn compare(
    conn: &mut AsyncPgConnection,
    of: Of,
    (before, read): (&Before, &Extracted),
) -> anyhow::Result<Option<Differing>> {
    let text = |text: &str, ranges: Value| json!({ "text": text, "ranges": ranges });
    let old_text = before
        .text
        .as_ref()
        .map(|one| text(&one.text, one.ranges.clone()));
    let (field, old, new) = if read.state == State::Text {
        let old = old_text.unwrap_or_else(|| text("", json!([])));
        let new = text(&read.text, serde_json::to_value(&read.ranges)?);
        (Field::Text, old, new)
    } else {
        let new = read_part::state(read.state);
        (Field::State, json!(before.state), json!(new))
    };
    if old == new {
        return Ok(None);
    }
    let last = change::last(conn, of, field).await?;
    let old = in_force(last.as_ref(), &old);
    Ok((old != new).then_some(Differing { field, old, new }))
}
