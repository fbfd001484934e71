//! Letters as municipalities send them, written by many programs (`tests/it/letters/make.py`): what was said is found whole, and what belongs
//! to the paper is marked.

use std::collections::BTreeMap;
use std::path::PathBuf;

use hoering::extract::{Extracted, State};
use hoering::text::{RangeKind, collapse, slice, without};
use serde::Deserialize;

use crate::extract::extractor;

#[derive(Deserialize)]
struct Expected {
    texts: Vec<String>,
    letters: BTreeMap<String, Letter>,
}

#[derive(Deserialize)]
struct Letter {
    /// Which of the texts, in order.
    passages: Vec<usize>,
    /// What stands in page heads and feet.
    margins: Vec<String>,
}

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/letters"))
}

fn expected() -> Expected {
    serde_json::from_slice(&std::fs::read(folder().join("expect.json")).unwrap()).unwrap()
}

async fn read(name: &str) -> Extracted {
    let bytes = std::fs::read(folder().join(name)).unwrap();
    let found = extractor().extract(&bytes, name, None).await;
    assert_eq!(found.state, State::Text, "{name}: {:?}", found.why);
    found
}

/// The text without page heads and feet.
fn letter_text(found: &Extracted) -> String {
    collapse(&without(&found.text, &found.ranges))
}

#[tokio::test]
async fn every_passage_of_letters_from_many_programs_is_found_whole() {
    let expected = expected();
    let (mut all, mut broken) = (0, Vec::new());
    for (name, letter) in &expected.letters {
        let text = letter_text(&read(name).await);
        for passage in &letter.passages {
            let passage = &expected.texts[*passage];
            all += 1;
            if !text.contains(&collapse(passage)) {
                broken.push(format!("{name}: {passage}"));
            }
        }
    }
    assert!(all > 600 && expected.letters.len() >= 25, "{all} passages");
    assert!(broken.is_empty(), "{broken:#?}");
}

#[tokio::test]
async fn page_heads_and_feet_are_marked_and_nothing_else() {
    let expected = expected();
    for (name, letter) in &expected.letters {
        let found = read(name).await;
        let marked: Vec<String> = found
            .ranges
            .iter()
            .filter(|range| matches!(range.kind, RangeKind::PageHeader | RangeKind::PageFooter))
            .map(|range| collapse(slice(&found.text, range.span()).unwrap()))
            .collect();
        for margin in &letter.margins {
            assert!(
                marked.iter().any(|text| text.contains(&collapse(margin))),
                "{name}: {margin} is not among {marked:?}"
            );
        }
        for passage in &letter.passages {
            let passage = collapse(&expected.texts[*passage]);
            assert!(!marked.contains(&passage), "{name}: {passage}");
        }
    }
}

#[tokio::test]
async fn two_columns_are_read_one_after_the_other() {
    let text = letter_text(&read("reportlab_two_columns.pdf").await);
    let first = text.find("Til Region Midtjylland").unwrap();
    let order = [
        "Det fremgår ikke af planen, hvordan regionen vil følge op",
        "Der bør tages stilling til, hvem der har ansvaret",
        "Med venlig hilsen",
    ];
    let found: Vec<usize> = order.iter().map(|part| text.find(part).unwrap()).collect();
    assert!(first < found[0] && found.is_sorted(), "{found:?}");
}

#[tokio::test]
async fn a_table_is_read_row_by_row() {
    let text = read("libreoffice_table_head.pdf").await.text;
    assert!(
        text.contains("\n5\tDer mangler et budget for de mobile teams.\t19\n"),
        "{text}"
    );
}
