//! A verifier that somebody else could have written, from the documentation alone.

use std::process::{Command, Output};

use hoering::redaction::Ground;
use serde_json::Value;

use super::releases::{Desk, receipt_of, send};
use crate::publication::stage::Stage;

fn python(desk: &Desk, receipt: &Value, key: &str) -> Output {
    let receipt = desk.put("kvittering.json", receipt.to_string());
    Command::new("python3")
        .arg("tests/it/files/verify.py")
        .arg(receipt)
        .arg(desk.release())
        .arg(key)
        .output()
        .unwrap()
}

#[tokio::test]
async fn another_program_comes_to_the_same_answer() {
    let stage = Stage::empty().await;
    let full = send(
        &stage,
        "Ærø Kommune",
        "A",
        "Vi støtter planen. «§ 1»\n\nOg\tmere\u{a0}til.",
    )
    .await;
    let text = "Første.\n\nHun er alvorligt syg.\r\n\r\nTredje.";
    let said = stage.say("Klitvang Kommune", "A", text).await;
    let partly = receipt_of(&stage, &said, text).await;
    stage
        .hide(&said, "alvorligt syg", Ground::Health, true)
        .await;
    stage.fix().await;
    let desk = Desk::with(&stage.build_files().await);
    let key = hex::encode(stage.app.app.signing_key.public().to_bytes());
    for (receipt, answer) in [(&full.receipt, "published A1\n"), (&partly, "partly A2\n")] {
        let output = python(&desk, receipt, &key);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(String::from_utf8_lossy(&output.stdout), answer, "{said}");
    }
    let other = python(&desk, &full.receipt, &"00".repeat(32));
    assert_eq!(other.status.code(), Some(1));
    let file = desk.release().join("hoeringssvar.json");
    let changed = std::fs::read_to_string(&file)
        .unwrap()
        .replace("Tredje", "Fjerde");
    std::fs::write(&file, changed).unwrap();
    let output = python(&desk, &partly, &key);
    assert_eq!(output.status.code(), Some(1));
}
