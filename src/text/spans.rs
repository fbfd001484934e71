//! Places in a text, counted in code points.

use serde::{Deserialize, Serialize};

/// A half-open stretch of a text, in code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The length in code points.
    #[must_use]
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    #[must_use]
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// What a marked stretch of a text is. Marked is not removed: only a person takes it out of publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RangeKind {
    /// Somebody else's earlier mail.
    Quote,
    /// Name card and contact lines under the greeting, or what follows `-- `.
    Signature,
    /// Confidentiality, virus and privacy notices.
    Disclaimer,
    /// The header block of a forwarded mail, with the covering note above it.
    ForwardHeader,
    PageHeader,
    PageFooter,
    /// What the mail program or webmail added: *Sendt fra min iPhone*.
    ClientFooter,
    /// Not shown by the sender's program: hidden HTML, image placeholders.
    Hidden,
}

impl RangeKind {
    /// The word that other programs know it by.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Quote => "quote",
            Self::Signature => "signature",
            Self::Disclaimer => "disclaimer",
            Self::ForwardHeader => "forward_header",
            Self::PageHeader => "page_header",
            Self::PageFooter => "page_footer",
            Self::ClientFooter => "client_footer",
            Self::Hidden => "hidden",
        }
    }
}

/// A marked stretch of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Range {
    pub start: usize,
    pub end: usize,
    pub kind: RangeKind,
}

impl Range {
    #[must_use]
    pub fn new(start: usize, end: usize, kind: RangeKind) -> Self {
        Self { start, end, kind }
    }

    #[must_use]
    pub fn span(self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// The number of code points.
#[must_use]
pub fn char_len(text: &str) -> usize {
    text.chars().count()
}

/// The stretch of a text, or nothing when it lies outside.
#[must_use]
pub fn slice(text: &str, span: Span) -> Option<&str> {
    let index = CharIndex::new(text);
    text.get(index.byte(span.start)?..index.byte(span.end)?)
}

/// The text with marked stretches replaced by a line break.
#[must_use]
pub fn without(text: &str, ranges: &[Range]) -> String {
    let mut begun: Vec<Range> = ranges.to_vec();
    begun.sort_unstable();
    let mut begun = begun.iter().peekable();
    let mut kept = String::with_capacity(text.len());
    let (mut inside, mut until) = (false, 0);
    for (at, letter) in text.chars().enumerate() {
        while let Some(range) = begun.next_if(|range| range.start <= at) {
            until = until.max(range.end);
        }
        let marked = at < until;
        if !marked {
            kept.push(letter);
        } else if !inside {
            kept.push('\n');
        }
        inside = marked;
    }
    kept
}

/// Turns code points into bytes and back, in logarithmic time.
pub struct CharIndex {
    /// The byte offset of every code point, and the length.
    bytes: Vec<usize>,
}

impl CharIndex {
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        bytes.push(text.len());
        Self { bytes }
    }

    /// The byte offset of a code point, or nothing when the text is shorter.
    #[must_use]
    pub fn byte(&self, char: usize) -> Option<usize> {
        self.bytes.get(char).copied()
    }

    /// The code point at or after a byte offset.
    #[must_use]
    pub fn char(&self, byte: usize) -> usize {
        self.bytes.partition_point(|at| *at < byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_code_points() {
        assert_eq!(slice("æøå 😀!", Span::new(1, 5)), Some("øå 😀"));
        assert_eq!(slice("æ", Span::new(0, 2)), None);
        assert_eq!(CharIndex::new("æøå").char(4), 2);
    }
}
