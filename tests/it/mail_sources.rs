//! What `mail import` takes in: files as Outlook saves them, mboxes of every make, Maildirs.

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::intake::mailbox::{self, Imported, Kind};
use hoering::schema::{mails, text_versions};

use crate::app::TestApp;

const OPINION: &str = "Vi har følgende bemærkninger til planen: Der mangler boliger til unge.";

/// The file that a mail of the fixtures has attached.
pub fn saved_by_outlook() -> Vec<u8> {
    let mail = std::fs::read_to_string("tests/it/files/outlook_msg.eml").unwrap();
    let file = mail.split("filename=\"svar.msg\"").nth(1).unwrap();
    let base64 = file.split("\n\n").nth(1).unwrap();
    STANDARD.decode(base64.replace('\n', "")).unwrap()
}

fn mail(number: usize, text: &str) -> String {
    format!(
        "From: Ida <ida{number}@kommune.example>\nSubject: Høringssvar {number}\nDate: Wed, 20 Sep 2023 09:00:00 +0200\n\
         Message-ID: <ida-{number}@kommune.example>\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
    )
}

async fn import(test: &TestApp, path: &std::path::Path) -> Imported {
    mailbox::import(&test.app, &test.hearing().await, &[path])
        .await
        .unwrap()
}

async fn texts(test: &TestApp) -> Vec<String> {
    text_versions::table
        .order(text_versions::id)
        .select(text_versions::text)
        .load(&mut *test.conn().await)
        .await
        .unwrap()
}

#[test]
fn a_file_that_outlook_saved_is_read_as_the_mail_that_it_is() {
    let whole = mailbox::read(&std::fs::read("tests/it/files/outlook_msg.eml").unwrap());
    let (_, inner) = &whole.inner[0];
    let read = mailbox::read(&saved_by_outlook());
    assert_eq!(read.kind, Kind::Response);
    assert_eq!(read.subject, inner.subject);
    assert!(!read.text.trim().is_empty());
    assert_eq!(read.text, inner.text);
    let names = |mail: &mailbox::ReadMail| -> Vec<Option<String>> {
        mail.attachments
            .iter()
            .map(|file| file.filename.clone())
            .collect()
    };
    assert_eq!(names(&read), names(inner));
    assert_eq!(read.content_hash.len(), 64);
    // Cut anywhere, it is still a mail with a place.
    let raw = saved_by_outlook();
    for length in (8..raw.len()).step_by(997) {
        let _ = mailbox::read(&raw[..length]);
    }
}

#[tokio::test]
async fn a_file_that_outlook_saved_is_imported() {
    let test = TestApp::spawn().await;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("svar.msg"), saved_by_outlook()).unwrap();
    let imported = import(&test, folder.path()).await;
    assert_eq!((imported.seen, imported.responses), (1, 1), "{imported:?}");
    assert_eq!(import(&test, folder.path()).await.already, 1);
}

#[tokio::test]
async fn mboxes_of_every_make_give_the_same_mails() {
    let text = format!("{OPINION}\n\nFrom vore egne tal ses det.\nFrom and to\n");
    let line = "From ida@kommune.example Wed Sep 20 09:00:00 2023\n";
    let quoted = text.replace("From ", ">From ");
    // mboxo and mboxrd quote alike what was not quoted before; some programs quote nothing.
    for (make, text) in [("quoted", &quoted), ("unquoted", &text)] {
        for ends in ["\n", "\r\n"] {
            let test = TestApp::spawn().await;
            let mbox: String = (1..=3)
                .map(|it| format!("{line}{}\n", mail(it, text)))
                .collect();
            let mut file = tempfile::Builder::new().suffix(".mbox").tempfile().unwrap();
            file.write_all(mbox.replace('\n', ends).as_bytes()).unwrap();
            let imported = import(&test, file.path()).await;
            assert_eq!(
                (imported.seen, imported.responses),
                (3, 3),
                "{make} {ends:?} {imported:?}"
            );
            for found in texts(&test).await {
                assert!(
                    found.contains("\nFrom vore egne tal ses det.\nFrom and to"),
                    "{make} {ends:?}: {found}"
                );
            }
        }
    }
}

#[tokio::test]
async fn a_maildir_is_taken_in_read_or_unread_and_without_what_is_being_delivered() {
    let test = TestApp::spawn().await;
    let folder = tempfile::tempdir().unwrap();
    for (number, place) in [
        "cur/1695.M1.host:2,S",
        "new/1696.M2.host",
        "tmp/1697.M3.host",
    ]
    .iter()
    .enumerate()
    {
        let path = folder.path().join(place);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, mail(number, OPINION)).unwrap();
    }
    let imported = import(&test, folder.path()).await;
    assert_eq!((imported.seen, imported.responses), (2, 2), "{imported:?}");
    let names: Vec<Option<String>> = mails::table
        .order(mails::id)
        .select(mails::source_name)
        .load(&mut *test.conn().await)
        .await
        .unwrap();
    assert_eq!(names[0].as_deref(), Some("1695.M1.host:2,S"));
}
