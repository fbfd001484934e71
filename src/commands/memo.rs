//! `hoering memo export --hearing SLUG FILE.docx or FILE.xlsx`: the memo for Word or Excel; `hoering memo compare` says what such a file would
//! change when it came back.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Subcommand};
use serde_json::json;

use super::open::{Common, Place};
use super::print_line;
use crate::audit::{Actor, Event};
use crate::desk::memo::back::compared;
use crate::desk::memo::{Format, take};
use crate::extract::Extractor;
use crate::hearing::Hearing;
use crate::templates::Templates;

#[derive(Subcommand, Debug)]
pub enum MemoCommand {
    /// Write the memo to a file for Word or Excel.
    Export(Export),
    /// Say what a file that comes back would change, as JSON. Nothing is changed.
    Compare(Export),
}

#[derive(Args, Debug)]
pub struct Export {
    #[arg(long, value_name = "SLUG")]
    hearing: String,
    /// Where to, or from; .docx or .xlsx says which.
    #[arg(value_name = "FILE", value_parser = named)]
    file: PathBuf,
}

fn named(name: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(name);
    format_of(&path)
        .map(|_| path)
        .ok_or_else(|| "the file's name has to end in .docx or .xlsx".into())
}

fn format_of(path: &std::path::Path) -> Option<Format> {
    let ending = path.extension()?.to_str()?.to_lowercase();
    [Format::Word, Format::Excel]
        .into_iter()
        .find(|format| format.ending() == ending)
}

pub async fn run(common: &Common, command: &MemoCommand) -> anyhow::Result<ExitCode> {
    let (MemoCommand::Export(export) | MemoCommand::Compare(export)) = command;
    let format = format_of(&export.file).context("neither .docx nor .xlsx")?;
    let (_place, app) = Place::with_app(common).await?;
    let mut conn = app.conn().await?;
    let hearing = Hearing::by_slug(&mut conn, &export.hearing)
        .await
        .with_context(|| format!("no hearing {}", export.hearing))?;
    let now = app.clock.now();
    let words = Templates::shared()?.words();
    if matches!(command, MemoCommand::Compare(_)) {
        let bytes = std::fs::read(&export.file)
            .with_context(|| format!("read {}", export.file.display()))?;
        let name = export.file.to_string_lossy();
        let extractor = Extractor::new(app.program.clone());
        let file = (&extractor, bytes.as_slice(), &*name);
        let told = compared(&mut conn, words, (hearing.id, now), file).await?;
        print_line(&told)?;
        return Ok(ExitCode::SUCCESS);
    }
    let taken = take(&mut conn, words, (hearing.id, now), format).await?;
    std::fs::write(&export.file, &taken.bytes)
        .with_context(|| format!("write {}", export.file.display()))?;
    Event::new(Actor::Operator, "memo_taken", "hearing", hearing.id)
        .in_hearing(hearing.id)
        .with(json!({ "format": format.ending(), "points": taken.points }))
        .record(&mut conn, now)
        .await?;
    print_line(&json!({ "points": taken.points }))?;
    Ok(ExitCode::SUCCESS)
}
