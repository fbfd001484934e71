//! The PDF against PDF/UA-1 and PDF/A-2a, by a checker that had no part in writing it.

use std::path::Path;
use std::process::Command;

use hoering::publication::release::{Built, build_files};
use hoering::response::NameChoice;

use super::pdf_text;
use super::stage::Stage;
use crate::app::HEARING;

/// What the checker says, and whether all is in order.
fn checked(file: &Path) -> (bool, String) {
    let output = Command::new("script/pdf-check").arg(file).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let why = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(
        said.lines()
            .filter(|line| line.contains("rules hold"))
            .count(),
        2,
        "{why}"
    );
    (output.status.success(), said)
}

/// Every PDF of a release, checked.
fn check_all(built: &Built) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let mut checks = 0;
    for file in built
        .files
        .iter()
        .filter(|file| file.name.ends_with(".pdf"))
    {
        let path = folder.path().join(&file.name);
        std::fs::write(&path, &file.bytes).unwrap();
        let (in_order, said) = checked(&path);
        assert!(in_order, "{said}");
        checks += 1;
    }
    checks
}

#[tokio::test]
async fn the_pdf_of_the_sample_hearing_breaks_no_rule() {
    let stage = Stage::samples().await;
    stage.fix().await;
    let built = stage.build_files().await;
    // For looking at it: KEEP_PDF=/tmp/samlede.pdf.
    if let Ok(keep) = std::env::var("KEEP_PDF") {
        std::fs::write(keep, &built.files[0].bytes).unwrap();
    }
    assert_eq!(check_all(&built), 1);
}

#[tokio::test]
async fn a_pdf_without_its_tags_is_told_from_one_with_them() {
    let stage = Stage::empty().await;
    stage.say("Klitvang Kommune", "A", "Ja.").await;
    let built = stage.build_files().await;
    let folder = tempfile::tempdir().unwrap();
    let (with, without) = (
        folder.path().join("with.pdf"),
        folder.path().join("without.pdf"),
    );
    std::fs::write(&with, &built.files[0].bytes).unwrap();
    let made = Command::new("pdftocairo")
        .arg("-pdf")
        .args([&with, &without])
        .status();
    assert!(made.unwrap().success());
    assert!(checked(&with).0);
    assert!(!checked(&without).0);
}

#[tokio::test]
async fn whatever_people_write_the_pdf_is_made_and_breaks_no_rule() {
    let stage = Stage::empty().await;
    let word = "Ø".repeat(40_000);
    let name = "Foreningen for alle, der bor ved kysten, ".repeat(8);
    let formula = "=HYPERLINK(\"http://ond.example\")";
    let arabic = "نحن ندعم الخطة";
    for (sender, text) in [
        (name.as_str(), "Et langt navn."),
        ("Emoji 😀 & Søn", "Vi er glade 😀👩‍👩‍👧🇩🇰 ❤️ og siger ✔ til 🫠."),
        (arabic, arabic),
        ("Et langt ord", &word),
        (formula, formula),
        (
            "#panic()",
            "#panic(\"x\") $x^2$ *fed* @ref <svar-A1> \\ `kode`",
        ),
        ("Kinesisk 中文", "中文 ไทย ქართული"),
        ("Styretegn", "før\u{1}\u{7f}\u{202e}efter\u{e000}\u{fffe}."),
    ] {
        stage.say(sender, "A", text).await;
    }
    stage
        .citizen("😀", NameChoice::Name, false, "\u{200b}\u{200b}")
        .await;
    let mut config = stage.app.app.config.clone();
    config.pdf.responses_in_one = 1;
    config.pdf.responses_in_volume = 4;
    stage.fix().await;
    stage.sign_all().await;
    for app in [
        stage.app.again(stage.app.app.config.clone()),
        stage.app.again(config),
    ] {
        let built = build_files(
            &app,
            HEARING,
            hoering::publication::release::ReleaseKind::Final,
            app.clock.now(),
        )
        .await
        .unwrap();
        let stops: Vec<_> = built.findings.iter().filter(|one| one.stops()).collect();
        assert!(stops.is_empty(), "{stops:?}");
        let pdfs = check_all(&built);
        let texts = built
            .files
            .iter()
            .filter(|file| file.name.ends_with(".pdf"));
        let text: String = texts.map(|file| pdf_text(&file.bytes)).collect();
        assert!(text.contains('😀') && text.contains("[U+4E2D]"), "{pdfs}");
        assert!(text.contains("#panic(\"x\")") && text.contains(formula));
    }
}
