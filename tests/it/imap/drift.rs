//! Server and ledger are compared, and what does not agree is an alarm or a note; a server that behaves badly costs no mail.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::TimeDelta;
use hoering::intake::mailbox::{Fetcher, State, Watch};
use tokio::sync::watch;

use super::{AT, app, fetch, ledger, letter, mailbox, number, stored};
use crate::app::TestApp;
use crate::dovecot::Dovecot;
use crate::proxy::{Act, Proxy};

fn hours(test: &TestApp, hours: i64) {
    test.app
        .clock
        .set(test.app.clock.now() + TimeDelta::hours(hours));
}

async fn filled(mails: usize) -> (Dovecot, TestApp) {
    let (server, test) = (Dovecot::start(&["a"]).await, app().await);
    for number in 1..=mails {
        server.deliver("a", &letter(number, "Mere plads."), AT);
    }
    (server, test)
}

#[tokio::test]
async fn a_mail_that_the_server_does_not_hand_out_is_an_alarm_until_it_comes_and_stops_no_other() {
    let (server, test) = filled(5).await;
    let broken = Arc::new(AtomicBool::new(true));
    let still = broken.clone();
    let proxy = Proxy::acting(server.plain, move |line| {
        if still.load(Ordering::Relaxed) && line.contains("UID FETCH 3 (UID BODY") {
            Act::Answer("TAG NO [SERVERBUG] cannot read it\r\n")
        } else {
            Act::Pass
        }
    })
    .await;
    let settings = server.settings_at("a", proxy.port);
    let mut fetcher = Fetcher::new(settings.clone(), watch::channel(false).1);
    let round = fetcher.round(&test.app).await.unwrap();
    assert_eq!((round.kept, round.refused), (4, 1));
    let seen = mailbox(&test, &settings).await;
    assert_eq!(seen.missing_uids, [3]);
    assert!(seen.fetched_at.is_some(), "the others were fetched");
    assert!(seen.last_error.unwrap().contains("did not hand out 1"));
    let all = Watch::all(&mut *test.conn().await, std::slice::from_ref(&settings))
        .await
        .unwrap();
    assert_eq!(all[0].state(test.app.clock.now()), State::Missing);

    broken.store(false, Ordering::Relaxed);
    assert_eq!(fetcher.round(&test.app).await.unwrap().kept, 1);
    let seen = mailbox(&test, &settings).await;
    assert!(seen.missing_uids.is_empty() && seen.last_error.is_none());
    for what in ["mailbox_alarm", "mailbox_alarm_over"] {
        let noted = format!("select count(*) from audit_events where action = '{what}'");
        assert_eq!(number(&test, &noted).await, 1, "{what}");
    }
    assert_eq!(ledger(&test).await.seen, 5);
}

#[tokio::test]
async fn what_one_answer_leaves_out_the_comparison_finds() {
    let (server, test) = filled(3).await;
    let proxy = Proxy::changing(server.plain, "* SEARCH 1 2 3\r\n", "* SEARCH 1 3\r\n").await;
    let settings = server.settings_at("a", proxy.port);
    let round = fetch(&test, &settings).await.unwrap();
    assert_eq!((round.on_server, round.kept), (2, 2));
    assert_eq!(mailbox(&test, &settings).await.missing_uids, [2]);
    let since = "select count(*) from mailboxes where missing_since is not null and on_server = 3";
    assert_eq!(number(&test, since).await, 1);
}

#[tokio::test]
async fn a_mail_that_is_gone_from_the_server_is_a_note_after_an_hour_and_no_alarm() {
    let (server, test) = filled(3).await;
    let settings = server.settings("a");
    fetch(&test, &settings).await.unwrap();
    let gone = "select count(*) from mails where gone_at is not null";
    server.take_away("a", 1);
    fetch(&test, &settings).await.unwrap();
    assert_eq!(number(&test, gone).await, 0, "it is not an hour yet");
    hours(&test, 1);
    fetch(&test, &settings).await.unwrap();
    assert_eq!(number(&test, gone).await, 1);
    let seen = mailbox(&test, &settings).await;
    assert_eq!(seen.reconciled_at, Some(test.app.clock.now()));
    assert!(seen.missing_uids.is_empty());
    assert_eq!(ledger(&test).await.seen, 3);
    let all = Watch::all(&mut *test.conn().await, std::slice::from_ref(&settings))
        .await
        .unwrap();
    assert_eq!(
        (all[0].gone, all[0].state(test.app.clock.now())),
        (1, State::Fine)
    );
    hours(&test, 1);
    assert_eq!(all[0].state(test.app.clock.now()), State::Silent);
}

#[tokio::test]
async fn what_comes_while_server_and_ledger_are_compared_is_no_alarm() {
    let (server, test) = filled(1).await;
    let server = Arc::new(server);
    let postman = server.clone();
    let proxy = Proxy::acting(server.plain, move |line| {
        if line.contains("UID FETCH 1:* (UID)") {
            postman.deliver("a", &letter(7, "Lige nu."), AT);
        }
        Act::Pass
    })
    .await;
    let settings = server.settings_at("a", proxy.port);
    fetch(&test, &settings).await.unwrap();
    assert!(proxy.said().contains("UID FETCH 1:* (UID)"));
    assert!(mailbox(&test, &settings).await.missing_uids.is_empty());
    assert_eq!(fetch(&test, &settings).await.unwrap().kept, 1);
}

#[tokio::test]
async fn a_size_that_is_not_true_costs_no_byte() {
    let long = letter(1, &"Et langt svar. ".repeat(200));
    let true_size = format!("RFC822.SIZE {}", long.len());
    for lie in ["RFC822.SIZE 10", "RFC822.SIZE 99999"] {
        let (server, test) = (Dovecot::start(&["a"]).await, app().await);
        server.deliver("a", &long, AT);
        let told = true_size.clone();
        let proxy = Proxy::with(
            server.plain,
            |_| Act::Pass,
            move |said| {
                let text = String::from_utf8(said).unwrap();
                text.replace(&told, lie).into_bytes()
            },
        )
        .await;
        let settings = server.settings_at("a", proxy.port);
        assert_eq!(fetch(&test, &settings).await.unwrap().kept, 1);
        assert!(stored(&test).await == std::slice::from_ref(&long));
    }
}

#[tokio::test]
async fn a_mail_that_breaks_the_connection_each_time_stops_no_other_and_is_an_alarm_in_the_end() {
    let (server, test) = filled(4).await;
    let proxy = Proxy::acting(server.plain, |line| {
        if line.contains("UID FETCH 2 (UID BODY") {
            Act::HangUp
        } else {
            Act::Pass
        }
    })
    .await;
    let settings = server.settings_at("a", proxy.port);
    let mut fetcher = Fetcher::new(settings.clone(), watch::channel(false).1);
    let mut rounds = Vec::new();
    for _ in 0..4 {
        rounds.push(
            fetcher
                .round(&test.app)
                .await
                .ok()
                .map(|round| (round.kept, round.refused)),
        );
    }
    assert_eq!(rounds, [None, None, Some((0, 1)), Some((0, 1))]);
    assert_eq!(ledger(&test).await.seen, 3);
    assert_eq!(mailbox(&test, &settings).await.missing_uids, [2]);
    let settings = server.settings("a");
    assert_eq!(fetch(&test, &settings).await.unwrap().kept, 1);
    assert!(mailbox(&test, &settings).await.missing_uids.is_empty());
}

#[tokio::test]
async fn a_round_that_was_stopped_is_not_a_fetch_of_everything() {
    let (server, test) = filled(6).await;
    let (stop, stopped) = watch::channel(false);
    let stop = Mutex::new(Some(stop));
    let proxy = Proxy::acting(server.plain, move |line| {
        if line.contains("UID FETCH 3 (UID BODY")
            && let Some(stop) = stop.lock().unwrap().as_ref()
        {
            stop.send(true).unwrap();
        }
        Act::Pass
    })
    .await;
    let settings = server.settings_at("a", proxy.port);
    let round = Fetcher::new(settings.clone(), stopped)
        .round(&test.app)
        .await
        .unwrap();
    assert!(round.stopped);
    assert_eq!(round.kept, 3, "the mail at hand is finished");
    assert_eq!(mailbox(&test, &settings).await.fetched_at, None);
    assert_eq!(fetch(&test, &settings).await.unwrap().kept, 3);
}
