//! Counting: a response counts once under a theme, however many of its passages are tagged with it. A theme with others below it counts
//! what is under any of them, each response once.

use std::collections::{BTreeMap, BTreeSet};

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use crate::hearing::ThemeTree;
use crate::tagging::{ThemeMark, marks_of};

/// How much is under a theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) responses: usize,
    pub(super) passages: usize,
}

/// The marks of a hearing by theme.
pub(super) struct Counts<'a>(BTreeMap<i64, Vec<&'a ThemeMark>>);

impl<'a> Counts<'a> {
    /// Of the marks with this stance; of all when the word is empty.
    pub(super) fn new(marks: &'a [ThemeMark], stance: &str) -> Self {
        let mut by_theme: BTreeMap<i64, Vec<&ThemeMark>> = BTreeMap::new();
        for mark in marks {
            let own = mark.stance.as_deref().unwrap_or(super::NONE);
            if stance.is_empty() || own == stance {
                by_theme.entry(mark.theme_id).or_default().push(mark);
            }
        }
        Self(by_theme)
    }

    /// What is under these themes together, in one category or (none) in all.
    pub(super) fn of(&self, themes: &[i64], letter: Option<&str>) -> Count {
        let mut responses = BTreeSet::new();
        let mut passages = BTreeSet::new();
        let marks = themes.iter().filter_map(|id| self.0.get(id)).flatten();
        for mark in marks {
            let own = mark.letter.as_deref().unwrap_or_default();
            if letter.is_none_or(|letter| letter == own) {
                responses.insert(mark.response_id);
                passages.extend(mark.passage_id);
            }
        }
        Count {
            responses: responses.len(),
            passages: passages.len(),
        }
    }
}

/// Responses and passages of each theme that has some.
pub(in crate::desk) async fn count(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
) -> QueryResult<BTreeMap<i64, (usize, usize)>> {
    let marks = marks_of(conn, hearing_id).await?;
    let counts = Counts::new(&marks, "");
    let each = counts.0.keys().map(|theme| {
        let count = counts.of(&[*theme], None);
        (*theme, (count.responses, count.passages))
    });
    Ok(each.collect())
}

/// Responses and passages of each theme that has some, in each of these categories (`` for none) and in all.
pub(in crate::desk) async fn count_by(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    letters: &[String],
) -> QueryResult<BTreeMap<i64, Vec<(usize, usize)>>> {
    let marks = marks_of(conn, hearing_id).await?;
    let counts = Counts::new(&marks, "");
    let each = counts.0.keys().map(|theme| {
        let of = |letter: Option<&str>| {
            let count = counts.of(&[*theme], letter);
            (count.responses, count.passages)
        };
        let mut cells: Vec<(usize, usize)> =
            letters.iter().map(|letter| of(Some(letter))).collect();
        cells.push(of(None));
        (*theme, cells)
    });
    Ok(each.collect())
}

/// A theme and all below it.
pub(super) fn with_below(tree: &ThemeTree, theme_id: i64) -> Vec<i64> {
    let at = tree
        .themes
        .iter()
        .position(|(theme, ..)| theme.id == theme_id);
    let Some(at) = at else {
        return Vec::new();
    };
    let depth = tree.themes[at].1;
    let below = tree.themes[at + 1..]
        .iter()
        .take_while(|(_, below, _)| *below > depth)
        .map(|(theme, ..)| theme.id);
    [theme_id].into_iter().chain(below).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(response: i64, letter: &str, theme: i64, passage: i64, stance: &str) -> ThemeMark {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        ThemeMark {
            response_id: response,
            letter: some(letter),
            theme_id: theme,
            passage_id: Some(passage).filter(|id| *id > 0),
            stance: some(stance),
        }
    }

    #[test]
    fn a_response_counts_once_however_it_is_marked() {
        let marks = [
            mark(1, "A", 7, 11, "supports"),
            mark(1, "A", 7, 12, "critical"),
            // Two people on one passage, and the whole response too.
            mark(1, "A", 7, 12, "supports"),
            mark(1, "A", 7, 0, ""),
            mark(1, "A", 8, 12, ""),
            mark(2, "B", 8, 21, "supports"),
            mark(3, "", 7, 0, ""),
        ];
        let all = Counts::new(&marks, "");
        let count = |responses, passages| Count {
            responses,
            passages,
        };
        assert_eq!(all.of(&[7], None), count(2, 2));
        assert_eq!(all.of(&[8], None), count(2, 2));
        assert_eq!(
            all.of(&[7, 8], None),
            count(3, 3),
            "the group counts each once"
        );
        assert_eq!(all.of(&[7], Some("A")), count(1, 2));
        assert_eq!(all.of(&[7], Some("")), count(1, 0), "one without category");
        assert_eq!(Counts::new(&marks, "critical").of(&[7], None), count(1, 1));
        assert_eq!(Counts::new(&marks, "none").of(&[7], None), count(2, 0));
        assert_eq!(all.of(&[9], None), count(0, 0));
    }
}
