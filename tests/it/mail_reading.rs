//! What a reader of each sample mail should find, and the edge cases of real mail.

use std::collections::HashMap;

use chrono::DateTime;
use hoering::intake::mailbox::explain::{Explained, Explainer};
use hoering::intake::mailbox::{Code, Kind, Role, read};
use hoering::text::{collapse, without};
use serde_json::Value;

use crate::extract::extractor;

const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/config/demo");

fn lines(name: &str) -> Vec<Value> {
    std::fs::read_to_string(format!("{DEMO}/{name}"))
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn strings(value: &Value) -> Vec<&str> {
    value
        .as_array()
        .map(|list| list.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default()
}

async fn samples() -> Vec<(Value, Explained)> {
    let mut explainer = Explainer::new(extractor());
    let mut found = Vec::new();
    for expected in lines("mail_expect.jsonl") {
        let file = expected["file"].as_str().unwrap().to_owned();
        let raw = std::fs::read(format!("{DEMO}/{file}")).unwrap();
        found.push((expected, explainer.explain(&file, &raw).await));
    }
    found
}

fn check(expected: &Value, found: &Explained) {
    let file = expected["file"].as_str().unwrap();
    let kind = match expected["kind"].as_str().unwrap() {
        "malformed" => "response",
        "receipt" => "read_receipt",
        other => other,
    };
    assert_eq!(serde_json::to_value(found.kind).unwrap(), kind, "{file}");
    let from = found.from.as_ref().unwrap();
    assert_eq!(
        (Some(from.address.as_str()), from.name.as_deref()),
        (
            expected["sender"].as_str(),
            expected["sender_name"].as_str()
        ),
        "{file}"
    );
    assert_eq!(
        found.subject.as_deref(),
        expected["subject"].as_str(),
        "{file}"
    );
    assert_eq!(
        found.message_id.as_deref(),
        expected["message_id"].as_str(),
        "{file}"
    );
    assert_eq!(
        found.in_reply_to.as_deref(),
        expected["in_reply_to"].as_str(),
        "{file}"
    );
    assert_eq!(
        found.arrived_at,
        DateTime::parse_from_rfc3339(expected["received_at"].as_str().unwrap()).ok(),
        "{file}"
    );
    let text = collapse(&found.text);
    let own = collapse(&without(&found.text, &found.ranges));
    for wanted in strings(&expected["body_contains"]) {
        assert!(text.contains(&collapse(wanted)), "{file}: {wanted}");
        assert!(own.contains(&collapse(wanted)), "{file}, marked: {wanted}");
    }
    for unwanted in strings(&expected["body_excludes"]) {
        assert!(!own.contains(&collapse(unwanted)), "{file}: {unwanted}");
    }
    assert!(!found.text.contains(['\u{FFFD}', '\0']), "{file}");
    check_files(file, expected, found);
}

fn check_files(file: &str, expected: &Value, found: &Explained) {
    let wanted = expected["attachments"].as_array().unwrap();
    assert_eq!(wanted.len(), found.attachments.len(), "{file}");
    for (wanted, got) in wanted.iter().zip(&found.attachments) {
        assert_eq!(
            got.filename.as_deref(),
            wanted["filename"].as_str(),
            "{file}"
        );
        assert_eq!(
            got.media_type,
            wanted["media_type"].as_str().unwrap(),
            "{file}"
        );
        assert_eq!(got.inline, wanted["inline"].as_bool().unwrap(), "{file}");
        if let Some(bytes) = wanted["bytes"].as_u64() {
            assert_eq!(got.bytes as u64, bytes, "{file}");
        }
        for text in strings(&wanted["text_contains"]) {
            assert!(
                collapse(&got.text).contains(&collapse(text)),
                "{file}: {text}"
            );
        }
        if wanted["role"] == "signaturbevis" {
            assert_eq!(got.role, Role::Signaturbevis, "{file}");
        }
    }
    if let Some(inner) = expected["inner"].as_object() {
        let got = &found.inner[0];
        let from = got.from.as_ref().unwrap();
        assert_eq!(
            (from.address.as_str(), from.name.as_deref()),
            (
                inner["sender"].as_str().unwrap(),
                inner["sender_name"].as_str()
            ),
            "{file}"
        );
        assert_eq!(got.subject.as_deref(), inner["subject"].as_str(), "{file}");
        if let Some(sent) = inner.get("sent_at").and_then(Value::as_str) {
            assert_eq!(
                got.claimed_at,
                DateTime::parse_from_rfc3339(sent).ok(),
                "{file}"
            );
        }
    }
}

#[tokio::test]
async fn every_sample_mail_is_read_and_every_passage_is_found_whole() {
    let samples = samples().await;
    for (expected, found) in &samples {
        check(expected, found);
    }
    let by_file: HashMap<&str, &Explained> = samples
        .iter()
        .map(|(expected, found)| (expected["file"].as_str().unwrap(), found))
        .collect();
    let mut extract = HashMap::new();
    for response in lines("responses.jsonl") {
        let id = response["id"].as_str().unwrap();
        // A5 is a scan: its text comes by OCR or by hand.
        if id == "A5" {
            continue;
        }
        let source = response["source"].as_str().unwrap();
        let texts: Vec<String> = match by_file.get(source) {
            Some(mail) => std::iter::once(without(&mail.text, &mail.ranges))
                .chain(mail.attachments.iter().map(|file| file.text.clone()))
                .collect(),
            None => web_texts(&response, source, &mut extract).await,
        };
        for passage in response["passages"].as_array().unwrap() {
            let passage = collapse(passage["text"].as_str().unwrap());
            assert!(
                texts.iter().any(|text| collapse(text).contains(&passage)),
                "{id}: {passage}"
            );
        }
    }
}

async fn web_texts(
    response: &Value,
    source: &str,
    known: &mut HashMap<String, String>,
) -> Vec<String> {
    let form: Value =
        serde_json::from_str(&std::fs::read_to_string(format!("{DEMO}/{source}")).unwrap())
            .unwrap();
    let mut texts = vec![form["body"].as_str().unwrap_or_default().to_owned()];
    for file in strings(&form["attachments"]) {
        if !known.contains_key(file) {
            let bytes = std::fs::read(format!("{DEMO}/web/{file}")).unwrap();
            known.insert(
                file.to_owned(),
                extractor().extract(&bytes, file, None).await.text,
            );
        }
        texts.push(known[file].clone());
    }
    assert_eq!(response["channel"], "web");
    texts
}

#[test]
fn an_empty_file_is_unreadable_and_nothing_panics_on_torn_mail() {
    assert_eq!(read(b"").kind, Kind::Unreadable);
    assert_eq!(read(&[0; 512]).kind, Kind::Unreadable);
    let raw = std::fs::read(format!("{DEMO}/mail/24.eml")).unwrap();
    for end in (0..raw.len()).step_by(97) {
        let _ = read(&raw[..end]);
    }
}

#[test]
fn raw_letters_in_headers_and_file_names_are_read() {
    let mail = read(b"From: Bodil S\xF8 <b@x.example>\r\nSubject: H\xF8ringssvar fra S\xF8nder\xE5\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\n\r\nVi er glade for r\xF8dgr\xF8d.\r\n--q\r\nContent-Type: application/pdf; name=\"H\xF8ring.pdf\"\r\nContent-Disposition: attachment; filename=\"..\\..\\H\xF8ring.pdf\"\r\n\r\n%PDF-1.4\r\n--q--\r\n");
    assert_eq!(mail.from.unwrap().name.as_deref(), Some("Bodil Sø"));
    assert_eq!(mail.subject.as_deref(), Some("Høringssvar fra Sønderå"));
    assert_eq!(mail.text, "Vi er glade for rødgrød.");
    assert_eq!(mail.attachments[0].filename.as_deref(), Some("Høring.pdf"));
}

#[test]
fn twenty_thousand_levels_do_not_overflow() {
    let mut raw = String::new();
    for level in 0..20_000 {
        raw.push_str(&format!(
            "Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n"
        ));
    }
    let mail = read(raw.as_bytes());
    assert!(
        mail.warnings
            .iter()
            .any(|warning| warning.code == Code::TooDeep)
    );
    let quoted = format!(
        "From: a@b.example\nContent-Type: text/html\n\n{}",
        "<div><blockquote>".repeat(20_000)
    );
    let _ = read(quoted.as_bytes());
}

#[test]
fn damaged_mail_never_stops_a_parser() {
    let mut state = 7_u64;
    for number in 1..=50 {
        let raw = std::fs::read(format!("{DEMO}/mail/{number:02}.eml")).unwrap();
        for _ in 0..4 {
            let mut raw = raw.clone();
            for _ in 0..40 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                let at = usize::try_from(state >> 33).unwrap() % raw.len();
                raw[at] = u8::try_from((state >> 20) & 0xFF).unwrap();
            }
            let mail = read(&raw);
            assert!(
                !mail
                    .warnings
                    .iter()
                    .any(|warning| warning.code == Code::ParserFailed),
                "{number}: {:?}",
                mail.warnings
            );
            let length = mail.text.chars().count();
            assert!(
                mail.ranges
                    .iter()
                    .all(|range| range.start < range.end && range.end <= length),
                "{number}"
            );
        }
    }
}

#[test]
fn earlier_mails_and_forwards_are_marked_and_answers_between_are_not() {
    let own = |subject: &str, body: &str| {
        let mail = read(format!("From: Eva <eva@x.example>\nTo: plan@region.example\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{body}").as_bytes());
        (
            collapse(&mail.own_text()),
            mail.forwarded
                .and_then(|found| found.sender)
                .map(|sender| sender.address),
        )
    };
    let block = "Sendt: 25. august 2023 09:12\nTil: Ib\nEmne: Høring\n\nTil høringsparterne\n";
    assert_eq!(
        own(
            "Re: Høring",
            "> Hvad nu?\n\nVi støtter den.\n\n> Økonomi?\n\nDen mangler."
        ),
        ("Vi støtter den. Den mangler.".into(), None)
    );
    assert_eq!(
        own(
            "VS: Høring",
            &format!("Jeg støtter planen.\n\nFra: Region <plan@region.example>\n{block}")
        ),
        ("Jeg støtter planen.".into(), None)
    );
    let forward = "Se nedenfor.\n\n-----Oprindelig meddelelse-----\nFra: Ib Sø [mailto:ib@y.example]\nSendt: 3. oktober 2023 08:12\nTil: Eva\nEmne: Svar\n\nJeg støtter planen.";
    assert_eq!(
        own("VS: Høringssvar", forward),
        ("Jeg støtter planen.".into(), Some("ib@y.example".into()))
    );
    for prose in [
        "Den 3. oktober 2023 skrev avisen: Planen er god. Det er vi enige i.",
        "Fra: et brugersynspunkt\nTil: dem, der bor der\nEmne: boliger\n\nVi støtter planen.",
    ] {
        assert_eq!(own("Høringssvar", prose).0, collapse(prose));
    }
}
