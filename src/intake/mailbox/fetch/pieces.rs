//! A mail's bytes, piece by piece: async-imap holds a whole literal in memory, and a mail may be large.

use bytes::Bytes;

use crate::intake::mailbox::imap::{Connection, Described, ImapError};

/// Bytes that are asked for at once.
const PIECE: usize = 1 << 20;
/// The largest mail that is taken; far over what mail servers accept.
const MOST_BYTES: u64 = 1 << 30;

/// Where the pieces go.
pub(super) trait Sink {
    async fn add(&mut self, piece: Bytes) -> anyhow::Result<()>;
}

/// Hands on a mail's pieces until a short one; `false` when the mail is gone. The announced size only says whether a short piece may be
/// the last: where less has come, more is asked for until nothing comes.
pub(super) async fn pieces(
    connection: &mut Connection,
    (uid, about): (i64, Described),
    sink: &mut impl Sink,
) -> anyhow::Result<bool> {
    if about.bytes > MOST_BYTES {
        let why = format!("a mail of {} bytes is more than is taken", about.bytes);
        return Err(ImapError::Refused(why).into());
    }
    let announced = usize::try_from(about.bytes)?;
    let mut come = 0;
    loop {
        let piece = match connection.piece(uid, come, PIECE).await {
            Ok(Some(piece)) => piece,
            Ok(None) => return Ok(false),
            // Some servers refuse to be asked for what is behind the end.
            Err(ImapError::Refused(_)) if come > 0 && come >= announced => break,
            Err(error) => return Err(error.into()),
        };
        let length = piece.len();
        come += length;
        if come > usize::try_from(MOST_BYTES)? {
            return Err(ImapError::Lost("a mail does not end".into()).into());
        }
        if length > 0 {
            sink.add(piece.into()).await?;
        }
        if length == 0 || (length < PIECE && come >= announced) {
            break;
        }
    }
    if come == 0 && announced > 0 {
        return Err(ImapError::Refused("a mail came without its bytes".into()).into());
    }
    Ok(true)
}
