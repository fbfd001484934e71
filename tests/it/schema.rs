//! `src/schema.rs` says what the migrations make: read from the catalog by `script/schema.sql`.
//!
//! With `HOERING_WRITE_SCHEMA` set (by `script/schema`) the file is written instead.

use std::fs;
use std::path::Path;

use diesel::sql_types::Text;
use diesel_async::RunQueryDsl as _;

use crate::database::TestDatabase;

#[derive(diesel::QueryableByName)]
struct Schema {
    #[diesel(sql_type = Text)]
    schema: String,
}

/// Without what rustfmt may change.
fn bare(text: &str) -> String {
    let joined: String = text
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    joined.replace(",)", ")")
}

#[tokio::test]
async fn the_schema_file_is_what_the_migrations_make() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let query = fs::read_to_string(root.join("script/schema.sql")).unwrap();
    let database = TestDatabase::create().await;
    let query = format!(
        "select schema from ({}) as made (schema)",
        query.trim_end().trim_end_matches(';')
    );
    let made: Schema = diesel::sql_query(query)
        .get_result(&mut database.admin().await)
        .await
        .unwrap();
    let file = root.join("src/schema.rs");
    if std::env::var_os("HOERING_WRITE_SCHEMA").is_some() {
        fs::write(&file, &made.schema).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap();
    assert!(
        bare(&kept) == bare(&made.schema),
        "src/schema.rs is behind the migrations: run script/schema"
    );
}
