//! A form as it was typed, read field by field; what is wrong is noted with the field that it is in.

use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate};

use crate::templates::words::Value;
use crate::templates::{Field, FormError, Words};
use crate::text::{collapse, normalize};

/// The fields of a form, in the order in which they were sent.
pub(in crate::desk) type FieldList = Vec<(String, String)>;

/// Letters of a field of one line, unless it says otherwise.
pub(super) const LINE: usize = 300;
/// Letters of a longer text.
pub(super) const TEXT: usize = 10_000;
/// Rows of a list.
const ROWS: usize = 100;
/// Years that a day can be in: what is outside is a slip of the finger.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

pub(super) struct Typed<'a> {
    pub(super) words: &'a Words,
    fields: &'a [(String, String)],
    pub(super) errors: Vec<FormError>,
}

impl<'a> Typed<'a> {
    pub(super) fn new(words: &'a Words, fields: &'a [(String, String)]) -> Self {
        Self {
            words,
            fields,
            errors: Vec::new(),
        }
    }

    pub(super) fn raw(&self, name: &str) -> &'a str {
        value(self.fields, name)
    }

    pub(super) fn wrong(&mut self, field: &str, key: &str, arguments: &[(&str, Value<'_>)]) {
        self.errors.push(FormError {
            field: field.to_owned(),
            text: self.words.text(key, arguments),
        });
    }

    /// One line, with white space as single spaces.
    pub(super) fn line(&mut self, name: &str) -> String {
        let line = collapse(&normalize(self.raw(name)));
        self.bounded(name, line, LINE)
    }

    /// A line that cannot be left out.
    pub(super) fn needed(&mut self, name: &str, key: &str) -> String {
        let line = self.line(name);
        if line.is_empty() {
            self.wrong(name, key, &[]);
        }
        line
    }

    /// A text of any number of lines.
    pub(super) fn text(&mut self, name: &str) -> String {
        let text = normalize(self.raw(name)).trim().to_owned();
        self.bounded(name, text, TEXT)
    }

    fn bounded(&mut self, name: &str, text: String, most: usize) -> String {
        if text.chars().count() > most {
            self.wrong(name, "setup-too-long", &[("n", most.into())]);
        }
        text
    }

    /// A day, where one was typed.
    pub(super) fn day(&mut self, name: &str) -> Option<NaiveDate> {
        let typed = self.raw(name).trim();
        if typed.is_empty() {
            return None;
        }
        let day = typed.parse::<NaiveDate>().ok();
        let day = day.filter(|day| YEARS.contains(&day.year()));
        if day.is_none() {
            self.wrong(name, "setup-no-day", &[]);
        }
        day
    }

    /// A day that cannot be left out.
    pub(super) fn needed_day(&mut self, name: &str) -> Option<NaiveDate> {
        let errors = self.errors.len();
        let day = self.day(name);
        if day.is_none() && self.errors.len() == errors {
            self.wrong(name, "setup-no-day", &[]);
        }
        day
    }

    pub(super) fn ticked(&self, name: &str) -> bool {
        self.raw(name) == "ja"
    }

    /// Whether one of these fields holds anything.
    pub(super) fn any(&self, names: &[String]) -> bool {
        names.iter().any(|name| !self.raw(name).trim().is_empty())
    }

    /// How many rows a list of the form has, whose first column has this name.
    pub(super) fn rows(&self, first: &str) -> usize {
        rows(self.fields, first)
    }

    /// The value, where nothing was wrong.
    pub(super) fn done<T>(self, value: Option<T>) -> Result<T, Vec<FormError>> {
        match value {
            Some(value) if self.errors.is_empty() => Ok(value),
            _ => Err(self.errors),
        }
    }
}

pub(super) fn value<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    let found = fields.iter().find(|(known, _)| known == name);
    found.map_or("", |(_, value)| value)
}

pub(super) fn rows(fields: &[(String, String)], first: &str) -> usize {
    let number = |name: &str| {
        let at = name.strip_prefix(first)?.strip_prefix('-')?;
        at.parse::<usize>().ok().filter(|at| *at < ROWS)
    };
    let last = fields.iter().filter_map(|(name, _)| number(name)).max();
    last.map_or(0, |last| last + 1)
}

/// The name of a column's field in a row.
pub(super) fn at(name: &str, row: usize) -> String {
    let mut whole = name.to_owned();
    let _ = write!(whole, "-{row}");
    whole
}

/// A field as it is shown: what was typed, and what is wrong with it.
pub(super) fn shown(fields: &[(String, String)], errors: &[FormError], name: &str) -> Field {
    let error = errors.iter().find(|one| one.field == name);
    Field {
        value: value(fields, name).to_owned(),
        error: error.map(|one| one.text.clone()),
    }
}

/// Yes, as a form says it.
pub(super) fn tick(yes: bool) -> String {
    if yes { "ja".into() } else { String::new() }
}
