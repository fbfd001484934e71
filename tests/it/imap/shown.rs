//! What people see of the mailboxes: on the staff's start page, in health, in metrics.

use actix_web::web::Data;
use chrono::TimeDelta;
use diesel_async::RunQueryDsl as _;
use hoering::config::Mailbox as Settings;
use hoering::ops;
use hoering::staff::Role;
use serde_json::Value;

use super::{AT, fetch, letter, number};
use crate::app::{HEARING, TestApp};
use crate::dovecot::{Dovecot, free_port};
use crate::proxy::{Act, Proxy};
use crate::staff::{browse_as, person};

async fn set(settings: &Settings) -> TestApp {
    let settings = vec![settings.clone()];
    let test = TestApp::with(|config| config.mailboxes = settings).await;
    TestApp::load(&test, HEARING, None).await;
    test
}

/// A mail that the server never hands out.
async fn without_the_second(server: &Dovecot) -> Proxy {
    Proxy::acting(server.plain, |line| {
        if line.contains("UID FETCH 2 (UID BODY") {
            Act::Answer("TAG NO [SERVERBUG] cannot read it\r\n")
        } else {
            Act::Pass
        }
    })
    .await
}

#[tokio::test]
async fn staff_see_when_mail_was_fetched_last_and_that_one_is_missing_or_gone() {
    let server = Dovecot::start(&["a"]).await;
    for number in 1..=3 {
        server.deliver("a", &letter(number, "Mere plads."), AT);
    }
    let proxy = without_the_second(&server).await;
    let settings = server.settings_at("a", proxy.port);
    let mut test = set(&settings).await;
    let reader = person(&test, "rie", Role::Reader).await;
    browse_as(&mut test, &reader).await;
    let test = test;
    let start = async || test.get("/sekretariat").await;
    start().await.says("Der er endnu ikke hentet mails herfra.");

    fetch(&test, &settings).await.unwrap();
    let page = start().await;
    page.says("a@hoering.example");
    page.says("Mails er sidst hentet 20. september 2023 kl. 10.00.");
    page.says("1 mail i postkassen er ikke hentet.");
    let settings = server.settings("a");
    fetch(&test, &settings).await.unwrap();
    assert!(!start().await.text.contains("er ikke hentet."));

    server.take_away("a", 0);
    for _ in 0..3 {
        let later = test.app.clock.now() + TimeDelta::minutes(20);
        test.app.clock.set(later);
        start().await.says("Der er ikke hentet mails længe.");
    }
    fetch(&test, &settings).await.unwrap();
    let page = start().await;
    page.says("Mails er sidst hentet 20. september 2023 kl. 11.00.");
    page.says("1 mail er senere fjernet fra postkassen.");
    assert!(!page.text.contains("længe"));

    let wrong = Settings {
        password: "forkert".into(),
        ..settings
    };
    fetch(&test, &wrong).await.unwrap_err();
    let page = start().await;
    page.says("Mailserveren afviser vores login.");
    assert!(!page.text.contains("refused"), "no English");

    let nobody = "delete from staff_roles";
    diesel::sql_query(nobody)
        .execute(&mut test.admin().await)
        .await
        .unwrap();
    assert!(!start().await.text.contains("a@hoering.example"));
}

#[tokio::test]
async fn health_and_metrics_tell_the_alarm_and_the_note() {
    let server = Dovecot::start(&["a"]).await;
    server.make_folder("a", "Junk");
    for number in 1..=2 {
        server.deliver("a", &letter(number, "Mere plads."), AT);
    }
    let proxy = without_the_second(&server).await;
    let settings = Settings {
        junk_folder: "Junk".into(),
        ..server.settings_at("a", proxy.port)
    };
    let test = set(&settings).await;
    let address = format!("127.0.0.1:{}", free_port());
    let handle = ops::start(Data::clone(&test.app), &address).unwrap();
    let get = async |path: &str| {
        let answer = reqwest::get(format!("http://{address}{path}"))
            .await
            .unwrap();
        answer.text().await.unwrap()
    };
    let before: Value = serde_json::from_str(&get("/sundhed").await).unwrap();
    assert_eq!(before["mailboxes"][0]["state"], "new");
    for folder in settings.folders() {
        fetch(&test, &folder).await.unwrap();
    }
    let health: Value = serde_json::from_str(&get("/sundhed").await).unwrap();
    let [inbox, junk] = health["mailboxes"].as_array().unwrap().as_slice() else {
        panic!("{health}");
    };
    assert_eq!(inbox["state"], "missing");
    assert_eq!(inbox["missing_uids"], serde_json::json!([2]));
    assert_eq!(inbox["on_server"], 2);
    assert_eq!(
        (&junk["folder"], &junk["state"]),
        (&"Junk".into(), &"ok".into())
    );
    let metrics = get("/metrics").await;
    let labels = r#"{address="a@hoering.example",folder="INBOX"}"#;
    assert!(
        metrics.contains(&format!("hoering_mailbox_missing{labels} 1\n")),
        "{metrics}"
    );
    assert!(metrics.contains(&format!("hoering_mailbox_seconds_since_fetch{labels} 0\n")));
    assert!(metrics.contains("folder=\"Junk\"} 0\n"));
    handle.stop(false).await;
}

#[tokio::test]
async fn a_mailbox_may_belong_to_no_hearing_and_several_accounts_and_folders_to_one_program() {
    let server = Dovecot::start(&["a", "b"]).await;
    server.make_folder("b", "Svar");
    let common = Settings {
        hearing: String::new(),
        ..server.settings("a")
    };
    let folder = Settings {
        folder: "Svar".into(),
        ..server.settings("b")
    };
    let all = vec![common, server.settings("b"), folder];
    let test = TestApp::with(|config| config.mailboxes = all.clone()).await;
    let none = fetch(&test, &all[0]).await.unwrap_err();
    assert!(none.to_string().contains("no hearing is loaded"), "{none}");
    TestApp::load(&test, HEARING, None).await;
    server.deliver("a", &letter(1, "Til den fælles postkasse."), AT);
    server.deliver("b", &letter(2, "Til høringens postkasse."), AT);
    server.deliver_to("b", "Svar", &letter(3, "Til en mappe."), AT);
    for settings in &all {
        assert_eq!(fetch(&test, settings).await.unwrap().kept, 1);
    }
    let open = "select count(*) from mails join mailboxes b on b.id = mailbox_id \
                where mails.hearing_id is null and b.hearing_id is null and b.address = 'a@hoering.example'";
    assert_eq!(number(&test, open).await, 1);
    let of_hearing = "select count(*) from mails where hearing_id is not null";
    assert_eq!(number(&test, of_hearing).await, 2);
}
