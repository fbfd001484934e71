//! `hoering mail pipe`: one mail on standard input, from a mail transfer agent. Exit 0 only when it is kept; 75 whatever went wrong, so that
//! the other side keeps it and tries again. The worker reads it afterwards.

use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::open::{Common, Place};
use super::{mail, print_line};
use crate::intake::mailbox;

/// EX_TEMPFAIL of sysexits.h: the agent keeps the mail in its queue.
const TRY_AGAIN: u8 = 75;

#[derive(Args, Debug)]
pub struct MailPipeArgs {
    /// Whose mail it is.
    #[arg(long, value_name = "SLUG")]
    hearing: String,
}

pub async fn run(common: &Common, args: &MailPipeArgs) -> anyhow::Result<ExitCode> {
    match take(common, args).await {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(error) => {
            eprintln!("hoering: the mail was not taken, try again later: {error:#}");
            Ok(ExitCode::from(TRY_AGAIN))
        }
    }
}

async fn take(common: &Common, args: &MailPipeArgs) -> anyhow::Result<()> {
    let (_place, app) = Place::with_app(common).await?;
    let hearing = mail::find(&app, &args.hearing).await?;
    let (id, new) = mailbox::take_in(&app, &hearing, tokio::io::stdin()).await?;
    print_line(&json!({ "mail": id, "new": new }))
}
