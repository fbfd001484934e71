//! Which parts are the text, and the text they give: all inline text parts in order, HTML by a real parser, format=flowed unwrapped.

use super::flowed::unflow;
use super::tree::Part;
use super::warning::{Code, Warning};
use crate::text::{Range, RangeKind, Span, char_len, charset, entities, html, normalize};

/// How the bytes of a text were read.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Charset {
    pub declared: Option<String>,
    pub read_as: &'static str,
    /// Another than the declared one fits the bytes.
    pub repaired: bool,
}

/// The text of a mail and what its HTML says about stretches of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Body {
    pub(super) text: String,
    pub(super) quotes: Vec<Span>,
    pub(super) indented: Vec<Span>,
    pub(super) hidden: Vec<Span>,
    /// The addresses (`cid:`) of pictures that the HTML shows.
    pub(super) shown: Vec<String>,
    pub(super) warnings: Vec<Warning>,
    pub(super) charsets: Vec<Charset>,
}

impl Body {
    /// Whether nothing in it came with marks from HTML.
    pub(super) fn is_plain(&self) -> bool {
        self.quotes.is_empty() && self.indented.is_empty() && self.hidden.is_empty()
    }
}

/// What is found on the way through the tree.
#[derive(Debug, Default)]
pub(super) struct Walk<'a> {
    pub(super) body: Body,
    /// Files, in order.
    pub(super) files: Vec<&'a Part>,
    /// Parts that only machines read: delivery status, disposition, calendar without a name.
    pub(super) machine: Vec<&'a Part>,
    /// Whether a text part came before.
    read_text: bool,
    /// How many text parts this walk found.
    texts: usize,
}

/// Walks a mail's tree.
pub(super) fn walk(part: &Part) -> Walk<'_> {
    let mut walk = Walk::default();
    walk.part(part, true);
    let trimmed = walk.body.text.trim_end().to_owned();
    let end = char_len(&trimmed);
    let body = &mut walk.body;
    body.text = trimmed;
    // Blank lines at the end of a quote went with the text.
    for spans in [&mut body.quotes, &mut body.indented, &mut body.hidden] {
        for span in spans.iter_mut() {
            span.end = span.end.min(end);
        }
        spans.retain(|span| span.start < span.end);
    }
    walk
}

/// What one inline text part gives.
#[derive(Clone, Debug, Default)]
struct Piece {
    text: String,
    quotes: Vec<Span>,
    indented: Vec<Span>,
    hidden: Vec<Span>,
    shown: Vec<String>,
    warning: Option<Warning>,
    charset: Option<Charset>,
}

fn is_machine(media: &str) -> bool {
    matches!(
        media,
        "message/delivery-status"
            | "message/disposition-notification"
            | "text/rfc822-headers"
            | "message/global-delivery-status"
            | "message/global-headers"
            | "message/feedback-report"
            | "message/global-disposition-notification"
    )
}

impl<'a> Walk<'a> {
    /// `text` is whether text parts below count as the mail's text.
    fn part(&mut self, part: &'a Part, text: bool) {
        let media = part.media();
        if part.is_multipart() {
            match media {
                "multipart/alternative" => self.alternative(part, text),
                _ => part
                    .children
                    .iter()
                    .for_each(|child| self.part(child, text)),
            }
        } else if is_machine(media) || (media == "text/calendar" && part.filename().is_none()) {
            self.machine.push(part);
        } else if is_inline_text(part, !self.read_text) {
            if text {
                self.read_text = true;
                self.texts += 1;
                self.add(piece(part));
            }
        } else {
            self.files.push(part);
        }
    }

    /// Takes the plain text, unless it is a stub beside a full HTML; files in either are kept.
    fn alternative(&mut self, part: &'a Part, text: bool) {
        // Each child is walked once: what is nested twenty deep would be walked a million times else.
        let mut options: Vec<(bool, Self)> = Vec::new();
        for child in &part.children {
            let html = has_html(child);
            // A second text of the same type with a name is a file that was put in the wrong place.
            let second = |(known, inner): &(bool, Self)| *known == html && inner.texts > 0;
            let mut inner = Self {
                read_text: self.read_text || options.iter().any(second),
                ..Self::default()
            };
            inner.part(child, true);
            options.push((html, inner));
        }
        let words = |text: &str| {
            text.split_whitespace()
                .filter(|word| !word.contains("://"))
                .count()
        };
        let longest = |wanted: bool| {
            options
                .iter()
                .enumerate()
                .filter(|(_, (html, inner))| *html == wanted && inner.texts > 0)
                .map(|(at, (_, inner))| (at, inner.body.text.as_str()))
                .max_by_key(|(_, text)| words(text))
        };
        let chosen = match (longest(false), longest(true)) {
            (Some((_, plain)), Some((at, marked)))
                if words(plain) * 2 < words(marked) || is_stub(plain, marked) =>
            {
                if words(plain) > 0 {
                    self.body.warnings.push(Code::AlternativesDiffer.into());
                }
                Some(at)
            }
            // Some phones send the plain text as one line.
            (Some((_, plain)), Some((at, marked))) if lost_lines(plain, marked) => Some(at),
            (Some((at, _)), _) => Some(at),
            (None, marked) => marked.map(|(at, _)| at),
        };
        for (at, (_, inner)) in options.into_iter().enumerate() {
            self.absorb(inner, text && chosen == Some(at));
        }
    }

    /// Takes what another walk found; its text only where that is chosen.
    fn absorb(&mut self, inner: Self, text: bool) {
        self.files.extend(inner.files);
        self.machine.extend(inner.machine);
        if text {
            self.read_text |= inner.read_text;
            self.texts += inner.texts;
            self.body.warnings.extend(inner.body.warnings);
            self.body.charsets.extend(inner.body.charsets);
            self.add(Piece {
                text: inner.body.text,
                quotes: inner.body.quotes,
                indented: inner.body.indented,
                hidden: inner.body.hidden,
                shown: inner.body.shown,
                warning: None,
                charset: None,
            });
        }
    }

    fn add(&mut self, piece: Piece) {
        self.body.shown.extend(piece.shown);
        self.body.warnings.extend(piece.warning);
        self.body.charsets.extend(piece.charset);
        if piece.text.trim().is_empty() {
            return;
        }
        if !self.body.text.is_empty() {
            let length = self.body.text.trim_end().len();
            self.body.text.truncate(length);
            self.body.text.push_str("\n\n");
        }
        let shift = char_len(&self.body.text);
        let moved = |spans: Vec<Span>| {
            spans
                .into_iter()
                .map(move |span| Span::new(span.start + shift, span.end + shift))
        };
        self.body.quotes.extend(moved(piece.quotes));
        self.body.indented.extend(moved(piece.indented));
        self.body.hidden.extend(moved(piece.hidden));
        self.body.text.push_str(&piece.text);
    }
}

fn is_stub(plain: &str, marked: &str) -> bool {
    let plain = plain.to_lowercase();
    plain.chars().count() < 300
        && marked.split_whitespace().count() > 10
        && [
            "html-format",
            "html format",
            "understøtter ikke html",
            "does not support html",
            "vise html",
            "view this email in",
            "se mailen i",
            "html-kompatib",
            "html-kapabel",
        ]
        .iter()
        .any(|sign| plain.contains(sign))
}

/// Whether two texts have the same letters, and one of them none of the other's line breaks.
fn lost_lines(plain: &str, marked: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars()
            .filter(|letter| !letter.is_whitespace())
            .collect()
    };
    !plain.trim().contains('\n')
        && marked.trim().contains('\n')
        && letters(plain) == letters(marked)
}

fn has_html(part: &Part) -> bool {
    part.media() == "text/html" || part.children.iter().any(has_html)
}

fn is_inline_text(part: &Part, first: bool) -> bool {
    let readable = matches!(
        part.media(),
        "text/plain"
            | "text/html"
            | "text/enriched"
            | "text/richtext"
            | "text/markdown"
            | "text/x-amp-html"
    );
    if !readable || part.disposition.value == "attachment" {
        return false;
    }
    part.filename().is_none()
        || (first
            && part.disposition.value != "attachment"
            && part.disposition.param("filename").is_none())
}

fn piece(part: &Part) -> Piece {
    let label = part.kind.param("charset");
    let bytes: Vec<u8> = part
        .bytes
        .iter()
        .copied()
        .filter(|byte| {
            *byte != 0 || label.is_some_and(|label| label.to_ascii_lowercase().contains("16"))
        })
        .collect();
    let label = if part.media() == "text/html" {
        label.map(str::to_owned).or_else(|| meta_charset(&bytes))
    } else {
        label.map(str::to_owned)
    };
    let mut decoded = charset::decode(&bytes, label.as_deref());
    let mended = mended(part, &decoded.text);
    let warning = match decoded.repaired {
        _ if mended.is_some() => Some(Code::DoubleEncoded.into()),
        _ if bytes.len() < part.bytes.len() => Some(Code::NulBytes.into()),
        true => Some(Warning::new(
            Code::CharsetRepaired,
            format!("{} → {}", label.as_deref().unwrap_or("–"), decoded.charset),
        )),
        _ if decoded.text.contains('\u{FFFD}') => Some(Code::ReplacementCharacters.into()),
        _ => None,
    };
    let charset = Some(Charset {
        declared: label,
        read_as: decoded.charset,
        repaired: decoded.repaired,
    });
    decoded.text = mended.unwrap_or(decoded.text);
    match media_of(part, &decoded.text) {
        "text/html" | "text/x-amp-html" => {
            let found = html::to_text(&decoded.text);
            let shown = shown_pictures(&decoded.text);
            Piece {
                text: found.text,
                quotes: found.quotes,
                indented: found.indented,
                hidden: found.hidden,
                shown,
                warning,
                charset,
            }
        }
        "text/enriched" | "text/richtext" => Piece {
            text: html::to_text(&decoded.text.replace("\n\n", "<br>")).text,
            warning,
            charset,
            ..Piece::default()
        },
        _ => Piece {
            text: plain(part, &decoded.text),
            warning,
            charset,
            ..Piece::default()
        },
    }
}

/// The text with what a program did to its letters undone: encoded twice, or written as entities of HTML.
fn mended(part: &Part, text: &str) -> Option<String> {
    let plain = part.media() == "text/plain" && !html::is_document(text);
    charset::undouble(text).or_else(|| plain.then(|| entities::unescape(text)).flatten())
}

/// The type of a text part; HTML is HTML whatever it is labelled as.
fn media_of<'a>(part: &'a Part, text: &str) -> &'a str {
    match part.media() {
        "text/plain" if html::is_document(text) => "text/html",
        media => media,
    }
}

/// Plain text, its flowed lines joined (RFC 3676).
fn plain(part: &Part, decoded: &str) -> String {
    let is = |name: &str, wanted: &str| {
        let value = part.kind.param(name);
        value.is_some_and(|value| value.eq_ignore_ascii_case(wanted))
    };
    let text = normalize(decoded);
    let text = if is("format", "flowed") {
        // Anew, since an accent that began a line may now follow its letter.
        normalize(&unflow(&text, is("delsp", "yes")))
    } else {
        text
    };
    text.trim_start_matches('\n').to_owned()
}

fn meta_charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(4096))?).to_ascii_lowercase();
    let at = head.find("charset=")?;
    let label: String = head
        .get(at + 8..)?
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_'))
        .collect();
    (!label.is_empty()).then_some(label)
}

fn shown_pictures(html: &str) -> Vec<String> {
    html.split("cid:")
        .skip(1)
        .map(|rest| {
            rest.chars()
                .take_while(|letter| !matches!(letter, '"' | '\'' | '>' | ' ' | ')'))
                .collect()
        })
        .collect()
}

/// The ranges that the HTML itself marks as hidden.
pub(super) fn hidden(body: &Body) -> impl Iterator<Item = Range> + '_ {
    body.hidden
        .iter()
        .map(|span| Range::new(span.start, span.end, RangeKind::Hidden))
}
