//! Staff type or mend the text of a file; what lies over the old text moves, or is shown as loose.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::redaction::{self, Ground};
use hoering::response::{Part, PartState};
use hoering::schema::{audit_events, passages, redactions, text_versions};
use hoering::staff::{Access, Role};
use hoering::text::Span;

use crate::app::{HEARING, TestApp};
use crate::attachments::{WithFile, send};
use crate::desk::theme;
use crate::staff::{browse_as, person};

async fn typed(app: &TestApp, it: &WithFile, fields: &[(&str, &str)]) -> crate::app::Answer {
    let page = it.typing();
    let based_on = app.get(&page).await.value("based_on");
    let mut all = vec![("based_on", based_on.as_str())];
    all.extend(fields);
    app.upload(&page, &page, &all, vec![]).await
}

async fn editor(app: &mut TestApp) -> Access {
    let hanne = person(app, "hanne", Role::Editor).await;
    browse_as(app, &hanne).await;
    let hearing = app.hearing().await;
    Access {
        person: hanne,
        role: Role::Editor,
        hearing_id: hearing.id,
        slug: HEARING.into(),
    }
}

#[tokio::test]
async fn what_no_program_reads_is_typed_by_a_person_with_a_row_in_the_log() {
    let mut app = TestApp::spawn().await;
    editor(&mut app).await;
    let it = send(&app, "brev.pages", b"\0\x01\x02 noget andet").await;
    app.work().await;
    assert_eq!(it.part(&app).await.state, PartState::Unsupported);
    let page = app.get(&it.page).await;
    page.says("Skriv teksten");
    page.says("Filtypen kan ikke læses her");
    typed(&app, &it, &[("text", "  ")])
        .await
        .says("Skriv en tekst");
    let saved = typed(
        &app,
        &it,
        &[("text", "Vi støtter planen.\r\n\r\nBirkemose Kommune")],
    )
    .await;
    assert_eq!(saved.location.as_deref(), Some(it.page.as_str()));
    let text = it.text(&app).await.unwrap();
    assert_eq!(
        (text.deriver.as_str(), text.text.as_str()),
        ("staff", "Vi støtter planen.\n\nBirkemose Kommune")
    );
    let part = it.part(&app).await;
    assert_eq!((part.state, part.state_reason), (PartState::Text, None));
    let logged: i64 = audit_events::table
        .filter(audit_events::action.eq("text_typed"))
        .count()
        .get_result(&mut *app.conn().await)
        .await
        .unwrap();
    assert_eq!(logged, 1);
    app.get(&it.page).await.says("Ret teksten");
}

#[tokio::test]
async fn a_picture_gets_a_description_that_is_part_of_the_text() {
    let mut app = TestApp::spawn().await;
    editor(&mut app).await;
    let it = send(
        &app,
        "kurve.png",
        &crate::extract::sample("logo_grenhede.png"),
    )
    .await;
    app.work().await;
    app.get(&it.typing()).await.says("Hvad viser billedet?");
    typed(
        &app,
        &it,
        &[("text", ""), ("description", "En kurve, der stiger.")],
    )
    .await
    .leads();
    assert_eq!(
        it.text(&app).await.unwrap().text,
        "[Billede: En kurve, der stiger.]"
    );
}

#[tokio::test]
async fn marks_and_hidden_text_move_with_their_words_and_loose_ones_are_shown() {
    let mut app = TestApp::spawn().await;
    let hanne = editor(&mut app).await;
    let it = send(
        &app,
        "svar.txt",
        "Vi støttar planen. Ring til Ida. Kort sagt nej.".as_bytes(),
    )
    .await;
    app.work().await;
    let old = it.text(&app).await.unwrap();
    let theme = theme(&app, 3).await;
    let text = old.id.to_string();
    for (start, end) in [("0", "18"), ("33", "47")] {
        let fields = [
            ("text", text.as_str()),
            ("start", start),
            ("end", end),
            ("theme", theme.as_str()),
        ];
        app.post(&it.page, &format!("{}/markeringer", it.page), &fields)
            .await
            .leads();
    }
    let act = hanne.act(app.app.clock.now());
    redaction::hide(
        &mut *app.conn().await,
        act,
        old.id,
        Span::new(19, 32),
        Ground::Contact,
    )
    .await
    .unwrap();

    let mended = "Vi støtter planen. Ring til Ida. Kort sagt nej.";
    typed(&app, &it, &[("text", &format!("Brev.\n\n{mended}"))])
        .await
        .leads();
    let new = it.text(&app).await.unwrap();
    let mut conn = app.conn().await;
    let moved: Vec<(i32, String)> = passages::table
        .filter(passages::text_id.eq(new.id))
        .select((passages::starts, passages::exact))
        .load(&mut conn)
        .await
        .unwrap();
    assert_eq!(moved, [(40, "Kort sagt nej.".to_owned())]);
    let hidden: Vec<i32> = redactions::table
        .filter(redactions::text_id.eq(new.id))
        .select(redactions::starts)
        .load(&mut conn)
        .await
        .unwrap();
    assert_eq!(hidden, [26]);
    // What has no place any more is shown beside the text.
    app.get(&it.page).await.says("Vi støttar planen.");
    let page = app.get(&it.typing()).await;
    // What the program read is still there.
    let kept: i64 = text_versions::table
        .filter(text_versions::part_id.eq(it.part))
        .filter(text_versions::deriver.eq("extract"))
        .count()
        .get_result(&mut conn)
        .await
        .unwrap();
    assert_eq!(kept, 1);
    page.says("Læst fra filen");
}

#[tokio::test]
async fn two_people_do_not_overwrite_each_other_and_a_tagger_may_not_type() {
    let mut app = TestApp::spawn().await;
    editor(&mut app).await;
    let it = send(&app, "svar.txt", b"Et svar.").await;
    app.work().await;
    let page = it.typing();
    let based_on = app.get(&page).await.value("based_on");
    typed(&app, &it, &[("text", "Den ene.")]).await.leads();
    let late = app
        .upload(
            &page,
            &page,
            &[("based_on", &based_on), ("text", "Den anden.")],
            vec![],
        )
        .await;
    assert_eq!(late.status, 422);
    late.says("En anden har ændret teksten");
    late.says("Den anden.");
    assert_eq!(it.text(&app).await.unwrap().text, "Den ene.");
    let tagger = person(&app, "otto", Role::Tagger).await;
    browse_as(&mut app, &tagger).await;
    assert_eq!(app.get(&page).await.status, 403);
    assert!(!app.get(&it.page).await.text.contains("Ret teksten"));
    let _: Part = it.part(&app).await;
}
