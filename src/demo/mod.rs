//! The demo: plays the samples in through the real channels, with the clock at each sample's time, and then does what a secretariat would
//! do, through the same functions as its pages. The samples are built into the program. Nothing leaves the machine: mail goes to a folder
//! and no mailbox is opened.

mod decide;
mod desk;
mod hidden;
mod intake;
mod memo;
mod people;
mod release;
mod samples;

use std::path::Path;

use anyhow::ensure;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::hearing::Hearing;
use crate::schema::{hearings, installation};

/// How far the demo is when it opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Stage {
    /// As the responses came.
    Intake,
    /// Most of them read, tagged and redacted; some left to try.
    Desk,
    /// The second reader is done, the first release is out, and the memo is written.
    Released,
}

/// The hearing that the samples answer.
const HEARING: &str = "visions-og-udviklingsplan-2023";
/// When the demo's clock begins to run on: Saturday 28 October 2023, 9 o'clock in Copenhagen.
const BEGINS: i64 = 1_698_476_400;

/// The demo's settings: mail goes to a folder, no mailbox is opened.
#[must_use]
pub fn settings(mut config: Config, data: &Path) -> Config {
    config.mail.folder = data.join("mail").display().to_string();
    config.smtp.host.clear();
    config.mailboxes.clear();
    config
}

/// Whether this database was made for a demo.
pub async fn is_marked(conn: &mut AsyncPgConnection) -> QueryResult<bool> {
    Ok(installation::table
        .select(installation::demo)
        .first(conn)
        .await
        .optional()?
        .unwrap_or(false))
}

/// Plays the samples up to a stage, and answers with lines for the terminal: a login link for each of two people, since releasing needs
/// two. A demo that was played before, or was interrupted, goes on where it was.
pub async fn play(app: &App, stage: Stage) -> anyhow::Result<Vec<String>> {
    mark(app).await?;
    let reached = reached(app).await?;
    if reached.is_none() {
        intake::hearings(app).await?;
        intake::responses(app).await?;
    }
    let people = people::two(app, HEARING).await?;
    app.clock.set(begins());
    if reached.is_none_or(|reached| reached < stage) {
        if stage >= Stage::Desk {
            desk::work(app, &people, stage == Stage::Released).await?;
        }
        if stage == Stage::Released {
            memo::write(app, &people).await?;
            release::out(app, &people, HEARING).await?;
        }
        note(app, stage).await?;
    }
    app.clock.run_from(begins() + running_for(app).await?);
    crate::worker::seal(app).await?;
    people::links(app, &people).await
}

fn begins() -> DateTime<Utc> {
    DateTime::from_timestamp(BEGINS, 0).unwrap_or_default()
}

/// The demo's hearing as it is in the database.
async fn hearing(app: &App) -> anyhow::Result<Hearing> {
    Ok(Hearing::by_slug(&mut *app.conn().await?, HEARING).await?)
}

/// Marks an empty database as a demo's; refuses one that holds anything else.
async fn mark(app: &App) -> anyhow::Result<()> {
    let mut conn = app.conn().await?;
    if is_marked(&mut conn).await? {
        return Ok(());
    }
    let others: i64 = hearings::table.count().get_result(&mut conn).await?;
    ensure!(
        others == 0,
        "this database is in use and no demo's: give the demo a data directory of its own with --data"
    );
    diesel::insert_into(installation::table)
        .values((
            installation::demo.eq(true),
            installation::signing_key.eq(app.signing_key.public().id()),
        ))
        .execute(&mut conn)
        .await?;
    Ok(())
}

async fn reached(app: &App) -> anyhow::Result<Option<Stage>> {
    let mut conn = app.conn().await?;
    let stage: Option<String> = installation::table
        .select(installation::demo_stage)
        .first(&mut conn)
        .await?;
    Ok(stage.and_then(|stage| clap::ValueEnum::from_str(&stage, true).ok()))
}

async fn note(app: &App, stage: Stage) -> anyhow::Result<()> {
    let name = format!("{stage:?}").to_lowercase();
    diesel::update(installation::table)
        .set(installation::demo_stage.eq(name))
        .execute(&mut *app.conn().await?)
        .await?;
    Ok(())
}

/// How long ago the demo was begun, by the machine's clock.
async fn running_for(app: &App) -> anyhow::Result<TimeDelta> {
    let created: DateTime<Utc> = installation::table
        .select(installation::created_at)
        .first(&mut *app.conn().await?)
        .await?;
    Ok((Clock::machine().now() - created).max(TimeDelta::zero()))
}
