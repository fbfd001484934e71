//! What a sender sees of the answer: where it stands, a new version until the deadline, and what was decided.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::intake::receipt;
use hoering::schema::{receipts, respondents, response_relations};

use crate::app::{HEARING, TestApp, at};
use crate::publication::stage::{Said, Stage};

async fn with_address(stage: &Stage, said: &Said, email: &str) {
    diesel::update(respondents::table)
        .filter(respondents::response_id.eq(said.response_id))
        .set(respondents::email.eq(email))
        .execute(&mut *stage.app.conn().await)
        .await
        .unwrap();
}

fn own(app: &TestApp, number: &str) -> String {
    format!("{}/svar", receipt::path(&app.app, number))
}

#[tokio::test]
async fn the_sender_sees_where_the_answer_is_published_and_quoted() {
    let stage = Stage::empty().await;
    let said = stage
        .say("Klitvang Kommune", "A", "Vi støtter planen. Og mere til.")
        .await;
    stage
        .mark(&said, "Vi støtter planen.", "pejlemaerker", 4)
        .await;
    let page = stage.app.get(&own(&stage.app, &said.number)).await;
    assert!(!page.text.contains("Offentliggjort som"), "not yet");
    stage.fix().await;
    stage.release().await;
    let page = stage.app.get(&own(&stage.app, &said.number)).await;
    page.says("Offentliggjort som A1");
    page.says("/svar-samlet/A1");
    page.says("/svar-samlet/tema/pejlemaerker/4");
    page.says("Kontrollér en kvittering");
}

#[tokio::test]
async fn a_new_version_is_written_in_the_form_until_the_deadline() {
    let app = TestApp::spawn().await;
    let form = format!("/hoeringer/{HEARING}/svar");
    let fields = [
        ("name", "Ida Bjergmark"),
        ("kind", "borger"),
        ("email", "ida@postfuglen.example"),
        ("body", "Det er en god plan."),
        ("consent", "true"),
    ];
    let check = app
        .upload(&form, &form, &fields, vec![])
        .await
        .leads()
        .to_owned();
    let receipt = app
        .post(&check, &format!("{check}/send"), &[])
        .await
        .leads()
        .to_owned();
    let own = format!("{receipt}/svar");
    app.get(&own).await.says("Skriv en ny udgave");
    let edit = app
        .post(&own, &format!("{receipt}/rettelse"), &[])
        .await
        .leads()
        .to_owned();
    let page = app.get(&edit).await;
    page.says("Det er en god plan.");
    page.says("ida@postfuglen.example");
    let key = edit.split('/').nth(4).unwrap().to_owned();
    let mut changed = fields.to_vec();
    changed[3] = ("body", "Det er en bedre plan.");
    changed.push(("key", key.as_str()));
    let check = app
        .upload(&form, &form, &changed, vec![])
        .await
        .leads()
        .to_owned();
    let second = app
        .post(&check, &format!("{check}/send"), &[])
        .await
        .leads()
        .to_owned();
    assert_ne!(second, receipt);
    let proposed: Vec<(String, String)> = response_relations::table
        .select((response_relations::kind, response_relations::state))
        .load(&mut *app.conn().await)
        .await
        .unwrap();
    assert_eq!(proposed, [("corrects".to_owned(), "proposed".to_owned())]);
    app.app.clock.set(at("2023-11-20T08:00:00Z"));
    let page = app.get(&own).await;
    assert!(!page.text.contains("Skriv en ny udgave"));
    let late = app.post(&form, &format!("{receipt}/rettelse"), &[]).await;
    assert_eq!(late.status, 409);
}

#[tokio::test]
async fn every_sender_with_an_address_is_told_once_what_was_decided() {
    let stage = Stage::empty().await;
    let first = stage.say("Klitvang Kommune", "A", "Ja.").await;
    let second = stage.say("Klitvang Kommune", "A", "Og en ting til.").await;
    let third = stage.say("Fjordby Kommune", "A", "Nej.").await;
    stage.say("Uden Adresse", "A", "Måske.").await;
    let gone = stage.say("Trukket Kommune", "A", "Væk.").await;
    for said in [&first, &second] {
        with_address(&stage, said, "klitvang@example.dk").await;
    }
    with_address(&stage, &third, "fjordby@example.dk").await;
    with_address(&stage, &gone, "vaek@example.dk").await;
    stage.withdraw(&gone).await;
    stage.fix().await;
    stage.release().await;
    stage.log_in(stage.builder).await;
    let page = format!("/sekretariat/{HEARING}/beslutning");
    let shown = stage.app.get(&page).await;
    shown.says("2 afsendere");
    shown.says("Ét svar har ingen mailadresse");
    let text = "Planen er vedtaget med tre ændringer.";
    let early = [("day", "2023-12-20"), ("text", text)];
    let refused = stage.app.post(&page, &page, &early).await;
    assert_eq!(refused.status, 422);
    refused.says("Dagen er ikke kommet endnu");
    refused.says(text);
    let nothing = stage
        .app
        .post(&page, &page, &[("day", "2023-11-19"), ("text", " ")])
        .await;
    assert_eq!(nothing.status, 422);
    let good = [("day", "2023-11-19"), ("text", text)];
    stage.app.post(&page, &page, &good).await.leads();
    let again = stage
        .app
        .post(
            &format!("/sekretariat/{HEARING}/offentliggoerelse"),
            &page,
            &good,
        )
        .await;
    assert!(
        again.status == 303 || again.status == 403,
        "{}",
        again.status
    );
    stage.app.work().await;
    let told: i64 = receipts::table
        .filter(receipts::kind.eq("decided"))
        .count()
        .get_result(&mut *stage.app.conn().await)
        .await
        .unwrap();
    assert_eq!(told, 2, "each address once");
    let mails = stage.app.mails();
    let mail = mails
        .iter()
        .find(|mail| mail.to.contains("klitvang"))
        .unwrap();
    for says in [
        text,
        "offentliggjort som A1",
        "offentliggjort som A2",
        "/svar-samlet/A1",
    ] {
        assert!(mail.text.contains(says), "{says}: {}", mail.text);
    }
    assert!(!mail.text.contains("A3"));
    let page = stage.app.get(&own(&stage.app, &first.number)).await;
    page.says("Det blev besluttet");
    page.says(text);
}
