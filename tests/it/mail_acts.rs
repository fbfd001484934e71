//! What a person makes of a mail: a response, a part of one, something else; and how that is taken back.

use hoering::intake::mailbox::Place;
use hoering::response::{PartState, State, current_texts};
use hoering::{hearing, staff, tagging};

use crate::app::{Answer, HEARING, TestApp};
use crate::enquiries::receive;
use crate::mail_ledger::{
    OPINION, act, at, away, done, editor, ledger, made_of, mail, row, sealed, with_program,
};

const WHO: [(&str, &str); 3] = [
    ("name", "Bo Ib"),
    ("organisation", ""),
    ("email", "bo@x.example"),
];

pub async fn promote(app: &TestApp, id: i64, more: &[(&str, &str)]) -> Answer {
    let fields: Vec<(&str, &str)> = WHO.iter().chain(more).copied().collect();
    act(app, id, "svar", &fields).await
}

pub async fn undo(app: &TestApp, id: i64) -> Answer {
    act(app, id, "fortryd", &[]).await
}

#[tokio::test]
async fn a_machine_s_mail_becomes_a_response_with_the_arrival_of_the_mail() {
    let mut app = TestApp::spawn().await;
    let id = receive(&app, away()).await;
    editor(&mut app).await;
    let shown = app.get(&at(id)).await;
    shown.says("value=\"Bo Ib\"");
    shown.says("Vi svarer ikke programmer");
    assert_eq!(promote(&app, id, &[]).await.leads(), at(id));
    app.work().await;
    let made = made_of(&app, id).await.remove(0);
    let kept = row(&app, id).await;
    assert_eq!(kept.place, Place::Response);
    assert_eq!(made.arrived_at, kept.arrived_at);
    assert_eq!(app.mails().len(), 0, "no receipt was asked for");
    let mut conn = app.conn().await;
    let parts = made.parts(&mut conn).await.unwrap();
    assert_eq!(
        current_texts(&mut conn, &parts).await.unwrap()[0].text,
        OPINION
    );
    assert_eq!(made.respondents(&mut conn).await.unwrap()[0].name, "Bo Ib");
    let shown = app.get(&at(id)).await;
    shown.says("Gjort til høringssvar. Før: Automatisk mail");
    shown.says(&format!("/svar/{}\"", made.number));
    let twice = promote(&app, id, &[]).await;
    assert_eq!(twice.status, 422);
    twice.says("Mailen har fået et andet sted imens");
    assert_eq!(made_of(&app, id).await.len(), 1);
    assert_eq!(done(&app, id).await, ["mail_promoted"]);
    assert!(ledger(&app).await.holds());
}

#[tokio::test]
async fn a_mistake_is_taken_back_until_somebody_works_on_the_response_or_its_sender_was_told() {
    let mut app = TestApp::spawn().await;
    let id = receive(&app, away()).await;
    let hanne = editor(&mut app).await;
    promote(&app, id, &[]).await.leads();
    assert_eq!(undo(&app, id).await.leads(), at(id));
    let kept = row(&app, id).await;
    assert_eq!((kept.place, kept.decided_by), (Place::Machine, None));
    assert_eq!(made_of(&app, id).await[0].state, State::NotAResponse);
    assert!(ledger(&app).await.holds());

    promote(&app, id, &[]).await.leads();
    let second = made_of(&app, id).await.remove(1);
    let mut conn = app.conn().await;
    let theme = hearing::frames_of(&mut conn, second.hearing_id)
        .await
        .unwrap()[0]
        .leaves()
        .next()
        .unwrap()
        .id;
    let by = staff::Act {
        staff_id: hanne.id,
        hearing_id: second.hearing_id,
        now: app.app.clock.now(),
    };
    tagging::tag_response(&mut conn, by, second.id, theme, None)
        .await
        .unwrap();
    let refused = undo(&app, id).await;
    assert_eq!(refused.status, 422);
    refused.says("nogen er begyndt at arbejde med svaret");
    assert_eq!(row(&app, id).await.place, Place::Response);

    let id = receive(
        &app,
        mail(
            "Bo <bo@x.example>",
            "Autosvar",
            "Auto-Submitted: auto-replied\r\n",
            "Jeg er på ferie.",
        ),
    )
    .await;
    let receipt = [("receipt", "ja"), ("receipt_to", "bo@x.example")];
    promote(&app, id, &receipt).await.leads();
    app.work().await;
    assert_eq!(app.mails().len(), 1);
    let told = undo(&app, id).await;
    assert_eq!(told.status, 422);
    told.says("afsenderen har fået en kvittering");
}

#[tokio::test]
async fn a_receipt_that_waits_does_not_go_out_for_what_was_taken_back() {
    let mut app = TestApp::spawn().await;
    let id = receive(&app, away()).await;
    editor(&mut app).await;
    let receipt = [("receipt", "ja"), ("receipt_to", "bo@x.example")];
    promote(&app, id, &receipt).await.leads();
    undo(&app, id).await.leads();
    app.work().await;
    assert_eq!(app.mails().len(), 0);
}

#[tokio::test]
async fn a_wrong_form_comes_back_as_it_was_typed() {
    let mut app = TestApp::spawn().await;
    let id = receive(&app, sealed()).await;
    editor(&mut app).await;
    let nobody = act(
        &app,
        id,
        "svar",
        &[("name", " "), ("text", "Afskrevet & rettet")],
    )
    .await;
    assert_eq!(nobody.status, 422);
    nobody.says("Skriv, hvem mailen er fra");
    nobody.says("Afskrevet &amp; rettet");
    let wrong = [("receipt", "ja"), ("receipt_to", "no-reply@x.example")];
    let machine = promote(&app, id, &wrong).await;
    assert_eq!(machine.status, 422);
    machine.says("ikke tager imod mail");
    let empty = promote(&app, id, &[("receipt", "ja"), ("receipt_to", "")]).await;
    assert_eq!(empty.status, 422);
    assert_eq!(
        promote(&app, id, &[("category", "999999")]).await.status,
        400
    );
    assert_eq!(
        act(&app, id, "tilknytning", &[("number", "X")])
            .await
            .status,
        422
    );
    let unknown = [("number", "XXXXX-XXXXX"), ("way", "supplement")];
    assert_eq!(act(&app, id, "tilknytning", &unknown).await.status, 422);
    assert_eq!(act(&app, id, "flytning", &[]).await.status, 422);
    assert_eq!(
        act(&app, id, "flytning", &[("target", "x")]).await.status,
        400
    );
    assert_eq!(
        act(&app, id, "afsender", &[("email", "ikke en adresse")])
            .await
            .status,
        422
    );
    assert_eq!(row(&app, id).await.place, Place::Unreadable);
    assert!(done(&app, id).await.is_empty());
    let gone = act(&app, id, "svar", &[]).await;
    assert_eq!(gone.status, 422);
    assert_eq!(
        app.post(&at(id), &format!("{}/set", at(999_999)), &[])
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn what_no_program_can_read_becomes_a_response_with_the_text_that_staff_type() {
    let mut app = TestApp::spawn().await;
    let id = receive(&app, sealed()).await;
    editor(&mut app).await;
    app.get(&at(id)).await.says("name=\"text\"");
    let typed = [("text", "Vi støtter planen.\r\nOg mere til.")];
    promote(&app, id, &typed).await.leads();
    app.work().await;
    let made = made_of(&app, id).await.remove(0);
    let mut conn = app.conn().await;
    let parts = made.parts(&mut conn).await.unwrap();
    let texts = current_texts(&mut conn, &parts).await.unwrap();
    assert_eq!(texts[0].text, "Vi støtter planen.\nOg mere til.");
    assert_eq!(texts[0].deriver, "staff");
    assert!(parts.len() > 1, "what came is there as well");
    assert!(parts[1].text_id.is_none() && parts[1].file_id.is_some());
}

#[tokio::test]
async fn malware_is_withheld_and_the_rest_of_its_mail_can_be_a_response() {
    let mut app = TestApp::spawn().await;
    let id = receive(&app, with_program()).await;
    editor(&mut app).await;
    promote(&app, id, &[]).await.leads();
    app.work().await;
    let made = made_of(&app, id).await.remove(0);
    let parts = made.parts(&mut *app.conn().await).await.unwrap();
    let states: Vec<_> = parts
        .iter()
        .map(|part| {
            (
                part.filename.as_deref(),
                part.state,
                part.state_reason.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        states,
        [
            (None, PartState::Text, None),
            (Some("faktura.exe"), PartState::Infected, Some("malware")),
            (Some("bilag.txt"), PartState::Text, None),
        ]
    );
    for part in &parts[1..2] {
        let path = format!(
            "/sekretariat/{HEARING}/svar/{}/bilag/{}",
            made.number, part.id
        );
        assert_eq!(app.get(&path).await.status, 403);
    }
}

#[tokio::test]
async fn two_colleagues_at_once_make_one_response() {
    let mut app = TestApp::spawn().await;
    let id = receive(&app, away()).await;
    editor(&mut app).await;
    let (one, other) = tokio::join!(promote(&app, id, &[]), promote(&app, id, &[]));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
    assert_eq!(made_of(&app, id).await.len(), 1);
}
