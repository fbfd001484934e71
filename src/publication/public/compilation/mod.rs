//! The compilation's first page: the hearing in numbers, matrix, overview, ledgers, weeks and files.

mod matrix;
mod overview;
mod weeks;

use chrono::{DateTime, Utc};

pub(in crate::publication) use matrix::matrix;

use super::response::count;
use super::{Narrowed, head, release};
use crate::publication::address;
use crate::publication::files as formats;
use crate::publication::files::PROOF;
use crate::publication::ledger::{Ledger, MailLedger};
use crate::publication::pages::{self, Download, Figure, LedgerRow, MemoInShort, ShowCompilation};
use crate::publication::projection::Overview;
use crate::publication::published::{Current, PublishedFile};
use crate::templates::{Words, file_icon};

pub(super) fn page(
    words: &Words,
    current: &Current,
    files: Vec<PublishedFile>,
    narrowed: &Narrowed,
    now: DateTime<Utc>,
) -> ShowCompilation {
    let released = &current.overview;
    let slug = &released.hearing.slug;
    ShowCompilation {
        hearing: head(current, now),
        release: release(current),
        decision: decision(words, released),
        search_action: address::search(slug),
        figures: figures(words, released),
        matrix: matrix(released),
        memo: memo(words, released),
        filter: overview::filter(words, released, narrowed),
        categories: overview::categories(words, released, narrowed),
        response_ledger: response_ledger(words, &released.ledger),
        mail_ledger: (released.mails.seen > 0).then(|| mail_ledger(words, &released.mails)),
        weeks: weeks::weeks(words, released),
        check_href: files
            .iter()
            .any(|file| file.name == PROOF)
            .then(|| address::check(slug)),
        notes: super::notes::notes(words, released),
        downloads: downloads(words, slug, current.number, files),
    }
}

/// The memo in short, when the release has one.
fn memo(words: &Words, released: &Overview) -> Option<MemoInShort> {
    let points: usize = released.points.iter().map(|one| one.points).sum();
    (points > 0).then(|| MemoInShort {
        href: address::memo(&released.hearing.slug),
        text: words.text("publication-memo-in-compilation", &[("n", count(points))]),
        figures: super::memo::figures(words, released),
    })
}

/// Whoever decides, and on which day.
pub(in crate::publication) fn decision(words: &Words, released: &Overview) -> Option<String> {
    let (body, day) = released.hearing.decision.as_ref()?;
    let day = words.date(*day);
    Some(words.text(
        "publication-decides",
        &[("body", body.as_str().into()), ("day", day.into())],
    ))
}

pub(in crate::publication) fn figures(words: &Words, released: &Overview) -> Vec<Figure> {
    let marks: usize = released.counts.iter().map(|cell| cell.passages).sum();
    let late = released
        .rows
        .iter()
        .filter(|row| row.late && row.deemed_timely_reason.is_none());
    let mut figures = vec![
        Figure {
            n: whole(released.responses),
            text: words.text(
                "publication-figure-published",
                &[("partly", count(released.ledger.partly))],
            ),
        },
        Figure {
            n: whole(released.consultees.answered),
            text: words.text(
                "publication-figure-consultees",
                &[("listed", count(released.consultees.listed))],
            ),
        },
        Figure {
            n: whole(marks),
            text: words.text("publication-figure-marks", &[]),
        },
        Figure {
            n: whole(late.count()),
            text: words.text("publication-figure-late", &[]),
        },
    ];
    if released.consultees.listed == 0 {
        figures.remove(1);
    }
    figures.retain(|figure| figure.n > 0);
    figures
}

pub(in crate::publication) fn response_ledger(words: &Words, ledger: &Ledger) -> pages::Ledger {
    let rows = [
        ("full", ledger.full),
        ("partly", ledger.partly),
        ("withheld", ledger.withheld),
        ("not-yet", ledger.not_yet_published),
        ("superseded", ledger.superseded),
        ("withdrawn", ledger.withdrawn),
        ("duplicate", ledger.duplicate),
        ("not-a-response", ledger.not_a_response),
        ("merged", ledger.merged),
    ];
    pages::Ledger {
        caption: words.text("publication-ledger-responses", &[]),
        total_text: words.text("publication-ledger-received", &[]),
        total: whole(ledger.received),
        rows: rows
            .into_iter()
            .map(|(key, n)| LedgerRow {
                text: words.text(&format!("publication-ledger-{key}"), &[]),
                n: whole(n),
            })
            .collect(),
    }
}

/// The places of mails, those that say the same to the public together.
const PLACES: &[(&str, &[&str])] = &[
    ("response", &["response"]),
    ("part", &["part", "correction", "supplement", "withdrawal"]),
    ("duplicate", &["duplicate"]),
    ("enquiry", &["enquiry"]),
    ("machine", &["machine"]),
    ("spam", &["spam"]),
    ("unreadable", &["unreadable"]),
    ("unmatched", &["unmatched", "kept"]),
];

pub(in crate::publication) fn mail_ledger(words: &Words, mails: &MailLedger) -> pages::Ledger {
    pages::Ledger {
        caption: words.text("publication-ledger-mails", &[]),
        total_text: words.text("publication-ledger-seen", &[]),
        total: whole(mails.seen),
        rows: PLACES
            .iter()
            .map(|(key, places)| LedgerRow {
                text: words.text(&format!("publication-mails-{key}"), &[]),
                n: whole(mails.in_places(places)),
            })
            .collect(),
    }
}

/// Files for readers first, the manifest last.
fn downloads(words: &Words, slug: &str, number: i32, files: Vec<PublishedFile>) -> Vec<Download> {
    let mut files = files;
    // Pages of letters stand with their response.
    files.retain(|file| !file.media_type.starts_with("image/"));
    files.sort_by_key(|file| formats::place(&file.name));
    files
        .into_iter()
        .map(|file| Download {
            title: formats::title(words, &file.name),
            href: address::file(slug, number, &file.name),
            icon: file_icon(&file.name),
            meta: words.text(
                "publication-file-meta",
                &[
                    (
                        "kind",
                        file.name
                            .rsplit('.')
                            .next()
                            .unwrap_or_default()
                            .to_uppercase()
                            .into(),
                    ),
                    ("size", words.bytes(file.bytes.unsigned_abs()).into()),
                ],
            ),
        })
        .collect()
}

pub(in crate::publication) fn whole(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
