//! The marked passages as W3C Web Annotations (JSON-LD): each passage of public text with the themes that the staff put on it. Responses are
//! named by reference alone, so no private person's name is in it.

use serde_json::{Value, json};

use super::{Edition, json_bytes};
use crate::publication::address;
use crate::publication::projection::{
    Overview, Projection, PublicPart, PublicPassage, PublicResponse, ThemeMark,
};
use crate::text::CharIndex;

/// Characters before and after a quotation, to find it again by.
const AROUND: usize = 32;

pub(super) fn collection(
    projection: &Projection,
    edition: &Edition<'_>,
) -> anyhow::Result<Vec<u8>> {
    let overview = &projection.overview;
    let hearing = &overview.hearing;
    let own = format!(
        "{}{}",
        edition.base_url,
        address::file(&hearing.slug, edition.number, super::ANNOTATIONS)
    );
    let mut items = Vec::new();
    for response in &projection.responses {
        for (at, part) in response.parts.iter().enumerate() {
            annotations(&mut items, (overview, edition), response, (at, part));
        }
    }
    let creator = json!({ "type": "Organization", "name": hearing.organisation });
    json_bytes(&json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": own,
        "type": "AnnotationCollection",
        "label": edition.words.text("formats-annotations-label", &[("hearing", hearing.title.as_str().into())]),
        "creator": creator,
        "total": items.len(),
        "first": {
            "id": format!("{own}#side1"),
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": items,
        },
    }))
}

/// One for each marked passage of a part. The pieces of a passage that is cut by something left out are its targets.
fn annotations(
    items: &mut Vec<Value>,
    (overview, edition): (&Overview, &Edition<'_>),
    response: &PublicResponse,
    (at, part): (usize, &PublicPart),
) {
    let index = CharIndex::new(&part.text);
    let mut done: Vec<usize> = Vec::new();
    for passage in &part.passages {
        if done.contains(&passage.mark) {
            continue;
        }
        done.push(passage.mark);
        let pieces = || part.passages.iter().filter(|one| one.mark == passage.mark);
        let mut themes: Vec<&ThemeMark> = Vec::new();
        for mark in pieces().flat_map(|one| &one.themes) {
            if !themes.contains(&mark) {
                themes.push(mark);
            }
        }
        let mut bodies: Vec<Value> = Vec::new();
        for mark in themes {
            bodies.extend(about(overview, edition, mark));
        }
        let targets: Vec<Value> = pieces()
            .map(|piece| target((overview, edition), response, (at, part), (&index, piece)))
            .collect();
        items.push(json!({
            "id": format!(
                "{}{}#{}",
                edition.base_url,
                address::file(&overview.hearing.slug, edition.number, super::ANNOTATIONS),
                passage.mark
            ),
            "type": "Annotation",
            "motivation": "classifying",
            "body": bodies,
            "target": targets,
        }));
    }
}

/// A theme: where its page is, what it is called, and the stance where the hearing shows it.
fn about(overview: &Overview, edition: &Edition<'_>, mark: &ThemeMark) -> Vec<Value> {
    let theme = &mark.theme;
    let title = overview.theme(theme).map_or_else(
        || theme.theme.clone(),
        |(_, found)| match found.number {
            Some(number) => format!("{number} {}", found.title),
            None => found.title.clone(),
        },
    );
    let page = address::theme(&overview.hearing.slug, &theme.frame, &theme.theme);
    let language = edition.words.language();
    let mut bodies = vec![
        json!({
            "type": "SpecificResource",
            "purpose": "classifying",
            "source": format!("{}{page}", edition.base_url),
        }),
        json!({ "type": "TextualBody", "purpose": "tagging", "format": "text/plain", "language": language, "value": title }),
    ];
    bodies.extend(mark.stance.map(
        |stance| json!({ "type": "TextualBody", "purpose": "assessing", "format": "text/plain", "value": stance.as_str() }),
    ));
    bodies
}

/// A piece of public text: by its place in the text of the part, in code points, and by its words.
fn target(
    (overview, edition): (&Overview, &Edition<'_>),
    response: &PublicResponse,
    (at, part): (usize, &PublicPart),
    (index, piece): (&CharIndex, &PublicPassage),
) -> Value {
    let reference = &response.row.reference;
    let slug = &overview.hearing.slug;
    let around = |from: usize, to: usize| {
        let bytes = index.byte(from).zip(index.byte(to));
        bytes
            .and_then(|(from, to)| part.text.get(from..to))
            .unwrap_or_default()
    };
    let length = part.text.chars().count();
    json!({
        "type": "SpecificResource",
        "source": format!("{}{}", edition.base_url, address::api_response(slug, reference)),
        "scope": format!("{}{}", edition.base_url, address::response(slug, reference)),
        "selector": [
            {
                "type": "FragmentSelector",
                "conformsTo": "https://www.rfc-editor.org/rfc/rfc6901",
                "value": format!("/parts/{at}/text"),
                "refinedBy": { "type": "TextPositionSelector", "start": piece.start, "end": piece.end },
            },
            {
                "type": "TextQuoteSelector",
                "exact": around(piece.start, piece.end),
                "prefix": around(piece.start.saturating_sub(AROUND), piece.start),
                "suffix": around(piece.end, length.min(piece.end + AROUND)),
            },
        ],
    })
}
