//! Finding a span of one text again in another: what was marked in an old reading of a file, in a new one.

use super::{CharIndex, Span, collapse};

/// A text that spans are looked for in.
pub struct Ground {
    text: String,
    index: CharIndex,
    /// With every run of white space as one space, and the code point of the text that each of its code points stands at.
    folded: String,
    folded_index: CharIndex,
    places: Vec<usize>,
}

/// What was marked, as it stood in its own text.
#[derive(Clone, Copy, Debug)]
pub struct Quote<'a> {
    pub at: Span,
    pub exact: &'a str,
    /// A little of the text on either side; may be empty.
    pub prefix: &'a str,
    pub suffix: &'a str,
}

impl Ground {
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut folded = String::with_capacity(text.len());
        let mut places = Vec::new();
        let mut blank = false;
        for (at, letter) in text.chars().enumerate() {
            let space = letter.is_whitespace();
            if !(space && blank) {
                folded.push(if space { ' ' } else { letter });
                places.push(at);
            }
            blank = space;
        }
        Self {
            index: CharIndex::new(text),
            folded_index: CharIndex::new(&folded),
            text: text.to_owned(),
            folded,
            places,
        }
    }

    /// Where the quote stands here: at the same place; else at the only place with these words, line ends counting as spaces; else at the
    /// only one of several with the same words around it. Nothing when that is not certain: a person decides.
    #[must_use]
    pub fn find(&self, quote: Quote<'_>) -> Option<Span> {
        if self.slice(quote.at) == Some(quote.exact) {
            return Some(quote.at);
        }
        let words = collapse(quote.exact);
        if words.is_empty() {
            return None;
        }
        let all: Vec<Span> = self
            .folded
            .match_indices(&words)
            .filter_map(|(byte, found)| self.span(byte, byte + found.len()))
            .collect();
        match all.as_slice() {
            [] => None,
            [only] => Some(*only),
            several => {
                let mut alike = several.iter().filter(|at| self.is_within(**at, quote));
                alike.next().filter(|_| alike.next().is_none()).copied()
            }
        }
    }

    /// What stands at a span.
    #[must_use]
    pub fn slice(&self, span: Span) -> Option<&str> {
        self.text
            .get(self.index.byte(span.start)?..self.index.byte(span.end)?)
    }

    /// What stands before and after a span, at most so many code points of it.
    #[must_use]
    pub fn around(&self, span: Span, most: usize) -> (&str, &str) {
        let length = self.index.char(self.text.len());
        let before = Span::new(span.start.saturating_sub(most), span.start);
        let after = Span::new(span.end, (span.end + most).min(length));
        (
            self.slice(before).unwrap_or_default(),
            self.slice(after).unwrap_or_default(),
        )
    }

    fn span(&self, from: usize, to: usize) -> Option<Span> {
        let (first, behind) = (self.folded_index.char(from), self.folded_index.char(to));
        let start = *self.places.get(first)?;
        let last = *self.places.get(behind.checked_sub(1)?)?;
        Some(Span::new(start, last + 1))
    }

    fn is_within(&self, at: Span, quote: Quote<'_>) -> bool {
        let (before, after) = (collapse(quote.prefix), collapse(quote.suffix));
        let most = quote
            .prefix
            .chars()
            .count()
            .max(quote.suffix.chars().count())
            + 8;
        let (left, right) = self.around(at, most);
        collapse(left).ends_with(&before) && collapse(right).starts_with(&after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quote(exact: &str, at: usize) -> Quote<'_> {
        let end = at + exact.chars().count();
        Quote {
            at: Span::new(at, end),
            exact,
            prefix: "",
            suffix: "",
        }
    }

    #[test]
    fn words_are_found_where_they_were_or_at_their_only_place() {
        let new = Ground::new("Ænd. Vi støtter planen.");
        assert_eq!(new.find(quote("Vi støtter", 5)), Some(Span::new(5, 15)));
        assert_eq!(new.find(quote("planen", 0)), Some(Span::new(16, 22)));
        assert_eq!(new.find(quote("visionen", 0)), None);
    }

    #[test]
    fn other_line_ends_are_the_same_words() {
        let new = Ground::new("Først.\n\nVi støtter\nplanen, men");
        let found = new.find(quote("Vi støtter planen", 0)).unwrap();
        assert_eq!(new.slice(found), Some("Vi støtter\nplanen"));
    }

    #[test]
    fn one_of_several_is_chosen_by_what_stands_around_it_or_not_at_all() {
        let new = Ground::new("a bør nok x. b bør nok y.");
        assert_eq!(new.find(quote("bør nok", 9)), None);
        let second = Quote {
            prefix: "b ",
            suffix: " y",
            ..quote("bør nok", 9)
        };
        assert_eq!(new.find(second), Some(Span::new(15, 22)));
    }
}
