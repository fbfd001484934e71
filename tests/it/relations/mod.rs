//! What responses are to each other and what they say of themselves, on the real messages: proposed with its reason, decided by people.

mod chains;
mod decide;
mod inbox;
mod reads;
mod split;
mod times;
mod undone;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::intake::mailbox::Ledger;
use hoering::intake::recognise;
use hoering::response::{
    Content, Part, Proposal, ProposalKind, ProposalState, Proposed, Reason, Relation, RelationKind,
    RelationState, Response, Standing, State, counts_from,
};
use hoering::schema::{audit_events, commitments, mails, receipts, responses};
use hoering::staff::Role;

use crate::app::{Answer, HEARING, TestApp, at};
use crate::enquiries::{receive, sample};
use crate::staff::{browse_as, person};

/// Takes in sample mails as they came, and looks at what they say. Their rows.
pub async fn take(app: &TestApp, numbers: &[u32]) -> Vec<i64> {
    let expected = std::fs::read_to_string("config/demo/mail_expect.jsonl").unwrap();
    let mut ids = Vec::new();
    for number in numbers {
        let name = format!("mail/{number:02}.eml");
        let line = expected.lines().find(|line| line.contains(&name)).unwrap();
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        app.app.clock.set(at(line["received_at"].as_str().unwrap()));
        ids.push(receive(app, sample(*number)).await);
        recognise::due(&app.app).await.unwrap();
    }
    ids
}

pub async fn write(app: &TestApp, from: &str, subject: &str, body: &str) -> Response {
    let raw = format!(
        "From: {from}\r\nTo: hoering@region.example\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body}\r\n"
    );
    let mail = receive(app, raw).await;
    recognise::due(&app.app).await.unwrap();
    of_mail(app, mail).await
}

pub async fn of_mail(app: &TestApp, mail: i64) -> Response {
    Response::query()
        .filter(responses::mail_id.eq(mail))
        .order(responses::id)
        .first(&mut *app.conn().await)
        .await
        .unwrap()
}

pub async fn again(app: &TestApp, response: &Response) -> Response {
    Response::find(&mut *app.conn().await, response.id)
        .await
        .unwrap()
}

pub async fn proposal(app: &TestApp, response: &Response, kind: ProposalKind) -> Proposal {
    proposals(app, response)
        .await
        .into_iter()
        .find(|one| one.kind == kind)
        .unwrap_or_else(|| panic!("no {kind} is proposed"))
}

pub async fn proposals(app: &TestApp, response: &Response) -> Vec<Proposal> {
    Proposal::of_responses(&mut *app.conn().await, &[response.id])
        .await
        .unwrap()
}

pub async fn relation(app: &TestApp, response: &Response) -> Relation {
    let mut all = Relation::of_responses(&mut *app.conn().await, &[response.id])
        .await
        .unwrap();
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

pub fn page(response: &Response) -> String {
    format!("/sekretariat/{HEARING}/svar/{}", response.number)
}

pub async fn desk(app: &mut TestApp) {
    let hanne = person(app, "hanne", Role::Editor).await;
    browse_as(app, &hanne).await;
}

/// The answer of a button on the page of a response.
pub async fn press(app: &TestApp, response: &Response, path: &str, fields: &[(&str, &str)]) {
    let here = page(response);
    app.post(&here, &format!("{here}/{path}"), fields)
        .await
        .leads();
}

pub async fn ledger_adds_up(app: &TestApp) -> i64 {
    let hearing = app.hearing().await;
    let ledger = Ledger::of_hearing(&mut *app.conn().await, hearing.id)
        .await
        .unwrap();
    assert!(ledger.holds());
    ledger.seen
}

/// Presses a button that is refused: the page with these words.
pub async fn refused(
    app: &TestApp,
    response: &Response,
    (path, fields): (&str, &[(&str, &str)]),
    words: &str,
) {
    let here = page(response);
    let answer: Answer = app.post(&here, &format!("{here}/{path}"), fields).await;
    assert_eq!(answer.status, 422, "{}", answer.text);
    answer.says(words);
}

pub async fn parts(app: &TestApp, response: &Response) -> Vec<Part> {
    Part::of_responses(&mut *app.conn().await, &[response.id])
        .await
        .unwrap()
}

/// How often something was written to the log of a response.
pub async fn logged(app: &TestApp, response: &Response, action: &str) -> i64 {
    audit_events::table
        .filter(audit_events::subject_kind.eq("response"))
        .filter(audit_events::subject_id.eq(response.id))
        .filter(audit_events::action.eq(action))
        .count()
        .get_result(&mut *app.conn().await)
        .await
        .unwrap()
}
