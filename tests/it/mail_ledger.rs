//! The mailbox ledger for staff: one place per mail, a sum that must hold, and what a person decides about each.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::intake::mailbox::{Ledger, Mail, Place};
use hoering::response::Response;
use hoering::schema::{audit_events, mails, responses};
use hoering::staff::{Person, Role};

use crate::app::{Answer, HEARING, TestApp};
use crate::enquiries::receive;
use crate::staff::{browse_as, person};

pub const OPINION: &str =
    "Vi har følgende bemærkninger til planen: Der mangler boliger til unge, og vi foreslår flere.";

/// A plain mail.
pub fn mail(from: &str, subject: &str, headers: &str, body: &str) -> Vec<u8> {
    format!(
        "From: {from}\r\nTo: hoering@region.example\r\nSubject: {subject}\r\nDate: Wed, 20 Sep 2023 08:00:00 +0200\r\n\
         Message-ID: <{}@x.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Transfer-Encoding: 8bit\r\n{headers}\r\n{body}\r\n",
        subject.replace(|letter: char| !letter.is_ascii_alphanumeric(), "-")
    )
    .into_bytes()
}

pub fn away() -> Vec<u8> {
    mail(
        "Bo Ib <bo@x.example>",
        "Automatisk svar: Høring",
        "Auto-Submitted: auto-replied\r\n",
        OPINION,
    )
}

pub fn with_program() -> Vec<u8> {
    b"From: Bo Ib <bo@x.example>\r\nTo: hoering@region.example\r\nSubject: Faktura\r\nDate: Wed, 20 Sep 2023 08:00:00 +0200\r\n\
      MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\nContent-Type: text/plain\r\n\r\nSe bilaget.\r\n\
      --q\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"faktura.exe\"\r\n\r\nMZ\x90\0abc\r\n\
      --q\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=\"bilag.txt\"\r\n\r\nEt bilag.\r\n--q--\r\n"
        .to_vec()
}

pub fn sealed() -> Vec<u8> {
    include_bytes!("files/encrypted.eml").to_vec()
}

pub fn withdraws() -> Vec<u8> {
    mail(
        "Ida <ida@y.example>",
        "Vedr. svar",
        "",
        "Jeg trækker hermed mit høringssvar tilbage.",
    )
}

pub fn at(id: i64) -> String {
    format!("/sekretariat/{HEARING}/mails/{id}")
}

pub fn list(filter: &str) -> String {
    format!("/sekretariat/{HEARING}/mails{filter}")
}

pub async fn editor(app: &mut TestApp) -> Person {
    let hanne = person(app, "hanne", Role::Editor).await;
    browse_as(app, &hanne).await;
    hanne
}

pub async fn row(app: &TestApp, id: i64) -> Mail {
    Mail::find(&mut *app.conn().await, id).await.unwrap()
}

/// Sends a form of the mail's page.
pub async fn act(app: &TestApp, id: i64, what: &str, fields: &[(&str, &str)]) -> Answer {
    app.post(&at(id), &format!("{}/{what}", at(id)), fields)
        .await
}

/// What the log says of a mail, oldest first, without what the program did.
pub async fn done(app: &TestApp, id: i64) -> Vec<String> {
    audit_events::table
        .filter(audit_events::subject_kind.eq("mail"))
        .filter(audit_events::subject_id.eq(id))
        .filter(audit_events::staff_id.is_not_null())
        .filter(audit_events::action.ne("mail_read"))
        .order(audit_events::id)
        .select(audit_events::action)
        .load(&mut *app.conn().await)
        .await
        .unwrap()
}

/// The responses that came of a mail, in whatever state.
pub async fn made_of(app: &TestApp, id: i64) -> Vec<Response> {
    let mut conn = app.conn().await;
    let ids: Vec<i64> = responses::table
        .filter(responses::mail_id.eq(id))
        .order(responses::id)
        .select(responses::id)
        .load(&mut conn)
        .await
        .unwrap();
    let mut all = Vec::new();
    for id in ids {
        all.push(Response::find(&mut conn, id).await.unwrap());
    }
    all
}

pub async fn ledger(app: &TestApp) -> Ledger {
    let hearing = app.hearing().await;
    Ledger::of_hearing(&mut *app.conn().await, hearing.id)
        .await
        .unwrap()
}

#[tokio::test]
async fn the_list_adds_up_and_says_what_waits_and_why() {
    let mut app = TestApp::spawn().await;
    receive(
        &app,
        mail("Eva <eva@z.example>", "Høringssvar", "", OPINION),
    )
    .await;
    receive(&app, away()).await;
    receive(&app, with_program()).await;
    receive(&app, sealed()).await;
    let unclear = receive(&app, withdraws()).await;
    let reader = person(&app, "ole", Role::Reader).await;
    browse_as(&mut app, &reader).await;

    let shown = app.get(&list("")).await;
    assert_eq!(shown.status, 200);
    shown.says("3 mails skal afklares");
    shown.says("<th scope=\"row\">I alt</th><td class=\"num\">5</td>");
    shown.says("Mailen har et program eller en virus med.");
    shown.says("Mailen er krypteret, og vi kan ikke åbne den.");
    shown.says("Nogen vil trække et svar tilbage, men det er ikke klart hvilket.");
    shown.says("Det er et automatisk svar, for eksempel om fravær.");
    let ledger = ledger(&app).await;
    assert_eq!((ledger.seen, ledger.sum(), ledger.waiting()), (5, 5, 3));
    assert!(ledger.holds());

    let waiting = app.get(&list("?sted=uafklaret")).await;
    waiting.says("3 mails</span>");
    assert!(!waiting.text.contains("Automatisk svar: Høring"));
    let found = app.get(&list("?sted=uafklaret&q=IDA%40y")).await;
    found.says(&format!("/mails/{unclear}\""));
    found.says("1 mail</span>");
    app.get(&list("?q=%25")).await.says("0 mails</span>");
    app.get(&list("?sted=response&side=99")).await.says("Eva");
    app.get(&list("?sted=response&side=-3")).await.says("Eva");
}

#[tokio::test]
async fn a_sum_that_does_not_hold_is_an_alarm_on_the_page() {
    let mut app = TestApp::spawn().await;
    let id = receive(&app, away()).await;
    editor(&mut app).await;
    diesel::update(mails::table.find(id))
        .set(mails::place.eq(Place::Response))
        .execute(&mut *app.conn().await)
        .await
        .unwrap();
    let ledger = ledger(&app).await;
    assert!(!ledger.holds());
    assert_eq!(ledger.unfounded, [id]);
    app.get(&list(""))
        .await
        .says("er blevet til noget, som ikke findes");
}

#[tokio::test]
async fn what_was_seen_and_stays_waits_no_longer_until_that_is_taken_back() {
    let mut app = TestApp::spawn().await;
    let id = receive(&app, with_program()).await;
    editor(&mut app).await;
    let shown = app.get(&at(id)).await;
    shown.says("Er set og bliver her");
    shown.says("Tag stilling til mailen");
    assert_eq!(act(&app, id, "set", &[]).await.leads(), at(id));
    assert_eq!(ledger(&app).await.waiting(), 0);
    assert_eq!(row(&app, id).await.place, Place::Spam);
    let shown = app.get(&at(id)).await;
    shown.says("Set, og bliver her");
    shown.says("PH");
    assert!(!shown.text.contains("Tag stilling til mailen"));
    app.get(&list(""))
        .await
        .says("Alle 1 mails er gjort rede for");

    assert_eq!(act(&app, id, "fortryd", &[]).await.leads(), at(id));
    assert_eq!(ledger(&app).await.waiting(), 1);
    let again = act(&app, id, "fortryd", &[]).await;
    assert_eq!(again.status, 422);
    again.says("Der er ikke noget at fortryde");
    assert_eq!(done(&app, id).await, ["mail_seen", "mail_undone"]);
}

#[tokio::test]
async fn a_mail_is_read_as_text_and_what_it_holds_is_never_run_or_fetched() {
    let mut app = TestApp::spawn().await;
    let html = "From: Bo <bo@x.example>\r\nSubject: <b>Hej</b>\r\nAuto-Submitted: auto-replied\r\n\
        Authentication-Results: mx.region.example; spf=pass; dkim=fail\r\nAuthentication-Results: evil.example; dmarc=pass\r\n\
        Content-Type: text/html; charset=utf-8\r\n\r\n\
        <p>Jeg er væk.</p><img src=\"http://evil.example/x.png\"><script>alert(1)</script>\r\n";
    let id = receive(&app, html).await;
    editor(&mut app).await;
    let shown = app.get(&at(id)).await;
    shown.says("Jeg er væk.");
    shown.says("&lt;b&gt;Hej&lt;/b&gt;");
    assert!(!shown.text.contains("<img"), "{}", shown.text);
    assert!(!shown.text.contains("<script>alert"));
    assert!(!shown.text.contains("DMARC"), "another's word is none");

    let id = receive(&app, with_program()).await;
    let shown = app.get(&at(id)).await;
    shown.says("Filen har virus og kan ikke hentes.");
    assert!(!shown.text.contains("/raa\""), "the raw mail is held back");
    for part in ["1", "2"] {
        let file = app.get(&format!("{}/fil/{part}", at(id))).await;
        assert_eq!(file.status, 403);
    }
    assert_eq!(app.get(&format!("{}/raa", at(id))).await.status, 403);
    assert_eq!(app.get(&format!("{}/fil/0", at(id))).await.status, 404);
    assert_eq!(app.get(&format!("{}/fil/9", at(id))).await.status, 404);

    let id = receive(&app, sealed()).await;
    let shown = app.get(&at(id)).await;
    shown.says("uden kryptering eller med Digital Post");
    shown.says("href=\"mailto:");
    let file = app.get(&format!("{}/fil/1", at(id))).await;
    assert_eq!(file.status, 200);
    let disposition = file.headers.get("content-disposition").unwrap();
    assert!(disposition.to_str().unwrap().starts_with("attachment"));
}

#[tokio::test]
async fn a_reader_may_read_and_do_nothing() {
    let mut app = TestApp::spawn().await;
    let id = receive(&app, away()).await;
    let reader = person(&app, "ole", Role::Reader).await;
    browse_as(&mut app, &reader).await;
    let shown = app.get(&at(id)).await;
    assert_eq!(shown.status, 200);
    assert!(!shown.text.contains("Hvad skal der ske?"));
    for what in [
        "svar",
        "tilknytning",
        "afsender",
        "afsender/slet",
        "flytning",
        "set",
        "fortryd",
    ] {
        let answer = app.post("/konto", &format!("{}/{what}", at(id)), &[]).await;
        assert_eq!(answer.status, 403, "{what}");
    }
    assert_eq!(row(&app, id).await.place, Place::Machine);
}
