//! `hoering typeset`: used by the program itself to build a PDF in a child with limits.

use std::process::ExitCode;

/// Runs the command.
///
/// # Errors
/// When the compilation cannot be read or set.
pub fn run() -> anyhow::Result<ExitCode> {
    anyhow::bail!("not yet")
}
