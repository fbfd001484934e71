//! A mail that belongs to a response, elsewhere, or to somebody else than its head says.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::audit::Actor;
use hoering::enquiry::{self, Enquiry};
use hoering::intake::mailbox::Place;
use hoering::response::{Relation, RelationKind, RelationState, Response, State};
use hoering::schema::mail_decisions;
use hoering::staff::{self as accounts, Role, Scope};

use crate::app::{HEARING, TestApp};
use crate::enquiries::receive;
use crate::mail_acts::{promote, undo};
use crate::mail_ledger::{
    OPINION, act, at, away, done, editor, ledger, list, made_of, mail, row, withdraws,
};
use crate::staff::browse_as;

async fn response(app: &TestApp, from: &str) -> (i64, Response) {
    let id = receive(app, mail(from, "Høringssvar", "", OPINION)).await;
    let made = made_of(app, id).await.remove(0);
    (id, made)
}

#[tokio::test]
async fn a_mail_is_attached_to_a_response_in_four_ways_and_each_is_taken_back() {
    let mut app = TestApp::spawn().await;
    let (_, of) = response(&app, "Eva <eva@z.example>").await;
    editor(&mut app).await;
    for (way, place) in [
        ("supplement", Place::Supplement),
        ("correction", Place::Correction),
        ("withdrawal", Place::Withdrawal),
        ("duplicate", Place::Duplicate),
    ] {
        let raw = mail(
            "X <x@y.example>",
            &format!("Automatisk svar: {way}"),
            "Auto-Submitted: auto-replied\r\n",
            way,
        );
        let id = receive(&app, raw).await;
        let before = row(&app, id).await;
        let sent = [("number", of.number.as_str()), ("way", way)];
        assert_eq!(
            act(&app, id, "tilknytning", &sent).await.leads(),
            at(id),
            "{way}"
        );
        assert_eq!(row(&app, id).await.place, place);
        app.get(&at(id)).await.says(&of.number);
        assert!(
            ledger(&app).await.holds(),
            "{way}: {:?}",
            ledger(&app).await
        );
        let mut conn = app.conn().await;
        let parts = of.parts(&mut conn).await.unwrap().len();
        assert_eq!(parts, if way == "supplement" { 2 } else { 1 }, "{way}");
        assert_eq!(undo(&app, id).await.leads(), at(id), "{way}");
        let after = row(&app, id).await;
        assert_eq!(
            (after.place, after.place_reason),
            (before.place, before.place_reason)
        );
        assert_eq!(of.parts(&mut conn).await.unwrap().len(), 1, "{way}");
        let relations = Relation::of_responses(&mut conn, &[of.id]).await.unwrap();
        assert!(
            relations
                .iter()
                .all(|it| it.state == RelationState::Rejected),
            "{way}: {relations:?}"
        );
        let now = Response::find(&mut conn, of.id).await.unwrap();
        assert_eq!(now.state, State::Current);
        assert_eq!(done(&app, id).await, ["mail_attached", "mail_undone"]);
    }
    assert!(ledger(&app).await.holds());
}

#[tokio::test]
async fn a_correction_and_a_withdrawal_wait_for_a_word_on_the_response_s_own_page() {
    let mut app = TestApp::spawn().await;
    let (first, of) = response(&app, "Eva <eva@z.example>").await;
    let id = receive(&app, withdraws()).await;
    editor(&mut app).await;
    let sent = [("number", of.number.as_str()), ("way", "withdrawal")];
    act(&app, id, "tilknytning", &sent).await.leads();
    let mut conn = app.conn().await;
    let relation = Relation::of_responses(&mut conn, &[of.id])
        .await
        .unwrap()
        .remove(0);
    assert_eq!(
        (relation.kind, relation.state),
        (RelationKind::Withdraws, RelationState::Proposed)
    );
    assert_eq!(
        Response::find(&mut conn, of.id).await.unwrap().state,
        State::Current
    );
    let page = format!("/sekretariat/{HEARING}/svar/{}", of.number);
    app.post(
        &page,
        &format!("{page}/relationer/{}/bekraeftelse", relation.id),
        &[],
    )
    .await
    .leads();
    assert_eq!(
        Response::find(&mut conn, of.id).await.unwrap().state,
        State::Withdrawn
    );
    let refused = undo(&app, id).await;
    assert_eq!(refused.status, 422);
    refused.says("Løs det først på svarets side");

    let other = receive(&app, away()).await;
    let stale = act(
        &app,
        other,
        "tilknytning",
        &[("number", of.number.as_str()), ("way", "supplement")],
    )
    .await;
    assert_eq!(stale.status, 422);
    stale.says("ikke det gældende");
    assert_eq!(row(&app, first).await.place, Place::Response);
}

#[tokio::test]
async fn who_a_mail_is_from_is_said_by_a_person_and_its_response_follows() {
    let mut app = TestApp::spawn().await;
    let (id, of) = response(&app, "scanner@z.example").await;
    editor(&mut app).await;
    let who = [
        ("name", "Ida Holm"),
        ("organisation", "Ældrerådet"),
        ("email", "IDA@raad.example"),
    ];
    assert_eq!(act(&app, id, "afsender", &who).await.leads(), at(id));
    let mut conn = app.conn().await;
    let first = of.respondents(&mut conn).await.unwrap().remove(0);
    assert_eq!(first.organisation.as_deref(), Some("Ældrerådet"));
    assert_eq!(
        (first.name.as_str(), first.email.as_deref()),
        ("Ida Holm", Some("ida@raad.example"))
    );
    let shown = app.get(&at(id)).await;
    shown.says("Ældrerådet, Ida Holm");
    shown.says("scanner@z.example");
    app.get(&list("?sted=response&q=%C3%A6ldrer"))
        .await
        .says("Ældrerådet");
    act(&app, id, "afsender/slet", &[]).await.leads();
    let first = of.respondents(&mut conn).await.unwrap().remove(0);
    assert_eq!(
        (first.organisation, first.email.as_deref()),
        (None, Some("scanner@z.example"))
    );
    assert_eq!(act(&app, id, "afsender/slet", &[]).await.status, 422);
    assert_eq!(
        done(&app, id).await,
        ["mail_sender_set", "mail_sender_cleared"]
    );
}

#[tokio::test]
async fn a_mail_is_moved_to_the_enquiries_and_back_and_a_response_that_is_none_with_it() {
    let mut app = TestApp::spawn().await;
    let id = receive(&app, away()).await;
    editor(&mut app).await;
    act(&app, id, "flytning", &[("target", "enquiry")])
        .await
        .leads();
    assert_eq!(row(&app, id).await.place, Place::Enquiry);
    let mut conn = app.conn().await;
    let it = Enquiry::of_mail(&mut conn, id).await.unwrap().unwrap();
    assert_eq!(it.state, enquiry::State::Open);
    app.get(&at(id))
        .await
        .says(&format!("/henvendelser/{}\"", it.id));
    undo(&app, id).await.leads();
    assert_eq!(row(&app, id).await.place, Place::Machine);
    let it = Enquiry::find(&mut conn, it.id).await.unwrap();
    assert_eq!(it.state, enquiry::State::Closed);

    act(&app, id, "flytning", &[("target", "enquiry")])
        .await
        .leads();
    promote(&app, id, &[]).await.leads();
    let it = Enquiry::find(&mut conn, it.id).await.unwrap();
    assert_eq!(it.closed_why, Some(enquiry::ClosedWhy::BecameResponse));
    undo(&app, id).await.leads();
    assert_eq!(
        Enquiry::find(&mut conn, it.id).await.unwrap().state,
        enquiry::State::Open
    );

    let (id, of) = response(&app, "Eva <eva@z.example>").await;
    act(&app, id, "flytning", &[("target", "spam")])
        .await
        .leads();
    assert_eq!(row(&app, id).await.place, Place::Spam);
    assert_eq!(
        Response::find(&mut conn, of.id).await.unwrap().state,
        State::NotAResponse
    );
    assert_eq!(ledger(&app).await.waiting(), 0, "a person has decided");
    undo(&app, id).await.leads();
    assert_eq!(
        Response::find(&mut conn, of.id).await.unwrap().state,
        State::Current
    );
    assert!(ledger(&app).await.holds());
}

#[tokio::test]
async fn another_hearing_takes_a_mail_only_from_somebody_who_may_edit_it() {
    let mut app = TestApp::spawn().await;
    let other = TestApp::load(&app, "social-strategi-2013", None).await;
    let id = receive(&app, withdraws()).await;
    let hanne = editor(&mut app).await;
    let target = format!("hearing:{}", other.slug);
    let there = [("target", target.as_str())];
    assert_eq!(act(&app, id, "flytning", &there).await.status, 403);
    assert_eq!(
        act(&app, id, "flytning", &[("target", "hearing:findes-ikke")])
            .await
            .status,
        404
    );
    let now = app.app.clock.now();
    let role = (hanne.id, Scope::Hearing(other.id), Role::Editor);
    accounts::grant(&mut *app.conn().await, role, Actor::Operator, now)
        .await
        .unwrap();
    browse_as(&mut app, &hanne).await;
    app.get(&at(id)).await.says(&other.title);
    assert_eq!(act(&app, id, "flytning", &there).await.leads(), list(""));
    app.work().await;
    let kept = row(&app, id).await;
    assert_eq!(
        (kept.hearing_id, kept.place),
        (Some(other.id), Place::Unmatched)
    );
    assert_eq!(
        app.get(&at(id)).await.status,
        404,
        "no longer this hearing's"
    );
    let page = format!("/sekretariat/{}/mails/{id}", other.slug);
    app.get(&page).await.says("Tag stilling til mailen");
    app.post(&page, &format!("{page}/fortryd"), &[])
        .await
        .leads();
    let kept = row(&app, id).await;
    let hearing = app.hearing().await;
    assert_eq!(
        (kept.hearing_id, kept.place),
        (Some(hearing.id), Place::Unmatched)
    );
    let rows: i64 = mail_decisions::table
        .count()
        .get_result(&mut *app.conn().await)
        .await
        .unwrap();
    assert_eq!(rows, 1, "it is kept, as undone");
}
