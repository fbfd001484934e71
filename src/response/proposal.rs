//! What the program reads out of a response about itself: a proposal with its reason, until a person decides. *Ingen bemærkninger* and
//! *foreløbigt svar* stand meanwhile as the program's guess; nothing else changes before somebody says so.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};

use super::Content;
use crate::schema::{proposals, responses};
use crate::text_enum;

text_enum! {
    pub enum ProposalKind {
        /// *Ingen bemærkninger*. Stands as a guess.
        Content = "content",
        /// Awaits approval. Stands as a guess.
        Standing = "standing",
        /// Several answer together.
        Respondents = "respondents",
        Signatures = "signatures",
        /// Joins in what another has said.
        Endorses = "endorses",
        /// Came to another address of the authority first.
        ReachedUs = "reached_us",
        /// Sent in time, arrived late.
        Timely = "timely",
        /// Several responses in one mail.
        Split = "split",
        /// The same sender has answered before.
        Second = "second",
    }
}

text_enum! {
    pub enum ProposalState {
        Proposed = "proposed",
        Accepted = "accepted",
        /// Accepted with something changed.
        Corrected = "corrected",
        Rejected = "rejected",
        /// A later reading of the text no longer says so.
        Lapsed = "lapsed",
    }
}

text_enum! {
    /// How the program knows.
    pub enum Reason {
        /// A sentence of the text.
        Text = "text",
        /// The mail answers the earlier one, or our receipt for it.
        InReplyTo = "in_reply_to",
        /// Same address, and the wording.
        SameAddress = "same_address",
        SameSender = "same_sender",
        SameConsultee = "same_consultee",
        /// The earlier mail was damaged, and this one is whole.
        Damaged = "damaged",
        /// The head of a mail that was sent on.
        Forwarded = "forwarded",
        /// The sender's own clock, and the first server that had it.
        SentInTime = "sent_in_time",
        /// Two letters of different senders.
        Letterheads = "letterheads",
        /// A later mail calls this one provisional.
        LaterMail = "later_mail",
        /// A person said so.
        Staff = "staff",
        Unknown = "",
    }
}

/// Somebody who answers, with the consultee that it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedRespondent {
    pub name: String,
    pub consultee_id: Option<i64>,
}

/// What is proposed. Stored beside the kind of the proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Proposed {
    Content {
        content: Content,
    },
    Standing {
        body: Option<String>,
        on: Option<NaiveDate>,
    },
    Respondents {
        names: Vec<NamedRespondent>,
    },
    Signatures {
        count: i32,
    },
    Endorses {
        whom: String,
        /// It says nothing else.
        whole: bool,
    },
    ReachedUs {
        at: DateTime<Utc>,
        /// Who wrote it, by the head of the mail that was sent on.
        sender: String,
    },
    Timely {
        sent_at: DateTime<Utc>,
    },
    Split {
        /// The sender of each letter, with the part that it is.
        letters: Vec<(i64, String)>,
    },
    Second,
}

impl Proposed {
    #[must_use]
    pub fn kind(&self) -> ProposalKind {
        match self {
            Self::Content { .. } => ProposalKind::Content,
            Self::Standing { .. } => ProposalKind::Standing,
            Self::Respondents { .. } => ProposalKind::Respondents,
            Self::Signatures { .. } => ProposalKind::Signatures,
            Self::Endorses { .. } => ProposalKind::Endorses,
            Self::ReachedUs { .. } => ProposalKind::ReachedUs,
            Self::Timely { .. } => ProposalKind::Timely,
            Self::Split { .. } => ProposalKind::Split,
            Self::Second => ProposalKind::Second,
        }
    }
}

/// A proposal to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProposal {
    pub what: Proposed,
    /// The other response that it is about.
    pub other_id: Option<i64>,
    pub reason: Reason,
    /// The sentence that says so; empty where no sentence does.
    pub quote: String,
}

/// A proposal as it stands.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = proposals)]
pub struct Proposal {
    pub id: i64,
    pub response_id: i64,
    pub kind: ProposalKind,
    pub other_id: Option<i64>,
    pub value: serde_json::Value,
    pub reason: Reason,
    pub quote: String,
    pub state: ProposalState,
}

impl Proposal {
    pub async fn find(conn: &mut AsyncPgConnection, id: i64) -> QueryResult<Self> {
        Self::query().filter(proposals::id.eq(id)).first(conn).await
    }

    /// Every proposal on these responses, in the order in which they were made.
    pub async fn of_responses(conn: &mut AsyncPgConnection, ids: &[i64]) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(proposals::response_id.eq_any(ids))
            .order(proposals::id)
            .load(conn)
            .await
    }

    /// What is proposed; none where the row holds what this program does not know.
    #[must_use]
    pub fn what(&self) -> Option<Proposed> {
        serde_json::from_value(self.value.clone()).ok()
    }

    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state == ProposalState::Proposed
    }
}

/// Proposes, or mends what is proposed and nobody has decided on; what was decided stays. Answers whether anything is new.
pub async fn propose(
    conn: &mut AsyncPgConnection,
    response_id: i64,
    new: &NewProposal,
    now: DateTime<Utc>,
) -> anyhow::Result<bool> {
    let kind = new.what.kind();
    let value = serde_json::to_value(&new.what)?;
    // There may be several earlier answers; of everything else a response says one thing.
    let several = kind == ProposalKind::Second;
    let there = proposals::table
        .filter(proposals::response_id.eq(response_id))
        .filter(proposals::kind.eq(kind))
        .select((proposals::id, proposals::other_id, proposals::state))
        .load::<(i64, Option<i64>, ProposalState)>(conn)
        .await?
        .into_iter()
        .find(|(_, other, _)| !several || *other == new.other_id)
        .map(|(id, _, state)| (id, state));
    let values = (
        proposals::value.eq(value),
        proposals::other_id.eq(new.other_id),
        proposals::reason.eq(new.reason),
        proposals::quote.eq(&new.quote),
    );
    match there {
        Some((id, ProposalState::Proposed | ProposalState::Lapsed)) => {
            let lapsed = diesel::update(
                proposals::table
                    .find(id)
                    .filter(proposals::state.eq(ProposalState::Lapsed)),
            )
            .set(proposals::state.eq(ProposalState::Proposed))
            .execute(conn)
            .await?;
            diesel::update(proposals::table.find(id))
                .set(values)
                .execute(conn)
                .await?;
            Ok(lapsed > 0)
        }
        Some(_) => Ok(false),
        None => {
            diesel::insert_into(proposals::table)
                .values((
                    proposals::response_id.eq(response_id),
                    proposals::kind.eq(kind),
                    proposals::created_at.eq(now),
                    values,
                ))
                .execute(conn)
                .await?;
            Ok(true)
        }
    }
}

/// Ends the open proposals of these kinds that a new reading did not make again.
pub async fn lapse(
    conn: &mut AsyncPgConnection,
    response_id: i64,
    but: &[ProposalKind],
) -> QueryResult<Vec<ProposalKind>> {
    /// Those that come from the text alone.
    const OF_THE_TEXT: [ProposalKind; 6] = [
        ProposalKind::Content,
        ProposalKind::Standing,
        ProposalKind::Respondents,
        ProposalKind::Signatures,
        ProposalKind::Endorses,
        ProposalKind::Split,
    ];
    diesel::update(
        proposals::table
            .filter(proposals::response_id.eq(response_id))
            .filter(proposals::state.eq(ProposalState::Proposed))
            .filter(proposals::reason.ne(Reason::LaterMail))
            .filter(proposals::kind.eq_any(OF_THE_TEXT))
            .filter(proposals::kind.ne_all(but)),
    )
    .set(proposals::state.eq(ProposalState::Lapsed))
    .returning(proposals::kind)
    .get_results(conn)
    .await
}

/// Notes that staff decided by another way than the proposal's own buttons: by the form that changes the same thing.
pub(super) async fn settle(
    conn: &mut AsyncPgConnection,
    response_id: i64,
    kind: ProposalKind,
    (staff_id, now): (i64, DateTime<Utc>),
    state: ProposalState,
) -> QueryResult<()> {
    diesel::update(
        proposals::table
            .filter(proposals::response_id.eq(response_id))
            .filter(proposals::kind.eq(kind))
            .filter(proposals::state.eq(ProposalState::Proposed)),
    )
    .set((
        proposals::state.eq(state),
        proposals::decided_by.eq(staff_id),
        proposals::decided_at.eq(now),
    ))
    .execute(conn)
    .await?;
    Ok(())
}

/// The responses of a hearing with something that staff must decide: a proposal, or what they do to an earlier one. What a mail that is
/// no response does to one is asked of that one.
pub async fn undecided(conn: &mut AsyncPgConnection, hearing_id: i64) -> QueryResult<Vec<i64>> {
    use crate::schema::response_relations as relations;
    let proposed = proposals::table
        .filter(proposals::state.eq(ProposalState::Proposed))
        .select(proposals::response_id);
    let open = || relations::table.filter(relations::state.eq(super::RelationState::Proposed));
    let later = open()
        .filter(relations::other_id.is_not_null())
        .select(relations::other_id.assume_not_null());
    let by_mail = open()
        .filter(relations::other_id.is_null())
        .select(relations::response_id);
    responses::table
        .filter(responses::hearing_id.eq(hearing_id))
        .filter(
            responses::id
                .eq_any(proposed)
                .or(responses::id.eq_any(later))
                .or(responses::id.eq_any(by_mail)),
        )
        .order(responses::id)
        .select(responses::id)
        .load(conn)
        .await
}
