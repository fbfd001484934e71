//! One mail, read again.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::{Value, json};

use super::change::{self, Of, in_force};
use super::{Differing, Field, Outcome, Readers};
use crate::app::App;
use crate::audit::{Actor, Event};
use crate::intake::mailbox::{
    Body, KeptReading, Mail, Place, Reading, arrival, keep_reading, latest, read_with,
};
use crate::response::{NewText, Part, TextVersion, add_version};
use crate::schema::{mails, parts, text_versions};

/// What reads the text of a mail, as a deriver.
const DERIVER: &str = "mail";

/// The mails of a hearing that have been read, in order of arrival.
pub(super) async fn ids(app: &App, hearing_id: i64, only: &[i64]) -> anyhow::Result<Vec<i64>> {
    let mut query = mails::table
        .filter(mails::hearing_id.eq(hearing_id))
        .filter(mails::place.ne(Place::Kept))
        .order((mails::arrived_at, mails::id))
        .select(mails::id)
        .into_boxed();
    if !only.is_empty() {
        query = query.filter(mails::id.eq_any(only));
    }
    Ok(query.load(&mut *app.conn().await?).await?)
}

pub(super) async fn read_again(
    app: &App,
    hearing_id: i64,
    id: i64,
    (readers, dry_run): (Readers, bool),
) -> anyhow::Result<Outcome> {
    let mut conn = app.conn().await?;
    let mut outcome = Outcome {
        mail: Some(id),
        part: None,
        version: readers.mails,
        already: false,
        failed: None,
        changes: Vec::new(),
    };
    let mail = Mail::find(&mut conn, id).await?;
    if is_done(latest(&mut conn, id).await?.as_ref(), readers.mails) {
        outcome.already = true;
        return Ok(outcome);
    }
    drop(conn);
    let read = read_with(app, &mail, readers.read).await?;
    let made = Reading::of(&read, arrival(app, &mail, &read));
    let of = Of {
        hearing_id,
        mail_id: Some(id),
        part_id: None,
        version: readers.mails,
    };
    let now = app.clock.now();
    let mut conn = app.conn().await?;
    conn.transaction(async |conn| {
        // One at a time: two that read the same mail again at once would both compare with the same row.
        let _: i64 = mails::table
            .find(id)
            .select(mails::id)
            .for_update()
            .first(conn)
            .await?;
        let before = latest(conn, id).await?;
        if is_done(before.as_ref(), readers.mails) {
            outcome.already = true;
            return Ok(outcome);
        }
        let old = match before.and_then(|kept| kept.reading) {
            Some(reading) => Known::Whole(reading),
            None => Known::Row(mail),
        };
        let all = compare(conn, of, (&old, &made)).await?;
        if !dry_run {
            keep_reading(conn, id, (&read, &made), readers.mails, now).await?;
            write(conn, of, &made, (&all, now)).await?;
        }
        outcome.changes = all.into_iter().map(|(_, differing)| differing).collect();
        Ok(outcome)
    })
    .await
}

fn is_done(kept: Option<&KeptReading>, version: i32) -> bool {
    kept.is_some_and(|kept| kept.version >= version)
}

/// What is known of the reading before: all of it, or the ledger's row alone, of one that was kept before readings were compared.
enum Known {
    Whole(Reading),
    Row(Mail),
}

/// Each field with what it was; none where that is not known.
fn fields(known: &Known) -> Vec<(Field, Value)> {
    match known {
        Known::Whole(reading) => described(reading),
        Known::Row(mail) => vec![
            (Field::Kind, json!(mail.kind)),
            (
                Field::Sender,
                json!({ "name": mail.from_name, "address": mail.from_address }),
            ),
            (Field::Subject, json!(mail.subject)),
            (
                Field::Arrival,
                json!({ "at": mail.arrived_at, "rule": mail.arrival_rule }),
            ),
        ],
    }
}

/// A reading field by field, as changes show it.
fn described(reading: &Reading) -> Vec<(Field, Value)> {
    let bodies: Vec<Value> = reading.bodies.iter().map(body).collect();
    vec![
        (Field::Kind, json!(reading.kind)),
        (
            Field::Sender,
            json!({ "name": reading.from_name, "address": reading.from_address }),
        ),
        (Field::Subject, json!(reading.subject)),
        (
            Field::Arrival,
            json!({ "at": reading.arrived_at, "rule": reading.arrival_rule }),
        ),
        (Field::Text, json!(bodies)),
        (Field::Files, json!(reading.files)),
        (Field::Warnings, json!(reading.warnings)),
    ]
}

fn body(body: &Body) -> Value {
    json!({ "text": body.text, "ranges": body.ranges })
}

/// Whose change it is: the mail's, or (of a text) a part's.
type Found = (Option<i64>, Differing);

/// What the new reading makes differently from what is in force.
async fn compare(
    conn: &mut AsyncPgConnection,
    of: Of,
    (old, new): (&Known, &Reading),
) -> anyhow::Result<Vec<Found>> {
    let before = fields(old);
    let mut found = Vec::new();
    for (field, new_value) in described(new) {
        let Some((_, old_value)) = before.iter().find(|(known, _)| *known == field) else {
            continue;
        };
        if field == Field::Text {
            found.extend(texts(conn, of, (old_value, new)).await?);
            continue;
        }
        if *old_value == new_value {
            continue;
        }
        let last = change::last(conn, of, field).await?;
        let old = in_force(last.as_ref(), old_value);
        if old == new_value {
            change::outdate(conn, of, field).await?;
            continue;
        }
        let new = new_value;
        found.push((None, Differing { field, old, new }));
    }
    Ok(found)
}

/// Each text that differs: of a mail that is a response, the part's; else the mail's.
async fn texts(
    conn: &mut AsyncPgConnection,
    of: Of,
    (before, new): (&Value, &Reading),
) -> anyhow::Result<Vec<Found>> {
    let old: Vec<Body> = serde_json::from_value(before.clone())?;
    if old == new.bodies {
        return Ok(Vec::new());
    }
    let parts = bodies_of(conn, of.mail_id).await?;
    let mut found = Vec::new();
    if parts.len() != new.bodies.len() || parts.len() != old.len() {
        let last = change::last(conn, of, Field::Text).await?;
        let (old, new) = (in_force(last.as_ref(), before), json!(new.bodies));
        if old == new {
            change::outdate(conn, of, Field::Text).await?;
        } else {
            let field = Field::Text;
            found.push((None, Differing { field, old, new }));
        }
        return Ok(found);
    }
    for ((part, old), new) in parts.iter().zip(&old).zip(&new.bodies) {
        if old == new {
            continue;
        }
        let of = Of {
            part_id: Some(part.id),
            ..of
        };
        let last = change::last(conn, of, Field::Text).await?;
        let (old, new) = (in_force(last.as_ref(), &body(old)), body(new));
        if old == new {
            change::outdate(conn, of, Field::Text).await?;
        } else {
            let field = Field::Text;
            found.push((Some(part.id), Differing { field, old, new }));
        }
    }
    Ok(found)
}

/// The parts of a response whose text this mail is.
async fn bodies_of(conn: &mut AsyncPgConnection, mail_id: Option<i64>) -> QueryResult<Vec<Part>> {
    let read_from_mail = text_versions::table
        .filter(text_versions::deriver.eq(DERIVER))
        .select(text_versions::part_id);
    Part::query()
        .filter(parts::mail_id.is_not_distinct_from(mail_id))
        .filter(parts::id.eq_any(read_from_mail))
        .order((parts::response_id, parts::position))
        .load(conn)
        .await
}

async fn write(
    conn: &mut AsyncPgConnection,
    of: Of,
    made: &Reading,
    (all, now): (&[Found], DateTime<Utc>),
) -> anyhow::Result<()> {
    for (part_id, differing) in all {
        let of = Of {
            part_id: *part_id,
            ..of
        };
        let text = match part_id {
            Some(part) => Some(version(conn, *part, (differing, made), (of.version, now)).await?),
            None => None,
        };
        change::write(conn, of, (differing, text), now).await?;
    }
    if let (Some(mail), false) = (of.mail_id, all.is_empty()) {
        let fields: Vec<Field> = all.iter().map(|(_, one)| one.field).collect();
        Event::new(Actor::Operator, "mail_read_again", "mail", mail)
            .in_hearing(of.hearing_id)
            .with(json!({ "version": of.version, "differs": fields }))
            .record(conn, now)
            .await?;
    }
    Ok(())
}

/// The new text as a version that is not in force; the one that is there when the same was read before.
async fn version(
    conn: &mut AsyncPgConnection,
    part_id: i64,
    (differing, made): (&Differing, &Reading),
    (version, now): (i32, DateTime<Utc>),
) -> anyhow::Result<i64> {
    let new: Body = serde_json::from_value(differing.new.clone())?;
    debug_assert!(made.bodies.contains(&new));
    let ranges = serde_json::to_value(&new.ranges)?;
    let there = TextVersion::query()
        .filter(text_versions::part_id.eq(part_id))
        .filter(text_versions::text.eq(&new.text))
        .filter(text_versions::ranges.eq(&ranges))
        .order(text_versions::id.desc())
        .first(conn)
        .await
        .optional()?;
    if let Some(there) = there {
        return Ok(there.id);
    }
    let text = NewText {
        deriver: DERIVER.into(),
        deriver_version: version,
        text: new.text,
        ranges: new.ranges,
        staff_id: None,
    };
    add_version(conn, part_id, &text, now).await
}
