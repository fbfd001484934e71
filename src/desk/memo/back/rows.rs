//! Which point each row of a file is: by what it says of itself, else by its number, else by likeness. What is not sure is a guess.

use std::collections::BTreeMap;

use super::read::{FileMemo, FileRow, plain};
use crate::memo::{Exported, Line};

/// A likeness, of 1, with which a row is taken for a point that has its number, and without.
const WITH_NUMBER: f64 = 0.3;
const WITHOUT: f64 = 0.6;

/// The memo that a file was made from.
pub(super) struct Base<'a> {
    /// What is not in it and should be was taken out, and its order is the order before.
    pub(super) main: &'a Exported,
    /// By export and number.
    lines: BTreeMap<(i64, i32), &'a Line>,
}

/// A row and what it was made from.
#[derive(Clone, Copy)]
pub(super) struct Matched<'a> {
    pub(super) row: &'a FileRow,
    /// None for one that is new.
    pub(super) line: Option<&'a Line>,
    pub(super) guess: bool,
}

impl<'a> Base<'a> {
    /// Of the exports, the one that the file and most of its rows say they are of; for one that says nothing, the one most alike.
    pub(super) fn of(exports: &'a [Exported], file: &FileMemo) -> Option<Self> {
        let named = |export: &Exported| {
            let rows = file.rows.iter().filter_map(|row| row.id);
            let rows = rows.filter(|id| id.export == export.id).count();
            (rows, file.export == Some(export.id))
        };
        let alike = |export: &Exported| {
            let texts: Vec<String> = export
                .sheet
                .lines
                .iter()
                .map(|it| plain(&it.remark))
                .collect();
            file.rows
                .iter()
                .filter(|row| texts.contains(&plain(row.text("memo-remark"))))
                .count()
        };
        let main = exports
            .iter()
            .max_by_key(|export| (named(export), alike(export), export.id))?;
        let lines = exports.iter().flat_map(|export| {
            let lines = export.sheet.lines.iter();
            lines.map(move |line| ((export.id, line.number), line))
        });
        Some(Self {
            main,
            lines: lines.collect(),
        })
    }

    fn of_row(&self, row: &FileRow) -> Option<&'a Line> {
        let id = row.id?;
        let own = self.lines.get(&(id.export, id.number));
        own.or_else(|| self.lines.get(&(self.main.id, id.number)))
            .copied()
    }

    /// Each row with its point, in the order of the file. No point is two rows.
    pub(super) fn matched(&self, file: &'a FileMemo) -> Vec<Matched<'a>> {
        let mut found: Vec<Option<&Line>> = vec![None; file.rows.len()];
        let mut taken: BTreeMap<i32, usize> = BTreeMap::new();
        for (at, row) in file.rows.iter().enumerate() {
            let Some(line) = self.of_row(row) else {
                continue;
            };
            // A row that was copied is the one more alike; the other is new.
            if let Some(other) = taken.get(&line.number).copied() {
                let better = |at: usize| likeness(&file.rows[at], line);
                if better(at) <= better(other) {
                    continue;
                }
                found[other] = None;
            }
            found[at] = Some(line);
            taken.insert(line.number, at);
        }
        let lines = &self.main.sheet.lines;
        for (at, row) in file.rows.iter().enumerate() {
            if found[at].is_none() && row.id.is_none() {
                let line = lines.iter().find(|line| {
                    row.written == Some(line.number)
                        && !taken.contains_key(&line.number)
                        && likeness(row, line) >= WITH_NUMBER
                });
                if let Some(line) = line {
                    found[at] = Some(line);
                    taken.insert(line.number, at);
                }
            }
        }
        for (at, row) in file.rows.iter().enumerate() {
            if found[at].is_none() && row.id.is_none() {
                let free = lines
                    .iter()
                    .filter(|line| !taken.contains_key(&line.number));
                let best = free
                    .map(|line| (likeness(row, line), line))
                    .max_by(|one, two| one.0.total_cmp(&two.0));
                if let Some((_, line)) = best.filter(|(how, _)| *how >= WITHOUT) {
                    found[at] = Some(line);
                    taken.insert(line.number, at);
                }
            }
        }
        file.rows
            .iter()
            .zip(found)
            .map(|(row, line)| Matched {
                row,
                line,
                guess: row.id.is_none()
                    && line.is_some_and(|it| plain(&it.remark) != plain(row.text("memo-remark"))),
            })
            .collect()
    }
}

/// How many words of the remark and the answer are the same, of 1.
fn likeness(row: &FileRow, line: &Line) -> f64 {
    let words = |texts: [&str; 2]| -> BTreeMap<String, i32> {
        let mut count = BTreeMap::new();
        for word in texts.iter().flat_map(|text| text.split_whitespace()) {
            *count.entry(word.to_lowercase()).or_default() += 1;
        }
        count
    };
    let one = words([row.text("memo-remark"), row.text("memo-comment")]);
    let two = words([&line.remark, &line.comment]);
    let both: i32 = one
        .iter()
        .map(|(word, n)| *n.min(two.get(word).unwrap_or(&0)))
        .sum();
    let all: i32 = one.values().chain(two.values()).sum();
    if all == 0 {
        return 0.0;
    }
    f64::from(2 * both) / f64::from(all)
}

#[cfg(test)]
mod tests {
    use super::super::read::{FileMemo, FileRow, RowId};
    use super::Base;
    use crate::extract::Words as Said;
    use crate::memo::{Exported, Line, Sheet};

    fn row(id: Option<i32>, written: Option<i32>, remark: &str) -> FileRow {
        FileRow {
            id: id.map(|number| RowId { number, export: 1 }),
            written,
            cells: [("memo-remark", Said::plain(remark))].into(),
            ..FileRow::default()
        }
    }

    #[test]
    fn a_row_is_known_by_its_id_its_number_or_its_words_and_a_copy_is_new() {
        let line = |number, remark: &str| Line {
            number,
            remark: remark.into(),
            ..Line::default()
        };
        let sheet = Sheet {
            lines: vec![
                line(1, "Flere møder om året"),
                line(2, "Bedre busser til Klitvang"),
                line(3, "Kortere skemaer til borgerne"),
            ],
            ..Sheet::default()
        };
        let exports = [Exported {
            id: 1,
            made_at: chrono::DateTime::UNIX_EPOCH,
            sheet,
        }];
        let file = FileMemo {
            rows: vec![
                row(Some(1), Some(1), "Noget helt andet"),
                row(Some(1), Some(1), "Flere møder om året"),
                row(None, Some(2), "Bedre busser og tog til Klitvang"),
                row(None, None, "Kortere skemaer til alle borgerne"),
                row(None, Some(9), "Helt nyt"),
            ],
            ..FileMemo::default()
        };
        let base = Base::of(&exports, &file).unwrap();
        let found: Vec<(Option<i32>, bool)> = base
            .matched(&file)
            .iter()
            .map(|it| (it.line.map(|line| line.number), it.guess))
            .collect();
        let wanted = [
            (None, false),
            (Some(1), false),
            (Some(2), true),
            (Some(3), true),
            (None, false),
        ];
        assert_eq!(found, wanted);
    }
}
