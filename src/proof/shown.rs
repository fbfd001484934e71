//! Which paragraphs of a text are shown untouched.

use super::commitment::paragraphs;

/// Stands where something was taken out, for the length of a look at the paragraphs.
const GONE: char = '\u{e000}';

/// A paragraph, unless something in it was taken out.
pub type Untouched = Option<String>;

/// The paragraphs of a text by the commitment's rule, in order; `None` where a stretch that was taken out (code points, half-open) touches
/// one. White space stays in the place of what is taken out, so that the paragraphs keep their numbers.
#[must_use]
pub fn untouched(text: &str, out: &[(usize, usize)]) -> Vec<Untouched> {
    let mut ranges = out.to_vec();
    ranges.sort_unstable();
    let mut next = ranges.iter().peekable();
    let mut until = 0;
    let marked: String = text
        .chars()
        .enumerate()
        .map(|(at, letter)| {
            while let Some((_, end)) = next.next_if(|(start, _)| *start <= at) {
                until = until.max(*end);
            }
            if at < until && !letter.is_whitespace() {
                GONE
            } else {
                letter
            }
        })
        .collect();
    paragraphs(&marked)
        .into_iter()
        .map(|paragraph| Some(paragraph).filter(|paragraph| !paragraph.contains(GONE)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::untouched;

    #[test]
    fn a_paragraph_with_something_taken_out_is_not_shown_and_keeps_its_number() {
        let text = "En.\n\nTo 12.\n\nTre.\n\nFire.";
        let found = untouched(text, &[(8, 10), (13, 20)]);
        assert_eq!(found, [Some("En.".into()), None, None, None]);
        assert_eq!(untouched(text, &[]).len(), 4);
    }
}
