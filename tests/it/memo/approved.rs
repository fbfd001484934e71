//! The approved memo as a file: checked against the responses, put in force, replaced and withdrawn.

use diesel_async::RunQueryDsl;
use hoering::memo::approved::{Approved, all_of, current};
use hoering::staff::Role;

use super::back_files::{document, taken};
use super::{list, point};
use crate::app::{Answer, TestApp};
use crate::desk::{respond, two_people};
use crate::staff::{browse_as, person};

fn here() -> String {
    format!("{}/godkendt", list())
}

async fn hand_in(app: &TestApp, name: &str, bytes: Vec<u8>) -> Answer {
    app.upload(&here(), &here(), &[], vec![(name, bytes)]).await
}

/// The memo with a word in the place of another.
async fn saying(app: &TestApp, words: &str) -> Vec<u8> {
    document(&taken(app, "docx").await, |xml| {
        xml.replace("Flere møder", words)
    })
}

async fn in_force(app: &TestApp) -> Option<Approved> {
    let hearing = app.hearing().await.id;
    current(&mut *app.conn().await, hearing).await.unwrap()
}

#[tokio::test]
async fn an_approved_file_is_checked_put_in_force_replaced_and_withdrawn() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    let one = respond(&app, "Hvidklit Kommune", "Vi støtter planen.", vec![]).await;
    let gone = respond(&app, "Fjordhøj Kommune", "Det gør vi ikke.", vec![]).await;
    point(&app, &hanne, 1, "Flere møder", &[]).await;
    let hearing = app.hearing().await.id;
    let good = saying(&app, &format!("Svaret {} er fulgt", one.number)).await;
    hand_in(&app, "godkendt.docx", good.clone()).await.leads();
    hand_in(&app, "godkendt.docx", good.clone()).await.leads();
    let all = all_of(&mut *app.conn().await, hearing).await.unwrap();
    assert_eq!(all.len(), 1, "the same file once");
    assert_eq!(all[0].named(), std::slice::from_ref(&one.number));
    assert!(in_force(&app).await.is_none());
    let path = format!("{}/{}", here(), all[0].id);
    app.post(&here(), &path, &[]).await.leads();
    let page = app.get(&here()).await;
    page.says("Taget i brug af Person hanne");
    let it = in_force(&app).await.unwrap();
    page.says(&hex::encode(&it.sha256));
    assert_eq!(it.filename, "godkendt.docx");
    let file = app
        .http
        .get(app.url(&format!("{path}/fil")))
        .send()
        .await
        .unwrap();
    assert_eq!(file.bytes().await.unwrap(), good);
    // Another with a response that was withdrawn is listed, and needs a reason.
    diesel::sql_query("update responses set state = 'withdrawn' where number = $1")
        .bind::<diesel::sql_types::Text, _>(&gone.number)
        .execute(&mut app.admin().await)
        .await
        .unwrap();
    let bad = saying(&app, &format!("Svaret {} er fulgt", gone.number)).await;
    hand_in(&app, "ny.docx", bad).await.leads();
    let page = app.get(&here()).await;
    page.says(&format!("{}: udgået, trukket tilbage", gone.number));
    let next = all_of(&mut *app.conn().await, hearing).await.unwrap()[0].id;
    let path = format!("{}/{next}", here());
    let refused = app.post(&here(), &path, &[("reason", " ")]).await;
    assert_eq!(refused.status, 422);
    refused.says("Skriv en begrundelse");
    let reason = [("reason", "Svaret er omtalt som trukket.")];
    app.post(&here(), &path, &reason).await.leads();
    let it = in_force(&app).await.unwrap();
    assert_eq!(
        (it.id, it.reason.as_str()),
        (next, "Svaret er omtalt som trukket.")
    );
    app.get(&here()).await.says("Tidligere filer (1)");
    app.post(&here(), &format!("{path}/tilbage"), &[])
        .await
        .leads();
    assert!(in_force(&app).await.is_none());
    app.get(&here()).await.says("Der er ingen godkendt fil.");
}

#[tokio::test]
async fn what_cannot_be_the_approved_memo_is_refused_and_readers_only_look() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    point(&app, &hanne, 1, "Flere møder", &[]).await;
    let sheet = taken(&app, "xlsx").await;
    for (name, bytes, why) in [
        (
            "notat.xlsx",
            sheet,
            "hverken en Word-fil (.docx) eller en PDF",
        ),
        (
            "notat.txt",
            b"Hej".to_vec(),
            "hverken en Word-fil (.docx) eller en PDF",
        ),
        ("notat.pdf", b"%PDF-1.7\n1 0 obj".to_vec(), "files-error"),
        ("notat.docx", Vec::new(), "Filen er tom."),
    ] {
        let answer = hand_in(&app, name, bytes).await;
        assert_eq!(answer.status, 422, "{name}");
        answer.says(why);
    }
    let reader = person(&app, "laeser", Role::Reader).await;
    browse_as(&mut app, &reader).await;
    let page = app.get(&here()).await;
    assert_eq!(page.status, 200);
    assert!(!page.text.contains("method=\"post\""));
    assert_eq!(
        app.post(&list(), &format!("{}/1", here()), &[])
            .await
            .status,
        403
    );
}
