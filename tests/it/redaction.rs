//! Hidden text: who may decide it, what is left in public, and what becomes of passages that cross it.

use hoering::redaction::{Clearing, Redaction, apply, clearings_of_texts};
use hoering::tagging::Passage;
use hoering::templates::Templates;
use hoering::text::slice;

use crate::app::TestApp;
use crate::desk::{Made, respond, theme, two_people};
use crate::staff::browse_as;

async fn redactions(app: &TestApp, made: &Made) -> Vec<Redaction> {
    Redaction::of_texts(&mut *app.conn().await, &[made.text_id])
        .await
        .unwrap()
}

#[tokio::test]
async fn a_passage_that_crosses_hidden_text_is_split_in_public_and_keeps_its_words() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    let text = "😀 Min datter Ida på e\u{301}t bosted har CPR 120345-7890 og er glad.";
    let made = respond(&app, "A", text, vec![]).await;
    let at = |needle: &str| {
        let start = text[..text.find(needle).unwrap()].chars().count();
        (start, start + needle.chars().count())
    };
    made.act(
        &app,
        "markeringer",
        (2, text.chars().count()),
        &[("theme", &theme(&app, 6).await)],
    )
    .await
    .leads();
    made.act(
        &app,
        "overstregninger",
        at("Ida"),
        &[("ground", "third_person")],
    )
    .await
    .leads();
    made.act(
        &app,
        "overstregninger",
        at("120345-7890"),
        &[("ground", "cpr")],
    )
    .await
    .leads();
    let hidden: Vec<_> = redactions(&app, &made)
        .await
        .iter()
        .map(Redaction::hidden)
        .collect();
    let words = Templates::shared().unwrap().words();
    let public = apply(text, &hidden, |ground| words.text(ground.token_key(), &[]));
    assert_eq!(
        public.text,
        "😀 Min datter [oplysning om en anden person udeladt] på e\u{301}t bosted har CPR [CPR-nummer udeladt] og er glad."
    );
    let passage = &Passage::of_texts(&mut *app.conn().await, &[made.text_id])
        .await
        .unwrap()[0];
    let left: Vec<&str> = public
        .carry(passage.span())
        .into_iter()
        .map(|span| slice(&public.text, span).unwrap())
        .collect();
    assert_eq!(
        left,
        ["Min datter", "på e\u{301}t bosted har CPR", "og er glad."]
    );
    let page = app.get(&made.page).await;
    page.says("[oplysning om en anden person udeladt]");
    page.says("<s class=\"was\"");
}

#[tokio::test]
async fn whoever_hid_a_text_cannot_approve_it_and_a_colleague_can() {
    let mut app = TestApp::spawn().await;
    let (_, mads) = two_people(&mut app).await;
    let made = respond(&app, "A", "Ida er syg.", vec![]).await;
    made.act(&app, "overstregninger", (0, 3), &[("ground", "health")])
        .await
        .leads();
    let it = redactions(&app, &made).await[0].id;
    let approve = format!("{}/overstregninger/{it}/godkendelse", made.page);
    let own = app.post(&made.page, &approve, &[]).await;
    assert_eq!(own.status, 422);
    own.says("En anden end den, der skjulte teksten");
    assert!(redactions(&app, &made).await[0].approver_id.is_none());
    browse_as(&mut app, &mads).await;
    app.post(&made.page, &approve, &[]).await.leads();
    assert_eq!(redactions(&app, &made).await[0].approver_id, Some(mads.id));
}

#[tokio::test]
async fn another_ground_for_the_same_text_needs_approval_anew() {
    let mut app = TestApp::spawn().await;
    let (_, mads) = two_people(&mut app).await;
    let made = respond(&app, "A", "Ida er syg.", vec![]).await;
    made.act(&app, "overstregninger", (0, 3), &[("ground", "health")])
        .await
        .leads();
    let it = redactions(&app, &made).await[0].id;
    browse_as(&mut app, &mads).await;
    app.post(
        &made.page,
        &format!("{}/overstregninger/{it}/godkendelse", made.page),
        &[],
    )
    .await
    .leads();
    made.act(
        &app,
        "overstregninger",
        (0, 3),
        &[("ground", "third_person")],
    )
    .await
    .leads();
    let now = redactions(&app, &made).await;
    assert_eq!(now.len(), 1);
    assert!(now[0].approver_id.is_none());
}

#[tokio::test]
async fn hidden_text_can_be_shown_again_and_the_row_stays() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    let made = respond(&app, "A", "Ida er syg.", vec![]).await;
    made.act(&app, "overstregninger", (0, 3), &[("ground", "health")])
        .await
        .leads();
    let it = redactions(&app, &made).await[0].id;
    let lift = format!("{}/overstregninger/{it}/slet", made.page);
    app.post(&made.page, &lift, &[]).await.leads();
    assert!(redactions(&app, &made).await.is_empty());
    assert_eq!(app.post(&made.page, &lift, &[]).await.status, 404);
    use diesel::QueryDsl;
    use diesel_async::RunQueryDsl;
    let rows: i64 = hoering::schema::redactions::table
        .count()
        .get_result(&mut *app.conn().await)
        .await
        .unwrap();
    assert_eq!(rows, 1);
}

#[tokio::test]
async fn a_number_that_is_no_cpr_number_is_cleared_by_two_people_with_a_reason() {
    let mut app = TestApp::spawn().await;
    let (_, mads) = two_people(&mut app).await;
    let made = respond(&app, "A", "Vores sag 230831-6104.", vec![]).await;
    let clearings = async |app: &TestApp| {
        clearings_of_texts(&mut *app.conn().await, &[made.text_id])
            .await
            .unwrap()
    };
    assert_eq!(
        made.act(&app, "frigivelser", (10, 21), &[("reason", " ")])
            .await
            .status,
        422
    );
    made.act(
        &app,
        "frigivelser",
        (10, 21),
        &[("reason", "Journalnummer")],
    )
    .await
    .leads();
    let it = clearings(&app).await[0].id;
    assert!(!clearings(&app).await[0].is_in_force());
    let approve = format!("{}/frigivelser/{it}/godkendelse", made.page);
    assert_eq!(app.post(&made.page, &approve, &[]).await.status, 422);
    browse_as(&mut app, &mads).await;
    app.post(&made.page, &approve, &[]).await.leads();
    assert!(clearings(&app).await.iter().all(Clearing::is_in_force));
    app.get(&made.page).await.says("Journalnummer");
}
