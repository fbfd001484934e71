//! `hoering receipt NUMBER`: the receipt as its owner has it.

use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use super::open::{Common, Place};
use super::print_line;
use crate::ids;
use crate::intake::receipt;
use crate::response::Response;

#[derive(Args, Debug)]
pub struct ReceiptArgs {
    /// The receipt number, such as K7M2Q-9XWE4.
    number: String,
}

pub async fn run(common: &Common, args: &ReceiptArgs) -> anyhow::Result<ExitCode> {
    let number = ids::parse_receipt_number(&args.number).with_context(|| {
        format!(
            "{} is no receipt number: there is a typing error in it",
            args.number
        )
    })?;
    let (_place, app) = Place::with_app(common).await?;
    let mut conn = app.conn().await?;
    let response = Response::by_number(&mut conn, &number)
        .await
        .with_context(|| format!("there is no response with the number {number}"))?;
    print_line(&receipt::json(&app, &mut conn, &response).await?)?;
    Ok(ExitCode::SUCCESS)
}
