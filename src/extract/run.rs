//! The parent's side: starts the child, waits, and reads its answer.

use std::io::{Seek, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::Command;

use super::child::NO_TOOL;
use super::kind::Kind;
use super::{Extracted, MAX_CHARS, MAX_PAGES, State, Why, ocr, pdf};
use crate::text::{Range, normalize};

/// How long a child may take, by the clock.
pub(super) const PATIENCE: Duration = Duration::from_secs(15);
/// How long one reading of a page may take by the clock; what one needs less, the page's others may have. What bounds the work is the 30 s
/// of processor time of [`Kind::seconds`]: a busy machine shall not read a scan worse than an idle one. A whole file ends within the lease
/// of its job: 60 pages read once, or 15 read three times.
const READING_PATIENCE: Duration = Duration::from_secs(30);
/// The most bytes of a child's answer; a word of a PDF takes about a hundred.
const MAX_ANSWER: u64 = 256 << 20;
/// The most pages of a scan that are recognised.
pub(super) const MAX_SCANNED: u32 = 60;
/// Up to this many pages are recognised at every size, more at the first alone.
const VOTED_PAGES: u32 = 15;
/// Pixels of a page's longer side: 240, 200 and 360 to the inch of a page of A4.
pub(super) const SIZES: [u32; 3] = [2_806, 2_338, 4_210];
/// Less sure than this, of 100, it is no text but a picture of something.
const SURE: f64 = 60.0;
/// Fewer words are no letter.
const LEAST_WORDS: usize = 5;

/// What a child that reads the file itself writes.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ChildAnswer {
    pub(crate) state: State,
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) ranges: Vec<Range>,
    #[serde(default)]
    pub(crate) pages: Option<u32>,
    pub(crate) why: Option<Why>,
}

impl ChildAnswer {
    pub(crate) fn text(text: String) -> Self {
        Self {
            state: State::Text,
            text,
            ranges: Vec::new(),
            pages: None,
            why: None,
        }
    }

    pub(crate) fn refused(state: State, why: Why) -> Self {
        Self {
            state,
            why: Some(why),
            ..Self::text(String::new())
        }
    }
}

/// A type that no reader knows.
pub(crate) fn without_reader(media_type: &str) -> Extracted {
    let (state, why) = match media_type {
        kind if kind.starts_with("image/") => (State::NoText, Why::Picture),
        "application/x-ole-encrypted" | "application/pgp-encrypted" => {
            (State::Encrypted, Why::Password)
        }
        "application/x-executable" | "application/vnd.microsoft.portable-executable" => {
            (State::Unsupported, Why::Program)
        }
        "application/zip"
        | "application/gzip"
        | "application/x-7z-compressed"
        | "application/vnd.rar" => (State::Unsupported, Why::Archive),
        _ => (State::Unsupported, Why::OtherKind),
    };
    Extracted::without_text(media_type, state, why)
}

/// Reads a file in a child process.
pub(crate) async fn in_child(
    program: &Path,
    kind: Kind,
    media_type: &str,
    bytes: &[u8],
) -> Extracted {
    let mut read = ask_and_read(program, kind, media_type, bytes).await;
    let again =
        kind == Kind::Pdf && matches!(read.why, Some(Why::Damaged | Why::Stopped | Why::NoTool));
    if again {
        let second = ask_and_read(program, Kind::PdfAgain, media_type, bytes).await;
        if second.state == State::Text {
            read = second;
        }
    }
    cap(read)
}

async fn ask_and_read(program: &Path, kind: Kind, media_type: &str, bytes: &[u8]) -> Extracted {
    let answer = match tokio::time::timeout(PATIENCE, ask(program, kind, bytes)).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => {
            tracing::error!(%error, "a reader could not be run");
            return Extracted::without_text(media_type, State::Failed, Why::NotRun);
        }
        Err(_) => return Extracted::without_text(media_type, State::Failed, Why::TooSlow),
    };
    match kind {
        Kind::Pdf => of_pdf(media_type, &answer),
        Kind::Word => of_word(media_type, &answer),
        _ => of_child(media_type, &answer),
    }
}

struct Answer {
    status: ExitStatus,
    out: Vec<u8>,
    err: String,
}

impl Answer {
    fn code(&self) -> Option<i32> {
        self.status.code()
    }

    /// Why there is no text, when the child did not end by itself.
    fn ended(&self) -> Why {
        match self.status.signal() {
            // SIGKILL and SIGXCPU: the processor's limit.
            Some(9 | 24) => Why::TooSlow,
            Some(_) => Why::Stopped,
            None if self.code() == Some(NO_TOOL.into()) => Why::NoTool,
            None => Why::Damaged,
        }
    }
}

async fn ask(program: &Path, kind: Kind, bytes: &[u8]) -> std::io::Result<Answer> {
    let mut input = tempfile::tempfile()?;
    input.write_all(bytes)?;
    input.rewind()?;
    let mut child = Command::new(program)
        .arg("extract")
        .args(kind.words())
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
        status,
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
    let refused = |state, why| Extracted::without_text(media_type, state, why);
    if answer.code() == Some(NO_TOOL.into()) {
        return refused(State::Unsupported, Why::NoTool);
    }
    let errors = answer.err.to_lowercase();
    if errors.contains("incorrect password") || errors.contains("unsupported security handler") {
        return refused(State::Encrypted, Why::Password);
    }
    if errors.contains("copying of text from this document is not allowed") {
        return refused(State::Encrypted, Why::Forbidden);
    }
    let read = pdf::read(&String::from_utf8_lossy(&answer.out));
    if answer.code().is_none() || read.pages == 0 {
        return refused(State::Failed, answer.ended());
    }
    if read.pages > MAX_PAGES {
        return refused(State::TooLarge, Why::ManyPages);
    }
    of_pages(media_type, read.pages, read.text, read.ranges)
}

fn of_pages(media_type: &str, pages: u32, text: String, ranges: Vec<Range>) -> Extracted {
    let state = if text.chars().any(char::is_alphanumeric) {
        State::Text
    } else {
        State::NoText
    };
    Extracted {
        media_type: media_type.to_owned(),
        state,
        pages: Some(pages),
        text,
        ranges,
        why: (state == State::NoText).then_some(Why::Scan),
    }
}

fn of_word(media_type: &str, answer: &Answer) -> Extracted {
    match answer.code() {
        Some(0) => Extracted::of_text(media_type, &String::from_utf8_lossy(&answer.out)),
        Some(code) if code == i32::from(NO_TOOL) => {
            Extracted::without_text(media_type, State::Unsupported, Why::NoTool)
        }
        _ => Extracted::without_text(media_type, State::Failed, answer.ended()),
    }
}

fn of_child(media_type: &str, answer: &Answer) -> Extracted {
    match serde_json::from_slice::<ChildAnswer>(&answer.out) {
        Ok(ChildAnswer {
            state: State::Text,
            text,
            ranges,
            pages: Some(pages),
            ..
        }) => of_pages(media_type, pages, text, ranges),
        Ok(ChildAnswer {
            state: State::Text,
            text,
            ..
        }) => Extracted::of_text(media_type, &text),
        Ok(other) => {
            Extracted::without_text(media_type, other.state, other.why.unwrap_or(Why::Damaged))
        }
        Err(_) => {
            let why = match answer.ended() {
                Why::TooSlow => Why::TooSlow,
                _ => Why::Stopped,
            };
            Extracted::without_text(media_type, State::Failed, why)
        }
    }
}

fn cap(mut read: Extracted) -> Extracted {
    if let Some((end, _)) = read.text.char_indices().nth(MAX_CHARS) {
        read.text.truncate(end);
        read.ranges.retain(|range| range.end <= MAX_CHARS);
        read.why = Some(Why::ManyCharacters);
    }
    debug_assert_eq!(read.text, normalize(&read.text));
    read
}

/// What a child writes as JSON: the cells of a workbook, the blocks of a document.
pub(crate) async fn told<T: serde::de::DeserializeOwned>(
    program: &Path,
    kind: Kind,
    bytes: &[u8],
) -> Result<T, Why> {
    let asked = ask(program, kind, bytes);
    let answer = match tokio::time::timeout(PATIENCE, asked).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => {
            tracing::error!(%error, "a reader could not be run");
            return Err(Why::NotRun);
        }
        Err(_) => return Err(Why::TooSlow),
    };
    match serde_json::from_slice::<ChildAnswer>(&answer.out) {
        Ok(told) if told.state == State::Text => {
            serde_json::from_str(&told.text).map_err(|_| Why::Damaged)
        }
        Ok(told) => Err(told.why.unwrap_or(Why::Damaged)),
        Err(_) => Err(answer.ended()),
    }
}

/// Recognises the letters of a scan or a picture. `pages` is how many a PDF has.
pub(crate) async fn recognise(
    program: &Path,
    media_type: &str,
    bytes: &[u8],
    pages: Option<u32>,
) -> Extracted {
    let all = pages.unwrap_or(1);
    let mut read = Vec::new();
    for page in 1..=all.min(MAX_SCANNED) {
        match page_of(program, media_type, bytes, (page, all)).await {
            Ok(recognised) => read.push(recognised),
            Err(why) if read.is_empty() => {
                return Extracted::without_text(media_type, State::NoText, why);
            }
            // A page that cannot be recognised is an empty one among the others.
            Err(_) => read.push(ocr::Recognised::default()),
        }
    }
    let words: usize = read.iter().map(ocr::Recognised::words).sum();
    let sure = read.iter().map(ocr::Recognised::sure).fold(0.0, f64::max);
    if words < LEAST_WORDS || sure < SURE {
        let why = if media_type.starts_with("image/") {
            Why::Picture
        } else {
            Why::NothingRecognised
        };
        return Extracted::without_text(media_type, State::NoText, why);
    }
    let text = ocr::text(read);
    let mut read = of_pages(media_type, all, text.text, text.ranges);
    read.pages = pages;
    if all > MAX_SCANNED {
        read.why = Some(Why::ManyScanned);
    }
    cap(read)
}

/// A page of a PDF as a PNG whose longer side has so many pixels.
pub(crate) async fn picture(
    program: &Path,
    bytes: &[u8],
    (page, pixels): (u32, u32),
) -> Result<Vec<u8>, Why> {
    let one = output(program, Kind::Picture(page, pixels), bytes);
    tokio::time::timeout(PATIENCE, one)
        .await
        .unwrap_or(Err(Why::TooSlow))
}

/// One page, at every size until its time is out.
async fn page_of(
    program: &Path,
    media_type: &str,
    bytes: &[u8],
    (page, all): (u32, u32),
) -> Result<ocr::Recognised, Why> {
    let mut readings = Vec::new();
    let mut why = Why::TooSlow;
    let picture = media_type.starts_with("image/");
    let sizes = if picture || all > VOTED_PAGES {
        &SIZES[..1]
    } else {
        &SIZES[..]
    };
    let patience = READING_PATIENCE * u32::try_from(sizes.len()).unwrap_or(1);
    let end = tokio::time::Instant::now() + patience;
    for size in sizes {
        let one = async {
            let raster = if picture {
                bytes.to_vec()
            } else {
                output(program, Kind::Raster(page, *size), bytes).await?
            };
            output(program, Kind::Recognise, &raster).await
        };
        match tokio::time::timeout_at(end, one).await {
            Ok(Ok(table)) => {
                readings.push(ocr::Recognised::of(&String::from_utf8_lossy(&table)));
            }
            Ok(Err(failed)) => {
                why = failed;
                break;
            }
            Err(_) => break,
        }
    }
    if readings.is_empty() {
        Err(why)
    } else {
        Ok(ocr::vote(readings))
    }
}

pub(super) async fn output(program: &Path, kind: Kind, bytes: &[u8]) -> Result<Vec<u8>, Why> {
    let answer = ask(program, kind, bytes).await.map_err(|_| Why::NotRun)?;
    if answer.code() == Some(0) && !answer.out.is_empty() {
        Ok(answer.out)
    } else {
        Err(answer.ended())
    }
}
