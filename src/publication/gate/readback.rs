//! The words of a built file, taken out again: a PDF by pdftotext, a workbook by another library than wrote it, data by parsing.

use std::io::Cursor;
use std::process::Stdio;

use anyhow::{Context, bail, ensure};
use calamine::{Data, Reader, Xlsx};
use serde_json::Value;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use crate::publication::files::BuiltFile;

/// The texts of a file, each apart, so that no number arises where two meet.
pub(in crate::publication) struct Readback {
    pub(in crate::publication) texts: Vec<String>,
}

impl Readback {
    pub(in crate::publication) async fn of(file: &BuiltFile) -> anyhow::Result<Self> {
        let texts = match file.media_type {
            "application/pdf" => vec![pdf(&file.bytes).await?],
            "application/json" | "application/ld+json" | "application/schema+json" => {
                strings(&serde_json::from_slice(&file.bytes)?)
            }
            "application/jsonl" => lines(&file.bytes)?,
            "text/csv; charset=utf-8" => cells(&file.bytes)?,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => {
                workbook(&file.bytes)?
            }
            other => bail!("nobody knows how to read {other}"),
        };
        ensure!(!texts.is_empty(), "nothing could be read back");
        Ok(Self { texts })
    }

    pub(in crate::publication) fn words(&self) -> String {
        self.texts.join("\n")
    }
}

async fn pdf(bytes: &[u8]) -> anyhow::Result<String> {
    let mut child = Command::new("pdftotext")
        .args(["-enc", "UTF-8", "-nopgbrk", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .context("pdftotext (package poppler-utils) cannot be started")?;
    let mut stdin = child.stdin.take().context("no way in")?;
    let bytes = bytes.to_vec();
    let feed = tokio::spawn(async move { stdin.write_all(&bytes).await });
    let output = child.wait_with_output().await?;
    feed.await?.context("pdftotext did not read the file")?;
    ensure!(
        output.status.success(),
        "pdftotext failed: {}",
        output.status
    );
    let text = String::from_utf8(output.stdout)?;
    ensure!(!text.trim().is_empty(), "the PDF has no text");
    Ok(text)
}

fn lines(bytes: &[u8]) -> anyhow::Result<Vec<String>> {
    let mut texts = Vec::new();
    for line in bytes
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
    {
        texts.extend(strings(&serde_json::from_slice(line)?));
    }
    Ok(texts)
}

/// Every string and key of a value. Numbers are ours: counts and offsets. Hashes, signatures and times are no texts of people.
fn strings(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        match value {
            Value::String(text) => found.push(text.clone()),
            Value::Array(items) => waiting.extend(items),
            Value::Object(fields) => {
                for (key, value) in fields {
                    let ours = key == "root"
                        || key == "signature"
                        || matches!(
                            key.as_str(),
                            "key_id" | "id" | "by" | "public" | "salt" | "hash"
                        )
                        || matches!(key.as_str(), "inclusion" | "consistency")
                        || key.ends_with("sha256")
                        || key.ends_with("_at");
                    if !ours {
                        found.push(key.clone());
                        waiting.push(value);
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    found
}

fn cells(bytes: &[u8]) -> anyhow::Result<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .from_reader(bytes);
    let mut found = Vec::new();
    for record in reader.records() {
        found.extend(record?.iter().map(ToOwned::to_owned));
    }
    Ok(found)
}

/// Every cell of a workbook and the names of its sheets. A formula is refused: nothing that people wrote may be one.
fn workbook(bytes: &[u8]) -> anyhow::Result<Vec<String>> {
    let mut book = Xlsx::new(Cursor::new(bytes))?;
    let mut found = book.sheet_names();
    for name in found.clone() {
        let formulas = book.worksheet_formula(&name)?;
        let formula = formulas.cells().any(|(_, _, formula)| !formula.is_empty());
        ensure!(!formula, "a formula in the workbook");
        for (_, _, cell) in book.worksheet_range(&name)?.used_cells() {
            if let Data::String(text) = cell {
                found.push(text.clone());
            }
        }
    }
    Ok(found)
}
