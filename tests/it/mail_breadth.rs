//! Some 390 invented mails as different as real life sends them: what the reader finds in each, told by category and by field.
//!
//! `mail/expect.jsonl` has the form of the samples' `mail_expect.jsonl`, with a `category`, `nested_files` and `nested_contains` for what
//! stands in mails within the mail, and `damaged` where a warning is due.

use std::collections::BTreeMap;

use chrono::DateTime;
use hoering::intake::mailbox::explain::{Explained, ExplainedFile, Explainer};
use hoering::intake::mailbox::{Code, Kind};
use hoering::text::{collapse, without};
use serde_json::Value;

use crate::extract::extractor;

const MAILS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/mail");

/// How many of each field were right, by category, and what was wrong.
#[derive(Default)]
struct Score {
    counts: BTreeMap<(String, &'static str), (usize, usize)>,
    wrong: Vec<String>,
}

impl Score {
    fn count(
        &mut self,
        wanted: &Value,
        field: &'static str,
        right: bool,
        what: impl Fn() -> String,
    ) {
        for category in [text(&wanted["category"]), "alle"] {
            let (good, all) = self.counts.entry((category.to_owned(), field)).or_default();
            *good += usize::from(right);
            *all += 1;
        }
        if !right {
            let note = wanted["note"].as_str().unwrap_or_default();
            self.wrong.push(format!(
                "{} {field}: {} ({note})",
                text(&wanted["file"]),
                what()
            ));
        }
    }

    fn print(&self) {
        for ((category, field), (good, all)) in &self.counts {
            println!("{category:14} {field:12} {good:4} of {all:4}");
        }
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn strings(value: &Value) -> Vec<&str> {
    value
        .as_array()
        .map(|list| list.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn kind(wanted: &Value) -> &str {
    match text(&wanted["kind"]) {
        "malformed" => "response",
        "receipt" => "read_receipt",
        other => other,
    }
}

fn answers(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Response | Kind::Correction | Kind::Supplement | Kind::Withdrawal | Kind::Duplicate
    )
}

fn head(score: &mut Score, wanted: &Value, found: &Explained) {
    let expected: Kind = serde_json::from_value(kind(wanted).into()).unwrap();
    score.count(wanted, "kind", found.kind == expected, || {
        format!("{:?}, not {expected:?}", found.kind)
    });
    score.count(
        wanted,
        "response",
        answers(found.kind) == answers(expected),
        || format!("{:?}, not {expected:?}", found.kind),
    );
    let from = found.from.clone().unwrap_or_default();
    let sender = (from.address.as_str(), from.name.as_deref());
    score.count(
        wanted,
        "sender",
        sender == (text(&wanted["sender"]), wanted["sender_name"].as_str()),
        || format!("{sender:?}"),
    );
    score.count(
        wanted,
        "subject",
        found.subject.as_deref()
            == wanted["subject"]
                .as_str()
                .filter(|subject| !subject.is_empty()),
        || format!("{:?}", found.subject),
    );
    let ids = (found.message_id.as_deref(), found.in_reply_to.as_deref());
    score.count(
        wanted,
        "ids",
        ids == (
            wanted["message_id"].as_str(),
            wanted["in_reply_to"].as_str(),
        ),
        || format!("{ids:?}"),
    );
    let arrived = wanted["received_at"]
        .as_str()
        .and_then(|at| DateTime::parse_from_rfc3339(at).ok());
    score.count(wanted, "arrived", found.arrived_at == arrived, || {
        format!("{:?}", found.arrived_at)
    });
    if let Some(recipient) = wanted["bounced_recipient"].as_str() {
        let named = found
            .failed_recipients
            .iter()
            .any(|known| known == recipient);
        score.count(wanted, "bounced", named, || {
            format!("{:?}", found.failed_recipients)
        });
    }
}

fn body(score: &mut Score, wanted: &Value, found: &Explained) {
    let whole = collapse(&found.text);
    let own = collapse(&without(&found.text, &found.ranges));
    for passage in strings(&wanted["body_contains"]) {
        let passage = collapse(passage);
        score.count(wanted, "passages", own.contains(&passage), || {
            let fate = if whole.contains(&passage) {
                "marked"
            } else {
                "missing"
            };
            format!("{fate}: {passage}")
        });
    }
    for foreign in strings(&wanted["body_excludes"]) {
        let kept = if foreign == "\0" {
            found.text.contains('\0')
        } else {
            own.contains(&collapse(foreign))
        };
        score.count(wanted, "trimmed", !kept, || {
            format!("{foreign:?} stands in: {own}")
        });
    }
    let shown = serde_json::to_string(found).unwrap();
    score.count(wanted, "letters", !shown.contains('\u{FFFD}'), || {
        "a replacement character".to_owned()
    });
    let odd: Vec<&Code> = found
        .warnings
        .iter()
        .map(|warning| &warning.code)
        .filter(|code| code.is_damage())
        .collect();
    if wanted["damaged"] == true {
        score.count(wanted, "warned", !odd.is_empty(), || {
            "no warning".to_owned()
        });
    } else if !["charset", "broken"].contains(&text(&wanted["category"])) {
        score.count(wanted, "unwarned", odd.is_empty(), || format!("{odd:?}"));
    }
}

fn file_is(wanted: &Value, got: &ExplainedFile) -> bool {
    wanted["filename"]
        .as_str()
        .is_none_or(|name| got.filename.as_deref() == Some(name))
        && wanted["bytes"]
            .as_u64()
            .is_none_or(|bytes| got.bytes as u64 == bytes)
        && got.media_type == text(&wanted["media_type"])
        && wanted["inline"]
            .as_bool()
            .is_none_or(|inline| got.inline == inline)
        && wanted["role"]
            .as_str()
            .is_none_or(|role| serde_json::to_value(got.role).unwrap() == role)
}

fn told(file: &ExplainedFile) -> String {
    format!(
        "{:?} {} {} {:?}",
        file.filename, file.media_type, file.bytes, file.role
    )
}

fn inner_mails(found: &Explained) -> Vec<&Explained> {
    found
        .inner
        .iter()
        .flat_map(|inner| std::iter::once(inner).chain(inner_mails(inner)))
        .collect()
}

#[expect(
    clippy::too_many_lines,
    reason = "each line is a thing that is compared"
)]
fn files(score: &mut Score, wanted: &Value, found: &Explained) {
    if wanted["attachments"].is_array() {
        let expected = list(&wanted["attachments"]);
        let right = expected.len() == found.attachments.len()
            && expected
                .iter()
                .zip(&found.attachments)
                .all(|(wanted, got)| file_is(wanted, got));
        score.count(wanted, "files", right, || {
            found
                .attachments
                .iter()
                .map(told)
                .collect::<Vec<_>>()
                .join("; ")
        });
        for (file, got) in expected.iter().zip(&found.attachments) {
            for passage in strings(&file["text_contains"]) {
                let there = collapse(&got.text).contains(&collapse(passage));
                score.count(wanted, "passages", there, || {
                    format!("in a file: {passage}")
                });
            }
        }
    }
    let inner = inner_mails(found);
    let nested: Vec<&ExplainedFile> = inner
        .iter()
        .flat_map(|mail| &mail.attachments)
        .chain(&found.attachments)
        .collect();
    for file in list(&wanted["nested_files"]) {
        let got = nested.iter().find(|got| {
            got.filename.as_deref() == file["filename"].as_str()
                && file["bytes"]
                    .as_u64()
                    .is_none_or(|bytes| got.bytes as u64 == bytes)
        });
        score.count(wanted, "files", got.is_some(), || {
            format!("no {}", file["filename"])
        });
        for passage in strings(&file["text_contains"]) {
            let there = got.is_some_and(|got| collapse(&got.text).contains(&collapse(passage)));
            score.count(wanted, "passages", there, || {
                format!("in a nested file: {passage}")
            });
        }
    }
    for passage in strings(&wanted["nested_contains"]) {
        let there = inner
            .iter()
            .any(|mail| collapse(&without(&mail.text, &mail.ranges)).contains(&collapse(passage)));
        score.count(wanted, "passages", there, || {
            format!("in an inner mail: {passage}")
        });
    }
    if wanted["inner"].is_object() {
        let expected = &wanted["inner"];
        let sent = expected["sent_at"]
            .as_str()
            .and_then(|at| DateTime::parse_from_rfc3339(at).ok());
        let right = inner.iter().any(|mail| {
            let from = mail.from.clone().unwrap_or_default();
            from.address == text(&expected["sender"])
                && from.name.as_deref() == expected["sender_name"].as_str()
                && mail.subject.as_deref() == expected["subject"].as_str()
                && (sent.is_none() || mail.claimed_at == sent)
        });
        score.count(wanted, "forwarded", right, || {
            inner
                .iter()
                .map(|mail| format!("{:?} {:?} {:?}", mail.from, mail.subject, mail.claimed_at))
                .collect::<Vec<_>>()
                .join("; ")
        });
    }
}

#[tokio::test]
async fn mails_of_every_kind_are_read_right() {
    let mut score = Score::default();
    for line in include_str!("mail/expect.jsonl").lines() {
        let wanted: Value = serde_json::from_str(line).unwrap();
        let file = text(&wanted["file"]).to_owned();
        let raw = std::fs::read(format!("{MAILS}/{file}")).unwrap();
        let found = Explainer::new(extractor()).explain(&file, &raw).await;
        head(&mut score, &wanted, &found);
        body(&mut score, &wanted, &found);
        files(&mut score, &wanted, &found);
    }
    score.print();
    assert!(score.wrong.is_empty(), "{}", score.wrong.join("\n"));
}
