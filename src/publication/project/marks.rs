//! What stands under which theme: the passages of a text, and the marks of a whole response.

use std::collections::BTreeMap;

use super::entry::Maker;
use crate::publication::projection::{PublicPart, PublicPassage, ThemeMark, ThemeRef};
use crate::redaction::PublicText;
use crate::response::Response;
use crate::tagging::{Coding, Origin, Stance};
use crate::text::slice;

impl Maker<'_> {
    pub(super) fn passages(&self, text_id: i64, masked: &PublicText) -> Vec<PublicPassage> {
        let mut found = Vec::new();
        for passage in self
            .rows
            .passages
            .iter()
            .filter(|row| row.text_id == text_id)
        {
            let themes = self.marks(passage.id);
            if themes.is_empty() {
                continue;
            }
            for piece in masked.carry(passage.span()) {
                let words = slice(&masked.text, piece);
                if words.is_some_and(|words| words.chars().any(char::is_alphanumeric)) {
                    found.push(PublicPassage {
                        // The row's own number until the compilation is complete.
                        mark: usize::try_from(passage.id).unwrap_or_default(),
                        start: piece.start,
                        end: piece.end,
                        themes: themes.clone(),
                    });
                }
            }
        }
        found
    }

    /// The themes of a passage. A consensus stands alone; otherwise every coder counts, and a stance shows only when they agree.
    fn marks(&self, passage_id: i64) -> Vec<ThemeMark> {
        let own = || {
            self.rows
                .codings
                .iter()
                .filter(move |row| row.passage_id == passage_id)
        };
        let agreed = own().any(|row| row.origin == Origin::Consensus);
        let counted = own().filter(|row| !agreed || row.origin == Origin::Consensus);
        self.merge(counted.map(|row: &Coding| (row.theme_id, row.stance)))
    }

    pub(super) fn whole(&self, response: &Response) -> Vec<ThemeMark> {
        let own = self
            .rows
            .whole
            .iter()
            .filter(|row| row.response_id == response.id);
        self.merge(own.map(|row| (row.theme_id, row.stance)))
    }

    fn merge(&self, marks: impl Iterator<Item = (i64, Option<Stance>)>) -> Vec<ThemeMark> {
        let mut found: BTreeMap<usize, (ThemeRef, Vec<Option<Stance>>)> = BTreeMap::new();
        for (theme_id, stance) in marks {
            if let Some((place, theme)) = self.themes.get(theme_id) {
                let entry = found
                    .entry(*place)
                    .or_insert_with(|| (theme.clone(), Vec::new()));
                entry.1.push(stance);
            }
        }
        let public = self.rows.hearing.public_stance;
        found
            .into_values()
            .map(|(theme, stances)| ThemeMark {
                theme,
                stance: stances
                    .first()
                    .copied()
                    .flatten()
                    .filter(|first| public && stances.iter().all(|one| *one == Some(*first))),
            })
            .collect()
    }

    pub(super) fn union(&self, parts: &[PublicPart], whole: &[ThemeMark]) -> Vec<ThemeRef> {
        let on_passages = parts.iter().flat_map(|part| &part.passages);
        let mut themes: Vec<ThemeRef> = on_passages
            .flat_map(|passage| &passage.themes)
            .chain(whole)
            .map(|mark| mark.theme.clone())
            .collect();
        let places: BTreeMap<&ThemeRef, usize> = self
            .themes
            .0
            .values()
            .map(|(place, theme)| (theme, *place))
            .collect();
        themes.sort_by_key(|theme| places.get(theme).copied());
        themes.dedup();
        themes
    }
}
