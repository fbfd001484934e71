//! What every request and job can reach.

use std::path::PathBuf;

use tokio::sync::watch;

use crate::clock::Clock;
use crate::config::Config;
use crate::db::{Conn, Db};
use crate::ids::Secret;
use crate::mail::Mailer;
use crate::proof::key::PrivateKey;
use crate::storage::Storage;

/// The parts of a running program. Made once at start; a test makes its own.
pub struct App {
    pub config: Config,
    pub clock: Clock,
    /// Role `hoering_app`.
    pub db: Db,
    /// Role `hoering_public`: may read the published snapshot and nothing else.
    pub public_db: Db,
    pub storage: Storage,
    pub mailer: Mailer,
    pub secret: Secret,
    /// Signs receipts and the heads of the log.
    pub signing_key: PrivateKey,
    /// This program's own file, which it runs again for work that needs limits.
    pub program: PathBuf,
    /// Whether this is a demonstration: said on every page.
    pub demo: bool,
    /// Set when the program is told to stop: what stays open by itself ends.
    pub stopping: watch::Sender<bool>,
}

impl App {
    pub async fn conn(&self) -> anyhow::Result<Conn> {
        Ok(self.db.get().await?)
    }

    /// For public pages of what was released.
    pub async fn public_conn(&self) -> anyhow::Result<Conn> {
        Ok(self.public_db.get().await?)
    }
}
