//! `hoering audit verify`: computes every seal of the audit log again.

use std::process::ExitCode;

use clap::Subcommand;

use super::open::{Common, Place};
use super::print_line;
use crate::audit;

#[derive(Subcommand, Debug)]
pub enum AuditCommand {
    /// Compute every seal again; exit 1 when one does not fit its rows.
    Verify,
}

pub async fn run(common: &Common, AuditCommand::Verify: &AuditCommand) -> anyhow::Result<ExitCode> {
    let (_place, app) = Place::with_app(common).await?;
    let verdict = audit::verify(&mut *app.conn().await?).await?;
    print_line(&verdict)?;
    Ok(if verdict.broken_seal.is_none() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
