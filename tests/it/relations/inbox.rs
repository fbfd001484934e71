//! The inbox: what another takes the place of is under that one, the counts add up, and filters find it all.

use super::*;

async fn inbox(app: &TestApp, query: &str) -> Answer {
    app.get(&format!("/sekretariat/{HEARING}/indbakke{query}"))
        .await
}

fn rows(answer: &Answer) -> usize {
    answer.text.matches("<td class=\"ref\">").count()
}

#[tokio::test]
async fn versions_and_supplements_are_folded_under_the_one_in_force_and_the_counts_add_up() {
    let mut app = TestApp::spawn().await;
    let mails = take(&app, &[19, 22, 28, 31]).await;
    let (first, second) = (of_mail(&app, mails[0]).await, of_mail(&app, mails[1]).await);
    let withdrawn = of_mail(&app, mails[2]).await;
    let adds = write(
        &app,
        "Kaj <kaj@engholm.example>",
        "Mere",
        "Vi foreslår bedre busser.",
    )
    .await;
    desk(&mut app).await;
    let open = inbox(&app, "").await;
    assert_eq!(rows(&open), 4);
    open.says("2 svar har forslag");
    assert_eq!(
        rows(&inbox(&app, "?forslag=ja").await),
        2,
        "as many as are said"
    );

    for of in [&second, &withdrawn] {
        let it = relation(&app, of).await;
        press(&app, of, &format!("relationer/{}/bekraeftelse", it.id), &[]).await;
    }
    let supplements = [("kind", "supplements"), ("other", second.number.as_str())];
    press(&app, &adds, "relationer", &supplements).await;

    let all = inbox(&app, "").await;
    assert_eq!(rows(&all), 2);
    all.says("Viser 2 svar. Heraf gælder 1. 2 tidligere udgaver og tillæg er foldet ind.");
    all.says("0 af 1 færdige");
    all.says(&first.number);
    all.says(&adds.number);
    all.says("Trukket tilbage");
    let new = inbox(&app, "?arbejde=new").await;
    assert_eq!(rows(&new), 1, "as many as the state of the work says");

    // Words that only the first version has find it by itself.
    let by_number = inbox(&app, &format!("?q={}", first.number)).await;
    assert_eq!(rows(&by_number), 1);
    by_number.says("Erstattet af nyere svar");

    // At the side of a response the list is the same, and the way onward does not lead through old versions.
    let side = app.get(&page(&second)).await;
    assert!(!side.text.contains(&format!(
        "data-next=\"/sekretariat/{HEARING}/svar/{}",
        first.number
    )));
    app.get(&page(&first)).await.says("aria-current=\"page\"");
}
