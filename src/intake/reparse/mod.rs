//! Reading again, after the reader got better: every kept mail and every file, each with a new row, and what differs for people to decide.
//!
//! Nothing moves by itself: a mail keeps its place, a response its sender and its text, until a person takes a change. Each mail and each
//! file is read in a transaction of its own, so that it can be stopped anywhere, run again, and run beside the service.

mod accept;
mod change;
mod files;
mod mails;

use serde::Serialize;
use serde_json::Value;

use super::mailbox::{DERIVER_VERSION, ReadMail, read};
use super::read_part::{OCR_VERSION, READER_VERSION};
use crate::app::App;
use crate::hearing::Hearing;

pub use accept::{Decision, decide, listed};
pub use change::{Change, ChangeState, Field, of_hearing, open_count};

/// What reads, and which version of it that is.
#[derive(Clone, Copy)]
pub struct Readers {
    pub mails: i32,
    pub read: fn(&[u8]) -> ReadMail,
    pub files: i32,
    /// What recognises the letters of scans.
    pub ocr: i32,
}

impl Readers {
    /// Those of this program.
    #[must_use]
    pub fn of_this_program() -> Self {
        Self {
            mails: DERIVER_VERSION,
            read,
            files: READER_VERSION,
            ocr: OCR_VERSION,
        }
    }
}

/// What to read again.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// These mails; all of the hearing when empty.
    pub mails: Vec<i64>,
    /// Only say what would differ.
    pub dry_run: bool,
}

/// What became of one mail or file.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<i64>,
    pub version: i32,
    /// Read by this version before.
    pub already: bool,
    /// Why it could not be read again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed: Option<String>,
    pub changes: Vec<Differing>,
}

/// One thing that differs.
#[derive(Clone, Debug, Serialize)]
pub struct Differing {
    pub field: Field,
    pub old: Value,
    pub new: Value,
}

/// The sum of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    pub mails: usize,
    pub parts: usize,
    /// Read by this version before.
    pub already: usize,
    pub differ: usize,
    pub failed: usize,
    pub dry_run: bool,
}

impl Summary {
    fn count(&mut self, outcome: &Outcome) {
        if outcome.mail.is_some() {
            self.mails += 1;
        } else {
            self.parts += 1;
        }
        self.already += usize::from(outcome.already);
        self.failed += usize::from(outcome.failed.is_some());
        self.differ += usize::from(!outcome.changes.is_empty());
    }
}

/// Reads the mails of a hearing again, then the files of its responses, and reports each, with how many are done of how many.
pub async fn reparse(
    app: &App,
    hearing: &Hearing,
    selection: &Selection,
    readers: Readers,
    mut report: impl FnMut(&Outcome, usize, usize) -> anyhow::Result<()>,
) -> anyhow::Result<Summary> {
    let mut summary = Summary {
        dry_run: selection.dry_run,
        ..Summary::default()
    };
    let of_mails = mails::ids(app, hearing.id, &selection.mails).await?;
    let of_files = files::ids(app, hearing.id, &selection.mails).await?;
    let all = of_mails.len() + of_files.len();
    let mut done = 0;
    for id in of_mails {
        let outcome = mails::read_again(app, hearing.id, id, (readers, selection.dry_run)).await;
        let outcome =
            outcome.unwrap_or_else(|error| failed((Some(id), None), readers.mails, &error));
        summary.count(&outcome);
        done += 1;
        report(&outcome, done, all)?;
    }
    for id in of_files {
        let outcome = files::read_again(app, hearing.id, id, (readers, selection.dry_run)).await;
        let outcome =
            outcome.unwrap_or_else(|error| failed((None, Some(id)), readers.files, &error));
        summary.count(&outcome);
        done += 1;
        report(&outcome, done, all)?;
    }
    Ok(summary)
}

/// One that cannot be read does not stop the others.
fn failed(
    (mail, part): (Option<i64>, Option<i64>),
    version: i32,
    error: &anyhow::Error,
) -> Outcome {
    tracing::error!(
        mail,
        part,
        error = format!("{error:#}"),
        "cannot be read again"
    );
    Outcome {
        mail,
        part,
        version,
        already: false,
        failed: Some(format!("{error:#}")),
        changes: Vec::new(),
    }
}
