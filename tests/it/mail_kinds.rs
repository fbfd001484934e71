//! Kinds of mail by Danish wording, and mails inside containers.

use hoering::extract::State;
use hoering::intake::mailbox::explain::Explainer;
use hoering::intake::mailbox::{Kind, read};

use crate::extract::extractor;

/// Builds a mail from a line of `files/kinds.jsonl`.
fn build(case: &serde_json::Value) -> Vec<u8> {
    let text = |key: &str| case[key].as_str().unwrap();
    let from = if text("kind") == "bounce" {
        "postmaster@x.example"
    } else {
        "Bo Ib <bo@x.example>"
    };
    let mut raw = format!(
        "{}From: {from}\r\nTo: plan@region.example\r\nSubject: {}\r\nDate: Mon, 02 Oct 2023 10:00:00 +0200\r\n",
        text("headers"),
        text("subject")
    );
    if case["reply"].as_bool().unwrap() {
        raw.push_str("In-Reply-To: <a@b.example>\r\n");
    }
    raw.push_str("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n");
    raw.push_str(text("body"));
    let mut raw = raw.into_bytes();
    for file in case["files"].as_array().unwrap() {
        let name = file.as_str().unwrap();
        let content: &[u8] = if name.ends_with(".exe") {
            b"MZ\x90\0"
        } else if name.ends_with(".xlsx") {
            b"PK\x03\x04 xl/workbook.xml"
        } else {
            b"%PDF-1.4"
        };
        raw.extend(format!("\r\n--q\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\r\n").bytes());
        raw.extend_from_slice(content);
    }
    raw.extend_from_slice(b"\r\n--q--\r\n");
    raw
}

#[test]
fn wording_tells_the_kinds_apart() {
    let cases = include_str!("files/kinds.jsonl");
    let mut wrong = Vec::new();
    for line in cases.lines() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        let found = serde_json::to_value(read(&build(&case)).kind).unwrap();
        if found != case["kind"] {
            wrong.push(format!("{found} for {line}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn mails_in_containers_are_unpacked() {
    let mut explainer = Explainer::new(extractor());
    let signed = explainer
        .explain("a", include_bytes!("files/opaque_signed.eml"))
        .await;
    assert_eq!(
        (signed.kind, signed.text.as_str()),
        (
            Kind::Response,
            "Vi støtter planen og foreslår flere boliger."
        )
    );
    let sealed = explainer
        .explain("b", include_bytes!("files/encrypted.eml"))
        .await;
    assert_eq!(
        (sealed.kind, sealed.attachments[0].state),
        (Kind::Unreadable, State::Encrypted)
    );
    let winmail = explainer
        .explain("c", include_bytes!("files/winmail.eml"))
        .await;
    assert_eq!(winmail.text, "Hermed høringssvar. Vi støtter planen.");
    assert_eq!(
        winmail.inner[0].attachments[0].filename.as_deref(),
        Some("Høringssvar fra Sø.pdf")
    );
    let outlook = explainer
        .explain("d", include_bytes!("files/outlook_msg.eml"))
        .await;
    assert_eq!(
        outlook.inner[0].from.as_ref().unwrap().address,
        "eva@x.example"
    );
    assert!(
        outlook.attachments[0].text.contains("flere boliger")
            && outlook.attachments[0].text.contains("Bilag 1")
    );
}
