//! The demo's desk has what the samples' own record says: every response once, as a careful secretariat would have it.

use std::collections::BTreeMap;

use hoering::db::Urls;
use hoering::demo::{self, Stage};
use hoering::text::collapse;
use serde_json::Value;

use crate::app::{HEARING, TestApp, at};
use crate::service::{Data, program_on, run, said};

fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn record(name: &str) -> Vec<Value> {
    lines(&std::fs::read_to_string(format!("config/demo/{name}")).unwrap())
}

fn word<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

/// The export's line of a sample: by the mail that it came in and who answers; of a form by who answers.
fn found<'a>(sample: &Value, exported: &'a [Value], ids: &BTreeMap<String, String>) -> &'a Value {
    let name = word(&sample["respondent"], "name");
    let source = ids.get(word(sample, "source"));
    let mut same = exported.iter().filter(|one| {
        let is_source = match source {
            Some(id) => word(one, "source") == id,
            None => word(one, "source").starts_with("web/"),
        };
        is_source && word(&one["respondents"][0], "name") == name
    });
    let one = same
        .next()
        .unwrap_or_else(|| panic!("{} is not there", sample["id"]));
    assert!(same.next().is_none(), "{} is there twice", sample["id"]);
    one
}

fn agrees(sample: &Value, one: &Value) {
    let id = word(sample, "id");
    assert_eq!(one["respondents"].as_array().unwrap().len(), 1, "{id}");
    for name in ["name", "organisation", "kind", "email"] {
        let (is, should) = (&one["respondents"][0][name], &sample["respondent"][name]);
        assert_eq!(is, should, "{id}: {name}");
    }
    for name in ["category", "content", "late"] {
        assert_eq!(one[name], sample[name], "{id}: {name}");
    }
    let state = if sample["withdrawn_at"].is_string() {
        "withdrawn"
    } else {
        "current"
    };
    assert_eq!(one["state"], state, "{id}");
    let reached = |value: &Value| value["reached_us_at"].as_str().map(at);
    assert_eq!(reached(one), reached(sample), "{id}");
    // A correction has the time of its own mail; what it replaces has the first.
    let came = word(
        sample,
        if sample["corrected_at"].is_string() {
            "corrected_at"
        } else {
            "received_at"
        },
    );
    assert_eq!(at(word(one, "arrived_at")), at(came), "{id}");
    let replaces = sample["corrected_at"].is_string()
        || sample["related"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["kind"] == "malformed");
    assert_eq!(one["supersedes"].is_string(), replaces, "{id}");
    // How the letters of a scan are read is the matter of another test: a machine with much else to do reads them worse.
    if word(sample, "text_file").contains("scan") {
        return;
    }
    let text = collapse(word(one, "text"));
    for passage in sample["passages"].as_array().unwrap() {
        let passage = collapse(word(passage, "text"));
        assert!(text.contains(&passage), "{id}: {passage}");
    }
}

fn exported(urls: &Urls) -> Vec<Value> {
    let data = Data::new();
    let output = run(program_on(&data.path(), urls).args(["export", "--hearing", HEARING]));
    assert!(output.status.success(), "{}", said(&output));
    lines(&String::from_utf8_lossy(&output.stdout))
}

#[tokio::test]
async fn the_demos_desk_agrees_with_the_record_of_the_samples() {
    let app = TestApp::empty().await;
    demo::play(&app.app, Stage::Desk).await.unwrap();
    let exported = exported(&app.database.urls);
    let mut states: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &exported {
        *states.entry(word(one, "state")).or_default() += 1;
    }
    let expected = [("current", 41), ("superseded", 6), ("withdrawn", 1)];
    assert_eq!(states, BTreeMap::from(expected));
    let ids: BTreeMap<String, String> = record("mail_expect.jsonl")
        .iter()
        .map(|mail| (word(mail, "file").into(), word(mail, "message_id").into()))
        .collect();
    let samples = record("responses.jsonl");
    assert_eq!(samples.len(), 42);
    for sample in &samples {
        agrees(sample, found(sample, &exported, &ids));
    }
    // The provisional one is the first version of the final.
    let provisional: Vec<&Value> = exported
        .iter()
        .filter(|one| one["standing"] == "provisional")
        .collect();
    assert_eq!(provisional.len(), 1);
    assert_eq!(provisional[0]["state"], "superseded");
}
