//! One response's page.

use chrono::{DateTime, Utc};

use super::marks::{anchor, chips, chips_of_marks, main_level, numbered, segments};
use super::words::kind;
use super::{head, release};
use crate::publication::address;
use crate::publication::pages::{PagePicture, PublicParagraph, PublicPart, ShowPublished};
use crate::publication::projection;
use crate::publication::projection::{Overview, PublicResponse, Row, Shown, Status};
use crate::publication::published::{Current, PublishedPicture};
use crate::response::Role;
use crate::templates::{Link, Segment, Words};

pub(super) fn page(
    words: &Words,
    current: &Current,
    (response, pictures): (&PublicResponse, &[PublishedPicture]),
    now: DateTime<Utc>,
) -> ShowPublished {
    let overview = &current.overview;
    let row = &response.row;
    let at = overview
        .rows
        .iter()
        .position(|other| other.reference == row.reference);
    let neighbour = |at: Option<usize>| -> Option<Link> {
        let other = overview.rows.get(at?)?;
        let href = address::response(&overview.hearing.slug, &other.reference);
        Some(Link::new(
            format!("{} {}", other.reference, other.sender),
            href,
        ))
    };
    ShowPublished {
        hearing: head(current, now),
        release: release(current),
        reference: row.reference.clone(),
        sender: sender(words, row),
        received_at: row.received_at,
        late: row.late && row.deemed_timely_reason.is_none(),
        kind: kind(words, row),
        category: category(words, overview, row),
        level: main_level(overview),
        themes: chips(overview, &row.themes),
        omitted: (row.omissions > 0)
            .then(|| words.text("publication-omitted", &[("n", count(row.omissions))])),
        parts: parts(words, current, (response, pictures)),
        previous: neighbour(at.and_then(|at| at.checked_sub(1))),
        next: neighbour(at.map(|at| at + 1)),
        private: row.private,
        points: Vec::new(),
    }
}

pub(in crate::publication) fn sender(words: &Words, row: &Row) -> String {
    match (&row.on_behalf_of, row.status) {
        (_, Status::Retired) => words.text("publication-status-retired", &[]),
        (Some(behalf), _) => words.text(
            "publication-on-behalf",
            &[
                ("sender", row.sender.as_str().into()),
                ("behalf", behalf.as_str().into()),
            ],
        ),
        (None, _) => row.sender.clone(),
    }
}

pub(in crate::publication) fn category(words: &Words, overview: &Overview, row: &Row) -> String {
    let found = overview
        .categories
        .iter()
        .find(|category| category.letter == row.category);
    let name = found.map_or_else(String::new, |one| format!("{} {}", one.letter, one.name));
    if row.consultee {
        words.text("publication-consultee", &[("category", name.into())])
    } else {
        name
    }
}

fn parts(
    words: &Words,
    current: &Current,
    (response, pictures): (&PublicResponse, &[PublishedPicture]),
) -> Vec<PublicPart> {
    let numbered = numbered(&response.parts);
    let mut attachments = 0;
    response
        .parts
        .iter()
        .enumerate()
        .map(|(at, part)| {
            let title = (part.role != Role::Body).then(|| {
                attachments += 1;
                part.filename
                    .clone()
                    .unwrap_or_else(|| attachments.to_string())
            });
            let said = |key: &str| PublicParagraph {
                id: format!("d{}", at + 1),
                text: vec![Segment::plain(&words.text(key, &[]))],
                themes: Vec::new(),
            };
            let paragraphs = match part.shown {
                Shown::Withheld => vec![said("publication-part-withheld")],
                Shown::Unreadable => vec![said("publication-part-unreadable")],
                Shown::Text => numbered
                    .iter()
                    .filter(|(_, own, _)| *own == at)
                    .map(|(number, _, paragraph)| PublicParagraph {
                        id: anchor(*number),
                        text: segments(&paragraph.runs),
                        themes: chips_of_marks(&current.overview, &paragraph.themes),
                    })
                    .collect(),
            };
            let own = pictures
                .iter()
                .filter(|one| usize::try_from(one.part) == Ok(at));
            PublicPart {
                pictures: own
                    .map(|one| picture(words, current, (part, title.as_deref()), one))
                    .collect(),
                is_letter: part.role == Role::Letter,
                title,
                paragraphs,
            }
        })
        .collect()
}

fn picture(
    words: &Words,
    current: &Current,
    (part, title): (&projection::PublicPart, Option<&str>),
    one: &PublishedPicture,
) -> PagePicture {
    let slug = &current.overview.hearing.slug;
    PagePicture {
        href: address::file(slug, current.number, &one.name),
        width: one.width,
        height: one.height,
        alt: words.text(
            "publication-picture-alt",
            &[
                ("page", i64::from(one.page).into()),
                ("name", title.unwrap_or_default().into()),
            ],
        ),
        caption: words.text(
            "publication-picture-page",
            &[
                ("page", i64::from(one.page).into()),
                ("pages", i64::from(part.pictures).into()),
            ],
        ),
    }
}

/// A count as an argument of a word.
pub(super) fn count<'a>(n: usize) -> crate::templates::words::Value<'a> {
    i64::try_from(n).unwrap_or(i64::MAX).into()
}
