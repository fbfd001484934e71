//! `hoering response import --hearing SLUG FILE.jsonl`: takes back what `hoering export` wrote, with codings, redactions and sign-offs: for
//! test databases, and for moving house.
//!
//! A line may leave out what it does not know; what it says must be right. The whole file is one transaction: one wrong line, and nothing
//! of it is taken in. Each response is made by [`crate::intake::accept_all`] with commitment and audit row as any other, and no mail is sent. It
//! is safe to repeat: a response is known by its receipt number, or else by its source.

mod chains;
mod fields;
mod known;
mod line;
mod part;
mod places;
mod prepare;
mod write;

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Subcommand};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use self::chains::Chains;
use self::fields::Wrong;
use self::known::Known;
use self::line::Line;
use self::prepare::{Prepared, prepare};
use super::open::{Common, Place};
use super::print_line;
use crate::app::App;
use crate::audit::{Actor, Event};
use crate::hearing::Hearing;
use crate::intake::import;
use crate::publication::references;
use crate::schema::hearings;
use crate::worker;

/// Lines that are taken in together, and their bytes at most: what is in memory at a time.
const LINES: usize = 200;
const BYTES: usize = 8 << 20;
/// Bytes of a line at most.
const LONGEST: u64 = 64 << 20;
/// Wrong lines that are told before the rest is not looked at.
const TOLD: usize = 20;

/// Responses.
#[derive(Subcommand, Debug)]
pub enum ResponseCommand {
    /// Take responses in that `hoering export` wrote.
    Import(ImportArgs),
}

/// Take in responses in the form of `hoering export`, one JSON object a line. All of them, or nothing when a line is wrong; no mail is
/// sent. Safe to repeat.
#[derive(Args, Debug)]
pub struct ImportArgs {
    #[arg(long, value_name = "SLUG")]
    hearing: String,
    #[arg(value_name = "FILE.jsonl")]
    file: PathBuf,
}

/// What came of a file.
#[derive(Debug, Clone, Copy, Default, Serialize)]
struct Counts {
    imported: usize,
    already: usize,
}

/// Why nothing was taken in.
#[derive(Debug, thiserror::Error)]
enum ImportError {
    #[error("wrong lines")]
    Lines(Vec<(usize, Wrong)>),
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

/// Runs the command: exit 1 when a line is wrong.
///
/// # Errors
/// When the file cannot be read, the hearing is unknown, or the database is away.
pub async fn run(common: &Common, command: &ResponseCommand) -> anyhow::Result<ExitCode> {
    let ResponseCommand::Import(args) = command;
    let name = args.file.display();
    let file = File::open(&args.file).with_context(|| format!("cannot read {name}"))?;
    let (_place, app) = Place::with_app(common).await?;
    let mut conn = app.conn().await?;
    let mut import = Import::new(&app, BufReader::new(file));
    let done = conn
        .transaction(async |conn| import.run(conn, &args.hearing).await)
        .await;
    drop(conn);
    let mut told = std::io::stderr().lock();
    for warning in &import.warnings {
        writeln!(told, "{warning}")?;
    }
    let counts = match done {
        Ok(counts) => counts,
        Err(ImportError::Lines(wrong)) => {
            for (line, Wrong(what)) in wrong.iter().take(TOLD) {
                writeln!(told, "line {line}: {what}")?;
            }
            if let Some(more) = wrong.len().checked_sub(TOLD).filter(|more| *more > 0) {
                writeln!(told, "and {more} more at least")?;
            }
            writeln!(told, "nothing was taken in")?;
            return Ok(ExitCode::FAILURE);
        }
        Err(ImportError::Database(error)) => return Err(error.into()),
        Err(ImportError::Other(error)) => return Err(error),
    };
    drop(told);
    worker::seal(&app).await?;
    print_line(&counts)?;
    Ok(ExitCode::SUCCESS)
}

/// An import under way.
struct Import<'a> {
    app: &'a App,
    lines: BufReader<File>,
    /// The line that was read last.
    at: usize,
    counts: Counts,
    wrong: Vec<(usize, Wrong)>,
    /// Told once each.
    warnings: Vec<String>,
    unknown: HashSet<String>,
    /// Lines by the number that they have.
    numbers: HashMap<String, usize>,
    /// How many lines without a number had each source so far.
    sources: HashMap<String, i64>,
}

/// What the database had when the import began.
struct Before {
    by_source: HashMap<String, i64>,
    chains: Chains,
    numbers: HashSet<String>,
}

impl<'a> Import<'a> {
    fn new(app: &'a App, lines: BufReader<File>) -> Self {
        Self {
            app,
            lines,
            at: 0,
            counts: Counts::default(),
            wrong: Vec::new(),
            warnings: Vec::new(),
            unknown: HashSet::new(),
            numbers: HashMap::new(),
            sources: HashMap::new(),
        }
    }

    async fn run(
        &mut self,
        conn: &mut AsyncPgConnection,
        slug: &str,
    ) -> Result<Counts, ImportError> {
        // One import of a hearing at a time: the second finds everything there.
        let hearing: Hearing = Hearing::query()
            .filter(hearings::slug.eq(slug))
            .for_update()
            .first(conn)
            .await
            .optional()?
            .with_context(|| format!("no hearing {slug}"))?;
        let there = import::there(conn, hearing.id).await?;
        let replaced = import::replaced(conn, hearing.id).await?;
        let mut known = Known::of(self.app, conn, hearing).await?;
        let mut before = Before {
            by_source: import::by_source(conn, known.hearing.id).await?,
            numbers: there.iter().map(|it| it.number.clone()).collect(),
            chains: Chains::of(&known, &there, &replaced),
        };
        while let Some(batch) = self.batch()? {
            if self.wrong.len() >= TOLD {
                break;
            }
            self.take(conn, (&mut known, &mut before), batch).await?;
        }
        if self.wrong.is_empty() {
            self.finish(conn, &known, before.chains).await?;
        }
        if self.wrong.is_empty() {
            Ok(self.counts)
        } else {
            self.wrong.sort_by_key(|(line, _)| *line);
            Err(ImportError::Lines(std::mem::take(&mut self.wrong)))
        }
    }

    /// The next lines, read; nothing at the end of the file.
    fn batch(&mut self) -> anyhow::Result<Option<Vec<(usize, Line)>>> {
        let mut batch = Vec::new();
        let (mut lines, mut held) = (0, 0);
        while lines < LINES && held < BYTES {
            let mut bytes = Vec::new();
            let mut limited = (&mut self.lines).take(LONGEST);
            if limited
                .read_until(b'\n', &mut bytes)
                .context("cannot read")?
                == 0
            {
                break;
            }
            self.at += 1;
            lines += 1;
            held += bytes.len();
            if !bytes.ends_with(b"\n") && u64::try_from(bytes.len())? == LONGEST {
                self.wrong.push((
                    self.at,
                    Wrong(format!("longer than {LONGEST} bytes; the rest is not read")),
                ));
                break;
            }
            let line = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(&bytes);
            if line.trim_ascii().is_empty() {
                continue;
            }
            match Line::read(line) {
                Ok(mut read) => {
                    if read.source.is_none() {
                        let own = read.number.clone();
                        let hash =
                            || format!("import:{}", hex::encode(Sha256::digest(line.trim_ascii())));
                        read.source = Some(own.unwrap_or_else(hash));
                    }
                    batch.push((self.at, read));
                }
                Err(wrong) => self.wrong.push((self.at, wrong)),
            }
        }
        Ok((lines > 0).then_some(batch))
    }

    async fn take(
        &mut self,
        conn: &mut AsyncPgConnection,
        (known, before): (&mut Known, &mut Before),
        mut batch: Vec<(usize, Line)>,
    ) -> Result<(), ImportError> {
        for (_, line) in &batch {
            self.warn(&line.unknown);
        }
        self.without_those_there(conn, before, &mut batch).await?;
        known.meet(conn, &batch).await?;
        let mut ready = Vec::new();
        for (number, line) in batch {
            match prepare(&self.app.storage, known, (number, line)).await {
                Ok(prepared) => ready.push(prepared),
                Err(wrong) => self.wrong.push((number, wrong)),
            }
        }
        if !self.wrong.is_empty() || ready.is_empty() {
            return Ok(());
        }
        for it in &ready {
            self.check_late(known, it);
        }
        let numbers = write::batch(self.app, conn, &ready, known.now).await?;
        for ((number, id), it) in numbers.iter().zip(&ready) {
            before.chains.add(number, *id, it);
        }
        self.counts.imported += ready.len();
        Ok(())
    }

    /// Leaves out the lines whose response is here, and refuses numbers that another hearing or another line has.
    async fn without_those_there(
        &mut self,
        conn: &mut AsyncPgConnection,
        before: &Before,
        batch: &mut Vec<(usize, Line)>,
    ) -> Result<(), ImportError> {
        let numbers: Vec<&str> = batch
            .iter()
            .filter_map(|(_, line)| line.number.as_deref())
            .filter(|number| !before.numbers.contains(*number))
            .collect();
        let elsewhere: HashSet<String> = import::elsewhere(conn, &numbers).await?;
        batch.retain(|(at, line)| {
            let there = match &line.number {
                Some(number) => {
                    if let Some(other) = self.numbers.insert(number.clone(), *at) {
                        let what = Wrong(format!("number: {number} is line {other}'s already"));
                        self.wrong.push((*at, what));
                    } else if elsewhere.contains(number) {
                        let what = Wrong(format!(
                            "number: {number} is a response of another hearing here; leave the number out for a new one"
                        ));
                        self.wrong.push((*at, what));
                    }
                    before.numbers.contains(number)
                }
                None => {
                    let source = line.source.clone().unwrap_or_default();
                    let there = before.by_source.get(&source).copied().unwrap_or(0);
                    let seen = self.sources.entry(source).or_default();
                    *seen += 1;
                    *seen <= there
                }
            };
            self.counts.already += usize::from(there);
            !there
        });
        Ok(())
    }

    fn warn(&mut self, unknown: &[String]) {
        for field in unknown {
            if self.unknown.insert(field.clone()) {
                self.warnings
                    .push(format!("{field}: no field that is known here; left out"));
            }
        }
    }

    /// Whether a response is late is told by the deadline here.
    fn check_late(&mut self, known: &Known, it: &Prepared) {
        let Some(late) = it.late else {
            return;
        };
        let of = it.submission.respondents.iter();
        let of = of.filter_map(|one| one.consultee_id);
        let closes = known.hearing.closes_for(of, &known.consultees);
        let reached = it.submission.reached_us.as_ref().map(|(at, _)| *at);
        let arrived = it.submission.arrival.at;
        let counts = reached.map_or(arrived, |reached| reached.min(arrived));
        if (counts >= closes) != late {
            let line = it.line;
            let here = if late { "in time" } else { "late" };
            self.warnings.push(format!(
                "line {line}: late is {late}, and by the deadline here it is {here}"
            ));
        }
    }

    async fn finish(
        &mut self,
        conn: &mut AsyncPgConnection,
        known: &Known,
        chains: Chains,
    ) -> Result<(), ImportError> {
        let resolved = match chains.resolve(known) {
            Ok(resolved) => resolved,
            Err(wrong) => {
                self.wrong = wrong;
                return Ok(());
            }
        };
        import::supersede(conn, &resolved.pairs, known.now).await?;
        import::give_references(conn, &resolved.references).await?;
        if !resolved.references.is_empty() {
            references::were_fixed(conn, &known.hearing, known.now).await?;
        }
        let counts = &self.counts;
        if counts.imported > 0 {
            let id = known.hearing.id;
            Event::new(Actor::Operator, "responses_imported", "hearing", id)
                .in_hearing(id)
                .with(json!({ "imported": counts.imported, "already": counts.already, "superseded": resolved.pairs.len() }))
                .record(conn, known.now)
                .await?;
        }
        Ok(())
    }
}
