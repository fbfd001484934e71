//! The commands, each a module: what other programs rely on.

pub mod redaction_find;
pub mod text;
pub mod typeset;

use std::io::Write;

use anyhow::Context;
use serde::Serialize;

/// Writes one JSON object as a line of standard output.
///
/// # Errors
/// When standard output is closed.
pub fn print_line(answer: &impl Serialize) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    serde_json::to_writer(&mut out, answer).context("write the answer")?;
    writeln!(out).context("write the answer")
}
