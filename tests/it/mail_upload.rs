//! Mails that staff put into the ledger as files.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::intake::mailbox::{Mail, Place, Source};
use hoering::schema::mails;

use crate::app::{Answer, TestApp};
use crate::enquiries::sample;
use crate::mail_ledger::{OPINION, done, editor, ledger, list, made_of, mail};
use crate::mail_sources::saved_by_outlook;

async fn put(app: &TestApp, files: Vec<(&str, Vec<u8>)>) -> Answer {
    app.upload(&list(""), &list(""), &[], files).await
}

async fn all(app: &TestApp) -> Vec<Mail> {
    let mut conn = app.conn().await;
    let ids: Vec<i64> = mails::table
        .order(mails::id)
        .select(mails::id)
        .load(&mut conn)
        .await
        .unwrap();
    let mut found = Vec::new();
    for id in ids {
        found.push(Mail::find(&mut conn, id).await.unwrap());
    }
    found
}

#[tokio::test]
async fn several_files_at_once_are_kept_read_and_placed_and_twice_is_once() {
    let mut app = TestApp::spawn().await;
    editor(&mut app).await;
    let files = vec![
        ("svar.eml", mail("Eva <eva@z.example>", "Svar", "", OPINION)),
        ("gemt.msg", saved_by_outlook()),
        ("fravær.eml", sample(1)),
    ];
    let shown = put(&app, files.clone()).await;
    assert_eq!(shown.status, 200, "{}", shown.text);
    shown.says("&quot;svar.eml&quot; er lagt ind: Høringssvar");
    shown.says("&quot;fravær.eml&quot; er lagt ind: Automatisk mail");
    app.work().await;
    let rows = all(&app).await;
    assert_eq!(rows.len(), 3);
    assert!(rows.iter().all(|row| row.source == Source::Upload));
    assert_eq!(rows[0].source_name.as_deref(), Some("svar.eml"));
    assert_eq!(made_of(&app, rows[0].id).await.len(), 1);
    assert_eq!(done(&app, rows[0].id).await, ["mail_uploaded"]);
    let again = put(&app, files).await;
    again.says("&quot;gemt.msg&quot; er her allerede");
    assert_eq!(all(&app).await.len(), 3);
    assert!(ledger(&app).await.holds());
}

#[tokio::test]
async fn what_is_no_mail_is_refused_with_its_name_and_the_others_are_taken() {
    let mut app = TestApp::spawn().await;
    editor(&mut app).await;
    let files = vec![
        ("brev.pdf", b"%PDF-1.4\nSubject: x".to_vec()),
        ("tom.eml", b" \r\n".to_vec()),
        ("<b>.eml", mail("Eva <eva@z.example>", "Svar", "", OPINION)),
    ];
    let shown = put(&app, files).await;
    assert_eq!(shown.status, 422);
    shown.says("&quot;brev.pdf&quot; er ikke en mail");
    shown.says("&quot;tom.eml&quot; er tom");
    shown.says("&lt;b&gt;.eml");
    let rows = all(&app).await;
    assert_eq!((rows.len(), rows[0].place), (1, Place::Response));
    let none = put(&app, vec![]).await;
    assert_eq!(none.status, 422);
    none.says("Vælg mindst én fil");
}

#[tokio::test]
async fn a_file_over_the_limit_is_said_to_be_so() {
    let mut app = TestApp::with(|config| config.limits.mail_bytes = 2_000).await;
    TestApp::load(&app, crate::app::HEARING, None).await;
    editor(&mut app).await;
    let large = mail("Eva <eva@z.example>", "Svar", "", &OPINION.repeat(50));
    let shown = put(&app, vec![("stor.eml", large)]).await;
    assert_eq!(shown.status, 422);
    shown.says("&quot;stor.eml&quot; fylder mere, end en mail må");
    assert!(all(&app).await.is_empty());
}
