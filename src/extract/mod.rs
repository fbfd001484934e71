//! From a file to its text, in a child process with limits.
//!
//! Guarantees: no file's content is interpreted in this process beyond its type; the child has one gigabyte, ten seconds of processor, no
//! network, cannot write a file, and is killed after fifteen seconds; a failure is a [`State`], never an error. Deliberately lacks:
//! character recognition of scans (`State::NoText` asks for it), malware scanning beyond the test string.

mod child;
mod office;
mod pdf;
mod rtf;
mod run;
mod sniff;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

pub use child::child_main;
pub use sniff::{holds_executable, is_eicar, is_executable, media_type};

use crate::text::{Range, normalize};

/// The most characters of one file's text.
pub const MAX_CHARS: usize = 2_000_000;
/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 50_000_000;
/// The most pages of a PDF.
pub const MAX_PAGES: u32 = 500;

/// What came of reading a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Text,
    /// Read without fault, but there is no text layer: a scan or a picture.
    NoText,
    Unsupported,
    Encrypted,
    Infected,
    TooLarge,
    Failed,
}

/// A file's text and what is known of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extracted {
    /// By content and structure; the name only decides between kinds that look the same.
    pub media_type: String,
    pub state: State,
    pub pages: Option<u32>,
    /// Normalised: NFC, LF.
    pub text: String,
    pub ranges: Vec<Range>,
    /// For staff, in English: why there is no text.
    pub why: Option<String>,
}

impl Extracted {
    fn without_text(media_type: &str, state: State, why: &str) -> Self {
        Self {
            media_type: media_type.to_owned(),
            state,
            pages: None,
            text: String::new(),
            ranges: Vec::new(),
            why: Some(why.to_owned()),
        }
    }

    fn of_text(media_type: &str, text: &str) -> Self {
        let text = normalize(text).trim_matches('\n').trim_end().to_owned();
        let state = if text.trim().is_empty() {
            State::NoText
        } else {
            State::Text
        };
        Self {
            media_type: media_type.to_owned(),
            state,
            pages: None,
            text,
            ranges: Vec::new(),
            why: None,
        }
    }
}

/// Reads files by running this program as a child.
#[derive(Clone, Debug)]
pub struct Extractor {
    program: PathBuf,
}

impl Extractor {
    /// `program` is the binary that has the hidden command `extract`.
    #[must_use]
    pub fn new(program: PathBuf) -> Self {
        Self { program }
    }

    /// This very program.
    ///
    /// # Errors
    /// When the system does not tell where the program is.
    pub fn this_program() -> std::io::Result<Self> {
        Ok(Self::new(std::env::current_exe()?))
    }

    /// Takes the text of a file. `declared` is the media type that the sender named, if any.
    pub async fn extract(&self, bytes: &[u8], filename: &str, declared: Option<&str>) -> Extracted {
        let media_type = media_type(bytes, filename, declared);
        if is_eicar(bytes) {
            return Extracted::without_text(
                &media_type,
                State::Infected,
                "contains the EICAR test string",
            );
        }
        if bytes.is_empty() {
            return Extracted::without_text(&media_type, State::Failed, "the file is empty");
        }
        if bytes.len() > MAX_BYTES {
            return Extracted::without_text(
                &media_type,
                State::TooLarge,
                "the file is larger than 50 MB",
            );
        }
        let Some(kind) = child::Kind::of(&media_type) else {
            return run::without_reader(&media_type, bytes);
        };
        run::in_child(&self.program, kind, &media_type, bytes).await
    }
}
