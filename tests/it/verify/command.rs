//! `hoering verify`: what became of a response, and that nothing of it was altered.

use std::io::Write;

use hoering::redaction::Ground;
use serde_json::Value;

use super::releases::{Desk, answer, receipt_of, send};
use crate::publication::stage::Stage;

const LONG: &str = "Vi støtter planen.\n\nDitte Solbakke bor i Hasselvej 4 og er alvorligt syg.\n\nMed venlig hilsen\nKlitvang Kommune";

#[tokio::test]
async fn a_published_response_is_found_as_it_came() {
    let stage = Stage::empty().await;
    let sent = send(
        &stage,
        "Klitvang Kommune",
        "A",
        "Vi støtter planen.\n\nOg mere til.",
    )
    .await;
    stage.fix().await;
    let desk = Desk::with(&stage.build_files().await);
    let output = desk.verify(&sent.receipt, &[]);
    let said = answer(&output);
    assert!(output.status.success(), "{said}");
    assert_eq!(said["status"], "published");
    assert_eq!(said["as"], "A1");
    assert_eq!(said["unaltered"], true);
    assert_eq!(said["key"], "untrusted");
    assert_eq!(said["release"], 1);
    assert_eq!((&said["shown"], &said["hidden"]), (&2.into(), &0.into()));
}

#[tokio::test]
async fn the_key_is_trusted_when_it_was_given_and_never_because_the_receipt_names_it() {
    let stage = Stage::empty().await;
    let sent = send(&stage, "Klitvang Kommune", "A", "Ja.").await;
    stage.fix().await;
    let desk = Desk::with(&stage.build_files().await);
    let own = stage.app.app.signing_key.public();
    let pem = desk.put("noegle.pem", own.to_pem().unwrap());
    let given = answer(&desk.verify(&sent.receipt, &["--key", pem.to_str().unwrap()]));
    assert_eq!(given["key"], "given");
    let settings = format!("trusted_keys = [\"{}\"]\n", hex::encode(own.to_bytes()));
    let settings = desk.put("hoering.toml", settings);
    let pinned = answer(&desk.verify(&sent.receipt, &["--config", settings.to_str().unwrap()]));
    assert_eq!(pinned["key"], "pinned");
    let other = hoering::proof::key::PrivateKey::random(hoering::proof::key::Purpose::Real);
    let pem = desk.put("anden.pem", other.public().to_pem().unwrap());
    let output = desk.verify(&sent.receipt, &["--key", pem.to_str().unwrap()]);
    assert_eq!(answer(&output)["key"], "untrusted");
}

#[tokio::test]
async fn what_is_hidden_is_counted_and_its_salt_never_leaves_the_database() {
    let stage = Stage::empty().await;
    let said = stage.say("Klitvang Kommune", "A", LONG).await;
    let receipt = receipt_of(&stage, &said, LONG).await;
    stage
        .hide(&said, "Ditte Solbakke", Ground::Health, true)
        .await;
    stage.fix().await;
    let built = stage.build_files().await;
    let desk = Desk::with(&built);
    let output = desk.verify(&receipt, &[]);
    let told = answer(&output);
    assert!(output.status.success(), "{told}");
    assert_eq!(told["status"], "partly");
    assert_eq!((&told["shown"], &told["hidden"]), (&2.into(), &1.into()));
    let file = std::fs::read_to_string(desk.release().join("bevis.json")).unwrap();
    assert!(!file.contains("Solbakke") && !file.contains("alvorligt"));
    let proof: Value = serde_json::from_str(&file).unwrap();
    let items = proof["responses"][0]["commitments"][0]["items"]
        .as_array()
        .unwrap();
    let hidden: Vec<_> = items
        .iter()
        .filter(|item| item.get("hash").is_some())
        .collect();
    assert_eq!(hidden.len(), 2, "the file as it came, and the paragraph");
    assert!(hidden.iter().all(|item| item.get("salt").is_none()));
}

#[tokio::test]
async fn the_same_words_hidden_once_and_shown_once_are_told_apart_by_their_place() {
    let stage = Stage::empty().await;
    let text = "Ja.\n\nNej.\n\nJa.";
    let said = stage.say("Klitvang Kommune", "A", text).await;
    let receipt = receipt_of(&stage, &said, text).await;
    stage.hide(&said, "Ja.", Ground::Health, true).await;
    stage.fix().await;
    let desk = Desk::with(&stage.build_files().await);
    assert_eq!(answer(&desk.verify(&receipt, &[]))["unaltered"], true);
    let file = std::fs::read_to_string(desk.release().join("bevis.json")).unwrap();
    let proof: Value = serde_json::from_str(&file).unwrap();
    let items = proof["responses"][0]["commitments"][0]["items"]
        .as_array()
        .unwrap();
    let shown: Vec<_> = items.iter().filter_map(|item| item.get("text")).collect();
    assert_eq!(shown, ["Nej.", "Ja."]);
    assert!(items[1].get("text").is_none(), "the first is hidden");
}

#[tokio::test]
async fn every_state_of_the_ledger_is_told() {
    let stage = Stage::empty().await;
    let full = send(&stage, "Klitvang Kommune", "A", "Ja.").await;
    let gone = send(&stage, "Fortrudt Kommune", "A", "Nej, og jo.").await;
    let twice = send(&stage, "Dobbelt Kommune", "A", "To gange.").await;
    let spam = send(&stage, "Reklame", "A", "Køb nu.").await;
    let secret = send(&stage, "Hemmelig Kommune", "A", "Kun hemmeligt.").await;
    let first = send(&stage, "Rettet Kommune", "A", "Første udgave.").await;
    let second = send(&stage, "Rettet Kommune", "A", "Anden udgave.").await;
    stage.withdraw(&gone.said).await;
    stage
        .stand_as(&twice.said, hoering::response::State::Duplicate)
        .await;
    stage
        .stand_as(&spam.said, hoering::response::State::NotAResponse)
        .await;
    stage.replaces(&first.said, &second.said).await;
    stage
        .hide(&secret.said, "Kun hemmeligt.", Ground::Health, true)
        .await;
    stage.fix().await;
    let desk = Desk::with(&stage.build_files().await);
    for (sent, status, place) in [
        (&full, "published", Some("A1")),
        (&gone, "withdrawn", Some("A2")),
        (&twice, "duplicate", None),
        (&spam, "not_a_response", None),
        (&secret, "withheld", Some("A3")),
        (&first, "superseded", Some("A4")),
        (&second, "published", Some("A4")),
    ] {
        let output = desk.verify(&sent.receipt, &[]);
        let said = answer(&output);
        assert_eq!(said["status"], status, "{said}");
        assert_eq!(said["as"].as_str(), place, "{said}");
        assert!(output.status.success(), "{said}");
    }
}

#[tokio::test]
async fn a_response_that_is_not_in_it_is_absent() {
    let stage = Stage::empty().await;
    send(&stage, "Klitvang Kommune", "A", "Ja.").await;
    stage.fix().await;
    let desk = Desk::with(&stage.build_files().await);
    let late = send(&stage, "Sen Kommune", "A", "Også ja.").await;
    let output = desk.verify(&late.receipt, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(answer(&output)["status"], "absent");
}

#[tokio::test]
async fn a_bad_receipt_is_refused_with_the_reason() {
    let stage = Stage::empty().await;
    let sent = send(&stage, "Klitvang Kommune", "A", "Ja.").await;
    stage.fix().await;
    let desk = Desk::with(&stage.build_files().await);
    let text = sent.receipt.to_string();
    let mut other_bit = text.clone().into_bytes();
    let at = text.find("\"root\":\"").unwrap() + 8;
    other_bit[at] = if other_bit[at] == b'0' { b'1' } else { b'0' };
    let mut other_hearing = sent.receipt.clone();
    other_hearing["hearing"] = "en-anden-hoering".into();
    for (bytes, why) in [
        (text.as_bytes()[..text.len() / 2].to_vec(), "cut off"),
        (Vec::new(), "cut off"),
        (other_bit, "not as it was signed"),
        (
            other_hearing.to_string().into_bytes(),
            "not as it was signed",
        ),
        (b"[1, 2]".to_vec(), "unknown version"),
        (vec![0xff, 0xfe, 0x00], "cannot read"),
    ] {
        let path = desk.put("forkert.json", bytes);
        let output = desk.run(&path, &desk.release(), &[]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains(why), "{why}: {said}");
    }
    let missing = desk.folder.path().join("findes-ikke");
    let good = desk.put("god.json", &text);
    assert_eq!(desk.run(&good, &missing, &[]).status.code(), Some(1));
    let wrong = desk.run(&good, &desk.release(), &["--ukendt"]);
    assert_eq!(wrong.status.code(), Some(2));
}

#[tokio::test]
async fn a_zip_is_checked_like_a_folder_and_a_changed_file_is_named() {
    let stage = Stage::empty().await;
    let sent = send(&stage, "Klitvang Kommune", "A", "Ja.").await;
    stage.fix().await;
    let built = stage.build_files().await;
    let desk = Desk::with(&built);
    for changed in [false, true] {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        for file in &built.files {
            let name: &str = file.name.as_ref();
            zip.start_file(format!("udgave-1/{name}"), options).unwrap();
            zip.write_all(&file.bytes).unwrap();
            if changed && name == "oversigt.csv" {
                zip.write_all(b"A9;Opdigtet\r\n").unwrap();
            }
        }
        let zip = desk.put("alt.zip", zip.finish().unwrap().into_inner());
        let receipt = desk.put("kvittering.json", sent.receipt.to_string());
        let output = desk.run(&receipt, &zip, &[]);
        assert_eq!(output.status.success(), !changed);
        let said = answer(&output);
        assert_eq!(said["status"], "published");
        if changed {
            assert_eq!(said["faults"][0]["where"], "oversigt.csv");
        }
    }
}

#[tokio::test]
async fn a_text_that_staff_changed_is_listed_and_not_called_unaltered() {
    let stage = Stage::empty().await;
    let said = stage
        .say("Klitvang Kommune", "A", "Det som står der nu.")
        .await;
    let receipt = receipt_of(&stage, &said, "Det der stod der først.").await;
    stage.fix().await;
    let desk = Desk::with(&stage.build_files().await);
    let output = desk.verify(&receipt, &[]);
    let told = answer(&output);
    assert_eq!(told["unaltered"], false);
    assert_eq!(told["changed"], serde_json::json!([0]));
    assert_eq!(
        told.get("faults"),
        None,
        "it is told, so nothing else is wrong"
    );
    assert_eq!(output.status.code(), Some(1));
}
