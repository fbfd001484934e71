//! The parts of a line.

use super::fields::{Fields, Wrong};
use super::line::short;
use crate::redaction::Ground;
use crate::response::{Choice, PartState, PublishedAs, Role};
use crate::storage::Hash;
use crate::text::Range;

/// Parts of a response at most: a statement takes no more.
const PARTS: usize = 1_000;

/// A part as the line has it.
pub(super) struct PartLine {
    pub(super) role: Role,
    pub(super) filename: Option<String>,
    pub(super) media_type: String,
    pub sha256: Option<Hash>,
    pub(super) bytes: Option<i64>,
    pub(super) state: PartState,
    pub(super) text: Option<String>,
    pub(super) ranges: Vec<Range>,
    pub(super) published_as: PublishedAs,
    pub(super) withheld_ground: Option<Ground>,
}

impl PartLine {
    /// What somebody chose that the public sees of it; nothing where that is the usual.
    pub(super) fn choice(&self) -> Option<Choice<'static>> {
        match (self.published_as, self.withheld_ground) {
            (PublishedAs::Usual, _) => None,
            (PublishedAs::Pictures, _) => Some(Choice::Pictures),
            (PublishedAs::Text, _) => Some(Choice::Text),
            (PublishedAs::Withheld, ground) => {
                let ground = ground.unwrap_or(Ground::Confidential);
                Some(Choice::Withheld(ground.as_str()))
            }
        }
    }
}

/// The parts; a text alone is a body.
pub(super) fn read(it: &mut Fields, unknown: &mut Vec<String>) -> Result<Vec<PartLine>, Wrong> {
    let mut items = it.list("parts")?;
    if items.len() > PARTS {
        return Err(Wrong(format!("parts: more than {PARTS}")));
    }
    let texts = items.iter().filter(|item| item.has("text")).count();
    let whole = it.text("text")?.filter(|text| !text.is_empty());
    let only = items.len() == 1;
    let mut all = Vec::new();
    for (at, mut item) in items.drain(..).enumerate() {
        let mut text = item.text("text")?;
        if texts == 0 && only {
            text.clone_from(&whole);
        }
        all.push(part(&mut item, at, text)?);
        unknown.extend(
            item.rest()
                .into_iter()
                .map(|field| format!("parts.{field}")),
        );
    }
    match whole {
        Some(_) if texts == 0 && all.len() > 1 => Err(Wrong(
            "text: the parts have none, and it does not say which of them this is of".into(),
        )),
        Some(text) if all.is_empty() => Ok(vec![body(text)]),
        _ => Ok(all),
    }
}

fn body(text: String) -> PartLine {
    PartLine {
        role: Role::Body,
        filename: None,
        media_type: "text/plain".into(),
        sha256: None,
        bytes: None,
        state: PartState::Text,
        text: Some(text),
        ranges: Vec::new(),
        published_as: PublishedAs::Usual,
        withheld_ground: None,
    }
}

fn part(it: &mut Fields, at: usize, text: Option<String>) -> Result<PartLine, Wrong> {
    let filename = short(it, "filename")?;
    let role = it.known("role", Role::ALL, Role::as_str)?;
    let usual = match (&filename, at) {
        (None, 0) => Role::Body,
        (None, _) => Role::Other,
        (Some(_), _) => Role::Appendix,
    };
    let state = it.known("state", PartState::ALL, PartState::as_str)?;
    let has = text.as_deref().is_some_and(|text| !text.is_empty());
    let state = match state {
        Some(state) if has && state != PartState::Text => {
            let path = it.path();
            return Err(Wrong(format!("{path}state: {state}, and there is a text")));
        }
        Some(state) => state,
        None if text.is_some() => PartState::Text,
        None => PartState::NoText,
    };
    let media_type = short(it, "media_type")?;
    let plain = if role == Some(Role::Body) || filename.is_none() {
        "text/plain"
    } else {
        "application/octet-stream"
    };
    Ok(PartLine {
        role: role.unwrap_or(usual),
        media_type: media_type.unwrap_or_else(|| plain.into()),
        filename,
        sha256: it.read("sha256", "64 hexadecimal digits", |value| {
            hex::decode(value.as_str()?)
                .ok()
                .filter(|hash| hash.len() == 32)
        })?,
        bytes: it.read("bytes", "a whole number from 0", |value| {
            value.as_i64().filter(|bytes| *bytes >= 0)
        })?,
        text: text.filter(|_| state == PartState::Text),
        state,
        ranges: it
            .read("ranges", "a list of start, end and kind", |value| {
                serde_json::from_value(value.clone()).ok()
            })?
            .unwrap_or_default(),
        published_as: it
            .known("published_as", PublishedAs::ALL, PublishedAs::as_str)?
            .unwrap_or(PublishedAs::Usual),
        withheld_ground: it.known("withheld_ground", Ground::ALL, Ground::as_str)?,
    })
}
