//! From a file to its text, in a child process with limits.
//!
//! Guarantees: no file's content is interpreted in this process beyond its type and the sizes that it states; the child has one gigabyte,
//! ten seconds of processor, no network, sees no files but programs and what belongs to them, cannot write any, and is killed after
//! fifteen seconds; a failure is a [`State`] with its [`Why`], never an error. A scan is recognised only where that is asked for
//! ([`Extractor::recognise`]). Deliberately lacks: malware scanning beyond the test string, which is `scan`'s.

mod again;
mod child;
mod drawn;
mod kind;
mod limits;
mod ocr;
mod office;
mod page;
mod paper;
mod pdf;
mod rtf;
mod run;
mod sandbox;
mod sheet;
mod sniff;
mod why;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

pub use child::child_main;
pub use page::{Checked, Frame, Located, PageWords, Painted, PlacedWord, Wanted, locate};
pub use paper::{Block, Note, Paper, Revision, Row, Words};
pub use sniff::{eicar, holds_executable, is_eicar, is_executable, media_type};
pub use why::Why;

use crate::text::{Range, normalize};

/// The most characters of one file's text.
pub const MAX_CHARS: usize = 2_000_000;
/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 50_000_000;
/// Pixels of the longer side of a page as a picture: 140 to the inch of A4, read well on a screen.
const PICTURE_PIXELS: u32 = 1_640;
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
    /// Why there is no text, or not all of it.
    pub why: Option<Why>,
}

impl Extracted {
    fn without_text(media_type: &str, state: State, why: Why) -> Self {
        Self {
            media_type: media_type.to_owned(),
            state,
            pages: None,
            text: String::new(),
            ranges: Vec::new(),
            why: Some(why),
        }
    }

    fn of_text(media_type: &str, text: &str) -> Self {
        let text = normalize(text).replace('\u{AD}', "");
        let text = text.trim_matches('\n').trim_end().to_owned();
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
            why: (state == State::NoText).then_some(Why::Blank),
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

    /// What is known without opening the file: its type, and why it will not be opened.
    #[must_use]
    pub fn inspect(
        bytes: &[u8],
        filename: &str,
        declared: Option<&str>,
    ) -> (String, Option<(State, Why)>) {
        let media_type = media_type(bytes, filename, declared);
        let refused = if is_eicar(bytes) {
            Some((State::Infected, Why::Malware))
        } else if bytes.is_empty() {
            Some((State::Failed, Why::Empty))
        } else if bytes.len() > MAX_BYTES {
            Some((State::TooLarge, Why::ManyBytes))
        } else {
            limits::refused(bytes, &media_type)
        };
        (media_type, refused)
    }

    /// Takes the text of a file. `declared` is the media type that the sender named, if any.
    pub async fn extract(&self, bytes: &[u8], filename: &str, declared: Option<&str>) -> Extracted {
        let (media_type, refused) = Self::inspect(bytes, filename, declared);
        if let Some((state, why)) = refused {
            return Extracted::without_text(&media_type, state, why);
        }
        match kind::Kind::of(&media_type) {
            Some(kind) => run::in_child(&self.program, kind, &media_type, bytes).await,
            None => run::without_reader(&media_type),
        }
    }

    /// A page of a PDF, counted from 1, as a PNG for people to look at.
    ///
    /// # Errors
    /// Why there is no picture.
    pub async fn picture(&self, bytes: &[u8], page: u32) -> Result<Vec<u8>, Why> {
        run::picture(&self.program, bytes, (page, PICTURE_PIXELS)).await
    }

    /// The words of a file where they stand on its pages, as they are drawn. `by_letters`: of a scan, whose letters are recognised, which
    /// takes seconds a page.
    ///
    /// # Errors
    /// Why they are not known.
    pub async fn words(
        &self,
        bytes: &[u8],
        (media_type, pages, by_letters): (&str, u32, bool),
    ) -> Result<Vec<PageWords>, Why> {
        drawn::words(&self.program, (media_type, pages, by_letters), bytes).await
    }

    /// A page (from 1) with these frames painted over, made anew from its pixels. A picture has one page.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn painted(
        &self,
        bytes: &[u8],
        (media_type, page): (&str, u32),
        frames: &[Frame],
    ) -> Result<Painted, Why> {
        let size = (page, PICTURE_PIXELS);
        drawn::painted(&self.program, (media_type, size), bytes, frames).await
    }

    /// Looks at a finished picture again: its size, whether each frame is covered, and whether anything but pixels is in it.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub async fn check(&self, picture: &[u8], frames: &[Frame]) -> Result<Checked, Why> {
        drawn::check(&self.program, picture, frames).await
    }

    /// The words that can be read on a finished picture.
    ///
    /// # Errors
    /// Why they cannot be told.
    pub async fn letters(&self, picture: &[u8]) -> Result<String, Why> {
        drawn::letters(&self.program, picture).await
    }

    /// The cells of a workbook's first sheet that holds any, read by a child: at most so many rows and columns. What is merged stands in
    /// each of its cells.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn grid(
        &self,
        bytes: &[u8],
        filename: &str,
        (rows, columns): (usize, usize),
    ) -> Result<Vec<Vec<String>>, Why> {
        if let (_, Some((_, why))) = Self::inspect(bytes, filename, None) {
            return Err(why);
        }
        run::told(&self.program, kind::Kind::Grid(rows, columns), bytes).await
    }

    /// The blocks of a Word document or a workbook (`.docx`, `.xlsx`), with what was tracked in it, read by a child.
    ///
    /// # Errors
    /// Why there are none.
    pub async fn paper(&self, bytes: &[u8], filename: &str) -> Result<Paper, Why> {
        if let (_, Some((_, why))) = Self::inspect(bytes, filename, None) {
            return Err(why);
        }
        run::told(&self.program, kind::Kind::Paper, bytes).await
    }

    /// Recognises the letters of a scan or a picture without text, which takes seconds a page. `read` is what [`Self::extract`] gave.
    pub async fn recognise(&self, bytes: &[u8], read: &Extracted) -> Extracted {
        if !read.is_recognisable() {
            return read.clone();
        }
        run::recognise(&self.program, &read.media_type, bytes, read.pages).await
    }
}

impl Extracted {
    /// What is known of a file in which a scanner found malware.
    #[must_use]
    pub fn infected(media_type: &str) -> Self {
        Self::without_text(media_type, State::Infected, Why::Malware)
    }

    /// What is known of a scan or picture, as [`Extractor::recognise`] takes it.
    #[must_use]
    pub fn scan(media_type: &str, pages: Option<u32>) -> Self {
        Self {
            pages,
            ..Self::without_text(media_type, State::NoText, Why::Scan)
        }
    }

    /// Whether it may become a text by recognition.
    #[must_use]
    pub fn is_recognisable(&self) -> bool {
        self.state == State::NoText && is_recognisable(&self.media_type)
    }
}

/// Whether the pages of a file of this type can be drawn: what the public may see as pictures. TIFF, GIF, BMP and WebP cannot: nothing
/// here unpacks them in the child.
#[must_use]
pub fn is_drawable(media_type: &str) -> bool {
    matches!(media_type, "application/pdf" | "image/png" | "image/jpeg")
}

/// Whether letters in a file of this type can be recognised.
#[must_use]
pub fn is_recognisable(media_type: &str) -> bool {
    matches!(
        media_type,
        "application/pdf"
            | "image/png"
            | "image/jpeg"
            | "image/tiff"
            | "image/bmp"
            | "image/gif"
            | "image/webp"
    )
}

/// Whether the program that recognises letters is installed.
#[must_use]
pub fn can_recognise() -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join("tesseract").is_file())
}
