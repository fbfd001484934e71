//! The junk folder is fetched too, and nothing in it is lost or counted as a response before a person has looked.

use hoering::config::Mailbox as Settings;
use hoering::intake::mailbox::Place;

use super::{AT, app, fetch, ledger, letter, number};
use crate::app::TestApp;
use crate::dovecot::Dovecot;

const JUNK: &str = "U&APg-nsket mail";
const RESPONSES: &str = "select count(*) from responses";

async fn parts() -> (Dovecot, TestApp, [Settings; 2]) {
    let (server, test) = (Dovecot::start(&["a"]).await, app().await);
    server.make_folder("a", JUNK);
    let settings = Settings {
        junk_folder: "Uønsket mail".into(),
        ..server.settings("a")
    };
    let folders = settings.folders().try_into().unwrap();
    (server, test, folders)
}

async fn take(test: &TestApp, settings: &Settings) -> usize {
    let kept = fetch(test, settings).await.unwrap().kept;
    test.work().await;
    kept
}

#[tokio::test]
async fn a_mail_in_the_junk_folder_is_spam_with_that_reason_and_no_response() {
    let (server, test, [inbox, junk]) = parts().await;
    server.deliver("a", &letter(1, "Mere plads."), AT);
    server.deliver_to("a", JUNK, &letter(2, "Mere lys."), AT);
    let offer = b"From: x@y.example\r\nX-Spam-Flag: YES\r\nAuto-Submitted: auto-generated\r\n\r\nTilbud!\r\n";
    server.deliver_to("a", JUNK, offer, AT);
    assert_eq!(
        (take(&test, &inbox).await, take(&test, &junk).await),
        (1, 2)
    );
    let after = ledger(&test).await;
    assert_eq!((after.seen, after.count(Place::Spam)), (3, 2));
    assert_eq!(number(&test, RESPONSES).await, 1);
    let reason = "select count(*) from mails where place = 'spam' and place_reason = 'junk_folder'";
    assert_eq!(number(&test, reason).await, 2);
    assert_eq!(
        server.files_in("a", JUNK).len(),
        2,
        "nothing is changed there"
    );
}

#[tokio::test]
async fn what_somebody_takes_out_of_the_junk_becomes_a_response_and_the_copy_gives_way() {
    let (server, test, [inbox, junk]) = parts().await;
    server.deliver_to("a", JUNK, &letter(1, "Mere plads."), AT);
    assert_eq!(take(&test, &junk).await, 1);
    assert_eq!(number(&test, RESPONSES).await, 0);
    let file = server.files_in("a", JUNK).remove(0);
    server.drag_to_inbox("a", &file);
    assert_eq!(take(&test, &inbox).await, 1);
    let after = ledger(&test).await;
    assert_eq!(
        (
            after.count(Place::Response),
            after.count(Place::Spam),
            after.count(Place::Duplicate)
        ),
        (1, 0, 1)
    );
    assert_eq!(number(&test, RESPONSES).await, 1);
    let copy =
        "select count(*) from mails m join mails n on n.id = m.duplicate_of where m.id < n.id";
    assert_eq!(number(&test, copy).await, 1);
}

#[tokio::test]
async fn what_the_server_puts_with_the_junk_after_it_was_taken_is_only_a_copy() {
    let (server, test, [inbox, junk]) = parts().await;
    let raw = letter(1, "Mere plads.");
    server.deliver("a", &raw, AT);
    assert_eq!(take(&test, &inbox).await, 1);
    server.take_away("a", 0);
    server.deliver_to("a", JUNK, &raw, AT);
    assert_eq!(take(&test, &junk).await, 1);
    let after = ledger(&test).await;
    assert_eq!(
        (
            after.count(Place::Response),
            after.count(Place::Spam),
            after.count(Place::Duplicate)
        ),
        (1, 0, 1)
    );
}

#[tokio::test]
async fn a_mail_dragged_to_another_folder_that_is_fetched_is_no_second_response() {
    let (server, test, [inbox, _]) = parts().await;
    server.make_folder("a", "Svar");
    let other = Settings {
        folder: "Svar".into(),
        ..server.settings("a")
    };
    let raw = letter(1, "Mere plads.");
    server.deliver("a", &raw, AT);
    server.deliver_to("a", "Svar", &raw, AT);
    for settings in [&inbox, &other] {
        assert_eq!(fetch(&test, settings).await.unwrap().kept, 1);
    }
    test.work().await;
    let after = ledger(&test).await;
    assert_eq!((after.seen, after.count(Place::Duplicate)), (2, 1));
    assert_eq!(number(&test, RESPONSES).await, 1);
}
