//! The order of the memo, its summary, and the hearing in numbers.

use hoering::memo::{Point, SUMMARY_CHARACTERS, summaries_of};

use super::{list, mark, page_of, point};
use crate::app::TestApp;
use crate::desk::{respond, two_people};

async fn order(app: &TestApp) -> Vec<i32> {
    let page = app.get(&list()).await;
    page.text
        .split("<tr id=\"punkt-")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
        .collect()
}

#[tokio::test]
async fn points_are_moved_within_their_section_and_between_themes() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    for (theme, remark) in [(1, "a"), (2, "b"), (1, "c"), (1, "d")] {
        point(&app, &hanne, theme, remark, &[]).await;
    }
    assert_eq!(order(&app).await, [1, 3, 4, 2]);
    let step = async |number: i32, to: &str| {
        let path = format!("{}/flytning", page_of(number));
        app.post(&list(), &path, &[("to", to)]).await
    };
    let done = step(4, "up").await;
    assert_eq!(done.leads(), format!("{}#punkt-4", list()));
    assert_eq!(order(&app).await, [1, 4, 3, 2]);
    step(1, "down").await.leads();
    step(3, "down").await.leads();
    step(4, "up").await.leads();
    assert_eq!(order(&app).await, [4, 1, 3, 2], "the ends stay ends");
    assert_eq!(step(1, "sideways").await.status, 400);
    assert_eq!(step(99, "up").await.status, 404);
    let two = super::theme_id(&app, 2).await.to_string();
    super::change(&app, 4, &[("section", &two)]).await.leads();
    assert_eq!(order(&app).await, [1, 3, 2, 4], "last in its new section");
    super::change(&app, 1, &[("section", "general")])
        .await
        .leads();
    super::change(&app, 3, &[("section", "other")])
        .await
        .leads();
    assert_eq!(order(&app).await, [1, 2, 4, 3]);
}

#[tokio::test]
async fn numbers_are_given_once_also_to_two_at_the_same_time() {
    let mut app = TestApp::spawn().await;
    let (hanne, mads) = two_people(&mut app).await;
    let (one, two) = tokio::join!(
        point(&app, &hanne, 1, "a", &[]),
        point(&app, &mads, 1, "b", &[])
    );
    assert_eq!(one + two, 3);
    let hearing = app.hearing().await;
    let points = Point::of_hearing(&mut *app.conn().await, hearing.id).await;
    let positions: Vec<i32> = points.unwrap().iter().map(|it| it.position).collect();
    assert_eq!(positions, [1, 2]);
}

#[tokio::test]
async fn the_summary_is_at_most_a_page_and_every_version_is_kept() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    let path = format!("{}/sammenfatning", list());
    let save = async |version: &str, text: &str| {
        let fields = [("version", version), ("text", text)];
        app.post(&path, &path, &fields).await
    };
    save("0", "Svarene bakker op.").await.leads();
    app.get(&path).await.says("18 af 3.000 tegn");
    let long = "æ".repeat(SUMMARY_CHARACTERS + 1);
    let refused = save("1", &long).await;
    assert_eq!(refused.status, 422);
    refused.says("Der må højst stå 3.000 tegn i feltet.");
    refused.says(&long);
    let late = save("0", "Skrevet på en gammel side").await;
    assert_eq!(late.status, 422);
    late.says("En anden har gemt siden.");
    late.says("Skrevet på en gammel side");
    assert_eq!(late.value("version"), "1");
    save("1", "Svarene bakker helt op. Ring på 20 12 34 56.")
        .await
        .leads();
    let seen = app.get(&path).await;
    seen.says("Kan indeholde noget, der ikke må offentliggøres");
    seen.says("<ins>");
    let hearing = app.hearing().await;
    let all = summaries_of(&mut *app.conn().await, hearing.id)
        .await
        .unwrap();
    assert_eq!(all.len(), 2);
}

#[tokio::test]
async fn the_hearing_in_numbers_counts_responses_places_and_points() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    let made = respond(&app, "Hvidklit Kommune", "Vi støtter planen.", vec![]).await;
    respond(&app, "Vesterådal Kommune", "Det gør vi også.", vec![]).await;
    mark(&app, &hanne, &made, (0, 18), 6).await;
    point(&app, &hanne, 6, "Støtte", &[]).await;
    point(&app, &hanne, 7, "Andet", &[]).await;
    let page = app.get(&format!("{}/sammenfatning", list())).await;
    page.says("Modtagne svar</b></th><td class=\"num\"><b>2</b></td>");
    page.says("Svar, der gælder</th><td class=\"num\">2</td>");
    page.says("Borgerens medansvar og samarbejde med pårørende</a></th><td class=\"num\">1</td><td class=\"num\">1</td><td class=\"num\">1</td>");
    page.says("Civilsamfund og frivillige indenfor i tilbuddene</a></th><td class=\"num\">0</td><td class=\"num\">0</td><td class=\"num\">1</td>");
    page.says("Ikke besluttet</th><td class=\"num\">2</td>");
    let list = app.get(&format!("{}?vis=afsender", list())).await;
    list.says("Svar, som intet punkt svarer på (2)");
}
