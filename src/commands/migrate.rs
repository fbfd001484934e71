//! `hoering migrate`: brings the database up to date, as its owner.

use std::process::ExitCode;

use anyhow::bail;
use serde_json::json;

use super::open::{Common, Place};
use super::print_line;
use crate::db;

pub async fn run(common: &Common) -> anyhow::Result<ExitCode> {
    let place = Place::open(common).await?;
    let Some(owner) = &place.urls.owner else {
        bail!("set database.owner_url (role hoering_owner): only the owner changes the schema");
    };
    let done = db::migrate(owner).await?;
    print_line(&json!({ "migrated": done }))?;
    Ok(ExitCode::SUCCESS)
}
