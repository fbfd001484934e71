//! The memo in a release: only when somebody says so, without what must not be in it, and leading both ways.

use hoering::memo::{
    self, Content, Disposition, MemoError, NewSource, Place, Point, PointState, make,
};
use hoering::publication::gate::What;
use hoering::redaction::Ground;
use hoering::tagging::Passage;

use super::stage::{Said, Stage};
use super::{COMPILATION, file, kinds};

const TEXT: &str = "Vi støtter dialogmøder.\n\nDitte Solbakke er syg.";
const MEMO: &str = "/sekretariat/visions-og-udviklingsplan-2023/hoeringsnotat/sammenfatning";
const PUBLISH: &str = "/sekretariat/visions-og-udviklingsplan-2023/hoeringsnotat/offentliggoerelse";

/// A response with a passage under theme 4, and its name hidden.
async fn said(stage: &Stage) -> (Said, i64) {
    let said = stage.say("Klitvang Kommune", "A", TEXT).await;
    stage
        .mark(&said, "Vi støtter dialogmøder.", "pejlemaerker", 4)
        .await;
    stage
        .hide(&said, "Ditte Solbakke", Ground::Health, true)
        .await;
    let mut conn = stage.app.conn().await;
    let marked = Passage::of_texts(&mut conn, &[said.text_id]).await.unwrap();
    (said, marked[0].id)
}

/// A point in the memo, agreed.
async fn point(stage: &Stage, remark: &str, comment: &str, sources: &[NewSource]) -> i32 {
    let mut conn = stage.app.conn().await;
    let trees = hoering::hearing::frames_of(&mut conn, stage.hearing.id)
        .await
        .unwrap();
    let theme = trees[0].leaves().find(|theme| theme.number == Some(4));
    let content = Content {
        comment: comment.to_owned(),
        disposition: Some(Disposition::Accepted),
        change_page: "Side 14".into(),
        change_after: "Regionen holder dialogmøder.".into(),
        state: PointState::Agreed,
        ..Content::draft(remark, Place::Theme, theme.map(|it| it.id))
    };
    make(&mut conn, stage.builder(), content, sources)
        .await
        .unwrap()
}

async fn publish(stage: &Stage) {
    memo::publish(&mut *stage.app.conn().await, stage.builder())
        .await
        .unwrap();
}

#[tokio::test]
async fn the_memo_goes_out_when_somebody_says_so_and_leads_to_who_said_it() {
    let stage = Stage::empty().await;
    let (_, passage) = said(&stage).await;
    let sources = [NewSource::Passage(passage)];
    point(&stage, "Der bør holdes møder.", "Enig.", &sources).await;
    stage.fix().await;
    stage.release().await;
    let memo = format!("{COMPILATION}/notat");
    assert_eq!(
        stage.app.get(&memo).await.status,
        404,
        "it stays with the staff"
    );
    assert!(!stage.app.get(COMPILATION).await.text.contains(&memo));

    publish(&stage).await;
    stage.release().await;
    stage.app.get(COMPILATION).await.says("Læs høringsnotatet");
    let page = stage.app.get(&memo).await;
    page.says("Der bør holdes møder.");
    page.says("Enig.");
    page.says("Imødekommes");
    page.says("Regionen holder dialogmøder.");
    page.says("<a href=\"/hoeringer/visions-og-udviklingsplan-2023/svar-samlet/A1#p1\">A1 Klitvang Kommune</a>");
    let by = stage.app.get(&format!("{memo}?vis=afsender")).await;
    by.says("A1 Klitvang Kommune");
    assert!(!by.text.contains("Regionen holder dialogmøder."));
    let response = stage.app.get(&format!("{COMPILATION}/A1")).await;
    response.says("Svaret i høringsnotatet");
    response.says("/svar-samlet/notat#punkt-1");
    let theme = stage
        .app
        .get(&format!("{COMPILATION}/tema/pejlemaerker/4"))
        .await;
    theme.says("Administrationens svar");
    let other = stage
        .app
        .get(&format!("{COMPILATION}/tema/pejlemaerker/5"))
        .await;
    assert!(!other.text.contains("Administrationens svar"));
    let data: serde_json::Value =
        serde_json::from_str(&file(&stage.build_files().await, "hoeringssvar.json")).unwrap();
    let first = &data["memo"]["sections"][0]["points"][0];
    assert_eq!(first["from"][0]["reference"], "A1");
    assert_eq!(first["from"][0]["paragraphs"], serde_json::json!([1]));

    memo::keep_back(&mut *stage.app.conn().await, stage.builder())
        .await
        .unwrap();
    stage.release().await;
    assert_eq!(
        stage.app.get(&memo).await.status,
        404,
        "the next is without it"
    );
}

#[tokio::test]
async fn a_memo_with_open_points_or_none_does_not_go_out() {
    let stage = Stage::empty().await;
    let mut conn = stage.app.conn().await;
    let by = stage.builder();
    let empty = memo::publish(&mut conn, by).await;
    assert!(matches!(empty, Err(MemoError::Empty)));
    let draft = Content::draft("Noget mangler.", Place::General, None);
    make(&mut conn, by, draft.clone(), &[]).await.unwrap();
    let open = memo::publish(&mut conn, by).await;
    assert!(matches!(open, Err(MemoError::Open(1))));
    stage.log_in(stage.builder).await;
    let refused = stage.app.post(MEMO, PUBLISH, &[]).await;
    assert_eq!(refused.status, 422);
    refused.says("Ét punkt er ikke afstemt endnu.");
    memo::remove(&mut conn, by, 1).await.unwrap();
    point(&stage, "Godt.", "Tak.", &[]).await;
    let done = stage.app.post(MEMO, PUBLISH, &[]).await;
    assert_eq!(done.status, 303);
    stage
        .app
        .get(MEMO)
        .await
        .says("Notatet kommer med i de samlede høringssvar.");

    // A point that comes later is not passed over in silence.
    make(&mut conn, by, draft, &[]).await.unwrap();
    let built = stage.build_files().await;
    let open = built
        .findings
        .iter()
        .find(|one| one.what == What::PointOpen);
    assert_eq!(open.unwrap().point, Some(3));
    assert!(open.unwrap().stops());
}

#[tokio::test]
async fn the_memo_says_nothing_that_is_hidden_where_it_answers_and_no_number_of_a_person() {
    let stage = Stage::empty().await;
    let (said_it, passage) = said(&stage).await;
    let other = stage.say("Fjordby Kommune", "A", "Vi er enige.").await;
    let from = [NewSource::Passage(passage)];
    let of_other = [NewSource::Response(other.response_id)];
    publish_after(&stage, "Ditte Solbakke skal hjælpes.", &from).await;
    assert!(kinds(&stage).await.contains(&What::RedactedText));

    // The same words where another response is answered are the staff's own.
    publish_after(&stage, "Ditte Solbakke skal hjælpes.", &of_other).await;
    assert!(!kinds(&stage).await.contains(&What::RedactedText));
    publish_after(&stage, "Nummeret er 120345-7890.", &of_other).await;
    assert!(kinds(&stage).await.contains(&What::Cpr));
    publish_after(&stage, "Ring på 20 12 34 56.", &of_other).await;
    assert!(kinds(&stage).await.contains(&What::MemoContact));
    publish_after(&stage, "Møderne er gode.", &of_other).await;
    let found = kinds(&stage).await;
    let bad = [What::MemoContact, What::Cpr, What::RedactedText];
    assert!(found.iter().all(|what| !bad.contains(what)), "{found:?}");

    // The staff's page leads to the point.
    publish_after(&stage, "Ditte Solbakke skal hjælpes.", &from).await;
    stage.log_in(stage.builder).await;
    let page = stage.app.get(super::STAFF).await;
    page.says("Høringsnotat, punkt 6");
    page.says("/hoeringsnotat/punkter/6");
    drop(said_it);
}

/// One point and no other, in a memo that goes out.
async fn publish_after(stage: &Stage, remark: &str, sources: &[NewSource]) {
    let by = stage.builder();
    let there = Point::of_hearing(&mut *stage.app.conn().await, stage.hearing.id)
        .await
        .unwrap();
    for one in there {
        memo::remove(&mut *stage.app.conn().await, by, one.number)
            .await
            .unwrap();
    }
    point(stage, remark, "Tak.", sources).await;
    publish(stage).await;
}

#[tokio::test]
async fn a_response_that_was_withdrawn_is_named_and_leads_nowhere() {
    let stage = Stage::empty().await;
    let (said, passage) = said(&stage).await;
    let other = stage.say("Fjordby Kommune", "A", "Vi er enige.").await;
    let sources = [
        NewSource::Passage(passage),
        NewSource::Response(other.response_id),
    ];
    point(&stage, "Der bør holdes møder.", "Enig.", &sources).await;
    publish(&stage).await;
    stage.fix().await;
    stage.withdraw(&said).await;
    stage.release().await;
    let page = stage.app.get(&format!("{COMPILATION}/notat")).await;
    page.says("A1 Klitvang Kommune (udgået, trukket tilbage)");
    assert!(
        !page.text.contains("/svar-samlet/A1"),
        "nothing is shown of it"
    );
    page.says("/svar-samlet/A2\">A2 Fjordby Kommune</a>");
}
