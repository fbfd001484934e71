//! The compilation as one accessible PDF: PDF/UA-1 and PDF/A-2a in one file, with contents, bookmarks, language, title and page x of y.
//!
//! Set by typst in a world that holds the templates of `templates/pdf/`, the fonts in the binary and nothing else. What people wrote comes in
//! as values, never as markup, so `#panic()` is printed. A character that no font has is printed as its number, `[U+1F600]`. The work is done
//! in a child process (`hoering typeset`) with a limit on memory, so that a large compilation cannot take the service down. It sets one volume
//! after the other, and forgets each before the next.
//! Deliberately absent: dates, counts and wording. All of it comes in, in the reader's language, with [`Compilation`].

mod compilation;
mod glyphs;
mod stream_ends;
mod typesetter;
mod world;

use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use rustix::process::{Resource, Rlimit, setrlimit};
use serde::{Deserialize, Serialize};

pub use compilation::{
    Attachment, Category, Compilation, Day, Fact, Figure, Labels, LedgerRow, MatrixRow, Milestone,
    Note, NoteQuestion, NoteRound, OverviewRow, Paragraph, Response, Run, Section, ThemeNumber,
    TrackStyle, Volume,
};
pub use typesetter::{Typesetter, TypesetterStopped};
pub use world::compile;

/// The address space of the child, in bytes.
const MEMORY: u64 = 4 << 30;

/// A PDF that was set.
#[derive(Debug)]
pub struct Set {
    pub bytes: Vec<u8>,
    /// On which page each response begins, by reference.
    pub pages: BTreeMap<String, usize>,
}

/// What the child says of a PDF before its bytes follow.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    bytes: usize,
    pages: BTreeMap<String, usize>,
}

/// The PDF of one compilation, set by a child process of `program` (this program's own file).
///
/// # Errors
/// Those of [`Typesetter::set`].
pub async fn build(program: &Path, compilation: &Compilation) -> anyhow::Result<Vec<u8>> {
    let mut typesetter = Typesetter::start(program)?;
    let set = typesetter.set(compilation).await?;
    typesetter.end().await?;
    Ok(set.bytes)
}

/// The child's side: each line of standard input is a [`Compilation`] as JSON; its PDF goes to standard output, after a line that says how
/// long it is.
#[must_use]
pub fn child_main() -> ExitCode {
    match typeset() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn typeset() -> anyhow::Result<()> {
    let limit = Rlimit {
        current: Some(MEMORY),
        maximum: Some(MEMORY),
    };
    setrlimit(Resource::As, limit).context("limit the memory")?;
    let mut input = std::io::stdin().lock();
    let mut out = std::io::stdout().lock();
    let mut line = Vec::new();
    while input
        .read_until(b'\n', &mut line)
        .context("read the compilation")?
        > 0
    {
        let compilation: Compilation =
            serde_json::from_slice(&line).context("read the compilation")?;
        line.clear();
        line.shrink_to_fit();
        let set = world::set(&compilation)?;
        let head = Head {
            bytes: set.bytes.len(),
            pages: set.pages,
        };
        serde_json::to_writer(&mut out, &head).context("write the PDF")?;
        out.write_all(b"\n").context("write the PDF")?;
        out.write_all(&set.bytes).context("write the PDF")?;
        out.flush().context("write the PDF")?;
    }
    Ok(())
}
