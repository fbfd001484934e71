//! What the commands have in common: a data directory with its database, storage and keys.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;

use tokio::sync::watch;

use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::private::{Cluster, Options};
use crate::db::{self, Urls};
use crate::ids::Secret;
use crate::mail::Mailer;
use crate::proof::key::{PrivateKey, Purpose};
use crate::storage::Storage;

/// Options that every command takes.
#[derive(Args, Clone, Debug)]
pub struct Common {
    /// Private database, storage and keys.
    #[arg(long, default_value = "var", global = true, value_name = "DIR")]
    pub data: PathBuf,
    /// Settings that override the defaults.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// A data directory in use. Dropping it ends the use; the last one out stops the private database.
pub struct Place {
    pub config: Config,
    pub urls: Urls,
    pub data: PathBuf,
    pub cluster: Option<Cluster>,
}

impl Place {
    /// Reads the settings and joins or starts the database.
    pub async fn open(common: &Common) -> anyhow::Result<Self> {
        let config = Config::load(common.config.as_deref())?;
        std::fs::create_dir_all(&common.data)
            .with_context(|| format!("cannot make the data directory {}", common.data.display()))?;
        let data = std::fs::canonicalize(&common.data)?;
        let given = std::env::var("DATABASE_URL")
            .ok()
            .filter(|url| !url.is_empty());
        let (urls, cluster) = match given {
            Some(app) => (given_urls(&config, app), None),
            None => {
                let folder = data.clone();
                let cluster =
                    tokio::task::spawn_blocking(move || Cluster::open(&folder, Options::default()))
                        .await??;
                (cluster.urls(), Some(cluster))
            }
        };
        Ok(Self {
            config,
            urls,
            data,
            cluster,
        })
    }

    /// Brings the private database up to date; refuses a given one that is behind.
    pub async fn ready(&self) -> anyhow::Result<()> {
        if let (Some(_), Some(owner)) = (&self.cluster, &self.urls.owner) {
            for migration in db::migrate(owner).await? {
                tracing::info!(migration, "migrated");
            }
        } else if !db::schema_is_current(&self.urls.app).await? {
            bail!(
                "the database's schema is behind this program: run `hoering migrate` with database.owner_url set"
            );
        }
        Ok(())
    }

    /// Everything that a request or job can reach.
    pub fn app(&self, clock: Clock, demo: bool) -> anyhow::Result<App> {
        let keys = private_folder(&self.data)?;
        let purpose = if demo { Purpose::Demo } else { Purpose::Real };
        Ok(App {
            db: db::pool(&self.urls.app, self.config.database.connections)?,
            public_db: db::pool(&self.urls.public, self.config.database.connections)?,
            storage: Storage::folder(&self.data.join("files"))?,
            mailer: Mailer::new(&self.config)?,
            secret: Secret::open(&keys.join("secret"))?,
            signing_key: PrivateKey::open(&keys.join("signing.pem"), purpose)?,
            program: std::env::current_exe().context("cannot tell where this program is")?,
            demo,
            stopping: watch::Sender::new(false),
            config: self.config.clone(),
            clock,
        })
    }

    /// Opens, brings up to date, and makes the app: what most commands start with.
    pub async fn with_app(common: &Common) -> anyhow::Result<(Self, App)> {
        let place = Self::open(common).await?;
        place.ready().await?;
        let demo = is_demo(&place.urls.app).await?;
        let app = place.app(Clock::machine(), demo)?;
        Ok((place, app))
    }
}

/// Whether the database is marked as a demo's.
pub async fn is_demo(url: &str) -> anyhow::Result<bool> {
    let mut conn = db::connect(url)
        .await
        .context("cannot reach the database")?;
    Ok(crate::demo::is_marked(&mut conn).await?)
}

/// The folder for keys: nobody else may look in.
pub fn private_folder(data: &Path) -> anyhow::Result<PathBuf> {
    use std::os::unix::fs::DirBuilderExt;
    let keys = data.join("keys");
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&keys)
        .context("cannot make the folder for keys")?;
    Ok(keys)
}

fn given_urls(config: &Config, app: String) -> Urls {
    let set = |url: &str| Some(url.to_owned()).filter(|url| !url.is_empty());
    Urls {
        owner: set(&config.database.owner_url),
        public: set(&config.database.public_url).unwrap_or_else(|| app.clone()),
        app,
    }
}
