//! The memo's page, and its points on the pages of themes and responses.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::marks::{anchor, chip};
use super::response::{count, sender};
use super::{head, release};
use crate::memo::{Disposition, Place, disposed};
use crate::publication::address;
use crate::publication::memo::{MemoSection, MemoVoice, PublicMemo, PublicPoint};
use crate::publication::pages::Figure;
use crate::publication::pages::memo::{
    ChangeRow, From, PassedRow, PointGroup, PointRow, ShowPublicMemo,
};
use crate::publication::projection::{Overview, Row, Status, ThemeRef};
use crate::publication::published::Current;
use crate::templates::{Link, Words};

/// What the memo is sorted by, as it stands in the address. Anything unknown is by theme.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Sorted {
    #[serde(default)]
    vis: String,
}

const VIEWS: [(&str, &str); 3] = [
    ("", "publication-memo-by-theme"),
    ("afsender", "publication-memo-by-respondent"),
    ("indstilling", "publication-memo-by-disposition"),
];

pub(super) fn page(
    words: &Words,
    current: &Current,
    memo: &PublicMemo,
    sorted: &Sorted,
    now: DateTime<Utc>,
) -> ShowPublicMemo {
    let overview = &current.overview;
    let here = address::memo(&overview.hearing.slug);
    let chosen = VIEWS.iter().map(|(by, _)| *by).find(|by| *by == sorted.vis);
    let chosen = chosen.unwrap_or_default();
    let whole = chosen.is_empty();
    let rows = Rows::new(words, overview);
    ShowPublicMemo {
        hearing: head(current, now),
        release: release(current),
        views: VIEWS
            .iter()
            .map(|(by, key)| Link {
                current: *by == chosen,
                ..Link::new(
                    words.text(key, &[]),
                    if by.is_empty() {
                        here.clone()
                    } else {
                        format!("{here}?vis={by}")
                    },
                )
            })
            .collect(),
        summary: if whole {
            memo.summary.clone()
        } else {
            Vec::new()
        },
        figures: if whole {
            figures(words, overview)
        } else {
            Vec::new()
        },
        groups: match chosen {
            "afsender" => rows.by_respondent(memo),
            "indstilling" => rows.by_disposition(memo),
            _ => rows.by_theme(memo),
        },
        changes: if whole {
            rows.changes(memo)
        } else {
            Vec::new()
        },
        passed: if whole { rows.passed(memo) } else { Vec::new() },
    }
}

/// How the points are disposed of.
pub(in crate::publication) fn figures(words: &Words, overview: &Overview) -> Vec<Figure> {
    let all = overview.points.iter().map(|one| Figure {
        n: i64::try_from(one.points).unwrap_or(i64::MAX),
        text: words.text(one.disposition.word_key(), &[]),
    });
    all.collect()
}

/// The points under a theme, as its own page shows them.
pub(super) fn of_theme(
    words: &Words,
    overview: &Overview,
    memo: &PublicMemo,
    theme: &ThemeRef,
) -> Vec<PointRow> {
    let rows = Rows::new(words, overview);
    let sections = memo.sections.iter();
    sections
        .filter(|section| section.theme.as_ref() == Some(theme))
        .flat_map(|section| &section.points)
        .map(|point| rows.away(point))
        .collect()
}

/// The points that answer a response, as its own page shows them.
pub(super) fn of_response(
    words: &Words,
    overview: &Overview,
    memo: &PublicMemo,
    reference: &str,
) -> Vec<PointRow> {
    let rows = Rows::new(words, overview);
    let points = memo.answering(reference);
    points.map(|(_, point)| rows.away(point)).collect()
}

/// What it takes to show a point.
pub(in crate::publication) struct Rows<'a> {
    words: &'a Words,
    overview: &'a Overview,
    by_reference: BTreeMap<&'a str, &'a Row>,
}

impl<'a> Rows<'a> {
    pub(in crate::publication) fn new(words: &'a Words, overview: &'a Overview) -> Self {
        let rows = overview.rows.iter();
        Self {
            words,
            overview,
            by_reference: rows.map(|row| (row.reference.as_str(), row)).collect(),
        }
    }

    /// A heading of the memo.
    pub(in crate::publication) fn title(&self, section: &MemoSection) -> String {
        let theme = section.theme.as_ref();
        match (section.place, theme.and_then(|it| self.overview.theme(it))) {
            (Place::Theme, Some((_, theme))) => theme.title.clone(),
            (Place::General, _) => self.words.text("memo-general", &[]),
            _ => self.words.text("memo-other", &[]),
        }
    }

    fn by_theme(&self, memo: &PublicMemo) -> Vec<PointGroup> {
        let slug = &self.overview.hearing.slug;
        memo.sections
            .iter()
            .enumerate()
            .map(|(at, section)| {
                let theme = section.theme.as_ref();
                let found = theme.and_then(|theme| self.overview.theme(theme));
                let chip =
                    found
                        .filter(|(_, theme)| theme.number.is_some())
                        .map(|(frame, theme)| {
                            let mut chip = chip(slug, frame, theme);
                            chip.href = None;
                            chip
                        });
                PointGroup {
                    id: format!("afsnit-{}", at + 1),
                    chip,
                    title: self.title(section),
                    href: theme.map(|it| address::theme(slug, &it.frame, &it.theme)),
                    points: section.points.iter().map(|it| self.here(it)).collect(),
                }
            })
            .collect()
    }

    fn by_respondent(&self, memo: &PublicMemo) -> Vec<PointGroup> {
        let rows = self.overview.rows.iter();
        rows.filter_map(|row| {
            let points = memo.answering(&row.reference);
            let points: Vec<PointRow> = points.map(|(_, point)| self.away(point)).collect();
            let gone = gone(self.words, row).is_some();
            let href = address::response(&self.overview.hearing.slug, &row.reference);
            (!points.is_empty()).then(|| PointGroup {
                id: format!("svar-{}", row.reference),
                chip: None,
                title: format!("{} {}", row.reference, sender(self.words, row)),
                href: (!gone).then_some(href),
                points,
            })
        })
        .collect()
    }

    fn by_disposition(&self, memo: &PublicMemo) -> Vec<PointGroup> {
        let all = Disposition::ALL.iter();
        all.filter_map(|disposition| {
            let own = memo
                .points()
                .filter(|it| it.disposition == Some(*disposition));
            let points: Vec<PointRow> = own.map(|point| self.away(point)).collect();
            (!points.is_empty()).then(|| PointGroup {
                id: format!("indstilling-{disposition}"),
                chip: None,
                title: self.words.text(disposition.word_key(), &[]),
                href: None,
                points,
            })
        })
        .collect()
    }

    fn changes(&self, memo: &PublicMemo) -> Vec<ChangeRow> {
        let changes = memo.changes().into_iter();
        changes
            .map(|(point, change)| ChangeRow {
                number: point.number,
                href: format!("#{}", id(point)),
                page: change.page.clone(),
                before: change.before.clone(),
                after: change.after.clone(),
            })
            .collect()
    }

    fn passed(&self, memo: &PublicMemo) -> Vec<PassedRow> {
        let passed = memo
            .points()
            .filter(|point| point.disposition == Some(Disposition::Forwarded));
        passed
            .map(|point| PassedRow {
                number: point.number,
                href: format!("#{}", id(point)),
                department: point.department.clone(),
                remark: point.remark.clone(),
            })
            .collect()
    }

    /// A point where it stands.
    fn here(&self, point: &PublicPoint) -> PointRow {
        PointRow {
            id: Some(id(point)),
            ..self.away(point)
        }
    }

    /// A point on another page.
    fn away(&self, point: &PublicPoint) -> PointRow {
        let memo = address::memo(&self.overview.hearing.slug);
        PointRow {
            number: point.number,
            href: format!("{memo}#{}", id(point)),
            id: None,
            remark: paragraphs(&point.remark),
            from: point.from.iter().map(|voice| self.from(voice)).collect(),
            notes: (point.notes > 0).then(|| {
                let n = count(point.notes);
                self.words.text("publication-memo-notes", &[("n", n)])
            }),
            comment: paragraphs(&point.comment),
            disposition: disposed(self.words, point.disposition, &point.department),
            kind: point.disposition.map_or("none", |it| it.as_str()),
            change: point.change.as_ref().map(|change| {
                if change.page.is_empty() {
                    self.words.text("publication-memo-changes", &[])
                } else {
                    let page = change.page.as_str();
                    let arguments = [("page", page.into())];
                    self.words.text("publication-memo-changes-page", &arguments)
                }
            }),
        }
    }

    pub(in crate::publication) fn from(&self, voice: &MemoVoice) -> From {
        let row = self.by_reference.get(voice.reference.as_str());
        let gone = row.and_then(|row| gone(self.words, row));
        let page = address::response(&self.overview.hearing.slug, &voice.reference);
        From {
            reference: voice.reference.clone(),
            sender: row.map(|row| sender(self.words, row)).unwrap_or_default(),
            href: gone.is_none().then(|| match voice.paragraphs.first() {
                Some(number) => format!("{page}#{}", anchor(*number)),
                None => page,
            }),
            gone,
        }
    }
}

fn gone(words: &Words, row: &Row) -> Option<String> {
    match row.status {
        Status::Withdrawn => Some(words.text("memo-gone-withdrawn", &[])),
        Status::Retired => Some(words.text("publication-memo-gone", &[])),
        _ => None,
    }
}

fn id(point: &PublicPoint) -> String {
    format!("punkt-{}", point.number)
}

fn paragraphs(text: &str) -> Vec<String> {
    let parts = text.split("\n\n").map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}
