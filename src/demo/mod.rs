//! The demo: plays the samples in through the real channels, with the clock at each sample's time.

use std::path::Path;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::app::App;
use crate::config::Config;
use crate::schema::installation;

/// How far the demo is when it opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Stage {
    /// As the responses came.
    Intake,
    /// Most of them read, tagged and redacted.
    Desk,
    /// The second reader is done and the first release is out.
    Released,
}

/// The demo's settings: mail goes to a folder, no mailbox is opened.
#[must_use]
pub fn settings(mut config: Config, data: &Path) -> Config {
    config.mail.folder = data.join("mail").display().to_string();
    config.smtp.host.clear();
    config.mailboxes.clear();
    config
}

/// Whether this database was made for a demo.
pub async fn is_marked(conn: &mut AsyncPgConnection) -> QueryResult<bool> {
    Ok(installation::table
        .select(installation::demo)
        .first(conn)
        .await
        .optional()?
        .unwrap_or(false))
}

/// Plays the samples up to a stage and answers with lines for the terminal: the login links.
pub async fn play(_app: &App, _stage: Stage) -> anyhow::Result<Vec<String>> {
    Ok(Vec::new())
}
