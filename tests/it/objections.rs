//! *Gør indsigelse* for everybody: a case with a clock, a decision, and an answer behind a link.

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::schema::{audit_events, objection_letters, objections};
use hoering::staff::Role;
use serde_json::Value;

use crate::app::{Answer, HEARING, TestApp, at};
use crate::database::TestDatabase;
use crate::desk::respond;
use crate::enquiries::receive;
use crate::publication::stage::Stage;
use crate::service::{Data, Service, Visitor, program_on, run};
use crate::staff::{browse_as, new_browser, person};

const WHY: &str = "I svaret står, at jeg er syg, og hvor jeg bor.";

fn here() -> String {
    format!("/hoeringer/{HEARING}/indsigelse")
}

fn list() -> String {
    format!("/sekretariat/{HEARING}/indsigelser")
}

/// Sends the form as a person does: some time after it was shown.
async fn object(app: &TestApp, fields: &[(&str, &str)]) -> Answer {
    send(app, fields, TimeDelta::seconds(30)).await
}

async fn send(app: &TestApp, fields: &[(&str, &str)], after: TimeDelta) -> Answer {
    let shown = app.get(&here()).await;
    let key = shown.value("key");
    app.app.clock.set(app.app.clock.now() + after);
    let mut all = vec![
        ("key", key.as_str()),
        ("objector", "named"),
        ("name", "Mette Holm"),
        ("email", "mette@postfuglen.example"),
        ("why", WHY),
    ];
    all.retain(|(name, _)| !fields.iter().any(|(other, _)| other == name));
    all.extend(fields);
    app.post(&here(), &here(), &all).await
}

async fn ids(app: &TestApp) -> Vec<i64> {
    objections::table
        .order(objections::id)
        .select(objections::id)
        .load(&mut app.conn().await)
        .await
        .unwrap()
}

/// Hanne, who may decide, with a browser of her own; answers with that of the public.
async fn staff(app: &mut TestApp, role: Role) -> reqwest::Client {
    let hanne = person(app, "hanne", role).await;
    let public = std::mem::replace(&mut app.http, new_browser());
    browse_as(app, &hanne).await;
    public
}

/// What the audit log has of objections.
async fn told(app: &TestApp) -> Vec<(String, Value)> {
    audit_events::table
        .filter(audit_events::action.like("objection_%"))
        .order(audit_events::id)
        .select((audit_events::action, audit_events::detail))
        .load(&mut app.conn().await)
        .await
        .unwrap()
}

/// Without a reason, and with one that is too long.
async fn settled_wrongly(app: &TestApp, act: &str) {
    let bare = app.post(&list(), act, &[("outcome", "partly")]).await;
    assert_eq!(bare.status, 422);
    let long = "å".repeat(10_001);
    let fields = [("outcome", "partly"), ("answer", long.as_str())];
    let wrong = app.post(&list(), act, &fields).await;
    assert_eq!(wrong.status, 422);
    wrong.says(&long);
}

#[tokio::test]
async fn a_third_person_objects_is_answered_by_mail_and_reads_the_decision_behind_the_link() {
    let mut app = TestApp::spawn().await;
    let made = respond(&app, "Hvidklit Kommune", "Mette Holm er syg.", vec![]).await;
    let sent = object(&app, &[("about", made.number.as_str())]).await;
    let page = sent.leads().to_owned();
    let shown = app.get(&page).await;
    shown.says("Vi har modtaget din indsigelse");
    shown.says(WHY);
    shown.says("Du får svar senest 20. oktober 2023.");
    app.work().await;
    let mails = app.mails();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, "mette@postfuglen.example");
    let link = page.split('?').next().unwrap();
    assert!(mails[0].text.contains(link), "{}", mails[0].text);
    for typed in [WHY, "Mette", "Hvidklit"] {
        assert!(
            !mails[0].text.contains(typed),
            "{typed} is mailed to strangers"
        );
    }
    let public = staff(&mut app, Role::Editor).await;
    let case = app.get(&list()).await;
    case.says("Indsigelse mod svaret fra Hvidklit Kommune");
    case.says("Mette Holm: Jeg er nævnt i svaret");
    case.says("Svar senest 20. oktober 2023");
    case.says("30 dage tilbage");
    app.get(&made.page).await.says("Ikke behandlet endnu");
    let id = ids(&app).await[0];
    let act = format!("{}/{id}", list());
    settled_wrongly(&app, &act).await;
    let fields = [
        ("outcome", "partly"),
        ("answer", "Vi skjuler, at du er syg."),
        ("reply", "mail"),
    ];
    app.post(&list(), &act, &fields).await.leads();
    assert_eq!(app.post(&made.page, &act, &fields).await.status, 422);
    app.work().await;
    let mails = app.mails();
    assert_eq!(mails.len(), 2, "it is decided once");
    assert!(
        mails[1]
            .subject
            .starts_with("Vi har behandlet din indsigelse")
    );
    assert!(mails[1].text.contains(link) && !mails[1].text.contains("syg"));
    let desk = std::mem::replace(&mut app.http, public);
    let shown = app.get(link).await;
    shown.says("Du har fået delvist medhold");
    shown.says("Vi skjuler, at du er syg.");
    app.http = desk;
    let back = format!("{act}/genaabning");
    app.post(&list(), &back, &[]).await.leads();
    assert_eq!(app.post(&list(), &back, &[]).await.status, 422);
    app.get(&list()).await.says("Gem afgørelsen og giv besked");
    app.get(link).await.says("Ikke behandlet endnu");
    let told = told(&app).await;
    let actions: Vec<&str> = told.iter().map(|(action, _)| action.as_str()).collect();
    assert_eq!(
        actions,
        [
            "objection_received",
            "objection_settled",
            "objection_reopened"
        ]
    );
    assert_eq!(told[1].1["how"], "mail");
}

#[tokio::test]
async fn wrong_forms_are_told_field_by_field_and_keep_what_was_typed() {
    let app = TestApp::spawn().await;
    let long = "x".repeat(100_000);
    for (fields, message) in [
        (
            vec![("why", " ")],
            "Skriv, hvad der ikke må blive offentligt",
        ),
        (vec![("why", long.as_str())], "Der er plads til 10.000 tegn"),
        (vec![("about", "Q99")], "Vi kan ikke finde svaret"),
        (vec![("about", "../../x")], "Vi kan ikke finde svaret"),
        (vec![("objector", "king")], "Vælg, hvem du er."),
        (vec![("name", "")], "Skriv dit navn."),
        (vec![("email", "ikke en adresse")], "e-mail"),
        (vec![("email", "no-reply@x.example")], "e-mail"),
        (vec![("email", "")], "så vi kan svare dig"),
        (
            vec![("contact", long.as_str())],
            "Teksten i feltet er for lang.",
        ),
    ] {
        let wrong = object(&app, &fields).await;
        assert_eq!(wrong.status, 422, "{message}");
        wrong.says(message);
        wrong.says("form-error-message");
        if fields[0].0 != "why" {
            wrong.says(WHY);
        }
        if fields[0].0 != "objector" {
            wrong.says(fields[0].1);
        }
    }
    assert!(ids(&app).await.is_empty());
    app.work().await;
    assert!(app.mails().is_empty());
    let page = app.get(&format!("{}?svar=A4%22%3E%3Cb%3E", here())).await;
    page.says("A4&quot;&gt;&lt;b&gt;");
    for unknown in [
        "/hoeringer/findes-ikke/indsigelse".to_owned(),
        format!("{}/K7M2Q-9XWE4/forkert", here()),
    ] {
        assert_eq!(app.get(&unknown).await.status, 404, "{unknown}");
    }
}

#[tokio::test]
async fn sent_twice_it_is_one_case_and_a_machine_mails_nobody() {
    let mut app = TestApp::spawn().await;
    let first = object(&app, &[]).await.leads().to_owned();
    assert_eq!(object(&app, &[]).await.leads(), first);
    assert_eq!(ids(&app).await.len(), 1);
    let trap = [("homepage", "https://x.example"), ("why", "Køb!")];
    object(&app, &trap).await.leads();
    send(&app, &[("why", "Straks")], TimeDelta::zero())
        .await
        .leads();
    object(&app, &[("key", "1.forged"), ("why", "Selvlavet")])
        .await
        .leads();
    app.work().await;
    assert_eq!(app.mails().len(), 1, "the first alone is mailed");
    for n in 0..5 {
        object(&app, &[("why", &format!("Sag {n}"))]).await.leads();
    }
    app.work().await;
    assert_eq!(app.mails().len(), 3, "an address gets three receipts a day");
    staff(&mut app, Role::Editor).await;
    let shown = app.get(&list()).await;
    assert_eq!(
        shown.text.matches("Kan være sendt af en maskine").count(),
        3
    );
    app.app.clock.set(app.app.clock.now() + TimeDelta::days(31));
    staff_again(&mut app).await;
    app.get(&list()).await.says("Fristen er overskredet");
}

async fn staff_again(app: &mut TestApp) {
    let hanne = hoering::staff::by_login(&mut *app.conn().await, "hanne")
        .await
        .unwrap()
        .unwrap();
    browse_as(app, &hanne).await;
}

#[tokio::test]
async fn no_more_than_a_hundred_an_hour_are_taken_in_and_the_days_are_a_setting() {
    let app = TestApp::with(|config| config.objections.answer_days = 10).await;
    app_load(&app).await;
    let page = object(&app, &[]).await.leads().to_owned();
    app.get(&page)
        .await
        .says("Du får svar senest 30. september 2023.");
    diesel::sql_query(
        "insert into objections (hearing_id, number, way, contact, text, due_on, created_at) \
         select hearing_id, 'N' || n, 'page', 'x', 'x', due_on, created_at from objections cross join generate_series(1, 99) n",
    )
    .execute(&mut app.conn().await)
    .await
    .unwrap();
    let full = object(&app, &[("why", "En til.")]).await;
    assert_eq!(full.status, 422);
    full.says("Vi får mange indsigelser lige nu.");
    full.says("En til.");
    app.app.clock.set(app.app.clock.now() + TimeDelta::hours(1));
    object(&app, &[("why", "En til.")]).await.leads();
}

async fn app_load(app: &TestApp) {
    TestApp::load(app, HEARING, None).await;
}

#[tokio::test]
async fn who_has_no_mail_is_answered_otherwise_and_the_case_is_tied_to_its_response() {
    let mut app = TestApp::spawn().await;
    let made = respond(&app, "Hvidklit Kommune", "Mette Holm er syg.", vec![]).await;
    let fields = [("email", ""), ("contact", "20 12 34 56"), ("about", "")];
    object(&app, &fields).await.leads();
    staff(&mut app, Role::Editor).await;
    let case = app.get(&list()).await;
    case.says("Indsigelse fra Mette Holm");
    case.says("20 12 34 56");
    let id = ids(&app).await[0];
    let act = format!("{}/{id}", list());
    let wrong = app
        .post(&list(), &format!("{act}/svar"), &[("about", "Q1")])
        .await;
    assert_eq!(wrong.status, 422);
    wrong.says("Vi kan ikke finde svaret i denne høring.");
    let about = [("about", made.number.as_str())];
    app.post(&list(), &format!("{act}/svar"), &about)
        .await
        .leads();
    app.get(&list())
        .await
        .says("Indsigelse mod svaret fra Hvidklit Kommune");
    let answer = [("outcome", "rejected"), ("answer", "Det er ikke dig.")];
    let wrong = app.post(&list(), &act, &answer).await;
    assert_eq!(wrong.status, 422);
    wrong.says("Personen har ingen mailadresse.");
    let mut otherwise = answer.to_vec();
    otherwise.push(("reply", "otherwise"));
    app.post(&list(), &act, &otherwise).await.leads();
    app.get(&list()).await.says("Besvaret på en anden måde");
    app.work().await;
    assert!(app.mails().is_empty());
}

#[tokio::test]
async fn a_mail_that_comes_back_is_told_and_sent_again_and_readers_decide_nothing() {
    let mut app = TestApp::spawn().await;
    object(&app, &[]).await.leads();
    app.work().await;
    let sender = app.mails()[0].envelope_sender.clone().unwrap();
    let bounce = format!(
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nTo: {sender}@region.example\r\nSubject: Undelivered Mail Returned to Sender\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nUser unknown\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n\
         Final-Recipient: rfc822; mette@postfuglen.example\r\nAction: failed\r\nStatus: 5.1.1\r\n--b--\r\n"
    );
    receive(&app, bounce).await;
    staff(&mut app, Role::Reader).await;
    let shown = app.get(&list()).await;
    shown.says("Mailen til mette@postfuglen.example kom ikke frem.");
    assert!(
        !shown.text.contains("Gem afgørelsen"),
        "a reader only reads"
    );
    let id = ids(&app).await[0];
    let act = format!("{}/{id}", list());
    let letter: i64 = objection_letters::table
        .select(objection_letters::id)
        .first(&mut app.conn().await)
        .await
        .unwrap();
    let again = format!("{act}/mails/{letter}");
    let account = "/sekretariat";
    for path in [
        act.clone(),
        format!("{act}/genaabning"),
        format!("{act}/svar"),
        again.clone(),
    ] {
        let fields = [("outcome", "upheld"), ("answer", "Ja."), ("about", "A1")];
        assert_eq!(
            app.post(account, &path, &fields).await.status,
            403,
            "{path}"
        );
    }
    let mads = person(&app, "mads", Role::Editor).await;
    browse_as(&mut app, &mads).await;
    app.post(&list(), &again, &[]).await.leads();
    assert_eq!(app.post(&list(), &again, &[]).await.status, 404);
    app.work().await;
    assert_eq!(app.mails().len(), 2);
    let elsewhere = act.replace(&format!("/{id}"), "/999999");
    let fields = [("outcome", "upheld"), ("answer", "Ja.")];
    assert_eq!(app.post(&list(), &elsewhere, &fields).await.status, 404);
}

#[tokio::test]
async fn every_published_response_and_the_privacy_page_lead_to_it() {
    let stage = Stage::empty().await;
    stage
        .say("Hvidklit Kommune", "A", "Vi støtter planen.")
        .await;
    stage.fix().await;
    stage.release().await;
    let page = stage
        .app
        .get(&format!("/hoeringer/{HEARING}/svar-samlet/A1"))
        .await;
    page.says(&format!("href=\"{}?svar=A1\"", here()));
    let form = stage.app.get(&format!("{}?svar=A1", here())).await;
    form.says("value=\"A1\"");
    stage
        .app
        .get("/persondata")
        .await
        .says("href=\"/indsigelse\"");
    stage.app.get("/indsigelse").await.says(&here());
    stage.app.app.clock.set(at("2023-11-21T08:00:00Z"));
    for about in ["A1", "a1", " A 1 ", "https://x.example/svar-samlet/A1#p2"] {
        let why = format!("Om {about}");
        let sent = object(&stage.app, &[("about", about), ("why", &why)]).await;
        sent.leads();
    }
    let mut conn = stage.app.conn().await;
    let open = hoering::intake::objection::open_of(&mut conn, stage.hearing.id);
    assert_eq!(open.await.unwrap(), 4);
}

#[tokio::test]
async fn the_log_holds_nothing_of_an_objection() {
    let (database, data) = (TestDatabase::create().await, Data::new());
    let file = format!("config/hearings/{HEARING}.toml");
    run(program_on(&data.path(), &database.urls).args(["hearing", "load", &file]));
    let service = Service::start(program_on(&data.path(), &database.urls));
    let visitor = Visitor::of(&service.base);
    let form = |why: &'static str| {
        let visitor = visitor.clone();
        async move {
            let fields = [
                ("objector", "named"),
                ("name", "Zebulon Kærgaard"),
                ("email", "zebulon@maerke.example"),
                ("why", why),
            ];
            visitor.post(&here(), &fields).await.unwrap()
        }
    };
    assert_eq!(form("").await.status, 422);
    let link = form("Mit nummer 120345-7890 står i svaret.").await;
    let link = link.leads().to_owned();
    visitor.get(&link).await.unwrap().says("120345-7890");
    let mut admin = database.admin().await;
    diesel::sql_query("alter table objections add constraint refused check (false) not valid")
        .execute(&mut admin)
        .await
        .unwrap();
    assert_eq!(form("Og 110947-6032.").await.status, 500);
    service.terminate();
    let (_, log) = service.wait();
    assert!(log.contains("request failed"), "{log}");
    let token = link.split('?').next().unwrap().rsplit('/').next().unwrap();
    for mark in [
        "120345", "110947", "Zebulon", "zebulon", "maerke", "ærgaard", token,
    ] {
        assert!(!log.contains(mark), "{mark} is in the log:\n{log}");
    }
}
