//! The rules of the mailbox that no other file shows on a real message, from the raw bytes to the page that staff read. The table of all
//! of them is docs/rules.md.

use bytes::Bytes;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::intake::mailbox::{self, Code, Ledger, Mail, Mailbox, Origin, Place, read};
use hoering::response::{Respondent, Response};
use hoering::schema::{mails, responses};
use hoering::staff::Role;

use crate::app::{Answer, HEARING, TestApp};
use crate::enquiries::{receive, sample};
use crate::staff::{browse_as, person};

const BREADTH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/mail");

fn wide(number: u32) -> Vec<u8> {
    std::fs::read(format!("{BREADTH}/{number:03}.eml")).unwrap()
}

fn plain(from: &str, fields: &str, text: &str) -> String {
    format!(
        "{from}To: hoering@region.example\r\nSubject: Høringssvar\r\nDate: Wed, 20 Sep 2023 09:00:00 +0200\r\n{fields}MIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n"
    )
}

/// A mail with a file of that many bytes.
fn large(bytes: usize) -> Vec<u8> {
    let head = "From: Bo <bo@fjord.example>\r\nSubject: Svar\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=q\r\n\r\n\
                --q\r\n\r\nVi mener, at planen mangler penge.\r\n\
                --q\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=stor.bin\r\n\r\n";
    let mut raw = head.as_bytes().to_vec();
    raw.resize(raw.len() + bytes, b'x');
    raw.extend_from_slice(b"\r\n--q--\r\n");
    raw
}

async fn row(app: &TestApp, id: i64) -> Mail {
    Mail::find(&mut *app.conn().await, id).await.unwrap()
}

async fn of_mail(app: &TestApp, mail: i64) -> Response {
    Response::query()
        .filter(responses::mail_id.eq(mail))
        .first(&mut *app.conn().await)
        .await
        .unwrap()
}

async fn respondent(app: &TestApp, response: &Response) -> Respondent {
    let mut all = response.respondents(&mut *app.conn().await).await.unwrap();
    all.remove(0)
}

async fn editor(app: &mut TestApp) {
    let hanne = person(app, "hanne", Role::Editor).await;
    browse_as(app, &hanne).await;
}

async fn mail_page(app: &TestApp, id: i64) -> Answer {
    app.get(&format!("/sekretariat/{HEARING}/mails/{id}")).await
}

fn page(response: &Response) -> String {
    format!("/sekretariat/{HEARING}/svar/{}", response.number)
}

/// Rule 1. The bytes of the second are lost, as on a broken disk: that one goes to *unreadable* in the end, the others at once.
#[tokio::test]
async fn a_mail_that_stops_the_reading_is_left_to_people_and_the_others_go_on() {
    let app = TestApp::spawn().await;
    let hearing = app.hearing().await;
    let mailbox = Mailbox::find(&mut *app.conn().await, &hearing.mailbox, "INBOX")
        .await
        .unwrap();
    for name in ["en", "to", "tre"] {
        let from = format!("From: {name} <{name}@fjord.example>\r\n");
        let raw = plain(&from, "", "Vi mener, at planen mangler penge.");
        let sha256 = hex::decode(read(raw.as_bytes()).raw_sha256).unwrap();
        let origin = Origin::Import { name: name.into() };
        mailbox::keep(
            &app.app,
            &mailbox,
            Some(hearing.id),
            Bytes::from(raw),
            &origin,
        )
        .await
        .unwrap();
        if name == "to" {
            app.lose_file(&sha256);
        }
    }
    for _ in 0..8 {
        app.work().await;
        let now = app.app.clock.now();
        app.app.clock.set(now + chrono::TimeDelta::hours(2));
    }
    let places: Vec<Place> = mails::table
        .order(mails::id)
        .select(mails::place)
        .load(&mut *app.conn().await)
        .await
        .unwrap();
    assert_eq!(
        places,
        [Place::Response, Place::Unreadable, Place::Response]
    );
    let ledger = Ledger::of_hearing(&mut *app.conn().await, hearing.id)
        .await
        .unwrap();
    assert!(ledger.holds());
}

/// Rule 8.
#[tokio::test]
async fn more_than_200_megabytes_do_not_come_out_of_one_mail() {
    let mut raw = large(18 << 20);
    for level in 0..12 {
        let head = format!(
            "From: a{level}@fjord.example\r\nSubject: {level}\r\nContent-Type: message/rfc822\r\n\r\n"
        );
        raw = [head.as_bytes(), &raw].concat();
    }
    let found = read(&raw);
    assert!(
        found.warnings.contains(&Code::TooMuchUnpacked.into()),
        "{:?}",
        found.warnings
    );
    let mut app = TestApp::spawn().await;
    let id = receive(&app, raw).await;
    editor(&mut app).await;
    mail_page(&app, id)
        .await
        .says("Mailens filer fylder mere, end vi pakker ud.");
    assert_eq!(row(&app, id).await.place, Place::Response);
}

/// Rule 9: the identity of a mail is its content, whatever a server made of its MIME; an id is none.
#[tokio::test]
async fn a_mail_that_a_server_rebuilt_is_a_duplicate_and_one_with_the_same_id_is_linked() {
    let mut app = TestApp::spawn().await;
    let from = "From: Ida Fjord <ida@fjord.example>\r\n";
    let id = "Message-ID: <1@fjord.example>\r\n";
    let text = "Vi mener, at færgen skal sejle om aftenen.";
    let first = receive(&app, plain(from, id, text)).await;
    let rebuilt = "Received: from a.example by hub.example with SMTP id 7; Wed, 20 Sep 2023 09:03:00 +0200\r\n\
        from: \"Ida Fjord\"\r\n <ida@fjord.example>\r\nto: hoering@region.example\r\nsubject: =?iso-8859-1?Q?H=F8ringssvar?=\r\n\
        date: 20 Sep 2023 07:00:00 +0000\r\nmessage-id: <1@fjord.example>\r\nX-MS-Exchange-Organization-SCL: 1\r\nContent-Type: multipart/alternative; boundary=ny\r\n\r\n--ny\r\n\
        Content-Type: text/plain; charset=\"iso-8859-1\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nVi mener, at f=E6rgen skal=\r\n sejle om aftenen.\r\n--ny--\r\n";
    let second = receive(&app, rebuilt).await;
    let other = receive(
        &app,
        plain(from, id, "Vi mener også, at bussen skal vente på færgen."),
    )
    .await;
    let none = receive(
        &app,
        plain(from, "", "Det er vigtigt, at der er lys på kajen."),
    )
    .await;
    let places = async |id| row(&app, id).await.place;
    assert_eq!(places(first).await, Place::Response);
    assert_eq!(places(second).await, Place::Duplicate);
    assert_eq!(row(&app, second).await.duplicate_of, Some(first));
    assert_eq!(places(other).await, Place::Response);
    assert_eq!(places(none).await, Place::Response);
    editor(&mut app).await;
    let link = |id: i64| format!("href=\"/sekretariat/{HEARING}/mails/{id}\"");
    for (one, twin) in [(first, other), (other, first)] {
        let page = mail_page(&app, one).await;
        page.says("Samme mail-id, men et andet indhold");
        assert!(page.text.contains(&link(twin)));
        assert!(
            !page.text.contains(&link(second)),
            "that one is a duplicate"
        );
    }
    let page = mail_page(&app, none).await;
    assert!(!page.text.contains("Samme mail-id"));
}

/// Rule 10.
#[tokio::test]
async fn a_mail_without_a_usable_sender_is_a_response_until_staff_say_whose() {
    let mut app = TestApp::spawn().await;
    editor(&mut app).await;
    for from in [
        "",
        "From: \r\n",
        "From: Skjult afsender\r\n",
        "From: <>\r\n",
    ] {
        let text = format!("Vi mener, at der skal være flere bænke. {}", from.len());
        let id = receive(&app, plain(from, "", &text)).await;
        assert_eq!(row(&app, id).await.place, Place::Response, "{from}");
        mail_page(&app, id)
            .await
            .says("Mailen har ingen brugbar afsender.");
        let response = of_mail(&app, id).await;
        assert_eq!(respondent(&app, &response).await.email, None, "{from}");
        let here = page(&response);
        assert_eq!(app.get(&here).await.status, 200);
        let sender = [
            ("sender", "ja"),
            ("organisation", "Bænkelauget"),
            ("name", ""),
        ];
        app.post(&here, &format!("{here}/aendring"), &sender)
            .await
            .leads();
        app.get(&here).await.says("<h1>Bænkelauget</h1>");
    }
}

/// Rule 12.
#[tokio::test]
async fn what_machines_write_is_kept_apart_and_what_comes_by_a_list_is_a_response() {
    let app = TestApp::spawn().await;
    for number in 1..=5 {
        let id = receive(&app, sample(number)).await;
        assert_eq!(row(&app, id).await.place, Place::Machine, "{number}");
    }
    // A list, a case system that says it is automatic, a filter's precedence.
    for number in [613, 614, 610, 205, 207] {
        let id = receive(&app, wide(number)).await;
        assert_eq!(row(&app, id).await.place, Place::Response, "{number}");
    }
}

/// Rules 14 and 15: what was repaired, lost or read differently by others is told on the page of the mail.
#[tokio::test]
async fn staff_see_what_was_wrong_with_a_mail() {
    let mut app = TestApp::spawn().await;
    editor(&mut app).await;
    let cases: [(Vec<u8>, &str, &str); 6] = [
        (wide(38), "charset", "Mailen oplyste et forkert tegnsæt."),
        (wide(632), "double", "ødelagt, før mailen nåede os"),
        (
            plain(
                "From: Bo <bo@fjord.example>\r\n",
                "",
                "S\u{FFFD}ren mener, at vejen er for smal.",
            )
            .into_bytes(),
            "lost",
            "Enkelte tegn kunne ikke læses",
        ),
        (wide(637), "boundary", "er beskadiget. Kontrollér dem."),
        (
            wide(637),
            "differ",
            "To andre programmer læser mailens dele anderledes end vi.",
        ),
        (wide(626), "subject", "Vi bruger emnet som teksten."),
    ];
    for (raw, what, words) in cases {
        let id = receive(&app, raw).await;
        assert_eq!(row(&app, id).await.place, Place::Response, "{what}");
        mail_page(&app, id).await.says(words);
    }
}

#[test]
fn every_rule_names_tests_that_exist() {
    let page = std::fs::read_to_string("docs/rules.md").unwrap();
    let names: Vec<&str> = page
        .split('`')
        .filter(|word| word.contains("::") && !word.contains([' ', '/']))
        .filter(|word| *word != "file::name")
        .collect();
    assert!(names.len() > 80);
    let numbered = |number: usize| page.contains(&format!("\n| {number} | "));
    assert!((1..=26).all(numbered));
    for name in names {
        let (module, test) = name.rsplit_once("::").unwrap();
        let path = format!("tests/it/{}", module.replace("::", "/"));
        let mut source = std::fs::read_to_string(format!("{path}.rs")).unwrap_or_default();
        for file in std::fs::read_dir(&path).into_iter().flatten() {
            source.push_str(&std::fs::read_to_string(file.unwrap().path()).unwrap_or_default());
        }
        assert!(source.contains(&format!("fn {test}(")), "{name} is no test");
    }
}
