//! *Kontrollér en kvittering*, and the keys as the site shows them.

use serde_json::Value;

use super::releases::{Sent, send};
use crate::browser;
use crate::publication::stage::Stage;

const PAGE: &str = "/hoeringer/visions-og-udviklingsplan-2023/svar-samlet/kontroller";

async fn released() -> (Stage, Sent) {
    let stage = Stage::empty().await;
    let sent = send(
        &stage,
        "Klitvang Kommune",
        "A",
        "Vi støtter planen.\n\nOg mere til.",
    )
    .await;
    stage.fix().await;
    stage.release().await;
    (stage, sent)
}

#[tokio::test]
async fn a_receipt_is_checked_without_javascript() {
    let (stage, sent) = released().await;
    stage
        .app
        .get(&PAGE.replace("/kontroller", ""))
        .await
        .says("Kontrollér en kvittering");
    let receipt = sent.receipt.to_string();
    let page = stage
        .app
        .upload(PAGE, PAGE, &[("receipt", &receipt)], vec![])
        .await;
    assert_eq!(page.status, 200);
    let chosen = |key: &str| {
        let hidden = format!("data-answer=\"{key}\" hidden");
        page.text.contains(&format!("data-answer=\"{key}\"")) && !page.text.contains(&hidden)
    };
    assert!(chosen("published"), "{}", page.text);
    assert!(!chosen("wrong"));
    page.says("/svar-samlet/A1");
    let file = vec![("kvittering.json", receipt.clone().into_bytes())];
    let by_file = stage.app.upload(PAGE, PAGE, &[], file).await;
    assert_eq!(by_file.status, 200);
}

#[tokio::test]
async fn what_is_no_receipt_is_told_and_kept() {
    let (stage, sent) = released().await;
    let cut = sent.receipt.to_string()[..100].to_owned();
    for (typed, says) in [
        (cut.as_str(), "Det er ikke en hel kvittering"),
        ("", "Vælg kvitteringen"),
        ("[]", "Det er ikke en hel kvittering"),
    ] {
        let page = stage
            .app
            .upload(PAGE, PAGE, &[("receipt", typed)], vec![])
            .await;
        assert_eq!(page.status, 422);
        page.says(says);
    }
    let late = send(&stage, "Sen Kommune", "A", "For sent.").await;
    let receipt = late.receipt.to_string();
    let page = stage
        .app
        .upload(PAGE, PAGE, &[("receipt", &receipt)], vec![])
        .await;
    assert!(!page.text.contains("data-answer=\"absent\" hidden"));
}

#[tokio::test]
async fn the_site_shows_its_key() {
    let (stage, _) = released().await;
    let shown: Value = serde_json::from_str(&stage.app.get("/noegle.json").await.text).unwrap();
    let key = stage.app.app.signing_key.public();
    assert_eq!(shown["current"]["id"], key.id());
    assert_eq!(shown["pem"], key.to_pem().unwrap());
}

#[tokio::test]
async fn the_page_of_the_verifier_stands_before_a_browser() {
    let (stage, sent) = released().await;
    browser::stand(&stage.app, &["--limit-kb", "110"], &[PAGE]).await;
    let folder = tempfile::tempdir().unwrap();
    let receipt = folder.path().join("kvittering.json");
    std::fs::write(&receipt, sent.receipt.to_string()).unwrap();
    let mut changed = sent.receipt.clone();
    changed["number"] = "K7M2Q-9XWE4".into();
    let other = folder.path().join("forfalsket.json");
    std::fs::write(&other, changed.to_string()).unwrap();
    let output = tokio::process::Command::new("node")
        .arg("tests/browser/verify.mjs")
        .arg(format!("{}{PAGE}", stage.app.base))
        .args([&receipt, &other])
        .output()
        .await
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let cause = String::from_utf8_lossy(&output.stderr);
    assert_eq!(
        said, "published A1 5 of 5, posts: 0\nwrong A1 4 of 5, posts: 0\n",
        "{cause}"
    );
}
