//! `hoering release files`: the files of a projection, for measuring. Without database; publishes nothing.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::print_line;
use crate::clock::Clock;
use crate::config::Config;
use crate::publication::offline::{Which, write};

#[derive(Args, Debug)]
pub struct Files {
    /// A projection as a release keeps it.
    #[arg(long, value_name = "FILE")]
    projection: PathBuf,
    #[arg(long)]
    only: Only,
    /// Must be there.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

#[derive(ValueEnum, Debug, Clone, Copy)]
enum Only {
    Pdf,
    Data,
}

#[derive(Serialize)]
struct Answer {
    files: Vec<String>,
}

/// Runs the command.
///
/// # Errors
/// When a file cannot be read, made or written.
pub async fn run(args: &Files) -> anyhow::Result<ExitCode> {
    let projection = std::fs::read(&args.projection)
        .with_context(|| format!("cannot read {}", args.projection.display()))?;
    let program = std::env::current_exe().context("where is this program")?;
    let which = match args.only {
        Only::Pdf => Which::Pdf,
        Only::Data => Which::Data,
    };
    let config = Config::defaults()?;
    let now = Clock::machine().now();
    let with = (program.as_path(), &config.pdf);
    let files = write(with, &projection, which, (&args.out, now)).await?;
    print_line(&Answer { files })?;
    Ok(ExitCode::SUCCESS)
}
