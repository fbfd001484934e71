//! Another text of a part: taken by a person, with what was marked and hidden carried over, and what has no certain place shown.

use hoering::desk::version::{Taken, take};
use hoering::redaction::Redaction;
use hoering::response::{NewText, Part, Response, Work, add_version};
use hoering::staff::{Act, Person};
use hoering::tagging::{Coding, Passage};

use crate::app::TestApp;
use crate::desk::{Made, respond, theme, two_people};
use crate::staff::browse_as;

const OLD: &str =
    "Vi støtter planen.\n\nIda på 9 år venter. Vi vil have flere pladser. Ring på 86 00 00 00.";
const NEW: &str =
    "Kære region\n\nVi støtter\nplanen.\n\nVi vil have flere boliger. Ring på 86 00 00 00.";

fn place(text: &str, needle: &str) -> (usize, usize) {
    let start = text[..text.find(needle).unwrap()].chars().count();
    (start, start + needle.chars().count())
}

async fn another(app: &TestApp, made: &Made, text: &str) -> i64 {
    let mut conn = app.conn().await;
    let response = Response::find(&mut conn, made.id).await.unwrap();
    let part = response.parts(&mut conn).await.unwrap()[0].clone();
    let new = NewText {
        deriver: "mail".into(),
        deriver_version: 2,
        text: text.into(),
        ranges: vec![],
        staff_id: None,
    };
    add_version(&mut conn, part.id, &new, app.app.clock.now())
        .await
        .unwrap()
}

async fn act(app: &TestApp, person: &Person) -> Act {
    Act {
        staff_id: person.id,
        hearing_id: app.hearing().await.id,
        now: app.app.clock.now(),
    }
}

async fn in_force(app: &TestApp, made: &Made) -> Part {
    let mut conn = app.conn().await;
    let response = Response::find(&mut conn, made.id).await.unwrap();
    response.parts(&mut conn).await.unwrap()[0].clone()
}

#[tokio::test]
async fn marks_follow_their_words_into_another_text_and_the_rest_waits_for_a_person() {
    let mut app = TestApp::spawn().await;
    let (hanne, mads) = two_people(&mut app).await;
    let made = respond(&app, "A", OLD, vec![]).await;
    let theme = theme(&app, 6).await;
    for words in ["Vi støtter planen.", "flere pladser"] {
        made.act(&app, "markeringer", place(OLD, words), &[("theme", &theme)])
            .await
            .leads();
    }
    for (words, ground) in [("Ida på 9 år", "third_person"), ("86 00 00 00", "contact")] {
        made.act(
            &app,
            "overstregninger",
            place(OLD, words),
            &[("ground", ground)],
        )
        .await
        .leads();
    }
    browse_as(&mut app, &mads).await;
    app.post(&made.page, &format!("{}/afslutning", made.page), &[])
        .await
        .leads();

    let text = another(&app, &made, NEW).await;
    assert_eq!(
        in_force(&app, &made).await.text_id,
        Some(made.text_id),
        "a new reading changes nothing by itself"
    );
    app.get(&made.page).await.says("flere pladser");

    let by = act(&app, &hanne).await;
    let taken = take(&mut *app.conn().await, by, text).await.unwrap();
    assert_eq!(taken, Taken { moved: 2, loose: 2 });
    let again = take(&mut *app.conn().await, by, text).await.unwrap();
    assert_eq!(again, Taken::default(), "taking it again does nothing");

    let mut conn = app.conn().await;
    let passages = Passage::of_texts(&mut conn, &[text]).await.unwrap();
    assert_eq!(passages.len(), 1);
    assert_eq!(passages[0].exact, "Vi støtter\nplanen.");
    let hidden = Redaction::of_texts(&mut conn, &[text]).await.unwrap();
    assert_eq!(hidden.len(), 1);
    let at = place(NEW, "86 00 00 00");
    assert_eq!((hidden[0].span().start, hidden[0].span().end), at);
    let response = Response::find(&mut conn, made.id).await.unwrap();
    assert_eq!(
        response.work,
        Work::InProgress,
        "what was signed off is no longer what is there"
    );
    drop(conn);

    let page = app.get(&made.page).await;
    page.says("2 markeringer skal placeres");
    page.says("<q>flere pladser</q>");
    page.says("<q>Ida på 9 år</q>");
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
async fn a_loose_mark_is_placed_or_taken_away_by_a_person() {
    let mut app = TestApp::spawn().await;
    let (hanne, mads) = two_people(&mut app).await;
    let made = respond(&app, "A", OLD, vec![]).await;
    let theme = theme(&app, 6).await;
    made.act(
        &app,
        "markeringer",
        place(OLD, "flere pladser"),
        &[("theme", &theme)],
    )
    .await
    .leads();
    made.act(
        &app,
        "overstregninger",
        place(OLD, "Ida på 9 år"),
        &[("ground", "third_person")],
    )
    .await
    .leads();
    let old = [made.text_id];
    let passage = Passage::of_texts(&mut *app.conn().await, &old)
        .await
        .unwrap()[0]
        .id;
    let hidden = Redaction::of_texts(&mut *app.conn().await, &old)
        .await
        .unwrap()[0]
        .id;
    let text = another(&app, &made, NEW).await;
    let by = act(&app, &hanne).await;
    take(&mut *app.conn().await, by, text).await.unwrap();

    browse_as(&mut app, &mads).await;
    let new = Made {
        text_id: text,
        ..made
    };
    let nowhere = app
        .post(
            &new.page,
            &format!("{}/markeringer/{passage}/flyt", new.page),
            &[],
        )
        .await;
    assert_eq!(nowhere.status, 422, "nothing was selected");
    new.act(
        &app,
        &format!("markeringer/{passage}/flyt"),
        place(NEW, "flere boliger"),
        &[],
    )
    .await
    .leads();
    let moved = Passage::of_texts(&mut *app.conn().await, &[text])
        .await
        .unwrap();
    assert_eq!(moved[0].exact, "flere boliger");
    let codings = Coding::of_passages(&mut *app.conn().await, &[passage])
        .await
        .unwrap();
    assert_eq!(codings[0].staff_id, hanne.id, "whose reading it is stays");

    let lift = format!("{}/overstregninger/{hidden}/slet", new.page);
    app.post(&new.page, &lift, &[]).await.leads();
    let page = app.get(&new.page).await;
    assert!(!page.text.contains("skal placeres"), "{}", page.text);
    let again = app
        .post(
            &new.page,
            &format!("{}/overstregninger/{hidden}/flyt", new.page),
            &[],
        )
        .await;
    assert_eq!(again.status, 404, "it is no longer loose");
}

#[tokio::test]
async fn going_back_to_the_old_text_brings_its_marks_back() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    let made = respond(&app, "A", OLD, vec![]).await;
    let theme = theme(&app, 6).await;
    for words in ["Vi støtter planen.", "flere pladser"] {
        made.act(&app, "markeringer", place(OLD, words), &[("theme", &theme)])
            .await
            .leads();
    }
    let text = another(&app, &made, NEW).await;
    let by = act(&app, &hanne).await;
    take(&mut *app.conn().await, by, text).await.unwrap();
    let back = take(&mut *app.conn().await, by, made.text_id)
        .await
        .unwrap();
    assert_eq!(back.loose, 0);
    let all = Passage::of_texts(&mut *app.conn().await, &[made.text_id])
        .await
        .unwrap();
    let words: Vec<&str> = all.iter().map(|one| one.exact.as_str()).collect();
    assert_eq!(words, ["Vi støtter planen.", "flere pladser"]);
}
