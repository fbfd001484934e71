//! The connection pools, the roles, the migrations and the private PostgreSQL.

mod text_enum;

use diesel_async::pooled_connection::AsyncDieselConnectionManager;
use diesel_async::pooled_connection::deadpool::{Object, Pool};
use diesel_async::{AsyncConnection, AsyncMigrationHarness, AsyncPgConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

/// A pool of connections, all of one role.
pub type Db = Pool<AsyncPgConnection>;
/// A connection on loan from a [`Db`].
pub type Conn = Object<AsyncPgConnection>;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!();

pub fn pool(url: &str, size: usize) -> anyhow::Result<Db> {
    Ok(Pool::builder(AsyncDieselConnectionManager::new(url)).max_size(size).build()?)
}

pub async fn migrate(url: &str) -> anyhow::Result<()> {
    let conn = AsyncPgConnection::establish(url).await?;
    tokio::task::spawn_blocking(move || {
        AsyncMigrationHarness::new(conn).run_pending_migrations(MIGRATIONS).map(|_| ()).map_err(|error| anyhow::anyhow!(error))
    })
    .await?
}
