//! The responses in one Word document: as they came, marked as internal on every page; or as the public sees them.

use chrono::{DateTime, Utc};
use docx_rs::{BreakType, Docx, Header, PageOrientationType, Paragraph, Run};

use super::read::{Material, Said, SaidPart};
use crate::desk::table::document::{blank, heading, line, packed};
use crate::publication::handed::Text;
use crate::response::Role;
use crate::templates::Words;

/// A4 upright, in twentieths of a point.
const UPRIGHT: (u32, u32) = (11_906, 16_838);

fn upright(words: &Words, material: &Material, now: DateTime<Utc>) -> anyhow::Result<Docx> {
    let made = words.text("memo-made-at", &[("at", words.datetime(now).into())]);
    let page = blank(now)?
        .page_size(UPRIGHT.0, UPRIGHT.1)
        .page_orient(PageOrientationType::Portrait);
    Ok(page
        .add_paragraph(heading(1, &material.hearing.title))
        .add_paragraph(line(&made)))
}

/// The original texts.
pub(super) fn internal(
    words: &Words,
    material: &Material,
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<u8>> {
    let warning = words.text("export-internal", &[]);
    let bold = || Paragraph::new().add_run(Run::new().bold().add_text(warning.as_str()));
    let mut document = upright(words, material, now)?
        .header(Header::new().add_paragraph(bold()))
        .add_paragraph(bold());
    for one in &material.said {
        document = said(document, words, one);
    }
    if material.said.is_empty() {
        document = document.add_paragraph(line(&words.text("export-none", &[])));
    }
    packed(document, &material.hearing.title, false)
}

fn said(document: Docx, words: &Words, one: &Said) -> Docx {
    let received = words.datetime(one.response.counts_from());
    let received = words.text(
        "export-received",
        &[
            ("at", received.into()),
            ("number", one.response.number.as_str().into()),
        ],
    );
    let mut document = document
        .add_paragraph(apart(heading(2, &one.title())))
        .add_paragraph(line(&received));
    for part in &one.parts {
        if let Some(title) = part_title(words, part) {
            document = document.add_paragraph(strong(&title));
        }
        document = lines(document, &part.text.text);
    }
    if one.parts.is_empty() {
        document = document.add_paragraph(line(&words.text("export-no-text", &[])));
    }
    document
}

/// What the public sees.
pub(super) fn public(
    words: &Words,
    material: &Material,
    shown: &[Text],
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<u8>> {
    let mut document =
        upright(words, material, now)?.add_paragraph(line(&words.text("export-public", &[])));
    for one in shown {
        let title = format!("{} {}", one.reference, one.sender);
        let received = words.datetime(one.received_at);
        document = document
            .add_paragraph(apart(heading(2, title.trim())))
            .add_paragraph(line(
                &words.text("export-received-public", &[("at", received.into())]),
            ));
        for (filename, text) in &one.parts {
            if let Some(name) = filename {
                document = document.add_paragraph(strong(name));
            }
            document = lines(document, text);
        }
        if one.parts.is_empty() {
            document = document.add_paragraph(line(&words.text("export-no-text", &[])));
        }
    }
    if shown.is_empty() {
        document = document.add_paragraph(line(&words.text("export-none", &[])));
    }
    packed(document, &material.hearing.title, false)
}

/// What a part is called: nothing for the body.
fn part_title(words: &Words, part: &SaidPart) -> Option<String> {
    if part.role == Role::Body {
        return None;
    }
    let name = part
        .filename
        .as_deref()
        .map(str::trim)
        .filter(|name| !name.is_empty());
    Some(name.map_or_else(|| words.text("desk-part-other", &[]), str::to_owned))
}

/// A paragraph for each line.
fn lines(mut document: Docx, text: &str) -> Docx {
    for one in text.lines() {
        document = document.add_paragraph(line(one));
    }
    document
}

fn strong(text: &str) -> Paragraph {
    let text = crate::text::normalize(text);
    Paragraph::new().add_run(Run::new().bold().add_text(text))
}

/// With an empty line before it.
fn apart(paragraph: Paragraph) -> Paragraph {
    let mut paragraph = paragraph;
    let gap = Run::new().add_break(BreakType::TextWrapping);
    paragraph
        .children
        .insert(0, docx_rs::ParagraphChild::Run(Box::new(gap)));
    paragraph
}
