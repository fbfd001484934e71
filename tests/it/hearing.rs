//! The public pages of hearings: what is shown is what holds now, also when the page is kept in memory.

use diesel_async::SimpleAsyncConnection;

use crate::app::{HEARING, TestApp, at};

#[tokio::test]
async fn a_kept_page_follows_the_clock_and_a_moved_deadline() {
    let app = TestApp::spawn().await;
    let page = format!("/hoeringer/{HEARING}");
    let first = app.get(&page).await;
    first.says("21 dage tilbage");
    assert_eq!(app.get(&page).await.text, first.text);
    app.app.clock.set(at("2023-10-10T08:00:00Z"));
    app.get(&page).await.says("1 dag tilbage");
    let hearing = app.hearing().await;
    let moved = at("2023-10-18T22:00:00Z");
    let mut conn = app.conn().await;
    let sql = format!(
        "insert into deadline_changes (hearing_id, old_closes_at, new_closes_at, reason) \
         values ({0}, '{1}', '{moved}', 'Et bilag manglede.'); \
         update hearings set closes_at = '{moved}' where id = {0}",
        hearing.id, hearing.closes_at
    );
    conn.batch_execute(&sql).await.unwrap();
    let extended = app.get(&page).await;
    extended.says("Fristen er forlænget fra 11. oktober 2023 til 18. oktober 2023");
    extended.says("Et bilag manglede.");
    app.app.clock.set(at("2023-10-18T22:00:00Z"));
    app.get(&page).await.says("Høringen er slut");
}

#[tokio::test]
async fn a_hearing_of_any_depth_is_shown_with_its_own_words() {
    let app = TestApp::empty().await;
    app.load("social-strategi-2013", None).await;
    app.load("maalbillede-2017", None).await;
    let deep = app.get("/hoeringer/social-strategi-2013").await;
    deep.says("Rekrutterings- og kompetenceudviklingsstrategi på tværs");
    assert!(!deep.text.contains("ejlemærke"));
    app.get("/hoeringer/maalbillede-2017")
        .await
        .says("God økonomi og relevant aktivitet");
    app.get("/").await.says("Social Strategi");
}
