//! From a hearing's file to its rows: creates, and updates what may still change. Loading the same file twice changes nothing.

mod frozen;
mod themes;

use std::collections::BTreeMap;

use anyhow::ensure;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde::Serialize;
use serde_json::json;

use super::file::{DocumentEntry, FrameEntry, HearingFile, parse_period};
use super::settings::{MeetingRow, write_meetings};
use super::{ConsulteeRow, Hearing, closing_moment, midnight, zone};
use crate::audit::{Actor, Event};
use crate::organisation::Organisation;
use crate::schema::{
    categories, consultees, deadline_changes, documents, hearing_rounds, hearings, mailboxes,
    milestones, workshops,
};

/// What loading did, as `hoering hearing load` prints it.
#[derive(Debug, Serialize)]
pub struct Loaded {
    pub hearing: String,
    pub created: bool,
    pub themes: usize,
}

/// Creates or updates a hearing in one transaction.
pub async fn load(
    conn: &mut AsyncPgConnection,
    file: &HearingFile,
    parties: &[ConsulteeRow],
    now: DateTime<Utc>,
) -> anyhow::Result<Loaded> {
    conn.transaction(async |conn| {
        let before = Hearing::by_slug(conn, &file.slug).await.optional()?;
        let created = before.is_none();
        let frozen = before.filter(|before| before.themes_are_frozen(now));
        let frozen = frozen.map(|_| now);
        let hearing = write_hearing(conn, file, now).await?;
        write_surroundings(conn, file, &hearing).await?;
        write_parties(conn, &hearing, parties).await?;
        let mut ids = BTreeMap::new();
        for (position, frame) in file.frames.iter().enumerate() {
            themes::write_frame(conn, &hearing, (position, frame), (&mut ids, frozen)).await?;
        }
        diesel::update(hearings::table.find(hearing.id))
            .set(hearings::revision.eq(hearings::revision + 1))
            .execute(conn)
            .await?;
        themes::write_links(conn, file, &hearing, &ids).await?;
        let themes = file.frames.iter().map(|frame| frame.themes.len()).sum();
        Event::new(Actor::Operator, "hearing_loaded", "hearing", hearing.id)
            .in_hearing(hearing.id)
            .with(json!({ "created": created, "themes": themes }))
            .record(conn, now)
            .await?;
        Ok(Loaded {
            hearing: file.slug.clone(),
            created,
            themes,
        })
    })
    .await
}

/// Writes a frame of a hearing that has no such frame yet, in the first place.
pub(super) async fn write_frame_of(
    conn: &mut AsyncPgConnection,
    hearing: &Hearing,
    frame: &FrameEntry,
) -> anyhow::Result<()> {
    let mut ids = BTreeMap::new();
    themes::write_frame(conn, hearing, (0, frame), (&mut ids, None)).await
}

async fn write_hearing(
    conn: &mut AsyncPgConnection,
    file: &HearingFile,
    now: DateTime<Utc>,
) -> anyhow::Result<Hearing> {
    let organisation = Organisation::named(conn, &file.organisation).await?;
    let zone = zone(&file.time_zone)?;
    let closes_at = closing_moment(zone, file.closes_on)?;
    let before = Hearing::by_slug(conn, &file.slug).await.optional()?;
    if let Some(before) = &before {
        ensure!(
            before.organisation_id == organisation.id,
            "the hearing {:?} belongs to another organisation",
            file.slug
        );
    }
    let values = (
        hearings::organisation_id.eq(organisation.id),
        hearings::title.eq(&file.title),
        hearings::summary.eq(file.summary.trim()),
        hearings::language.eq(&file.language),
        hearings::time_zone.eq(&file.time_zone),
        hearings::kind.eq(file.kind),
        hearings::case_number.eq(&file.case_number),
        hearings::mailbox.eq(&file.mailbox),
        hearings::contact.eq(&file.contact),
        hearings::signed_by.eq(&file.signed_by),
        hearings::opens_at.eq(midnight(zone, file.opens_at)?),
        hearings::closes_at.eq(closes_at),
        hearings::names.eq(file.names),
        hearings::public_stance.eq(file.public_stance),
        hearings::minimum_weeks.eq(file.minimum_weeks),
        hearings::updated_at.eq(now),
    );
    diesel::insert_into(hearings::table)
        .values((
            hearings::slug.eq(&file.slug),
            hearings::published_at.eq(now),
            values,
        ))
        .on_conflict(hearings::slug)
        .do_update()
        .set(values)
        .execute(conn)
        .await?;
    let hearing = Hearing::by_slug(conn, &file.slug).await?;
    if let Some(before) = before.filter(|before| before.closes_at != closes_at) {
        diesel::insert_into(deadline_changes::table)
            .values((
                deadline_changes::hearing_id.eq(hearing.id),
                deadline_changes::old_closes_at.eq(before.closes_at),
                deadline_changes::new_closes_at.eq(closes_at),
                deadline_changes::reason.eq(""),
            ))
            .execute(conn)
            .await?;
    }
    diesel::insert_into(mailboxes::table)
        .values((
            mailboxes::organisation_id.eq(organisation.id),
            mailboxes::hearing_id.eq(hearing.id),
            mailboxes::address.eq(file.mailbox.to_lowercase()),
        ))
        .on_conflict((mailboxes::address, mailboxes::folder))
        .do_nothing()
        .execute(conn)
        .await?;
    Ok(hearing)
}

async fn write_surroundings(
    conn: &mut AsyncPgConnection,
    file: &HearingFile,
    hearing: &Hearing,
) -> anyhow::Result<()> {
    for (position, category) in file.categories.iter().enumerate() {
        let values = (
            categories::name.eq(&category.name),
            categories::kinds.eq(&category.kinds),
            categories::private_persons.eq(category.private_persons),
            categories::position.eq(i32::try_from(position)?),
        );
        diesel::insert_into(categories::table)
            .values((
                categories::hearing_id.eq(hearing.id),
                categories::letter.eq(&category.letter),
                values,
            ))
            .on_conflict((categories::hearing_id, categories::letter))
            .do_update()
            .set(values)
            .execute(conn)
            .await?;
    }
    let rows: Vec<MeetingRow> = file
        .meetings
        .iter()
        .map(|meeting| MeetingRow {
            body: meeting.body.clone(),
            held_on: meeting.on,
            material_due: meeting.material_due,
            decides: meeting.decides,
        })
        .collect();
    write_meetings(conn, hearing.id, &rows).await?;
    write_milestones(conn, file, hearing).await?;
    write_documents_and_rounds(conn, file, hearing).await
}

async fn write_milestones(
    conn: &mut AsyncPgConnection,
    file: &HearingFile,
    hearing: &Hearing,
) -> anyhow::Result<()> {
    diesel::delete(milestones::table.filter(milestones::hearing_id.eq(hearing.id)))
        .execute(conn)
        .await?;
    for (position, milestone) in file.milestones.iter().enumerate() {
        let (starts_on, ends_on, precision) = parse_period(&milestone.on)?;
        diesel::insert_into(milestones::table)
            .values((
                milestones::hearing_id.eq(hearing.id),
                milestones::starts_on.eq(starts_on),
                milestones::ends_on.eq(ends_on),
                milestones::precision.eq(precision),
                milestones::what.eq(&milestone.what),
                milestones::channel.eq(&milestone.channel),
                milestones::position.eq(i32::try_from(position)?),
            ))
            .execute(conn)
            .await?;
    }
    for workshop in &file.workshops {
        let values = workshops::questions.eq(&workshop.questions);
        diesel::insert_into(workshops::table)
            .values((
                workshops::hearing_id.eq(hearing.id),
                workshops::held_on.eq(workshop.on.parse::<chrono::NaiveDate>()?),
                workshops::format.eq(&workshop.format),
                values,
            ))
            .on_conflict((workshops::hearing_id, workshops::held_on, workshops::format))
            .do_update()
            .set(values)
            .execute(conn)
            .await?;
    }
    Ok(())
}

async fn write_documents_and_rounds(
    conn: &mut AsyncPgConnection,
    file: &HearingFile,
    hearing: &Hearing,
) -> anyhow::Result<()> {
    for (position, document) in file.documents.iter().enumerate() {
        let (title, url) = match document {
            DocumentEntry::Title(title) => (title, None),
            DocumentEntry::Linked(linked) => (&linked.title, Some(&linked.url)),
        };
        let values = (
            documents::url.eq(url),
            documents::position.eq(i32::try_from(position)?),
        );
        diesel::insert_into(documents::table)
            .values((
                documents::hearing_id.eq(hearing.id),
                documents::title.eq(title),
                values,
            ))
            .on_conflict((documents::hearing_id, documents::title))
            .do_update()
            .set(values)
            .execute(conn)
            .await?;
    }
    let zone = zone(&hearing.time_zone)?;
    let first = (
        1,
        "first".to_owned(),
        String::new(),
        hearing.opens_at,
        hearing.closes_at,
    );
    let mut rounds = vec![first];
    for (number, round) in (2..).zip(&file.rounds) {
        rounds.push((
            number,
            round.kind.clone(),
            round.title.clone(),
            midnight(zone, round.opens_at)?,
            closing_moment(zone, round.closes_on)?,
        ));
    }
    for (number, kind, title, opens_at, closes_at) in rounds {
        let values = (
            hearing_rounds::kind.eq(kind),
            hearing_rounds::title.eq(title),
            hearing_rounds::opens_at.eq(opens_at),
            hearing_rounds::closes_at.eq(closes_at),
        );
        diesel::insert_into(hearing_rounds::table)
            .values((
                hearing_rounds::hearing_id.eq(hearing.id),
                hearing_rounds::number.eq(number),
                values.clone(),
            ))
            .on_conflict((hearing_rounds::hearing_id, hearing_rounds::number))
            .do_update()
            .set(values)
            .execute(conn)
            .await?;
    }
    Ok(())
}

async fn write_parties(
    conn: &mut AsyncPgConnection,
    hearing: &Hearing,
    parties: &[ConsulteeRow],
) -> anyhow::Result<()> {
    let known = hearing.categories(conn).await?;
    for (position, party) in parties.iter().enumerate() {
        let category = known
            .iter()
            .find(|category| category.letter == party.category);
        ensure!(
            party.category.is_empty() || category.is_some(),
            "consultee {:?}: there is no category {:?}",
            party.name,
            party.category
        );
        let values = (
            consultees::category_id.eq(category.map(|category| category.id)),
            consultees::kind.eq(&party.kind),
            consultees::email
                .eq(Some(party.email.to_lowercase()).filter(|email| !email.is_empty())),
            consultees::position.eq(i32::try_from(position)?),
        );
        diesel::insert_into(consultees::table)
            .values((
                consultees::hearing_id.eq(hearing.id),
                consultees::name.eq(&party.name),
                values.clone(),
            ))
            .on_conflict((consultees::hearing_id, consultees::name))
            .do_update()
            .set(values)
            .execute(conn)
            .await?;
    }
    Ok(())
}
