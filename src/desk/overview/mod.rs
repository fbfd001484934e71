//! The overview: a line for each response that stands, at any time, as a page, a spreadsheet and a Word document of the same lines.
//! Senders whose name and address are protected are marked in all three: they are for the secretariat.

mod load;
mod matrix;

use actix_web::HttpResponse;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use serde::Serialize;

use super::files::download;
use super::head::Head;
use super::table::{Cell, Column, Table, docx, workbook};
use crate::app::App;
use crate::audit::Event;
use crate::hearing::Hearing;
use crate::staff::{Access, Reader};
use crate::templates::{Page, Words, pages};
use crate::web::{self, View};

pages![Overview];

/// The overview.
#[derive(Clone, Debug, Serialize)]
pub struct Overview {
    pub head: Head,
    pub case_number: Option<String>,
    pub made_at: DateTime<Utc>,
    pub lines: Vec<Line>,
    pub left: Left,
    /// Among the lines, those whose name and address are protected.
    pub protected: usize,
}

/// Responses without a line of their own.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Left {
    /// Earlier versions, and what is part of another.
    pub folded: usize,
    /// Withdrawn, or no response.
    pub out: usize,
}

/// A response.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    pub href: String,
    pub reference: String,
    pub senders: Vec<String>,
    /// That name and address are protected.
    pub protected: Option<String>,
    pub listed: String,
    /// When it counts from.
    pub received_at: DateTime<Utc>,
    /// That it came after the deadline.
    pub late: Option<String>,
    pub kind: String,
    pub themes: Vec<String>,
    pub attachments: Vec<String>,
}

async fn page(app: &App, words: &Words, access: &Access) -> web::Result<Overview> {
    let mut conn = app.conn().await?;
    let hearing = Hearing::find(&mut conn, access.hearing_id).await?;
    let head = Head::of(&mut conn, &hearing, access).await?;
    let (lines, left) = load::lines(&mut conn, words, &hearing).await?;
    Ok(Overview {
        head,
        case_number: hearing.case_number.filter(|it| !it.trim().is_empty()),
        made_at: app.clock.now(),
        protected: lines.iter().filter(|one| one.protected.is_some()).count(),
        lines,
        left,
    })
}

pub(super) async fn index(app: Data<App>, view: View, reader: Reader) -> web::Result {
    view.page(&page(&app, view.words(), &reader).await?)
}

pub(super) async fn spreadsheet(app: Data<App>, view: View, reader: Reader) -> web::Result {
    file(&app, view.words(), &reader, "xlsx").await
}

pub(super) async fn document(app: Data<App>, view: View, reader: Reader) -> web::Result {
    file(&app, view.words(), &reader, "docx").await
}

/// The overview as a file. That somebody took it along is a row of the log.
async fn file(app: &App, words: &Words, access: &Access, format: &str) -> web::Result {
    let page = page(app, words, access).await?;
    let table = table(words, &page);
    let bytes = if format == "xlsx" {
        let sheets = matrix::sheets(app, words, access, page.made_at).await?;
        workbook((&words.text("overview-title", &[]), &table), &sheets)?
    } else {
        docx(&table)?
    };
    let by = access.act(app.clock.now());
    let mut conn = app.conn().await?;
    Event::by_staff(by.staff_id, "overview_taken", "hearing", by.hearing_id)
        .in_hearing(by.hearing_id)
        .with(serde_json::json!({ "format": format, "responses": page.lines.len() }))
        .record(&mut conn, by.now)
        .await?;
    Ok(named(
        bytes,
        &access.slug,
        &words.text("overview-file", &[]),
        format,
    ))
}

/// A download called after the hearing and what it is.
pub(in crate::desk) fn named(bytes: Vec<u8>, slug: &str, what: &str, format: &str) -> HttpResponse {
    download(bytes.into(), &format!("{what}-{slug}.{format}"))
}

fn table(words: &Words, page: &Overview) -> Table {
    let made = words.datetime(page.made_at);
    let mut about = Vec::new();
    if let Some(number) = &page.case_number {
        about.push(words.text("overview-case", &[("number", number.as_str().into())]));
    }
    let count = words.text("overview-count", &[("n", page.lines.len().into())]);
    about.push(words.text("overview-made", &[("at", made.into())]) + " " + &count);
    let left = [
        (page.left.folded, "overview-folded"),
        (page.left.out, "overview-out"),
        (page.protected, "overview-protected"),
    ];
    let left = left.into_iter().filter(|(count, _)| *count > 0);
    let left: Vec<String> = left
        .map(|(count, key)| words.text(key, &[("n", count.into())]))
        .collect();
    if !left.is_empty() {
        about.push(left.join(" "));
    }
    let columns = [
        ("overview-ref", 6),
        ("desk-sender", 24),
        ("overview-listed", 10),
        ("desk-arrived", 12),
        ("overview-deadline", 11),
        ("overview-kind", 15),
        ("overview-themes", 30),
        ("overview-attachments", 18),
    ];
    Table {
        title: words.text("overview-of", &[("title", page.head.title.as_str().into())]),
        about,
        columns: columns
            .into_iter()
            .map(|(key, share)| Column::new(words.text(key, &[]), share))
            .collect(),
        rows: page.lines.iter().map(|line| row(words, line)).collect(),
        made_at: page.made_at,
        property: None,
    }
}

fn row(words: &Words, line: &Line) -> Vec<Cell> {
    let mut senders = line.senders.clone();
    senders.extend(line.protected.iter().map(|mark| format!("[{mark}]")));
    let in_time = || words.text("overview-in-time", &[]);
    vec![
        line.reference.clone().into(),
        Cell::lines(&senders),
        line.listed.clone().into(),
        Cell::Moment(line.received_at, words.datetime(line.received_at)),
        line.late.clone().unwrap_or_else(in_time).into(),
        line.kind.clone().into(),
        Cell::lines(&line.themes),
        Cell::lines(&line.attachments),
    ]
}

impl Page for Overview {
    const TEMPLATE: &'static str = "desk/overview";

    fn sample() -> Self {
        let one = Line {
            href: "/sekretariat/x/svar/K7M2Q-9XWE4".into(),
            reference: "A3".into(),
            senders: vec!["Hvidklit Kommune".into(), "Blåmunke Kommune".into()],
            protected: None,
            listed: "Ja".into(),
            received_at: DateTime::UNIX_EPOCH,
            late: None,
            kind: "Høringssvar · Endeligt · Fælles for 2".into(),
            themes: vec![
                "3 Partnerskaber og overgange".into(),
                "8 Lighed i sundhed".into(),
            ],
            attachments: vec!["Høringssvar.pdf".into()],
        };
        let late = Line {
            reference: "G1".into(),
            senders: vec!["Ole Snebær".into()],
            protected: Some("Navne- og adressebeskyttelse".into()),
            listed: "Nej".into(),
            late: Some("Efter fristen".into()),
            themes: vec![],
            attachments: vec![],
            ..one.clone()
        };
        Self {
            head: Head::sample(),
            case_number: Some("2023-017245".into()),
            made_at: DateTime::UNIX_EPOCH,
            lines: vec![one, late],
            left: Left { folded: 2, out: 1 },
            protected: 1,
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let none = Self {
            case_number: None,
            lines: vec![],
            left: Left::default(),
            protected: 0,
            ..Self::sample()
        };
        vec![("", Self::sample()), ("none", none)]
    }
}
