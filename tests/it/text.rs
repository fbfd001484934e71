//! The text kit on real wording.

use hoering::text::{collapse, paragraphs, sentences, slice};

#[test]
fn every_passage_of_the_samples_is_one_or_more_whole_sentences() {
    let lines = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/config/demo/responses.jsonl"
    ))
    .unwrap();
    let mut sizes = Vec::new();
    for line in lines.lines() {
        let response: serde_json::Value = serde_json::from_str(line).unwrap();
        let passages: Vec<&str> = response["passages"]
            .as_array()
            .unwrap()
            .iter()
            .map(|passage| passage["text"].as_str().unwrap())
            .collect();
        let text = passages.join("\n\n");
        assert_eq!(
            paragraphs(&text).len(),
            passages.len(),
            "{}",
            response["id"]
        );
        let found = sentences(&text);
        let joined = found
            .iter()
            .map(|span| slice(&text, *span).unwrap())
            .collect::<Vec<_>>()
            .join(" ");
        assert_eq!(collapse(&joined), collapse(&text), "{}", response["id"]);
        for span in found {
            let sentence = slice(&text, span).unwrap();
            assert!(sentence.chars().count() < 600, "{sentence}");
            sizes.push(sentence.chars().count());
        }
    }
    assert!(sizes.len() > 900, "{}", sizes.len());
}
