//! Waiting in IDLE: what comes is fetched at once, whatever becomes of the connection.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hoering::config::Mailbox as Settings;
use hoering::worker::{self, Workers};

use super::{AT, letter, number};
use crate::app::TestApp;
use crate::dovecot::{Dovecot, until};
use crate::proxy::{Act, Proxy};

const MAILS: &str = "select count(*) from mails";

/// Looked for so seldom that only IDLE can bring anything.
fn seldom(settings: Settings) -> Settings {
    Settings {
        poll_seconds: 3600,
        ..settings
    }
}

async fn working(settings: &Settings) -> (TestApp, Workers) {
    let settings = vec![settings.clone()];
    let test = TestApp::with(|config| config.mailboxes = settings).await;
    TestApp::load(&test, crate::app::HEARING, None).await;
    let workers = worker::start(test.app.clone().into_inner());
    (test, workers)
}

fn count(proxy: &Proxy, word: &str) -> usize {
    proxy.said().matches(word).count()
}

#[tokio::test]
async fn new_mail_is_fetched_as_soon_as_the_server_says_so() {
    let server = Dovecot::start(&["a"]).await;
    let proxy = Proxy::start(server.plain).await;
    let (test, workers) = working(&seldom(server.settings_at("a", proxy.port))).await;
    for mails in 1..=3 {
        until(async || count(&proxy, " IDLE\r\n") == mails).await;
        server.deliver("a", &letter(mails, "Mere plads."), AT);
        until(async || number(&test, MAILS).await == i64::try_from(mails).unwrap()).await;
    }
    assert!(count(&proxy, "EXAMINE") <= 4, "{}", proxy.said());
    workers.stop().await;
}

#[tokio::test]
async fn a_mail_that_comes_during_a_round_does_not_wait_for_the_next_look() {
    let server = Arc::new(Dovecot::start(&["a"]).await);
    server.deliver("a", &letter(1, "En."), AT);
    let (postman, first) = (server.clone(), AtomicBool::new(true));
    // It comes while the first is fetched, so that the server tells it before the IDLE.
    let proxy = Proxy::acting(server.plain, move |line| {
        if line.contains("UID FETCH 1 (UID BODY") && first.swap(false, Ordering::Relaxed) {
            postman.deliver("a", &letter(2, "To."), AT);
        }
        Act::Pass
    })
    .await;
    let (test, workers) = working(&seldom(server.settings_at("a", proxy.port))).await;
    until(async || number(&test, MAILS).await == 2).await;
    workers.stop().await;
}

#[tokio::test]
async fn an_idle_is_renewed_and_a_stop_ends_it_in_good_order() {
    let server = Dovecot::start(&["a"]).await;
    let proxy = Proxy::start(server.plain).await;
    let mut settings = seldom(server.settings_at("a", proxy.port));
    settings.idle_seconds = 1;
    let (_test, workers) = working(&settings).await;
    until(async || count(&proxy, " IDLE\r\n") >= 3).await;
    assert_eq!(count(&proxy, "EXAMINE"), 1, "{}", proxy.said());
    workers.stop().await;
    assert_eq!(count(&proxy, " IDLE\r\n"), count(&proxy, "DONE\r\n"));
    assert_eq!(count(&proxy, "LOGOUT"), 1, "{}", proxy.said());
}

#[tokio::test]
async fn beside_an_idle_that_says_nothing_the_folder_is_looked_at_all_the_same() {
    let server = Dovecot::start(&["a"]).await;
    // The server's news never arrive.
    let proxy = Proxy::with(
        server.plain,
        |_| Act::Pass,
        |said| {
            let text = String::from_utf8(said).unwrap();
            let lines = text.split_inclusive('\n');
            let silent =
                |line: &&str| !line.ends_with("EXISTS\r\n") && !line.ends_with("RECENT\r\n");
            lines.filter(silent).collect::<String>().into_bytes()
        },
    )
    .await;
    let (test, workers) = working(&server.settings_at("a", proxy.port)).await;
    until(async || count(&proxy, " IDLE\r\n") >= 1).await;
    server.deliver("a", &letter(1, "Mere plads."), AT);
    until(async || number(&test, MAILS).await == 1).await;
    workers.stop().await;
}

#[tokio::test]
async fn a_server_without_idle_is_polled() {
    let server = Dovecot::start(&["a"]).await;
    let proxy = Proxy::changing(server.plain, " IDLE", " XDLE").await;
    let (test, workers) = working(&server.settings_at("a", proxy.port)).await;
    server.deliver("a", &letter(1, "Mere plads."), AT);
    until(async || number(&test, MAILS).await == 1).await;
    workers.stop().await;
    assert_eq!(count(&proxy, "IDLE"), 0, "{}", proxy.said());
}

#[tokio::test]
async fn a_server_that_says_no_to_idle_is_polled() {
    let server = Dovecot::start(&["a"]).await;
    let proxy = Proxy::acting(server.plain, |line| {
        if line.ends_with(" IDLE\r\n") {
            Act::Answer("TAG NO not now\r\n")
        } else {
            Act::Pass
        }
    })
    .await;
    let (test, workers) = working(&server.settings_at("a", proxy.port)).await;
    until(async || count(&proxy, " IDLE\r\n") >= 2).await;
    server.deliver("a", &letter(1, "Mere plads."), AT);
    until(async || number(&test, MAILS).await == 1).await;
    workers.stop().await;
    let failed = "select count(*) from mailboxes where last_error is not null";
    assert_eq!(number(&test, failed).await, 0);
}

#[tokio::test]
async fn a_server_that_dies_in_an_idle_is_reached_again() {
    let server = Dovecot::start(&["a"]).await;
    let proxy = Proxy::start(server.plain).await;
    let mut settings = server.settings_at("a", proxy.port);
    settings.poll_seconds = 2;
    let (test, workers) = working(&settings).await;
    until(async || count(&proxy, " IDLE\r\n") >= 1).await;
    server.kill();
    server.run().await;
    server.deliver("a", &letter(1, "Mere plads."), AT);
    until(async || number(&test, MAILS).await == 1).await;
    workers.stop().await;
    assert!(count(&proxy, "LOGIN") >= 2, "{}", proxy.said());
}
