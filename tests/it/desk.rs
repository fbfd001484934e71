//! The secretariat's pages over real requests.

use bytes::Bytes;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::hearing::frames_of;
use hoering::intake::{Arrival, NewPart, NewRespondent, Submission, accept};
use hoering::response::{
    Channel, NewText, PartState, Relation, RelationKind, Response, Role as PartRole, State,
    add_text,
};
use hoering::schema::{audit_events, responses};
use hoering::staff::{Person, Role};
use hoering::text::{Range, RangeKind};

use crate::app::{Answer, HEARING, TestApp, at};
use crate::staff::{browse_as, person};

/// A response in the database and its page.
pub struct Made {
    pub id: i64,
    pub number: String,
    pub text_id: i64,
    pub page: String,
}

pub async fn respond(app: &TestApp, organisation: &str, text: &str, ranges: Vec<Range>) -> Made {
    let hearing = app.hearing().await;
    let arrival = Arrival {
        at: app.app.clock.now(),
        rule: "request",
    };
    let mut it = Submission::new(hearing.id, Channel::Web, "test".into(), arrival);
    it.respondents = vec![NewRespondent {
        name: "Ole Snebær".into(),
        organisation: Some(organisation.into()),
        ..NewRespondent::default()
    }];
    let kept = app
        .app
        .storage
        .keep(Bytes::from(text.to_owned()))
        .await
        .unwrap();
    it.parts = vec![NewPart {
        role: PartRole::Body,
        filename: None,
        media_type: "text/plain".into(),
        file: Some(kept),
        text: Some(NewText {
            deriver: "form".into(),
            deriver_version: 1,
            text: text.into(),
            ranges,
            staff_id: None,
        }),
        state: PartState::Text,
    }];
    let mut conn = app.conn().await;
    let accepted = accept(&app.app, &mut conn, &it).await.unwrap();
    let response = Response::find(&mut conn, accepted.id).await.unwrap();
    let text_id = response.parts(&mut conn).await.unwrap()[0].text_id.unwrap();
    let page = format!("/sekretariat/{HEARING}/svar/{}", accepted.number);
    Made {
        id: accepted.id,
        number: accepted.number,
        text_id,
        page,
    }
}

/// The id of a theme of the first frame.
pub async fn theme(app: &TestApp, number: i32) -> String {
    let hearing = app.hearing().await;
    let frames = frames_of(&mut *app.conn().await, hearing.id).await.unwrap();
    frames[0]
        .leaves()
        .find(|theme| theme.number == Some(number))
        .unwrap()
        .id
        .to_string()
}

impl Made {
    /// Sends an act for a span of the text.
    pub async fn act(
        &self,
        app: &TestApp,
        path: &str,
        (start, end): (usize, usize),
        more: &[(&str, &str)],
    ) -> Answer {
        let (text, start, end) = (self.text_id.to_string(), start.to_string(), end.to_string());
        let mut fields = vec![
            ("text", text.as_str()),
            ("start", start.as_str()),
            ("end", end.as_str()),
        ];
        fields.extend(more);
        app.post(&self.page, &format!("{}/{path}", self.page), &fields)
            .await
    }
}

pub async fn two_people(app: &mut TestApp) -> (Person, Person) {
    let first = person(app, "hanne", Role::Editor).await;
    let second = person(app, "mads", Role::Editor).await;
    browse_as(app, &first).await;
    (first, second)
}

pub async fn inbox(app: &TestApp, query: &str) -> Answer {
    let answer = app
        .get(&format!("/sekretariat/{HEARING}/indbakke{query}"))
        .await;
    assert_eq!(answer.status, 200);
    answer
}

#[tokio::test]
async fn the_inbox_counts_filters_and_finds_by_danish_words_with_the_hit_marked() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    let one = respond(
        &app,
        "Hvidklit Kommune",
        "Vi støtter medarbejdernes tilknytning til bostedet.",
        vec![],
    )
    .await;
    app.app.clock.set(at("2023-10-12T08:00:00Z"));
    let hanne = person_again("hanne", &app).await;
    browse_as(&mut app, &hanne).await;
    let two = respond(
        &app,
        "Tegnsprogskredsen Vest",
        "Tegnsprog mangler helt.",
        vec![],
    )
    .await;
    let all = inbox(&app, "").await;
    all.says("Viser 2 svar");
    all.says("Efter fristen");
    let found = inbox(&app, "?q=medarbejder").await;
    found.says("Viser 1 svar");
    found.says("<mark>medarbejdernes</mark>");
    assert!(found.text.contains(&one.number) && !found.text.contains(&two.number));
    let late = inbox(&app, "?frist=efter").await;
    assert!(late.text.contains(&two.number) && !late.text.contains(&one.number));
    assert!(inbox(&app, "?q=hvidklit").await.text.contains(&one.number));
    inbox(&app, "?kanal=letter").await.says("Ingen svar passer");
    inbox(&app, "?maerket=nej").await.says("Viser 2 svar");
    let theme = theme(&app, 3).await;
    one.act(&app, "markeringer", (0, 10), &[("theme", &theme)])
        .await
        .leads();
    inbox(&app, "?maerket=nej").await.says("Viser 1 svar");
    inbox(&app, &format!("?tema={theme}"))
        .await
        .says("Viser 1 svar");
    inbox(&app, "?arbejde=in_progress")
        .await
        .says("Viser 1 svar");
    assert_eq!(
        app.get(&format!(
            "/sekretariat/{HEARING}/indbakke?q=%27%22%28%26%7C!%3A*"
        ))
        .await
        .status,
        200,
        "strange searches find nothing and fail nowhere"
    );
}

async fn person_again(login: &str, app: &TestApp) -> Person {
    hoering::staff::by_login(&mut *app.conn().await, login)
        .await
        .unwrap()
        .unwrap()
}

#[tokio::test]
async fn a_text_with_markup_is_shown_as_text() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    let evil = "<script>alert(1)</script> \" onmouseover=\"x <img src=x onerror=alert(2)> {{name}}";
    let made = respond(&app, "<b>Foreningen</b>", evil, vec![]).await;
    made.act(&app, "overstregninger", (0, 8), &[("ground", "cpr")])
        .await
        .leads();
    made.act(
        &app,
        "markeringer",
        (3, 30),
        &[("theme", &theme(&app, 1).await)],
    )
    .await
    .leads();
    for path in [
        made.page.clone(),
        format!("/sekretariat/{HEARING}/indbakke?q=alert"),
    ] {
        let page = app.get(&path).await;
        assert!(
            !page.text.contains("<script>alert")
                && !page.text.contains("<img src=x")
                && !page.text.contains("<b>Foren"),
            "{path}"
        );
        let policy = page
            .headers
            .get("content-security-policy")
            .unwrap()
            .to_str()
            .unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"));
        assert_eq!(page.headers.get("cache-control").unwrap(), "no-store");
    }
    app.get(&made.page).await.says("{{name}}");
}

#[tokio::test]
async fn quotes_and_signatures_are_folded_and_sentences_are_apart() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    let text = "Vi er glade. Vi er også trætte.\n\nFra: Sekretariatet\nHermed planen.";
    let made = respond(
        &app,
        "A",
        text,
        vec![Range::new(33, text.chars().count(), RangeKind::Quote)],
    )
    .await;
    let page = app.get(&made.page).await;
    page.says("Citeret mail");
    page.says("<details class=\"fold\">");
    page.says(&format!("id=\"s{}-0\"", made.text_id));
    page.says(&format!("id=\"s{}-13\"", made.text_id));
    assert!(!page.text.contains("class=\"tick\""), "nothing is chosen");
    let chosen = app
        .get(&format!("{}?ved={}-0", made.page, made.text_id))
        .await;
    assert_eq!(
        chosen.text.matches("class=\"tick\"").count(),
        2,
        "one box for each sentence of the chosen paragraph"
    );
    assert_eq!(chosen.value("start"), "0");
}

#[tokio::test]
async fn ticked_sentences_are_marked_without_any_script() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    let made = respond(&app, "A", "Et. To er her. Tre er der. Fire.", vec![]).await;
    let theme = theme(&app, 6).await;
    let ved = format!("{}-0", made.text_id);
    let (one, two) = (
        format!("{}:4-14", made.text_id),
        format!("{}:15-26", made.text_id),
    );
    let fields = [
        ("theme", theme.as_str()),
        ("stance", "critical"),
        ("sentence", &one),
        ("sentence", &two),
        ("ved", &ved),
        ("filter", "?q=to"),
    ];
    let answer = made.act(&app, "markeringer", (0, 32), &fields).await;
    assert_eq!(
        answer.leads(),
        format!("{}?q=to&ved={ved}#t{ved}", made.page)
    );
    let passages = hoering::tagging::Passage::of_texts(&mut *app.conn().await, &[made.text_id])
        .await
        .unwrap();
    assert_eq!(passages.len(), 1);
    assert_eq!(passages[0].exact, "To er her. Tre er der.");
    app.get(&made.page).await.says("Kritisk");
}

#[tokio::test]
async fn reading_changing_and_hiding_are_rows_of_the_audit_log_without_names() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    let made = respond(&app, "Hvidklit Kommune", "Ida er syg.", vec![]).await;
    app.get(&made.page).await;
    made.act(
        &app,
        "overstregninger",
        (0, 3),
        &[("ground", "third_person")],
    )
    .await
    .leads();
    let rows: Vec<(String, Option<i64>, serde_json::Value)> = audit_events::table
        .filter(audit_events::subject_kind.eq("response"))
        .filter(audit_events::subject_id.eq(made.id))
        .order(audit_events::id)
        .select((
            audit_events::action,
            audit_events::staff_id,
            audit_events::detail,
        ))
        .load(&mut *app.conn().await)
        .await
        .unwrap();
    let actions: Vec<&str> = rows.iter().map(|(action, _, _)| action.as_str()).collect();
    assert_eq!(
        actions,
        ["response_accepted", "response_read", "text_hidden"]
    );
    assert!(rows[1..].iter().all(|(_, by, _)| *by == Some(hanne.id)));
    assert!(
        rows.iter()
            .all(|(_, _, detail)| !detail.to_string().contains("Ida")
                && !detail.to_string().contains("Hvidklit"))
    );
    let log = app.get(&format!("/sekretariat/{HEARING}/log")).await;
    log.says("skjulte tekst");
    log.says("PH");
}

#[tokio::test]
async fn files_are_downloads_and_infected_ones_are_not_handed_out() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    let inbox = format!("/sekretariat/{HEARING}/brev");
    let fields = [
        ("organisation", "Hvidklit Kommune"),
        ("date", "2023-09-19"),
        ("channel", "letter"),
    ];
    let sent = app
        .upload(
            &format!("{inbox}/ny"),
            &inbox,
            &fields,
            vec![("brev \"æ\".html", b"<script>1</script>".to_vec())],
        )
        .await;
    let page = app.get(sent.leads()).await;
    page.says("Brev");
    let href = page
        .text
        .split("\" download>")
        .next()
        .unwrap()
        .rsplit("href=\"")
        .next()
        .unwrap()
        .to_owned();
    let file = app.get(&href).await;
    assert_eq!(file.text, "<script>1</script>");
    for (header, value) in [
        ("content-type", "application/octet-stream"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(file.headers.get(header).unwrap(), value);
    }
    assert!(
        file.headers
            .get("content-disposition")
            .unwrap()
            .to_str()
            .unwrap()
            .starts_with("attachment;")
    );
    assert!(
        file.headers
            .get("content-security-policy")
            .unwrap()
            .to_str()
            .unwrap()
            .contains("sandbox")
    );
    diesel::sql_query("update parts set state = 'infected'")
        .execute(&mut *app.conn().await)
        .await
        .unwrap();
    assert_eq!(app.get(&href).await.status, 403);
    let other = respond(&app, "B", "x", vec![]).await;
    let foreign = href.replace(sent.leads(), &other.page);
    assert_eq!(
        app.get(&foreign).await.status,
        404,
        "a file of another response"
    );
}

#[tokio::test]
async fn a_letter_is_registered_with_its_own_day_and_counts_as_late_by_it() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    app.app.clock.set(at("2023-10-20T08:00:00Z"));
    let hanne = person_again("hanne", &app).await;
    browse_as(&mut app, &hanne).await;
    let (form, to) = (
        format!("/sekretariat/{HEARING}/brev/ny"),
        format!("/sekretariat/{HEARING}/brev"),
    );
    let empty = app
        .upload(&form, &to, &[("date", "2023-12-01")], vec![])
        .await;
    assert_eq!(empty.status, 422);
    for message in [
        "Skriv, hvem svaret er fra",
        "Den kan ikke ligge i fremtiden",
        "Vedhæft det skannede brev",
    ] {
        empty.says(message);
    }
    let call = [
        ("channel", "phone"),
        ("date", "2023-10-11"),
        ("time", "23:59"),
        ("name", "Ole"),
        ("text", "Sagt i telefonen."),
    ];
    let in_time = app.upload(&form, &to, &call, vec![]).await;
    let page = app.get(in_time.leads()).await;
    page.says("Sagt i telefonen.");
    assert!(!page.text.contains("Efter fristen"));
    let late = [
        ("channel", "letter"),
        ("date", "2023-10-12"),
        ("time", "00:00"),
        ("organisation", "Hvidklit Kommune"),
        ("no_remarks", "ja"),
    ];
    let page = app
        .get(app.upload(&form, &to, &late, vec![]).await.leads())
        .await;
    page.says("Efter fristen");
    page.says("Ingen bemærkninger");
    page.says("høringspart");
    let kinds: Vec<String> = responses::table
        .order(responses::id)
        .select(responses::channel)
        .load(&mut *app.conn().await)
        .await
        .unwrap();
    assert_eq!(kinds, ["phone", "letter"]);
}

#[tokio::test]
async fn a_correction_is_a_proposal_until_somebody_confirms_it_and_can_be_taken_back() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    let earlier = respond(&app, "A", "Først.", vec![]).await;
    let later = respond(&app, "A", "Rettet.", vec![]).await;
    let now = app.app.clock.now();
    let id = Relation::propose(
        &mut *app.conn().await,
        earlier.id,
        (Some(later.id), None),
        RelationKind::Corrects,
        now,
    )
    .await
    .unwrap();
    let state = async |app: &TestApp| {
        Response::find(&mut *app.conn().await, earlier.id)
            .await
            .unwrap()
            .state
    };
    app.get(&earlier.page).await.says("Rettet af");
    assert_eq!(state(&app).await, State::Current);
    let decide = |what: &str| format!("{}/relationer/{id}/{what}", earlier.page);
    app.post(&earlier.page, &decide("bekraeftelse"), &[])
        .await
        .leads();
    assert_eq!(state(&app).await, State::Superseded);
    app.get(&earlier.page).await.says("Erstattet af nyere svar");
    app.post(&earlier.page, &decide("afvisning"), &[])
        .await
        .leads();
    assert_eq!(state(&app).await, State::Current);
}

#[tokio::test]
async fn acts_on_things_of_another_response_or_hearing_are_refused() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    let (one, other) = (
        respond(&app, "A", "Et svar.", vec![]).await,
        respond(&app, "B", "Et andet.", vec![]).await,
    );
    let theme = theme(&app, 1).await;
    let text = other.text_id.to_string();
    let fields = [
        ("text", text.as_str()),
        ("start", "0"),
        ("end", "2"),
        ("theme", &theme),
    ];
    let answer = app
        .post(&one.page, &format!("{}/markeringer", one.page), &fields)
        .await;
    assert_eq!(answer.status, 404);
    other
        .act(&app, "overstregninger", (0, 2), &[("ground", "cpr")])
        .await
        .leads();
    let redaction =
        hoering::redaction::Redaction::of_texts(&mut *app.conn().await, &[other.text_id])
            .await
            .unwrap()[0]
            .id;
    let answer = app
        .post(
            &one.page,
            &format!("{}/overstregninger/{redaction}/slet", one.page),
            &[],
        )
        .await;
    assert_eq!(answer.status, 404);
    let nowhere = one
        .act(&app, "markeringer", (0, 99), &[("theme", &theme)])
        .await;
    assert_eq!(nowhere.status, 422);
    nowhere.says("Vælg først et afsnit");
    assert_eq!(
        one.act(&app, "markeringer", (0, 2), &[("theme", "999999")])
            .await
            .status,
        422
    );
    assert_eq!(
        one.act(&app, "overstregninger", (0, 2), &[("ground", "fordi")])
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn category_and_no_remarks_are_one_act_each() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    let made = respond(&app, "A", "Ingen bemærkninger.", vec![]).await;
    let category = app
        .hearing()
        .await
        .categories(&mut *app.conn().await)
        .await
        .unwrap()[2]
        .id
        .to_string();
    let change = format!("{}/aendring", made.page);
    app.post(&made.page, &change, &[("category", &category)])
        .await
        .leads();
    app.post(&made.page, &change, &[("content", "no_remarks")])
        .await
        .leads();
    let page = app.get(&made.page).await;
    page.says("Ingen bemærkninger</span>");
    assert_eq!(
        app.post(&made.page, &change, &[("category", "999999")])
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn the_sender_is_corrected_and_an_earlier_arrival_elsewhere_counts() {
    let mut app = TestApp::spawn().await;
    app.app.clock.set(at("2023-10-13T08:00:00Z"));
    two_people(&mut app).await;
    let made = respond(&app, "A", "Et svar.", vec![]).await;
    let change = format!("{}/aendring", made.page);
    let sender = [
        ("sender", "ja"),
        ("organisation", "Ravnsø Kommune"),
        ("name", "Anne Lund"),
    ];
    app.post(&made.page, &change, &sender).await.leads();
    let page = app.get(&made.page).await;
    page.says("<h1>Ravnsø Kommune</h1>");
    page.says("Efter fristen");
    let empty = [("sender", "ja"), ("organisation", " "), ("name", "")];
    let refused = app.post(&made.page, &change, &empty).await;
    assert_eq!(refused.status, 422);
    refused.says("Skriv, hvem svaret er fra");
    let reached = |date| {
        [
            ("reached", "ja"),
            ("date", date),
            ("time", "10:00"),
            ("evidence", "Formandens postkasse"),
        ]
    };
    let tomorrow = app.post(&made.page, &change, &reached("2023-10-14")).await;
    assert_eq!(tomorrow.status, 422, "nothing that is still to come");
    app.post(&made.page, &change, &reached("2023-10-10"))
        .await
        .leads();
    let response = Response::by_number(&mut *app.conn().await, &made.number)
        .await
        .unwrap();
    assert_eq!(response.counts_from(), at("2023-10-10T08:00:00Z"));
    assert!(!response.is_late(app.hearing().await.closes_at));
}

#[tokio::test]
async fn notes_are_written_tagged_and_never_counted() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    let page = format!("/sekretariat/{HEARING}/noter");
    let form = format!("{page}/ny");
    assert_eq!(app.post(&form, &page, &[("text", "  ")]).await.status, 422);
    let theme = theme(&app, 7).await;
    app.post(
        &form,
        &page,
        &[
            ("text", "Flere <frivillige>"),
            ("grouping", "Bord 3"),
            ("theme", &theme),
        ],
    )
    .await
    .leads();
    let shown = app.get(&page).await;
    shown.says("Flere &lt;frivillige&gt;");
    shown.says("1 note");
    let remove = shown
        .text
        .split("formaction=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    app.post(&page, &remove, &[]).await.leads();
    assert!(!app.get(&page).await.text.contains("formaction"));
    inbox(&app, "").await.says("Der er ikke kommet svar endnu");
}

#[tokio::test]
async fn a_new_reading_of_the_text_lapses_the_signoff() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    let made = respond(&app, "A", "Et svar.", vec![]).await;
    app.post(&made.page, &format!("{}/afslutning", made.page), &[])
        .await
        .leads();
    let mut conn = app.conn().await;
    let response = Response::find(&mut conn, made.id).await.unwrap();
    let part = response.parts(&mut conn).await.unwrap()[0].id;
    let new = NewText {
        deriver: "form".into(),
        deriver_version: 2,
        text: "Et nyt svar.".into(),
        ranges: vec![],
        staff_id: None,
    };
    add_text(&mut conn, part, &new, app.app.clock.now())
        .await
        .unwrap();
    drop(conn);
    app.get(&made.page)
        .await
        .says("Var afsluttet, men er ændret siden");
}
