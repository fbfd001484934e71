//! The public pages of hearings: what is shown is what holds now, also when the page is kept in memory.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::schema::{deadline_changes, hearings};

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
    diesel::insert_into(deadline_changes::table)
        .values((
            deadline_changes::hearing_id.eq(hearing.id),
            deadline_changes::old_closes_at.eq(hearing.closes_at),
            deadline_changes::new_closes_at.eq(moved),
            deadline_changes::reason.eq("Et bilag manglede."),
        ))
        .execute(&mut conn)
        .await
        .unwrap();
    diesel::update(hearings::table.find(hearing.id))
        .set(hearings::closes_at.eq(moved))
        .execute(&mut conn)
        .await
        .unwrap();
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
