//! The parent's side of the child that sets PDFs.

use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context, anyhow};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};
use tokio::task::JoinHandle;

use super::{Compilation, Head, Set};

/// How long the child may take for one PDF, by the clock.
const PATIENCE: Duration = Duration::from_secs(600);
/// The most that is read of what the child complains of.
const COMPLAINT: u64 = 4_000;

/// The child was killed: by the system, for want of memory, or by a person.
#[derive(Debug, thiserror::Error)]
#[error("the typesetter was stopped: {0}")]
pub struct TypesetterStopped(ExitStatus);

/// A child that sets one PDF after the other. Dropped, it is killed.
pub struct Typesetter {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    complaint: JoinHandle<String>,
}

impl Typesetter {
    /// Starts the child; `program` is this program's own file.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(program: &Path) -> anyhow::Result<Self> {
        let mut child = Command::new(program)
            .arg("typeset")
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("start {}", program.display()))?;
        let stderr = child.stderr.take().context("hear the child")?;
        Ok(Self {
            stdin: child.stdin.take().context("speak to the child")?,
            stdout: BufReader::new(child.stdout.take().context("hear the child")?),
            complaint: tokio::spawn(complaint(stderr)),
            child,
        })
    }

    /// Sets a compilation, or a volume of one.
    ///
    /// # Errors
    /// [`TypesetterStopped`] when the child was killed; else when it is over a limit or cannot set the compilation. The message holds no
    /// text of a response.
    pub async fn set(&mut self, compilation: &Compilation) -> anyhow::Result<Set> {
        let mut line = serde_json::to_vec(compilation).context("write the compilation")?;
        line.push(b'\n');
        let exchange = tokio::time::timeout(PATIENCE, self.exchange(&line)).await;
        match exchange.context("the PDF took too long")? {
            Ok(set) => Ok(set),
            Err(error) => Err(self.why(error).await),
        }
    }

    async fn exchange(&mut self, line: &[u8]) -> anyhow::Result<Set> {
        self.stdin.write_all(line).await?;
        self.stdin.flush().await?;
        let mut head = String::new();
        self.stdout.read_line(&mut head).await?;
        let head: Head = serde_json::from_str(&head).context("the child said nothing")?;
        let mut bytes = vec![0; head.bytes];
        self.stdout.read_exact(&mut bytes).await?;
        Ok(Set {
            bytes,
            pages: head.pages,
        })
    }

    /// What became of a child that has broken off. One that gives up says why on standard error; the broken pipe is only a consequence.
    async fn why(&mut self, broken: anyhow::Error) -> anyhow::Error {
        let ended = tokio::time::timeout(Duration::from_secs(5), self.child.wait()).await;
        let Ok(Ok(status)) = ended else {
            return broken.context("the typesetter is silent");
        };
        if status.signal().is_some() {
            return TypesetterStopped(status).into();
        }
        let complaint = (&mut self.complaint).await.unwrap_or_default();
        anyhow!("the PDF was not built ({status}): {}", complaint.trim())
    }

    /// Lets the child end by itself.
    ///
    /// # Errors
    /// When it does not end well.
    pub async fn end(self) -> anyhow::Result<()> {
        let Self {
            mut child, stdin, ..
        } = self;
        drop(stdin);
        let ended = tokio::time::timeout(PATIENCE, child.wait()).await;
        let status = ended.context("the typesetter does not end")??;
        anyhow::ensure!(status.success(), "the typesetter ended with {status}");
        Ok(())
    }
}

async fn complaint(stderr: ChildStderr) -> String {
    let mut said = Vec::new();
    // What cannot be read is no complaint.
    let _ = stderr.take(COMPLAINT).read_to_end(&mut said).await;
    String::from_utf8_lossy(&said).into_owned()
}
