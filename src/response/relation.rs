//! A later response or mail that does something to an earlier response. By mail it is a proposal until a person or a verified sender
//! confirms it.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::Reason;
use crate::schema::response_relations;
use crate::text_enum;

text_enum! {
    /// What the later one does.
    pub enum RelationKind {
        Corrects = "corrects",
        Supplements = "supplements",
        /// The approved text of a provisional response.
        Finalises = "finalises",
        /// Says that a provisional one was approved as it was: no other text.
        Approves = "approves",
        Endorses = "endorses",
        Withdraws = "withdraws",
        Duplicates = "duplicates",
        Joins = "joins",
        /// Came in the same mail, and was made a response of its own.
        SplitFrom = "split_from",
    }
}

text_enum! {
    pub enum RelationState {
        Proposed = "proposed",
        Confirmed = "confirmed",
        Rejected = "rejected",
    }
}

/// `other_id` or `mail_id` does `kind` to `response_id`.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = response_relations)]
pub struct Relation {
    pub id: i64,
    pub response_id: i64,
    pub other_id: Option<i64>,
    pub mail_id: Option<i64>,
    pub kind: RelationKind,
    pub state: RelationState,
    pub reason: Reason,
    /// The sentence that says so; empty where no sentence does.
    pub quote: String,
    pub created_at: DateTime<Utc>,
}

impl Relation {
    /// Every relation that these responses are in, on either side.
    pub async fn of_responses(conn: &mut AsyncPgConnection, ids: &[i64]) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(
                response_relations::response_id
                    .eq_any(ids)
                    .or(response_relations::other_id.eq_any(ids)),
            )
            .order(response_relations::id)
            .load(conn)
            .await
    }

    /// A relation, held until the end of the transaction.
    pub async fn locked(conn: &mut AsyncPgConnection, id: i64) -> QueryResult<Self> {
        Self::query()
            .filter(response_relations::id.eq(id))
            .for_update()
            .first(conn)
            .await
    }

    /// Proposes that a response or a mail does something to an earlier response. The recogniser adds how that is known.
    pub async fn propose(
        conn: &mut AsyncPgConnection,
        response_id: i64,
        source: (Option<i64>, Option<i64>),
        kind: RelationKind,
        now: DateTime<Utc>,
    ) -> QueryResult<i64> {
        Self::propose_because(
            conn,
            (response_id, source),
            kind,
            (Reason::Unknown, ""),
            now,
        )
        .await
    }

    /// Proposes with the reason, and the sentence that says so.
    pub async fn propose_because(
        conn: &mut AsyncPgConnection,
        (response_id, (other_id, mail_id)): (i64, (Option<i64>, Option<i64>)),
        kind: RelationKind,
        (reason, quote): (Reason, &str),
        now: DateTime<Utc>,
    ) -> QueryResult<i64> {
        diesel::insert_into(response_relations::table)
            .values((
                response_relations::response_id.eq(response_id),
                response_relations::other_id.eq(other_id),
                response_relations::mail_id.eq(mail_id),
                response_relations::kind.eq(kind),
                response_relations::reason.eq(reason),
                response_relations::quote.eq(quote),
                response_relations::created_at.eq(now),
            ))
            .returning(response_relations::id)
            .get_result(conn)
            .await
    }

    /// Says how a relation is known, and what it does, now that its text has been read.
    pub async fn explain(
        conn: &mut AsyncPgConnection,
        id: i64,
        kind: RelationKind,
        (reason, quote): (Reason, &str),
    ) -> QueryResult<()> {
        diesel::update(response_relations::table.find(id))
            .set((
                response_relations::kind.eq(kind),
                response_relations::reason.eq(reason),
                response_relations::quote.eq(quote),
            ))
            .execute(conn)
            .await?;
        Ok(())
    }
}
