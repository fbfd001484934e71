//! A mail inside the text of another: who wrote it, when, and where its text is.
//!
//! A secretary's forwarding proposes the real sender and time; staff confirms. Our own hearing letter under a reply is no forwarding.

use std::sync::LazyLock;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::address::{self, Address};
use super::body::Body;
use super::marks::{Pattern, hits, pattern};
use super::trim::{Context, Row};
use super::when;
use crate::text::{Span, collapse};

/// A forwarded mail that was found in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forwarded {
    /// Where the marked part begins: the covering note, or the header block when the note is long enough to be a response itself.
    pub from: usize,
    /// The forwarded text.
    pub text: Span,
    pub sender: Option<Address>,
    pub subject: Option<String>,
    pub sent_at: Option<DateTime<FixedOffset>>,
}

/// A header block as mail programs write it into the text.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    from: String,
    sent: Option<String>,
    subject: Option<String>,
}

static LABEL: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)^[\s>*_|]*(fra|from|afsender|von|sendt|sent|dato|date|gesendet|til|to|an|modtager|cc|kopi|bcc|emne|subject|betreff|vedr|svar til|reply-to|vedhæftede filer|vedhæftet|attachments|prioritet|importance|vigtighed)\s?\*?:\*?\s*(.*)$",
    )
});
static LEAD: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)^[\s>*_-]*(?:[-_]{5,}|(?:-+\s*)?(?:oprindelig meddelelse|oprindelig besked|original message|videresendt meddelelse|videresendt besked|videresendt mail|forwarded message|forwarded by.*|start på videresendt (?:besked|meddelelse|mail):?|begin forwarded message:?|start på videresendt.*|ursprüngliche nachricht)(?:\s*-+)?)[\s*:_-]*$",
    )
});
static FORWARD_MARK: Pattern = LazyLock::new(|| pattern(r"(?i)videresendt|forwarded"));
static FORWARD_SUBJECT: Pattern =
    LazyLock::new(|| pattern(r"(?i)^\s*(?:vs|fwd?|fw|videresendt?|wg|tr)\s*(?:\[\d+\])?\s*:"));
static NOTE: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)videresend|sende[rs]? .{0,60}videre|nedenstående|herunder er|hermed til|til jer, fra|oversende[rs]|modtaget .{0,40}(?:postkasse|hovedpost)",
    )
});
static OUR_LETTER: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)til høringspart|sendt i (?:offentlig )?høring|sendes (?:hermed )?i høring|høringsfrist(?:en)? er|inviterer .{0,60}(?:afgive|sende) (?:høringssvar|bemærkninger)|modtager (?:gerne )?bemærkninger",
    )
});

fn label(text: &str) -> Option<(String, String)> {
    let found = LABEL.as_ref()?.captures(text)?;
    Some((
        found.get(1)?.as_str().to_lowercase(),
        found
            .get(2)?
            .as_str()
            .trim()
            .trim_matches('*')
            .trim()
            .to_owned(),
    ))
}

/// The header block that begins at a line, and how many lines it takes.
pub(super) fn header_block(rows: &[Row<'_>], at: usize) -> Option<(usize, Block)> {
    let (first, from) = label(rows.get(at)?.text)?;
    if !matches!(first.as_str(), "fra" | "from" | "afsender" | "von") || from.is_empty() {
        return None;
    }
    let mut block = Block {
        from,
        ..Block::default()
    };
    let (mut known, mut lines, mut blanks) = (0, 1, 0);
    let mut last = String::from("from");
    for row in rows.get(at + 1..)?.iter().take(14) {
        match label(row.text) {
            Some((name, value)) => {
                blanks = 0;
                match name.as_str() {
                    "sendt" | "sent" | "dato" | "date" | "gesendet" if block.sent.is_none() => {
                        block.sent = Some(value)
                    }
                    "emne" | "subject" | "betreff" | "vedr" if block.subject.is_none() => {
                        block.subject = Some(value)
                    }
                    "til" | "to" | "an" | "modtager" | "cc" | "kopi" | "bcc" | "svar til"
                    | "reply-to" => {}
                    _ if known >= 2 => {}
                    _ => return None,
                }
                known += 1;
                last = name;
            }
            // HTML gives a blank line between the fields of some programs; a long list of recipients goes over several lines.
            None if row.text.trim().is_empty() && known < 3 && blanks == 0 => blanks += 1,
            None if !row.text.trim().is_empty()
                && blanks == 0
                && row.text.contains('@')
                && matches!(last.as_str(), "til" | "to" | "cc" | "from" | "kopi") => {}
            None => break,
        }
        lines += 1;
    }
    // Three words with colons in a response are no header block: it has a date or an address.
    let real = block.from.contains('@') || block.sent.as_deref().and_then(when::written).is_some();
    (known >= 2 && real).then_some((lines, block))
}

/// The first line that belongs to a header block: a rule or *Oprindelig meddelelse* above it.
pub(super) fn lead(rows: &[Row<'_>], at: usize) -> usize {
    let mut first = at;
    while first > 0 {
        let Some(above) = rows.get(first - 1) else {
            break;
        };
        let before_lead = || {
            above.text.trim().is_empty()
                && (0..first - 1)
                    .rev()
                    .take(2)
                    .any(|at| rows.get(at).is_some_and(|row| hits(&LEAD, row.text)))
        };
        if !hits(&LEAD, above.text) && !before_lead() {
            break;
        }
        first -= 1;
    }
    first
}

/// The longest covering note in characters; what is longer is a response of its own.
const LONGEST_NOTE: usize = 900;

/// Finds a forwarded mail.
pub(super) fn find(rows: &[Row<'_>], body: &Body, context: Context<'_>) -> Option<Forwarded> {
    let (at, lines, block) = (0..rows.len())
        .find_map(|at| header_block(rows, at).map(|(lines, block)| (at, lines, block)))?;
    let first = lead(rows, at);
    let note: String = rows
        .get(..first)?
        .iter()
        .map(|row| row.text)
        .collect::<Vec<_>>()
        .join("\n");
    let marked = rows
        .get(first..at)?
        .iter()
        .any(|row| hits(&FORWARD_MARK, row.text));
    let said = hits(&FORWARD_SUBJECT, context.subject)
        || (hits(&NOTE, &note) && note.chars().count() < LONGEST_NOTE);
    if !marked && !said {
        return None;
    }
    let sender = address::parse(
        block
            .from
            .replace("[mailto:", "<")
            .replace(']', ">")
            .as_bytes(),
    )
    .into_iter()
    .next();
    let start = rows
        .get(at + lines..)?
        .iter()
        .find(|row| !row.text.trim().is_empty())?
        .start;
    let end = rows.last()?.end;
    let text: String = body.text.chars().skip(start).take(1_500).collect();
    let ours = sender.as_ref().is_some_and(|sender| {
        context
            .recipients
            .iter()
            .any(|known| same_house(known, &sender.address))
    });
    let invitation = hits(&OUR_LETTER, &text)
        && !block
            .subject
            .as_deref()
            .unwrap_or_default()
            .to_lowercase()
            .contains("svar");
    if ours || invitation {
        return None;
    }
    let short = note.chars().count() <= LONGEST_NOTE;
    Some(Forwarded {
        from: if short { 0 } else { rows.get(first)?.start },
        text: Span::new(start, end),
        sender,
        subject: block
            .subject
            .map(|subject| collapse(&subject))
            .filter(|subject| !subject.is_empty()),
        sent_at: block.sent.as_deref().and_then(when::written),
    })
}

/// Whether two addresses are of the same domain, its last two labels.
fn same_house(one: &str, other: &str) -> bool {
    let house = |address: &str| {
        let domain = address
            .rsplit('@')
            .next()
            .unwrap_or_default()
            .to_lowercase();
        let mut labels: Vec<String> = domain.rsplit('.').take(2).map(str::to_owned).collect();
        labels.reverse();
        labels.join(".")
    };
    one.contains('@') && other.contains('@') && house(one) == house(other)
}
