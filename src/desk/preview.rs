//! A response as the public will see it, beside what was sent.

use actix_web::web::{Data, Path, Query};
use serde::Serialize;

use super::head::Head;
use super::response::{self, At, role_text};
use super::rows::Filter;
use crate::app::App;
use crate::hearing::Hearing;
use crate::publication::preview::{PreviewPart, preview};
use crate::publication::projection::Shown;
use crate::redaction::Redaction;
use crate::response::{Respondent, current_texts, record_reading};
use crate::staff::Reader;
use crate::templates::{Mark, Page, Segment, Words, pages};
use crate::text::{CharIndex, Span};
use crate::web::{self, View};

pages![ShowPreview];

/// Both, side by side.
#[derive(Clone, Debug, Serialize)]
pub struct ShowPreview {
    pub head: Head,
    pub back: String,
    pub number: String,
    /// Who sent it, and the name in public.
    pub sent_by: String,
    pub public_name: String,
    pub has_text: bool,
    pub sent: Vec<SentPart>,
    pub public: Vec<SeenPart>,
}

/// A part as it was sent, with what is hidden.
#[derive(Clone, Debug, Serialize)]
pub struct SentPart {
    pub title: String,
    pub text: Vec<Segment>,
}

/// A page as a picture.
#[derive(Clone, Debug, Serialize)]
pub struct PreviewPage {
    pub src: String,
    pub number: u32,
}

/// A part as the public sees it.
#[derive(Clone, Debug, Serialize)]
pub struct SeenPart {
    pub title: String,
    /// Why there is no text of it.
    pub note: Option<String>,
    /// The pages as pictures, as the public sees them.
    pub pictures: Vec<PreviewPage>,
    /// Nobody has said that signatures are covered: the pictures wait.
    pub signatures_open: bool,
    /// Where places on the pages are covered.
    pub cover: Option<String>,
    pub paragraphs: Vec<Vec<Segment>>,
}

pub(super) async fn show(
    app: Data<App>,
    view: View,
    reader: Reader,
    at: Path<At>,
    filter: Query<Filter>,
) -> web::Result {
    let mut conn = app.conn().await?;
    let of = response::find(&mut conn, &reader, &at.number).await?;
    let hearing = Hearing::find(&mut conn, reader.hearing_id).await?;
    let words = view.words();
    record_reading(
        &mut conn,
        reader.act(app.clock.now()),
        of.id,
        "response_read",
    )
    .await?;
    let parts = of.parts(&mut conn).await?;
    let texts = current_texts(&mut conn, &parts).await?;
    let ids: Vec<i64> = texts.iter().map(|text| text.id).collect();
    let hidden = Redaction::of_texts(&mut conn, &ids).await?;
    let mut sent = Vec::new();
    for part in &parts {
        let text = texts.iter().find(|text| Some(text.id) == part.text_id);
        let role = role_text(words, part.role);
        let spans: Vec<Span> = hidden
            .iter()
            .filter(|it| Some(it.text_id) == part.text_id)
            .map(Redaction::span)
            .collect();
        sent.push(SentPart {
            title: part.filename.clone().unwrap_or(role),
            text: text
                .map(|text| marked(&text.text, &spans))
                .unwrap_or_default(),
        });
    }
    let respondents = of.respondents(&mut conn).await?;
    let names: Vec<&str> = respondents.iter().map(Respondent::display_name).collect();
    let here = reader.at(&format!("svar/{}", of.number));
    let seen = preview(&mut conn, &hearing.slug, of.id, words).await?;
    let page = ShowPreview {
        head: Head::of(&mut conn, &hearing, &reader).await?,
        back: format!("{here}{}", filter.query()),
        sent_by: names.join(", "),
        public_name: seen
            .as_ref()
            .map(|it| it.sender.clone())
            .unwrap_or_default(),
        has_text: seen.as_ref().is_some_and(|it| it.has_text),
        public: seen
            .map(|it| {
                it.parts
                    .into_iter()
                    .map(|part| seen_part(words, part, &here))
                    .collect()
            })
            .unwrap_or_default(),
        number: of.number,
        sent,
    };
    view.page(&page)
}

fn seen_part(words: &Words, part: PreviewPart, here: &str) -> SeenPart {
    let title = if part.is_body {
        "desk-part-body"
    } else {
        "attachment"
    };
    SeenPart {
        title: part.filename.unwrap_or_else(|| words.text(title, &[])),
        note: match part.shown {
            Shown::Text => None,
            Shown::Withheld => Some(words.text("publication-part-withheld", &[])),
            Shown::Unreadable => Some(words.text("publication-part-unreadable", &[])),
        },
        pictures: part
            .pictures
            .into_iter()
            .flat_map(|(id, pages, _)| {
                (1..=pages).map(move |number| PreviewPage {
                    src: format!("{here}/bilag/{id}/daekket/{number}"),
                    number,
                })
            })
            .collect(),
        signatures_open: part.pictures.is_some_and(|(_, _, looked)| !looked),
        cover: part
            .pictures
            .map(|(id, _, _)| format!("{here}/bilag/{id}/billeder")),
        paragraphs: part.paragraphs,
    }
}

/// A text with what is hidden marked in it.
fn marked(text: &str, hidden: &[Span]) -> Vec<Segment> {
    let index = CharIndex::new(text);
    let end = index.char(text.len());
    let mut edges: Vec<usize> = hidden
        .iter()
        .flat_map(|span| [span.start, span.end])
        .filter(|at| *at < end)
        .chain([0, end])
        .collect();
    edges.sort_unstable();
    edges.dedup();
    edges
        .windows(2)
        .filter_map(|pair| {
            let [start, end] = *pair else { return None };
            let bytes = index.byte(start).zip(index.byte(end));
            let piece = bytes.and_then(|(from, to)| text.get(from..to))?;
            let over = |span: &Span| span.start <= start && end <= span.end;
            Some(if hidden.iter().any(over) {
                Segment::marked(piece, Mark::Hit)
            } else {
                Segment::plain(piece)
            })
        })
        .collect()
}

impl Page for ShowPreview {
    const TEMPLATE: &'static str = "desk/preview";

    fn sample() -> Self {
        Self {
            head: Head::sample(),
            back: "/sekretariat/x/svar/y".into(),
            number: "K7M2Q-9XWE4".into(),
            sent_by: "Ole Snebær".into(),
            public_name: "Borger".into(),
            has_text: true,
            sent: vec![SentPart {
                title: "Svarets tekst".into(),
                text: marked("Ring til Ida nu.", &[Span::new(9, 12)]),
            }],
            public: vec![
                SeenPart {
                    title: "Svarets tekst".into(),
                    note: None,
                    pictures: vec![],
                    signatures_open: false,
                    cover: None,
                    paragraphs: vec![vec![
                        Segment::plain("Ring til "),
                        Segment::marked("[oplysning om en anden person udeladt]", Mark::Token),
                        Segment::plain(" nu."),
                    ]],
                },
                SeenPart {
                    title: "brev.pdf".into(),
                    note: Some("Bilaget vises ikke.".into()),
                    pictures: vec![PreviewPage {
                        src: "/sekretariat/x/svar/y/bilag/1/daekket/1".into(),
                        number: 1,
                    }],
                    signatures_open: true,
                    cover: Some("/sekretariat/x/svar/y/bilag/1/billeder".into()),
                    paragraphs: vec![],
                },
            ],
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let none = Self {
            has_text: false,
            public: vec![],
            ..Self::sample()
        };
        vec![("", Self::sample()), ("none", none)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_is_marked_and_every_letter_is_there() {
        let text = "æ😀 Ida er her";
        let pieces = marked(text, &[Span::new(3, 6), Span::new(5, 9), Span::new(90, 99)]);
        let all: String = pieces.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(all, text);
        let hidden: String = pieces
            .iter()
            .filter(|it| it.mark == Mark::Hit)
            .map(|it| it.text.as_str())
            .collect();
        assert_eq!(hidden, "Ida er");
    }
}
