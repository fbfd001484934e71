//! Themes and stretches of text as pages show them.

use crate::hearing::pages::{ThemeChip, track};
use crate::publication::address;
use crate::publication::projection::{
    FrameInShort, Overview, Paragraph, PublicPart, Run, ThemeInShort, ThemeMark, ThemeRef,
};
use crate::templates::{Mark, Segment};

/// The hearing's own word for a theme of a frame at this depth, with a capital.
pub(super) fn level(frame: &FrameInShort, depth: usize) -> String {
    let word = frame.levels.get(depth).or(frame.levels.last());
    let word = word.map_or(frame.title.as_str(), String::as_str);
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// The word for what passages are marked with in the main frame.
pub(in crate::publication) fn main_level(overview: &Overview) -> String {
    overview
        .frames
        .first()
        .map(|frame| level(frame, usize::MAX))
        .unwrap_or_default()
}

pub(super) fn chip(slug: &str, frame: &FrameInShort, theme: &ThemeInShort) -> ThemeChip {
    ThemeChip {
        label: theme
            .number
            .map_or_else(|| theme.title.clone(), |number| number.to_string()),
        level: level(frame, theme.depth),
        title: theme.title.clone(),
        track: track(theme.track),
        href: Some(address::theme(slug, &frame.key, &theme.name)),
    }
}

/// Chips of themes, in the order given; a theme that the release does not know is left out.
pub(super) fn chips<'a>(
    overview: &Overview,
    themes: impl IntoIterator<Item = &'a ThemeRef>,
) -> Vec<ThemeChip> {
    themes
        .into_iter()
        .filter_map(|theme| overview.theme(theme))
        .map(|(frame, theme)| chip(&overview.hearing.slug, frame, theme))
        .collect()
}

pub(super) fn chips_of_marks(overview: &Overview, marks: &[ThemeMark]) -> Vec<ThemeChip> {
    let mut themes: Vec<&ThemeRef> = Vec::new();
    for mark in marks {
        if !themes.contains(&&mark.theme) {
            themes.push(&mark.theme);
        }
    }
    chips(overview, themes)
}

pub(in crate::publication) fn segments(runs: &[Run]) -> Vec<Segment> {
    runs.iter()
        .map(|run| match run.ground {
            Some(_) => Segment::marked(&run.text, Mark::Token),
            None => Segment::plain(&run.text),
        })
        .collect()
}

/// The paragraphs of all parts, each with its number on the page (from 1) and the part it is in.
pub(in crate::publication) fn numbered(parts: &[PublicPart]) -> Vec<(usize, usize, Paragraph)> {
    let mut all = Vec::new();
    for (part, public) in parts.iter().enumerate() {
        for paragraph in public.paragraphs() {
            all.push((all.len() + 1, part, paragraph));
        }
    }
    all
}

/// The anchor of a paragraph on its response's page.
pub(super) fn anchor(number: usize) -> String {
    format!("p{number}")
}
