//! The codings as W3C Web Annotations: one for each theme that somebody put on a passage, or on a whole response.
//!
//! The rules are those of the *Web Annotation Data Model* (W3C Recommendation, 23 February 2017): an `AnnotationCollection` with its one
//! `AnnotationPage` in it (§ 5); bodies with a `purpose` (§ 3.3.5); a target with two selectors that choose the same words, a
//! `TextQuoteSelector` (§ 4.2.4) and a `TextPositionSelector` (§ 4.2.5), whose positions count from 0 and whose end is the first character
//! behind, in code points.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::project::guid;
use super::read::{Material, Said};
use crate::desk::panel::stance_text;
use crate::tagging::{Coding, Passage, Stance};
use crate::templates::Words;

pub(super) fn collection(words: &Words, material: &Material, base: &str) -> Value {
    let here = format!("{base}/sekretariat/{}", material.hearing.slug);
    let mut items = Vec::new();
    for said in &material.said {
        let page = format!("{here}/svar/{}", said.response.number);
        for one in &said.whole {
            let Some(mut bodies) = theme(material, one.theme_id) else {
                continue;
            };
            bodies.extend(stance(words, one.stance));
            let name = format!("{}/{}/{}", one.response_id, one.theme_id, one.staff_id);
            items.push(json!({
                "id": iri("whole", &name),
                "type": "Annotation",
                "motivation": "tagging",
                "creator": creator(material, one.staff_id),
                "body": bodies,
                "target": source(words, said, &page),
            }));
        }
        for (part, passage, coding) in said.codings() {
            let Some(bodies) = bodies(words, material, coding) else {
                continue;
            };
            let mut target = source(words, said, &format!("{page}#t{}", part.text.id));
            let place = json!({
                "type": "SpecificResource",
                "source": target.take(),
                "selector": selectors(passage),
            });
            items.push(json!({
                "id": iri("coding", &coding.id.to_string()),
                "type": "Annotation",
                "motivation": "tagging",
                "created": time(coding.created_at),
                "creator": creator(material, coding.staff_id),
                "body": bodies,
                "target": place,
            }));
        }
    }
    let own = format!("{here}/eksport/annotationer.jsonld");
    json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": own,
        "type": "AnnotationCollection",
        "label": words.text("export-annotations-of", &[("title", material.hearing.title.as_str().into())]),
        "total": items.len(),
        "first": {
            "id": format!("{own}#1"),
            "type": "AnnotationPage",
            "partOf": own,
            "startIndex": 0,
            "items": items,
        },
    })
}

/// What is annotated: a text of a response, or all of it.
fn source(words: &Words, said: &Said, iri: &str) -> Value {
    json!({
        "id": iri,
        "type": "Text",
        "format": "text/plain",
        "language": words.language(),
        "dc:title": said.title(),
    })
}

fn selectors(passage: &Passage) -> Value {
    json!([
        {
            "type": "TextQuoteSelector",
            "exact": passage.exact,
            "prefix": passage.prefix,
            "suffix": passage.suffix,
        },
        { "type": "TextPositionSelector", "start": passage.starts, "end": passage.ends },
    ])
}

/// Theme, stance and note.
fn bodies(words: &Words, material: &Material, coding: &Coding) -> Option<Vec<Value>> {
    let mut bodies = theme(material, coding.theme_id)?;
    bodies.extend(stance(words, coding.stance));
    if !coding.note.is_empty() {
        bodies
            .push(json!({ "type": "TextualBody", "purpose": "commenting", "value": coding.note }));
    }
    Some(bodies)
}

fn theme(material: &Material, id: i64) -> Option<Vec<Value>> {
    let theme = material.theme(id)?;
    Some(vec![json!({
        "type": "TextualBody",
        "purpose": "tagging",
        "format": "text/plain",
        "language": "da",
        "value": theme.label(),
    })])
}

fn stance(words: &Words, stance: Option<Stance>) -> Option<Value> {
    let text = stance_text(words, stance?);
    Some(
        json!({ "type": "TextualBody", "purpose": "classifying", "language": "da", "value": text }),
    )
}

fn creator(material: &Material, staff_id: i64) -> Value {
    let person = material.people.get(&staff_id);
    json!({
        "id": iri("staff", &staff_id.to_string()),
        "type": "Person",
        "name": person.map(|one| one.name.clone()).unwrap_or_default(),
        "nickname": person.map(|one| one.initials.clone()).unwrap_or_default(),
    })
}

fn iri(kind: &str, name: &str) -> String {
    format!("urn:uuid:{}", guid(kind, name))
}

pub(super) fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
