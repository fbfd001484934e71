//! `mail import`: .eml, .msg, mbox, MeMo, Maildir or a folder, through the same path as every other mail. Safe to repeat.

use std::path::{Path, PathBuf};

use anyhow::Context;
use bytes::Bytes;
use serde::Serialize;
use tokio::sync::mpsc;

use super::bounded;
use super::keep::{Mailbox, keep_imported};
use super::ledger::Place;
use super::mbox::Mails;
use super::parse::read;
use super::place::{ToPlace, place_as_kept};
use crate::app::App;
use crate::hearing::Hearing;

/// Mails that are kept in one transaction, at most.
const BATCH: usize = 128;
/// Those of the first transaction; each later one has twice as many as the one before, so that reading begins soon.
const FIRST: usize = 16;
/// Their bytes together; a larger mail is alone.
const BATCH_BYTES: usize = 8 << 20;

/// What became of the mails of one import: each is counted once, and the parts add up to `seen`.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Imported {
    pub seen: usize,
    pub already: usize,
    pub responses: usize,
    pub duplicates: usize,
    pub corrections: usize,
    pub supplements: usize,
    pub withdrawals: usize,
    pub enquiries: usize,
    pub machine: usize,
    pub spam: usize,
    pub unreadable: usize,
    pub unmatched: usize,
}

impl Imported {
    fn count(&mut self, place: Place) {
        let counter = match place {
            Place::Response | Place::Part => &mut self.responses,
            Place::Duplicate => &mut self.duplicates,
            Place::Correction => &mut self.corrections,
            Place::Supplement => &mut self.supplements,
            Place::Withdrawal => &mut self.withdrawals,
            Place::Enquiry => &mut self.enquiries,
            Place::Machine => &mut self.machine,
            Place::Spam => &mut self.spam,
            Place::Unreadable => &mut self.unreadable,
            Place::Unmatched | Place::Kept => &mut self.unmatched,
        };
        *counter += 1;
    }
}

/// Imports everything at a path into the hearing's mailbox. While some mails are read, the next are kept; what cannot be placed stops
/// nothing from being kept.
pub async fn import<P: AsRef<Path>>(
    app: &App,
    hearing: &Hearing,
    paths: &[P],
) -> anyhow::Result<Imported> {
    bounded::warm(read);
    let mailbox = Mailbox::find(&mut *app.conn().await?, &hearing.mailbox, "INBOX").await?;
    let (next, waiting) = mpsc::channel(1);
    let mut taken = Taken {
        new: Vec::new(),
        counts: Imported::default(),
        batch: FIRST,
    };
    let (kept, placed) = tokio::join!(
        async {
            let next = next;
            taken.take_in(app, (&mailbox, hearing), paths, &next).await
        },
        place_as_kept(app, waiting)
    );
    kept?;
    placed?;
    for place in Place::of(&mut *app.conn().await?, &taken.new).await? {
        taken.counts.count(place);
    }
    Ok(taken.counts)
}

/// What an import has kept.
struct Taken {
    new: Vec<i64>,
    counts: Imported,
    /// Mails of the next transaction.
    batch: usize,
}

impl Taken {
    async fn take_in<P: AsRef<Path>>(
        &mut self,
        app: &App,
        of: (&Mailbox, &Hearing),
        paths: &[P],
        next: &mpsc::Sender<Vec<ToPlace>>,
    ) -> anyhow::Result<()> {
        let (mut waiting, mut bytes) = (Vec::new(), 0);
        let mut all = Vec::new();
        for path in paths {
            all.extend(files(path.as_ref())?);
        }
        for file in all {
            let unread = || format!("cannot read {}", file.display());
            let name = file
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            for (number, mail) in Mails::open(&file).with_context(unread)?.enumerate() {
                let mail = mail.with_context(unread)?;
                let name = if number == 0 {
                    name.clone()
                } else {
                    format!("{name}#{}", number + 1)
                };
                if !waiting.is_empty()
                    && (waiting.len() >= self.batch || bytes + mail.len() > BATCH_BYTES)
                {
                    let full = std::mem::take(&mut waiting);
                    self.keep(app, of, full, next).await?;
                    bytes = 0;
                }
                bytes += mail.len();
                waiting.push((mail, name));
            }
        }
        self.keep(app, of, waiting, next).await
    }

    async fn keep(
        &mut self,
        app: &App,
        (mailbox, hearing): (&Mailbox, &Hearing),
        mails: Vec<(Bytes, String)>,
        next: &mpsc::Sender<Vec<ToPlace>>,
    ) -> anyhow::Result<()> {
        if mails.is_empty() {
            return Ok(());
        }
        self.batch = (self.batch * 2).min(BATCH);
        let raws: Vec<Bytes> = mails.iter().map(|(raw, _)| raw.clone()).collect();
        let kept = keep_imported(app, mailbox, Some(hearing.id), mails).await?;
        let mut new = Vec::new();
        for ((id, is_new), raw) in kept.into_iter().zip(raws) {
            self.counts.seen += 1;
            if is_new {
                self.new.push(id);
                new.push(ToPlace { id, raw: Some(raw) });
            } else {
                self.counts.already += 1;
            }
        }
        // Nobody takes them when one before could not be placed: they are kept all the same, and their jobs place them.
        let _ = next.send(new).await;
        Ok(())
    }
}

/// The files to read, in order of their names: one file, the messages of a Maildir, or every .eml, .msg, mbox and MeMo (.xml) of a folder.
fn files(path: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        anyhow::ensure!(path.exists(), "{} does not exist", path.display());
        return Ok(vec![path.to_owned()]);
    }
    let maildir = path.join("cur").is_dir() && path.join("new").is_dir();
    let folders = if maildir {
        vec![path.join("cur"), path.join("new")]
    } else {
        vec![path.to_owned()]
    };
    let mut files = Vec::new();
    for folder in folders {
        for entry in std::fs::read_dir(&folder)
            .with_context(|| format!("cannot read {}", folder.display()))?
        {
            let file = entry?.path();
            let mail = file.extension().is_some_and(|extension| {
                ["eml", "mbox", "msg", "xml"]
                    .iter()
                    .any(|known| extension.eq_ignore_ascii_case(known))
            });
            if file.is_file() && (maildir || mail) {
                files.push(file);
            }
        }
    }
    files.sort();
    Ok(files)
}
