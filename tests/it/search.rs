//! The secretariat's search, before and after the workers have made a text ready for it.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::response::make_searchable;
use hoering::schema::text_searches;

use crate::app::TestApp;
use crate::desk::{inbox, respond, two_people};

async fn pieces_of(app: &TestApp, text_id: i64) -> i64 {
    text_searches::table
        .filter(text_searches::text_id.eq(text_id))
        .count()
        .get_result(&mut *app.conn().await)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_search_finds_the_same_before_and_after_a_text_was_made_ready_for_it() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    let text = "Vi støtter medarbejdernes tilknytning til bostedet.";
    let made = respond(&app, "Hvidklit Kommune", text, vec![]).await;
    for pieces in [0, 1] {
        assert_eq!(pieces_of(&app, made.text_id).await, pieces);
        let found = inbox(&app, "?q=medarbejder").await;
        found.says("Viser 1 svar");
        found.says("<mark>medarbejdernes</mark>");
        inbox(&app, "?q=havnen").await.says("Ingen svar passer");
        while make_searchable(&mut *app.conn().await).await.unwrap() {}
    }
}

/// More words than the longest document of a search holds: taken in all the same, and found by its first word and its last.
#[tokio::test]
async fn a_text_of_any_length_is_taken_in_and_found() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    let words = (0..180_000).map(|number| format!("ord{number:07}"));
    let text = format!(
        "Begyndelsen {} slutningen.",
        words.collect::<Vec<_>>().join(" ")
    );
    let made = respond(&app, "Hvidklit Kommune", &text, vec![]).await;
    for _ in 0..2 {
        for word in ["begyndelsen", "slutningen", "ord0090000"] {
            inbox(&app, &format!("?q={word}"))
                .await
                .says("Viser 1 svar");
        }
        while make_searchable(&mut *app.conn().await).await.unwrap() {}
        assert!(pieces_of(&app, made.text_id).await > 1);
    }
}
