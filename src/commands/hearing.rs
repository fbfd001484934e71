//! `hoering hearing load FILE.toml…`: creates or updates hearings.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Subcommand};

use super::open::{Common, Place};
use super::print_line;
use crate::hearing::file::HearingFile;
use crate::hearing::{self, ConsulteeRow, read_csv};

#[derive(Subcommand, Debug)]
pub enum HearingCommand {
    /// Create or update hearings from files.
    Load(Load),
}

#[derive(Args, Debug)]
pub struct Load {
    /// Files in the form of config/hearings/*.toml.
    #[arg(required = true, value_name = "FILE.toml")]
    files: Vec<PathBuf>,
}

/// Every file is read and checked before the first is loaded.
pub async fn run(common: &Common, command: &HearingCommand) -> anyhow::Result<ExitCode> {
    let HearingCommand::Load(load) = command;
    let mut read = Vec::new();
    for path in &load.files {
        read.push(read_file(path).with_context(|| path.display().to_string())?);
    }
    let (_place, app) = Place::with_app(common).await?;
    let mut conn = app.conn().await?;
    for (path, (file, parties)) in load.files.iter().zip(&read) {
        let loaded = hearing::load(&mut conn, file, parties, app.clock.now())
            .await
            .with_context(|| path.display().to_string())?;
        print_line(&loaded)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn read_file(path: &Path) -> anyhow::Result<(HearingFile, Vec<ConsulteeRow>)> {
    let text = std::fs::read_to_string(path).context("cannot be read")?;
    let file = HearingFile::parse(&text)?;
    let parties = match &file.consultees {
        None => Vec::new(),
        Some(name) => {
            let beside = path.parent().unwrap_or(Path::new("")).join(name);
            let text = std::fs::read_to_string(&beside)
                .with_context(|| format!("consultees: cannot read {}", beside.display()))?;
            read_csv(&text)?
        }
    };
    Ok((file, parties))
}
