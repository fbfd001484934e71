//! The commands, each a module: what other programs rely on.

pub mod export;
mod export_rows;
pub mod audit;
pub mod doctor;
pub mod hearing;
pub mod key;
pub mod mail;
pub mod mail_explain;
mod mail_explain_text;
pub mod mail_pipe;
pub mod memo;
pub mod migrate;
pub mod open;
pub mod serve;
pub mod receipt;
pub mod redaction_find;
pub mod release;
pub mod release_files;
pub mod reparse;
pub mod response_import;
pub mod staff;
pub mod text;
pub mod verify;

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

/// Whether an error is one that passes: the database or the network was away.
#[must_use]
pub fn is_passing(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<diesel::ConnectionError>().is_some()
            || cause.downcast_ref::<std::io::Error>().is_some_and(|io| {
                matches!(
                    io.kind(),
                    std::io::ErrorKind::ConnectionRefused
                        | std::io::ErrorKind::TimedOut
                        | std::io::ErrorKind::NotConnected
                )
            })
    })
}
