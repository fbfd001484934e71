//! `hoering key list|rotate`: the signing key and the ones before it.

use std::process::ExitCode;

use anyhow::Context;
use clap::Subcommand;

use super::open::{Common, Place, is_demo, private_folder};
use super::print_line;
use crate::clock::Clock;
use crate::proof::key::{PrivateKey, Purpose};
use crate::publication::keys;

#[derive(Subcommand, Debug)]
pub enum KeyCommand {
    /// The key in use and those before it, as /noegle.json shows them.
    List,
    /// Make a new key, which vouches for the one in use, and use it from now on. Stop the service before, and start it after.
    Rotate,
}

/// # Errors
/// When the database is away, or the folder for keys cannot be written.
pub async fn run(common: &Common, command: &KeyCommand) -> anyhow::Result<ExitCode> {
    let (place, app) = Place::with_app(common).await?;
    let mut conn = app.conn().await?;
    match command {
        KeyCommand::List => print_line(&keys::list(&app, &mut conn).await?)?,
        KeyCommand::Rotate => {
            let folder = private_folder(&place.data)?;
            let demo = is_demo(&place.urls.app).await?;
            let purpose = if demo { Purpose::Demo } else { Purpose::Real };
            let old = app.signing_key.public();
            // The new key is on disk before the database names it, and takes its place last: broken off anywhere, nothing is lost.
            let next = folder.join("signing.next.pem");
            let new = PrivateKey::open(&next, purpose)?;
            keys::give_up(&mut conn, &old, &new, app.clock.now()).await?;
            let in_use = folder.join("signing.pem");
            let kept = folder.join(format!("signing.{}.pem", old.id()));
            if !kept.exists() {
                std::fs::hard_link(&in_use, &kept)
                    .with_context(|| format!("cannot write {}", kept.display()))?;
            }
            std::fs::rename(&next, &in_use)
                .with_context(|| format!("cannot write {}", in_use.display()))?;
            std::fs::File::open(&folder)?.sync_all()?;
            drop(conn);
            let app = place.app(Clock::machine(), demo)?;
            print_line(&keys::list(&app, &mut *app.conn().await?).await?)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
