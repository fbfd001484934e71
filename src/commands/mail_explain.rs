//! `hoering mail explain FILE…`: what the program makes of mails, without a database. Neither needs nor makes a data directory.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use super::mail_explain_text::Readable;
use crate::extract::Extractor;
use crate::intake::mailbox::explain::Explainer;

/// Print what the program makes of mails as JSON, one object a line. Duplicates are seen among the files of one call.
#[derive(Args, Debug)]
pub struct MailExplainArgs {
    /// The mails to read, as .eml files.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// In a form for people instead: who, what kind and why, how it was read, and what is in it.
    #[arg(long)]
    pub text: bool,
}

/// Runs the command. Unreadable mails are explained as such.
///
/// # Errors
/// When a file cannot be opened.
pub fn run(args: &MailExplainArgs) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("start the runtime")?;
    let mut explainer = Explainer::new(Extractor::this_program().context("find this program")?);
    for file in &args.files {
        let raw = std::fs::read(file).with_context(|| format!("read {}", file.display()))?;
        let name = file.display().to_string();
        let explained = runtime.block_on(explainer.explain(&name, &raw));
        if args.text {
            write!(std::io::stdout(), "{}", Readable(&explained)).context("write the answer")?;
        } else {
            super::print_line(&explained)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
