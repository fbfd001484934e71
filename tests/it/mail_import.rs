//! All sample mails through the import, as one folder: each has the place, the sender, the files and the text that `mail_expect.jsonl`
//! says, the scanned letter by its recognised letters.

use std::collections::BTreeMap;
use std::path::Path;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::intake::mailbox::{self, Mail, Place};
use hoering::response::{Part, TextVersion};
use hoering::schema::{mails, parts, responses};
use hoering::text::{Range, collapse, without};
use serde_json::Value;

use crate::app::{TestApp, at};

const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/config/demo");

fn strings(value: &Value) -> Vec<String> {
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter()
        .filter_map(Value::as_str)
        .map(collapse)
        .collect()
}

/// The places that a mail of a kind may get.
fn places(kind: &str) -> &'static [Place] {
    match kind {
        "response" | "malformed" => &[Place::Response],
        "correction" => &[Place::Correction],
        // What it adds to came by the form.
        "supplement" => &[Place::Supplement, Place::Response],
        "withdrawal" => &[Place::Withdrawal],
        "enquiry" => &[Place::Enquiry],
        "duplicate" => &[Place::Duplicate],
        "malware" => &[Place::Spam],
        _ => &[Place::Machine],
    }
}

/// The parts that came with a mail, with their texts.
async fn with_texts(app: &TestApp, mail: i64) -> Vec<(Part, Option<TextVersion>)> {
    let mut conn = app.conn().await;
    let of_response = responses::table
        .filter(responses::mail_id.eq(mail))
        .select(responses::id);
    let found: Vec<Part> = Part::query()
        .filter(
            parts::response_id
                .eq_any(of_response)
                .or(parts::mail_id.eq(mail)),
        )
        .order(parts::id)
        .load(&mut *conn)
        .await
        .unwrap();
    let mut all = Vec::new();
    for part in found {
        let text = match part.text_id {
            Some(id) => Some(TextVersion::find(&mut conn, id).await.unwrap()),
            None => None,
        };
        all.push((part, text));
    }
    all
}

fn ranges(text: &TextVersion) -> Vec<Range> {
    serde_json::from_value(text.ranges.clone()).unwrap()
}

fn check_head(wanted: &Value, row: &Mail) {
    let file = &wanted["file"];
    let kind = wanted["kind"].as_str().unwrap();
    assert!(
        places(kind).contains(&row.place),
        "{file}: {:?} for {kind}",
        row.place
    );
    let text = |key: &str| wanted[key].as_str();
    let sender = text("sender").map(str::to_lowercase);
    assert_eq!(row.from_address, sender, "{file}");
    assert_eq!(
        row.from_name,
        text("sender_name").unwrap_or_default(),
        "{file}"
    );
    assert_eq!(row.subject, text("subject").unwrap_or_default(), "{file}");
    assert_eq!(row.message_id.as_deref(), text("message_id"), "{file}");
    assert_eq!(row.arrived_at, at(text("received_at").unwrap()), "{file}");
}

fn check_parts(wanted: &Value, found: &[(Part, Option<TextVersion>)]) {
    let file = &wanted["file"];
    let bodies = found.iter().filter(|(part, _)| part.file_id.is_none());
    let own: Vec<String> = bodies
        .filter_map(|(_, text)| text.as_ref())
        .map(|text| collapse(&without(&text.text, &ranges(text))))
        .collect();
    for passage in strings(&wanted["body_contains"]) {
        assert!(
            own.iter().any(|text| text.contains(&passage)),
            "{file}: {passage}"
        );
    }
    for foreign in strings(&wanted["body_excludes"]) {
        assert!(
            !own.iter().any(|text| text.contains(&foreign)),
            "{file}: {foreign}"
        );
    }
    for one in wanted["attachments"].as_array().unwrap() {
        let name = one["filename"].as_str();
        let part = found
            .iter()
            .find(|(part, _)| part.file_id.is_some() && part.filename.as_deref() == name);
        let (part, text) = part.unwrap_or_else(|| panic!("{file}: no {name:?}"));
        assert_eq!(
            part.media_type,
            one["media_type"].as_str().unwrap(),
            "{file}"
        );
        if let Some(bytes) = one["bytes"].as_i64() {
            assert_eq!(part.bytes, bytes, "{file}");
        }
        if one["media_type"] == "message/rfc822" {
            continue;
        }
        let text = text
            .as_ref()
            .map(|text| collapse(&text.text))
            .unwrap_or_default();
        for passage in strings(&one["text_contains"])
            .iter()
            .chain(&strings(&one["ocr_contains"]))
        {
            assert!(
                text.contains(passage.as_str()),
                "{file} {name:?}: {passage}\n{text}"
            );
        }
    }
}

#[tokio::test]
async fn every_sample_mail_is_imported_with_its_place_its_sender_its_files_and_its_text() {
    let app = TestApp::spawn().await;
    app.app.clock.set(at("2023-10-28T08:00:00Z"));
    let folder = Path::new(DEMO).join("mail");
    let imported = mailbox::import(&app.app, &app.hearing().await, &[&folder])
        .await
        .unwrap();
    assert_eq!(imported.seen, 50);
    app.work().await;
    let rows: Vec<Mail> = Mail::query()
        .order(mails::id)
        .load(&mut *app.conn().await)
        .await
        .unwrap();
    let rows: BTreeMap<String, Mail> = rows
        .into_iter()
        .map(|row| (row.source_name.clone().unwrap_or_default(), row))
        .collect();
    let expected = std::fs::read_to_string(format!("{DEMO}/mail_expect.jsonl")).unwrap();
    for line in expected.lines() {
        let wanted: Value = serde_json::from_str(line).unwrap();
        let name = wanted["file"].as_str().unwrap().trim_start_matches("mail/");
        let row = rows
            .iter()
            .find(|(known, _)| known.ends_with(name))
            .map(|(_, row)| row);
        let row = row.unwrap_or_else(|| panic!("{name} is not among {:?}", rows.keys()));
        check_head(&wanted, row);
        if matches!(
            row.place,
            Place::Response | Place::Correction | Place::Supplement
        ) {
            check_parts(&wanted, &with_texts(&app, row.id).await);
        }
    }
}
