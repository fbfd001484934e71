//! Subjects and sentences made ready for the patterns.

/// Takes the full stop from ordinals and common abbreviations, so that a pattern may run to the end of a sentence.
pub(super) fn unstop(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for word in text.split(' ') {
        let bare = word.strip_suffix('.').unwrap_or(word);
        let ordinal = !bare.is_empty()
            && bare.len() <= 2
            && bare.chars().all(|letter| letter.is_ascii_digit());
        let short = matches!(
            bare,
            "kl" | "ca"
                | "bl.a"
                | "f.eks"
                | "nr"
                | "vedr"
                | "jf"
                | "pkt"
                | "evt"
                | "inkl"
                | "okt"
                | "sept"
                | "sep"
                | "aug"
                | "nov"
        );
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(if ordinal || short { bare } else { word });
    }
    plain
}

/// The subject without reply and forward prefixes, and whether it had one.
pub(super) fn topic(subject: &str) -> (String, bool) {
    let mut rest = without_tags(subject.trim());
    let mut replied = false;
    while let Some((prefix, after)) = rest.split_once(':') {
        let bare = prefix.trim().trim_end_matches(|letter: char| {
            letter.is_ascii_digit() || matches!(letter, '[' | ']')
        });
        if !matches!(
            bare,
            "sv" | "re"
                | "vs"
                | "fw"
                | "fwd"
                | "aw"
                | "antw"
                | "wg"
                | "vb"
                | "antwort"
                | "videresendt"
                | "svar"
                | "[ekstern] re"
                | "[ekstern] sv"
        ) {
            break;
        }
        replied |= matches!(
            bare,
            "sv" | "re" | "aw" | "antw" | "antwort" | "svar" | "[ekstern] re" | "[ekstern] sv"
        );
        rest = after.trim();
    }
    (without_tags(rest).to_owned(), replied)
}

/// Without what filters, lists and case systems put before a subject: `[EKSTERN]`, `[naboer]`.
fn without_tags(subject: &str) -> &str {
    let mut rest = subject;
    while let Some((tag, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        if tag.chars().count() > 40 || after.trim().is_empty() {
            break;
        }
        rest = after.trim();
    }
    rest
}

/// Whether a text without any header is still something that a person wrote.
pub(super) fn looks_like_prose(text: &str) -> bool {
    let letters = text
        .chars()
        .filter(|letter| letter.is_alphabetic() || letter.is_whitespace())
        .count();
    letters > 20 && letters * 10 > text.chars().count() * 8
}
