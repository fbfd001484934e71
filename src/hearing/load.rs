//! From a hearing's file to its rows: creates, and updates what may still change. Loading the same file twice changes nothing.

use std::collections::BTreeMap;

use anyhow::{Context, ensure};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde::Serialize;
use serde_json::json;

use super::file::{DocumentEntry, FrameEntry, HearingFile, parse_period};
use super::{ConsulteeRow, Hearing, closing_moment, midnight, zone};
use crate::audit::{Actor, Event};
use crate::organisation::Organisation;
use crate::schema::{
    categories, codings, consultees, deadline_changes, documents, frames, hearing_rounds, hearings,
    input_themes, mailboxes, meetings, milestones, response_themes, schedule_items, theme_links,
    themes, workshops,
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
        let created = Hearing::by_slug(conn, &file.slug)
            .await
            .optional()?
            .is_none();
        let hearing = write_hearing(conn, file, now).await?;
        write_surroundings(conn, file, &hearing).await?;
        write_parties(conn, &hearing, parties).await?;
        let mut ids = BTreeMap::new();
        for (position, frame) in file.frames.iter().enumerate() {
            write_frame(conn, &hearing, frame, position, &mut ids, now).await?;
        }
        write_links(conn, file, &hearing, &ids).await?;
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
        hearings::updated_at.eq(now),
    );
    diesel::insert_into(hearings::table)
        .values((hearings::slug.eq(&file.slug), values.clone()))
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
    diesel::delete(meetings::table.filter(meetings::hearing_id.eq(hearing.id)))
        .execute(conn)
        .await?;
    let rows: Vec<_> = file
        .meetings
        .iter()
        .map(|meeting| {
            (
                meetings::hearing_id.eq(hearing.id),
                meetings::body.eq(&meeting.body),
                meetings::held_on.eq(meeting.on),
                meetings::material_due.eq(meeting.material_due),
                meetings::decides.eq(meeting.decides),
            )
        })
        .collect();
    diesel::insert_into(meetings::table)
        .values(rows)
        .execute(conn)
        .await?;
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

type ThemeIds = BTreeMap<(String, String), i64>;

/// Writes a frame and its themes, parents before children. A theme that the file no longer has is removed, unless something is coded
/// with it: then the file is refused.
async fn write_frame(
    conn: &mut AsyncPgConnection,
    hearing: &Hearing,
    entry: &FrameEntry,
    position: usize,
    ids: &mut ThemeIds,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let values = (
        frames::title.eq(&entry.title),
        frames::levels.eq(&entry.levels),
        frames::position.eq(i32::try_from(position)?),
    );
    let frame_id: i64 = diesel::insert_into(frames::table)
        .values((
            frames::hearing_id.eq(hearing.id),
            frames::key.eq(&entry.key),
            values.clone(),
        ))
        .on_conflict((frames::hearing_id, frames::key))
        .do_update()
        .set(values)
        .returning(frames::id)
        .get_result(conn)
        .await?;
    let mut waiting: Vec<(usize, &super::file::ThemeEntry)> =
        entry.themes.iter().enumerate().collect();
    let mut kept = Vec::new();
    while !waiting.is_empty() {
        let mut later = Vec::new();
        for (at, theme) in waiting {
            let parent = theme
                .parent
                .as_ref()
                .map(|parent| ids.get(&(entry.key.clone(), parent.clone())).copied());
            if parent == Some(None) {
                later.push((at, theme));
                continue;
            }
            let id =
                write_theme(conn, frame_id, parent.flatten(), i32::try_from(at)?, theme).await?;
            for name in theme
                .key
                .iter()
                .cloned()
                .chain(theme.number.map(|number| number.to_string()))
            {
                ids.insert((entry.key.clone(), name), id);
            }
            kept.push(id);
        }
        waiting = later;
    }
    remove_missing(conn, frame_id, &kept)
        .await
        .with_context(|| format!("frame {:?} (version of {now})", entry.key))
}

async fn write_theme(
    conn: &mut AsyncPgConnection,
    frame_id: i64,
    parent_id: Option<i64>,
    position: i32,
    entry: &super::file::ThemeEntry,
) -> anyhow::Result<i64> {
    let values = (
        themes::parent_id.eq(parent_id),
        themes::key.eq(&entry.key),
        themes::number.eq(entry.number),
        themes::title.eq(&entry.title),
        themes::heading.eq(&entry.heading),
        themes::summary.eq(&entry.summary),
        themes::guide.eq(&entry.guide),
        themes::position.eq(position),
    );
    let same = themes::table
        .filter(themes::frame_id.eq(frame_id))
        .select(themes::id)
        .into_boxed();
    let same = match (&entry.key, entry.number) {
        (Some(key), _) => same.filter(themes::key.eq(key)),
        (None, number) => same.filter(themes::number.eq(number)),
    };
    let there: Option<i64> = same.first(conn).await.optional()?;
    let id = match there {
        Some(id) => {
            diesel::update(themes::table.find(id))
                .set(values)
                .execute(conn)
                .await?;
            id
        }
        None => {
            diesel::insert_into(themes::table)
                .values((themes::frame_id.eq(frame_id), values))
                .returning(themes::id)
                .get_result(conn)
                .await?
        }
    };
    Ok(id)
}

async fn remove_missing(
    conn: &mut AsyncPgConnection,
    frame_id: i64,
    kept: &[i64],
) -> anyhow::Result<()> {
    let gone: Vec<(i64, String)> = themes::table
        .filter(themes::frame_id.eq(frame_id))
        .filter(themes::id.ne_all(kept))
        .select((themes::id, themes::title))
        .order(themes::parent_id.is_null())
        .load(conn)
        .await?;
    for (id, title) in gone {
        let coded: i64 = codings::table
            .filter(codings::theme_id.eq(id))
            .count()
            .get_result(conn)
            .await?;
        let whole: i64 = response_themes::table
            .filter(response_themes::theme_id.eq(id))
            .count()
            .get_result(conn)
            .await?;
        let noted: i64 = input_themes::table
            .filter(input_themes::theme_id.eq(id))
            .count()
            .get_result(conn)
            .await?;
        let uses = coded + whole + noted;
        ensure!(
            uses == 0,
            "the theme {title:?} is used {uses} times and cannot be left out; merge it into another instead"
        );
        diesel::delete(themes::table.find(id)).execute(conn).await?;
    }
    Ok(())
}

async fn write_links(
    conn: &mut AsyncPgConnection,
    file: &HearingFile,
    hearing: &Hearing,
    ids: &ThemeIds,
) -> anyhow::Result<()> {
    let by_key = |key: &str| {
        ids.iter()
            .find(|((_, name), _)| name == key)
            .map(|(_, id)| *id)
    };
    let own: Vec<i64> = ids.values().copied().collect();
    diesel::delete(theme_links::table.filter(theme_links::theme_id.eq_any(&own)))
        .execute(conn)
        .await?;
    for frame in &file.frames {
        for theme in frame.themes.iter().filter(|theme| !theme.tracks.is_empty()) {
            let from = theme
                .name()
                .and_then(|name| ids.get(&(frame.key.clone(), name)))
                .context("a theme was not written")?;
            for linked in theme.tracks.iter().filter_map(|key| by_key(key)) {
                diesel::insert_into(theme_links::table)
                    .values((
                        theme_links::theme_id.eq(from),
                        theme_links::linked_id.eq(linked),
                    ))
                    .execute(conn)
                    .await?;
            }
        }
    }
    diesel::delete(schedule_items::table.filter(schedule_items::hearing_id.eq(hearing.id)))
        .execute(conn)
        .await?;
    for year in &file.schedule {
        for (key, items) in &year.items {
            let theme = by_key(key).context("a theme was not written")?;
            for (position, title) in items.iter().enumerate() {
                diesel::insert_into(schedule_items::table)
                    .values((
                        schedule_items::hearing_id.eq(hearing.id),
                        schedule_items::theme_id.eq(theme),
                        schedule_items::year.eq(year.year),
                        schedule_items::title.eq(title),
                        schedule_items::position.eq(i32::try_from(position)?),
                    ))
                    .execute(conn)
                    .await?;
            }
        }
    }
    Ok(())
}
