//! Receipts to a separate SMTP server: under TLS from the start or after STARTTLS, with login, through what goes wrong on the way, and signed.

use std::io::Write as _;
use std::process::Command;

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::config::{Config, Security};
use hoering::intake::mailbox;
use hoering::intake::receipt::{Reason, Receipt, ReceiptState};
use hoering::mail::Mailer;
use hoering::schema::receipts;
use serde_json::json;

use crate::app::TestApp;
use crate::smtp_server::{SmtpServer, dkim_verifies};

async fn app(server: &SmtpServer, more: impl FnOnce(&mut Config)) -> TestApp {
    let test = TestApp::with(|config| {
        server.settings(config);
        more(config);
    })
    .await;
    TestApp::load(&test, crate::app::HEARING, None).await;
    respond(&test).await;
    test
}

/// A response by mail, whose receipt is due.
async fn respond(test: &TestApp) {
    let mut file = tempfile::Builder::new().suffix(".eml").tempfile().unwrap();
    file.write_all(
        "From: Ida <ida@example.dk>\r\nSubject: Høringssvar\r\nDate: Tue, 19 Sep 2023 12:00:00 +0200\r\n\
         Message-ID: <ida-1@example.dk>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
         Vi har følgende bemærkninger til planen: Der mangler boliger.\r\n"
            .as_bytes(),
    )
    .unwrap();
    let imported = mailbox::import(&test.app, &test.hearing().await, &[file.path()])
        .await
        .unwrap();
    assert_eq!(imported.responses, 1);
}

async fn receipt(test: &TestApp) -> Receipt {
    Receipt::query()
        .order(receipts::id)
        .first(&mut *test.conn().await)
        .await
        .unwrap()
}

/// Lets an hour pass, and what is due be done.
async fn later(test: &TestApp) {
    let now = test.app.clock.now();
    test.app.clock.set(now + TimeDelta::hours(1));
    test.work().await;
}

#[tokio::test]
async fn a_receipt_goes_out_once_under_tls_and_with_login() {
    for security in [Security::Tls, Security::Starttls] {
        let server = SmtpServer::start(security, &[]);
        let test = app(&server, |_| {}).await;
        assert_eq!(test.app.mailer.check().await.unwrap(), Some(true));
        test.work().await;
        later(&test).await;
        assert_eq!(receipt(&test).await.state, ReceiptState::Sent);
        let taken = server.taken();
        let [mail] = &taken[..] else {
            panic!("{security:?}: {} mails", taken.len());
        };
        assert!(mail.tls && mail.login, "{security:?}");
        assert!(mail.from.starts_with("kvittering+"), "{}", mail.from);
        assert!(mail.from.ends_with("@hoering.example"), "{}", mail.from);
        assert_eq!(mail.to, "ida@example.dk");
        assert_eq!(
            mail.field("Auto-Submitted").as_deref(),
            Some("auto-replied")
        );
        assert_eq!(
            mail.field("In-Reply-To").as_deref(),
            Some("<ida-1@example.dk>")
        );
        let back = mailbox::read(&mail.raw);
        assert_eq!(
            back.subject.unwrap(),
            "Kvittering: Visions- og udviklingsplan for Socialområdet"
        );
        assert!(
            back.text.contains("Tak for dit høringssvar."),
            "{}",
            back.text
        );
        assert!(
            !back.text.contains("mangler boliger"),
            "no text of the response"
        );
    }
}

#[tokio::test]
async fn a_server_that_is_not_who_it_should_be_gets_neither_password_nor_mail() {
    let other = SmtpServer::start(Security::Tls, &[]);
    for security in [Security::Tls, Security::Starttls] {
        let server = SmtpServer::start(security, &[]);
        let ca = other.ca_file();
        let test = app(&server, |config| {
            config.smtp.ca_file = ca.to_str().unwrap().into();
        })
        .await;
        test.work().await;
        assert_eq!(receipt(&test).await.state, ReceiptState::Waiting);
        assert_eq!(server.logins(), (0, 0), "{security:?}");
        assert!(server.taken().is_empty());
    }
}

#[tokio::test]
async fn a_wrong_password_lets_the_receipt_wait() {
    let server = SmtpServer::start(Security::Starttls, &[]);
    let test = app(&server, |config| config.smtp.password = "forkert".into()).await;
    test.work().await;
    later(&test).await;
    assert_eq!(receipt(&test).await.state, ReceiptState::Waiting);
    let (good, bad) = server.logins();
    assert!(good == 0 && bad >= 2, "{good} {bad}");
}

#[tokio::test]
async fn a_passing_no_is_tried_again_until_it_is_a_yes() {
    let steps = [
        json!({"rcpt": "451 4.7.1 later, please"}),
        json!({"data": "452 4.3.1 no room just now"}),
    ];
    let server = SmtpServer::start(Security::Starttls, &steps);
    let test = app(&server, |_| {}).await;
    let id = receipt(&test).await.message_id;
    for _ in 0..2 {
        later(&test).await;
        assert_eq!(receipt(&test).await.state, ReceiptState::Waiting);
        assert!(server.taken().is_empty());
    }
    later(&test).await;
    assert_eq!(receipt(&test).await.state, ReceiptState::Sent);
    let taken = server.taken();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].field("Message-ID"), Some(format!("<{id}>")));
}

#[tokio::test]
async fn a_final_no_is_a_receipt_that_could_not_be_given() {
    for step in [
        json!({"rcpt": "550 5.1.1 no such user"}),
        json!({"data": "554 5.7.1 no such user here"}),
    ] {
        let server = SmtpServer::start(Security::Tls, std::slice::from_ref(&step));
        let test = app(&server, |_| {}).await;
        test.work().await;
        later(&test).await;
        let told = receipt(&test).await;
        assert_eq!(told.state, ReceiptState::NotPossible, "{step}");
        assert_eq!(told.state_reason, Some(Reason::Refused));
        assert!(told.status.unwrap().starts_with("5."), "{step}");
        assert!(
            told.state_detail.unwrap().contains("no such user"),
            "{step}"
        );
        assert!(server.taken().is_empty());
    }
}

#[tokio::test]
async fn a_connection_that_breaks_in_the_middle_loses_nothing_and_what_comes_twice_is_the_same_mail()
 {
    let server = SmtpServer::start(Security::Tls, &[json!("cut"), json!("lose")]);
    let test = app(&server, |_| {}).await;
    test.work().await;
    assert_eq!(receipt(&test).await.state, ReceiptState::Waiting);
    assert!(server.taken().is_empty());
    // The server has the mail, and we cannot know it.
    later(&test).await;
    assert_eq!(receipt(&test).await.state, ReceiptState::Waiting);
    assert_eq!(server.taken().len(), 1);
    later(&test).await;
    assert_eq!(receipt(&test).await.state, ReceiptState::Sent);
    let taken = server.taken();
    assert_eq!(taken.len(), 2);
    assert_eq!(taken[0].field("Message-ID"), taken[1].field("Message-ID"));
    assert_eq!(taken[0].from, taken[1].from);
}

fn key(folder: &tempfile::TempDir, algorithm: &[&str]) -> String {
    let path = folder.path().join("dkim.pem");
    let made = Command::new("openssl")
        .args(["genpkey", "-out"])
        .arg(&path)
        .arg("-algorithm")
        .args(algorithm)
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    path.to_str().unwrap().to_owned()
}

const RSA: [&str; 3] = ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"];

#[tokio::test]
async fn a_signed_receipt_is_verified_by_another_program() {
    for algorithm in [&RSA[..], &["ed25519"]] {
        let folder = tempfile::tempdir().unwrap();
        let file = key(&folder, algorithm);
        let server = SmtpServer::start(Security::Starttls, &[]);
        let test = app(&server, |config| {
            config.dkim.key_file = file;
            config.dkim.selector = "svar2026".into();
        })
        .await;
        test.work().await;
        let taken = server.taken();
        assert_eq!(taken.len(), 1);
        let record = test.app.mailer.dkim_record().unwrap();
        assert_eq!(record.0, "svar2026._domainkey.hoering.example");
        assert!(dkim_verifies(&taken[0].raw, &record), "{}", taken[0].text());
        // Neither another text, nor another sender, nor a second one goes unnoticed.
        let text = taken[0].text();
        let forged = [
            text.replacen("Tak for", "Nej til", 1),
            text.replacen("From: ", "From: eve ", 1),
            format!("From: eve@example.dk\r\n{text}"),
            format!("{text}PS\r\n"),
        ];
        for forged in forged {
            assert_ne!(forged, text);
            assert!(!dkim_verifies(forged.as_bytes(), &record), "{forged}");
        }
    }
}

#[test]
fn a_key_that_does_not_fit_the_settings_is_refused_at_start() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |selector: &str, domain: &str, file: String| {
        let mut config = Config::defaults().unwrap();
        config.mail.from = "svar@hoering.example".into();
        config.dkim.selector = selector.into();
        config.dkim.domain = domain.into();
        config.dkim.key_file = file;
        Mailer::new(&config).err().map(|error| format!("{error:#}"))
    };
    let weak = key(&folder, &["RSA", "-pkeyopt", "rsa_keygen_bits:1024"]);
    assert!(refused("s", "", weak).unwrap().contains("2048"));
    let curve = key(&folder, &["EC", "-pkeyopt", "ec_paramgen_curve:P-256"]);
    assert!(refused("s", "", curve).is_some());
    let good = key(&folder, &["ed25519"]);
    assert!(
        refused("s", "andre.example", good.clone())
            .unwrap()
            .contains("andre.example")
    );
    assert!(refused("s s", "", good.clone()).is_some());
    assert!(refused("s", "", "/findes/ikke.pem".into()).is_some());
    assert_eq!(refused("s", "", good), None);
}
