//! Cuts a text into blocks, paragraphs, sentences and pieces.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::cut::{cut, fold};
use super::{Block, ClearedSpan, Found, HiddenSpan, Mark, Over, Para, Piece, Sentence, Token};
use crate::response::TextVersion;
use crate::text::{self, CharIndex, Span};

/// Lays a text out.
pub(in crate::desk) fn blocks(text: &TextVersion, over: &Over<'_>) -> Vec<Block> {
    let index = CharIndex::new(&text.text);
    let sentences = text::sentences(&text.text);
    let ranges = text.marked();
    let mut blocks: Vec<(Option<usize>, Block)> = Vec::new();
    for (span, range) in cut(text::paragraphs(&text.text), &ranges) {
        let source = Source {
            text,
            index: &index,
            sentences: &sentences,
        };
        let Some(para) = source.para(span, over) else {
            continue;
        };
        let lines = source.slice(span).lines().count();
        match blocks.last_mut() {
            Some((same, block)) if *same == range => {
                block.paragraphs.push(para);
                block.lines += lines;
            }
            _ => {
                let fold = range
                    .and_then(|range| ranges.get(range))
                    .map(|range| fold(range.kind));
                let paragraphs = vec![para];
                blocks.push((
                    range,
                    Block {
                        fold,
                        lines,
                        paragraphs,
                    },
                ));
            }
        }
    }
    blocks.into_iter().map(|(_, block)| block).collect()
}

/// A short name for what a paragraph shows. Another build of the program may name it otherwise; then it is sent once more.
fn version(shown: &impl Hash) -> String {
    let mut hasher = DefaultHasher::new();
    shown.hash(&mut hasher);
    format!("{:x}", hasher.finish())
}

/// What lies over one paragraph.
#[derive(Clone, Copy)]
struct Here<'a> {
    /// Where the paragraph begins: text that was hidden before it has its token here too.
    first: usize,
    marks: &'a [Mark],
    hidden: &'a [HiddenSpan],
    cleared: &'a [ClearedSpan],
    found: &'a [Found],
}

struct Source<'a> {
    text: &'a TextVersion,
    index: &'a CharIndex,
    sentences: &'a [Span],
}

impl Source<'_> {
    fn slice(&self, span: Span) -> &str {
        let bytes = self.index.byte(span.start).zip(self.index.byte(span.end));
        bytes
            .and_then(|(start, end)| self.text.text.get(start..end))
            .unwrap_or_default()
    }

    /// A paragraph; nothing when it holds white space only.
    fn para(&self, span: Span, over: &Over<'_>) -> Option<Para> {
        if self.slice(span).trim().is_empty() {
            return None;
        }
        let here = |start: usize, end: usize| span.overlaps(Span::new(start, end));
        let marks: Vec<Mark> = over
            .marks
            .iter()
            .filter(|it| here(it.start, it.end))
            .cloned()
            .collect();
        let hidden: Vec<HiddenSpan> = over
            .hidden
            .iter()
            .filter(|it| here(it.start, it.end))
            .cloned()
            .collect();
        let cleared: Vec<ClearedSpan> = over
            .cleared
            .iter()
            .filter(|it| here(it.start, it.end))
            .cloned()
            .collect();
        let found: Vec<Found> = over
            .found
            .iter()
            .filter(|it| here(it.start, it.end))
            .cloned()
            .collect();
        let active = over
            .active
            .is_some_and(|at| span.start <= at && at < span.end);
        let mut chips: Vec<Mark> = Vec::new();
        for mark in &marks {
            if !chips.iter().any(|it| {
                it.label == mark.label && it.track == mark.track && it.stance == mark.stance
            }) {
                chips.push(mark.clone());
            }
        }
        Some(Para {
            id: format!("t{}-{}", self.text.id, span.start),
            version: version(&(span.end, active, &marks, &hidden, &cleared, &found)),
            text_id: self.text.id,
            start: span.start,
            end: span.end,
            active,
            chips,
            sentences: self.sentences(
                span,
                Here {
                    first: span.start,
                    marks: &marks,
                    hidden: &hidden,
                    cleared: &cleared,
                    found: &found,
                },
            ),
            has_acts: !(marks.is_empty() && hidden.is_empty() && cleared.is_empty()),
            marks,
            hidden,
            cleared,
        })
    }

    fn sentences(&self, span: Span, here: Here<'_>) -> Vec<Sentence> {
        let first = self.sentences.partition_point(|it| it.end <= span.start);
        let mut spans: Vec<Span> = self.sentences[first..]
            .iter()
            .take_while(|it| it.start < span.end)
            .map(|it| Span::new(it.start.max(span.start), it.end.min(span.end)))
            .filter(|it| !it.is_empty())
            .collect();
        if spans.is_empty() {
            spans.push(span);
        }
        // What stands before the first sentence or behind the last belongs to it, so that no text is left out.
        if let Some(first) = spans.first_mut() {
            first.start = span.start;
        }
        if let Some(last) = spans.last_mut() {
            last.end = span.end;
        }
        let mut found: Vec<Sentence> = Vec::new();
        for (at, one) in spans.iter().enumerate() {
            let next = spans.get(at + 1).map_or(one.end, |next| next.start);
            let between = Span::new(one.end, next);
            found.push(Sentence {
                id: format!("s{}-{}", self.text.id, one.start),
                start: one.start,
                end: one.end,
                marked: here
                    .marks
                    .iter()
                    .any(|it| one.overlaps(Span::new(it.start, it.end))),
                pieces: self.pieces(*one, here),
                gap: self.pieces(between, here),
            });
        }
        found
    }

    /// Nothing for an empty stretch.
    fn pieces(&self, span: Span, here: Here<'_>) -> Vec<Piece> {
        let edges = here.marks.iter().map(|it| (it.start, it.end));
        let edges = edges.chain(here.hidden.iter().map(|it| (it.start, it.end)));
        let edges = edges.chain(here.cleared.iter().map(|it| (it.start, it.end)));
        let edges = edges.chain(here.found.iter().map(|it| (it.start, it.end)));
        let mut edges: Vec<usize> = edges
            .flat_map(|(start, end)| [start, end])
            .filter(|at| span.start < *at && *at < span.end)
            .chain([span.start, span.end])
            .collect();
        edges.sort_unstable();
        edges.dedup();
        edges
            .windows(2)
            .filter_map(|pair| match pair {
                [start, end] => Some(self.piece(Span::new(*start, *end), here)),
                _ => None,
            })
            .collect()
    }

    fn piece(&self, span: Span, here: Here<'_>) -> Piece {
        let over = |start: usize, end: usize| start <= span.start && span.end <= end;
        let redaction = here.hidden.iter().find(|it| over(it.start, it.end));
        let begins = redaction.filter(|it| it.start == span.start || span.start == here.first);
        Piece {
            at: span.start,
            text: self.slice(span).to_owned(),
            track: here
                .marks
                .iter()
                .find(|it| over(it.start, it.end))
                .map(|it| it.track),
            hidden: redaction.map(|it| it.id),
            found: here.found.iter().find(|it| over(it.start, it.end)).cloned(),
            cleared: here.cleared.iter().any(|it| over(it.start, it.end)),
            token: begins.map(|it| Token {
                text: it.token.clone(),
                approved: it.approved,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use serde_json::json;

    use super::*;

    fn version(text: &str, ranges: serde_json::Value) -> TextVersion {
        TextVersion {
            id: 7,
            part_id: 1,
            deriver: "form".into(),
            deriver_version: 1,
            text: text.into(),
            ranges,
            created_at: DateTime::UNIX_EPOCH,
        }
    }

    fn mark(start: usize, end: usize, track: u8) -> Mark {
        Mark {
            coding_id: 1,
            label: track.to_string(),
            title: String::new(),
            track,
            stance: None,
            note: String::new(),
            who: "HT".into(),
            start,
            end,
        }
    }

    fn hidden(start: usize, end: usize) -> HiddenSpan {
        HiddenSpan {
            id: 1,
            ground: "g".into(),
            token: "[udeladt]".into(),
            who: "HT".into(),
            approved: false,
            may_approve: true,
            start,
            end,
        }
    }

    fn pieces(blocks: &[Block]) -> Vec<&Piece> {
        blocks
            .iter()
            .flat_map(|it| &it.paragraphs)
            .flat_map(|it| &it.sentences)
            .flat_map(|it| it.pieces.iter().chain(&it.gap))
            .collect()
    }

    #[test]
    fn the_pieces_of_a_paragraph_are_its_text_whatever_lies_over_it() {
        let text = "Kære udvalg 😀. Vi støtter e\u{301}t forslag.  Ring 12345678!\n\nNæste afsnit <b>her</b>.";
        let marks = [mark(0, 30, 1), mark(20, 40, 2), mark(3, 5, 3)];
        let hides = [hidden(46, 54), hidden(25, 48)];
        let over = Over {
            marks: &marks,
            hidden: &hides,
            cleared: &[],
            found: &[],
            active: Some(3),
        };
        let version = version(text, json!([]));
        let blocks = blocks(&version, &over);
        assert_eq!(blocks.len(), 1);
        for para in &blocks[0].paragraphs {
            let shown: String = para
                .sentences
                .iter()
                .flat_map(|it| it.pieces.iter().chain(&it.gap))
                .map(|it| it.text.as_str())
                .collect();
            assert_eq!(
                Some(shown.as_str()),
                text::slice(text, Span::new(para.start, para.end))
            );
        }
        for piece in pieces(&blocks) {
            let span = Span::new(piece.at, piece.at + piece.text.chars().count());
            assert_eq!(text::slice(text, span), Some(piece.text.as_str()));
        }
        assert!(blocks[0].paragraphs[0].active && !blocks[0].paragraphs[1].active);
    }

    #[test]
    fn a_token_stands_where_hidden_text_begins_and_only_there() {
        let version = version("Ida er syg. Ida er rask.", json!([]));
        let hides = [hidden(0, 15)];
        let over = Over {
            marks: &[],
            hidden: &hides,
            cleared: &[],
            found: &[],
            active: None,
        };
        let blocks = blocks(&version, &over);
        let tokens: Vec<usize> = pieces(&blocks)
            .into_iter()
            .filter(|it| it.token.is_some())
            .map(|it| it.at)
            .collect();
        assert_eq!(tokens, vec![0]);
        assert_eq!(
            pieces(&blocks)
                .into_iter()
                .filter(|it| it.hidden.is_some())
                .count(),
            3,
            "two sentences and what is between"
        );
    }

    #[test]
    fn quotes_are_folded_and_a_paragraph_is_cut_where_one_begins() {
        let version = version(
            "Svar.\n> gammelt\n\n> mere\n\nSlut.",
            json!([{ "start": 6, "end": 23, "kind": "quote" }]),
        );
        let over = Over {
            marks: &[],
            hidden: &[],
            cleared: &[],
            found: &[],
            active: None,
        };
        let folds: Vec<Option<&str>> = blocks(&version, &over)
            .into_iter()
            .map(|it| it.fold)
            .collect();
        assert_eq!(folds, vec![None, Some("quote"), None]);
    }
}
