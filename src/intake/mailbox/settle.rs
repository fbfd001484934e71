//! Step three: mails that were read get their places, and what they become is accepted, in one transaction for a run of them.
//!
//! In a run no mail depends on another of the same run, so that what the ledger says before the run holds for all of it ([`runs`]).

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bytea, Nullable, Text, Timestamptz};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::Kind;
use super::decided::{Before, Decided, decide};
use super::earlier::{KnownSenders, SameContent};
use super::folders::{self, Folders};
use super::ledger::Place;
use super::parse::DERIVER_VERSION;
use super::place::PlaceMail;
use super::reading::{Reading, kept_as};
use super::ready::{Hearings, Ready};
use crate::app::App;
use crate::audit::{Actor, Event};
use crate::intake::receipt;
use crate::intake::scan::ScanFile;
use crate::intake::{Submission, accept_all};
use crate::jobs::{self, Job};
use crate::schema::{mail_readings, mails};

/// Parts a batch into runs: whoever writes twice, and whatever is about an earlier mail, begins a new one.
pub(super) fn runs(batch: Vec<Ready>) -> Vec<Vec<Ready>> {
    let mut runs: Vec<Vec<Ready>> = Vec::new();
    let mut senders: BTreeSet<String> = BTreeSet::new();
    let mut contents: BTreeSet<String> = BTreeSet::new();
    let mut closed = true;
    for ready in batch {
        let read = &ready.read;
        let about_another = matches!(
            read.kind,
            Kind::Correction | Kind::Supplement | Kind::Withdrawal
        ) || read.in_reply_to.is_some();
        let sender = read
            .from
            .as_ref()
            .map(|from| from.address.to_lowercase())
            .unwrap_or_default();
        let again = senders.contains(&sender) || contents.contains(&read.content_hash);
        if closed || again || about_another {
            senders.clear();
            contents.clear();
            runs.push(Vec::new());
        }
        closed = about_another;
        senders.insert(sender);
        contents.insert(read.content_hash.clone());
        if let Some(run) = runs.last_mut() {
            run.push(ready);
        }
    }
    runs
}

/// Writes a run: all of it, or nothing. Mails that have got a place meanwhile keep it.
pub(super) async fn settle(
    app: &App,
    conn: &mut AsyncPgConnection,
    hearings: &Hearings,
    run: &[Ready],
) -> anyhow::Result<()> {
    let now = app.clock.now();
    conn.transaction(async |conn| {
        let ids: Vec<i64> = run.iter().map(|ready| ready.mail.id).collect();
        let open: Vec<i64> = mails::table
            .filter(mails::id.eq_any(&ids))
            .filter(mails::place.eq(Place::Kept))
            .order(mails::id)
            .select(mails::id)
            .for_update()
            .load(conn)
            .await?;
        let run: Vec<&Ready> = run
            .iter()
            .filter(|ready| open.contains(&ready.mail.id))
            .collect();
        if run.is_empty() {
            return Ok(());
        }
        write_readings(conn, &run, now).await?;
        for ready in &run {
            if let Some(at) = ready.scan_at {
                let file = ready.mail.file_id;
                ScanFile { file }.enqueue(conn, at).await?;
            }
        }
        let before = Before {
            same: SameContent::find(conn, &run).await?,
            senders: KnownSenders::find(conn, &run).await?,
        };
        let folders = Folders::of_run(conn, &run).await?;
        let mut decided = Vec::with_capacity(run.len());
        let mut accepted: Vec<Submission> = Vec::new();
        for ready in &run {
            // A report that lies in the junk folder has come back all the same.
            let about = (&ready.read, app.mailer.domain());
            let back = receipt::came_back(conn, ready.mail.id, about, now).await?;
            let by_folder = match folders.may_decide(&ready.mail) {
                true => folders::decide(conn, &ready.mail, &ready.read).await?,
                false => None,
            };
            decided.push(match by_folder {
                Some(decided) => decided.into(),
                None if back => Decided::at(Place::Machine),
                None => decide(app, conn, ready, (&before, hearings), &mut accepted).await?,
            });
        }
        accept_all(app, conn, &accepted.iter().collect::<Vec<_>>()).await?;
        write_places(conn, &run, &decided).await?;
        for (ready, decided) in run.iter().zip(&decided) {
            if folders.may_decide(&ready.mail) {
                let here = (decided.place, ready.read.content_hash.as_str());
                folders::give_way(conn, &ready.mail, here, now).await?;
            }
        }
        let events = run
            .iter()
            .zip(&decided)
            .map(|(ready, decided)| event(ready, decided));
        Event::record_all(events.collect(), conn, now).await?;
        jobs::remove(conn, PlaceMail::KIND, &open).await?;
        Ok(())
    })
    .await
}

fn event(ready: &Ready, decided: &Decided) -> Event<'static> {
    let mut event = Event::new(Actor::Program, "mail_placed", "mail", ready.mail.id).with(
        serde_json::json!({ "place": decided.place, "kind": ready.read.kind, "version": DERIVER_VERSION }),
    );
    event.hearing_id = ready.mail.hearing_id;
    event
}

fn kind(ready: &Ready) -> anyhow::Result<String> {
    Ok(serde_json::to_value(ready.read.kind)?
        .as_str()
        .unwrap_or_default()
        .to_owned())
}

async fn write_readings(
    conn: &mut AsyncPgConnection,
    run: &[&Ready],
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let mut rows = Vec::with_capacity(run.len());
    for ready in run {
        let made = Reading::of(&ready.read, ready.arrival);
        rows.push((
            mail_readings::mail_id.eq(ready.mail.id),
            mail_readings::reader_version.eq(DERIVER_VERSION),
            mail_readings::kind.eq(made.kind_word()),
            mail_readings::reading.eq(kept_as(&ready.read, &made)),
            mail_readings::created_at.eq(now),
        ));
    }
    diesel::insert_into(mail_readings::table)
        .values(rows)
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(())
}

/// What was read and decided goes to the ledger, a column at a time.
async fn write_places(
    conn: &mut AsyncPgConnection,
    run: &[&Ready],
    decided: &[Decided],
) -> anyhow::Result<()> {
    let kinds: Vec<String> = run
        .iter()
        .map(|ready| kind(ready))
        .collect::<Result<_, _>>()?;
    let each = || run.iter().map(|ready| &ready.read);
    let sender = |ready: &&Ready| {
        let from = ready.read.from.as_ref();
        from.map(|from| from.address.to_lowercase())
    };
    diesel::sql_query(
        "update mails set kind = v.kind, content_hash = v.content_hash, arrived_at = v.arrived_at, arrival_rule = v.arrival_rule, \
             message_id = v.message_id, in_reply_to = v.in_reply_to, subject = v.subject, from_name = v.from_name, \
             from_address = v.from_address, claimed_at = v.claimed_at, place = v.place, place_reason = v.place_reason, \
             duplicate_of = v.duplicate_of, hearing_id = v.hearing_id \
         from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) as \
             v(id, kind, content_hash, arrived_at, arrival_rule, message_id, in_reply_to, subject, from_name, from_address, claimed_at, \
               place, place_reason, duplicate_of, hearing_id) \
         where mails.id = v.id",
    )
    .bind::<Array<BigInt>, _>(run.iter().map(|ready| ready.mail.id).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(kinds)
    .bind::<Array<Nullable<Bytea>>, _>(each().map(|read| hex::decode(&read.content_hash).ok()).collect::<Vec<_>>())
    .bind::<Array<Timestamptz>, _>(run.iter().map(|ready| ready.arrival.at).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(run.iter().map(|ready| ready.arrival.rule).collect::<Vec<_>>())
    .bind::<Array<Nullable<Text>>, _>(each().map(|read| read.message_id.clone()).collect::<Vec<_>>())
    .bind::<Array<Nullable<Text>>, _>(each().map(|read| read.in_reply_to.clone()).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(each().map(|read| read.subject.clone().unwrap_or_default()).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(
        each().map(|read| read.from.as_ref().and_then(|from| from.name.clone()).unwrap_or_default()).collect::<Vec<_>>(),
    )
    .bind::<Array<Nullable<Text>>, _>(run.iter().map(sender).collect::<Vec<_>>())
    .bind::<Array<Nullable<Timestamptz>>, _>(
        each().map(|read| read.claimed_at.map(|at| at.with_timezone(&Utc))).collect::<Vec<Option<DateTime<Utc>>>>(),
    )
    .bind::<Array<Text>, _>(decided.iter().map(|decided| decided.place.as_str()).collect::<Vec<_>>())
    .bind::<Array<Nullable<Text>>, _>(decided.iter().map(|decided| decided.reason.clone()).collect::<Vec<_>>())
    .bind::<Array<Nullable<BigInt>>, _>(decided.iter().map(|decided| decided.duplicate_of).collect::<Vec<_>>())
    .bind::<Array<Nullable<BigInt>>, _>(run.iter().map(|ready| ready.mail.hearing_id).collect::<Vec<_>>())
    .execute(conn)
    .await?;
    Ok(())
}
