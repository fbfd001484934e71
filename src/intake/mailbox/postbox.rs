//! Messages from Digital Post, that the authority's system puts into a folder as MeMo files ([`super::memo`]).
//!
//! Each file is kept as it is, and enters the ledger like a mail. Nothing in the folder is changed or taken away. A file counts once, by its
//! bytes. One that is still being written is left until its message ends, at the longest a quarter of an hour after it last changed: then it
//! is taken as it is, and shown as unreadable.

use std::collections::HashMap;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use tokio::sync::watch;

use super::fetch::Lock;
use super::keep::{Mailbox, Origin, enter};
use super::{memo, pipe};
use crate::app::App;
use crate::config;
use crate::hearing::Hearing;
use crate::schema::mailboxes;

/// The name of the folder in the ledger.
const FOLDER: &str = "Digital Post";
/// How long a message may stay without its end.
const PATIENCE: TimeDelta = TimeDelta::minutes(15);
/// How much of the end of a file is looked at.
const TAIL_BYTES: u64 = 1024;

/// What a round found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rounded {
    /// Another worker has this folder now; nothing was done.
    pub busy: bool,
    pub kept: usize,
    /// Files that are still being written.
    pub unfinished: usize,
}

/// A folder of MeMo files, looked through again and again.
pub struct PostFolder {
    settings: config::DigitalPost,
    /// Files that the ledger has, as they were then.
    known: HashMap<PathBuf, (u64, SystemTime)>,
}

/// A file that may be new.
struct Found {
    path: PathBuf,
    bytes: u64,
    changed: SystemTime,
    whole: bool,
}

impl PostFolder {
    #[must_use]
    pub fn new(settings: config::DigitalPost) -> Self {
        Self {
            settings,
            known: HashMap::new(),
        }
    }

    /// Looks through the folder until it is told to stop.
    pub async fn run(mut self, app: &App, mut stopped: watch::Receiver<bool>) {
        while !*stopped.borrow() {
            match self.round(app).await {
                Ok(round) if round.kept > 0 => {
                    tracing::info!(
                        kept = round.kept,
                        "messages from Digital Post were taken in"
                    );
                }
                Ok(_) => {}
                Err(error) => tracing::warn!(
                    error = format!("{error:#}"),
                    "cannot take in messages from Digital Post"
                ),
            }
            let pause = Duration::from_secs(self.settings.poll_seconds.max(1));
            let _ = tokio::time::timeout(pause, stopped.changed()).await;
        }
    }

    /// Takes every file that the ledger lacks, and notes how it went with the mailbox.
    pub async fn round(&mut self, app: &App) -> anyhow::Result<Rounded> {
        let (mailbox, hearing) = mailbox(&mut *app.conn().await?, &self.settings).await?;
        let Some(lock) = Lock::take(app, &mailbox).await? else {
            return Ok(Rounded {
                busy: true,
                ..Rounded::default()
            });
        };
        let taken = self.take(app, &mailbox, hearing).await;
        lock.release().await;
        let mut conn = app.conn().await?;
        match &taken {
            Ok(_) => {
                diesel::update(mailboxes::table.find(mailbox.id))
                    .set((
                        mailboxes::fetched_at.eq(app.clock.now()),
                        mailboxes::last_error.eq(None::<String>),
                    ))
                    .execute(&mut conn)
                    .await?;
            }
            Err(error) => mailbox.failed(&mut conn, error).await?,
        }
        taken
    }

    async fn take(
        &mut self,
        app: &App,
        mailbox: &Mailbox,
        hearing: i64,
    ) -> anyhow::Result<Rounded> {
        let mut round = Rounded::default();
        for found in self.look().await? {
            let changed = DateTime::<Utc>::from(found.changed);
            if !found.whole && app.clock.now() < changed + PATIENCE {
                round.unfinished += 1;
                continue;
            }
            let file = tokio::fs::File::open(&found.path)
                .await
                .with_context(|| format!("cannot read {}", found.path.display()))?;
            let kept = pipe::store(app, file, |_| 0).await?;
            let origin = Origin::DigitalPost {
                name: name(&found.path),
                at: changed.min(app.clock.now()),
            };
            let (_, new) = enter(app, mailbox, Some(hearing), &kept, &origin).await?;
            round.kept += usize::from(new);
            self.known.insert(found.path, (found.bytes, found.changed));
        }
        Ok(round)
    }

    /// The files that are new or have changed, in order of their names.
    async fn look(&self) -> anyhow::Result<Vec<Found>> {
        let folder = PathBuf::from(&self.settings.folder);
        let known = self.known.clone();
        tokio::task::spawn_blocking(move || {
            let mut found = Vec::new();
            let entries = std::fs::read_dir(&folder)
                .with_context(|| format!("cannot read {}", folder.display()))?;
            for entry in entries {
                let path = entry?.path();
                if !is_message(&path) {
                    continue;
                }
                // One that is gone again before we looked is none.
                let Some((bytes, changed)) = state(&path) else {
                    continue;
                };
                if known.get(&path) != Some(&(bytes, changed)) {
                    found.push(Found {
                        whole: memo::is_whole(&tail(&path)?),
                        path,
                        bytes,
                        changed,
                    });
                }
            }
            found.sort_by(|one, other| one.path.cmp(&other.path));
            Ok(found)
        })
        .await?
    }
}

/// The files of a folder that end so are messages; those that begin with a dot are somebody's unfinished work.
fn is_message(path: &Path) -> bool {
    let xml = path
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("xml"));
    xml && !name(path).starts_with('.')
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn state(path: &Path) -> Option<(u64, SystemTime)> {
    let data = std::fs::metadata(path).ok().filter(|data| data.is_file())?;
    Some((data.len(), data.modified().ok()?))
}

fn tail(path: &Path) -> anyhow::Result<Vec<u8>> {
    let read = || {
        let mut file = std::fs::File::open(path)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(TAIL_BYTES)))?;
        let mut tail = Vec::new();
        file.take(TAIL_BYTES).read_to_end(&mut tail)?;
        std::io::Result::Ok(tail)
    };
    read().with_context(|| format!("cannot read {}", path.display()))
}

/// The row of the folder, beside that of the hearing's mailbox; and the hearing.
async fn mailbox(
    conn: &mut AsyncPgConnection,
    settings: &config::DigitalPost,
) -> anyhow::Result<(Mailbox, i64)> {
    let hearing = Hearing::by_slug(conn, &settings.hearing)
        .await
        .optional()?
        .with_context(|| {
            format!(
                "digital_post names the hearing {:?}, which is not loaded",
                settings.hearing
            )
        })?;
    diesel::insert_into(mailboxes::table)
        .values((
            mailboxes::organisation_id.eq(hearing.organisation_id),
            mailboxes::hearing_id.eq(hearing.id),
            mailboxes::address.eq(hearing.mailbox.to_lowercase()),
            mailboxes::folder.eq(FOLDER),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    let mailbox = Mailbox::find(conn, &hearing.mailbox, FOLDER).await?;
    Ok((mailbox, hearing.id))
}
