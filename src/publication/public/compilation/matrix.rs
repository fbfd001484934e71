//! Who writes about what: a table of themes and categories, each number a link to its passages.

use crate::publication::address;
use crate::publication::pages::{Matrix, MatrixCell, MatrixColumn, MatrixGroup, MatrixRow};
use crate::publication::projection::{FrameInShort, Overview, ThemeInShort};
use crate::publication::public::marks::{chip, main_level};

/// Bars are in parts of this.
const FULL_BAR: i64 = 60;

/// Nothing as long as nothing is marked.
pub(in crate::publication) fn matrix(released: &Overview) -> Option<Matrix> {
    let table = Table::new(released)?;
    let groups: Vec<MatrixGroup> = released
        .frames
        .iter()
        .enumerate()
        .filter(|(at, frame)| *at == 0 || table.mentions(frame))
        .flat_map(|(_, frame)| table.groups(frame))
        .collect();
    let shown: Vec<&MatrixRow> = groups.iter().flat_map(|group| &group.rows).collect();
    let mut totals: Vec<i64> = (0..released.categories.len())
        .map(|at| shown.iter().map(|row| row.cells[at].n).sum())
        .collect();
    totals.push(totals.iter().sum());
    Some(Matrix {
        level: main_level(released),
        columns: released
            .categories
            .iter()
            .map(|category| MatrixColumn {
                letter: category.letter.clone(),
                name: category.name.clone(),
            })
            .collect(),
        groups,
        totals,
    })
}

struct Table<'a> {
    released: &'a Overview,
    /// Counts passages where anybody has marked some, responses otherwise (the short way).
    passages: bool,
    highest: i64,
    highest_total: i64,
}

impl<'a> Table<'a> {
    fn new(released: &'a Overview) -> Option<Self> {
        if released.counts.is_empty() {
            return None;
        }
        let mut table = Self {
            released,
            passages: released.counts.iter().any(|cell| cell.passages > 0),
            highest: 1,
            highest_total: 1,
        };
        for frame in &released.frames {
            for theme in &frame.themes {
                let cells = table.numbers(frame, theme);
                table.highest = table.highest.max(cells.iter().copied().max().unwrap_or(0));
                table.highest_total = table.highest_total.max(cells.iter().sum());
            }
        }
        Some(table)
    }

    fn mentions(&self, frame: &FrameInShort) -> bool {
        self.released
            .counts
            .iter()
            .any(|cell| cell.theme.frame == frame.key)
    }

    fn numbers(&self, frame: &FrameInShort, theme: &ThemeInShort) -> Vec<i64> {
        let count = |letter: &str| {
            self.released
                .counts
                .iter()
                .find(|cell| {
                    cell.category == letter
                        && cell.theme.frame == frame.key
                        && cell.theme.theme == theme.name
                })
                .map_or(0, |cell| {
                    if self.passages {
                        cell.passages
                    } else {
                        cell.responses
                    }
                })
        };
        self.released
            .categories
            .iter()
            .map(|category| super::whole(count(&category.letter)))
            .collect()
    }

    /// A block for each theme at the top that has others below it; a frame of one level is one block.
    fn groups(&self, frame: &FrameInShort) -> Vec<MatrixGroup> {
        let flat = frame.themes.iter().all(|theme| theme.depth == 0);
        let span = self.released.categories.len() + 2;
        let mut groups: Vec<MatrixGroup> = Vec::new();
        if flat {
            groups.push(MatrixGroup {
                title: Some(frame.title.clone()),
                span,
                rows: Vec::new(),
            });
        }
        for theme in &frame.themes {
            if !flat && theme.depth == 0 {
                groups.push(MatrixGroup {
                    title: Some(theme.title.clone()),
                    span,
                    rows: Vec::new(),
                });
            }
            if let Some(group) = groups.last_mut()
                && theme.leaf
            {
                group.rows.push(self.row(frame, theme));
            }
        }
        groups
    }

    fn row(&self, frame: &FrameInShort, theme: &ThemeInShort) -> MatrixRow {
        let slug = &self.released.hearing.slug;
        let numbers = self.numbers(frame, theme);
        let cell = |n: i64, highest: i64, href: String| MatrixCell {
            n,
            bar: u8::try_from(n * FULL_BAR / highest).unwrap_or(60),
            href: (n > 0).then_some(href),
        };
        MatrixRow {
            chip: theme.number.is_some().then(|| chip(slug, frame, theme)),
            title: theme.title.clone(),
            cells: numbers
                .iter()
                .zip(&self.released.categories)
                .map(|(n, category)| {
                    let letter = &category.letter;
                    let href = address::theme_in_category(slug, &frame.key, &theme.name, letter);
                    cell(*n, self.highest, href)
                })
                .collect(),
            total: cell(
                numbers.iter().sum(),
                self.highest_total,
                address::theme(slug, &frame.key, &theme.name),
            ),
        }
    }
}
