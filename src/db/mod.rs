//! The connection pools, the roles, the migrations and the private PostgreSQL.
//!
//! Three roles: `hoering_owner` changes the schema and nothing else does, `hoering_app` works, `hoering_public` reads
//! what is published. An address is a URL; a socket directory stands percent-encoded where the host would
//! (`postgres://hoering_app@%2Frun%2Fx/hoering`) or as `?host=/run/x`, and libpq's `host=/run/x user=…` form is taken too.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::{Context as _, anyhow};
use deadpool::managed::QueueMode;
use diesel::migration::MigrationSource;
use diesel::pg::Pg;
use diesel::sql_types::Text;
use diesel_async::pooled_connection::deadpool::{Object, Pool};
use diesel_async::pooled_connection::{
    AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod,
};
use diesel_async::{
    AsyncConnection as _, AsyncMigrationHarness, AsyncPgConnection, RunQueryDsl,
    SimpleAsyncConnection as _,
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use futures_util::FutureExt as _;

pub mod private;
mod text_enum;

pub type Db = Pool<AsyncPgConnection>;
pub type Conn = Object<AsyncPgConnection>;

/// Built into the program; public so that a test can undo and redo each of them.
pub const MIGRATIONS: EmbeddedMigrations = embed_migrations!();

/// Held while migrating, so that two starting programs take turns.
const MIGRATION_LOCK: i64 = 0x0068_6f65_7269_6e67;
/// Of each connection of a pool. To compile a list's query took PostgreSQL 0.9 s, which no list of a hearing gives back.
const SETTINGS: &str = "set jit = off";
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const POOL_TIMEOUT: Duration = Duration::from_secs(15);

/// Where the three roles connect. `owner` is missing when somebody else migrates.
#[derive(Clone, PartialEq, Eq)]
pub struct Urls {
    pub owner: Option<String>,
    pub app: String,
    pub public: String,
}

/// Opens one connection. Every connection of the program is opened here, TLS comes here too.
pub async fn connect(url: &str) -> diesel::ConnectionResult<AsyncPgConnection> {
    match tokio::time::timeout(CONNECT_TIMEOUT, AsyncPgConnection::establish(url)).await {
        Ok(connection) => connection,
        Err(_) => Err(diesel::ConnectionError::BadConnection(format!(
            "PostgreSQL did not answer within {} s",
            CONNECT_TIMEOUT.as_secs()
        ))),
    }
}

/// A pool of at most `max` connections, opened when first needed. A connection that the server has closed is replaced.
pub fn pool(url: &str, max: usize) -> anyhow::Result<Db> {
    let mut config = ManagerConfig::default();
    config.recycling_method = RecyclingMethod::Fast;
    config.custom_setup = Box::new(|url| {
        let url = url.to_owned();
        async move {
            let mut conn = connect(&url).await?;
            conn.batch_execute(SETTINGS)
                .await
                .map_err(diesel::ConnectionError::CouldntSetupConfiguration)?;
            Ok(conn)
        }
        .boxed()
    });
    let manager = AsyncDieselConnectionManager::new_with_config(url, config);
    // The connection used last is used next: it has the statements prepared, and what they read in its caches.
    let pool = Pool::builder(manager)
        .max_size(max)
        .queue_mode(QueueMode::Lifo);
    Ok(pool.build()?)
}

/// A connection from the pool; an error, not a hang, when none comes free in 15 s.
pub async fn conn(db: &Db) -> anyhow::Result<Conn> {
    tokio::time::timeout(POOL_TIMEOUT, db.get())
        .await
        .context("no database connection came free")?
        .context("cannot reach the database")
}

/// Runs the migrations that the database lacks and says which. Safe in several programs at once, and under any runtime:
/// the harness blocks, so it has a thread and a small runtime of its own.
pub async fn migrate(owner_url: &str) -> anyhow::Result<Vec<String>> {
    let url = owner_url.to_owned();
    tokio::task::spawn_blocking(move || migrate_blocking(&url)).await?
}

fn migrate_blocking(url: &str) -> anyhow::Result<Vec<String>> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut conn = connect(url).await.context("cannot reach the database")?;
        diesel::sql_query(format!("select pg_advisory_lock({MIGRATION_LOCK})"))
            .execute(&mut conn)
            .await?;
        let mut harness = AsyncMigrationHarness::new(conn);
        let done = harness
            .run_pending_migrations(MIGRATIONS)
            .map_err(|error| anyhow!(error))
            .context("a migration failed")?;
        Ok(done.iter().map(ToString::to_string).collect())
    })
}

#[derive(diesel::QueryableByName)]
struct AppliedMigration {
    #[diesel(sql_type = Text)]
    version: String,
}

/// Whether the database has every migration of this program. `url` may be the app's: nothing is written.
/// A schema that is newer than the program counts as current.
pub async fn schema_is_current(url: &str) -> anyhow::Result<bool> {
    let mut conn = connect(url).await.context("cannot reach the database")?;
    let known: Vec<AppliedMigration> =
        diesel::sql_query("select to_regclass('__diesel_schema_migrations')::text as version where to_regclass('__diesel_schema_migrations') is not null")
            .load(&mut conn)
            .await?;
    if known.is_empty() {
        return Ok(false);
    }
    let applied: BTreeSet<String> =
        diesel::sql_query("select version from __diesel_schema_migrations")
            .load::<AppliedMigration>(&mut conn)
            .await?
            .into_iter()
            .map(|row| row.version)
            .collect();
    let wanted = MigrationSource::<Pg>::migrations(&MIGRATIONS).map_err(|error| anyhow!(error))?;
    Ok(wanted
        .iter()
        .all(|migration| applied.contains(&migration.name().version().to_string())))
}
