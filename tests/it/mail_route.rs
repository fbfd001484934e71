//! One mailbox for several hearings: which of them a mail belongs to (rule 22), and what a person does where it names none.

use bytes::Bytes;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::config;
use hoering::hearing::Hearing;
use hoering::intake::mailbox::{self, Mail, Mailbox, Origin, Place};
use hoering::schema::mailboxes;
use hoering::staff::Role;

use crate::app::{HEARING, TestApp};
use crate::mail_ledger::{OPINION, act, at, editor, list, row};
use crate::staff::{browse_as, person};

const SHARED: &str = "hoeringer@region.example";
const OTHER: &str = "social-strategi-2013";

/// Two hearings of one organisation, and a mailbox of both.
async fn two() -> (TestApp, Hearing, Hearing, Mailbox) {
    let app = TestApp::spawn().await;
    let other = TestApp::load(&app, OTHER, None).await;
    let hearing = app.hearing().await;
    assert_eq!(hearing.organisation_id, other.organisation_id);
    let mut conn = app.conn().await;
    diesel::insert_into(mailboxes::table)
        .values((
            mailboxes::organisation_id.eq(hearing.organisation_id),
            mailboxes::address.eq(SHARED),
        ))
        .execute(&mut conn)
        .await
        .unwrap();
    let mailbox = Mailbox::find(&mut conn, SHARED, "INBOX").await.unwrap();
    drop(conn);
    (app, hearing, other, mailbox)
}

/// Fetches a mail, and gives it its place.
async fn fetch(app: &TestApp, mailbox: &Mailbox, uid: i64, head: &str) -> Mail {
    let raw = format!(
        "From: Eva <eva{uid}@z.example>\r\nDate: Wed, 20 Sep 2023 08:00:00 +0200\r\nMessage-ID: <{uid}@z.example>\r\n{head}\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\n{OPINION}\r\n"
    );
    let origin = Origin::Imap {
        uid_validity: 1,
        uid,
        internal_date: None,
    };
    let raw = Bytes::from(raw);
    let (id, _) = mailbox::keep(&app.app, mailbox, None, raw, &origin)
        .await
        .unwrap();
    mailbox::place(&app.app, id).await.unwrap();
    app.work().await;
    row(app, id).await
}

#[tokio::test]
async fn an_address_a_plus_address_and_a_tag_choose_the_hearing() {
    let (app, hearing, other, mailbox) = two().await;
    let own = format!("To: {}\r\nSubject: Svar", other.mailbox);
    let plus = format!("To: hoeringer+{HEARING}@region.example\r\nSubject: Svar [{OTHER}]");
    let delivered =
        format!("Delivered-To: hoeringer+{OTHER}@region.example\r\nTo: {SHARED}\r\nSubject: Svar");
    let tag = format!(
        "To: {SHARED}\r\nSubject: Re: [{}] Svar",
        OTHER.to_uppercase()
    );
    let neither = format!("To: {SHARED}\r\nSubject: Svar");
    let both = format!(
        "To: hoeringer+{HEARING}@region.example, hoeringer+{OTHER}@region.example\r\nSubject: Svar"
    );
    for (uid, head, hearing, place) in [
        (1, &own, Some(other.id), Place::Response),
        (2, &plus, Some(hearing.id), Place::Response),
        (3, &delivered, Some(other.id), Place::Response),
        (4, &tag, Some(other.id), Place::Response),
        (5, &neither, None, Place::Unmatched),
        (6, &both, None, Place::Unmatched),
    ] {
        let mail = fetch(&app, &mailbox, uid, head).await;
        assert_eq!((mail.hearing_id, mail.place), (hearing, place), "{head}");
        let why = match uid {
            5 => Some("no_hearing"),
            6 => Some("several_hearings"),
            _ => None,
        };
        assert_eq!(mail.place_reason.as_deref(), why);
    }
}

#[tokio::test]
async fn the_hearing_of_the_mailbox_counts_where_the_mail_says_nothing() {
    let (app, hearing, other, mailbox) = two().await;
    diesel::update(mailboxes::table.find(mailbox.id))
        .set(mailboxes::hearing_id.eq(hearing.id))
        .execute(&mut *app.conn().await)
        .await
        .unwrap();
    let nothing = fetch(&app, &mailbox, 1, "Subject: Svar").await;
    assert_eq!(nothing.hearing_id, Some(hearing.id));
    let tagged = fetch(&app, &mailbox, 2, &format!("Subject: [{OTHER}] Svar")).await;
    assert_eq!(tagged.hearing_id, Some(other.id));
}

#[tokio::test]
async fn an_answer_to_our_receipt_goes_to_the_hearing_of_the_receipt() {
    let (app, _, other, mailbox) = two().await;
    let head = format!("Subject: [{OTHER}] Svar");
    fetch(&app, &mailbox, 1, &head).await;
    let receipt = app.mails().remove(0);
    let id = receipt.message_id.trim_matches(['<', '>']).to_owned();
    let answer = format!("Subject: SV: Kvittering\r\nIn-Reply-To: <{id}>");
    let mail = fetch(&app, &mailbox, 2, &answer).await;
    assert_eq!(mail.hearing_id, Some(other.id));
}

#[tokio::test]
async fn the_same_mail_to_two_hearings_is_a_response_to_each() {
    let (app, hearing, other, mailbox) = two().await;
    for (uid, slug) in [(1, HEARING), (2, OTHER)] {
        let raw = format!(
            "Delivered-To: hoeringer+{slug}@region.example\r\nFrom: Eva <eva@z.example>\r\nSubject: Svar\r\n\
             Date: Wed, 20 Sep 2023 08:00:00 +0200\r\n\r\n{OPINION}\r\n"
        );
        let origin = Origin::Imap {
            uid_validity: 1,
            uid,
            internal_date: None,
        };
        let (id, _) = mailbox::keep(&app.app, &mailbox, None, raw.into(), &origin)
            .await
            .unwrap();
        mailbox::place(&app.app, id).await.unwrap();
        let mail = row(&app, id).await;
        let expected = if uid == 1 { hearing.id } else { other.id };
        assert_eq!(
            (mail.hearing_id, mail.place),
            (Some(expected), Place::Response)
        );
    }
}

#[tokio::test]
async fn a_mail_of_no_hearing_is_seen_by_the_hearings_of_the_organisation_and_taken_by_one() {
    let (mut app, hearing, _, mailbox) = two().await;
    let mail = fetch(&app, &mailbox, 1, "Subject: Uden").await;
    let junk = fetch(
        &app,
        &mailbox,
        2,
        "Subject: Automatisk svar: Uden\r\nAuto-Submitted: auto-replied",
    )
    .await;
    assert_eq!((junk.hearing_id, junk.place), (None, Place::Machine));
    editor(&mut app).await;
    app.get(&list("")).await.says("Uden høring");
    let shown = app.get(&list("?sted=uden-hoering")).await;
    shown.says(&format!("/mails/{}\"", mail.id));
    app.get(&at(mail.id))
        .await
        .says("siger ikke, hvilken høring den hører til");
    assert_eq!(
        act(&app, mail.id, "set", &[]).await.status,
        422,
        "it must go somewhere"
    );
    let target = format!("hearing:{HEARING}");
    let here = [("target", target.as_str())];
    act(&app, mail.id, "flytning", &here).await.leads();
    app.work().await;
    let taken = row(&app, mail.id).await;
    assert_eq!(
        (taken.hearing_id, taken.place),
        (Some(hearing.id), Place::Response)
    );
    let who = [("name", "Eva")];
    act(&app, junk.id, "svar", &who).await.leads();
    assert_eq!(row(&app, junk.id).await.hearing_id, Some(hearing.id));

    // Another organisation sees nothing of it.
    let stranger = person(&app, "ole", Role::Reader).await;
    browse_as(&mut app, &stranger).await;
    assert_eq!(app.get(&at(999)).await.status, 404);
}

#[tokio::test]
async fn a_mailbox_of_the_settings_without_a_hearing_serves_all() {
    let (app, ..) = two().await;
    let settings: config::Mailbox = toml::from_str(
        "address = 'faelles@region.example'\nhost = 'imap.region.example'\nuser = 'x'",
    )
    .unwrap();
    let mut conn = app.conn().await;
    let mailbox = Mailbox::configured(&mut conn, &settings, "").await.unwrap();
    assert_eq!(mailbox.hearing_id, None);
}
