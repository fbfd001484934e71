//! From passages to points: what is filled in, what is left, who said it, and what became of those who said it.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::hearing::frames::merge_themes;
use hoering::input::{NewInput, write};
use hoering::memo::{NewSource, sources_of};
use hoering::redaction::{Ground, hide};
use hoering::response::State;
use hoering::schema::{audit_events, responses};
use hoering::staff::Role;
use hoering::tagging::{mark as mark_text, unmark};
use hoering::text::Span;

use super::{act_of, change, general_theme, list, mark, page_of, point, stands, theme_id};
use crate::app::{HEARING, TestApp};
use crate::desk::{respond, two_people};
use crate::staff::{browse_as, person};

const TEXT: &str = "Vi støtter dialogmøder. Ring til Bodil på 20 12 34 56, hvis det skal drøftes.";

#[tokio::test]
async fn a_point_made_of_a_passage_has_its_words_its_theme_and_who_said_it() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    let made = respond(&app, "Hvidklit Kommune", TEXT, vec![]).await;
    let passage = mark(&app, &hanne, &made, (0, 23), 1).await;
    let before = app.get(&list()).await;
    before.says("1 mærket tekst eller note står ikke under noget punkt.");
    before.says("Vi støtter dialogmøder.");
    let id = passage.to_string();
    let done = app
        .post(&list(), &format!("{}/punkter", list()), &[("passage", &id)])
        .await;
    assert_eq!(done.leads(), format!("{}?ny=1", list()));
    let after = app.get(done.leads()).await;
    after.says("Punkt 1 er oprettet.");
    after.says("Alt, hvad der er mærket, står under et punkt.");
    after.says("Hvidklit Kommune");
    let it = stands(&app, 1).await;
    assert_eq!(it.content.remark, "Vi støtter dialogmøder.");
    assert_eq!(it.content.theme_id, Some(theme_id(&app, 1).await));
    let page = app.get(&page_of(1)).await;
    page.says(&format!("/svar/{}?ved", made.number));
    page.says("<blockquote class=\"raw\">Vi støtter dialogmøder.</blockquote>");
}

#[tokio::test]
async fn nothing_that_is_hidden_comes_into_a_remark() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    let made = respond(&app, "Hvidklit Kommune", TEXT, vec![]).await;
    let by = act_of(&app, &hanne).await;
    let whole = mark(&app, &hanne, &made, (24, 76), 1).await;
    let name = mark(&app, &hanne, &made, (33, 38), 2).await;
    for at in [Span::new(33, 38), Span::new(42, 53)] {
        hide(
            &mut *app.conn().await,
            by,
            made.text_id,
            at,
            Ground::Contact,
        )
        .await
        .unwrap();
    }
    let page = app.get(&list()).await;
    assert!(!page.text.contains("Bodil") && !page.text.contains("20 12"));
    page.says("Hele teksten er skjult for offentligheden.");
    let (whole, name) = (whole.to_string(), name.to_string());
    let path = format!("{}/punkter", list());
    app.post(&list(), &path, &[("passage", &whole)])
        .await
        .leads();
    let it = stands(&app, 1).await;
    assert!(
        it.content
            .remark
            .starts_with("Ring til [kontaktoplysning udeladt] på [")
    );
    let refused = app.post(&list(), &path, &[("passage", &name)]).await;
    assert_eq!(refused.status, 422);
    refused.says("Skriv bemærkningen selv.");
    // Written by hand it can come in: the page says so.
    change(&app, 1, &[("remark", "Ring til bodil.")])
        .await
        .leads();
    let page = app.get(&page_of(1)).await;
    page.says("Teksten siger noget, der er skjult i et af de svar");
    change(&app, 1, &[("remark", "CPR 120345-7890, tlf. 20 12 34 56.")])
        .await
        .leads();
    let page = app.get(&page_of(1)).await;
    page.says("Noget ligner et CPR-nummer.");
    page.says("Noget ligner et telefonnummer.");
}

#[tokio::test]
async fn a_withheld_file_is_not_quoted() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    let made = respond(&app, "Hvidklit Kommune", TEXT, vec![]).await;
    let passage = mark(&app, &hanne, &made, (0, 23), 1).await;
    diesel::sql_query("update parts set published_as = 'withheld', withheld_ground = 'copyright'")
        .execute(&mut app.admin().await)
        .await
        .unwrap();
    assert!(!app.get(&list()).await.text.contains("Vi støtter"));
    let id = passage.to_string();
    let path = format!("{}/punkter", list());
    assert_eq!(
        app.post(&list(), &path, &[("passage", &id)]).await.status,
        422
    );
}

#[tokio::test]
async fn a_passage_stands_under_several_points_and_notes_under_points_too() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    let made = respond(&app, "Hvidklit Kommune", TEXT, vec![]).await;
    let passage = mark(&app, &hanne, &made, (0, 23), 1).await;
    let by = act_of(&app, &hanne).await;
    let new = NewInput {
        text: "Flere frivillige.".into(),
        themes: vec![theme_id(&app, 7).await],
        ..NewInput::default()
    };
    let note = write(&mut *app.conn().await, by, &new).await.unwrap();
    let one = point(&app, &hanne, 1, "Det ene", &[NewSource::Passage(passage)]).await;
    let two = point(&app, &hanne, 2, "Det andet", &[]).await;
    let under = format!("{}/kilder", list());
    let (passage, note) = (passage.to_string(), note.to_string());
    for _ in 0..2 {
        let fields = [("passage", passage.as_str()), ("point", "2")];
        app.post(&list(), &under, &fields).await.leads();
    }
    let done = app
        .post(&list(), &under, &[("note", &note), ("point", " 2 ")])
        .await;
    app.get(done.leads())
        .await
        .says("Teksten er føjet til punkt 2.");
    let ids = [stands(&app, one).await.id, stands(&app, two).await.id];
    let all = sources_of(&mut *app.conn().await, &ids).await.unwrap();
    assert_eq!(all.len(), 3, "twice is once");
    app.get(&page_of(2)).await.says("Flere frivillige.");
    for number in ["99", "", "x"] {
        let fields = [("note", note.as_str()), ("point", number)];
        let refused = app.post(&list(), &under, &fields).await;
        assert_eq!(refused.status, 422);
        refused.says("Der er intet punkt nr.");
    }
    // A note becomes a point of its own with its words.
    let path = format!("{}/punkter", list());
    app.post(&list(), &path, &[("note", &note)]).await.leads();
    assert_eq!(stands(&app, 3).await.content.remark, "Flere frivillige.");
}

#[tokio::test]
async fn references_are_written_by_hand_and_wrong_ones_are_named() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    let made = respond(&app, "Hvidklit Kommune", TEXT, vec![]).await;
    let gone = respond(&app, "Vesterådal Kommune", TEXT, vec![]).await;
    diesel::update(responses::table.find(gone.id))
        .set(responses::state.eq(State::Withdrawn))
        .execute(&mut *app.conn().await)
        .await
        .unwrap();
    let number = point(&app, &hanne, 1, "Bemærkning", &[]).await;
    let add = format!("{}/kilder", page_of(number));
    let post = async |written: &str| {
        let fields = [("references", written)];
        app.post(&page_of(number), &add, &fields).await
    };
    let lower = made.number.to_lowercase();
    post(&format!("{lower}, ")).await.leads();
    app.get(&page_of(number))
        .await
        .says("Henviser til hele svaret.");
    let unknown = post("A99").await;
    assert_eq!(unknown.status, 422);
    unknown.says("Der er intet svar A99 i denne høring.");
    unknown.says("value=\"A99\"");
    let withdrawn = post(&gone.number).await;
    assert_eq!(withdrawn.status, 422);
    withdrawn.says("er trukket tilbage eller erstattet og kan ikke føjes til.");
}

#[tokio::test]
async fn a_response_that_is_withdrawn_later_shows_so_and_is_no_longer_quoted() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    let made = respond(&app, "Hvidklit Kommune", TEXT, vec![]).await;
    let passage = mark(&app, &hanne, &made, (0, 23), 1).await;
    let number = point(
        &app,
        &hanne,
        1,
        "Bemærkning",
        &[NewSource::Passage(passage)],
    )
    .await;
    diesel::update(responses::table.find(made.id))
        .set(responses::state.eq(State::Withdrawn))
        .execute(&mut *app.conn().await)
        .await
        .unwrap();
    for path in [list(), page_of(number)] {
        let page = app.get(&path).await;
        page.says("(udgået, trukket tilbage)");
        assert!(!page.text.contains("Vi støtter"), "{path}");
    }
    let fields = [
        ("passage", passage.to_string()),
        ("point", number.to_string()),
    ];
    let fields = fields.each_ref().map(|(name, it)| (*name, it.as_str()));
    let under = format!("{}/kilder", list());
    assert_eq!(app.post(&list(), &under, &fields).await.status, 422);
}

#[tokio::test]
async fn a_mark_that_is_taken_away_leaves_the_point_leading_to_who_said_it() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    let made = respond(&app, "Hvidklit Kommune", TEXT, vec![]).await;
    let passage = mark(&app, &hanne, &made, (0, 23), 1).await;
    let number = point(
        &app,
        &hanne,
        1,
        "Bemærkning",
        &[NewSource::Passage(passage)],
    )
    .await;
    let by = act_of(&app, &hanne).await;
    let theme = theme_id(&app, 1).await;
    let at = (made.text_id, Span::new(0, 23));
    let mut conn = app.conn().await;
    let coding = mark_text(&mut conn, by, at, theme, None).await.unwrap();
    unmark(&mut conn, by, coding).await.unwrap();
    let page = app.get(&page_of(number)).await;
    page.says("Teksten er ikke mærket længere.");
    page.says("Hvidklit Kommune");
    page.says("Vi støtter dialogmøder.");
    // Marked again it is the same place, and under no other point than before.
    mark_text(&mut conn, by, at, theme, None).await.unwrap();
    let page = app.get(&page_of(number)).await;
    assert!(!page.text.contains("ikke mærket længere"));
    app.get(&list())
        .await
        .says("Alt, hvad der er mærket, står under et punkt.");
}

#[tokio::test]
async fn a_theme_that_is_merged_takes_its_points_along() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    let (from, into) = (theme_id(&app, 6).await, theme_id(&app, 7).await);
    let number = point(&app, &hanne, 6, "Flere råd", &[]).await;
    let by = act_of(&app, &hanne).await;
    merge_themes(&mut *app.conn().await, by, (from, into))
        .await
        .unwrap();
    let page = app.get(&list()).await;
    page.says(&format!("id=\"afsnit-{into}\""));
    assert!(!page.text.contains(&format!("id=\"afsnit-{from}\"")));
    // A form, or a file, from before the merge lands on the theme in force.
    let (from, into) = (from.to_string(), theme_id(&app, 7).await);
    change(&app, number, &[("section", &from), ("comment", "Ja")])
        .await
        .leads();
    assert_eq!(stands(&app, number).await.content.theme_id, Some(into));
}

#[tokio::test]
async fn general_remarks_have_their_place_at_the_head() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    let made = respond(&app, "Hvidklit Kommune", TEXT, vec![]).await;
    let by = act_of(&app, &hanne).await;
    let theme = general_theme(&app).await;
    let at = (made.text_id, Span::new(0, 23));
    let mut conn = app.conn().await;
    mark_text(&mut conn, by, at, theme, None).await.unwrap();
    let passages = hoering::tagging::Passage::of_texts(&mut conn, &[made.text_id])
        .await
        .unwrap();
    let id = passages[0].id.to_string();
    let path = format!("{}/punkter", list());
    app.post(&list(), &path, &[("passage", &id)]).await.leads();
    let page = app.get(&list()).await;
    page.says("id=\"afsnit-general\"");
    page.says("Generelle bemærkninger");
}

#[tokio::test]
async fn what_belongs_to_another_hearing_is_not_there() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    let made = respond(&app, "Hvidklit Kommune", TEXT, vec![]).await;
    let passage = mark(&app, &hanne, &made, (0, 23), 1).await.to_string();
    point(&app, &hanne, 1, "Bemærkning", &[]).await;
    let other = TestApp::load(&app, "maalbillede-2017", None).await;
    let editor = person(&app, "bo", Role::Editor).await;
    hoering::staff::grant(
        &mut *app.conn().await,
        (
            editor.id,
            hoering::staff::Scope::Hearing(other.id),
            Role::Editor,
        ),
        hoering::audit::Actor::Operator,
        app.app.clock.now(),
    )
    .await
    .unwrap();
    browse_as(&mut app, &editor).await;
    let there = format!("/sekretariat/{}/hoeringsnotat", other.slug);
    assert_eq!(app.get(&there).await.status, 200);
    assert_eq!(app.get(&format!("{there}/punkter/1")).await.status, 404);
    let new = format!("{there}/punkter/ny?passage={passage}");
    assert_eq!(app.get(&new).await.status, 404);
    let path = format!("{there}/punkter");
    let refused = app.post(&there, &path, &[("passage", &passage)]).await;
    assert_eq!(refused.status, 422);
    assert!(!refused.text.contains("Vi støtter"));
    for act in ["redigering", "slet", "flytning", "kommentarer"] {
        let fields = [("to", "up"), ("text", "Hej")];
        let path = format!("{there}/punkter/1/{act}");
        assert_eq!(app.post(&there, &path, &fields).await.status, 404, "{act}");
    }
}

#[tokio::test]
async fn every_act_is_a_row_of_the_log_in_danish() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    let number = point(&app, &hanne, 1, "Bemærkning", &[]).await;
    change(&app, number, &[("comment", "Svar")]).await.leads();
    let undo = format!("{}/udgaver", page_of(number));
    let fields = [("version", "2"), ("to", "1")];
    app.post(&page_of(number), &undo, &fields).await.leads();
    let actions: Vec<String> = audit_events::table
        .filter(audit_events::subject_kind.eq("memo_point"))
        .order(audit_events::id)
        .select(audit_events::action)
        .load(&mut *app.conn().await)
        .await
        .unwrap();
    assert_eq!(actions, ["point_made", "point_saved", "point_restored"]);
    let log = app.get(&format!("/sekretariat/{HEARING}/log")).await;
    log.says("satte en tidligere udgave af et punkt tilbage");
}
