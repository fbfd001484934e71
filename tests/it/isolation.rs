//! The test databases themselves: apart from each other, migrated, and limited as the service is.

use diesel_async::RunQueryDsl as _;
use hoering::db::{MIGRATIONS, connect, schema_is_current};

use crate::database::TestDatabase;

async fn works(url: &str, sql: &str) -> bool {
    let mut conn = connect(url).await.unwrap();
    diesel::sql_query(sql).execute(&mut conn).await.is_ok()
}

#[tokio::test]
async fn each_test_has_a_migrated_database_of_its_own() {
    let (one, other) = tokio::join!(TestDatabase::create(), TestDatabase::create());
    assert!(schema_is_current(&one.urls.app).await.unwrap());
    let insert = "insert into installation (demo) values (true)";
    assert!(works(&one.urls.app, insert).await);
    assert!(
        works(&other.urls.app, insert).await,
        "nobody else has been here"
    );
}

#[tokio::test]
async fn the_app_cannot_rewrite_the_audit_log_and_the_public_cannot_read_responses() {
    let database = TestDatabase::create().await;
    assert!(works(&database.urls.app, "select 1 from audit_events").await);
    assert!(!works(&database.urls.app, "delete from audit_events").await);
    assert!(!works(&database.urls.app, "create table mine (id int)").await);
    assert!(works(&database.urls.public, "select 1 from published_releases").await);
    assert!(!works(&database.urls.public, "select 1 from responses").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_migration_can_be_undone_and_done_again() {
    use diesel_migrations::MigrationHarness as _;
    let database = TestDatabase::create_bare().await;
    let owner = database.urls.owner.clone().unwrap();
    let conn = connect(&owner).await.unwrap();
    let mut harness = diesel_async::AsyncMigrationHarness::new(conn);
    let done = harness.run_pending_migrations(MIGRATIONS).unwrap().len();
    for step in 0..done {
        harness.revert_last_migration(MIGRATIONS).unwrap();
        harness.run_next_migration(MIGRATIONS).unwrap();
        harness.revert_last_migration(MIGRATIONS).unwrap();
        assert_eq!(harness.applied_migrations().unwrap().len(), done - step - 1);
    }
    assert_eq!(
        harness.run_pending_migrations(MIGRATIONS).unwrap().len(),
        done
    );
}
