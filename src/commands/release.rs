//! `hoering release build --hearing SLUG --out DIR`: builds every format and runs the gate. Publishes nothing.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use serde::Serialize;

use super::open::{Common, Place};
use super::print_line;
use super::release_files::{self, Files};
use crate::publication::Ledger;
use crate::publication::files::ARCHIVE;
use crate::publication::gate::Finding;
use crate::publication::release::{ReleaseKind, build_files};

#[derive(Subcommand, Debug)]
pub enum ReleaseCommand {
    /// Build every file of the next release into a folder, and read them back.
    Build(Build),
    /// The files of a projection alone, for measuring.
    #[command(hide = true)]
    Files(Files),
}

#[derive(Args, Debug)]
pub struct Build {
    #[arg(long, value_name = "SLUG")]
    hearing: String,
    /// Made when missing; must be empty.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Only what is signed off so far.
    #[arg(long)]
    daily: bool,
}

impl Build {
    fn kind(&self) -> ReleaseKind {
        if self.daily {
            ReleaseKind::Daily
        } else {
            ReleaseKind::Final
        }
    }
}

#[derive(Serialize)]
struct Answer<'a> {
    responses: usize,
    ledger: Ledger,
    files: Vec<&'a str>,
    gate: Gate<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<&'a Finding>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Gate<'a> {
    Passed(&'static str),
    Stopped(Vec<&'a Finding>),
}

pub async fn run(common: &Common, command: &ReleaseCommand) -> anyhow::Result<ExitCode> {
    let args = match command {
        ReleaseCommand::Build(args) => args,
        ReleaseCommand::Files(args) => return release_files::run(args).await,
    };
    std::fs::create_dir_all(&args.out)
        .with_context(|| format!("cannot make {}", args.out.display()))?;
    if std::fs::read_dir(&args.out)?.next().is_some() {
        bail!("{} is not empty", args.out.display());
    }
    let (_place, app) = Place::with_app(common).await?;
    let built = build_files(&app, &args.hearing, args.kind(), app.clock.now()).await?;
    for file in &built.files {
        let path = args.out.join(&file.name);
        std::fs::write(&path, &file.bytes)
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    let archive = app.storage.read(&built.archive.sha256).await?;
    let path = args.out.join(ARCHIVE);
    std::fs::write(&path, archive).with_context(|| format!("cannot write {}", path.display()))?;
    for page in &built.pictures {
        let path = args.out.join(&page.name);
        std::fs::write(&path, app.storage.read(&page.sha256).await?)
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    let (warnings, stops): (Vec<&Finding>, Vec<&Finding>) =
        built.findings.iter().partition(|one| !one.stops());
    let passed = stops.is_empty();
    print_line(&Answer {
        responses: built.projection.overview.responses,
        ledger: built.projection.overview.ledger,
        files: built
            .files
            .iter()
            .map(|file| file.name.as_str())
            .chain([ARCHIVE])
            .chain(built.pictures.iter().map(|page| page.name.as_str()))
            .collect(),
        gate: if passed {
            Gate::Passed("passed")
        } else {
            Gate::Stopped(stops)
        },
        warnings,
    })?;
    Ok(if passed {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
