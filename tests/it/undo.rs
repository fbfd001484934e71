//! Taking back what was done at the desk, and doing it again: everything as it was, and nobody's work overwritten.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::response::{Content, Response, Work};
use hoering::schema::{audit_events, clearings, codings, redactions, response_themes};
use hoering::tagging::{Coding, Passage, Stance, signoffs_of};

use crate::app::{Answer, TestApp};
use crate::desk::{Made, respond, theme, two_people};
use crate::staff::browse_as;

async fn undo(app: &TestApp, made: &Made) -> Answer {
    app.post(&made.page, &format!("{}/fortrydelse", made.page), &[])
        .await
}

async fn redo(app: &TestApp, made: &Made) -> Answer {
    app.post(&made.page, &format!("{}/gentagelse", made.page), &[])
        .await
}

async fn send(app: &TestApp, made: &Made, path: &str, fields: &[(&str, &str)]) {
    app.post(&made.page, &format!("{}/{path}", made.page), fields)
        .await
        .leads();
}

async fn codings(app: &TestApp, made: &Made) -> Vec<Coding> {
    let mut conn = app.conn().await;
    let passages = Passage::of_texts(&mut conn, &[made.text_id]).await.unwrap();
    let ids: Vec<i64> = passages.iter().map(|it| it.id).collect();
    Coding::of_passages(&mut conn, &ids).await.unwrap()
}

async fn response(app: &TestApp, made: &Made) -> Response {
    Response::find(&mut *app.conn().await, made.id)
        .await
        .unwrap()
}

/// Hidden spans in force, with who approved.
async fn hidden(app: &TestApp) -> Vec<(i64, Option<i64>)> {
    redactions::table
        .filter(redactions::removed_at.is_null())
        .order(redactions::id)
        .select((redactions::id, redactions::approver_id))
        .load(&mut *app.conn().await)
        .await
        .unwrap()
}

const TEXT: &str = "Vi støtter planen. Journal 230831-6104 nævner Ida. Hun er glad.";

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "nine acts, there and back")]
async fn every_act_is_taken_back_one_after_the_other_and_done_again() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    let made = respond(&app, "A", TEXT, vec![]).await;
    let (one, two) = (theme(&app, 1).await, theme(&app, 2).await);
    made.act(&app, "markeringer", (0, 18), &[("theme", &one)])
        .await
        .leads();
    made.act(
        &app,
        "markeringer",
        (0, 18),
        &[("theme", &one), ("stance", "supports")],
    )
    .await
    .leads();
    send(&app, &made, "temaer", &[("theme", &two)]).await;
    made.act(
        &app,
        "overstregninger",
        (46, 49),
        &[("ground", "third_person")],
    )
    .await
    .leads();
    made.act(
        &app,
        "frigivelser",
        (27, 38),
        &[("reason", "Journalnummer")],
    )
    .await
    .leads();
    send(&app, &made, "aendring", &[("content", "no_remarks")]).await;
    send(
        &app,
        &made,
        "aendring",
        &[("sender", "ja"), ("name", "Nyt Navn"), ("organisation", "")],
    )
    .await;
    send(&app, &made, "hos", &[("assignee", &hanne.id.to_string())]).await;
    send(&app, &made, "afslutning", &[]).await;
    assert_eq!(response(&app, &made).await.work, Work::SecondReading);
    app.get(&made.page).await.says("Fortryd afslutning");
    for _ in 0..9 {
        undo(&app, &made).await.leads();
    }
    let back = response(&app, &made).await;
    assert_eq!(
        (back.content, back.work, back.assigned_to),
        (Content::Remarks, Work::New, None)
    );
    assert!(codings(&app, &made).await.is_empty() && hidden(&app).await.is_empty());
    let mut conn = app.conn().await;
    let left: (i64, i64, i64) = (
        clearings::table
            .count()
            .get_result(&mut conn)
            .await
            .unwrap(),
        response_themes::table
            .count()
            .get_result(&mut conn)
            .await
            .unwrap(),
        Passage::of_texts(&mut conn, &[made.text_id])
            .await
            .unwrap()
            .len()
            .try_into()
            .unwrap(),
    );
    assert_eq!(left, (0, 0, 0));
    assert_eq!(
        back.respondents(&mut conn).await.unwrap()[0].name,
        "Ole Snebær"
    );
    let none = undo(&app, &made).await;
    assert_eq!(none.status, 422);
    none.says("som kan fortrydes");
    for _ in 0..9 {
        redo(&app, &made).await.leads();
    }
    let again = response(&app, &made).await;
    assert_eq!(
        (again.content, again.work, again.assigned_to),
        (Content::NoRemarks, Work::SecondReading, Some(hanne.id))
    );
    let read = codings(&app, &made).await;
    assert_eq!((read.len(), read[0].stance), (1, Some(Stance::Supports)));
    assert_eq!(hidden(&app).await.len(), 1);
    assert_eq!(
        again.respondents(&mut conn).await.unwrap()[0].name,
        "Nyt Navn"
    );
    assert_eq!(
        clearings::table
            .count()
            .get_result::<i64>(&mut conn)
            .await
            .unwrap(),
        1
    );
    assert_eq!(redo(&app, &made).await.status, 422);
    let logged: i64 = audit_events::table
        .filter(audit_events::action.eq_any(["act_undone", "act_redone"]))
        .count()
        .get_result(&mut conn)
        .await
        .unwrap();
    assert_eq!(logged, 18);
    let details: Vec<serde_json::Value> = audit_events::table
        .select(audit_events::detail)
        .load(&mut conn)
        .await
        .unwrap();
    assert!(
        !details.iter().any(|one| one.to_string().contains("Snebær")),
        "ids, never names"
    );
}

#[tokio::test]
async fn what_was_taken_away_comes_back_with_whoever_made_it() {
    let mut app = TestApp::spawn().await;
    let (hanne, mads) = two_people(&mut app).await;
    let made = respond(&app, "A", TEXT, vec![]).await;
    let one = theme(&app, 1).await;
    made.act(
        &app,
        "markeringer",
        (0, 18),
        &[("theme", &one), ("stance", "critical")],
    )
    .await
    .leads();
    made.act(&app, "overstregninger", (46, 49), &[("ground", "health")])
        .await
        .leads();
    let (coding, redaction) = (codings(&app, &made).await[0].id, hidden(&app).await[0].0);
    browse_as(&mut app, &mads).await;
    send(
        &app,
        &made,
        &format!("overstregninger/{redaction}/godkendelse"),
        &[],
    )
    .await;
    send(
        &app,
        &made,
        &format!("overstregninger/{redaction}/slet"),
        &[],
    )
    .await;
    send(&app, &made, &format!("markeringer/{coding}/slet"), &[]).await;
    assert!(hidden(&app).await.is_empty() && codings(&app, &made).await.is_empty());
    undo(&app, &made).await.leads();
    undo(&app, &made).await.leads();
    assert_eq!(
        hidden(&app).await,
        [(redaction, Some(mads.id))],
        "still approved, as it was"
    );
    let read = codings(&app, &made).await;
    assert_eq!(
        (read[0].staff_id, read[0].stance),
        (hanne.id, Some(Stance::Critical))
    );
    undo(&app, &made).await.leads();
    assert_eq!(hidden(&app).await, [(redaction, None)]);
    assert_eq!(
        undo(&app, &made).await.status,
        422,
        "what a colleague did is not mine to take back"
    );
}

#[tokio::test]
async fn what_a_colleague_has_changed_since_is_not_overwritten() {
    let mut app = TestApp::spawn().await;
    let (hanne, mads) = two_people(&mut app).await;
    let made = respond(&app, "A", TEXT, vec![]).await;
    made.act(&app, "overstregninger", (46, 49), &[("ground", "health")])
        .await
        .leads();
    let redaction = hidden(&app).await[0].0;
    browse_as(&mut app, &mads).await;
    send(
        &app,
        &made,
        &format!("overstregninger/{redaction}/godkendelse"),
        &[],
    )
    .await;
    browse_as(&mut app, &hanne).await;
    let refused = undo(&app, &made).await;
    assert_eq!(refused.status, 422);
    refused.says("nogen har ændret det samme siden");
    assert_eq!(hidden(&app).await, [(redaction, Some(mads.id))]);
    // A theme merged away cannot be put back either, and nothing else is then.
    let one = theme(&app, 1).await;
    made.act(&app, "markeringer", (0, 18), &[("theme", &one)])
        .await
        .leads();
    let coding = codings(&app, &made).await[0].id;
    send(&app, &made, &format!("markeringer/{coding}/slet"), &[]).await;
    diesel::sql_query(format!(
        "update themes set merged_into = {} where id = {one}",
        theme(&app, 2).await
    ))
    .execute(&mut *app.conn().await)
    .await
    .unwrap();
    assert_eq!(undo(&app, &made).await.status, 422);
    assert_eq!(
        codings::table
            .count()
            .get_result::<i64>(&mut *app.conn().await)
            .await
            .unwrap(),
        0
    );
}

#[tokio::test]
async fn a_signoff_that_lapsed_by_mistake_stands_again_when_the_mistake_is_taken_back() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    let made = respond(&app, "A", TEXT, vec![]).await;
    let one = theme(&app, 1).await;
    made.act(&app, "markeringer", (0, 18), &[("theme", &one)])
        .await
        .leads();
    send(&app, &made, "afslutning", &[]).await;
    made.act(&app, "markeringer", (19, 30), &[("theme", &one)])
        .await
        .leads();
    assert_eq!(response(&app, &made).await.work, Work::InProgress);
    undo(&app, &made).await.leads();
    assert_eq!(response(&app, &made).await.work, Work::SecondReading);
    let signed = signoffs_of(&mut *app.conn().await, &[made.id])
        .await
        .unwrap();
    assert!(signed[0].lapsed_at.is_none());
    // A new act ends what could be done again.
    undo(&app, &made).await.leads();
    made.act(&app, "markeringer", (31, 40), &[("theme", &one)])
        .await
        .leads();
    assert_eq!(redo(&app, &made).await.status, 422);
}

/// The paragraphs of a page, as a browser that has it open names them.
fn known(html: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for tag in html.split("<div class=\"para").skip(1) {
        let value = |name: &str| {
            let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
            Some(rest.split_once('"')?.0.to_owned())
        };
        all.extend(value("id").zip(value("data-v")));
    }
    all
}

fn kender(known: &[(String, String)]) -> String {
    let pairs: Vec<String> = known.iter().map(|(id, is)| format!("{id}:{is}")).collect();
    pairs.join(" ")
}

#[tokio::test]
async fn a_browser_that_has_the_page_is_sent_the_paragraphs_that_are_others_by_now() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    let text = "Det første afsnit.\n\nDet andet afsnit.\n\nDet tredje afsnit.";
    let made = respond(&app, "A", text, vec![]).await;
    let (one, two) = (theme(&app, 1).await, theme(&app, 2).await);
    let before = known(&app.get(&made.page).await.text);
    assert_eq!(before.len(), 3);
    // A colleague marks the third meanwhile.
    let fields = [("theme", two.as_str())];
    made.act(&app, "markeringer", (39, 57), &fields)
        .await
        .leads();
    let has = kender(&before);
    let fields = [("theme", one.as_str()), ("kender", has.as_str())];
    let answer = made.act(&app, "markeringer", (0, 18), &fields).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let changed: Vec<String> = known(&answer.text).into_iter().map(|(id, _)| id).collect();
    let expected = [before[0].0.clone(), before[2].0.clone()];
    assert_eq!(changed, expected);
    assert!(!answer.text.contains("<html"), "no page");
    assert!(!answer.text.contains("Det andet afsnit"));
    for piece in ["id=\"panel\"", "id=\"svar-top\"", "id=\"liste-naaet\""] {
        assert!(answer.text.contains(piece), "{piece}");
    }
    let row = format!("id=\"liste-{}\"", made.page.rsplit('/').next().unwrap());
    assert!(answer.text.contains(&row));
    // What cannot be done is said in the same way, and nothing is put in place of the text.
    let has = kender(&known(&app.get(&made.page).await.text));
    let fields = [("theme", "999999"), ("kender", has.as_str())];
    let refused = made.act(&app, "markeringer", (0, 18), &fields).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("id=\"message\""));
    assert_eq!(known(&refused.text), []);
    // Another text than the browser has is the whole page.
    let fields = [("theme", two.as_str()), ("kender", "t1-0:0 t1-99:0")];
    let whole = made.act(&app, "markeringer", (0, 18), &fields).await;
    assert!(whole.text.contains("<html"));
    assert_eq!(known(&whole.text).len(), 3);
}
