//! A mail from another program, as it comes: kept before that program is told that it may forget it.

use anyhow::Context;
use bytes::BytesMut;
use tokio::io::{AsyncRead, AsyncReadExt as _};

use super::keep::{Mailbox, Origin, enter};
use crate::app::App;
use crate::hearing::Hearing;
use crate::storage::Kept;

/// Bytes that are read at once.
const PIECE: usize = 1 << 20;

/// Keeps what comes as one mail of the hearing's mailbox. Answers with its row, and whether it is new: the same bytes again are the same mail,
/// for whoever hands it over may not have heard that it was kept.
pub async fn take_in(
    app: &App,
    hearing: &Hearing,
    source: impl AsyncRead + Unpin,
) -> anyhow::Result<(i64, bool)> {
    let kept = store(app, source, envelope).await?;
    let mailbox = Mailbox::find(&mut *app.conn().await?, &hearing.mailbox, "INBOX").await?;
    let origin = Origin::Import {
        name: "pipe".into(),
    };
    enter(app, &mailbox, Some(hearing.id), &kept, &origin).await
}

/// Puts what comes into storage, a piece at a time; `skipped` says how much of the beginning is not part of it.
pub(super) async fn store(
    app: &App,
    mut source: impl AsyncRead + Unpin,
    skipped: fn(&[u8]) -> usize,
) -> anyhow::Result<Kept> {
    let mut incoming = app.storage.incoming();
    let mut first = true;
    loop {
        let mut piece = BytesMut::with_capacity(PIECE);
        while piece.len() < PIECE {
            if source
                .read_buf(&mut piece)
                .await
                .context("cannot read the mail")?
                == 0
            {
                break;
            }
        }
        let last = piece.len() < PIECE;
        let piece = piece.freeze();
        let piece = if std::mem::take(&mut first) {
            piece.slice(skipped(&piece)..)
        } else {
            piece
        };
        incoming.add(piece).await?;
        if last {
            break;
        }
    }
    incoming.finish().await
}

/// The length of the `From ` line that some programs write before a mail.
fn envelope(piece: &[u8]) -> usize {
    if !piece.starts_with(b"From ") {
        return 0;
    }
    let end = piece.iter().position(|byte| *byte == b'\n');
    end.map_or(0, |end| end + 1)
}
