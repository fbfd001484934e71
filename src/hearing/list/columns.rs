//! Which column of a list holds what: found by the names that people give them, wherever the heading stands.

use serde::{Deserialize, Serialize};

/// The cells of a file, a row for each of its lines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grid {
    pub rows: Vec<Vec<String>>,
}

/// What a column can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Name,
    Category,
    Kind,
    Email,
    Way,
}

impl Field {
    pub const ALL: [Self; 5] = [
        Self::Name,
        Self::Category,
        Self::Kind,
        Self::Email,
        Self::Way,
    ];

    /// The words that a column is called by, in small letters and without signs.
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Name => &[
                "navn",
                "høringspart",
                "høringsparter",
                "høringsparten",
                "part",
                "parter",
                "myndighed",
                "organisation",
                "organisationer",
                "institution",
                "modtager",
                "name",
                "consultee",
                "organization",
            ],
            Self::Category => &["kategori", "gruppe", "category", "group"],
            Self::Kind => &["type", "slags", "partstype", "kind"],
            Self::Email => &[
                "email",
                "mail",
                "mailadresse",
                "emailadresse",
                "postkasse",
                "hovedpostkasse",
                "epost",
                "epostadresse",
            ],
            Self::Way => &[
                "måde",
                "forsendelse",
                "forsendelsesmåde",
                "sendes",
                "kanal",
                "way",
                "channel",
            ],
        }
    }
}

/// Where the heading ends and which column holds what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Columns {
    /// The first row (from 0) below the heading.
    pub first: usize,
    /// Each field with its column (from 0).
    pub of: Vec<(Field, usize)>,
}

/// The heading is looked for in so many rows.
const LOOKED_AT: usize = 30;

impl Columns {
    #[must_use]
    pub fn at(&self, field: Field) -> Option<usize> {
        let found = self.of.iter().find(|(known, _)| *known == field);
        found.map(|(_, column)| *column)
    }

    /// Finds the heading: the row, or two rows together, with the most names that are known. Nothing is found where no column is called
    /// a name.
    #[must_use]
    pub fn found_in(grid: &Grid) -> Self {
        let mut best = Self::default();
        for at in 0..grid.rows.len().min(LOOKED_AT) {
            let below = grid.rows.get(at + 1).map_or(&[][..], Vec::as_slice);
            let row = &grid.rows[at];
            for (first, of) in [(at + 1, known(&[row])), (at + 2, two_rows(row, below))] {
                if of.len() > best.of.len() {
                    best = Self { first, of };
                }
            }
        }
        best
    }
}

/// The fields of two rows of heading, where the lower one says more and holds nothing but headings.
fn two_rows(upper: &[String], lower: &[String]) -> Vec<(Field, usize)> {
    let own = known(&[lower]);
    let cells = lower.iter().filter(|cell| !cell.is_empty()).count();
    if own.is_empty() || own.len() < cells.div_ceil(2) {
        return Vec::new();
    }
    known(&[lower, upper])
}

/// Each field with the first column that one of the rows calls so: whole names go before names within a longer heading.
fn known(rows: &[&[String]]) -> Vec<(Field, usize)> {
    let mut found: Vec<(Field, usize)> = Vec::new();
    for whole in [true, false] {
        for row in rows {
            for field in Field::ALL {
                let taken = |column: usize| found.iter().any(|(_, known)| *known == column);
                if found.iter().any(|(known, _)| *known == field) {
                    continue;
                }
                let column = row
                    .iter()
                    .enumerate()
                    .position(|(at, cell)| !taken(at) && is_called(cell, field, whole));
                found.extend(column.map(|column| (field, column)));
            }
        }
    }
    found.sort_unstable();
    found
}

fn is_called(cell: &str, field: Field, whole: bool) -> bool {
    // A heading is short; a sentence above the list is none.
    if cell.chars().count() > 60 || cell.contains('@') {
        return false;
    }
    let plain: String = cell
        .to_lowercase()
        .chars()
        .filter(|letter| letter.is_alphabetic() || letter.is_whitespace())
        .collect();
    let joined = plain.replace(char::is_whitespace, "");
    let words: Vec<&str> = plain.split_whitespace().collect();
    field.words().iter().any(|word| {
        if whole {
            joined == *word
        } else {
            words.len() <= 5 && words.contains(word)
        }
    })
}

impl Grid {
    #[must_use]
    pub fn new(rows: Vec<Vec<String>>) -> Self {
        Self { rows }
    }

    /// How many columns the widest row has.
    #[must_use]
    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or_default()
    }

    /// A cell; empty where the row is shorter.
    #[must_use]
    pub fn cell(&self, row: usize, column: Option<usize>) -> &str {
        let cell = column.and_then(|column| self.rows.get(row)?.get(column));
        cell.map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(rows: &[&[&str]]) -> Grid {
        let rows = rows.iter();
        Grid::new(
            rows.map(|row| row.iter().map(ToString::to_string).collect())
                .collect(),
        )
    }

    #[test]
    fn a_title_above_and_a_heading_of_two_rows_are_no_hindrance() {
        let found = Columns::found_in(&grid(&[
            &["Høringsliste for navn og gade, opdateret august"],
            &[],
            &["Høringspart", "Kontakt", "Kontakt", "Kategori"],
            &["", "Telefon", "E-mail (hovedpostkasse)", ""],
            &["Hvidklit Kommune", "12 34", "post@hvidklit.example", "A"],
        ]));
        assert_eq!(found.first, 4);
        assert_eq!(
            found.of,
            [(Field::Name, 0), (Field::Category, 3), (Field::Email, 2)]
        );
    }

    #[test]
    fn names_in_danish_and_english_are_known_and_others_are_left_to_people() {
        let found = Columns::found_in(&grid(&[&["name", "category", "kind", "email"], &["A"]]));
        assert_eq!((found.first, found.of.len()), (1, 4));
        let found = Columns::found_in(&grid(&[&["Myndighed", "Måde", "Postkasse"]]));
        assert_eq!(
            found.of,
            [(Field::Name, 0), (Field::Email, 2), (Field::Way, 1)]
        );
        let none = Columns::found_in(&grid(&[&["Hvem", "Hvor"], &["A", "B"]]));
        assert_eq!(none, Columns::default());
    }
}
