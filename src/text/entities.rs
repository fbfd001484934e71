//! Entities of HTML in what is said to be plain text: some web forms escape a text and mail it as it then stands.
//!
//! Guarantees: nothing is touched unless entities stand for Danish letters and none of these stands there by itself; *&amp;amp;* in prose is
//! left alone.

use super::html;

const DANISH: [&str; 12] = [
    "&aelig;", "&oslash;", "&aring;", "&AElig;", "&Oslash;", "&Aring;", "&#230;", "&#248;",
    "&#229;", "&#198;", "&#216;", "&#197;",
];

/// The text with its entities read; nothing when they are none or meant.
#[must_use]
pub fn unescape(text: &str) -> Option<String> {
    let escaped = DANISH.iter().any(|entity| text.contains(entity));
    if !escaped || text.contains(['æ', 'ø', 'å', 'Æ', 'Ø', 'Å']) {
        return None;
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let end = from
            .bytes()
            .take(12)
            .position(|byte| byte == b';')
            .map_or(1, |end| end + 1);
        let (entity, after) = from.split_at(end);
        match entity {
            "&" => plain.push('&'),
            "&nbsp;" | "&#160;" => plain.push(' '),
            _ => plain.push_str(&html::to_text(entity).text),
        }
        rest = after;
    }
    plain.push_str(rest);
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_read_where_a_program_put_them_and_left_where_a_person_did() {
        assert_eq!(
            unescape("b&aelig;k &amp; &aring;&nbsp;A & B &ukendt; &").as_deref(),
            Some("bæk & å A & B &ukendt; &")
        );
        assert_eq!(unescape("Ø og &oslash;"), None);
        assert_eq!(unescape("A &amp; B"), None);
    }
}
