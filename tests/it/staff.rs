//! Accounts, roles and login over real requests: who gets in, for how long, and who is refused where.

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::audit::Actor;
use hoering::schema::{audit_events, staff, staff_sessions};
use hoering::staff::{self as accounts, NewStaff, Passwords, Person, Role, Scope};
use hoering::{desk, organisation::Organisation};

use crate::app::{Answer, HEARING, TestApp};

/// Somebody of the hearing's organisation with a role.
pub async fn person(app: &TestApp, login: &str, role: Role) -> Person {
    let hearing = app.hearing().await;
    let mut conn = app.conn().await;
    let now = app.app.clock.now();
    let new = NewStaff {
        organisation_id: hearing.organisation_id,
        login: login.into(),
        name: format!("Person {login}"),
        initials: String::new(),
    };
    let person = accounts::add(&mut conn, &new, Actor::Operator, now)
        .await
        .unwrap();
    accounts::grant(
        &mut conn,
        (person.id, Scope::Hearing(hearing.id), role),
        Actor::Operator,
        now,
    )
    .await
    .unwrap();
    person
}

pub fn new_browser() -> reqwest::Client {
    reqwest::Client::builder()
        .cookie_store(true)
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
}

/// Gives the test a browser of its own in which this person is logged in. Answers with its cookie, `name=value`.
pub async fn browse_as(app: &mut TestApp, person: &Person) -> String {
    app.http = new_browser();
    let mut conn = app.conn().await;
    let link = accounts::make_link(
        &mut conn,
        person.id,
        TimeDelta::hours(1),
        app.app.clock.now(),
    )
    .await
    .unwrap();
    drop(conn);
    let path = format!("/log-ind/{link}");
    let answer = app.post(&path, &path, &[]).await;
    assert_eq!(answer.leads(), "/sekretariat");
    let cookies = answer.headers.get_all("set-cookie").iter();
    let mut cookies = cookies.map(|cookie| cookie.to_str().unwrap());
    let login = cookies.find(|cookie| cookie.contains("hoering-login="));
    login.unwrap().split(';').next().unwrap().to_owned()
}

async fn with_password(app: &TestApp, person: &Person, password: &str) {
    let hash = Passwords::new(&app.app.config.staff)
        .unwrap()
        .hash(password)
        .await
        .unwrap();
    let mut conn = app.conn().await;
    accounts::set_password(
        &mut conn,
        person.id,
        &hash,
        Actor::Operator,
        app.app.clock.now(),
    )
    .await
    .unwrap();
}

async fn try_login(app: &TestApp, login: &str, password: &str) -> Answer {
    app.post(
        "/log-ind",
        "/log-ind",
        &[("login", login), ("password", password)],
    )
    .await
}

fn pass(app: &TestApp, time: TimeDelta) {
    app.app.clock.set(app.app.clock.now() + time);
}

/// An address of a route with something in each of its places.
fn address(route: &str) -> String {
    route
        .replace("{hearing}", HEARING)
        .replace("{number}", "K7M2Q-9XWE4")
        .replace("{id}", "1")
        .replace("{part}", "1")
        .replace("{theme}", "1")
        .replace("{answer}", "1")
        .replace("{letter}", "1")
        .replace("{package}", "1")
        .replace("{source}", "1")
        .replace("{name}", "later")
        .replace("{page}", "1")
        .replace("{batch}", "00000000-0000-4000-8000-000000000000")
}

async fn try_route(app: &TestApp, (method, route): desk::Route) -> Answer {
    let path = address(route);
    if method == "get" {
        app.get(&path).await
    } else {
        app.post("/log-ind", &path, &[]).await
    }
}

#[tokio::test]
async fn a_stranger_is_refused_on_every_route_of_the_desk() {
    let app = TestApp::spawn().await;
    for route in desk::ROUTES {
        assert_eq!(try_route(&app, *route).await.status, 401, "{route:?}");
    }
    for path in ["/konto"] {
        assert_eq!(app.get(path).await.status, 401);
    }
}

#[tokio::test]
async fn somebody_without_a_role_in_the_hearing_is_refused_on_every_route_of_it() {
    let mut app = TestApp::spawn().await;
    let other = Organisation::named(&mut *app.conn().await, "Østerfjord Kommune")
        .await
        .unwrap();
    let new = NewStaff {
        organisation_id: other.id,
        login: "fremmed".into(),
        name: "Fremmed".into(),
        initials: String::new(),
    };
    let now = app.app.clock.now();
    let stranger = accounts::add(&mut *app.conn().await, &new, Actor::Operator, now)
        .await
        .unwrap();
    accounts::grant(
        &mut *app.conn().await,
        (stranger.id, Scope::All, Role::Administrator),
        Actor::Operator,
        now,
    )
    .await
    .unwrap();
    browse_as(&mut app, &stranger).await;
    for route in desk::ROUTES
        .iter()
        .filter(|(_, route)| route.contains("{hearing}"))
    {
        assert_eq!(try_route(&app, *route).await.status, 403, "{route:?}");
    }
    assert_eq!(
        app.get("/sekretariat/findes-ikke/indbakke").await.status,
        404
    );
    assert!(!app.get("/sekretariat").await.text.contains(HEARING));
}

#[tokio::test]
async fn a_reader_may_read_and_do_nothing() {
    let mut app = TestApp::spawn().await;
    let reader = person(&app, "laeser", Role::Reader).await;
    browse_as(&mut app, &reader).await;
    for route in desk::ROUTES.iter().filter(|(method, _)| *method == "post") {
        assert_eq!(try_route(&app, *route).await.status, 403, "{route:?}");
    }
    assert_eq!(
        app.get(&format!("/sekretariat/{HEARING}/indbakke"))
            .await
            .status,
        200
    );
    assert_eq!(
        app.get(&format!("/sekretariat/{HEARING}/brev/ny"))
            .await
            .status,
        403
    );
}

#[tokio::test]
async fn every_act_of_the_desk_needs_the_token_of_its_form() {
    let mut app = TestApp::spawn().await;
    let editor = person(&app, "redaktoer", Role::Administrator).await;
    browse_as(&mut app, &editor).await;
    for (_, route) in desk::ROUTES.iter().filter(|(method, _)| *method == "post") {
        let bare = app.http.post(app.url(&address(route)));
        let with_files = [
            "/brev",
            "/bilag/{part}/tekst",
            "/mails",
            "/dokumenter",
            "/import",
            "/filer",
            "/godkendt",
        ];
        let bare = if with_files.iter().any(|end| route.ends_with(end)) {
            bare.multipart(reqwest::multipart::Form::new().text("name", "x"))
        } else {
            bare.form(&[("theme", "1")])
        };
        let answer = bare.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 403, "{route}");
        let elsewhere = app
            .http
            .post(app.url(&address(route)))
            .header("origin", "https://fremmed.example")
            .form(&[("csrf", "x")]);
        let answer = elsewhere.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 403, "{route}");
    }
}

#[tokio::test]
async fn the_right_password_logs_in_and_the_wrong_one_says_nothing_of_whether_the_name_is_known() {
    let app = TestApp::spawn().await;
    let hanne = person(&app, "hanne@region.example", Role::Tagger).await;
    with_password(&app, &hanne, "tre blå cykler").await;
    let known = try_login(&app, "hanne@region.example", "forkert kode").await;
    let unknown = try_login(&app, "ingen@region.example", "forkert kode").await;
    assert_eq!((known.status, unknown.status), (422, 422));
    known.says("Brugernavnet eller adgangskoden er forkert.");
    unknown.says("Brugernavnet eller adgangskoden er forkert.");
    let answer = try_login(&app, " Hanne@Region.example ", "tre blå cykler").await;
    assert_eq!(answer.leads(), "/sekretariat");
    let cookie = answer.headers.get("set-cookie").unwrap().to_str().unwrap();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    app.get("/sekretariat")
        .await
        .says("Visions- og udviklingsplan");
    let stored: Vec<u8> = staff_sessions::table
        .select(staff_sessions::token_hash)
        .first(&mut *app.conn().await)
        .await
        .unwrap();
    assert!(
        !cookie.contains(&String::from_utf8_lossy(&stored).into_owned()),
        "only the hash is stored"
    );
    let rows: i64 = audit_events::table
        .filter(audit_events::action.eq_any(["logged_in", "login_failed"]))
        .count()
        .get_result(&mut *app.conn().await)
        .await
        .unwrap();
    assert_eq!(rows, 2);
}

#[tokio::test]
async fn five_wrong_tries_slow_down_and_nobody_is_locked_out() {
    let app = TestApp::spawn().await;
    let hanne = person(&app, "hanne", Role::Tagger).await;
    with_password(&app, &hanne, "tre blå cykler").await;
    for _ in 0..5 {
        assert_eq!(try_login(&app, "hanne", "gæt et ord").await.status, 422);
    }
    let waiting = try_login(&app, "hanne", "tre blå cykler").await;
    assert_eq!(waiting.status, 429);
    waiting.says("Vent 1 sekund,");
    pass(&app, TimeDelta::seconds(1));
    assert_eq!(try_login(&app, "hanne", "gæt et ord").await.status, 422);
    pass(&app, TimeDelta::seconds(1));
    assert_eq!(
        try_login(&app, "hanne", "tre blå cykler").await.status,
        429,
        "the next wait is longer"
    );
    pass(&app, TimeDelta::seconds(30));
    assert_eq!(try_login(&app, "hanne", "tre blå cykler").await.status, 303);
}

#[tokio::test]
async fn a_password_is_hashed_anew_when_the_settings_ask_for_another_cost() {
    let app = TestApp::spawn().await;
    let hanne = person(&app, "hanne", Role::Tagger).await;
    let mut cheap = app.app.config.staff;
    cheap.argon2_memory_kib = 32;
    let hash = Passwords::new(&cheap)
        .unwrap()
        .hash("tre blå cykler")
        .await
        .unwrap();
    accounts::set_password(
        &mut *app.conn().await,
        hanne.id,
        &hash,
        Actor::Operator,
        app.app.clock.now(),
    )
    .await
    .unwrap();
    assert_eq!(try_login(&app, "hanne", "tre blå cykler").await.status, 303);
    let now: Option<String> = staff::table
        .find(hanne.id)
        .select(staff::password_hash)
        .first(&mut *app.conn().await)
        .await
        .unwrap();
    assert!(now.unwrap().contains("m=64,"));
}

#[tokio::test]
async fn a_session_ends_after_30_idle_minutes_and_after_8_hours() {
    let mut app = TestApp::spawn().await;
    let hanne = person(&app, "hanne", Role::Tagger).await;
    browse_as(&mut app, &hanne).await;
    pass(&app, TimeDelta::minutes(29));
    assert_eq!(app.get("/sekretariat").await.status, 200);
    pass(&app, TimeDelta::minutes(31));
    assert_eq!(app.get("/sekretariat").await.status, 401);
    browse_as(&mut app, &hanne).await;
    for _ in 0..23 {
        pass(&app, TimeDelta::minutes(20));
        assert_eq!(app.get("/sekretariat").await.status, 200);
    }
    pass(&app, TimeDelta::minutes(20));
    assert_eq!(app.get("/sekretariat").await.status, 401, "8 hours at most");
}

#[tokio::test]
async fn a_login_link_works_once_and_only_by_its_button() {
    let mut app = TestApp::spawn().await;
    let hanne = person(&app, "hanne", Role::Tagger).await;
    let now = app.app.clock.now();
    let link = accounts::make_link(&mut *app.conn().await, hanne.id, TimeDelta::hours(1), now)
        .await
        .unwrap();
    let path = format!("/log-ind/{link}");
    for _ in 0..3 {
        assert_eq!(
            app.get(&path).await.status,
            200,
            "looking at it uses nothing up"
        );
    }
    assert_eq!(app.get("/sekretariat").await.status, 401);
    assert_eq!(app.post(&path, &path, &[]).await.status, 303);
    assert_eq!(app.get("/sekretariat").await.status, 200);
    app.http = new_browser();
    assert_eq!(app.get(&path).await.status, 410);
    assert_eq!(app.post("/log-ind", &path, &[]).await.status, 410);
    let late = accounts::make_link(&mut *app.conn().await, hanne.id, TimeDelta::hours(1), now)
        .await
        .unwrap();
    pass(&app, TimeDelta::hours(2));
    assert_eq!(
        app.post("/log-ind", &format!("/log-ind/{late}"), &[])
            .await
            .status,
        410
    );
}

#[tokio::test]
async fn one_can_see_and_end_ones_own_logins_and_choose_a_password() {
    let mut app = TestApp::spawn().await;
    let hanne = person(&app, "hanne", Role::Tagger).await;
    browse_as(&mut app, &hanne).await;
    let elsewhere = app.http.clone();
    browse_as(&mut app, &hanne).await;
    let page = app.get("/konto").await;
    page.says("Denne browser");
    let end = page
        .text
        .split("formaction=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    assert_eq!(app.post("/konto", &end, &[]).await.leads(), "/konto");
    assert_eq!(
        elsewhere
            .get(app.url("/sekretariat"))
            .send()
            .await
            .unwrap()
            .status()
            .as_u16(),
        401
    );
    let weak = app
        .post(
            "/konto",
            "/konto/adgangskode",
            &[("password", "sommer2023")],
        )
        .await;
    assert_eq!(weak.status, 422);
    weak.says("let at gætte");
    assert_eq!(
        app.post(
            "/konto",
            "/konto/adgangskode",
            &[("password", "tre blå cykler")]
        )
        .await
        .status,
        200
    );
    assert_eq!(app.post("/konto", "/log-ud", &[]).await.leads(), "/log-ind");
    assert_eq!(app.get("/konto").await.status, 401);
    assert_eq!(try_login(&app, "hanne", "tre blå cykler").await.status, 303);
}

#[tokio::test]
async fn a_changed_role_and_a_closed_account_end_the_logins() {
    let mut app = TestApp::spawn().await;
    let hanne = person(&app, "hanne", Role::Tagger).await;
    let now = app.app.clock.now();
    browse_as(&mut app, &hanne).await;
    accounts::grant(
        &mut *app.conn().await,
        (hanne.id, Scope::All, Role::Reader),
        Actor::Operator,
        now,
    )
    .await
    .unwrap();
    assert_eq!(app.get("/sekretariat").await.status, 401);
    browse_as(&mut app, &hanne).await;
    accounts::disable(&mut *app.conn().await, hanne.id, Actor::Operator, now)
        .await
        .unwrap();
    assert_eq!(app.get("/sekretariat").await.status, 401);
}
