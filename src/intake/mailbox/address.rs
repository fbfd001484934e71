//! Senders and recipients: display names with commas, quotes, comments, encoded words and raw letters.

use serde::{Deserialize, Serialize};

use super::header::decode;
use crate::text::{charset, collapse, normalize};

/// A name and an address; either may be missing in real mail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    pub name: Option<String>,
    pub address: String,
}

/// A name of more bytes is no name: what follows it without an address is left out.
const LONGEST_NAME: usize = 2_000;

/// The addresses of a field, in order; groups are taken apart.
pub(super) fn parse(value: &[u8]) -> Vec<Address> {
    let value = collapse(&normalize(&charset::decode(value, None).text));
    let mut found: Vec<Address> = Vec::new();
    let mut lead = String::new();
    for entry in entries(&value) {
        let mut address = one(&entry);
        if !address.address.contains('@') && !entry.contains('<') && !entry.trim().is_empty() {
            // "Jensen, Eva <eva@…>" without quotes: the first half of a name. An address without @ is kept when nothing follows.
            if !lead.is_empty() && lead.len() < LONGEST_NAME {
                lead.push_str(", ");
            }
            if lead.len() < LONGEST_NAME {
                lead.push_str(entry.trim());
            }
            continue;
        }
        if !lead.is_empty() {
            let rest = address.name.take().unwrap_or_default();
            address.name = Some(
                decode(format!("{lead}, {rest}").as_bytes())
                    .trim_end_matches([',', ' '])
                    .to_owned(),
            );
            lead.clear();
        }
        found.push(address);
    }
    if !lead.is_empty() && found.is_empty() {
        found.push(Address {
            name: Some(decode(lead.as_bytes())),
            address: String::new(),
        });
    }
    found.retain(|address| !address.address.is_empty() || address.name.is_some());
    found
}

/// Splits at commas and semicolons outside quotes, comments and angle brackets.
fn entries(value: &str) -> Vec<String> {
    let mut entries = Vec::new();
    let mut entry = String::new();
    let (mut quoted, mut escaped, mut depth, mut angle) = (false, false, 0_usize, false);
    for letter in value.chars() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted || depth > 0 => escaped = true,
            '"' if depth == 0 => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            '<' if !quoted && depth == 0 => angle = true,
            '>' if !quoted && depth == 0 => angle = false,
            ',' | ';' if !quoted && depth == 0 && !angle => {
                entries.push(std::mem::take(&mut entry));
                continue;
            }
            ':' if !quoted
                && depth == 0
                && !angle
                && !entry.contains('@')
                && !entry.contains("=?") =>
            {
                entry.clear();
                continue;
            }
            _ => {}
        }
        entry.push(letter);
    }
    entries.push(entry);
    entries
}

fn one(entry: &str) -> Address {
    let (bare, comment) = without_comments(entry);
    if let Some((name, rest)) = rsplit_angle(&bare) {
        let address = rest
            .split('>')
            .next()
            .unwrap_or_default()
            .trim()
            .trim_start_matches("mailto:");
        let route = address.rsplit(':').next().unwrap_or(address);
        let name = clean(name).or_else(|| comment.as_deref().and_then(clean));
        return Address {
            name,
            address: route.trim_matches(['"', '\'', ' ']).to_owned(),
        };
    }
    let address = bare.trim().trim_matches(['"', '\'']).trim();
    // "Eva Sø eva@x.example": somebody left the brackets out.
    if let Some((name, last)) = address.rsplit_once(char::is_whitespace)
        && last.contains('@')
        && !name.contains('@')
    {
        return Address {
            name: clean(name),
            address: last.to_owned(),
        };
    }
    Address {
        name: comment.as_deref().and_then(clean),
        address: address.to_owned(),
    }
}

fn rsplit_angle(entry: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let mut last = None;
    for (at, letter) in entry.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            '<' if !quoted => last = Some(at),
            _ => {}
        }
    }
    let at = last?;
    Some((entry.get(..at)?, entry.get(at + 1..)?))
}

fn clean(name: &str) -> Option<String> {
    let mut plain = String::new();
    let mut escaped = false;
    for letter in name.trim().chars() {
        match letter {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => {}
            other => {
                escaped = false;
                plain.push(other);
            }
        }
    }
    let decoded = decode(plain.as_bytes());
    // A name in quotes inside the encoded word, or in single quotes, as some programs have it.
    let decoded = decoded.trim().trim_matches('"');
    let decoded = decoded
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''))
        .unwrap_or(decoded)
        .trim();
    (!decoded.is_empty()).then(|| decoded.to_owned())
}

fn without_comments(entry: &str) -> (String, Option<String>) {
    let (mut bare, mut comment) = (String::new(), String::new());
    let (mut quoted, mut depth) = (false, 0_usize);
    for letter in entry.chars() {
        match letter {
            '"' if depth == 0 => {
                quoted = !quoted;
                bare.push(letter);
            }
            '(' if !quoted => {
                depth += 1;
                if depth > 1 {
                    comment.push(letter);
                }
            }
            ')' if !quoted && depth > 0 => {
                depth -= 1;
                if depth > 0 {
                    comment.push(letter);
                }
            }
            _ if depth > 0 => comment.push(letter),
            _ => bare.push(letter),
        }
    }
    // "Eva Sø (Region Nord) <…>": the comment is part of what people read as the name.
    if let Some((name, _)) = rsplit_angle(&bare)
        && !name.trim().is_empty()
        && !comment.is_empty()
    {
        let joined = format!(
            "{} ({comment}) <{}",
            name.trim(),
            bare.rsplit('<').next().unwrap_or_default()
        );
        return (joined, None);
    }
    (bare, (!comment.is_empty()).then_some(comment))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(value: &[u8]) -> (Option<String>, String) {
        let found = parse(value).into_iter().next().unwrap_or_default();
        (found.name, found.address)
    }

    #[test]
    fn names_come_in_every_form() {
        let name = |text: &str| Some(text.to_owned());
        assert_eq!(
            first(b"\"Forbund, Kreds Vest\" <a@b.example>"),
            (name("Forbund, Kreds Vest"), "a@b.example".into())
        );
        assert_eq!(
            first(b"=?iso-8859-1?Q?S=F8=2C_Eva?= <a@b.example>"),
            (name("Sø, Eva"), "a@b.example".into())
        );
        assert_eq!(
            first(b"S\xF8, Eva <a@b.example>"),
            (name("Sø, Eva"), "a@b.example".into())
        );
        assert_eq!(
            first(b"a@b.example (Eva S\xC3\xB8)"),
            (name("Eva Sø"), "a@b.example".into())
        );
        assert_eq!(first(b"a@b.example"), (None, "a@b.example".into()));
        assert_eq!(parse(b"Venner: a@b.example, c@d.example;").len(), 2);
    }
}
