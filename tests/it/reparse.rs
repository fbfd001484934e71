//! Mails and files read again by a later version: a new row beside the old one, and what differs waits for a person.

use std::cell::Cell;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::intake::mailbox::{DERIVER_VERSION, Kind, Mail, Place, ReadMail, read};
use hoering::intake::reparse::{
    Change, ChangeState, Decision, Field, Outcome, Readers, Selection, Summary, decide, of_hearing,
    open_count, reparse,
};
use hoering::response::{Response, current_texts};
use hoering::schema::{audit_events, mail_readings, mails, responses, text_versions};
use hoering::staff::{Act, Role};

use crate::app::{Answer, TestApp};
use crate::enquiries::{receive, sample};
use crate::staff::{browse_as, person};

/// A reader that is better than the one before: it knows a word, a name and a kind that the other got wrong.
fn better(raw: &[u8]) -> ReadMail {
    let mut read = read(raw);
    read.text = read.text.replace("Skolebus", "Skolebusser");
    read.subject = read
        .subject
        .map(|subject| subject.replace("Skolebus", "Skolebusser"));
    if let Some(from) = &mut read.from {
        from.name = Some("Karen Ågård".into());
    }
    read
}

fn kinder(raw: &[u8]) -> ReadMail {
    let mut read = better(raw);
    read.kind = Kind::Enquiry;
    read.text.push_str(" Også for de små.");
    read
}

fn version(steps: i32, reader: fn(&[u8]) -> ReadMail) -> Readers {
    Readers {
        mails: DERIVER_VERSION + steps,
        read: reader,
        ..Readers::of_this_program()
    }
}

fn mail(subject: &str) -> Vec<u8> {
    format!(
        "From: Karen <karen@borger.example>\r\nTo: hoering@region.example\r\nSubject: {subject}\r\nMessage-ID: <{subject}@borger.example>\r\n\
         Date: Wed, 20 Sep 2023 10:00:00 +0200\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
         Vi vil have en Skolebus hver morgen i {subject}, for der er langt til skolen.\r\n"
    )
    .into_bytes()
}

async fn again(app: &TestApp, readers: Readers, dry_run: bool) -> (Summary, Vec<Outcome>) {
    let mut outcomes = Vec::new();
    let selection = Selection {
        mails: vec![],
        dry_run,
    };
    let hearing = app.hearing().await;
    let summary = reparse(&app.app, &hearing, &selection, readers, |outcome, _, _| {
        outcomes.push(outcome.clone());
        Ok(())
    })
    .await
    .unwrap();
    (summary, outcomes)
}

async fn waiting(app: &TestApp) -> Vec<Change> {
    let hearing = app.hearing().await;
    of_hearing(&mut *app.conn().await, hearing.id, true, 100)
        .await
        .unwrap()
}

async fn row(app: &TestApp, id: i64) -> Mail {
    Mail::find(&mut *app.conn().await, id).await.unwrap()
}

async fn response_of(app: &TestApp, mail: i64) -> Response {
    let mut conn = app.conn().await;
    let id: i64 = responses::table
        .filter(responses::mail_id.eq(mail))
        .select(responses::id)
        .first(&mut conn)
        .await
        .unwrap();
    Response::find(&mut conn, id).await.unwrap()
}

async fn text_of(app: &TestApp, response: &Response) -> String {
    let mut conn = app.conn().await;
    let parts = response.parts(&mut conn).await.unwrap();
    let texts = current_texts(&mut conn, &parts).await.unwrap();
    texts[0].text.clone()
}

async fn readings(app: &TestApp, mail: i64) -> i64 {
    mail_readings::table
        .filter(mail_readings::mail_id.eq(mail))
        .count()
        .get_result(&mut *app.conn().await)
        .await
        .unwrap()
}

#[tokio::test]
async fn the_same_version_reads_nothing_again_and_a_later_one_that_reads_the_same_finds_nothing() {
    let app = TestApp::spawn().await;
    let samples = [1, 9, 26];
    for number in samples {
        receive(&app, sample(number)).await;
    }
    let (same, _) = again(&app, version(0, read), false).await;
    assert_eq!((same.mails, same.differ, same.failed), (3, 0, 0));
    assert_eq!(same.already, same.mails + same.parts);

    let (later, _) = again(&app, version(1, read), false).await;
    assert_eq!((later.mails, later.differ, later.failed), (3, 0, 0));
    assert!(waiting(&app).await.is_empty());
}

#[tokio::test]
async fn what_is_read_better_waits_beside_what_is_in_force_and_is_found_once() {
    let app = TestApp::spawn().await;
    let id = receive(&app, mail("Skolebus")).await;
    let response = response_of(&app, id).await;
    let before = text_of(&app, &response).await;

    let (summary, outcomes) = again(&app, version(1, better), true).await;
    assert_eq!((summary.differ, summary.dry_run), (1, true));
    let fields: Vec<Field> = outcomes[0].changes.iter().map(|one| one.field).collect();
    assert_eq!(fields, [Field::Sender, Field::Subject, Field::Text]);
    assert_eq!(readings(&app, id).await, 1, "a dry run writes nothing");
    assert!(waiting(&app).await.is_empty());

    let (summary, _) = again(&app, version(1, better), false).await;
    assert_eq!((summary.differ, summary.already), (1, 0));
    let (summary, _) = again(&app, version(1, better), false).await;
    assert_eq!((summary.differ, summary.already), (0, 1), "it was read so");
    assert_eq!(readings(&app, id).await, 2);
    assert_eq!(waiting(&app).await.len(), 3);

    assert_eq!(row(&app, id).await.subject, "Skolebus");
    assert_eq!(row(&app, id).await.place, Place::Response);
    assert_eq!(text_of(&app, &response).await, before);
    let texts: i64 = text_versions::table
        .count()
        .get_result(&mut *app.conn().await)
        .await
        .unwrap();
    assert_eq!(texts, 2, "the new text is there, and not in force");
}

#[tokio::test]
async fn a_person_takes_what_is_better_and_leaves_the_rest_and_later_readings_respect_that() {
    let app = TestApp::spawn().await;
    let id = receive(&app, mail("Skolebus")).await;
    let hanne = person(&app, "hanne", Role::Editor).await;
    again(&app, version(1, better), false).await;
    let by = Act {
        staff_id: hanne.id,
        hearing_id: app.hearing().await.id,
        now: app.app.clock.now(),
    };
    let mut conn = app.conn().await;
    for change in waiting(&app).await {
        let decision = match change.field {
            Field::Subject => Decision::Dismiss,
            _ => Decision::Accept,
        };
        let text = decide(&app.app, &mut conn, by, (change.id, decision))
            .await
            .unwrap();
        assert_eq!(text.is_some(), change.field == Field::Text);
        assert!(
            decide(&app.app, &mut conn, by, (change.id, Decision::Accept))
                .await
                .is_err(),
            "it was decided"
        );
    }
    let now = row(&app, id).await;
    assert_eq!(
        (now.from_name.as_str(), now.subject.as_str()),
        ("Karen Ågård", "Skolebus")
    );
    let response = response_of(&app, id).await;
    let people = response.respondents(&mut conn).await.unwrap();
    assert_eq!(people[0].name, "Karen Ågård");
    let acts: i64 = audit_events::table
        .filter(audit_events::action.eq_any(["reading_accepted", "reading_dismissed"]))
        .count()
        .get_result(&mut conn)
        .await
        .unwrap();
    assert_eq!(acts, 3);

    // The subject reads as it did when it was dismissed, and is not asked about again: only what is new is.
    let (_, outcomes) = again(&app, version(2, kinder), false).await;
    let fields: Vec<Field> = outcomes[0].changes.iter().map(|one| one.field).collect();
    assert_eq!(fields, [Field::Kind, Field::Text]);
    assert_eq!(row(&app, id).await.place, Place::Response);
}

#[tokio::test]
async fn a_still_later_reading_takes_the_place_of_what_waits() {
    let app = TestApp::spawn().await;
    receive(&app, mail("Skolebus")).await;
    again(&app, version(1, better), false).await;
    again(&app, version(2, kinder), false).await;
    let texts: Vec<Change> = waiting(&app)
        .await
        .into_iter()
        .filter(|change| change.field == Field::Text)
        .collect();
    assert_eq!(texts.len(), 1);
    assert!(
        texts[0].new["text"]
            .as_str()
            .unwrap()
            .ends_with("for de små.")
    );
    // Read as at first: nothing waits any more.
    let (summary, _) = again(&app, version(3, read), false).await;
    assert_eq!(summary.differ, 0);
    assert!(waiting(&app).await.is_empty());
}

#[tokio::test]
async fn stopped_in_the_middle_it_goes_on_where_it_was() {
    let app = TestApp::spawn().await;
    for number in 0..4 {
        receive(&app, mail(&format!("Skolebus {number}"))).await;
    }
    let hearing = app.hearing().await;
    let read_so_far = Cell::new(0);
    let stopped = reparse(
        &app.app,
        &hearing,
        &Selection::default(),
        version(1, better),
        |_, _, _| {
            read_so_far.set(read_so_far.get() + 1);
            anyhow::ensure!(read_so_far.get() < 2, "killed");
            Ok(())
        },
    )
    .await;
    assert!(stopped.is_err());
    assert_eq!(waiting(&app).await.len(), 6);

    let (summary, _) = again(&app, version(1, better), false).await;
    assert_eq!((summary.mails, summary.already, summary.differ), (4, 2, 2));
    assert_eq!(waiting(&app).await.len(), 12);
    let open = open_count(&mut *app.conn().await, hearing.id)
        .await
        .unwrap();
    assert_eq!(open, 12);
}

#[tokio::test]
async fn one_that_cannot_be_read_again_stops_no_other() {
    let app = TestApp::spawn().await;
    let gone = receive(&app, mail("Skolebus 1")).await;
    receive(&app, mail("Skolebus 2")).await;
    let mut conn = app.conn().await;
    let (sha256,): (Vec<u8>,) = mails::table
        .inner_join(hoering::schema::files::table)
        .filter(mails::id.eq(gone))
        .select((hoering::schema::files::sha256,))
        .first(&mut conn)
        .await
        .unwrap();
    app.lose_file(&sha256);
    let (summary, outcomes) = again(&app, version(1, better), false).await;
    assert_eq!((summary.failed, summary.differ), (1, 1));
    assert!(outcomes[0].failed.is_some());
    assert!(
        waiting(&app)
            .await
            .iter()
            .all(|one| one.state == ChangeState::Open)
    );
}

const PAGE: &str = "/sekretariat/visions-og-udviklingsplan-2023/laest-igen";

/// Answers with the page that the form led to.
async fn press(app: &TestApp, change: &Change, verb: &str) -> Answer {
    let address = format!("{PAGE}/{}/{verb}", change.id);
    let answer = app.post(PAGE, &address, &[]).await;
    let leads = answer.leads().to_owned();
    app.get(&leads).await
}

#[tokio::test]
async fn staff_see_what_differs_word_by_word_and_take_it_or_leave_it() {
    let mut app = TestApp::spawn().await;
    let id = receive(&app, mail("Skolebus")).await;
    let question = receive(&app, sample(9)).await;
    let reader = person(&app, "ole", Role::Reader).await;
    browse_as(&mut app, &reader).await;
    app.get(PAGE)
        .await
        .says("Der er ingen forskelle, der venter.");

    again(&app, version(2, kinder), false).await;
    let shown = app.get(PAGE).await;
    shown.says("<del>Skolebus</del><ins>Skolebusser</ins>");
    shown.says("<del>Høringssvar</del>");
    assert!(!shown.text.contains("Godtag<"), "a reader decides nothing");
    app.get("/sekretariat/visions-og-udviklingsplan-2023/indbakke")
        .await
        .says("forskelle efter ny læsning");

    let hanne = person(&app, "hanne", Role::Editor).await;
    browse_as(&mut app, &hanne).await;
    let response = response_of(&app, id).await;
    let of = |all: &[Change], field, mail| -> Change {
        let wanted = |one: &&Change| one.field == field && one.mail_id == Some(mail);
        all.iter().find(wanted).unwrap().clone()
    };
    let all = waiting(&app).await;
    press(&app, &of(&all, Field::Text, id), "godtagelse").await;
    assert!(text_of(&app, &response).await.contains("Skolebusser"));
    press(&app, &of(&all, Field::Sender, id), "afvisning").await;
    assert_eq!(row(&app, id).await.from_name, "Karen");
    let kind = of(&all, Field::Kind, id);
    let after = press(&app, &kind, "godtagelse").await;
    after.says("Godtaget · PH");
    after.says("Afvist · PH");
    assert_eq!(row(&app, id).await.kind.as_deref(), Some("enquiry"));
    assert_eq!(row(&app, id).await.place, Place::Response);

    // Pressed again, or by another: it is decided, and stays so.
    press(&app, &kind, "afvisning").await;
    assert_eq!(row(&app, id).await.kind.as_deref(), Some("enquiry"));

    // The text of what is no response is only known.
    let note = of(&all, Field::Text, question);
    assert!(note.text_id.is_none());
    press(&app, &note, "godtagelse").await;
    assert_eq!(row(&app, question).await.place, Place::Enquiry);
    let log = app
        .get("/sekretariat/visions-og-udviklingsplan-2023/log")
        .await;
    log.says("godtog en forskel efter ny læsning");
    log.says("læste en mail igen og fandt forskelle");
}
