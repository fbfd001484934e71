//! `hoering reparse`: every mail and file of a hearing read again with this program; what differs waits for people.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::mail::find;
use super::open::{Common, Place};
use super::print_line;
use crate::intake::reparse::{Readers, Selection, reparse};
use crate::worker;

/// Mails and files between two lines about how far it is.
const EVERY: usize = 100;

/// Read the mails and files of a hearing again, with this version. One JSON line for each that differs, then a summary. Nothing changes
/// but the list of differences, which staff decide. Safe to repeat, to interrupt, and to run beside the service.
#[derive(Args, Debug)]
pub struct ReparseArgs {
    #[arg(long, value_name = "SLUG")]
    hearing: String,
    /// Only these mails, by their numbers in the ledger, and the files in them.
    #[arg(long, value_name = "ID", num_args = 1..)]
    mail: Vec<i64>,
    /// Say what would differ, and write nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Runs the command: exit 1 when something could not be read again.
///
/// # Errors
/// When the hearing is unknown, or the database is away.
pub async fn run(common: &Common, args: &ReparseArgs) -> anyhow::Result<ExitCode> {
    let (_place, app) = Place::with_app(common).await?;
    let hearing = find(&app, &args.hearing).await?;
    let selection = Selection {
        mails: args.mail.clone(),
        dry_run: args.dry_run,
    };
    let readers = Readers::of_this_program();
    let summary = reparse(&app, &hearing, &selection, readers, |outcome, done, all| {
        if done % EVERY == 0 || done == all {
            writeln!(std::io::stderr(), "{done} of {all} read")?;
        }
        if outcome.changes.is_empty() && outcome.failed.is_none() {
            return Ok(());
        }
        print_line(outcome)
    })
    .await?;
    worker::seal(&app).await?;
    print_line(&json!({ "summary": summary }))?;
    Ok(if summary.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
