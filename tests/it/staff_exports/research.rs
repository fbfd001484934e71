//! The formats for research, opened again: what is marked is what stands in the texts.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;

use super::{SECRET, page, stage};
use crate::agenda::{bytes, files};
use crate::publication::stage::Stage;

/// The words between two code points.
fn between(text: &str, start: usize, end: usize) -> String {
    text.chars().skip(start).take(end - start).collect()
}

#[tokio::test]
async fn every_coding_is_a_web_annotation_whose_selectors_choose_the_same_words() {
    let stage = stage().await;
    let json = bytes(&stage, &format!("{}/annotationer.jsonld", page())).await;
    let all: Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(all["@context"], "http://www.w3.org/ns/anno.jsonld");
    assert_eq!(all["type"], "AnnotationCollection");
    assert_eq!(all["first"]["type"], "AnnotationPage");
    let items = all["first"]["items"].as_array().unwrap();
    assert_eq!((all["total"].as_u64(), items.len()), (Some(3), 3));
    let text =
        "Vi 🙂 vil have råd i hvert hus.\nDitte Solbakke er alvorligt syg.\nOg flere busser.";
    let mut ids = BTreeSet::new();
    for item in items {
        assert_eq!(item["type"], "Annotation");
        assert_eq!(item["motivation"], "tagging");
        assert_eq!(item["creator"]["type"], "Person");
        assert!(item["id"].as_str().unwrap().starts_with("urn:uuid:"));
        assert!(ids.insert(item["id"].as_str().unwrap()), "an id of its own");
        assert!(item["created"].as_str().unwrap().ends_with('Z'));
        assert_eq!(item["body"][0]["purpose"], "tagging");
        let target = &item["target"];
        assert!(target["source"]["id"].as_str().unwrap().starts_with("http"));
        let [quote, place] = target["selector"].as_array().unwrap().as_slice() else {
            panic!("{target}")
        };
        assert_eq!(quote["type"], "TextQuoteSelector");
        assert_eq!(place["type"], "TextPositionSelector");
        let at = |name: &str| usize::try_from(place[name].as_u64().unwrap()).unwrap();
        let exact = between(text, at("start"), at("end"));
        assert_eq!(quote["exact"], exact.as_str());
        let prefix = quote["prefix"].as_str().unwrap();
        assert!(between(text, 0, at("start")).ends_with(prefix));
    }
    let labels: BTreeSet<&str> = items
        .iter()
        .map(|item| item["body"][0]["value"].as_str().unwrap())
        .collect();
    assert_eq!(labels.len(), 3);
    assert!(
        String::from_utf8(json).unwrap().contains(SECRET),
        "the original, for staff"
    );
}

/// An element with its attributes, and the elements around it.
struct Element {
    path: Vec<String>,
    attributes: BTreeMap<String, String>,
}

fn element(path: &[String], tag: &BytesStart<'_>) -> Element {
    let attributes = tag.attributes().map(|one| {
        let one = one.unwrap();
        let value = one
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .unwrap();
        (one.key.into_inner().to_owned(), value.into_owned())
    });
    let mut path = path.to_vec();
    path.push(tag.name().into_inner().to_owned());
    Element {
        attributes: attributes.collect(),
        path,
    }
}

fn elements(xml: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(xml);
    let (mut found, mut path) = (Vec::new(), Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                let one = element(&path, &tag);
                path.clone_from(&one.path);
                found.push(one);
            }
            Event::Empty(tag) => found.push(element(&path, &tag)),
            Event::End(_) => {
                path.pop();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(path.is_empty(), "well-formed");
    found
}

async fn project(stage: &Stage) -> (String, BTreeMap<String, Vec<u8>>) {
    let mut files = files(&bytes(stage, &format!("{}/projekt.qdpx", page())).await);
    let xml = files.remove("project.qde").unwrap();
    (String::from_utf8(xml).unwrap(), files)
}

#[tokio::test]
async fn the_project_opens_again_and_every_selection_lies_in_its_text() {
    let stage = stage().await;
    let (xml, texts) = project(&stage).await;
    if let Some(folder) = std::env::var_os("QDE") {
        std::fs::write(folder, &xml).unwrap();
    }
    let all = elements(&xml);
    let named = |name: &'static str| {
        all.iter()
            .filter(move |one| one.path.last().unwrap() == name)
    };
    assert_eq!(all[0].attributes["xmlns"], "urn:QDA-XML:project:1.0");
    let order: Vec<&str> = all
        .iter()
        .filter(|one| one.path.len() == 2)
        .map(|one| one.path[1].as_str())
        .collect();
    assert_eq!(order, ["Users", "CodeBook", "Sources", "Description"]);
    let guid = regex::Regex::new("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$").unwrap();
    let mut guids = BTreeSet::new();
    for own in all.iter().filter_map(|one| one.attributes.get("guid")) {
        assert!(guid.is_match(own), "{own}");
        assert!(guids.insert(own.clone()), "{own} is there once");
    }
    for reference in ["targetGUID", "creatingUser", "creatingUserGUID"] {
        for one in all.iter().filter_map(|one| one.attributes.get(reference)) {
            assert!(guids.contains(one), "{reference} {one} leads somewhere");
        }
    }
    assert!(named("Code").count() > 25, "every theme of every frame");
    assert_eq!(named("TextSource").count(), 2);
    assert_eq!(texts.len(), 2);
    let mut said = Vec::new();
    let mut source = "";
    for one in &all {
        match one.path.last().unwrap().as_str() {
            "TextSource" => source = &one.attributes["plainTextPath"],
            "PlainTextSelection" => {
                let name = source.strip_prefix("internal://").unwrap();
                let text = String::from_utf8(texts[&format!("sources/{name}")].clone()).unwrap();
                let at = |name: &str| one.attributes[name].parse::<usize>().unwrap();
                said.push(between(&text, at("startPosition"), at("endPosition")));
            }
            _ => {}
        }
    }
    assert_eq!(said, ["råd i hvert hus", SECRET]);
    let codings = named("Coding").count();
    assert_eq!(codings, 3, "two themes on one passage");
}
