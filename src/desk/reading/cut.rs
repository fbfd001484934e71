//! Where a text is cut: into paragraphs, and those where a quote, a signature and the like begin and end.

use crate::response::TextVersion;
use crate::text::{self, Range, RangeKind, Span};

/// The end of the key of what a folded range is called.
pub(super) const fn fold(kind: RangeKind) -> &'static str {
    match kind {
        RangeKind::Quote => "quote",
        RangeKind::Signature => "signature",
        RangeKind::Disclaimer => "disclaimer",
        RangeKind::ForwardHeader => "forward-header",
        RangeKind::PageHeader => "page-header",
        RangeKind::PageFooter => "page-footer",
        RangeKind::ClientFooter => "client-footer",
        RangeKind::Hidden => "hidden",
    }
}

/// Where the paragraph begins that holds a place in the text, as the page of the response names it.
pub(in crate::desk) fn place(text: &TextVersion, at: usize) -> usize {
    let pieces = cut(text::paragraphs(&text.text), &text.marked());
    let before = pieces.iter().rev().find(|(span, _)| span.start <= at);
    before.or(pieces.first()).map_or(0, |(span, _)| span.start)
}

/// Paragraphs, cut where a marked range begins or ends, each with the range that it lies in.
pub(super) fn cut(paragraphs: Vec<Span>, ranges: &[Range]) -> Vec<(Span, Option<usize>)> {
    let mut pieces = Vec::new();
    for paragraph in paragraphs {
        let mut edges: Vec<usize> = ranges
            .iter()
            .flat_map(|range| [range.start, range.end])
            .filter(|at| paragraph.start < *at && *at < paragraph.end)
            .chain([paragraph.start, paragraph.end])
            .collect();
        edges.sort_unstable();
        edges.dedup();
        for pair in edges.windows(2) {
            if let [start, end] = *pair {
                let inside = |range: &Range| range.start <= start && end <= range.end;
                pieces.push((Span::new(start, end), ranges.iter().position(inside)));
            }
        }
    }
    pieces
}
