//! Reading within bounds: what is too large, or takes longer than any mail does, counts as received with its head; a person reads the rest.

use std::time::Duration;

use bytes::Bytes;

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
        return Ok(tokio::task::spawn_blocking(move || head_only(&raw, Code::TooLarge)).await?);
    }
    within(raw, reader, LONGEST).await
}

/// A reader that comes to no end is left behind: its thread ends when it ends, and the next mail is read meanwhile.
async fn within(raw: Bytes, reader: Reader, longest: Duration) -> anyhow::Result<ReadMail> {
    let whole = raw.clone();
    let reading = tokio::task::spawn_blocking(move || reader(&whole));
    match tokio::time::timeout(longest, reading).await {
        Ok(read) => Ok(read?),
        Err(_) => Ok(head_only(&raw, Code::TookTooLong)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::kind::Kind;
    use super::super::parse::read;
    use std::sync::{Mutex, PoisonError};

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
