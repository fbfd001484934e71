//! A mail's text with what is not the sender's own words folded.

use serde::Serialize;

use crate::intake::mailbox::ReadMail;
use crate::text::{Range, Span, char_len, slice};

/// A stretch of a mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stretch {
    /// The end of the key of what it is called; none for the sender's own words.
    pub fold: Option<String>,
    pub lines: usize,
    pub text: String,
}

/// The text in order; marked stretches that touch are one.
pub(in crate::desk) fn stretches(read: &ReadMail) -> Vec<Stretch> {
    let mut ranges: Vec<Range> = read.ranges.clone();
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    let (mut all, mut at): (Vec<Stretch>, usize) = (Vec::new(), 0);
    for range in ranges {
        if range.end <= at {
            continue;
        }
        let start = range.start.max(at);
        push(&mut all, &read.text, Span::new(at, start), None);
        let kind = range.kind.as_str().replace('_', "-");
        push(
            &mut all,
            &read.text,
            Span::new(start, range.end),
            Some(kind),
        );
        at = range.end;
    }
    push(
        &mut all,
        &read.text,
        Span::new(at, char_len(&read.text)),
        None,
    );
    all
}

fn push(all: &mut Vec<Stretch>, whole: &str, span: Span, fold: Option<String>) {
    let text = slice(whole, span).unwrap_or_default().trim_matches('\n');
    if text.trim().is_empty() {
        return;
    }
    match all.last_mut() {
        Some(last) if last.fold == fold => {
            last.text.push('\n');
            last.text.push_str(text);
            last.lines = last.text.lines().count();
        }
        _ => all.push(Stretch {
            fold,
            lines: text.lines().count(),
            text: text.to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::RangeKind;

    #[test]
    fn quotes_are_folded_and_nothing_is_lost() {
        let read = ReadMail {
            text: "Hej\n\nÆh?\n\nMvh Åse\n\n> citat\n> mere".into(),
            ranges: vec![
                Range::new(19, 33, RangeKind::Quote),
                Range::new(10, 17, RangeKind::Signature),
            ],
            ..ReadMail::default()
        };
        let all = stretches(&read);
        let shown: Vec<(Option<&str>, &str)> = all
            .iter()
            .map(|one| (one.fold.as_deref(), one.text.as_str()))
            .collect();
        assert_eq!(
            shown,
            [
                (None, "Hej\n\nÆh?"),
                (Some("signature"), "Mvh Åse"),
                (Some("quote"), "> citat\n> mere")
            ]
        );
    }
}
