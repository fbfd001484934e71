//! The readable form of `hoering mail explain`, for support: who, what kind and why, how it was read, and what is in it. No contract.

use std::fmt::{self, Display, Formatter};

use crate::intake::mailbox::Address;
use crate::intake::mailbox::explain::{Explained, ExplainedFile};
use crate::text::{Range, Span, slice};

/// Characters of a stretch that are shown where only its beginning is.
const BEGINNING: usize = 60;

/// A mail that was explained, to be printed.
pub(super) struct Readable<'a>(pub(super) &'a Explained);

impl Display for Readable<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        one(out, self.0, "")
    }
}

fn one(out: &mut Formatter<'_>, mail: &Explained, indent: &str) -> fmt::Result {
    if let Some(file) = &mail.file {
        writeln!(out, "{indent}=== {file}")?;
    }
    head(out, mail, indent)?;
    section(out, indent, "why", &mail.signs, |out, sign| {
        write!(out, "{:<10} {}", sign.place, sign.sign)?;
        match &sign.found {
            Some(found) => write!(out, ": {found}"),
            None => Ok(()),
        }
    })?;
    section(out, indent, "character sets", &mail.charsets, |out, it| {
        let declared = it.declared.as_deref().unwrap_or("nothing");
        write!(out, "declared {declared}, read as {}", it.read_as)?;
        out.write_str(if it.repaired { " (repaired)" } else { "" })
    })?;
    section(out, indent, "warnings", &mail.warnings, |out, warning| {
        write!(out, "{warning}")
    })?;
    section(out, indent, "ranges", &mail.ranges, |out, range| {
        marked(out, &mail.text, range)
    })?;
    section(out, indent, "attachments", &mail.attachments, attached)?;
    writeln!(
        out,
        "{indent}text ({} characters)",
        mail.text.chars().count()
    )?;
    for line in mail.text.lines() {
        writeln!(out, "{indent}  | {line}")?;
    }
    for inner in &mail.inner {
        writeln!(out, "{indent}inside it")?;
        one(out, inner, &format!("{indent}    "))?;
    }
    writeln!(out)
}

fn head(out: &mut Formatter<'_>, mail: &Explained, indent: &str) -> fmt::Result {
    let kind = serde_json::to_value(mail.kind).unwrap_or_default();
    let moment = |at: &Option<chrono::DateTime<chrono::FixedOffset>>| at.map(|at| at.to_rfc3339());
    let lines = [
        ("kind", kind.as_str().map(str::to_owned)),
        ("from", mail.from.as_ref().map(address)),
        ("subject", mail.subject.clone()),
        ("message-id", mail.message_id.clone()),
        ("answers", mail.in_reply_to.clone()),
        ("sent", moment(&mail.claimed_at)),
        ("arrived", moment(&mail.arrived_at)),
    ];
    for (name, value) in lines {
        writeln!(out, "{indent}{name:<12}{}", value.as_deref().unwrap_or("–"))?;
    }
    Ok(())
}

fn address(it: &Address) -> String {
    match &it.name {
        Some(name) => format!("{name} <{}>", it.address),
        None => it.address.clone(),
    }
}

fn section<T>(
    out: &mut Formatter<'_>,
    indent: &str,
    title: &str,
    all: &[T],
    line: impl Fn(&mut Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    if all.is_empty() {
        return Ok(());
    }
    writeln!(out, "{indent}{title}")?;
    for one in all {
        write!(out, "{indent}  ")?;
        line(out, one)?;
        writeln!(out)?;
    }
    Ok(())
}

fn marked(out: &mut Formatter<'_>, text: &str, range: &Range) -> fmt::Result {
    let kind = serde_json::to_value(range.kind).unwrap_or_default();
    let span = Span {
        start: range.start,
        end: range.end,
    };
    let stretch = slice(text, span).unwrap_or_default().replace('\n', " ⏎ ");
    let beginning: String = stretch.chars().take(BEGINNING).collect();
    let more = if stretch.chars().count() > BEGINNING {
        "…"
    } else {
        ""
    };
    write!(
        out,
        "{:<15} {}–{}  {beginning}{more}",
        kind.as_str().unwrap_or_default(),
        range.start,
        range.end
    )
}

fn attached(out: &mut Formatter<'_>, file: &ExplainedFile) -> fmt::Result {
    let word = |value: serde_json::Result<serde_json::Value>| {
        let value = value.unwrap_or_default();
        value.as_str().unwrap_or_default().to_owned()
    };
    write!(
        out,
        "{}: {}, {} bytes, role {}, {}",
        file.filename.as_deref().unwrap_or("(no name)"),
        file.media_type,
        file.bytes,
        word(serde_json::to_value(file.role)),
        word(serde_json::to_value(file.state)),
    )?;
    if !file.text.is_empty() {
        write!(out, " ({} characters)", file.text.chars().count())?;
    }
    match file.why {
        Some(why) => write!(out, ": {why}"),
        None => Ok(()),
    }
}
