//! Malware: a real clamd, one that is away, and what becomes of files then.

use bytes::Bytes;
use chrono::TimeDelta;
use hoering::config;
use hoering::extract::eicar;
use hoering::intake::mailbox::{Mail, Mailbox, Origin, Place, keep, place};
use hoering::intake::scan::unscanned;
use hoering::publication::gate::{What, stops};
use hoering::publication::release::{ReleaseKind, build_files};
use hoering::response::{PartState, Response};
use hoering::scan::{Scanner, Verdict};
use hoering::staff::Role;

use crate::app::{HEARING, TestApp};
use crate::attachments::send;
use crate::clamd::{Clamd, marker};
use crate::staff::{browse_as, person};

fn settings(socket: String) -> config::Scanner {
    config::Scanner {
        socket,
        host: String::new(),
        port: 3310,
        timeout_seconds: 20,
    }
}

fn scanner(clamd: &Clamd) -> Scanner {
    Scanner::of(&settings(clamd.socket())).unwrap()
}

async fn app(clamd: &Clamd) -> TestApp {
    let socket = clamd.socket();
    let test = TestApp::with(|config| config.scanner.socket = socket).await;
    test.load(HEARING, Some("config/demo/consultees.csv")).await;
    test
}

fn later(app: &TestApp, by: TimeDelta) {
    app.app.clock.set(app.app.clock.now() + by);
}

fn infected_letter() -> Vec<u8> {
    format!("Høringssvar fra Klitvang Kommune.\n{}\n", marker()).into_bytes()
}

#[tokio::test]
async fn files_go_to_the_scanner_in_pieces_and_only_its_word_counts() {
    let clamd = Clamd::start().await;
    let scanner = scanner(&clamd);
    assert!(scanner.version().await.unwrap().starts_with("ClamAV"));
    assert_eq!(scanner.scan(b"hej").await.unwrap(), Verdict::Clean);
    let found = |verdict: Verdict| matches!(verdict, Verdict::Infected(_));
    assert!(found(scanner.scan(&eicar()).await.unwrap()));
    // What is malicious stands behind many pieces.
    let mut long = vec![b'a'; 3 << 20];
    long.extend(infected_letter());
    assert!(found(scanner.scan(&long).await.unwrap()));
}

#[tokio::test]
async fn a_file_that_the_scanner_does_not_take_is_not_clean() {
    let mut clamd = Clamd::stopped();
    let scanner = scanner(&clamd);
    assert!(scanner.scan(b"hej").await.is_err(), "nobody is there");
    clamd.run(1).await;
    assert!(
        scanner.scan(&vec![b'a'; 3 << 20]).await.is_err(),
        "over its limit"
    );
    assert_eq!(scanner.scan(b"hej").await.unwrap(), Verdict::Clean);
}

#[tokio::test]
async fn an_infected_file_is_never_handed_out_still_counts_and_the_receipt_says_so() {
    let clamd = Clamd::start().await;
    let mut app = app(&clamd).await;
    let it = send(&app, "svar.txt", &infected_letter()).await;
    app.work().await;
    let part = it.part(&app).await;
    assert_eq!((part.state, part.text_id), (PartState::Infected, None));
    let mails = app.mails();
    assert!(
        mails[0].text.contains("indeholder skadelig kode"),
        "{}",
        mails[0].text
    );
    let editor = person(&app, "hanne", Role::Editor).await;
    browse_as(&mut app, &editor).await;
    app.get(&it.page).await.says("Filen har virus");
    let refused = app.get(&it.download()).await;
    assert_eq!(refused.status, 403);
    refused.says("Filen kan ikke hentes");
    refused.says("skadelig kode");
    assert!(!refused.text.contains("SKADELIG"));
    assert_eq!(app.get(&it.typing()).await.status, 404);
    let hearing = app.hearing().await;
    let all = Response::of_hearing(&mut *app.conn().await, hearing.id)
        .await
        .unwrap();
    assert_eq!(all.len(), 1);
}

#[tokio::test]
async fn while_the_scanner_is_away_intake_is_open_and_release_closed() {
    let mut clamd = Clamd::stopped();
    let mut app = app(&clamd).await;
    let it = send(&app, "svar.txt", b"Vi er enige i planen.").await;
    app.work().await;
    assert_eq!(it.part(&app).await.state, PartState::WaitingForScan);
    let editor = person(&app, "hanne", Role::Editor).await;
    browse_as(&mut app, &editor).await;
    app.get(&it.page).await.says("Venter på virusscanneren");
    let refused = app.get(&it.download()).await;
    assert_eq!(refused.status, 403);
    refused.says("venter på virusscanneren");
    let built = build_files(&app.app, HEARING, ReleaseKind::Final, app.app.clock.now())
        .await
        .unwrap();
    assert!(stops(&built.findings));
    assert!(
        built
            .findings
            .iter()
            .any(|one| one.what == What::NotScanned)
    );

    // Asked again, later and later, and never given up.
    for _ in 0..12 {
        later(&app, TimeDelta::hours(1));
        assert!(app.work().await > 0);
        assert_eq!(it.part(&app).await.state, PartState::WaitingForScan);
    }
    clamd.run(20).await;
    later(&app, TimeDelta::hours(1));
    app.work().await;
    assert_eq!(it.text(&app).await.unwrap().text, "Vi er enige i planen.");
    let built = build_files(&app.app, HEARING, ReleaseKind::Final, app.app.clock.now())
        .await
        .unwrap();
    assert!(
        !built
            .findings
            .iter()
            .any(|one| one.what == What::NotScanned)
    );
    browse_as(&mut app, &editor).await;
    assert_eq!(app.get(&it.download()).await.status, 200);
}

#[tokio::test]
async fn what_came_before_there_was_a_scanner_is_scanned_when_there_is_one() {
    let app = TestApp::spawn().await;
    let it = send(&app, "svar.txt", &infected_letter()).await;
    app.work().await;
    assert_eq!(it.part(&app).await.state, PartState::Text);
    assert_eq!(hoering::intake::scan::catch_up(&app.app).await.unwrap(), 0);

    let clamd = Clamd::start().await;
    let mut config = app.app.config.clone();
    config.scanner = settings(clamd.socket());
    let with_scanner = app.again(config);
    assert_eq!(
        hoering::intake::scan::catch_up(&with_scanner)
            .await
            .unwrap(),
        1
    );
    let hearing = app.hearing().await;
    let waiting = unscanned(&mut *app.conn().await, hearing.id).await.unwrap();
    assert_eq!(waiting, [it.response.id]);
    hoering::jobs::run_all_due(&with_scanner, &hoering::worker::registry(), "test")
        .await
        .unwrap();
    assert_eq!(it.part(&app).await.state, PartState::Infected);
    assert!(
        unscanned(&mut *app.conn().await, hearing.id)
            .await
            .unwrap()
            .is_empty()
    );
}

fn mail(text: &str, attachment: &[u8]) -> Bytes {
    use std::fmt::Write as _;
    let mut encoded = String::new();
    for line in attachment.chunks(57) {
        let _ = writeln!(encoded, "{}\r", base64(line));
    }
    Bytes::from(format!(
        "From: Ida <ida@klitvang.example>\r\nTo: hoering@example.dk\r\nSubject: Svar\r\nMessage-ID: <{}@klitvang.example>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n\
         --B\r\nContent-Type: application/octet-stream; name=\"bilag.bin\"\r\nContent-Transfer-Encoding: base64\r\n\
         Content-Disposition: attachment; filename=\"bilag.bin\"\r\n\r\n{encoded}--B--\r\n",
        text.len()
    ))
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

async fn take_in(app: &TestApp, raw: Bytes) -> Mail {
    let hearing = app.hearing().await;
    let mailbox = Mailbox::find(&mut *app.conn().await, &hearing.mailbox, "INBOX")
        .await
        .unwrap();
    let name = Origin::Import {
        name: "a.eml".into(),
    };
    let (id, _) = keep(&app.app, &mailbox, Some(hearing.id), raw, &name)
        .await
        .unwrap();
    place(&app.app, id).await.unwrap();
    Mail::find(&mut *app.conn().await, id).await.unwrap()
}

#[tokio::test]
async fn an_infected_mail_that_says_nothing_is_malware_and_one_with_a_response_counts() {
    let clamd = Clamd::start().await;
    let mut app = app(&clamd).await;
    let empty = take_in(&app, mail("Se bilaget.", &infected_letter())).await;
    assert_eq!(empty.place, Place::Spam);
    assert_eq!(empty.kind.as_deref(), Some("malware"));
    let said =
        "Klitvang Kommune støtter planen og beder om en tydeligere beskrivelse af økonomien. "
            .repeat(5);
    let response = take_in(&app, mail(&said, &infected_letter())).await;
    assert_eq!(response.place, Place::Response);
    app.work().await;
    let hearing = app.hearing().await;
    let all = Response::of_hearing(&mut *app.conn().await, hearing.id)
        .await
        .unwrap();
    let parts = all[0].parts(&mut *app.conn().await).await.unwrap();
    assert_eq!(parts[0].state, PartState::Text);
    assert_eq!(parts[1].state, PartState::Infected);
    let editor = person(&app, "hanne", Role::Editor).await;
    browse_as(&mut app, &editor).await;
    for id in [empty.id, response.id] {
        let raw = app
            .get(&format!("/sekretariat/{HEARING}/mails/{id}/raa"))
            .await;
        assert_eq!(raw.status, 403, "the mail as a whole holds the file too");
        raw.says("skadelig kode");
    }
}

#[tokio::test]
async fn a_mail_that_came_while_the_scanner_was_away_is_scanned_afterwards() {
    let mut clamd = Clamd::stopped();
    let mut app = app(&clamd).await;
    let said =
        "Klitvang Kommune støtter planen og beder om en tydeligere beskrivelse af økonomien. "
            .repeat(5);
    let mail = take_in(&app, mail(&said, &infected_letter())).await;
    assert_eq!(mail.place, Place::Response);
    let editor = person(&app, "hanne", Role::Editor).await;
    browse_as(&mut app, &editor).await;
    let raw = format!("/sekretariat/{HEARING}/mails/{}/raa", mail.id);
    app.get(&raw).await.says("venter på virusscanneren");
    clamd.run(20).await;
    later(&app, TimeDelta::minutes(20));
    app.work().await;
    browse_as(&mut app, &editor).await;
    app.get(&raw).await.says("skadelig kode");
}
