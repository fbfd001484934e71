//! One act on many responses, taking it back, and filters under a name.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::response::{Content, Response};
use hoering::schema::{categories, responses};
use hoering::staff::Role;

use crate::app::{Answer, HEARING, TestApp};
use crate::desk::{Made, inbox, respond, theme, two_people};
use crate::staff::{browse_as, person};

const INBOX: &str = "/sekretariat/visions-og-udviklingsplan-2023/indbakke";

async fn all(app: &TestApp, what: &str, made: &[&Made]) -> Answer {
    let mut fields = vec![("what", what), ("filter", "?maerket=nej")];
    fields.extend(made.iter().map(|one| ("svar", one.number.as_str())));
    app.post(INBOX, &format!("{INBOX}/samlet"), &fields).await
}

async fn contents(app: &TestApp) -> Vec<Content> {
    responses::table
        .order(responses::id)
        .select(responses::content)
        .load(&mut *app.conn().await)
        .await
        .unwrap()
}

#[tokio::test]
async fn one_act_on_many_is_done_to_all_of_them_and_taken_back_together() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    assert!(INBOX.contains(HEARING));
    let one = respond(&app, "A", "Ingen bemærkninger herfra.", vec![]).await;
    let two = respond(&app, "B", "Vi har ingen bemærkninger.", vec![]).await;
    let three = respond(&app, "C", "Vi støtter planen.", vec![]).await;
    let done = all(&app, "art:no_remarks", &[&one, &two]).await;
    let there = done.leads().to_owned();
    assert!(there.contains("maerket=nej&gjort="), "{there}");
    assert_eq!(
        contents(&app).await,
        [Content::NoRemarks, Content::NoRemarks, Content::Remarks]
    );
    let page = app.get(&there).await;
    page.says("2 svar er ændret.");
    let batch = there.split("gjort=").nth(1).unwrap();
    let undo = format!("{INBOX}/samlet/{batch}/fortrydelse");
    // One of them is changed since: that one stays.
    app.post(
        &two.page,
        &format!("{}/aendring", two.page),
        &[("content", "remarks")],
    )
    .await
    .leads();
    let back = app.post(INBOX, &undo, &[("filter", "?maerket=nej")]).await;
    app.get(back.leads())
        .await
        .says("1 svar er som før. 1 er ændret af andre siden");
    assert_eq!(contents(&app).await, [Content::Remarks; 3]);
    all(&app, &format!("hos:{}", hanne.id), &[&one, &two, &three])
        .await
        .leads();
    assert_eq!(
        inbox(&app, &format!("?hos={}", hanne.id))
            .await
            .text
            .matches("data-number")
            .count(),
        3
    );
    all(
        &app,
        &format!("tema:{}", theme(&app, 4).await),
        &[&one, &three],
    )
    .await
    .leads();
    inbox(&app, "?maerket=nej").await.says("Viser 1 svar");
    let category: i64 = categories::table
        .filter(categories::letter.eq("B"))
        .select(categories::id)
        .first(&mut *app.conn().await)
        .await
        .unwrap();
    all(&app, &format!("kategori:{category}"), &[&one, &two])
        .await
        .leads();
    inbox(&app, "?kategori=B").await.says("Viser 2 svar");
    let same = all(&app, &format!("kategori:{category}"), &[&one]).await;
    app.get(same.leads()).await.says("Intet er ændret.");
}

#[tokio::test]
async fn nothing_ticked_nothing_chosen_or_something_strange_changes_nothing() {
    let mut app = TestApp::spawn().await;
    let (_, mads) = two_people(&mut app).await;
    let one = respond(&app, "A", "Et svar.", vec![]).await;
    let none = all(&app, "art:no_remarks", &[]).await;
    assert_eq!(none.status, 422);
    none.says("Sæt flueben ved mindst ét svar.");
    let what = all(&app, "", &[&one]).await;
    assert_eq!(what.status, 422);
    what.says("Vælg, hvad der skal gøres");
    let many: Vec<String> = (0..501).map(|at| format!("X{at}")).collect();
    let mut fields: Vec<(&str, &str)> = many.iter().map(|one| ("svar", one.as_str())).collect();
    fields.push(("what", "art:no_remarks"));
    let answer = app.post(INBOX, &format!("{INBOX}/samlet"), &fields).await;
    assert_eq!(answer.status, 422);
    answer.says("højst 500");
    // One that is not there, and none of them is changed.
    let fields = [
        ("svar", one.number.as_str()),
        ("svar", "AAAAA-AAAAA"),
        ("what", "art:no_remarks"),
    ];
    assert_eq!(
        app.post(INBOX, &format!("{INBOX}/samlet"), &fields)
            .await
            .status,
        404
    );
    for what in ["kategori:999999", "tema:999999", "hos:999999"] {
        assert!(all(&app, what, &[&one]).await.status >= 400, "{what}");
    }
    assert_eq!(contents(&app).await, [Content::Remarks]);
    let it = Response::find(&mut *app.conn().await, one.id)
        .await
        .unwrap();
    assert_eq!(it.assigned_to, None);
    // A tagger tags and gives; what a response is, an editor decides. Somebody else's act is not taken back.
    let there = all(&app, &format!("hos:{}", mads.id), &[&one])
        .await
        .leads()
        .to_owned();
    let tagger = person(&app, "tage", Role::Tagger).await;
    browse_as(&mut app, &tagger).await;
    assert_eq!(all(&app, "art:no_remarks", &[&one]).await.status, 403);
    let batch = there.split("gjort=").nth(1).unwrap();
    app.post(INBOX, &format!("{INBOX}/samlet/{batch}/fortrydelse"), &[])
        .await
        .leads();
    let it = Response::find(&mut *app.conn().await, one.id)
        .await
        .unwrap();
    assert_eq!(it.assigned_to, Some(mads.id));
    assert_eq!(
        app.post(INBOX, &format!("{INBOX}/samlet/x/fortrydelse"), &[])
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn a_filter_is_kept_under_a_name_for_oneself_or_for_all() {
    let mut app = TestApp::spawn().await;
    let (_, mads) = two_people(&mut app).await;
    respond(&app, "A", "Et svar.", vec![]).await;
    let save = format!("{INBOX}/visninger");
    let keep = async |app: &TestApp, name: &str, filter: &str, shared: &str| {
        app.post(
            INBOX,
            &save,
            &[("name", name), ("filter", filter), ("shared", shared)],
        )
        .await
    };
    keep(&app, "Kommuner uden tema", "?kategori=A&maerket=nej", "")
        .await
        .leads();
    keep(&app, "<b>Sene</b>", "?frist=efter&kanal=mail", "ja")
        .await
        .leads();
    let page = inbox(&app, "").await;
    page.says("Kommuner uden tema");
    page.says("&lt;b&gt;Sene&lt;/b&gt;");
    for (name, filter, words) in [
        ("", "?kategori=A", "Giv visningen et navn"),
        ("Alt", "", "Vælg først, hvad der skal vises"),
        (&*"å".repeat(61), "?kategori=A", "for langt"),
    ] {
        let wrong = keep(&app, name, filter, "").await;
        assert_eq!(wrong.status, 422);
        wrong.says(words);
    }
    // The same name again takes the place of the first.
    keep(&app, "Kommuner uden tema", "?kategori=A", "")
        .await
        .leads();
    let page = inbox(&app, "?kategori=A").await;
    assert_eq!(
        page.text.matches("Kommuner uden tema").count(),
        2,
        "its link, and its button"
    );
    browse_as(&mut app, &mads).await;
    let other = inbox(&app, "?frist=efter&kanal=mail").await;
    other.says("&lt;b&gt;Sene");
    assert!(!other.text.contains("Kommuner uden tema"));
    assert!(
        !other.text.contains("/visninger/"),
        "only whoever kept it takes it away"
    );
}
