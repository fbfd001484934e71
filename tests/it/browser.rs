//! The public pages in a real browser: accessible, narrow enough, light enough, with and without JavaScript, and no error in the console.

use tokio::process::Command;

use crate::app::{HEARING, TestApp};

/// Transferred on a first visit, fonts included.
const LIMIT_KB: &str = "100";

#[tokio::test]
async fn the_public_pages_stand_before_a_browser() {
    let app = TestApp::spawn().await;
    let form = format!("/hoeringer/{HEARING}/svar");
    let fields = [
        ("name", "Ida Bjergmark"),
        ("kind", "borger"),
        ("email", "ida@postfuglen.example"),
        (
            "body",
            "Det er en god plan.\n\nRing til mig på 20 12 34 56, hvis I vil høre mere.",
        ),
        ("consent", "true"),
    ];
    let letter = std::fs::read("config/demo/web/05_hoeringssvar_tornhede.pdf").unwrap();
    let files = vec![("Brev fra brugerrådet.pdf", letter)];
    let check = app
        .upload(&form, &form, &fields, files)
        .await
        .leads()
        .to_owned();
    let receipt = app
        .post(&check, &format!("{check}/send"), &[])
        .await
        .leads()
        .to_owned();
    let waiting = app
        .upload(&form, &form, &fields, vec![])
        .await
        .leads()
        .to_owned();
    let paths = [
        "/",
        &format!("/hoeringer/{HEARING}"),
        &form,
        &waiting,
        &format!("{waiting}/ret"),
        &receipt,
        &format!("{receipt}/svar"),
        "/was",
        "/persondata",
        "/findes-ikke",
    ];
    let mut command = Command::new("node");
    command.arg("tests/browser/check.mjs").arg(&app.base);
    command.args(["--limit-kb", LIMIT_KB]).args(paths);
    let output = command.output().await.unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let cause = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{cause}");
    assert_eq!(said.lines().count(), paths.len(), "{said}");
    // What docs/measurements.md states: cargo test browser -- --nocapture
    println!("{said}");
}
