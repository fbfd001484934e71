//! The parent's side: starts the child, waits, and reads its answer.

use std::io::{Seek, Write};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::Command;

use super::child::{Kind, NO_TOOL};
use super::{Extracted, MAX_CHARS, MAX_PAGES, State, pdf};
use crate::text::normalize;

/// How long a child may take, by the clock.
const PATIENCE: Duration = Duration::from_secs(15);
/// The most bytes of a child's answer; a word of a PDF takes about a hundred.
const MAX_ANSWER: u64 = 256 << 20;

/// What a child that reads the file itself writes.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ChildAnswer {
    pub(crate) state: State,
    pub(crate) text: String,
    pub(crate) why: Option<String>,
}

impl ChildAnswer {
    pub(crate) fn text(text: String) -> Self {
        Self {
            state: State::Text,
            text,
            why: None,
        }
    }

    pub(crate) fn refused(state: State, why: impl Into<String>) -> Self {
        Self {
            state,
            text: String::new(),
            why: Some(why.into()),
        }
    }
}

/// A type that no reader knows.
pub(crate) fn without_reader(media_type: &str, _bytes: &[u8]) -> Extracted {
    match media_type {
        kind if kind.starts_with("image/") => Extracted::without_text(
            media_type,
            State::NoText,
            "a picture: to be read or described by a person",
        ),
        "application/x-ole-encrypted" | "application/pgp-encrypted" => Extracted::without_text(
            media_type,
            State::Encrypted,
            "the file is protected by a password",
        ),
        _ => Extracted::without_text(
            media_type,
            State::Unsupported,
            "no reader for this type: to be read by a person",
        ),
    }
}

/// Reads a file in a child process.
pub(crate) async fn in_child(
    program: &Path,
    kind: Kind,
    media_type: &str,
    bytes: &[u8],
) -> Extracted {
    let answer = match tokio::time::timeout(PATIENCE, ask(program, kind, bytes)).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => {
            return Extracted::without_text(
                media_type,
                State::Failed,
                &format!("the reader could not be run: {error}"),
            );
        }
        Err(_) => {
            return Extracted::without_text(
                media_type,
                State::Failed,
                "the reader took more than 15 seconds",
            );
        }
    };
    let read = match kind {
        Kind::Pdf => of_pdf(media_type, &answer),
        Kind::Word => of_word(media_type, &answer),
        _ => of_child(media_type, &answer),
    };
    cap(read)
}

struct Answer {
    code: Option<i32>,
    out: Vec<u8>,
    err: String,
}

async fn ask(program: &Path, kind: Kind, bytes: &[u8]) -> std::io::Result<Answer> {
    let mut input = tempfile::tempfile()?;
    input.write_all(bytes)?;
    input.rewind()?;
    let mut child = Command::new(program)
        .arg("extract")
        .arg(kind.name())
        .stdin(Stdio::from(input))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .env_clear()
        .env(
            "PATH",
            std::env::var_os("PATH").unwrap_or_else(|| "/usr/bin:/bin".into()),
        )
        .env("LC_ALL", "C.UTF-8")
        .kill_on_drop(true)
        .spawn()?;
    let out = read_some(child.stdout.take(), MAX_ANSWER);
    let err = read_some(child.stderr.take(), 64 << 10);
    let (out, err) = tokio::join!(out, err);
    let status = child.wait().await?;
    Ok(Answer {
        code: status.code(),
        out: out?,
        err: String::from_utf8_lossy(&err?).into_owned(),
    })
}

/// Reads up to a limit and throws the rest away, so that the child does not wait for us.
async fn read_some(source: Option<impl AsyncRead + Unpin>, most: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Some(mut source) = source {
        (&mut source).take(most).read_to_end(&mut bytes).await?;
        tokio::io::copy(&mut source, &mut tokio::io::sink()).await?;
    }
    Ok(bytes)
}

fn of_pdf(media_type: &str, answer: &Answer) -> Extracted {
    if answer.code == Some(NO_TOOL.into()) {
        return Extracted::without_text(
            media_type,
            State::Unsupported,
            "pdftotext (poppler-utils) is not installed",
        );
    }
    let errors = answer.err.to_lowercase();
    let read = pdf::read(&String::from_utf8_lossy(&answer.out));
    if errors.contains("incorrect password") || errors.contains("unsupported security handler") {
        return Extracted::without_text(
            media_type,
            State::Encrypted,
            "the PDF is protected by a password",
        );
    }
    if errors.contains("copying of text from this document is not allowed") {
        return Extracted::without_text(
            media_type,
            State::Encrypted,
            "the PDF forbids taking its text",
        );
    }
    if read.pages == 0 {
        return Extracted::without_text(
            media_type,
            State::Failed,
            answer
                .err
                .lines()
                .next()
                .unwrap_or("the PDF could not be read"),
        );
    }
    if read.pages > MAX_PAGES {
        return Extracted::without_text(
            media_type,
            State::TooLarge,
            "the PDF has more than 500 pages",
        );
    }
    let state = if read.text.chars().any(char::is_alphanumeric) {
        State::Text
    } else {
        State::NoText
    };
    let why = (state == State::NoText).then(|| "the PDF has no text layer: a scan".to_owned());
    Extracted {
        media_type: media_type.to_owned(),
        state,
        pages: Some(read.pages),
        text: read.text,
        ranges: read.ranges,
        why,
    }
}

fn of_word(media_type: &str, answer: &Answer) -> Extracted {
    match answer.code {
        Some(0) => Extracted::of_text(media_type, &String::from_utf8_lossy(&answer.out)),
        Some(code) if code == i32::from(NO_TOOL) => {
            Extracted::without_text(media_type, State::Unsupported, "catdoc is not installed")
        }
        _ => Extracted::without_text(
            media_type,
            State::Failed,
            answer
                .err
                .lines()
                .next()
                .unwrap_or("the file could not be read"),
        ),
    }
}

fn of_child(media_type: &str, answer: &Answer) -> Extracted {
    match serde_json::from_slice::<ChildAnswer>(&answer.out) {
        Ok(ChildAnswer {
            state: State::Text,
            text,
            ..
        }) => Extracted::of_text(media_type, &text),
        Ok(other) => Extracted::without_text(
            media_type,
            other.state,
            other.why.as_deref().unwrap_or("the file could not be read"),
        ),
        Err(_) => Extracted::without_text(
            media_type,
            State::Failed,
            "the reader stopped: the file is damaged or needs more than the limits allow",
        ),
    }
}

fn cap(mut read: Extracted) -> Extracted {
    if let Some((end, _)) = read.text.char_indices().nth(MAX_CHARS) {
        read.text.truncate(end);
        read.ranges.retain(|range| range.end <= MAX_CHARS);
        read.why = Some("only the first 2,000,000 characters were taken".to_owned());
    }
    debug_assert_eq!(read.text, normalize(&read.text));
    read
}
