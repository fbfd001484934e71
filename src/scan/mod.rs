//! Malware scanning by a clamd: the bytes go over its socket in pieces, and only what it says counts.
//!
//! Guarantees: *clean* only when the scanner said `OK`; everything else but a finding is an error, and the file waits. Our own limits on
//! archives come first (`extract`), for clamd answers `OK` to what it does not open. Deliberately lacks: a scanner of its own.

use std::time::Duration;

use anyhow::{Context, bail};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UnixStream};
use tokio::time::timeout;

use crate::config;

/// Bytes of one piece.
const PIECE: usize = 64 << 10;
/// The longest answer that is read.
const LONGEST: u64 = 4 << 10;

/// What a scanner said of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Clean,
    /// With the name of what was found.
    Infected(String),
}

/// The configured clamd.
#[derive(Clone, Debug)]
pub struct Scanner {
    at: Address,
    patience: Duration,
}

#[derive(Clone, Debug)]
enum Address {
    Socket(String),
    Tcp(String, u16),
}

trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

impl Scanner {
    /// The scanner of the settings; none where none is set.
    #[must_use]
    pub fn of(settings: &config::Scanner) -> Option<Self> {
        let at = if !settings.socket.is_empty() {
            Address::Socket(settings.socket.clone())
        } else if !settings.host.is_empty() {
            Address::Tcp(settings.host.clone(), settings.port)
        } else {
            return None;
        };
        Some(Self {
            at,
            patience: Duration::from_secs(settings.timeout_seconds),
        })
    }

    /// Scans bytes.
    pub async fn scan(&self, bytes: &[u8]) -> anyhow::Result<Verdict> {
        let answer = timeout(self.patience, self.stream(bytes))
            .await
            .context("the scanner did not answer in time")??;
        verdict(&answer)
    }

    /// What the scanner says about itself, when it answers.
    pub async fn version(&self) -> anyhow::Result<String> {
        let pong = self.ask("PING").await?;
        if pong != "PONG" {
            bail!("the scanner answered {pong:?} to PING");
        }
        self.ask("VERSION").await
    }

    async fn ask(&self, command: &str) -> anyhow::Result<String> {
        let talk = async {
            let mut stream = self.connect().await?;
            stream.write_all(format!("z{command}\0").as_bytes()).await?;
            answer(&mut stream).await
        };
        timeout(self.patience, talk)
            .await
            .context("the scanner did not answer in time")?
    }

    async fn connect(&self) -> anyhow::Result<Box<dyn Stream>> {
        Ok(match &self.at {
            Address::Socket(path) => Box::new(
                UnixStream::connect(path)
                    .await
                    .with_context(|| format!("cannot reach the scanner at {path}"))?,
            ),
            Address::Tcp(host, port) => Box::new(
                TcpStream::connect((host.as_str(), *port))
                    .await
                    .with_context(|| format!("cannot reach the scanner at {host}:{port}"))?,
            ),
        })
    }

    async fn stream(&self, bytes: &[u8]) -> anyhow::Result<String> {
        let mut stream = self.connect().await?;
        // A scanner that has had enough closes its end and still says why.
        let sent = send(&mut stream, bytes).await;
        let said = answer(&mut stream).await;
        match (sent, said) {
            (_, Ok(said)) if !said.is_empty() => Ok(said),
            (Err(error), _) => Err(error).context("send the file to the scanner"),
            (Ok(()), Err(error)) => Err(error),
            (Ok(()), Ok(_)) => bail!("the scanner closed the connection without an answer"),
        }
    }
}

async fn send(stream: &mut Box<dyn Stream>, bytes: &[u8]) -> std::io::Result<()> {
    stream.write_all(b"zINSTREAM\0").await?;
    for piece in bytes.chunks(PIECE) {
        let length = u32::try_from(piece.len()).unwrap_or(0);
        stream.write_all(&length.to_be_bytes()).await?;
        stream.write_all(piece).await?;
    }
    stream.write_all(&0_u32.to_be_bytes()).await?;
    stream.flush().await
}

async fn answer(stream: &mut Box<dyn Stream>) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    stream.take(LONGEST).read_to_end(&mut bytes).await?;
    let end = bytes
        .iter()
        .position(|byte| *byte == 0)
        .unwrap_or(bytes.len());
    Ok(String::from_utf8_lossy(&bytes[..end]).trim().to_owned())
}

fn verdict(answer: &str) -> anyhow::Result<Verdict> {
    let said = answer.strip_prefix("stream: ").unwrap_or(answer);
    if said == "OK" {
        return Ok(Verdict::Clean);
    }
    match said.strip_suffix(" FOUND") {
        Some(name) => Ok(Verdict::Infected(name.to_owned())),
        None => bail!("the scanner said: {said}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ok_is_clean() {
        assert_eq!(verdict("stream: OK").unwrap(), Verdict::Clean);
        let found = Verdict::Infected("Win.Test.EICAR_HDB-1".into());
        assert_eq!(
            verdict("stream: Win.Test.EICAR_HDB-1 FOUND").unwrap(),
            found
        );
        for other in ["", "INSTREAM size limit exceeded. ERROR", "stream: NOT OK"] {
            assert!(verdict(other).is_err(), "{other}");
        }
    }
}
