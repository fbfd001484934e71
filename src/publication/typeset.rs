//! The compilation as a PDF: the same projection and the same words as the pages, set by a child process ([`super::pdf`]).

use chrono::Datelike;

use super::appendix;
use super::files::{Edition, LogHead};
use super::pages;
use super::pdf::{
    Attachment, Category, Compilation, Day, Fact, Figure, Labels, LedgerRow, MatrixRow,
    OverviewRow, Paragraph, Response, Run, Section, ThemeNumber, TrackStyle,
};
use super::projection::{Overview, PublicPart, PublicResponse, Row, Shown, Status, ThemeRef};
use super::public::compilation::{decision, figures, mail_ledger, matrix, response_ledger};
use super::public::marks::main_level;
use super::public::response::category;
use super::public::words::{kind, notes};
use crate::response::Role;
use crate::templates::Words;
use crate::templates::words::copenhagen;

/// All but the responses themselves, which [`response`] makes.
pub(super) fn compilation(
    overview: &Overview,
    edition: &Edition<'_>,
    log: Option<&LogHead>,
) -> Compilation {
    let (words, number, now) = (edition.words, edition.number, edition.now);
    let hearing = &overview.hearing;
    let day = copenhagen(now).date_naive();
    let fact = |key: &str, value: String| Fact {
        label: words.text(key, &[]),
        value,
    };
    let last_minute = hearing.closes_at - chrono::TimeDelta::minutes(1);
    let mut facts = vec![
        fact("pdf-organisation", hearing.organisation.clone()),
        fact(
            "pdf-opened",
            words.date(copenhagen(hearing.opens_at).date_naive()),
        ),
        fact("pdf-deadline", words.datetime(last_minute)),
    ];
    facts.extend(
        hearing
            .case_number
            .clone()
            .map(|case| fact("pdf-case", case)),
    );
    facts.extend(decision(words, overview).map(|text| fact("pdf-decision", text)));
    Compilation {
        language: words.language().to_owned(),
        title: words.text("compilation", &[]),
        hearing: hearing.title.clone(),
        organisation: hearing.organisation.clone(),
        release: words.text(
            "pdf-release",
            &[("number", number.into()), ("date", words.date(day).into())],
        ),
        day: Day {
            year: day.year(),
            month: u8::try_from(day.month()).unwrap_or(1),
            day: u8::try_from(day.day()).unwrap_or(1),
        },
        summary: vec![hearing.summary.clone()],
        figures: figures(words, overview)
            .into_iter()
            .map(|figure| Figure {
                number: figure.n.to_string(),
                words: figure.text,
            })
            .collect(),
        facts,
        timeline: Vec::new(),
        ledger: ledger(response_ledger(words, &overview.ledger)),
        mail_ledger: ledger(mail_ledger(words, &overview.mails)),
        categories: categories(words, overview),
        matrix: matrix(overview)
            .map(|table| rows_of(words, overview, table))
            .unwrap_or_default(),
        responses: Vec::new(),
        notes: appendix::notes(words, overview),
        volumes: Vec::new(),
        proof: proof(words, log),
        labels: labels(words, overview),
    }
}

/// Whether its text is in the PDF.
pub(super) fn is_in_file(row: &Row) -> bool {
    !matches!(row.status, Status::Withdrawn | Status::Retired)
}

fn ledger(ledger: pages::Ledger) -> Vec<LedgerRow> {
    let row = |what: String, n: i64, sum: bool| LedgerRow {
        what,
        count: n.unsigned_abs(),
        sum,
    };
    let mut rows = vec![row(ledger.total_text, ledger.total, true)];
    rows.extend(
        ledger
            .rows
            .into_iter()
            .map(|one| row(one.text, one.n, false)),
    );
    rows
}

fn categories(words: &Words, overview: &Overview) -> Vec<Category> {
    overview
        .categories
        .iter()
        .map(|category| {
            let own = || {
                overview
                    .rows
                    .iter()
                    .filter(|row| row.category == category.letter)
            };
            Category {
                letter: category.letter.clone(),
                name: category.name.clone(),
                short: short(&category.name),
                words: words.text(
                    "publication-count",
                    &[("n", own().count().to_string().into())],
                ),
                rows: own().map(|row| line(words, overview, row)).collect(),
            }
        })
        .collect()
}

/// What fits above a narrow column: the name up to its first comma or *and*.
fn short(name: &str) -> String {
    let end = [",", " og ", " and "]
        .iter()
        .filter_map(|stop| name.find(stop))
        .min();
    name[..end.unwrap_or(name.len())]
        .trim_end_matches('-')
        .to_owned()
}

fn line(words: &Words, overview: &Overview, row: &Row) -> OverviewRow {
    OverviewRow {
        reference: row.reference.clone(),
        sender: sender(words, row),
        on_behalf: on_behalf(words, row),
        consultee: row.consultee.then(|| words.text("pdf-consultee", &[])),
        received: words.date(copenhagen(row.received_at).date_naive()),
        notes: notes(words, row),
        themes: numbers(overview, &row.themes),
        page: (!is_in_file(row)).then(|| words.text("pdf-no-page", &[])),
        link: None,
    }
}

fn sender(words: &Words, row: &Row) -> String {
    if row.status == Status::Retired {
        words.text("publication-status-retired", &[])
    } else {
        row.sender.clone()
    }
}

fn on_behalf(words: &Words, row: &Row) -> Option<String> {
    let behalf = row.on_behalf_of.as_deref()?;
    Some(words.text("pdf-on-behalf", &[("behalf", behalf.into())]))
}

fn numbers<'a>(
    overview: &Overview,
    themes: impl IntoIterator<Item = &'a ThemeRef>,
) -> Vec<ThemeNumber> {
    themes
        .into_iter()
        .filter_map(|theme| overview.theme(theme))
        .map(|(_, theme)| ThemeNumber {
            number: theme
                .number
                .map_or_else(|| theme.title.clone(), |number| number.to_string()),
            style: style(theme.track),
        })
        .collect()
}

pub(super) fn style(track: usize) -> TrackStyle {
    match track {
        0 => TrackStyle::Square,
        1 => TrackStyle::Circle,
        2 => TrackStyle::Leaf,
        _ => TrackStyle::Plain,
    }
}

fn rows_of(words: &Words, overview: &Overview, table: pages::Matrix) -> Vec<MatrixRow> {
    let counts = |cells: &[i64]| cells.iter().map(|n| n.unsigned_abs()).collect::<Vec<u64>>();
    let mut rows = Vec::new();
    for group in table.groups {
        rows.extend(group.title.map(|name| MatrixRow {
            name,
            ..MatrixRow::default()
        }));
        for row in group.rows {
            let cells: Vec<i64> = row.cells.iter().map(|cell| cell.n).collect();
            rows.push(MatrixRow {
                theme: row.chip.map(|chip| ThemeNumber {
                    number: chip.label,
                    style: style(usize::from(chip.track).saturating_sub(1)),
                }),
                name: row.title,
                counts: counts(&cells),
                total: row.total.n.unsigned_abs(),
                sum: false,
            });
        }
    }
    let totals = counts(&table.totals);
    rows.push(MatrixRow {
        theme: None,
        name: words.text("total", &[]),
        total: totals.last().copied().unwrap_or_default(),
        counts: totals.into_iter().take(overview.categories.len()).collect(),
        sum: true,
    });
    rows
}

pub(super) fn response(words: &Words, overview: &Overview, response: &PublicResponse) -> Response {
    let row = &response.row;
    let fact = |key: &str, value: String| Fact {
        label: words.text(key, &[]),
        value,
    };
    let mut sections = Vec::new();
    let mut attachments = Vec::new();
    for part in &response.parts {
        let name = (part.role != Role::Body).then(|| {
            let number = (attachments.len() + 1).to_string();
            part.filename.clone().unwrap_or(number)
        });
        if part.shown == Shown::Text {
            sections.push(section(overview, name.clone(), part));
        }
        attachments.extend(name.map(|name| Attachment {
            name,
            note: words.text(
                match part.shown {
                    Shown::Text => "pdf-attachment-text",
                    Shown::Withheld => "publication-part-withheld",
                    Shown::Unreadable => "publication-part-unreadable",
                },
                &[],
            ),
        }));
    }
    let omitted = i64::try_from(row.omissions).unwrap_or(i64::MAX);
    Response {
        reference: row.reference.clone(),
        sender: sender(words, row),
        on_behalf: on_behalf(words, row),
        facts: vec![
            fact("pdf-received", words.datetime(row.received_at)),
            fact("fact-kind", kind(words, row)),
            fact("fact-category", category(words, overview, row)),
        ],
        themes: numbers(overview, &row.themes),
        notes: (omitted > 0)
            .then(|| words.text("publication-omitted", &[("n", omitted.into())]))
            .into_iter()
            .collect(),
        sections,
        attachments,
    }
}

fn section(overview: &Overview, heading: Option<String>, part: &PublicPart) -> Section {
    Section {
        heading,
        paragraphs: part
            .paragraphs()
            .into_iter()
            .map(|paragraph| {
                let mut themes: Vec<&ThemeRef> = Vec::new();
                for mark in &paragraph.themes {
                    if !themes.contains(&&mark.theme) {
                        themes.push(&mark.theme);
                    }
                }
                Paragraph {
                    themes: numbers(overview, themes),
                    runs: paragraph
                        .runs
                        .into_iter()
                        .map(|run| Run {
                            hidden: run.ground.is_some(),
                            text: run.text,
                        })
                        .collect(),
                }
            })
            .collect(),
    }
}

fn proof(words: &Words, log: Option<&LogHead>) -> Vec<String> {
    let Some(log) = log else {
        return Vec::new();
    };
    vec![
        words.text("pdf-proof", &[]),
        words.text("pdf-log-size", &[("size", log.size.into())]),
        words.text("pdf-log-root", &[("root", log.root.as_str().into())]),
    ]
}

fn labels(words: &Words, overview: &Overview) -> Labels {
    let word = |key: &str| words.text(key, &[]);
    let theme = main_level(overview);
    Labels {
        contents: word("pdf-contents"),
        in_short: word("pdf-in-short"),
        timeline: word("pdf-timeline"),
        matrix: word("matrix"),
        matrix_intro: word("pdf-matrix-intro"),
        themes: overview
            .frames
            .first()
            .map_or_else(|| theme.clone(), |frame| frame.title.clone()),
        theme,
        total: word("total"),
        overview: word("overview"),
        overview_intro: word("pdf-overview-intro"),
        reference: word("pdf-reference"),
        sender: word("pdf-sender"),
        received: word("pdf-received"),
        page: word("pdf-page"),
        none: word("none"),
        ledger: word("pdf-ledger"),
        mail_ledger: word("pdf-mail-ledger"),
        what: word("ledger-what"),
        count: word("ledger-count"),
        responses: word("pdf-responses"),
        attachments: word("pdf-attachments"),
        notes: word("publication-notes"),
        notes_intro: words.text(
            "publication-notes-intro",
            &[("n", overview.inputs.len().into())],
        ),
        proof: word("pdf-proof-title"),
        volumes: word("pdf-volumes"),
        volume: word("pdf-volume-column"),
        file: word("pdf-file"),
        range: word("pdf-range"),
        page_of: words.text(
            "pdf-page-of",
            &[("page", "{page}".into()), ("pages", "{pages}".into())],
        ),
    }
}
