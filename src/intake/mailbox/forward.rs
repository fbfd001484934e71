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
        r"(?i)^[\s>*_|]*(fra|from|afsender|von|från|sendt|sent|dato|date|gesendet|datum|skickat|til|to|an|till|modtager|cc|kopi|kopia|bcc|emne|subject|betreff|ämne|vedr|svar til|reply-to|vedhæftede filer|vedhæftet|attachments|prioritet|importance|vigtighed)\s?\*?:\*?\s*(.*)$",
    )
});
static LEAD: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)^[\s>*_-]*(?:[-_]{5,}|(?:-+\s*)?(?:oprindelig meddelelse|oprindelig besked|original message|videresendt meddelelse|videresendt besked|videresendt mail|forwarded message|forwarded by.*|start på videresendt (?:besked|meddelelse|mail):?|begin forwarded message:?|start på videresendt.*|ursprüngliche nachricht|weitergeleitete nachricht|ursprungligt meddelande|vidarebefordrat meddelande|opprinnelig melding|videresendt melding)(?:\s*-+)?)[\s*:_-]*$",
    )
});
static FORWARD_MARK: Pattern =
    LazyLock::new(|| pattern(r"(?i)videresendt|forwarded|weitergeleitet|vidarebefordrat"));
static FORWARD_SUBJECT: Pattern =
    LazyLock::new(|| pattern(r"(?i)^\s*(?:vs|vb|fwd?|fw|videresendt?|wg|tr)\s*(?:\[\d+\])?\s*:"));
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

impl Block {
    /// Whether the sender stands with an address, as programs write it.
    pub(super) fn has_address(&self) -> bool {
        self.from.contains('@')
    }
}

/// A field of a header block, by meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    From,
    Sent,
    Subject,
    Recipients,
    /// What programs put in as well: files, priority.
    Other,
}

/// What such a letter says, for when its sender is not known as ours.
static LETTER_SIGNS: [Pattern; 3] = [
    LazyLock::new(|| pattern(r"(?i)\bsend\w*\b[^.]{0,120}\bi (?:offentlig )?høring\b")),
    LazyLock::new(|| {
        pattern(
            r"(?i)(?:svar|bemærkninger)\b[^.]{0,60}\bsenest\b|\bsenest\b[^.]{0,60}\d|høringsfrist",
        )
    }),
    LazyLock::new(|| {
        pattern(
            r"(?i)høringspart|(?:bede|anmode|beder|anmoder)\b[^.]{0,30}\bom (?:jeres|dit|eventuelle|et|deres)\b[^.]{0,30}(?:svar|bemærkninger)|(?:lægges|offentliggøres|offentliggjort)\b[^.]{0,60}hjemmeside",
        )
    }),
];

fn label(text: &str) -> Option<(Field, String)> {
    let found = LABEL.as_ref()?.captures(text)?;
    let field = match found.get(1)?.as_str().to_lowercase().as_str() {
        "fra" | "from" | "afsender" | "von" | "från" => Field::From,
        "sendt" | "sent" | "dato" | "date" | "gesendet" | "datum" | "skickat" => Field::Sent,
        "emne" | "subject" | "betreff" | "ämne" | "vedr" => Field::Subject,
        "til" | "to" | "an" | "till" | "modtager" | "cc" | "kopi" | "kopia" | "bcc"
        | "svar til" | "reply-to" => Field::Recipients,
        _ => Field::Other,
    };
    Some((
        field,
        found
            .get(2)?
            .as_str()
            .trim()
            .trim_matches('*')
            .trim()
            .to_owned(),
    ))
}

/// The header block that begins at a line, and how many lines it takes. It begins with the sender; under a line that says that a mail
/// follows (*Videresendt meddelelse*) any field may come first.
pub(super) fn header_block(rows: &[Row<'_>], at: usize) -> Option<(usize, Block)> {
    let (first, value) = label(rows.get(at)?.text)?;
    let announced =
        || lead(rows, at) < at && matches!(first, Field::Sent | Field::Subject | Field::Recipients);
    if value.is_empty() || (first != Field::From && !announced()) {
        return None;
    }
    let mut block = Block::default();
    let (mut known, mut lines, mut blanks) = (0, 0, 0);
    let mut last = first;
    for row in rows.get(at..)?.iter().take(15) {
        match label(row.text) {
            Some((field, value)) => {
                blanks = 0;
                match field {
                    Field::From if block.from.is_empty() => block.from = value,
                    Field::Sent if block.sent.is_none() => block.sent = Some(value),
                    Field::Subject if block.subject.is_none() => block.subject = Some(value),
                    Field::Recipients => {}
                    _ if known > 2 => {}
                    _ => return None,
                }
                known += 1;
                last = field;
            }
            // HTML gives a blank line between the fields of some programs; a long list of recipients goes over several lines.
            None if row.text.trim().is_empty() && known < 4 && blanks == 0 => blanks += 1,
            None if !row.text.trim().is_empty()
                && blanks == 0
                && row.text.contains('@')
                && matches!(last, Field::Recipients | Field::From) => {}
            None => break,
        }
        lines += 1;
    }
    // Three words with colons in a response are no header block: it has a date or an address.
    let real = block.from.contains('@') || block.sent.as_deref().and_then(when::written).is_some();
    (known > 2 && !block.from.is_empty() && real).then_some((lines, block))
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

/// Where a header block stands.
struct Found {
    at: usize,
    lines: usize,
    block: Block,
}

fn next_block(rows: &[Row<'_>], from: usize) -> Option<Found> {
    (from..rows.len())
        .find_map(|at| header_block(rows, at).map(|(lines, block)| Found { at, lines, block }))
}

fn joined(rows: &[Row<'_>], from: usize, to: usize) -> String {
    rows.get(from..to)
        .unwrap_or_default()
        .iter()
        .map(|row| row.text)
        .collect::<Vec<_>>()
        .join("\n")
}

/// The mail that was passed on, when one forwarding holds another: only covering notes stand between.
fn innermost(rows: &[Row<'_>], outer: Found) -> Found {
    let mut found = outer;
    while found
        .block
        .subject
        .as_deref()
        .is_some_and(|subject| hits(&FORWARD_SUBJECT, subject))
    {
        let after = found.at + found.lines;
        let Some(next) = next_block(rows, after) else {
            break;
        };
        if joined(rows, after, next.at).chars().count() > LONGEST_NOTE {
            break;
        }
        found = next;
    }
    found
}

/// Finds a forwarded mail.
pub(super) fn find(rows: &[Row<'_>], body: &Body, context: Context<'_>) -> Option<Forwarded> {
    let outer = next_block(rows, 0)?;
    let first = lead(rows, outer.at);
    let note = joined(rows, 0, first);
    let marked = rows
        .get(first..outer.at)?
        .iter()
        .any(|row| hits(&FORWARD_MARK, row.text));
    let said = hits(&FORWARD_SUBJECT, context.subject)
        || (hits(&NOTE, &note) && note.chars().count() < LONGEST_NOTE);
    if !marked && !said {
        return None;
    }
    let Found { at, lines, block } = innermost(rows, outer);
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
    if ours || is_invitation(&text, block.subject.as_deref().unwrap_or_default()) {
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

/// Whether a mail under the text is the letter that sent something in hearing, from whatever address it came.
fn is_invitation(text: &str, subject: &str) -> bool {
    let subject = subject.to_lowercase();
    let signs = LETTER_SIGNS.iter().filter(|sign| hits(sign, text)).count();
    !subject.contains("svar")
        && (hits(&OUR_LETTER, text) || (signs >= 2 && subject.contains("høring")))
}

/// Takes one `>` from a forwarded mail that a program put behind such marks as a whole, as Apple Mail does in plain text.
pub(super) fn unquoted(text: &str) -> Option<String> {
    let lines: Vec<&str> = text.split('\n').collect();
    let announced = lines
        .iter()
        .position(|line| hits(&LEAD, line) && hits(&FORWARD_MARK, line))?;
    let first = announced
        + 1
        + lines
            .get(announced + 1..)?
            .iter()
            .position(|line| !line.trim().is_empty())?;
    let block = lines.get(first)?;
    if !block.starts_with('>') || label(block).is_none() {
        return None;
    }
    let plain: Vec<&str> = lines
        .iter()
        .enumerate()
        .map(|(at, line)| match line.strip_prefix('>') {
            Some(rest) if at >= first => rest.strip_prefix(' ').unwrap_or(rest),
            _ => line,
        })
        .collect();
    Some(plain.join("\n"))
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
