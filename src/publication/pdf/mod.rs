//! The compilation as one accessible PDF: PDF/UA-1 and PDF/A-2a in one file, with contents, bookmarks, language, title and page x of y.
//!
//! Set by typst in a world that holds the templates of `templates/pdf/`, the fonts in the binary and nothing else. What people wrote comes in
//! as values, never as markup, so `#panic()` is printed. A character that no font has is printed as its number, `[U+1F600]`. The work is done
//! in a child process (`hoering typeset`) with a limit on memory, so that a large compilation cannot take the service down.
//! Deliberately absent: dates, counts and wording. All of it comes in, in the reader's language, with [`Compilation`].

mod compilation;
mod glyphs;
mod world;

use std::io::{Read, Write};
use std::path::Path;
use std::process::{ExitCode, Stdio};
use std::time::Duration;

use anyhow::{Context, bail};
use rustix::process::{Resource, Rlimit, setrlimit};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

pub use compilation::{
    Attachment, Category, Compilation, Day, Fact, Figure, Labels, LedgerRow, MatrixRow, Milestone,
    OverviewRow, Paragraph, Response, Run, Section, ThemeNumber, TrackStyle,
};
pub use world::compile;

/// The address space of the child, in bytes.
const MEMORY: u64 = 4 << 30;
/// How long the child may take, by the clock.
const PATIENCE: Duration = Duration::from_secs(600);

/// The PDF of a compilation, set by a child process of `program` (this program's own file).
///
/// # Errors
/// When the child cannot be started, is over a limit or cannot set the compilation; the message holds no text of a response.
pub async fn build(program: &Path, compilation: &Compilation) -> anyhow::Result<Vec<u8>> {
    let input = serde_json::to_vec(compilation).context("write the compilation")?;
    let mut child = Command::new(program)
        .arg("typeset")
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .with_context(|| format!("start {}", program.display()))?;
    let mut stdin = child.stdin.take().context("speak to the child")?;
    let work = async {
        // A child that gives up early says why on standard error; the broken pipe is only a consequence.
        let (_, output) = tokio::join!(
            async move {
                let written = stdin.write_all(&input).await;
                drop(stdin);
                written
            },
            child.wait_with_output()
        );
        output.context("wait for the child")
    };
    let output = tokio::time::timeout(PATIENCE, work)
        .await
        .context("the PDF took too long")??;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        bail!("the PDF was not built ({}): {}", output.status, why.trim());
    }
    Ok(output.stdout)
}

/// The child's side: a [`Compilation`] as JSON on standard input, the PDF on standard output.
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
    let mut input = Vec::new();
    std::io::stdin()
        .read_to_end(&mut input)
        .context("read the compilation")?;
    let compilation: Compilation =
        serde_json::from_slice(&input).context("read the compilation")?;
    drop(input);
    let pdf = compile(&compilation)?;
    let mut out = std::io::stdout().lock();
    out.write_all(&pdf).context("write the PDF")?;
    out.flush().context("write the PDF")
}
