//! Who works on a response: chosen on its page, shown and filtered by in the inbox.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::schema::{audit_events, responses};
use hoering::staff::{self, Role};

use crate::app::{Answer, TestApp};
use crate::desk::{Made, inbox, respond, two_people};
use crate::staff::person;

async fn give(app: &TestApp, made: &Made, to: &str) -> Answer {
    let path = format!("{}/hos", made.page);
    app.post(&made.page, &path, &[("assignee", to)]).await
}

async fn holder(app: &TestApp, made: &Made) -> Option<i64> {
    responses::table
        .find(made.id)
        .select(responses::assigned_to)
        .first(&mut *app.conn().await)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_response_is_given_to_a_person_and_found_with_that_person() {
    let mut app = TestApp::spawn().await;
    let (hanne, mads) = two_people(&mut app).await;
    let one = respond(&app, "Hvidklit Kommune", "Vi støtter planen.", vec![]).await;
    let two = respond(&app, "Fiskeriforeningen", "Vi er imod planen.", vec![]).await;
    give(&app, &one, &hanne.id.to_string()).await.leads();
    give(&app, &two, &mads.id.to_string()).await.leads();
    let all = inbox(&app, "").await;
    all.says("Hos Person hanne");
    all.says("Mig (Person hanne)");
    let mine = inbox(&app, &format!("?hos={}", hanne.id)).await;
    assert!(mine.text.contains(&one.number) && !mine.text.contains(&two.number));
    inbox(&app, "?hos=ingen").await.says("Ingen svar passer");
    // Taken back: chosen anew, and with nobody again.
    give(&app, &two, "").await.leads();
    let nobodys = inbox(&app, "?hos=ingen").await;
    assert!(nobodys.text.contains(&two.number) && !nobodys.text.contains(&one.number));
    let logged: Vec<serde_json::Value> = audit_events::table
        .filter(audit_events::action.eq("response_changed"))
        .filter(audit_events::subject_id.eq(two.id))
        .order(audit_events::id)
        .select(audit_events::detail)
        .load(&mut *app.conn().await)
        .await
        .unwrap();
    assert_eq!(
        logged,
        [
            serde_json::json!({ "assigned_to": mads.id, "before": null }),
            serde_json::json!({ "assigned_to": null, "before": mads.id }),
        ]
    );
    assert_eq!(inbox(&app, "?hos=%27%3B--").await.status, 200);
}

#[tokio::test]
async fn only_those_who_work_on_the_hearing_are_given_anything() {
    let mut app = TestApp::spawn().await;
    let (_, mads) = two_people(&mut app).await;
    let reader = person(&app, "lise", Role::Reader).await;
    let made = respond(&app, "Hvidklit Kommune", "Vi støtter planen.", vec![]).await;
    assert!(!app.get(&made.page).await.text.contains("Person lise"));
    for nobody in [
        &reader.id.to_string(),
        "999999",
        "-1",
        "x",
        "99999999999999999999",
    ] {
        let status = give(&app, &made, nobody).await.status;
        assert!((400..500).contains(&status), "{nobody}: {status}");
        assert_eq!(holder(&app, &made).await, None);
    }
    give(&app, &made, &mads.id.to_string()).await.leads();
    let mut conn = app.conn().await;
    let by = hoering::audit::Actor::Operator;
    staff::disable(&mut conn, mads.id, by, app.app.clock.now())
        .await
        .unwrap();
    drop(conn);
    // What a person had stays with that name; nothing new is given.
    inbox(&app, "").await.says("Hos Person mads");
    assert!(give(&app, &made, &mads.id.to_string()).await.status >= 400);
}
