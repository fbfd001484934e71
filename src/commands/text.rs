//! `hoering text FILE…`: the text of an attachment, as intake gets it. Neither needs nor makes a data directory.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use serde::Serialize;

use crate::extract::{Extracted, Extractor, State};

/// Print the text of files as JSON, one object a line.
#[derive(Args, Debug)]
pub struct TextArgs {
    /// The files to read.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Recognise the letters of scans and pictures too, which takes seconds a page.
    #[arg(long)]
    pub ocr: bool,
}

#[derive(Serialize)]
struct Answer<'a> {
    file: String,
    media_type: &'a str,
    state: State,
    pages: Option<u32>,
    text: &'a str,
    ranges: &'a [crate::text::Range],
    why: Option<&'a str>,
}

/// Runs the command.
///
/// # Errors
/// When a file cannot be opened.
pub fn run(args: &TextArgs) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("start the runtime")?;
    let extractor = Extractor::this_program().context("find this program")?;
    for file in &args.files {
        let bytes = std::fs::read(file).with_context(|| format!("read {}", file.display()))?;
        let name = file
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let mut read: Extracted = runtime.block_on(extractor.extract(&bytes, &name, None));
        if args.ocr {
            read = runtime.block_on(extractor.recognise(&bytes, &read));
        }
        let answer = Answer {
            file: file.display().to_string(),
            media_type: &read.media_type,
            state: read.state,
            pages: read.pages,
            text: &read.text,
            ranges: &read.ranges,
            why: read.why.map(crate::extract::Why::english),
        };
        super::print_line(&answer)?;
    }
    Ok(ExitCode::SUCCESS)
}
