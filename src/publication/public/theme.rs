//! Every passage under a theme, and what a search found: passages that lead to their responses.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::marks::{anchor, chip, level, numbered, segments};
use super::response::{count, sender};
use super::{head, release};
use crate::publication::address;
use crate::publication::pages::{PublicPassage, SearchResults, ShowTheme, ThemeCategory};
use crate::publication::projection::{
    FrameInShort, Overview, Paragraph, PublicResponse, ThemeInShort, ThemeRef,
};
use crate::publication::published::{Current, HIT_BEGINS, HIT_ENDS, Hit};
use crate::templates::{Link, Mark, Segment, Words};
use crate::text::Span;

/// The page of a theme; nothing for one that the release does not know.
pub(super) fn page(
    words: &Words,
    current: &Current,
    theme: &ThemeRef,
    responses: &[PublicResponse],
    now: DateTime<Utc>,
) -> Option<ShowTheme> {
    let overview = &current.overview;
    let (frame, node) = overview.theme(theme)?;
    let mut marked = chip(&overview.hearing.slug, frame, node);
    marked.href = None;
    let mut marks = 0;
    let mut categories: Vec<ThemeCategory> = Vec::new();
    for response in responses {
        let passages = passages(words, overview, theme, response);
        marks += passages.len();
        let letter = &response.row.category;
        match categories.last_mut().filter(|last| last.letter == *letter) {
            Some(last) => last.passages.extend(passages),
            None => categories.push(ThemeCategory {
                letter: letter.clone(),
                name: overview
                    .categories
                    .iter()
                    .find(|category| category.letter == *letter)
                    .map(|category| category.name.clone())
                    .unwrap_or_default(),
                passages,
            }),
        }
    }
    let (previous, next) = neighbours(overview, frame, node);
    Some(ShowTheme {
        hearing: head(current, now),
        release: release(current),
        label: match node.number {
            Some(number) => format!("{} {number}", level(frame, node.depth)),
            None => level(frame, node.depth),
        },
        chip: node.number.is_some().then_some(marked),
        title: node.title.clone(),
        summary: Some(node.summary.clone()).filter(|summary| !summary.is_empty()),
        count: words.text(
            "publication-passages-from",
            &[
                ("passages", count(marks)),
                ("responses", count(responses.len())),
            ],
        ),
        categories,
        notes: super::notes::link(words, overview, theme),
        previous,
        next,
        points: Vec::new(),
    })
}

/// The themes before and after among those that passages are marked with.
fn neighbours(
    overview: &Overview,
    frame: &FrameInShort,
    node: &ThemeInShort,
) -> (Option<Link>, Option<Link>) {
    let leaves: Vec<&ThemeInShort> = frame.themes.iter().filter(|one| one.leaf).collect();
    let at = leaves.iter().position(|one| one.name == node.name);
    let link = |at: Option<usize>| {
        let other = leaves.get(at?)?;
        let text = match other.number {
            Some(number) => format!("{number} {}", other.title),
            None => other.title.clone(),
        };
        Some(Link::new(
            text,
            address::theme(&overview.hearing.slug, &frame.key, &other.name),
        ))
    };
    (
        link(at.and_then(|at| at.checked_sub(1))),
        link(at.map(|at| at + 1)),
    )
}

/// The passages of a response under a theme; the pieces of a passage that redactions cut are one again, with the tokens between.
fn passages(
    words: &Words,
    overview: &Overview,
    theme: &ThemeRef,
    response: &PublicResponse,
) -> Vec<PublicPassage> {
    let row = &response.row;
    let page = address::response(&overview.hearing.slug, &row.reference);
    let paragraphs = numbered(&response.parts);
    let mut found = Vec::new();
    for (at, part) in response.parts.iter().enumerate() {
        let with_theme = part
            .passages
            .iter()
            .filter(|passage| passage.themes.iter().any(|mark| mark.theme == *theme));
        let marks: BTreeSet<usize> = with_theme.clone().map(|passage| passage.mark).collect();
        for mark in marks {
            let pieces = with_theme.clone().filter(|passage| passage.mark == mark);
            let start = pieces
                .clone()
                .map(|piece| piece.start)
                .min()
                .unwrap_or_default();
            let end = pieces.map(|piece| piece.end).max().unwrap_or_default();
            let span = Span::new(start, end);
            let first = paragraphs
                .iter()
                .find(|(_, own, paragraph)| *own == at && paragraph.span.overlaps(span));
            found.push(PublicPassage {
                reference: row.reference.clone(),
                sender: sender(words, row),
                href: first.map_or_else(
                    || page.clone(),
                    |(number, _, _)| format!("{page}#{}", anchor(*number)),
                ),
                text: quoted(&part.runs_in(span)),
            });
        }
    }
    if found.is_empty() {
        found.push(PublicPassage {
            reference: row.reference.clone(),
            sender: sender(words, row),
            href: page,
            text: vec![Segment::plain(
                &words.text("publication-whole-response", &[]),
            )],
        });
    }
    found
}

fn quoted(paragraph: &Paragraph) -> Vec<Segment> {
    segments(&paragraph.runs)
}

pub(super) fn search_page(
    words: &Words,
    current: &Current,
    query: &str,
    hits: Vec<Hit>,
    now: DateTime<Utc>,
) -> SearchResults {
    let slug = &current.overview.hearing.slug;
    let found = hits.first().map_or(0, |hit| hit.found);
    SearchResults {
        hearing: head(current, now),
        release: release(current),
        search_action: address::search(slug),
        query: query.to_owned(),
        count: if query.is_empty() {
            words.text("publication-search-what", &[])
        } else {
            words.text(
                "publication-search-count",
                &[("n", found.into()), ("query", query.into())],
            )
        },
        hits: hits
            .into_iter()
            .map(|hit| PublicPassage {
                href: address::response(slug, &hit.reference),
                text: highlighted(&hit.snippet),
                reference: hit.reference,
                sender: hit.sender,
            })
            .collect(),
    }
}

fn highlighted(snippet: &str) -> Vec<Segment> {
    let mut segments = Vec::new();
    for piece in snippet.split(HIT_BEGINS) {
        match piece.split_once(HIT_ENDS) {
            Some((hit, after)) => {
                segments.push(Segment::marked(hit, Mark::Hit));
                segments.push(Segment::plain(after));
            }
            None => segments.push(Segment::plain(piece)),
        }
    }
    segments.retain(|segment| !segment.text.is_empty());
    segments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_is_text_with_its_hits_marked() {
        let parts = highlighted("en \u{2}samling\u{3} <b> af");
        let shown: Vec<(&str, Mark)> = parts
            .iter()
            .map(|one| (one.text.as_str(), one.mark))
            .collect();
        assert_eq!(
            shown,
            vec![
                ("en ", Mark::Plain),
                ("samling", Mark::Hit),
                (" <b> af", Mark::Plain)
            ]
        );
    }
}
