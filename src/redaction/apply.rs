//! From a text to what the public may read of it. Pure: the same text and spans give the same result.

use super::Ground;
use crate::text::{CharIndex, Span};

/// A span to hide, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hidden {
    pub span: Span,
    pub ground: Ground,
}

/// A stretch of public text: kept as it was, or a token in the place of what was hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Where it is in the public text.
    pub public: Span,
    /// What it stands for in the original. Never leaves the secretariat.
    pub original: Span,
    /// The ground of a token; none for kept text.
    pub ground: Option<Ground>,
}

/// A text with tokens in the place of what was hidden, and the map from the original. All offsets are code points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicText {
    pub text: String,
    /// In order and without gaps, in both texts.
    pub runs: Vec<Run>,
}

/// Hides spans behind the token of their ground. Spans may overlap, touch, be out of order or reach outside the text: overlapping ones
/// become one token, with the ground of the one that begins first (of two, the longer); touching ones of one ground too.
#[must_use]
pub fn apply(text: &str, hidden: &[Hidden], token: impl Fn(Ground) -> String) -> PublicText {
    let index = CharIndex::new(text);
    let length = index.char(text.len());
    let mut public = PublicText {
        text: String::with_capacity(text.len()),
        runs: Vec::new(),
    };
    let mut at = 0;
    for one in merged(hidden, length) {
        public.keep(text, &index, Span::new(at, one.span.start));
        public.push(&token(one.ground), one.span, Some(one.ground));
        at = one.span.end;
    }
    public.keep(text, &index, Span::new(at, length));
    public
}

fn merged(hidden: &[Hidden], length: usize) -> Vec<Hidden> {
    let mut spans: Vec<Hidden> = hidden
        .iter()
        .map(|one| Hidden {
            span: Span::new(one.span.start.min(length), one.span.end.min(length)),
            ..*one
        })
        .filter(|one| !one.span.is_empty())
        .collect();
    spans.sort_by_key(|one| (one.span.start, std::cmp::Reverse(one.span.end), one.ground));
    let mut merged: Vec<Hidden> = Vec::new();
    for one in spans {
        match merged.last_mut() {
            Some(last)
                if one.span.start < last.span.end
                    || (one.span.start == last.span.end && one.ground == last.ground) =>
            {
                last.span.end = last.span.end.max(one.span.end);
            }
            _ => merged.push(one),
        }
    }
    merged
}

impl PublicText {
    fn keep(&mut self, text: &str, index: &CharIndex, span: Span) {
        let bytes = index.byte(span.start).zip(index.byte(span.end));
        if let Some(kept) = bytes.and_then(|(start, end)| text.get(start..end))
            && !span.is_empty()
        {
            self.push(kept, span, None);
        }
    }

    fn push(&mut self, piece: &str, original: Span, ground: Option<Ground>) {
        let start = self.runs.last().map_or(0, |run| run.public.end);
        self.text.push_str(piece);
        self.runs.push(Run {
            public: Span::new(start, start + piece.chars().count()),
            original,
            ground,
        });
    }

    /// What is left of a span of the original: in public offsets, in order, split where it crosses what was hidden, without white space
    /// at the ends and without pieces that hold nothing else. Empty when all of it was hidden.
    #[must_use]
    pub fn carry(&self, original: Span) -> Vec<Span> {
        let letters: Vec<char> = self.text.chars().collect();
        self.runs
            .iter()
            .filter(|run| run.ground.is_none())
            .filter_map(|run| {
                let start = original.start.max(run.original.start);
                let end = original.end.min(run.original.end);
                let shift = |at: usize| run.public.start + (at - run.original.start);
                (start < end).then(|| trimmed(&letters, Span::new(shift(start), shift(end))))
            })
            .filter(|span| !span.is_empty())
            .collect()
    }

    /// How many code points of the original were hidden.
    #[must_use]
    pub fn hidden_characters(&self) -> usize {
        let tokens = self.runs.iter().filter(|run| run.ground.is_some());
        tokens.map(|run| run.original.len()).sum()
    }
}

fn trimmed(letters: &[char], span: Span) -> Span {
    let Some(inside) = letters.get(span.start..span.end) else {
        return Span::new(span.start, span.start);
    };
    let head = inside.iter().take_while(|it| it.is_whitespace()).count();
    if head == inside.len() {
        return Span::new(span.start, span.start);
    }
    let tail = inside
        .iter()
        .rev()
        .take_while(|it| it.is_whitespace())
        .count();
    Span::new(span.start + head, span.end - tail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::slice;

    fn hide(start: usize, end: usize, ground: Ground) -> Hidden {
        Hidden {
            span: Span::new(start, end),
            ground,
        }
    }

    fn public(text: &str, hidden: &[Hidden]) -> PublicText {
        apply(text, hidden, |ground| format!("[{ground}]"))
    }

    fn carried(of: &PublicText, start: usize, end: usize) -> Vec<&str> {
        of.carry(Span::new(start, end))
            .into_iter()
            .map(|span| slice(&of.text, span).unwrap())
            .collect()
    }

    #[test]
    fn nothing_hidden_leaves_the_text_and_every_offset_alone() {
        let of = public("Åse 😀 bor her", &[]);
        assert_eq!(of.text, "Åse 😀 bor her");
        assert_eq!(of.carry(Span::new(4, 5)), vec![Span::new(4, 5)]);
        assert_eq!(public("", &[hide(0, 5, Ground::Cpr)]).text, "");
    }

    #[test]
    fn offsets_count_emoji_and_combining_letters_as_code_points() {
        let text = "😀😀 ring 12345678 e\u{301}n";
        let of = public(text, &[hide(8, 16, Ground::Contact)]);
        assert_eq!(of.text, "😀😀 ring [contact] e\u{301}n");
        assert_eq!(carried(&of, 0, 20), vec!["😀😀 ring", "e\u{301}n"]);
    }

    #[test]
    fn a_passage_that_crosses_a_redaction_is_split_and_one_inside_it_is_gone() {
        let of = public(
            "Min datter Ida er syg i dag.",
            &[hide(11, 14, Ground::ThirdPerson)],
        );
        assert_eq!(of.text, "Min datter [third_person] er syg i dag.");
        assert_eq!(carried(&of, 0, 21), vec!["Min datter", "er syg"]);
        assert!(carried(&of, 11, 14).is_empty());
        assert!(
            carried(&of, 10, 15).is_empty(),
            "white space alone is nothing"
        );
    }

    #[test]
    fn overlapping_spans_are_one_token_with_the_ground_of_the_first() {
        let spans = [hide(3, 8, Ground::Health), hide(1, 5, Ground::Cpr)];
        let of = public("0123456789", &spans);
        assert_eq!(of.text, "0[cpr]89");
        assert_eq!(of.hidden_characters(), 7);
        assert_eq!(
            public(
                "0123",
                &[hide(1, 2, Ground::Cpr), hide(1, 3, Ground::Health)]
            )
            .text,
            "0[health]3"
        );
    }

    #[test]
    fn touching_spans_are_one_token_only_when_their_ground_is_one() {
        assert_eq!(
            public("0123", &[hide(0, 1, Ground::Cpr), hide(1, 2, Ground::Cpr)]).text,
            "[cpr]23"
        );
        assert_eq!(
            public(
                "0123",
                &[hide(0, 1, Ground::Cpr), hide(1, 2, Ground::Health)]
            )
            .text,
            "[cpr][health]23"
        );
    }

    #[test]
    fn a_span_that_reaches_outside_the_text_hides_to_its_end() {
        assert_eq!(
            public(
                "0123",
                &[hide(2, 99, Ground::Cpr), hide(50, 60, Ground::Cpr)]
            )
            .text,
            "01[cpr]"
        );
    }

    #[test]
    fn the_token_does_not_tell_the_length() {
        let one = public("a1b", &[hide(1, 2, Ground::Cpr)]).text;
        assert_eq!(one, public("a123456b", &[hide(1, 7, Ground::Cpr)]).text);
    }

    #[test]
    fn runs_have_no_gaps_in_either_text() {
        let of = public(
            "æøå 0123 æøå",
            &[hide(4, 8, Ground::Cpr), hide(9, 10, Ground::Threat)],
        );
        for pair in of.runs.windows(2) {
            assert_eq!(pair[0].public.end, pair[1].public.start);
            assert_eq!(pair[0].original.end, pair[1].original.start);
        }
        assert_eq!(of.runs.last().unwrap().public.end, of.text.chars().count());
        assert_eq!(of.runs.last().unwrap().original.end, 12);
    }
}
