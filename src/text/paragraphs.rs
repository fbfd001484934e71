//! Paragraphs: stretches between blank lines.

use super::Span;

/// The paragraphs of a normalised text, each without the white space around it.
#[must_use]
pub fn paragraphs(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<Span> = None;
    let mut at = 0;
    for line in text.split('\n') {
        let length = line.chars().count();
        let indent = line
            .chars()
            .take_while(|letter| letter.is_whitespace())
            .count();
        if indent == length {
            found.extend(open.take());
        } else {
            let end = at + line.trim_end().chars().count();
            open = Some(Span::new(open.map_or(at + indent, |span| span.start), end));
        }
        at += length + 1;
    }
    found.extend(open);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_part_paragraphs() {
        assert_eq!(
            paragraphs("\n å b \nc\n \nd"),
            vec![Span::new(2, 8), Span::new(11, 12)]
        );
    }
}
