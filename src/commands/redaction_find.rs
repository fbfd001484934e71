//! `hoering redaction find`: what looks like personal data in texts. JSON lines in and out; neither needs nor makes a data directory.

use std::io::BufRead;
use std::process::ExitCode;

use anyhow::Context;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::finder::{Hit, find};

#[derive(Deserialize)]
struct Question {
    id: Value,
    text: String,
}

#[derive(Serialize)]
struct Answer {
    id: Value,
    hits: Vec<Hit>,
}

/// Runs the command: a line `{"id","text"}` gives a line `{"id","hits":[{"kind","start","end","text","confidence"}]}`. Offsets are code points
/// of the text as given.
///
/// # Errors
/// At the first line that is no such object, with its number.
pub fn run() -> anyhow::Result<ExitCode> {
    for (at, line) in std::io::stdin().lock().lines().enumerate() {
        let line = line.context("read standard input")?;
        if line.trim().is_empty() {
            continue;
        }
        let question: Question = serde_json::from_str(&line)
            .with_context(|| format!("line {} is no {{\"id\",\"text\"}}", at + 1))?;
        super::print_line(&Answer {
            hits: find(&question.text),
            id: question.id,
        })?;
    }
    Ok(ExitCode::SUCCESS)
}
