//! The samples, as they are built into the program: what came, when, and what a careful reader makes of it.

use anyhow::Context;
use chrono::{DateTime, Utc};
use rust_embed::RustEmbed;
use serde::Deserialize;

#[derive(RustEmbed)]
#[folder = "config/"]
struct Files;

/// A file below `config/`.
pub(super) fn file(path: &str) -> anyhow::Result<Vec<u8>> {
    Ok(Files::get(path)
        .with_context(|| format!("no sample {path}"))?
        .data
        .into_owned())
}

pub(super) fn text(path: &str) -> anyhow::Result<String> {
    String::from_utf8(file(path)?).with_context(|| path.to_owned())
}

/// Every file below `config/` that begins so, in order.
pub(super) fn paths(prefix: &str) -> Vec<String> {
    let mut paths: Vec<String> = Files::iter()
        .map(|path| path.into_owned())
        .filter(|path| path.starts_with(prefix))
        .collect();
    paths.sort();
    paths
}

/// A response as it should be read: a line of `responses.jsonl`.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Truth {
    pub(super) id: String,
    pub(super) category: String,
    pub(super) respondent: Respondent,
    pub(super) received_at: DateTime<Utc>,
    pub(super) passages: Vec<Passage>,
    #[serde(default)]
    pub(super) pii: Vec<Private>,
    /// `mail/NN.eml` or `web/NN.json`.
    pub(super) source: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Respondent {
    pub(super) name: String,
    pub(super) organisation: Option<String>,
    pub(super) kind: String,
    pub(super) email: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Passage {
    pub(super) text: String,
    pub(super) themes: Vec<i32>,
    pub(super) stance: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Private {
    pub(super) kind: String,
    pub(super) text: String,
    pub(super) passage: usize,
}

/// The right reading of every sample response.
pub(super) fn truth() -> anyhow::Result<Vec<Truth>> {
    text("demo/responses.jsonl")?
        .lines()
        .map(|line| serde_json::from_str(line).context("demo/responses.jsonl"))
        .collect()
}

/// When each mail came: a line of `mail_expect.jsonl`.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Expected {
    pub(super) file: String,
    pub(super) received_at: DateTime<Utc>,
}

pub(super) fn mails() -> anyhow::Result<Vec<Expected>> {
    text("demo/mail_expect.jsonl")?
        .lines()
        .map(|line| serde_json::from_str(line).context("demo/mail_expect.jsonl"))
        .collect()
}

/// A note from a workshop; `question` counts from 0 within the workshop.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Note {
    pub(super) format: String,
    pub(super) question: usize,
    pub(super) group: String,
    pub(super) text: String,
    pub(super) themes: Vec<i32>,
}

#[derive(Deserialize)]
struct Notes {
    notes: Vec<Note>,
}

pub(super) fn notes() -> anyhow::Result<Vec<Note>> {
    Ok(toml::from_str::<Notes>(&text("demo/notes.toml")?)?.notes)
}
