//! A public text as paragraphs of runs.

use serde::Serialize;

use super::{PublicPart, PublicPassage, ThemeMark};
use crate::redaction::Ground;
use crate::text::{CharIndex, Span, paragraphs};

/// A stretch within a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Run {
    pub text: String,
    /// The text is the words of this ground.
    pub ground: Option<Ground>,
}

/// A paragraph of a public text, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paragraph {
    pub span: Span,
    pub runs: Vec<Run>,
    /// Themes of the passages that begin or go on here, each once.
    pub themes: Vec<ThemeMark>,
}

impl PublicPart {
    /// The text as paragraphs of runs.
    #[must_use]
    pub fn paragraphs(&self) -> Vec<Paragraph> {
        let index = CharIndex::new(&self.text);
        let piece = |from: usize, to: usize| {
            let bytes = index.byte(from).zip(index.byte(to));
            bytes
                .and_then(|(from, to)| self.text.get(from..to))
                .unwrap_or_default()
                .to_owned()
        };
        paragraphs(&self.text)
            .into_iter()
            .map(|span| Paragraph {
                runs: self.runs(span, &piece),
                themes: self.themes_in(span),
                span,
            })
            .collect()
    }

    /// A stretch of the text as runs.
    #[must_use]
    pub fn runs_in(&self, span: Span) -> Paragraph {
        let index = CharIndex::new(&self.text);
        let piece = |from: usize, to: usize| {
            let bytes = index.byte(from).zip(index.byte(to));
            bytes
                .and_then(|(from, to)| self.text.get(from..to))
                .unwrap_or_default()
                .to_owned()
        };
        Paragraph {
            runs: self.runs(span, &piece),
            themes: self.themes_in(span),
            span,
        }
    }

    fn runs(&self, span: Span, piece: &dyn Fn(usize, usize) -> String) -> Vec<Run> {
        let mut runs = Vec::new();
        let mut at = span.start;
        let plain = |from: usize, to: usize| Run {
            text: piece(from, to),
            ground: None,
        };
        for token in self
            .omitted
            .iter()
            .filter(|token| token.start >= span.start && token.end <= span.end)
        {
            if at < token.start {
                runs.push(plain(at, token.start));
            }
            runs.push(Run {
                text: piece(token.start, token.end),
                ground: Some(token.ground),
            });
            at = token.end;
        }
        if at < span.end {
            runs.push(plain(at, span.end));
        }
        runs
    }

    fn themes_in(&self, span: Span) -> Vec<ThemeMark> {
        let mut marks: Vec<ThemeMark> = Vec::new();
        for passage in &self.passages {
            if !Span::new(passage.start, passage.end).overlaps(span) {
                continue;
            }
            for mark in &passage.themes {
                if !marks.contains(mark) {
                    marks.push(mark.clone());
                }
            }
        }
        marks
    }

    /// The words of a passage.
    #[must_use]
    pub fn quote(&self, passage: &PublicPassage) -> String {
        crate::text::slice(&self.text, Span::new(passage.start, passage.end))
            .unwrap_or_default()
            .to_owned()
    }
}
