//! The memo by keyboard in a real browser, and its pages before axe.

use hoering::memo::{NewSource, Point, sources_of};
use hoering::staff::Role;

use super::{list, mark, page_of, point, stands};
use crate::app::TestApp;
use crate::browser::stand;
use crate::desk::respond;
use crate::desk_keys::play;
use crate::staff::{browse_as, person};

const THREE: &str = "Vi støtter dialogmøder. Møderne skal være korte. Skemaerne er for lange.";

#[tokio::test]
async fn a_point_is_made_of_a_passage_in_at_most_six_keys() {
    let mut app = TestApp::spawn().await;
    let made = respond(&app, "Hvidklit Kommune", THREE, vec![]).await;
    let hanne = person(&app, "hanne", Role::Editor).await;
    for (place, theme) in [((0, 23), 1), ((24, 48), 1), ((49, 71), 2)] {
        mark(&app, &hanne, &made, place, theme).await;
    }
    let cookie = browse_as(&mut app, &hanne).await;
    // The second passage becomes a point; the one that follows is put under it; the first becomes one and is taken back.
    let keys = ["j", "j", "p"];
    let played = play(&app, &cookie, &list(), &keys).await;
    assert!(played["presses"].as_u64().unwrap() <= 6, "{played}");
    assert_eq!(
        stands(&app, 1).await.content.remark,
        "Møderne skal være korte."
    );
    let keys = ["j", "j", "+", "1", "Enter"];
    let joined = play(&app, &cookie, &list(), &keys).await;
    assert!(joined["presses"].as_u64().unwrap() <= 6, "{joined}");
    let id = stands(&app, 1).await.id;
    let sources = sources_of(&mut *app.conn().await, &[id]).await.unwrap();
    assert_eq!(sources.len(), 2, "{joined}");
    let undone = play(&app, &cookie, &list(), &["p", "z"]).await;
    assert!(undone["message"].is_null(), "{undone}");
    let hearing = app.hearing().await;
    let points = Point::of_hearing(&mut *app.conn().await, hearing.id)
        .await
        .unwrap();
    assert_eq!(points.len(), 1, "{undone}");
    println!("{played} {joined}");
}

#[tokio::test]
async fn the_pages_of_the_memo_stand_before_a_browser() {
    let mut app = TestApp::spawn().await;
    let made = respond(&app, "Hvidklit Kommune", THREE, vec![]).await;
    let hanne = person(&app, "hanne", Role::Editor).await;
    let passage = mark(&app, &hanne, &made, (0, 23), 1).await;
    mark(&app, &hanne, &made, (24, 48), 2).await;
    let cookie = browse_as(&mut app, &hanne).await;
    let one = point(
        &app,
        &hanne,
        1,
        "Tlf. 20 12 34 56.",
        &[NewSource::Passage(passage)],
    )
    .await;
    let two = point(&app, &hanne, 2, "Kortere skemaer", &[]).await;
    let answered = [
        ("comment", "Ja."),
        ("disposition", "accepted"),
        ("change_page", "Side 14"),
        ("change_before", "Et møde."),
        ("change_after", "To møder."),
        ("due", "2000-01-31"),
    ];
    super::change(&app, one, &answered).await.leads();
    let passed = [("disposition", "forwarded"), ("department", "Økonomi")];
    super::change(&app, two, &passed).await.leads();
    app.post(&page_of(two), &format!("{}/redigering", page_of(two)), &[])
        .await
        .leads();
    let base = list();
    let paths = [
        base.clone(),
        format!("{base}?vis=afsender"),
        format!("{base}?vis=indstilling"),
        page_of(one),
        page_of(two),
        format!("{base}/punkter/ny"),
        format!("{base}/aendringer"),
        format!("{base}/sammenfatning"),
    ];
    let paths = paths.each_ref().map(String::as_str);
    stand(&app, &["--cookie", &cookie], &paths).await;
}
