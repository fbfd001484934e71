//! The memo that the demo writes: over all three tracks, with nothing in it that must not be public.

use std::collections::BTreeSet;

use hoering::demo::{self, Stage};
use hoering::finder;
use hoering::hearing::frames_of;
use hoering::memo::{Point, SUMMARY_CHARACTERS, Section, sources_of, summary_of};

use crate::app::TestApp;

#[tokio::test]
async fn the_demos_memo_answers_all_three_tracks_and_leads_to_passages() {
    let app = TestApp::empty().await;
    demo::play(&app.app, Stage::Released).await.unwrap();
    let hearing = app.hearing().await;
    let mut conn = app.conn().await;
    let trees = frames_of(&mut conn, hearing.id).await.unwrap();
    let points = Point::of_hearing(&mut conn, hearing.id).await.unwrap();
    assert!(points.len() >= 20, "{}", points.len());
    let tracks: BTreeSet<usize> = points
        .iter()
        .filter_map(|point| match Section::of(&trees, &point.content) {
            Section::Theme(id) => Some(trees[0].track_of(id)),
            Section::General | Section::Other => None,
        })
        .collect();
    assert_eq!(tracks, BTreeSet::from([0, 1, 2]));
    let ids: Vec<i64> = points.iter().map(|point| point.id).collect();
    let sources = sources_of(&mut conn, &ids).await.unwrap();
    for point in &points {
        let own: Vec<_> = sources
            .iter()
            .filter(|it| it.point_id == point.id)
            .collect();
        assert!(!own.is_empty(), "{}", point.content.remark);
        let whole = own.iter().filter(|it| it.passage_id.is_none()).count();
        assert!(whole == 0 || own.len() == whole, "{}", point.content.remark);
        for text in point.content.texts() {
            assert!(finder::find(text).is_empty(), "{text}");
        }
    }
    // The summary says how many.
    let changes = points.iter().filter(|it| it.content.changes_plan()).count();
    let summary = summary_of(&mut conn, hearing.id).await.unwrap().unwrap();
    assert_eq!(changes, 11);
    assert!(summary.text.contains("elleve punkter"), "{}", summary.text);
    assert!(summary.text.chars().count() <= SUMMARY_CHARACTERS);
}
