//! `hoering mail …`: import and ledger. (`mail explain` needs no database and is a module of its own.)

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Subcommand};
use serde_json::json;

use super::mail_explain::{self, MailExplainArgs};
use super::mail_pipe::{self, MailPipeArgs};
use super::open::{Common, Place};
use super::print_line;
use crate::hearing::Hearing;
use crate::intake::mailbox::{self, Ledger, Mail, Mailbox};
use crate::jobs;
use crate::worker;

/// Files that are read at the same time, each by a child process.
const FILES_AT_ONCE: usize = 4;

#[derive(Subcommand, Debug)]
pub enum MailCommand {
    /// What the program makes of mails, without a database.
    Explain(MailExplainArgs),
    /// Take in .eml, .msg, mbox, MeMo (.xml), Maildir or a folder; safe to repeat.
    Import(Import),
    /// Take in one mail from standard input, for a mail transfer agent; exit 75 whatever goes wrong.
    Pipe(MailPipeArgs),
    /// How many mails are in each place, which of them nobody has decided about, and when each mailbox was fetched from last; exit 1 when
    /// the sum does not hold.
    Ledger(OfHearing),
}

#[derive(Args, Debug)]
pub struct Import {
    #[arg(long, value_name = "SLUG")]
    hearing: String,
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

#[derive(Args, Debug)]
pub struct OfHearing {
    #[arg(long, value_name = "SLUG")]
    hearing: String,
}

pub async fn run(common: &Common, command: MailCommand) -> anyhow::Result<ExitCode> {
    match command {
        MailCommand::Explain(args) => {
            tokio::task::spawn_blocking(move || mail_explain::run(&args)).await?
        }
        MailCommand::Import(args) => import(common, &args).await,
        MailCommand::Pipe(args) => mail_pipe::run(common, &args).await,
        MailCommand::Ledger(args) => ledger(common, &args).await,
    }
}

async fn import(common: &Common, args: &Import) -> anyhow::Result<ExitCode> {
    let (_place, app) = Place::with_app(common).await?;
    let hearing = find(&app, &args.hearing).await?;
    let counts = mailbox::import(&app, &hearing, &args.paths).await?;
    jobs::run_all_due_at_once(&app, &worker::reading(), "import", FILES_AT_ONCE).await?;
    jobs::run_all_due(&app, &worker::recognising(), "import").await?;
    worker::seal(&app).await?;
    print_line(&counts)?;
    Ok(ExitCode::SUCCESS)
}

async fn ledger(common: &Common, args: &OfHearing) -> anyhow::Result<ExitCode> {
    let (_place, app) = Place::with_app(common).await?;
    let hearing = find(&app, &args.hearing).await?;
    let mut conn = app.conn().await?;
    let ledger = Ledger::of_hearing(&mut conn, hearing.id).await?;
    let mailboxes: Vec<_> = Mailbox::of_hearing(&mut conn, hearing.id)
        .await?
        .into_iter()
        .map(|mailbox| {
            json!({
                "address": mailbox.address, "folder": mailbox.folder,
                "fetched_at": mailbox.fetched_at, "last_error": mailbox.last_error,
            })
        })
        .collect();
    let places: serde_json::Map<_, _> = ledger
        .places
        .iter()
        .map(|(place, n)| (place.as_str().to_owned(), json!(n)))
        .collect();
    let undecided = Mail::undecided(&mut conn, hearing.id).await?;
    let undecided: Vec<_> = undecided
        .into_iter()
        .map(|mail| {
            json!({
                "mail": mail.id, "place": mail.place, "reason": mail.place_reason, "kind": mail.kind,
                "arrived_at": mail.arrived_at,
            })
        })
        .collect();
    print_line(&json!({
        "seen": ledger.seen, "places": places, "sum": ledger.sum(), "holds": ledger.holds(),
        "unfounded": ledger.unfounded, "undecided": undecided, "mailboxes": mailboxes,
    }))?;
    Ok(if ledger.holds() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The hearing of a slug, or a message that names it.
pub async fn find(app: &crate::app::App, slug: &str) -> anyhow::Result<Hearing> {
    Hearing::by_slug(&mut *app.conn().await?, slug)
        .await
        .with_context(|| {
            format!("there is no hearing {slug:?}; load its file first (hoering hearing load)")
        })
}
