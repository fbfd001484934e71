//! Commitments made as a response is accepted and as an attachment is first read, and the Merkle log that the sealer appends them to
//! (docs/proof.md).

use anyhow::Context;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::{NewPart, Submission};
use crate::proof::Hash;
use crate::proof::commitment::{Commitment, Content, Kind};
use crate::proof::key::PrivateKey;
use crate::proof::log::{Frontier, leaf_hash};
use crate::response::{Part, Response};
use crate::schema::{commitments, log_heads, log_leaves};

/// Commits to every original file and to the paragraphs of the texts that are known at accept.
pub(super) async fn responses(
    conn: &mut AsyncPgConnection,
    made: &[(i64, &Submission)],
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let mut commitments = Vec::new();
    for (id, it) in made {
        commitments.push((*id, None, of_submission(it)?));
    }
    insert(conn, &commitments, now).await
}

fn of_submission(it: &Submission) -> anyhow::Result<Commitment> {
    let mut contents = Vec::new();
    for (part, (sha256, _)) in (0..).zip(it.fingerprints()) {
        let sha256 = Hash::from_slice(&sha256).context("a hash is not 32 bytes")?;
        contents.push(Content::File { part, sha256 });
    }
    for (part, new) in (0..).zip(&it.parts) {
        if let Some(text) = &new.text {
            contents.push(Content::Text {
                part,
                text: &text.text,
            });
        }
    }
    if contents.is_empty() {
        // *Ingen bemærkninger*, sent without a word: the word itself is what is committed to.
        contents.push(Content::Text {
            part: 0,
            text: it.content.as_str(),
        });
    }
    Ok(Commitment::new(Kind::Response, &contents)?)
}

/// Commits to parts that came to a response later: their files, and the paragraphs of the texts that are known.
pub(super) async fn added(
    conn: &mut AsyncPgConnection,
    response: i64,
    (parts, new): (&[Part], &[NewPart]),
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let mut contents = Vec::new();
    for part in parts {
        let sha256 = Hash::from_slice(&part.sha256).context("a hash is not 32 bytes")?;
        let part = u32::try_from(part.position)?;
        contents.push(Content::File { part, sha256 });
    }
    for (part, new) in parts.iter().zip(new) {
        if let Some(text) = &new.text {
            contents.push(Content::Text {
                part: u32::try_from(part.position)?,
                text: &text.text,
            });
        }
    }
    let first = parts.first().map(|part| part.id);
    match Commitment::new(Kind::Response, &contents) {
        Ok(commitment) => insert(conn, &[(response, first, commitment)], now).await,
        Err(_) => Ok(()), // nothing came
    }
}

/// Commits to the paragraphs of the first text of an attachment. A later text is a change that the release lists.
pub(super) async fn attachment_text(
    conn: &mut AsyncPgConnection,
    part: &Part,
    text: &str,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let contents = [Content::Text {
        part: u32::try_from(part.position)?,
        text,
    }];
    match Commitment::new(Kind::AttachmentText, &contents) {
        Ok(commitment) => insert(conn, &[(part.response_id, Some(part.id), commitment)], now).await,
        Err(_) => Ok(()),
    }
}

/// Each with its response, and its part where it is of one.
async fn insert(
    conn: &mut AsyncPgConnection,
    made: &[(i64, Option<i64>, Commitment)],
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let mut rows = Vec::new();
    for (response, part, commitment) in made {
        let kind = match commitment.kind {
            Kind::Response => "response",
            Kind::AttachmentText => "attachment_text",
        };
        rows.push((
            commitments::response_id.eq(*response),
            commitments::part_id.eq(*part),
            commitments::version.eq(i32::try_from(commitment.version)?),
            commitments::kind.eq(kind),
            commitments::root.eq(commitment.root.0.to_vec()),
            commitments::items.eq(serde_json::to_value(&commitment.items)?),
            commitments::created_at.eq(now),
        ));
    }
    diesel::insert_into(commitments::table)
        .values(rows)
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(())
}

/// The commitments of a response with the part that each text belongs to, in the order of making.
pub(super) async fn of_response(
    conn: &mut AsyncPgConnection,
    response: &Response,
) -> QueryResult<Vec<(String, Option<i64>, Vec<u8>)>> {
    commitments::table
        .filter(commitments::response_id.eq(response.id))
        .order(commitments::id)
        .select((commitments::kind, commitments::part_id, commitments::root))
        .load(conn)
        .await
}

/// Held, in the database, by the process that appends.
pub const SEALER_LOCK: i64 = 0x7365_616c;

/// Appends all that waits, after whoever is at it.
pub async fn append_all(
    conn: &mut AsyncPgConnection,
    key: &PrivateKey,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    // The lock goes with the transaction, however it ends.
    conn.transaction(async |conn| {
        diesel::sql_query(format!("select pg_advisory_xact_lock({SEALER_LOCK})"))
            .execute(conn)
            .await?;
        while append(conn, key, now).await? > 0 {}
        Ok(())
    })
    .await
}

/// Appends committed commitments that are not in the log yet, in order, and signs the new head. One leader at a time calls this.
pub async fn append(
    conn: &mut AsyncPgConnection,
    key: &PrivateKey,
    now: DateTime<Utc>,
) -> anyhow::Result<usize> {
    conn.transaction(async |conn| {
        let waiting: Vec<(i64, Vec<u8>)> = commitments::table
            .left_join(log_leaves::table)
            .filter(log_leaves::leaf.nullable().is_null())
            .order(commitments::id)
            .select((commitments::id, commitments::root))
            .limit(5_000)
            .load(conn)
            .await?;
        let count = waiting.len();
        if count == 0 {
            return Ok(0);
        }
        let last: Option<serde_json::Value> = log_heads::table
            .order(log_heads::size.desc())
            .select(log_heads::frontier)
            .first(conn)
            .await
            .optional()?;
        let mut frontier: Frontier = last
            .map(serde_json::from_value)
            .transpose()?
            .unwrap_or_default();
        let mut rows = Vec::with_capacity(count);
        for (commitment, root) in waiting {
            let hash = leaf_hash(&root);
            let leaf = frontier.append(hash);
            rows.push((
                log_leaves::leaf.eq(i64::try_from(leaf)?),
                log_leaves::commitment_id.eq(commitment),
                log_leaves::hash.eq(hash.0.to_vec()),
                log_leaves::appended_at.eq(now),
            ));
        }
        diesel::insert_into(log_leaves::table)
            .values(rows)
            .execute(conn)
            .await?;
        let head = frontier.head();
        diesel::insert_into(log_heads::table)
            .values((
                log_heads::size.eq(i64::try_from(head.size)?),
                log_heads::root.eq(head.root.0.to_vec()),
                log_heads::key_id.eq(key.public().id()),
                log_heads::signature.eq(key.sign(&head.signed_bytes()).to_vec()),
                log_heads::frontier.eq(serde_json::to_value(&frontier)?),
                log_heads::created_at.eq(now),
            ))
            .execute(conn)
            .await?;
        Ok(count)
    })
    .await
}
