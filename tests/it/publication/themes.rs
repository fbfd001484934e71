//! A theme that was merged counts for the other in a release, and the release names the frame's version.

use hoering::hearing::frames::{merge_themes, rename_theme};
use hoering::hearing::frames_of;

use super::stage::Stage;

#[tokio::test]
async fn what_is_tagged_with_a_merged_theme_is_published_once_under_the_other() {
    let stage = Stage::empty().await;
    let said = stage
        .say("Kommunen", "A", "Vi vil have råd. Og frivillige.")
        .await;
    stage.mark(&said, "råd", "pejlemaerker", 6).await;
    stage.mark(&said, "råd", "pejlemaerker", 7).await;
    stage.mark(&said, "frivillige", "pejlemaerker", 6).await;
    let mut conn = stage.app.conn().await;
    let trees = frames_of(&mut conn, stage.hearing.id).await.unwrap();
    let theme = |number: i32| {
        trees[0]
            .leaves()
            .find(|it| it.number == Some(number))
            .unwrap()
            .id
    };
    merge_themes(&mut conn, stage.builder(), (theme(6), theme(7)))
        .await
        .unwrap();
    rename_theme(&mut conn, stage.builder(), (theme(7), "Råd og frivillige"))
        .await
        .unwrap();
    drop(conn);
    stage.fix().await;
    let overview = stage.build_files().await.projection.overview;
    let counts: Vec<_> = overview
        .counts
        .iter()
        .map(|cell| (cell.theme.theme.as_str(), cell.passages, cell.responses))
        .collect();
    assert_eq!(counts, [("7", 2, 1)]);
    assert_eq!(overview.frames[0].version, 3);
    let titles: Vec<&str> = overview.frames[0]
        .themes
        .iter()
        .map(|it| it.title.as_str())
        .collect();
    assert!(titles.contains(&"Råd og frivillige") && titles.len() == 17);
}
