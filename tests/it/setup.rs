//! Setting up a hearing without a file: alone, section by section, and nothing public before staff say so.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::audit::Actor;
use hoering::hearing::{Hearing, frames_of};
use hoering::organisation::Organisation;
use hoering::schema::{audit_events, categories, documents, staff_roles};
use hoering::staff::{self as accounts, NewStaff, Person, Role, Scope};

use crate::app::{Answer, HEARING, TestApp, at};
use crate::desk::{respond, two_people};
use crate::staff::{browse_as, person};

const NEW: &str = "/sekretariat/ny";

/// Somebody with a role in every hearing of the organisation.
async fn everywhere(app: &mut TestApp, login: &str, role: Role) -> Person {
    let mut conn = app.conn().await;
    let organisation = Organisation::named(&mut conn, "Region Midtjylland")
        .await
        .unwrap();
    let now = app.app.clock.now();
    let new = NewStaff {
        organisation_id: organisation.id,
        login: login.into(),
        name: format!("Person {login}"),
        initials: String::new(),
    };
    let person = accounts::add(&mut conn, &new, Actor::Operator, now)
        .await
        .unwrap();
    let given = (person.id, Scope::All, role);
    accounts::grant(&mut conn, given, Actor::Operator, now)
        .await
        .unwrap();
    drop(conn);
    browse_as(app, &person).await;
    person
}

const BEGINNING: [(&str, &str); 5] = [
    ("title", "Plan for Ældre & Å-dale"),
    ("case_number", "23-1"),
    ("kind", "voluntary"),
    ("opens", "2023-10-01"),
    ("closes", "2023-11-30"),
];
const SLUG: &str = "plan-for-aeldre-aa-dale";

fn here() -> String {
    format!("/sekretariat/{SLUG}/opsaetning")
}

async fn draft(app: &TestApp) -> String {
    let made = app.post(NEW, NEW, &BEGINNING).await;
    assert_eq!(made.leads(), here());
    here()
}

async fn find(app: &TestApp, slug: &str) -> Hearing {
    Hearing::by_slug(&mut *app.conn().await, slug)
        .await
        .unwrap()
}

/// The print that a section's form sends back.
fn seen(page: &Answer, section: &str) -> String {
    let form = page.text.split(&format!("/{section}#")).nth(1).unwrap();
    let value = form.split("name=\"seen\" value=\"").nth(1).unwrap();
    value.split('"').next().unwrap().to_owned()
}

/// Saves a section as its form was shown, with these fields.
async fn save(app: &TestApp, page: &str, section: &str, fields: &[(&str, &str)]) -> Answer {
    let print = seen(&app.get(page).await, section);
    let mut all = vec![("seen", print.as_str())];
    all.extend(fields);
    app.post(page, &format!("{page}/{section}"), &all).await
}

const BASICS: [(&str, &str); 5] = [
    ("title", "Plan for Ældre & Å-dale"),
    ("summary", "Om ældre.\nOg åer."),
    ("signed_by", "Borgmesteren\r\n\r\nDirektøren"),
    ("kind", "voluntary"),
    ("minimum_weeks", ""),
];

async fn actions(app: &TestApp, hearing_id: i64) -> Vec<String> {
    audit_events::table
        .filter(audit_events::hearing_id.eq(hearing_id))
        .order(audit_events::id)
        .select(audit_events::action)
        .load(&mut *app.conn().await)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_secretary_makes_a_hearing_fills_it_in_and_shows_it() {
    let mut app = TestApp::empty().await;
    let hanne = everywhere(&mut app, "hanne", Role::Editor).await;
    app.get("/sekretariat").await.says("Opret høring");
    let page = draft(&app).await;
    let first = app.get(&page).await;
    assert_eq!(first.status, 200, "who made it is still logged in");
    first.says("3 ting mangler");
    assert!(!first.text.contains("Vis på nettet</button>"));
    // Nobody else sees anything, also after the opening day.
    app.app.clock.set(at("2023-10-05T08:00:00Z"));
    browse_as(&mut app, &hanne).await;
    for path in ["", "/svar"] {
        assert_eq!(
            app.get(&format!("/hoeringer/{SLUG}{path}")).await.status,
            404
        );
    }
    assert!(!app.get("/").await.text.contains("Å-dale"));
    app.get("/sekretariat")
        .await
        .says("Kladde, kun I kan se den");
    app.post(&page, &format!("{page}/net"), &[])
        .await
        .says("3 ting mangler");

    save(&app, &page, "grundoplysninger", &BASICS).await.leads();
    let mail = [("mailbox", "plan@region.example")];
    save(&app, &page, "postkasse", &mail).await.leads();
    let link = [
        ("document_title", "Planen"),
        ("url", "https://region.example/plan.pdf"),
    ];
    app.upload(&page, &format!("{page}/dokumenter"), &link, vec![])
        .await
        .leads();
    let ready = app.get(&page).await;
    ready.says("Alt det nødvendige er på plads");
    ready.says("Ingen henter mail til plan@region.example endnu");
    app.post(&page, &format!("{page}/net"), &[]).await.leads();
    let public = app.get(&format!("/hoeringer/{SLUG}")).await;
    public.says("Om ældre.");
    public.says("https://region.example/plan.pdf");
    assert_eq!(
        app.get(&format!("/hoeringer/{SLUG}/svar")).await.status,
        200
    );
    app.get("/").await.says("Plan for Ældre &amp; Å-dale");

    let hearing = find(&app, SLUG).await;
    assert_eq!(hearing.signed_by, ["Borgmesteren", "Direktøren"]);
    assert_eq!(hearing.case_number, None, "the field was sent empty");
    let done = actions(&app, hearing.id).await;
    assert_eq!(
        done,
        [
            "hearing_created",
            "role_given",
            "hearing_changed",
            "hearing_changed",
            "document_added",
            "hearing_published"
        ]
    );
    let given: Vec<(i64, Role)> = staff_roles::table
        .filter(staff_roles::hearing_id.eq(hearing.id))
        .select((staff_roles::staff_id, staff_roles::role))
        .load(&mut *app.conn().await)
        .await
        .unwrap();
    assert_eq!(given, [(hanne.id, Role::Administrator)]);
    let frames = frames_of(&mut *app.conn().await, hearing.id).await.unwrap();
    assert_eq!(frames[0].frame.title, "Øvrigt");
}

#[tokio::test]
async fn only_who_works_on_every_hearing_makes_one() {
    let mut app = TestApp::spawn().await;
    let one = person(&app, "mads", Role::Administrator).await;
    browse_as(&mut app, &one).await;
    assert_eq!(app.get(NEW).await.status, 403, "of one hearing only");
    assert_eq!(app.post("/log-ind", NEW, &BEGINNING).await.status, 403);
    everywhere(&mut app, "lise", Role::Tagger).await;
    assert_eq!(app.get(NEW).await.status, 403);
    assert!(!app.get("/sekretariat").await.text.contains("Opret høring"));
    everywhere(&mut app, "hanne", Role::Administrator).await;
    assert_eq!(app.get(NEW).await.status, 200);
}

#[tokio::test]
async fn a_beginning_filled_in_wrongly_comes_back_as_it_was_typed() {
    let mut app = TestApp::spawn().await;
    everywhere(&mut app, "hanne", Role::Editor).await;
    let nothing = app.post(NEW, NEW, &[]).await;
    assert_eq!(nothing.status, 422);
    nothing.says("Skriv en titel.");
    nothing.says("Vælg en dag.");
    let long = "å".repeat(301);
    for (field, value, message) in [
        ("slug", "Med mellemrum", "Brug kun små bogstaver"),
        ("slug", HEARING, "En anden høring har den adresse"),
        ("slug", "ny", "En anden høring har den adresse"),
        ("slug", "../x", "Brug kun små bogstaver"),
        ("closes", "2023-09-30", "Den sidste dag ligger før"),
        ("closes", "2023-02-30", "Vælg en dag"),
        ("closes", "9999-01-01", "Vælg en dag"),
        ("title", long.as_str(), "Skriv højst 300 tegn"),
        ("title", "???", "Brug kun små bogstaver"),
        ("kind", "x", "Vælg, om høringen er frivillig"),
    ] {
        let mut fields = BEGINNING.to_vec();
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        let wrong = app.post(NEW, NEW, &fields).await;
        assert_eq!(wrong.status, 422, "{field} {value}");
        wrong.says(message);
        wrong.says("value=\"23-1\"");
    }
    // The same twice: the second finds the address taken.
    app.post(NEW, NEW, &BEGINNING).await.leads();
    assert_eq!(app.post(NEW, NEW, &BEGINNING).await.status, 422);
    let nul = [
        BEGINNING.as_slice(),
        &[("slug", "nul"), ("case_number", "a\0b")],
    ]
    .concat();
    let mut nul = nul;
    nul.remove(1);
    app.post(NEW, NEW, &nul).await.leads();
    assert_eq!(find(&app, "nul").await.case_number.as_deref(), Some("ab"));
}

#[tokio::test]
async fn who_saves_second_sees_what_changed_and_overwrites_only_knowingly() {
    let mut app = TestApp::spawn().await;
    let hanne = person(&app, "hanne", Role::Administrator).await;
    browse_as(&mut app, &hanne).await;
    let page = format!("/sekretariat/{HEARING}/opsaetning");
    let old = seen(&app.get(&page).await, "grundoplysninger");
    save(&app, &page, "grundoplysninger", &BASICS).await.leads();
    let mine = [
        ("seen", old.as_str()),
        ("title", "Min titel"),
        ("summary", "Mit resumé"),
        ("kind", "voluntary"),
    ];
    let to = format!("{page}/grundoplysninger");
    let second = app.post(&page, &to, &mine).await;
    assert_eq!(second.status, 422);
    second.says("Person hanne har gemt det her afsnit");
    second.says("<dt>Titel</dt><dd class=\"raw\">Plan for Ældre &amp; Å-dale</dd>");
    second.says("value=\"Min titel\"");
    assert_eq!(find(&app, HEARING).await.title, "Plan for Ældre & Å-dale");
    // Another section is nobody's quarrel, and the same saved twice is none either.
    save(&app, &page, "offentlighed", &[("names", "anonymous")])
        .await
        .leads();
    let again = [&[("seen", old.as_str())], BASICS.as_slice()].concat();
    app.post(&page, &to, &again).await.leads();
    let now = seen(&second, "grundoplysninger");
    let mut knowing = mine.to_vec();
    knowing[0] = ("seen", now.as_str());
    app.post(&page, &to, &knowing).await.leads();
    assert_eq!(find(&app, HEARING).await.title, "Min titel");
}

#[tokio::test]
async fn an_editor_reads_the_settings_and_does_not_change_them() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    let page = format!("/sekretariat/{HEARING}/opsaetning");
    app.get(&page)
        .await
        .says("Høringens administratorer kan ændre den");
    let fields = [("names", "name")];
    for section in ["offentlighed", "net", "frist", "temaer"] {
        let to = format!("{page}/{section}");
        assert_eq!(app.post(&page, &to, &fields).await.status, 403, "{section}");
    }
}

async fn administrator(app: &mut TestApp) -> String {
    let hanne = person(app, "hanne", Role::Administrator).await;
    browse_as(app, &hanne).await;
    format!("/sekretariat/{HEARING}/opsaetning")
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
async fn a_moved_deadline_is_told_with_its_reason_and_decides_what_is_late() {
    let mut app = TestApp::spawn().await;
    app.app.clock.set(at("2023-10-13T08:00:00Z"));
    let page = administrator(&mut app).await;
    let made = respond(&app, "Hvidklit Kommune", "Vi støtter planen.", vec![]).await;
    app.get(&made.page).await.says("Efter fristen");
    let public = format!("/hoeringer/{HEARING}");
    app.get(&public).await.says("Høringen er slut");
    let to = format!("{page}/frist");
    let good = [
        ("deadline_day", "2023-10-20"),
        ("deadline_reason", "Side 12 manglede."),
        ("deadline_notice", "Har du svaret, er det nok."),
    ];
    let shown = app.get(&page).await;
    let print = seen(&shown, "frist");
    for (field, value, message) in [
        ("deadline_day", "2023-10-11", "ikke er gået"),
        ("deadline_day", "2023-10-12", "ikke er gået"),
        ("deadline_day", "", "Vælg en dag."),
        ("deadline_reason", " ", "Skriv en begrundelse."),
    ] {
        let mut fields = good.to_vec();
        fields.retain(|(name, _)| *name != field);
        fields.extend([(field, value), ("seen", print.as_str())]);
        let wrong = app.post(&page, &to, &fields).await;
        assert_eq!(wrong.status, 422, "{field} {value}");
        wrong.says(message);
        wrong.says("Har du svaret, er det nok.");
    }
    let all = [good.as_slice(), &[("seen", print.as_str())]].concat();
    app.post(&page, &to, &all).await.leads();
    app.post(&page, &to, &all).await.leads();
    let told = app.get(&public).await;
    told.says("Fristen er forlænget fra 11. oktober 2023 til 20. oktober 2023");
    told.says("Side 12 manglede. Har du svaret, er det nok.");
    assert!(!app.get(&made.page).await.text.contains("Efter fristen"));
    assert_eq!(
        find(&app, HEARING)
            .await
            .deadline_changes(&mut *app.conn().await)
            .await
            .unwrap()
            .len(),
        1
    );
    // Open now: an earlier day, or one chosen on an old page, is refused.
    let print = seen(&app.get(&page).await, "frist");
    for (day, seen) in [
        ("2023-10-19", &print),
        ("2023-10-30", &"2023-10-11T22:00:00+00:00".to_owned()),
    ] {
        let fields = [
            ("deadline_day", day),
            ("deadline_reason", "x"),
            ("seen", seen.as_str()),
        ];
        assert_eq!(app.post(&page, &to, &fields).await.status, 422, "{day}");
    }
    // Nor do the dates themselves move it.
    let dates = [("opens", "2023-08-25"), ("closes", "2023-12-01")];
    save(&app, &page, "datoer", &dates)
        .await
        .says("Brug &quot;Flyt fristen&quot;");
    // One consultee alone.
    let party = app.get(&page).await;
    let id = party.text.split("\">Blåmunke Kommune").next().unwrap();
    let id = id.rsplit("value=\"").next().unwrap();
    let one = [
        ("party", id),
        ("party_day", "2023-11-01"),
        ("party_reason", "Byrådet mødes."),
    ];
    app.post(&page, &format!("{page}/frist/part"), &one)
        .await
        .leads();
    app.get(&page)
        .await
        .says("Blåmunke Kommune: fra 20. oktober 2023 til 1. november 2023");
    assert!(!app.get(&public).await.text.contains("Blåmunke"));
}

#[tokio::test]
async fn a_hearing_that_law_asks_for_is_open_long_enough_or_not_shown() {
    let mut app = TestApp::empty().await;
    everywhere(&mut app, "hanne", Role::Administrator).await;
    let page = draft(&app).await;
    let mut basics = BASICS.to_vec();
    basics[3] = ("kind", "statutory");
    save(&app, &page, "grundoplysninger", &basics)
        .await
        .says("hvor mange uger loven kræver (1-52)");
    basics[4] = ("minimum_weeks", "9");
    save(&app, &page, "grundoplysninger", &basics).await.leads();
    app.get(&page)
        .await
        .says("kun åben i 61 dage, og loven kræver mindst 9 uger");
    let dates = [("opens", "2023-10-01"), ("closes", "2023-12-02")];
    save(&app, &page, "datoer", &dates).await.leads();
    assert!(
        !app.get(&page).await.text.contains("kun åben i"),
        "63 days are nine weeks"
    );
    save(&app, &page, "postkasse", &[("mailbox", "a@b.example")])
        .await
        .leads();
    let link = [("document_title", "Planen")];
    app.upload(&page, &format!("{page}/dokumenter"), &link, vec![])
        .await
        .leads();
    app.post(&page, &format!("{page}/net"), &[]).await.leads();
    basics[4] = ("minimum_weeks", "10");
    save(&app, &page, "grundoplysninger", &basics)
        .await
        .says("loven kræver mindst 10 uger");
    // Shown and not begun: it can be taken down again.
    app.post(&page, &format!("{page}/net/slet"), &[])
        .await
        .leads();
    assert_eq!(app.get(&format!("/hoeringer/{SLUG}")).await.status, 404);
    app.post(&page, &format!("{page}/net"), &[]).await.leads();
    app.app.clock.set(at("2023-10-01T08:00:00Z"));
    let hanne = accounts::by_login(&mut *app.conn().await, "hanne")
        .await
        .unwrap()
        .unwrap();
    browse_as(&mut app, &hanne).await;
    assert_eq!(
        app.post(&page, &format!("{page}/net/slet"), &[])
            .await
            .status,
        409
    );
}

fn category_fields(rows: &[(i64, &str, &str)]) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for (row, (id, letter, name)) in rows.iter().enumerate() {
        let id = if *id == 0 {
            String::new()
        } else {
            id.to_string()
        };
        fields.push((format!("category_id-{row}"), id));
        fields.push((format!("letter-{row}"), (*letter).to_owned()));
        fields.push((format!("category_name-{row}"), (*name).to_owned()));
        fields.push((format!("words-{row}"), "kommune, by".to_owned()));
        fields.push((format!("private-{row}"), "ja".to_owned()));
    }
    fields
}

#[tokio::test]
async fn categories_change_letters_with_each_other_and_one_in_use_stays() {
    let mut app = TestApp::spawn().await;
    let page = administrator(&mut app).await;
    let hearing = app.hearing().await;
    let rows: Vec<(i64, String)> = categories::table
        .filter(categories::hearing_id.eq(hearing.id))
        .order(categories::position)
        .select((categories::id, categories::letter))
        .load(&mut *app.conn().await)
        .await
        .unwrap();
    let send = async |app: &TestApp, rows: &[(i64, &str, &str)]| {
        let fields = category_fields(rows);
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(a, b)| (a.as_str(), b.as_str()))
            .collect();
        save(app, &page, "kategorier", &fields).await
    };
    let mut list: Vec<(i64, &str, &str)> = rows
        .iter()
        .map(|(id, letter)| (*id, letter.as_str(), "Navn"))
        .collect();
    (list[0].1, list[1].1) = ("B", "a");
    list.push((0, "ØÅ", "Nye"));
    send(&app, &list).await.leads();
    let now = find(&app, HEARING)
        .await
        .categories(&mut *app.conn().await)
        .await
        .unwrap();
    let letters: Vec<&str> = now.iter().map(|one| one.letter.as_str()).collect();
    assert_eq!(letters, ["B", "A", "C", "D", "E", "F", "G", "ØÅ"]);
    assert_eq!((now[0].id, now[0].kinds.len()), (rows[0].0, 2));
    for (wrong, message) in [
        (vec![(0, "A", "x"), (0, "A", "y")], "A står to gange"),
        (vec![(0, "1", "x")], "et eller to store bogstaver"),
        (vec![(0, "A", "")], "Skriv et navn"),
        (vec![], "mindst én kategori"),
        (vec![(rows[2].0, "C", "x")], "er i brug"),
    ] {
        let answer = send(&app, &wrong).await;
        assert_eq!(answer.status, 422, "{wrong:?}");
        answer.says(message);
    }
    let other = [(rows[0].0 + 100_000, "B", "En andens"), (0, "Q", "x")];
    assert_eq!(
        send(&app, &other).await.status,
        422,
        "a category that is not there"
    );
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
async fn documents_are_told_by_content_kept_in_order_and_handed_out() {
    let mut app = TestApp::spawn().await;
    let page = administrator(&mut app).await;
    let to = format!("{page}/dokumenter");
    let pdf = std::fs::read("config/demo/attachments/A1_hoeringssvar.pdf").unwrap();
    let no_pdf = b"<html><script>alert(1)</script></html>".to_vec();
    let wrong = app
        .upload(
            &page,
            &to,
            &[("document_title", "Brev æ")],
            vec![("brev.pdf", no_pdf)],
        )
        .await;
    assert_eq!(wrong.status, 422);
    wrong.says("er ikke en af de filtyper");
    wrong.says("value=\"Brev æ\"");
    for (fields, message) in [
        (
            vec![("document_title", ""), ("url", "")],
            "Vælg en fil, eller skriv en titel",
        ),
        (
            vec![("document_title", "A"), ("url", "javascript:alert(1)")],
            "begynder med https",
        ),
        (
            vec![("document_title", "Høringsbrev"), ("url", "")],
            "Der er allerede et dokument",
        ),
    ] {
        let answer = app.upload(&page, &to, &fields, vec![]).await;
        assert_eq!(answer.status, 422);
        answer.says(message);
    }
    app.upload(&page, &to, &[], vec![("Kort \"over\" å.pdf", pdf.clone())])
        .await
        .leads();
    let all = find(&app, HEARING)
        .await
        .documents(&mut *app.conn().await)
        .await
        .unwrap();
    let own = all.last().unwrap();
    assert_eq!(
        (own.title.as_str(), own.media_type.as_deref()),
        ("Kort \"over\" å", Some("application/pdf"))
    );
    let href = format!("/hoeringer/{HEARING}/dokumenter/{}", own.id);
    app.get(&format!("/hoeringer/{HEARING}")).await.says(&href);
    let file = app.http.get(app.url(&href)).send().await.unwrap();
    let header = |name: &str| {
        file.headers()
            .get(name)
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(header("content-type"), "application/pdf");
    assert!(
        header("content-disposition").starts_with("attachment; filename=\"Kort__over___.pdf\"")
    );
    assert!(header("content-security-policy").contains("sandbox"));
    assert_eq!(file.bytes().await.unwrap(), pdf);
    TestApp::load(&app, "social-strategi-2013", None).await;
    let foreign = format!("/hoeringer/social-strategi-2013/dokumenter/{}", own.id);
    assert_eq!(app.get(&foreign).await.status, 404);

    let act = |what: &str| format!("{to}/{}{what}", own.id);
    app.post(&page, &act("/flytning"), &[("til", "op")])
        .await
        .leads();
    app.post(&page, &act("/flytning"), &[("til", "ned")])
        .await
        .leads();
    app.post(&page, &act("/flytning"), &[("til", "ned")])
        .await
        .leads();
    app.post(&page, &act("/flytning"), &[("til", "op")])
        .await
        .leads();
    let order = find(&app, HEARING)
        .await
        .documents(&mut *app.conn().await)
        .await
        .unwrap();
    assert_eq!(order[order.len() - 2].id, own.id);
    assert_eq!(
        app.post(&page, &act(""), &[("title", "høringsbrev")])
            .await
            .status,
        422
    );
    app.post(&page, &act(""), &[("title", "Kortet")])
        .await
        .leads();
    app.post(&page, &act("/slet"), &[]).await.leads();
    assert_eq!(app.post(&page, &act("/slet"), &[]).await.status, 404);
    assert_eq!(app.get(&href).await.status, 404);
    let left: i64 = documents::table
        .filter(documents::id.eq(own.id))
        .count()
        .get_result(&mut *app.conn().await)
        .await
        .unwrap();
    assert_eq!(left, 0);
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one list after another")]
async fn meetings_rounds_and_the_course_are_lists_whose_emptied_rows_go() {
    let mut app = TestApp::spawn().await;
    let page = administrator(&mut app).await;
    let fields = [
        ("committee-0", "Udvalget"),
        ("held_on-0", "2023-12-06"),
        ("material_due-0", "2023-11-29"),
        ("committee-1", ""),
        ("held_on-1", ""),
        ("material_due-1", ""),
        ("committee-2", "Rådet"),
        ("held_on-2", "2023-12-20"),
        ("material_due-2", ""),
        ("decides-2", "ja"),
        ("what-0", "Dialogmøde"),
        ("starts_on-0", "2023-05-14"),
        ("ends_on-0", "2023-06-01"),
        ("month-0", "ja"),
        ("channel-0", ""),
    ];
    save(&app, &page, "moeder", &fields).await.leads();
    let hearing = find(&app, HEARING).await;
    let mut conn = app.conn().await;
    let met = hearing.meetings(&mut conn).await.unwrap();
    assert_eq!(
        met.iter()
            .map(|one| (one.body.as_str(), one.decides))
            .collect::<Vec<_>>(),
        [("Udvalget", false), ("Rådet", true)]
    );
    let passed = hearing.milestones(&mut conn).await.unwrap();
    assert_eq!(
        (
            passed[0].starts_on.to_string(),
            passed[0].precision.as_str()
        ),
        ("2023-05-01".into(), "month")
    );
    drop(conn);
    app.get(&format!("/hoeringer/{HEARING}"))
        .await
        .says("Rådet beslutter 20. december 2023");
    let late = [
        ("committee-0", "U"),
        ("held_on-0", "2023-12-06"),
        ("material_due-0", "2023-12-07"),
    ];
    save(&app, &page, "moeder", &late)
        .await
        .says("skal være klar før mødet");
    let dates = [
        ("opens", "2023-08-25"),
        ("closes", "2023-10-11"),
        ("round_title-0", "Nye bilag"),
        ("round_kind-0", "supplementary"),
        ("round_opens-0", "2023-11-01"),
        ("round_closes-0", "2023-11-20"),
    ];
    save(&app, &page, "datoer", &dates).await.leads();
    let again = app.get(&page).await;
    again.says("value=\"Nye bilag\"");
    let public = app.get(&format!("/hoeringer/{HEARING}")).await;
    public.says("20. november 2023");
    public.says("Nye bilag: sidste frist");
    let id = again.value("round_id-0");
    let mut changed = dates.to_vec();
    changed.extend([("round_id-0", id.as_str())]);
    changed[5] = ("round_closes-0", "2023-10-30");
    save(&app, &page, "datoer", &changed)
        .await
        .says("ligger før den første");
    save(&app, &page, "datoer", &dates[..2]).await.leads();
    assert!(!app.get(&page).await.text.contains("Nye bilag"));
}
