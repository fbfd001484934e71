//! One point in many hands: holder, versions, what is taken back, comments, and forms that are filled in wrongly.

use chrono::TimeDelta;
use diesel_async::RunQueryDsl;
use hoering::memo::{Disposition, PointState, versions_of};
use hoering::staff::Role;

use super::{act_of, change, fields, list, page_of, point, send, stands, theme_id};
use crate::app::TestApp;
use crate::desk::two_people;
use crate::staff::{browse_as, person};

#[tokio::test]
async fn one_person_edits_at_a_time_and_the_other_may_take_over() {
    let mut app = TestApp::spawn().await;
    let (hanne, mads) = two_people(&mut app).await;
    let number = point(&app, &hanne, 1, "Flere møder", &[]).await;
    let page = page_of(number);
    let edit = format!("{page}/redigering");
    app.post(&page, &edit, &[]).await.leads();
    app.get(&page).await.says("name=\"remark\"");
    browse_as(&mut app, &mads).await;
    let seen = app.get(&page).await;
    seen.says("Person hanne redigerer punktet lige nu.");
    assert!(!seen.text.contains("name=\"remark\""));
    app.get(&list()).await.says("Person hanne redigerer");
    let refused = app.post(&page, &edit, &[]).await;
    assert_eq!(refused.status, 422);
    refused.says("Person hanne redigerer punktet.");
    // Whoever saves all the same keeps what was typed, and may take over with it.
    let typed = change(&app, number, &[("remark", "Mads' ord")]).await;
    assert_eq!(typed.status, 422);
    typed.says("Mads&#x27; ord");
    typed.says("Overtag og gem");
    let mut again = fields(&app, number, &[("remark", "Mads' ord")]).await;
    again.push(("overtag", "ja".into()));
    send(&app, number, &again).await.leads();
    assert_eq!(stands(&app, number).await.content.remark, "Mads' ord");
    // The one who had it is told, with both texts.
    browse_as(&mut app, &hanne).await;
    let late = [("version", "1"), ("remark", "Hannes ord")];
    let told = change(&app, number, &late).await;
    assert_eq!(told.status, 422);
    told.says("En anden har gemt siden.");
    told.says("<del>Mads");
    told.says("<ins>Hannes");
    // The page holds the version that stands now: saved again, it is meant.
    assert_eq!(told.value("version"), "2");
}

#[tokio::test]
async fn a_point_that_is_left_open_is_free_after_a_while_and_taking_over_is_an_act() {
    let mut app = TestApp::spawn().await;
    let (hanne, mads) = two_people(&mut app).await;
    let number = point(&app, &hanne, 1, "Flere møder", &[]).await;
    let page = page_of(number);
    let edit = format!("{page}/redigering");
    app.post(&page, &edit, &[]).await.leads();
    app.app
        .clock
        .set(app.app.clock.now() + TimeDelta::minutes(10));
    let still = app.post(&page, &format!("{edit}/fortsat"), &[]).await;
    assert_eq!(still.status, 204);
    app.app
        .clock
        .set(app.app.clock.now() + TimeDelta::minutes(10));
    browse_as(&mut app, &mads).await;
    assert_eq!(app.post(&page, &edit, &[]).await.status, 422, "renewed");
    app.post(&page, &edit, &[("overtag", "ja")]).await.leads();
    assert_eq!(stands(&app, number).await.holder_id, Some(mads.id));
    browse_as(&mut app, &hanne).await;
    let lost = app.post(&page, &format!("{edit}/fortsat"), &[]).await;
    assert_eq!(lost.status, 409);
    app.app
        .clock
        .set(app.app.clock.now() + TimeDelta::minutes(16));
    app.post(&page, &edit, &[]).await.leads();
    app.post(&page, &format!("{edit}/slut"), &[]).await.leads();
    assert_eq!(stands(&app, number).await.holder_id, None);
}

#[tokio::test]
async fn two_who_save_at_once_do_not_overwrite_each_other() {
    let mut app = TestApp::spawn().await;
    let (hanne, mads) = two_people(&mut app).await;
    let number = point(&app, &hanne, 1, "Flere møder", &[]).await;
    let (first, second) = (act_of(&app, &hanne).await, act_of(&app, &mads).await);
    let base = stands(&app, number).await.content;
    let with = |words: &str| hoering::memo::Content {
        comment: words.into(),
        ..base.clone()
    };
    let (mut one, mut two) = (app.conn().await, app.conn().await);
    let (a, b) = tokio::join!(
        hoering::memo::save(&mut one, first, (number, 1), with("Hannes svar")),
        hoering::memo::save(&mut two, second, (number, 1), with("Mads' svar")),
    );
    assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
    assert_eq!(stands(&app, number).await.version, 2);
}

#[tokio::test]
async fn every_version_is_kept_with_what_differs_and_the_last_change_is_taken_back() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    let number = point(&app, &hanne, 1, "Flere korte møder", &[]).await;
    let page = page_of(number);
    change(
        &app,
        number,
        &[("remark", "Flere lange møder"), ("disposition", "accepted")],
    )
    .await
    .leads();
    // Saved as it stands, nothing is a version.
    change(&app, number, &[]).await.leads();
    let shown = app.get(&page).await;
    shown.says("<del>korte</del>");
    shown.says("<ins>lange</ins>");
    shown.says("Udgave 2");
    assert!(!shown.text.contains("Udgave 3"));
    let undo = format!("{page}/udgaver");
    let fields = [("version", "2"), ("to", "1")];
    app.post(&page, &undo, &fields).await.leads();
    let it = stands(&app, number).await;
    assert_eq!(
        (it.version, it.content.remark.as_str()),
        (3, "Flere korte møder")
    );
    assert_eq!(it.content.disposition, None);
    app.get(&page).await.says("satte udgave 1 tilbage");
    // By an old page it is refused, and what has no version too.
    assert_eq!(app.post(&page, &undo, &fields).await.status, 422);
    let none = [("version", "3"), ("to", "9")];
    let none = app.post(&page, &undo, &none).await;
    none.says("Den udgave findes ikke.");
    let versions = versions_of(&mut *app.conn().await, it.id).await.unwrap();
    assert_eq!(versions.len(), 3);
    let changed = diesel::sql_query("update memo_versions set number = 9")
        .execute(&mut *app.conn().await)
        .await;
    assert!(changed.is_err(), "the app cannot rewrite what was saved");
}

#[tokio::test]
async fn a_form_that_is_filled_in_wrongly_says_why_and_keeps_what_was_typed() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    let number = point(&app, &hanne, 1, "Flere møder", &[]).await;
    let huge = "æ".repeat(100_000);
    let cases: [(&str, &str, &str); 9] = [
        ("remark", " \n ", "Skriv en tekst."),
        ("comment", &huge, "Der må højst stå 20.000 tegn i feltet."),
        ("change_page", &huge, "Der må højst stå 200 tegn i feltet."),
        (
            "section",
            "999999",
            "Vælg et afsnit, der hører til denne høring.",
        ),
        (
            "section",
            "x",
            "Vælg et afsnit, der hører til denne høring.",
        ),
        (
            "disposition",
            "forwarded",
            "Skriv, hvem punktet sendes videre til.",
        ),
        ("disposition", "måske", "Vælg en af indstillingerne."),
        ("state", "agreed", "Et punkt kan først være afstemt"),
        ("owner", "999999", "Vælg en, der arbejder med høringen."),
    ];
    for (field, value, why) in cases {
        let refused = change(
            &app,
            number,
            &[("change_after", "Ny tekst"), (field, value)],
        )
        .await;
        assert_eq!(refused.status, 422, "{field}");
        refused.says(why);
        refused.says("Ny tekst");
        assert_eq!(refused.value("version"), "1");
    }
    let day = change(&app, number, &[("due", "i morgen")]).await;
    assert_eq!(day.status, 422);
    assert_eq!(stands(&app, number).await.version, 1, "nothing was saved");
    let path = format!("{}/punkter", list());
    let section = theme_id(&app, 1).await.to_string();
    let empty = [
        ("remark", ""),
        ("section", section.as_str()),
        ("comment", "Mit svar"),
    ];
    let refused = app.post(&list(), &path, &empty).await;
    assert_eq!(refused.status, 422);
    refused.says("Mit svar");
    let unknown = [
        ("remark", "Ord"),
        ("section", &section),
        ("references", "Z9"),
    ];
    let refused = app.post(&list(), &path, &unknown).await;
    refused.says("Der er intet svar Z9 i denne høring.");
}

#[tokio::test]
async fn a_point_is_answered_agreed_passed_on_and_listed_with_what_changes() {
    let mut app = TestApp::spawn().await;
    let (hanne, mads) = two_people(&mut app).await;
    let one = point(&app, &hanne, 1, "Flere møder", &[]).await;
    let two = point(&app, &hanne, 2, "Kortere skemaer", &[]).await;
    let three = point(&app, &hanne, 3, "Uden svar", &[]).await;
    let owner = mads.id.to_string();
    let answered = [
        ("comment", "Ja."),
        ("disposition", "accepted"),
        ("state", "agreed"),
        ("owner", owner.as_str()),
        ("change_page", "Side 14"),
        ("change_before", "Et møde."),
        ("change_after", "To møder."),
        ("due", "2000-01-31"),
    ];
    change(&app, one, &answered).await.leads();
    let passed = [("disposition", "forwarded"), ("department", "Økonomi")];
    change(&app, two, &passed).await.leads();
    let it = stands(&app, one).await.content;
    assert_eq!(it.disposition, Some(Disposition::Accepted));
    assert_eq!(it.state, PointState::Agreed);
    let by = async |view: &str| app.get(&format!("{}?vis={view}", list())).await;
    app.get(&list()).await.says("3 punkter, 1 afstemt");
    let shown = by("indstilling").await;
    shown.says("id=\"indstilling-accepted\"");
    shown.says("Videresendt til Økonomi");
    shown.says("id=\"indstilling-uafklaret\"");
    by("ansvarlig")
        .await
        .says(&format!("id=\"ansvarlig-{owner}\""));
    by("status").await.says("id=\"status-agreed\"");
    by("afsender")
        .await
        .says("Punkter uden henvisning til et svar");
    by("noget-andet").await.says("id=\"punkt-1\"");
    let changes = app.get(&format!("{}/aendringer", list())).await;
    changes.says("Side 14");
    changes.says("To møder.");
    changes.says("<h3>Økonomi</h3>");
    // An agreed point is late for nobody; one that waits is.
    assert!(!app.get(&list()).await.text.contains("er overskredet"));
    change(&app, three, &[("due", "2000-01-31")]).await.leads();
    app.get(&list())
        .await
        .says("Fristen 31. januar 2000 er overskredet");
}

#[tokio::test]
async fn colleagues_comment_and_points_that_are_taken_out_keep_their_number() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    let number = point(&app, &hanne, 1, "Flere møder", &[]).await;
    let page = page_of(number);
    let tagger = person(&app, "tove", Role::Tagger).await;
    browse_as(&mut app, &tagger).await;
    let say = format!("{page}/kommentarer");
    app.post(&page, &say, &[("text", "Er økonomi med?")])
        .await
        .leads();
    app.get(&page).await.says("Er økonomi med?");
    let huge = "a".repeat(5_001);
    let refused = app.post(&page, &say, &[("text", &huge)]).await;
    assert_eq!(refused.status, 422);
    refused.says(&huge);
    assert_eq!(app.post(&page, &say, &[("text", " ")]).await.status, 422);
    // Who marks passages does not write the memo.
    assert_eq!(
        app.post(&page, &format!("{page}/slet"), &[]).await.status,
        403
    );
    assert_eq!(change(&app, number, &[]).await.status, 403);
    browse_as(&mut app, &hanne).await;
    app.post(&page, &format!("{page}/slet"), &[]).await.leads();
    let seen = app.get(&list()).await;
    seen.says("Udgåede punkter (1)");
    seen.says("Ingen punkter endnu");
    app.get(&page).await.says("Nummeret bruges ikke igen.");
    assert_eq!(change(&app, number, &[]).await.status, 404);
    assert_eq!(point(&app, &hanne, 1, "Et nyt", &[]).await, 2);
    app.post(&page, &format!("{page}/genskabelse"), &[])
        .await
        .leads();
    app.get(&list()).await.says("2 punkter");
}

#[tokio::test]
async fn a_reader_reads_the_memo_and_writes_nothing() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    let number = point(&app, &hanne, 1, "Flere møder", &[]).await;
    let reader = person(&app, "laeser", Role::Reader).await;
    browse_as(&mut app, &reader).await;
    for path in [
        list(),
        page_of(number),
        format!("{}/aendringer", list()),
        format!("{}/sammenfatning", list()),
    ] {
        let page = app.get(&path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.text.contains("method=\"post\""), "{path}");
    }
    assert_eq!(app.get(&format!("{}/punkter/ny", list())).await.status, 403);
}
