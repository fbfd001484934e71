//! Reading within bounds: what is too large, or takes longer than any mail does, counts as received with its head; a person reads the rest.
//!
//! Mails are read by threads of their own, as many as there are cores and always the same ones: what a pattern has learnt of texts is kept
//! for each thread that uses it, and would be learnt, and held in memory, dozens of times else.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::Context;
use bytes::Bytes;
use tokio::sync::oneshot;

use super::parse::{MAX_MAIL, ReadMail, head_only};
use super::warning::Code;

/// Reads the bytes of a mail.
pub(in crate::intake) type Reader = fn(&[u8]) -> ReadMail;

/// The largest mail takes a few seconds.
const LONGEST: Duration = Duration::from_secs(60);

/// Reads a mail of at most `limit` bytes (and never more than [`MAX_MAIL`]) on a thread of its own.
///
/// # Errors
/// When the program is about to end.
pub(in crate::intake) async fn read_with(
    raw: Bytes,
    limit: usize,
    reader: Reader,
) -> anyhow::Result<ReadMail> {
    if raw.len() > limit.min(MAX_MAIL) {
        return Ok(head_only(&raw, Code::TooLarge));
    }
    within(raw, reader, LONGEST).await
}

/// Lets one of the threads read a mail beforehand: the patterns are compiled then while an import begins.
pub(super) fn warm(reader: Reader) {
    const MAIL: &[u8] = b"From: a@x.example\r\nSubject: Svar\r\n\r\nVi er imod.\r\n\r\nVenlig hilsen\r\nA\r\n\r\ntlf. 1";
    // Where there is no thread, whoever reads says so.
    let _ = READERS.read(Box::new(move || drop(reader(MAIL))));
}

/// A reader that comes to no end is left behind: another takes its place, and its thread ends when it ends.
async fn within(raw: Bytes, reader: Reader, longest: Duration) -> anyhow::Result<ReadMail> {
    let whole = raw.clone();
    let (done, answer) = oneshot::channel();
    READERS.read(Box::new(move || {
        let _ = done.send(reader(&whole));
    }))?;
    match tokio::time::timeout(longest, answer).await {
        Ok(read) => read.context("the thread that read a mail has ended"),
        Err(_) => {
            READERS.add();
            Ok(head_only(&raw, Code::TookTooLong))
        }
    }
}

static READERS: LazyLock<Readers> = LazyLock::new(Readers::start);

type Work = Box<dyn FnOnce() + Send>;

/// The threads that read.
struct Readers {
    queue: Sender<Work>,
    waiting: Arc<Mutex<Receiver<Work>>>,
}

impl Readers {
    fn start() -> Self {
        let (queue, waiting) = channel();
        let readers = Self {
            queue,
            waiting: Arc::new(Mutex::new(waiting)),
        };
        let cores = thread::available_parallelism().map_or(1, usize::from);
        (0..cores).for_each(|_| readers.add());
        readers
    }

    /// One more thread; where the system gives none, the others read.
    fn add(&self) {
        let waiting = self.waiting.clone();
        let next = move || {
            let waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
            waiting.recv()
        };
        let run = move || {
            while let Ok(work) = next() {
                // Its mail is told that nobody answers; the thread goes on with the next.
                let _ = catch_unwind(AssertUnwindSafe(work));
            }
        };
        let _ = thread::Builder::new().name("reader".into()).spawn(run);
    }

    fn read(&self, work: Work) -> anyhow::Result<()> {
        let sent = self.queue.send(work);
        sent.ok().context("there is no thread to read a mail")
    }
}

#[cfg(test)]
mod tests {
    use super::super::kind::Kind;
    use super::super::parse::read;
    use super::*;

    const RAW: &[u8] = b"From: Ole <ole@x.example>\r\nSubject: Svar\r\n\r\nVi er imod.\r\n";
    static HELD: Mutex<()> = Mutex::new(());

    fn endless(raw: &[u8]) -> ReadMail {
        let _held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
        read(raw)
    }

    #[expect(
        clippy::await_holding_lock,
        reason = "the reader waits for it on another thread"
    )]
    #[tokio::test]
    async fn a_mail_that_some_parser_does_not_come_to_an_end_with_counts_with_its_sender() {
        let held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
        let found = within(Bytes::from_static(RAW), endless, Duration::ZERO).await;
        drop(held);
        let found = found.unwrap_or_default();
        assert_eq!(found.kind, Kind::Unreadable);
        assert_eq!(found.warnings, vec![Code::TookTooLong.into()]);
        assert_eq!(
            found.from.map(|from| from.address).as_deref(),
            Some("ole@x.example")
        );
        let in_time = within(Bytes::from_static(RAW), read, LONGEST).await;
        assert_eq!(in_time.unwrap_or_default().text, "Vi er imod.");
    }
}
