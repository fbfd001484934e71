//! Passages, codings and sign-off: what is stored is what stands in the text, and what changed is no longer signed.

use hoering::response::{Response, Work};
use hoering::staff::Role;
use hoering::tagging::{Coding, Passage, SignOff, Stance, signoffs_of, unmarked_share};

use crate::app::TestApp;
use crate::desk::{Made, respond, theme, two_people};
use crate::staff::{browse_as, person};

async fn passages(app: &TestApp, made: &Made) -> Vec<Passage> {
    Passage::of_texts(&mut *app.conn().await, &[made.text_id])
        .await
        .unwrap()
}

async fn codings(app: &TestApp, made: &Made) -> Vec<Coding> {
    let ids: Vec<i64> = passages(app, made).await.iter().map(|it| it.id).collect();
    Coding::of_passages(&mut *app.conn().await, &ids)
        .await
        .unwrap()
}

async fn signed(app: &TestApp, made: &Made) -> Vec<SignOff> {
    let all = signoffs_of(&mut *app.conn().await, &[made.id])
        .await
        .unwrap();
    all.into_iter()
        .filter(|it| it.lapsed_at.is_none())
        .collect()
}

async fn work(app: &TestApp, made: &Made) -> Work {
    Response::find(&mut *app.conn().await, made.id)
        .await
        .unwrap()
        .work
}

async fn sign(app: &TestApp, made: &Made) -> u16 {
    app.post(&made.page, &format!("{}/afslutning", made.page), &[])
        .await
        .status
}

#[tokio::test]
async fn offsets_are_code_points_through_emoji_and_combining_letters() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    let text = "👩‍👩‍👧 Familien e\u{323}\u{302}r træt 😀. Hjælp!";
    let made = respond(&app, "A", text, vec![]).await;
    let theme = theme(&app, 6).await;
    let all: Vec<char> = text.chars().collect();
    for (start, end) in [(0, 5), (6, 14), (15, 19), (24, 27), (27, all.len())] {
        made.act(&app, "markeringer", (start, end), &[("theme", &theme)])
            .await
            .leads();
    }
    for passage in passages(&app, &made).await {
        let span = passage.span();
        assert_eq!(
            passage.exact,
            all[span.start..span.end].iter().collect::<String>()
        );
        assert!(text.contains(&format!(
            "{}{}{}",
            passage.prefix, passage.exact, passage.suffix
        )));
    }
    assert_eq!(passages(&app, &made).await.len(), 5);
    let page = app.get(&made.page).await;
    page.says("👩‍👩‍👧");
}

#[tokio::test]
async fn the_database_refuses_a_passage_whose_words_are_not_there() {
    use diesel_async::RunQueryDsl;
    let app = TestApp::spawn().await;
    let made = respond(&app, "A", "Et svar.", vec![]).await;
    let insert = format!(
        "insert into passages (text_id, starts, ends, exact, prefix, suffix, created_at) values ({}, 0, 2, 'To', '', '', now())",
        made.text_id
    );
    let error = diesel::sql_query(insert)
        .execute(&mut *app.conn().await)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("exact text"), "{error}");
}

#[tokio::test]
async fn passages_may_overlap_and_the_same_one_is_kept_once() {
    let mut app = TestApp::spawn().await;
    let (_, mads) = two_people(&mut app).await;
    let made = respond(&app, "A", "Et to tre fire fem seks.", vec![]).await;
    let (one, two) = (theme(&app, 1).await, theme(&app, 2).await);
    for (span, theme) in [
        ((0, 9), &one),
        ((6, 14), &two),
        ((0, 9), &two),
        ((0, 9), &one),
    ] {
        made.act(&app, "markeringer", span, &[("theme", theme)])
            .await
            .leads();
    }
    assert_eq!(passages(&app, &made).await.len(), 2);
    assert_eq!(codings(&app, &made).await.len(), 3);
    browse_as(&mut app, &mads).await;
    made.act(&app, "markeringer", (0, 9), &[("theme", &one)])
        .await
        .leads();
    assert_eq!(
        codings(&app, &made).await.len(),
        4,
        "another person's reading is their own"
    );
    let page = app.get(&made.page).await;
    let shown = page
        .text
        .split("data-at=\"")
        .skip(1)
        .map(|it| it.split('"').next().unwrap().parse::<usize>().unwrap());
    assert_eq!(shown.collect::<Vec<_>>(), vec![0, 6, 9, 14]);
}

#[tokio::test]
async fn marking_again_changes_the_stance_and_unmarking_takes_the_passage_with_the_last_theme() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    let made = respond(&app, "A", "Et svar.", vec![]).await;
    let theme = theme(&app, 1).await;
    made.act(&app, "markeringer", (0, 2), &[("theme", &theme)])
        .await
        .leads();
    made.act(
        &app,
        "markeringer",
        (0, 2),
        &[("theme", &theme), ("stance", "proposes")],
    )
    .await
    .leads();
    let coding = &codings(&app, &made).await[0];
    assert_eq!(coding.stance, Some(Stance::Proposes));
    let on = |what: &str| format!("{}/markeringer/{}/{what}", made.page, coding.id);
    app.post(&made.page, &on("holdning"), &[("stance", "")])
        .await
        .leads();
    assert_eq!(codings(&app, &made).await[0].stance, None);
    app.post(&made.page, &on("slet"), &[]).await.leads();
    assert!(passages(&app, &made).await.is_empty());
    assert_eq!(app.post(&made.page, &on("slet"), &[]).await.status, 404);
}

#[tokio::test]
async fn a_theme_on_the_whole_response_needs_no_passage() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    let made = respond(&app, "A", "Et svar.", vec![]).await;
    let theme = theme(&app, 15).await;
    let to = format!("{}/temaer", made.page);
    app.post(&made.page, &to, &[("theme", &theme), ("stance", "asks")])
        .await
        .leads();
    app.post(&made.page, &to, &[("theme", &theme)])
        .await
        .leads();
    let whole = hoering::tagging::whole_themes_of(&mut *app.conn().await, &[made.id])
        .await
        .unwrap();
    assert_eq!(whole.len(), 1);
    app.post(&made.page, &format!("{to}/{theme}/slet"), &[])
        .await
        .leads();
    assert!(
        hoering::tagging::whole_themes_of(&mut *app.conn().await, &[made.id])
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        app.post(&made.page, &to, &[("theme", "999999")])
            .await
            .status,
        422
    );
}

#[tokio::test]
async fn two_people_sign_off_one_after_the_other() {
    let mut app = TestApp::spawn().await;
    let (hanne, mads) = two_people(&mut app).await;
    let made = respond(&app, "A", "Halvt er mærket. Halvt er ikke.", vec![]).await;
    assert_eq!(work(&app, &made).await, Work::New);
    made.act(
        &app,
        "markeringer",
        (0, 16),
        &[("theme", &theme(&app, 1).await)],
    )
    .await
    .leads();
    assert_eq!(work(&app, &made).await, Work::InProgress);
    assert_eq!(sign(&app, &made).await, 303);
    assert_eq!(work(&app, &made).await, Work::SecondReading);
    let first = &signed(&app, &made).await[0];
    assert_eq!(first.staff_id, hanne.id);
    assert!(
        (first.unmarked_share - 11.0 / 24.0).abs() < 0.01,
        "{}",
        first.unmarked_share
    );
    assert_eq!(sign(&app, &made).await, 422, "not the same person again");
    browse_as(&mut app, &mads).await;
    assert_eq!(sign(&app, &made).await, 303);
    assert_eq!(work(&app, &made).await, Work::Done);
    app.get(&made.page).await.says("Anden læser PM");
}

#[tokio::test]
async fn a_signoff_lapses_when_a_theme_or_hidden_text_changes_and_not_when_it_is_only_read() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    let made = respond(&app, "A", "Ida er syg. Ja.", vec![]).await;
    let theme = theme(&app, 1).await;
    sign(&app, &made).await;
    app.get(&made.page).await;
    assert_eq!(signed(&app, &made).await.len(), 1);
    made.act(&app, "markeringer", (0, 2), &[("theme", &theme)])
        .await
        .leads();
    assert!(signed(&app, &made).await.is_empty());
    assert_eq!(work(&app, &made).await, Work::InProgress);
    sign(&app, &made).await;
    made.act(
        &app,
        "overstregninger",
        (0, 3),
        &[("ground", "third_person")],
    )
    .await
    .leads();
    assert!(signed(&app, &made).await.is_empty());
    sign(&app, &made).await;
    app.post(
        &made.page,
        &format!("{}/temaer", made.page),
        &[("theme", &theme)],
    )
    .await
    .leads();
    assert!(signed(&app, &made).await.is_empty());
    let lapsed = signoffs_of(&mut *app.conn().await, &[made.id])
        .await
        .unwrap();
    let why: Vec<&str> = lapsed
        .iter()
        .filter_map(|it| it.lapsed_by.as_deref())
        .collect();
    assert_eq!(why, ["coding", "redaction", "coding"]);
}

#[tokio::test]
async fn the_second_signoff_waits_for_hidden_text_to_be_approved_and_approving_lapses_nothing() {
    let mut app = TestApp::spawn().await;
    let (_, mads) = two_people(&mut app).await;
    let made = respond(&app, "A", "Ida er syg.", vec![]).await;
    made.act(
        &app,
        "overstregninger",
        (0, 3),
        &[("ground", "third_person")],
    )
    .await
    .leads();
    sign(&app, &made).await;
    browse_as(&mut app, &mads).await;
    assert_eq!(sign(&app, &made).await, 422);
    let redaction =
        hoering::redaction::Redaction::of_texts(&mut *app.conn().await, &[made.text_id])
            .await
            .unwrap()[0]
            .id;
    app.post(
        &made.page,
        &format!("{}/overstregninger/{redaction}/godkendelse", made.page),
        &[],
    )
    .await
    .leads();
    assert_eq!(signed(&app, &made).await.len(), 1);
    assert_eq!(sign(&app, &made).await, 303);
}

#[tokio::test]
async fn a_tagger_marks_and_does_not_decide() {
    let mut app = TestApp::spawn().await;
    let tagger = person(&app, "tagger", Role::Tagger).await;
    browse_as(&mut app, &tagger).await;
    let made = respond(&app, "A", "Et svar.", vec![]).await;
    made.act(
        &app,
        "markeringer",
        (0, 2),
        &[("theme", &theme(&app, 1).await)],
    )
    .await
    .leads();
    assert_eq!(
        app.post(
            &made.page,
            &format!("{}/aendring", made.page),
            &[("content", "no_remarks")]
        )
        .await
        .status,
        403
    );
    let share = unmarked_share(&mut *app.conn().await, made.id)
        .await
        .unwrap();
    assert!((share - 4.0 / 6.0).abs() < 0.01, "{share}");
}
