//! Meetings and workshops: notes written fast, corrected, taken out and put back, published as an appendix and counted nowhere.

mod appendix;
mod rounds;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::input::{self, Input, Workshop};
use hoering::memo::NewSource;
use hoering::schema::audit_events;
use hoering::staff::Role;

use crate::app::{Answer, HEARING, TestApp};
use crate::desk::{theme, two_people};
use crate::memo::{page_of, point};
use crate::staff::{browse_as, person};

pub fn page() -> String {
    format!("/sekretariat/{HEARING}/noter")
}

pub async fn notes(app: &TestApp) -> Vec<Input> {
    let hearing = app.hearing().await;
    input::inputs_of(&mut *app.conn().await, hearing.id)
        .await
        .unwrap()
}

pub async fn workshops(app: &TestApp) -> Vec<Workshop> {
    let hearing = app.hearing().await;
    input::workshops_of(&mut *app.conn().await, hearing.id)
        .await
        .unwrap()
}

/// Sends the form of the page on which notes are written.
pub async fn write(app: &TestApp, fields: &[(&str, &str)]) -> Answer {
    app.post(&format!("{}/ny", page()), &page(), fields).await
}

#[tokio::test]
async fn one_note_after_the_other_is_written_at_the_same_table() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    let round = workshops(&app).await.remove(0);
    let place = format!("{}:1", round.id);
    let common = [("place", place.as_str()), ("grouping", "Bord 3")];
    for (text, themes) in [
        ("Flere frivillige", "6, 8"),
        ("Mere tid", "Mere lighed i sundhed"),
    ] {
        let mut fields = common.to_vec();
        fields.extend([("text", text), ("themes", themes)]);
        let next = write(&app, &fields).await;
        let shown = app.get(next.leads()).await;
        shown.says("Noten er gemt.");
        shown.says("autofocus");
        shown.says("Bord 3");
        shown.says(text);
    }
    let all = notes(&app).await;
    assert_eq!(all.len(), 2);
    assert!(
        all.iter()
            .all(|note| note.question == round.questions[1] && note.grouping == "Bord 3")
    );
    let themes = input::themes_of(&mut *app.conn().await, &[all[0].id])
        .await
        .unwrap();
    let [six, eight] = [theme(&app, 6).await, theme(&app, 8).await];
    let found: Vec<String> = themes.iter().map(|(_, theme)| theme.to_string()).collect();
    assert_eq!(found, [six, eight]);
}

#[tokio::test]
async fn a_pasted_list_is_a_note_a_line_and_the_same_form_twice_writes_it_once() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    let fields = [
        ("mode", "list"),
        ("once", "7f2c1a52-6d0e-4d3b-9a1f-0c1d2e3f4a5b"),
        (
            "text",
            "- Flere 🙂 frivillige\n- =HYPERLINK(\"x\")\n- Mere\u{7} tid\n",
        ),
        ("themes", "7"),
    ];
    write(&app, &fields).await.leads();
    let again = write(&app, &fields).await;
    app.get(again.leads())
        .await
        .says("Noten var gemt i forvejen.");
    let texts: Vec<String> = notes(&app)
        .await
        .into_iter()
        .map(|note| note.text)
        .collect();
    assert_eq!(
        texts,
        ["Flere 🙂 frivillige", "=HYPERLINK(\"x\")", "Mere tid"]
    );
}

#[tokio::test]
async fn what_is_wrong_is_said_and_what_was_typed_stays() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    let long = "a".repeat(5_001);
    let name = "b".repeat(300);
    let many = "x\n".repeat(501);
    let wrong: [(&[(&str, &str)], &str); 7] = [
        (&[("text", "  \u{feff} ")], "Skriv noten, før du gemmer."),
        (&[("text", &long)], "Der er plads til 5.000 tegn"),
        (
            &[("text", "Behold mig"), ("grouping", &name)],
            "Der er plads til 120 tegn",
        ),
        (
            &[("text", "Behold mig"), ("themes", "99")],
            "intet tema, der hedder »99«",
        ),
        (
            &[("text", "Behold mig"), ("place", "999999:0")],
            "Mødet findes ikke længere",
        ),
        (
            &[("text", "Behold mig"), ("theme", "999999")],
            "Temaet findes ikke længere",
        ),
        (&[("text", &many), ("mode", "list")], "Der er plads til 500"),
    ];
    for (fields, words) in wrong {
        let answer = write(&app, fields).await;
        assert_eq!(answer.status, 422, "{words}");
        answer.says(words);
        if fields[0].1 == "Behold mig" {
            answer.says("value=\"Behold mig\"");
        }
    }
    assert!(notes(&app).await.is_empty());
}

#[tokio::test]
async fn a_note_is_corrected_by_whoever_saw_it_last_and_taken_out_and_put_back() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    write(&app, &[("text", "Flere frivillige")]).await.leads();
    let id = notes(&app).await[0].id;
    let own = format!("{}/{id}", page());
    let save = |text: &'static str, version: &'static str| {
        [("text", text), ("version", version), ("grouping", "Bord 1")]
    };
    app.post(&own, &own, &save("Flere unge frivillige", "1"))
        .await
        .leads();
    app.post(&own, &own, &save("Flere unge frivillige", "1"))
        .await
        .leads();
    let late = app.post(&own, &own, &save("Noget andet", "1")).await;
    assert_eq!(late.status, 422);
    late.says("En kollega har ændret noten");
    late.says("Noget andet");
    assert_eq!(app.post(&own, &own, &save(" ", "2")).await.status, 422);
    assert_eq!(notes(&app).await[0].text, "Flere unge frivillige");

    let gone = app.post(&own, &format!("{own}/slet"), &[]).await;
    let list = app.get(gone.leads()).await;
    list.says("Noten er slettet.");
    assert!(notes(&app).await.is_empty());
    assert_eq!(app.get(&own).await.status, 404);
    app.post(&page(), &format!("{own}/genskabelse"), &[])
        .await
        .leads();
    assert_eq!(notes(&app).await.len(), 1);
    let log: Vec<String> = audit_events::table
        .filter(audit_events::subject_kind.eq("input"))
        .order(audit_events::id)
        .select(audit_events::action)
        .load(&mut *app.conn().await)
        .await
        .unwrap();
    assert_eq!(
        log,
        [
            "note_written",
            "note_saved",
            "note_removed",
            "note_put_back"
        ]
    );
}

#[tokio::test]
async fn a_point_of_the_memo_that_answers_a_note_says_when_the_note_is_taken_out() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    write(&app, &[("text", "Flere frivillige")]).await.leads();
    let id = notes(&app).await[0].id;
    let number = point(&app, &hanne, 7, "Flere frivillige", &[NewSource::Input(id)]).await;
    let own = page_of(number);
    assert!(!app.get(&own).await.text.contains("slettet"));
    app.post(&page(), &format!("{}/{id}/slet", page()), &[])
        .await
        .leads();
    app.get(&own).await.says("slettet");
}

#[tokio::test]
async fn readers_read_and_write_nothing() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    write(&app, &[("text", "Flere frivillige")]).await.leads();
    let id = notes(&app).await[0].id;
    let reader = person(&app, "læser", Role::Reader).await;
    browse_as(&mut app, &reader).await;
    let list = app.get(&page()).await;
    list.says("Flere frivillige");
    assert!(!list.text.contains("Skriv noter"));
    assert_eq!(app.get(&format!("{}/ny", page())).await.status, 403);
    let inbox = format!("/sekretariat/{HEARING}/indbakke");
    for act in [
        page(),
        format!("{}/{id}", page()),
        format!("{}/{id}/slet", page()),
        format!("{}/runder", page()),
    ] {
        let answer = app.post(&inbox, &act, &[("text", "Nej")]).await;
        assert_eq!(answer.status, 403, "{act}");
    }
}
