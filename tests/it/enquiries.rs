//! Enquiries: proposed by wording, answered by a person from a template, followed up, and never published.

use bytes::Bytes;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::enquiry::{self, AnswerState, Enquiry, State, Topic};
use hoering::hearing::{Consultee, extend};
use hoering::intake::mailbox::{self, Ledger, Mailbox, Origin, Place};
use hoering::schema::{audit_events, consultees, deadline_changes, enquiries, jobs};
use hoering::staff::{Act, Person, Role};

use crate::app::{Answer, HEARING, TestApp, at};
use crate::staff::{browse_as, person};

/// A mail to the hearing, taken in and placed. Its row.
pub async fn receive(app: &TestApp, raw: impl Into<Vec<u8>>) -> i64 {
    let hearing = app.hearing().await;
    let mailbox = Mailbox::find(&mut *app.conn().await, &hearing.mailbox, "INBOX")
        .await
        .unwrap();
    let origin = Origin::Import {
        name: "mail.eml".into(),
    };
    let raw = Bytes::from(raw.into());
    let (id, _) = mailbox::keep(&app.app, &mailbox, Some(hearing.id), raw, &origin)
        .await
        .unwrap();
    mailbox::place(&app.app, id).await.unwrap();
    app.work().await;
    id
}

pub fn sample(number: u32) -> Vec<u8> {
    std::fs::read(format!("config/demo/mail/{number:02}.eml")).unwrap()
}

fn mail(from: &str, subject: &str, headers: &str, body: &str) -> Vec<u8> {
    format!(
        "From: {from}\r\nTo: hoering@region.example\r\nSubject: {subject}\r\nDate: Wed, 20 Sep 2023 10:00:00 +0200\r\n\
         MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n{headers}\r\n{body}\r\n"
    )
    .into_bytes()
}

async fn of_mail(app: &TestApp, mail: i64) -> Enquiry {
    Enquiry::of_mail(&mut *app.conn().await, mail)
        .await
        .unwrap()
        .expect("an enquiry")
}

async fn find(app: &TestApp, id: i64) -> Enquiry {
    Enquiry::find(&mut *app.conn().await, id).await.unwrap()
}

fn page(id: i64) -> String {
    format!("/sekretariat/{HEARING}/henvendelser/{id}")
}

fn list() -> String {
    format!("/sekretariat/{HEARING}/henvendelser")
}

async fn editor(app: &mut TestApp) -> Person {
    let hanne = person(app, "hanne", Role::Editor).await;
    browse_as(app, &hanne).await;
    hanne
}

/// Sends the form as the page has it, with some of its fields changed.
async fn send(app: &TestApp, id: i64, changes: &[(&str, &str)]) -> Answer {
    let shown = app.get(&page(id)).await;
    let (key, to, subject) = (
        shown.value("key"),
        shown.value("to"),
        shown.value("subject"),
    );
    let text = shown.text.split("<textarea").nth(1).unwrap();
    let text = text
        .split_once('>')
        .unwrap()
        .1
        .split("</textarea>")
        .next()
        .unwrap();
    let text = text.replace("&quot;", "\"").replace("&#x27;", "'");
    let mut fields = vec![
        ("key", key.as_str()),
        ("to", to.as_str()),
        ("subject", subject.as_str()),
        ("text", text.as_str()),
    ];
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    app.post(&page(id), &format!("{}/svar", page(id)), &fields)
        .await
}

#[tokio::test]
async fn the_samples_are_sorted_by_their_wording_and_shown_with_what_is_due() {
    let mut app = TestApp::spawn().await;
    app.app.clock.set(at("2023-10-20T09:00:00Z"));
    let (thanks, later, access) = (
        receive(&app, sample(9)).await,
        receive(&app, sample(10)).await,
        receive(&app, sample(49)).await,
    );
    assert_eq!(of_mail(&app, thanks).await.topic, Topic::Thanks);
    let later = of_mail(&app, later).await;
    assert_eq!(later.topic, Topic::Deadline);
    assert_eq!(later.asked_for.unwrap().to_string(), "2023-10-25");
    let access = of_mail(&app, access).await;
    assert_eq!(access.topic, Topic::Access);

    let reader = person(&app, "ole", Role::Reader).await;
    browse_as(&mut app, &reader).await;
    let shown = app.get(&list()).await;
    assert_eq!(shown.status, 200);
    shown.says("Ønsker frist til 25. oktober 2023");
    shown.says("4 arbejdsdage tilbage, til torsdag den 26. oktober 2023");
    app.get(&format!("/sekretariat/{HEARING}/indbakke"))
        .await
        .says("3 henvendelser venter på svar");
    app.get("/sekretariat")
        .await
        .says("3 henvendelser venter på svar");

    let one = app.get(&page(access.id)).await;
    one.says("§ 36, stk. 2");
    assert!(
        !one.text.contains("Send svar</button>"),
        "a reader may not answer"
    );
    app.app.clock.set(at("2023-10-27T09:00:00Z"));
    browse_as(&mut app, &reader).await;
    app.get(&list())
        .await
        .says("Fristen var torsdag den 26. oktober 2023");
}

#[tokio::test]
async fn a_reader_may_read_and_do_nothing() {
    let mut app = TestApp::spawn().await;
    let id = of_mail(&app, receive(&app, sample(10)).await).await.id;
    let reader = person(&app, "ole", Role::Reader).await;
    browse_as(&mut app, &reader).await;
    for (act, fields) in [
        ("emne", vec![("topic", "press")]),
        (
            "svar",
            vec![
                ("key", "k"),
                ("to", "a@b.example"),
                ("subject", "x"),
                ("text", "y"),
            ],
        ),
        ("besvaret", vec![("note", "ringede")]),
        ("lukning", vec![("why", "thanks")]),
        ("genaabning", vec![]),
        (
            "frist",
            vec![("consultee", "1"), ("day", "2023-10-25"), ("reason", "x")],
        ),
    ] {
        let answer = app
            .post("/konto", &format!("{}/{act}", page(id)), &fields)
            .await;
        assert_eq!(answer.status, 403, "{act}");
    }
    let saved = app
        .post(
            "/konto",
            &format!("{}/skabeloner", list()),
            &[("topic", "press"), ("title", "x"), ("text", "y")],
        )
        .await;
    assert_eq!(saved.status, 403);
    assert_eq!(find(&app, id).await.state, State::Open);
}

#[tokio::test]
async fn an_answer_is_filled_in_from_a_template_and_sent_into_the_thread() {
    let mut app = TestApp::spawn().await;
    let hanne = editor(&mut app).await;
    let id = of_mail(&app, receive(&app, sample(10)).await).await.id;
    let shown = app.get(&page(id)).await;
    shown.says("Vores Socialudvalg holder først møde");
    shown.says("Hej Mette Fjeldmark");
    shown.says("I får frist til og med onsdag den 25. oktober 2023");
    shown.says("Person hanne");
    assert_eq!(shown.value("to"), "mette.fjeldmark@blaamunke.example");
    let other = app.get(&format!("{}?skabelon=no-later", page(id))).await;
    other.says("Vi kan desværre ikke udsætte fristen, som er onsdag den 11. oktober 2023");

    assert_eq!(send(&app, id, &[]).await.leads(), page(id));
    let it = find(&app, id).await;
    assert_eq!(
        (it.state, it.answered_by),
        (State::Answered, Some(hanne.id))
    );
    app.work().await;
    let sent = app.mails();
    assert_eq!(sent.len(), 1);
    let sent = &sent[0];
    let hearing = app.hearing().await;
    assert_eq!(sent.to, "mette.fjeldmark@blaamunke.example");
    assert!(
        sent.subject.starts_with("SV: Høring: Visions"),
        "{}",
        sent.subject
    );
    assert_eq!(sent.reply_to.as_deref(), Some(hearing.mailbox.as_str()));
    assert!(!sent.automatic, "a person wrote it");
    assert!(
        sent.envelope_sender
            .as_deref()
            .unwrap()
            .starts_with("svar+")
    );
    let asked = mailbox::read(&sample(10));
    assert_eq!(sent.in_reply_to, asked.message_id);
    assert_eq!(sent.references.last(), asked.message_id.as_ref());
    assert!(
        sent.references.contains(&asked.references[0]),
        "{:?}",
        sent.references
    );
    assert!(
        sent.text.starts_with("Hej Mette Fjeldmark\n\n"),
        "{}",
        sent.text
    );
    let shown = app.get(&page(id)).await;
    shown.says("Besvaret af Person hanne");
    shown.says("Sendt ");
}

#[tokio::test]
async fn the_same_form_sent_twice_is_one_answer() {
    let mut app = TestApp::spawn().await;
    editor(&mut app).await;
    let id = of_mail(&app, receive(&app, sample(9)).await).await.id;
    send(&app, id, &[("key", "once")]).await.leads();
    let twice = [
        ("key", "once"),
        ("to", "gitte.ellekrog@nyeveje.example"),
        ("subject", "SV: Kvittering"),
        ("text", "Selv tak"),
    ];
    app.post("/konto", &format!("{}/svar", page(id)), &twice)
        .await
        .leads();
    app.work().await;
    assert_eq!(app.mails().len(), 1);
}

#[tokio::test]
async fn a_wrong_form_comes_back_with_what_was_typed() {
    let mut app = TestApp::spawn().await;
    editor(&mut app).await;
    let id = of_mail(&app, receive(&app, sample(9)).await).await.id;
    let left = send(&app, id, &[("text", "Hej [navn], I får [ny frist].")]).await;
    assert_eq!(left.status, 422);
    left.says("Teksten har stadig [navn]");
    left.says("Hej [navn], I får [ny frist].");
    for (field, value, message) in [
        ("to", "gitte", "Det er ikke en mailadresse."),
        (
            "to",
            "no-reply@nyeveje.example",
            "Adressen tager ikke imod mail",
        ),
        ("subject", " ", "Skriv et emne."),
        ("text", " ", "Skriv et svar."),
    ] {
        let answer = send(&app, id, &[(field, value)]).await;
        assert_eq!(answer.status, 422);
        answer.says(message);
    }
    let own = app.hearing().await.mailbox;
    send(&app, id, &[("to", &own)])
        .await
        .says("Det er jeres egen adresse");
    assert_eq!(app.work().await, 0);
    assert_eq!(find(&app, id).await.state, State::Open);
}

#[tokio::test]
async fn a_machine_s_address_is_never_filled_in_and_another_way_is_noted() {
    let mut app = TestApp::spawn().await;
    editor(&mut app).await;
    for (from, headers) in [
        ("noreply@kommune.example", ""),
        ("sagsbehandler@kommune.example", "Return-Path: <>\r\n"),
    ] {
        let raw = mail(from, "Spørgsmål", headers, "Hvor finder jeg materialet?");
        let id = of_mail(&app, receive(&app, raw).await).await.id;
        let shown = app.get(&page(id)).await;
        assert_eq!(shown.value("to"), "", "{from}");
        assert!(
            shown
                .text
                .contains("svar på en anden måde, og notér det her")
        );
        let nothing = app
            .post(
                &page(id),
                &format!("{}/besvaret", page(id)),
                &[("note", " ")],
            )
            .await;
        assert_eq!(nothing.status, 422);
        app.post(
            &page(id),
            &format!("{}/besvaret", page(id)),
            &[("note", "Ringede den 4.")],
        )
        .await
        .leads();
        let shown = app.get(&page(id)).await;
        shown.says("Besvaret på en anden måde af Person hanne");
        shown.says("Ringede den 4.");
    }
    assert_eq!(app.mails().len(), 0);
}

#[tokio::test]
async fn thanks_are_closed_at_one_stroke_and_anything_can_be_opened_again() {
    let mut app = TestApp::spawn().await;
    editor(&mut app).await;
    let id = of_mail(&app, receive(&app, sample(9)).await).await.id;
    app.get(&list()).await.says("data-thanks");
    let close = format!("{}/lukning", page(id));
    let answer = app
        .post("/konto", &close, &[("why", "thanks"), ("from", "list")])
        .await;
    assert_eq!(answer.leads(), list());
    assert_eq!(find(&app, id).await.state, State::Closed);
    app.get(&page(id)).await.says("det er kun en tak");
    app.get(&list())
        .await
        .says("Der er ingen henvendelser, der venter på svar.");

    app.post(&page(id), &format!("{}/genaabning", page(id)), &[])
        .await
        .leads();
    assert_eq!(find(&app, id).await.state, State::Open);
    let no_reason = app
        .post(&page(id), &close, &[("why", "other"), ("note", "")])
        .await;
    assert_eq!(no_reason.status, 422);
    no_reason.says("Skriv, hvorfor henvendelsen lukkes.");
    app.post(
        &page(id),
        &close,
        &[("why", "other"), ("note", "Kom to gange.")],
    )
    .await
    .leads();
    let actions: Vec<String> = audit_events::table
        .filter(audit_events::subject_kind.eq("enquiry"))
        .filter(audit_events::subject_id.eq(id))
        .order(audit_events::id)
        .select(audit_events::action)
        .load(&mut *app.conn().await)
        .await
        .unwrap();
    assert_eq!(
        actions,
        [
            "enquiry_closed",
            "enquiry_read",
            "enquiry_reopened",
            "enquiry_closed"
        ]
    );
}

#[tokio::test]
async fn the_topic_is_changed_by_one_select() {
    let mut app = TestApp::spawn().await;
    editor(&mut app).await;
    let id = of_mail(&app, receive(&app, sample(49)).await).await.id;
    app.get(&page(id))
        .await
        .says("Emnet er foreslået ud fra ordene i mailen.");
    app.post(
        &page(id),
        &format!("{}/emne", page(id)),
        &[("topic", "press")],
    )
    .await
    .leads();
    assert_eq!(find(&app, id).await.topic, Topic::Press);
    let shown = app.get(&page(id)).await;
    assert!(
        !shown.text.contains("Emnet er foreslået"),
        "a person has decided"
    );
    shown.says("Vil du tale med nogen");
    let wrong = app
        .post(&page(id), &format!("{}/emne", page(id)), &[("topic", "x")])
        .await;
    assert_eq!(wrong.status, 400);
}

#[tokio::test]
async fn a_reply_to_our_answer_goes_on_with_the_enquiry_and_a_response_does_not() {
    let mut app = TestApp::spawn().await;
    editor(&mut app).await;
    let id = of_mail(&app, receive(&app, sample(10)).await).await.id;
    send(&app, id, &[]).await.leads();
    app.work().await;
    let ours = app.mails()[0].message_id.clone();
    let reply = |from: &str, body: &str| {
        let headers = format!(
            "In-Reply-To: <{ours}>\r\nMessage-ID: <{}@x.example>\r\n",
            body.len()
        );
        mail(from, "SV: SV: Høring", &headers, body)
    };
    let from = "mette.fjeldmark@blaamunke.example";

    let stranger = receive(&app, reply("eve@andre.example", "Tak. Gælder det også os?")).await;
    assert_ne!(
        of_mail(&app, stranger).await.id,
        id,
        "somebody else's mail is their own enquiry"
    );

    let later = receive(
        &app,
        reply(
            from,
            "Mange tak. Gælder den nye frist også vores handicapråd?",
        ),
    )
    .await;
    assert_eq!(of_mail(&app, later).await.id, id);
    assert_eq!(find(&app, id).await.state, State::Open);
    let shown = app.get(&page(id)).await;
    shown.says("Gælder den nye frist også vores handicapråd?");
    shown.says("Tidligere besvaret af Person hanne");
    app.get(&list()).await.says("og én mail mere");

    send(&app, id, &[("text", "Ja.")]).await.leads();
    app.work().await;
    let again = app.mails().pop().unwrap();
    assert_eq!(
        again.in_reply_to.as_deref(),
        Some("<58@x.example>"),
        "the last mail is answered"
    );

    let response = receive(
        &app,
        reply(from, "Hermed fremsendes Blåmunke Kommunes høringssvar. Vi støtter planen og foreslår flere boliger."),
    )
    .await;
    let mut conn = app.conn().await;
    let placed = mailbox::Mail::find(&mut conn, response)
        .await
        .unwrap()
        .place;
    assert_ne!(
        placed,
        Place::Enquiry,
        "a response is one, whatever it answers"
    );
    let ledger = Ledger::of_hearing(&mut conn, app.hearing().await.id)
        .await
        .unwrap();
    assert!(ledger.holds());
    assert_eq!(ledger.count(Place::Enquiry), 3);
}

#[tokio::test]
async fn an_answer_that_did_not_arrive_is_shown_and_sent_again() {
    let mut app = TestApp::with(|config| {
        config.smtp.host = "127.0.0.1".into();
        config.smtp.port = 1;
        config.smtp.security = hoering::config::Security::None;
    })
    .await;
    TestApp::load(&app, HEARING, Some("config/demo/consultees.csv")).await;
    editor(&mut app).await;
    let id = of_mail(&app, receive(&app, sample(10)).await).await.id;
    send(&app, id, &[]).await.leads();
    app.get(&page(id)).await.says("Bliver sendt om lidt");
    for _ in 0..20 {
        app.work().await;
        app.app
            .clock
            .set(app.app.clock.now() + chrono::TimeDelta::hours(6));
    }
    let answers = enquiry::answers_of(&mut *app.conn().await, id)
        .await
        .unwrap();
    assert_eq!(answers[0].state, AnswerState::Failed);
    assert_eq!(
        find(&app, id).await.state,
        State::Open,
        "it waits for a person again"
    );
    let waiting: i64 = jobs::table
        .count()
        .get_result(&mut *app.conn().await)
        .await
        .unwrap();
    assert_eq!(waiting, 0);
    let hanne = app_person(&app).await;
    browse_as(&mut app, &hanne).await;
    app.get(&list()).await.says("Jeres svar nåede ikke frem");
    let shown = app.get(&page(id)).await;
    shown.says("Vi kunne ikke komme i forbindelse med mailserveren");
    let again = format!("{}/svar/{}/igen", page(id), answers[0].id);
    app.post(&page(id), &again, &[]).await.leads();
    assert_eq!(find(&app, id).await.state, State::Answered);
    let waiting: i64 = jobs::table
        .count()
        .get_result(&mut *app.conn().await)
        .await
        .unwrap();
    assert_eq!(waiting, 1);
    assert_eq!(
        app.post(&page(id), &again, &[]).await.status,
        404,
        "it is on its way already"
    );
}

#[tokio::test]
async fn a_bounce_of_an_answer_opens_the_enquiry_again() {
    let mut app = TestApp::spawn().await;
    editor(&mut app).await;
    let id = of_mail(&app, receive(&app, sample(10)).await).await.id;
    send(&app, id, &[]).await.leads();
    app.work().await;
    let sent = app.mails()[0].clone();
    let sender = sent.envelope_sender.unwrap();
    let bounce = format!(
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nTo: {sender}@region.example\r\nSubject: Undelivered Mail Returned to Sender\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nUser unknown\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n\
         Final-Recipient: rfc822; mette.fjeldmark@blaamunke.example\r\nAction: failed\r\nStatus: 5.1.1\r\n--b--\r\n"
    );
    let mail = receive(&app, bounce).await;
    let place = mailbox::Mail::find(&mut *app.conn().await, mail)
        .await
        .unwrap()
        .place;
    assert_eq!(place, Place::Machine, "the report itself is machine mail");
    assert_eq!(find(&app, id).await.state, State::Open);
    let shown = app.get(&page(id)).await;
    shown.says("Kom retur");
    shown.says("Tjek adressen, eller svar på en anden måde.");
}

async fn app_person(app: &TestApp) -> Person {
    hoering::staff::by_login(&mut *app.conn().await, "hanne")
        .await
        .unwrap()
        .unwrap()
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
async fn a_later_deadline_is_given_to_one_consultee_and_decides_what_is_late() {
    let mut app = TestApp::spawn().await;
    let hanne = editor(&mut app).await;
    let mail = receive(&app, sample(10)).await;
    let id = of_mail(&app, mail).await.id;
    let mut conn = app.conn().await;
    let hearing = app.hearing().await;
    let list = Consultee::of_hearing(&mut conn, hearing.id).await.unwrap();
    let blue = list
        .iter()
        .find(|one| one.name == "Blåmunke Kommune")
        .unwrap()
        .id;
    drop(conn);
    let shown = app.get(&page(id)).await;
    shown.says(&format!(
        "<option value=\"{blue}\" selected>Blåmunke Kommune</option>"
    ));
    shown.says("name=\"day\" value=\"2023-10-25\"");
    let give = format!("{}/frist", page(id));
    let blue_text = blue.to_string();
    for (consultee, day, reason, message) in [
        ("", "2023-10-25", "x", "Vælg, hvem fristen gælder"),
        (blue_text.as_str(), "2023-10-11", "x", "Vælg en dag efter"),
        (
            blue_text.as_str(),
            "2023-10-25",
            " ",
            "Skriv en begrundelse.",
        ),
        ("new", "2023-10-25", "x", "Vælg, hvem fristen gælder"),
    ] {
        let fields = [
            ("consultee", consultee),
            ("day", day),
            ("reason", reason),
            ("name", ""),
        ];
        let wrong = app.post(&page(id), &give, &fields).await;
        assert_eq!(wrong.status, 422);
        wrong.says(message);
    }
    let fields = [
        ("consultee", blue_text.as_str()),
        ("day", "2023-10-25"),
        ("reason", "Udvalget mødes den 24."),
    ];
    app.post(&page(id), &give, &fields).await.leads();
    let shown = app.get(&page(id)).await;
    shown.says("Blåmunke Kommune har frist til og med 25. oktober 2023. Givet af Person hanne");
    shown.says("Udvalget mødes den 24.");
    let (old, new, by): (
        chrono::DateTime<chrono::Utc>,
        chrono::DateTime<chrono::Utc>,
        Option<i64>,
    ) = deadline_changes::table
        .filter(deadline_changes::consultee_id.eq(blue))
        .select((
            deadline_changes::old_closes_at,
            deadline_changes::new_closes_at,
            deadline_changes::staff_id,
        ))
        .first(&mut *app.conn().await)
        .await
        .unwrap();
    assert_eq!(
        (old, new, by),
        (
            hearing.closes_at,
            at("2023-10-25T22:00:00Z"),
            Some(hanne.id)
        )
    );

    app.app.clock.set(at("2023-10-25T21:59:59Z"));
    browse_as(&mut app, &hanne).await;
    let ours = crate::desk::respond(&app, "Blåmunke Kommune", "Vi støtter planen.", vec![]).await;
    let others = crate::desk::respond(&app, "Andre", "Vi støtter planen.", vec![]).await;
    let link = diesel::update(hoering::schema::respondents::table)
        .filter(hoering::schema::respondents::response_id.eq(ours.id))
        .set(hoering::schema::respondents::consultee_id.eq(blue));
    link.execute(&mut *app.conn().await).await.unwrap();
    let shown = app.get(&ours.page).await;
    shown.says("Blåmunke Kommune har frist til og med 25. oktober 2023");
    let head = shown.text.split("class=\"desk-head\"").nth(1).unwrap();
    let head = head.split("class=\"tabs\"").next().unwrap();
    assert!(
        !head.contains("Efter fristen"),
        "in time by its own deadline"
    );
    app.get(&others.page).await.says("Efter fristen");
    let late = app
        .get(&format!("/sekretariat/{HEARING}/indbakke?frist=efter"))
        .await;
    assert!(late.text.contains("Andre") && !late.text.contains(">Blåmunke Kommune</a>"));
}

#[tokio::test]
async fn an_own_deadline_never_shortens_the_common_one() {
    let mut app = TestApp::spawn().await;
    let hanne = editor(&mut app).await;
    let mut conn = app.conn().await;
    let hearing = app.hearing().await;
    let one = Consultee::of_hearing(&mut conn, hearing.id).await.unwrap()[0].clone();
    let by = Act {
        staff_id: hanne.id,
        hearing_id: hearing.id,
        now: app.app.clock.now(),
    };
    let day = "2023-10-20".parse().unwrap();
    extend(&mut conn, by, one.id, (day, "x")).await.unwrap();
    diesel::update(hoering::schema::hearings::table.find(hearing.id))
        .set(hoering::schema::hearings::closes_at.eq(at("2023-10-31T23:00:00Z")))
        .execute(&mut conn)
        .await
        .unwrap();
    let hearing = app.hearing().await;
    let list = Consultee::of_hearing(&mut conn, hearing.id).await.unwrap();
    assert_eq!(hearing.closes_for([one.id], &list), hearing.closes_at);
}

#[tokio::test]
async fn somebody_who_is_not_on_the_list_is_put_there_with_the_deadline() {
    let mut app = TestApp::spawn().await;
    editor(&mut app).await;
    let raw = mail(
        "Ib <ib@laug.example>",
        "Frist",
        "",
        "Kan vi få udsat fristen til den 20. oktober?",
    );
    let id = of_mail(&app, receive(&app, raw).await).await.id;
    let give = format!("{}/frist", page(id));
    let fields = |name| {
        [
            ("consultee", "new"),
            ("name", name),
            ("day", "2023-10-20"),
            ("reason", "Generalforsamling"),
        ]
    };
    app.post(&page(id), &give, &fields("Fiskerlauget"))
        .await
        .leads();
    let found: (Option<String>, Option<chrono::DateTime<chrono::Utc>>) = consultees::table
        .filter(consultees::name.eq("Fiskerlauget"))
        .select((consultees::email, consultees::closes_at))
        .first(&mut *app.conn().await)
        .await
        .unwrap();
    assert_eq!(
        found,
        (
            Some("ib@laug.example".into()),
            Some(at("2023-10-20T22:00:00Z"))
        )
    );
    let twice = app.post(&page(id), &give, &fields("fiskerlauget")).await;
    assert_eq!(twice.status, 422);
    twice.says("Der er allerede en høringspart med det navn");
}

#[tokio::test]
async fn a_hearing_has_its_own_wording_and_its_own_templates() {
    let mut app = TestApp::spawn().await;
    editor(&mut app).await;
    let id = of_mail(&app, receive(&app, sample(9)).await).await.id;
    let all = format!("{}/skabeloner", list());
    app.get(&all).await.says("[ny frist]");
    let own = [
        ("topic", "thanks"),
        ("title", "Selv tak"),
        ("text", "Velbekomme, [navn]!"),
    ];
    app.post(&all, &format!("{all}/thanks"), &own).await.leads();
    app.get(&page(id)).await.says("Velbekomme, Gitte Ellekrog!");
    app.post(&all, &format!("{all}/thanks/slet"), &[])
        .await
        .leads();
    app.get(&page(id))
        .await
        .says("Selv tak, og tak for jeres svar.");

    let empty = app
        .post(
            &all,
            &all,
            &[("topic", "press"), ("title", ""), ("text", "Kort svar")],
        )
        .await;
    assert_eq!(empty.status, 422);
    empty.says("Kort svar");
    app.post(
        &all,
        &all,
        &[
            ("topic", "press"),
            ("title", "Kort"),
            ("text", "Ring til [medarbejder]."),
        ],
    )
    .await
    .leads();
    let own: i64 = hoering::schema::enquiry_templates::table
        .select(hoering::schema::enquiry_templates::id)
        .first(&mut *app.conn().await)
        .await
        .unwrap();
    app.get(&format!("{}?skabelon={own}", page(id)))
        .await
        .says("Ring til Person hanne.");
    app.post(&all, &format!("{all}/{own}/slet"), &[])
        .await
        .leads();
    assert_eq!(
        app.post(&all, &format!("{all}/{own}/slet"), &[])
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn an_enquiry_of_another_hearing_is_not_there() {
    let mut app = TestApp::spawn().await;
    editor(&mut app).await;
    let id = of_mail(&app, receive(&app, sample(9)).await).await.id;
    diesel::update(enquiries::table.find(id))
        .set(enquiries::hearing_id.eq(TestApp::load(&app, "maalbillede-2017", None).await.id))
        .execute(&mut app.admin().await)
        .await
        .unwrap();
    assert_eq!(app.get(&page(id)).await.status, 404);
    let act = format!("{}/lukning", page(id));
    assert_eq!(
        app.post("/konto", &act, &[("why", "thanks")]).await.status,
        404
    );
}
