//! Letters by hand, in Digital Post or on paper: who sent them and when, as staff say.

use std::collections::HashSet;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::send::action;
use super::{Filling, Letter, LetterKind, LetterState, fill_in, whom, wording_of};
use crate::app::App;
use crate::audit::Event;
use crate::hearing::{Hearing, Way};
use crate::schema::{consultee_letters, consultees};
use crate::staff::Act;
use crate::templates::Words;

/// Notes that a letter went out by hand, on a day, to these of those who are to get it. Answers how many that was.
///
/// # Errors
/// When the database fails.
pub async fn by_hand(
    (app, words): (&App, &Words),
    conn: &mut AsyncPgConnection,
    by: Act,
    (kind, way, day): (LetterKind, Option<Way>, NaiveDate),
    ids: &[i64],
) -> anyhow::Result<usize> {
    let chosen: HashSet<i64> = ids.iter().copied().collect();
    conn.transaction(async |conn| {
        let hearing = Hearing::find(conn, by.hearing_id).await?;
        let found = whom(conn, &hearing, kind, by.now).await?;
        let wording = wording_of(conn, words, (hearing.id, kind)).await?;
        let filling = Filling::of(app, conn, words, &hearing).await?;
        let mut events = Vec::new();
        for one in found.by_mail.iter().chain(&found.by_hand) {
            if !chosen.contains(&one.id) {
                continue;
            }
            let said = fill_in(words, &wording, &filling.to(words, &hearing, one)?);
            let way = way.unwrap_or(one.way);
            let made: Option<i64> = diesel::insert_into(consultee_letters::table)
                .values((
                    consultee_letters::consultee_id.eq(one.id),
                    consultee_letters::kind.eq(kind),
                    consultee_letters::way.eq(way),
                    consultee_letters::subject.eq(said.subject),
                    consultee_letters::text.eq(said.text),
                    consultee_letters::state.eq(LetterState::ByHand),
                    consultee_letters::sent_on.eq(day),
                    consultee_letters::staff_id.eq(by.staff_id),
                    consultee_letters::created_at.eq(by.now),
                ))
                .on_conflict_do_nothing()
                .returning(consultee_letters::id)
                .get_result(conn)
                .await
                .optional()?;
            if let Some(letter) = made {
                events.push(
                    Event::by_staff(by.staff_id, action(kind), "consultee", one.id)
                        .in_hearing(by.hearing_id)
                        .with(json!({ "letter": letter, "way": way, "by_hand": true })),
                );
            }
        }
        let count = events.len();
        if count > 0 {
            Event::record_all(events, conn, by.now).await?;
        }
        Ok(count)
    })
    .await
}

/// Takes the note of a letter by hand back.
///
/// # Errors
/// [`diesel::result::Error::NotFound`] when there is none of this hearing.
pub async fn take_back(conn: &mut AsyncPgConnection, by: Act, letter_id: i64) -> QueryResult<i64> {
    conn.transaction(async |conn| {
        let it: Letter = Letter::query()
            .inner_join(consultees::table)
            .filter(consultee_letters::id.eq(letter_id))
            .filter(consultees::hearing_id.eq(by.hearing_id))
            .filter(consultee_letters::state.eq(LetterState::ByHand))
            .first(conn)
            .await?;
        diesel::delete(consultee_letters::table.find(it.id))
            .execute(conn)
            .await?;
        Event::by_staff(
            by.staff_id,
            "letter_note_removed",
            "consultee",
            it.consultee_id,
        )
        .in_hearing(by.hearing_id)
        .with(json!({ "letter": it.id, "kind": it.kind }))
        .record(conn, by.now)
        .await?;
        Ok(it.consultee_id)
    })
    .await
}
