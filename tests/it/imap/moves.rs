//! Moving mails with a place to another folder: opt-in, with COPYUID, and whatever breaks, each mail is in one folder and once in the ledger.

use std::sync::atomic::{AtomicBool, Ordering};

use hoering::config::Mailbox as Settings;
use hoering::intake::mailbox::{Place, Round, check};

use super::{AT, app, fetch, ledger, letter, mailbox, number};
use crate::app::TestApp;
use crate::dovecot::Dovecot;
use crate::proxy::{Act, Proxy};

const DONE: &str = "Behandlet";
const MOVED: &str =
    "select count(*) from mail_moves where uid is not null and moved_at is not null";

/// A mailbox with so many mails and a folder for those that are done.
async fn filled(mails: usize) -> (Dovecot, TestApp) {
    let (server, test) = (Dovecot::start(&["a"]).await, app().await);
    server.make_folder("a", DONE);
    for number in 0..mails {
        server.deliver("a", &letter(number, "Mere plads."), AT);
    }
    (server, test)
}

fn moving(settings: Settings) -> Settings {
    Settings {
        move_to: DONE.to_owned(),
        ..settings
    }
}

/// The UIDs of the ledger are those that the server has in the other folder.
async fn agree(test: &TestApp, server: &Dovecot, mails: i64) {
    assert_eq!(number(test, MOVED).await, mails);
    let other =
        "select count(distinct (uid_validity, uid)) from mail_moves where folder = 'Behandlet'";
    assert_eq!(number(test, other).await, mails);
    assert_eq!(
        server.files_in("a", DONE).len(),
        usize::try_from(mails).unwrap()
    );
    assert!(server.files("a").is_empty());
    // Fetched from there, each UID holds the bytes that the ledger has for it.
    let there = Settings {
        folder: DONE.to_owned(),
        ..server.settings("a")
    };
    let round = fetch(test, &there).await.unwrap();
    assert_eq!(round.kept, usize::try_from(mails).unwrap());
    let same = "select count(*) from mail_moves v join mails m on m.id = v.mail_id join mails n \
                on n.uid = v.uid and n.uid_validity = v.uid_validity and n.file_id = m.file_id and n.id <> m.id";
    assert_eq!(number(test, same).await, mails);
}

#[tokio::test]
async fn mails_are_moved_when_they_have_their_place_and_never_fetched_again() {
    let (server, test) = filled(3).await;
    let proxy = Proxy::start(server.plain).await;
    let settings = moving(server.settings_at("a", proxy.port));
    let round = fetch(&test, &settings).await.unwrap();
    assert_eq!((round.kept, round.moved), (3, 0));
    assert!(!proxy.said().contains("MOVE"), "not before it has a place");
    assert!(!proxy.said().contains("SELECT"));
    assert_eq!(server.files("a").len(), 3);
    test.work().await;
    let round = fetch(&test, &settings).await.unwrap();
    assert_eq!((round.kept, round.moved), (0, 3));
    assert!(proxy.said().contains("UID MOVE 1,2,3 \"Behandlet\""));
    assert_eq!(fetch(&test, &settings).await.unwrap(), Round::default());
    assert_eq!(ledger(&test).await.seen, 3);
    let noted = "select count(*) from audit_events where action = 'mail_moved'";
    assert_eq!(number(&test, noted).await, 3);
    let gone = "select count(*) from mails where gone_at is not null";
    assert_eq!(number(&test, gone).await, 0, "moved is not gone");
    agree(&test, &server, 3).await;
}

#[tokio::test]
async fn a_mail_that_somebody_drags_back_is_the_same_mail_again_and_no_second_response() {
    let (server, test) = filled(1).await;
    let settings = moving(server.settings("a"));
    fetch(&test, &settings).await.unwrap();
    test.work().await;
    assert_eq!(fetch(&test, &settings).await.unwrap().moved, 1);
    server.drag_to_inbox("a", &server.files_in("a", DONE)[0]);
    assert_eq!(fetch(&test, &settings).await.unwrap().kept, 1);
    test.work().await;
    let ledger = ledger(&test).await;
    assert_eq!((ledger.seen, ledger.count(Place::Duplicate)), (2, 1));
    assert_eq!(fetch(&test, &settings).await.unwrap().moved, 1);
    assert_eq!(number(&test, MOVED).await, 2);
}

#[tokio::test]
async fn a_server_without_move_or_uidplus_is_refused_with_the_reason_and_everything_else_goes_on() {
    let (server, test) = filled(1).await;
    for (lacks, hidden) in [(" MOVE", " XOVE"), (" UIDPLUS", " XIDPLUS")] {
        let proxy = Proxy::changing(server.plain, lacks, hidden).await;
        let settings = moving(server.settings_at("a", proxy.port));
        let now = test.app.clock.now();
        let error = check(&settings, now).await.unwrap_err().to_string();
        assert!(error.contains(lacks.trim()), "{error}");
        fetch(&test, &settings).await.unwrap();
        test.work().await;
        assert_eq!(fetch(&test, &settings).await.unwrap().moved, 0);
        let problem =
            "select count(*) from mailboxes where move_problem like '%take move_to away%'";
        assert_eq!(number(&test, problem).await, 1);
        assert!(mailbox(&test, &settings).await.fetched_at.is_some());
        assert!(!proxy.said().contains("UID MOVE") && !proxy.said().contains("COPY"));
    }
    assert_eq!(server.files("a").len(), 1);
    let settings = moving(server.settings("a"));
    assert_eq!(fetch(&test, &settings).await.unwrap().moved, 1);
    let problem = "select count(*) from mailboxes where move_problem is not null";
    assert_eq!(number(&test, problem).await, 0, "it is over");
}

#[tokio::test]
async fn a_folder_that_does_not_exist_is_named_and_nothing_is_moved() {
    let (server, test) = filled(1).await;
    let settings = Settings {
        move_to: "Færdige".into(),
        ..server.settings("a")
    };
    fetch(&test, &settings).await.unwrap();
    test.work().await;
    assert_eq!(fetch(&test, &settings).await.unwrap().moved, 0);
    let problem = "select count(*) from mailboxes where move_problem like '%Færdige%Create it%'";
    assert_eq!(number(&test, problem).await, 1);
    assert_eq!(server.files("a").len(), 1);
}

#[tokio::test]
async fn a_move_whose_answer_was_lost_is_found_in_the_other_folder() {
    let (server, test) = filled(4).await;
    // Somebody else's mail lies there already, and some more comes.
    server.deliver_to("a", DONE, &letter(50, "Noget andet."), AT);
    fetch(&test, &server.settings("a")).await.unwrap();
    test.work().await;
    let proxy = Proxy::acting(server.plain, |line| {
        if line.contains("UID MOVE") {
            Act::LoseAnswer
        } else {
            Act::Pass
        }
    })
    .await;
    let error = fetch(&test, &moving(server.settings_at("a", proxy.port))).await;
    assert!(error.is_err());
    assert_eq!(number(&test, MOVED).await, 0);
    crate::dovecot::until(async || server.files("a").is_empty()).await;
    server.deliver_to("a", DONE, &letter(51, "Noget tredje."), AT);

    let settings = moving(server.settings("a"));
    assert_eq!(fetch(&test, &settings).await.unwrap().moved, 4);
    assert_eq!(number(&test, MOVED).await, 4);
    assert_eq!(ledger(&test).await.seen, 4);
    let right = "select count(*) from mail_moves v join mails m on m.id = v.mail_id where v.uid = m.uid + 1";
    assert_eq!(number(&test, right).await, 4);
    assert_eq!(fetch(&test, &settings).await.unwrap(), Round::default());
}

#[tokio::test]
async fn a_move_that_never_reached_the_server_is_done_in_the_next_round() {
    let (server, test) = filled(4).await;
    fetch(&test, &server.settings("a")).await.unwrap();
    test.work().await;
    let first = AtomicBool::new(true);
    let proxy = Proxy::acting(server.plain, move |line| {
        if line.contains("UID MOVE") && first.swap(false, Ordering::Relaxed) {
            Act::HangUp
        } else {
            Act::Pass
        }
    })
    .await;
    let settings = moving(server.settings_at("a", proxy.port));
    assert!(fetch(&test, &settings).await.is_err());
    assert_eq!(server.files("a").len(), 4);
    assert_eq!(fetch(&test, &settings).await.unwrap().moved, 4);
    agree(&test, &server, 4).await;
}

#[tokio::test]
async fn a_move_that_the_server_refuses_changes_nothing_and_is_noted() {
    let (server, test) = filled(2).await;
    fetch(&test, &server.settings("a")).await.unwrap();
    test.work().await;
    let proxy = Proxy::acting(server.plain, |line| {
        if line.contains("UID MOVE") {
            Act::Answer("TAG NO [OVERQUOTA] the folder is full\r\n")
        } else {
            Act::Pass
        }
    })
    .await;
    let settings = moving(server.settings_at("a", proxy.port));
    server.deliver("a", &letter(9, "En ny."), AT);
    let round = fetch(&test, &settings).await.unwrap();
    assert_eq!((round.kept, round.moved), (1, 0));
    let problem = "select count(*) from mailboxes where move_problem like '%the folder is full%' and last_error is null";
    assert_eq!(number(&test, problem).await, 1);
    test.work().await;
    let settings = moving(server.settings("a"));
    assert_eq!(fetch(&test, &settings).await.unwrap().moved, 3);
    agree(&test, &server, 3).await;
}
