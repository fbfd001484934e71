//! `hoering typeset`: used by the program itself to build a PDF in a child with limits.

use std::process::ExitCode;

use crate::publication::pdf;

/// Runs the command.
///
/// # Errors
/// None: what goes wrong is said on standard error, and the exit code tells.
pub fn run() -> anyhow::Result<ExitCode> {
    Ok(pdf::child_main())
}
