//! What was said, exactly as received: respondents, parts, text versions, and relations between responses.
//!
//! A response is made by `intake` alone. Its files and texts never change: a new reading is a new text version, and
//! `parts.text_id` names the one in force.

mod answered;
mod chains;
mod decide;
mod part;
mod proposal;
mod publish;
mod relate;
mod relation;
mod restore;
mod search;
mod senders;
mod settle;
mod timely;
mod versions;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::hearing::{Consultee, Hearing};
use crate::schema::{respondents, responses};
use crate::text_enum;

pub use answered::{AnsweredHow, Answering, answering, confirm_matches, set_consultee};
pub use chains::{Chain, Chains};
pub use decide::{Change, begin_work, change, record_reading, set_work};
pub use part::{
    NewText, Part, PartState, Role, TextVersion, add_text, add_texts, add_version, current_texts,
    put_in_force,
};
pub use proposal::{
    NamedRespondent, NewProposal, Proposal, ProposalKind, ProposalState, Proposed, Reason, lapse,
    propose, undecided,
};
pub use publish::{
    Choice, PublishedAs, SignaturesCovered, cover_signatures, publish_alike, publish_part,
    put_back_part, put_back_signatures,
};
pub use relate::{RelateError, ask_again, decide_relation, relate};
pub use relation::{Relation, RelationKind, RelationState};
pub use restore::{
    Held, HeldProposal, HeldRespondent, put_back_field, put_back_proposal, put_back_respondent,
};
pub use search::{make_searchable, texts_with};
pub use senders::{NewName, add_respondents, rename, set_together};
pub use settle::{Verdict, accept, reject, reopen, unguess_content, unguess_standing};
pub use timely::{ReachedUs, deem_timely, set_reached_us};
pub use versions::{counts_from, meant_by, reference_of, version_in_force, versions_before};

text_enum! {
    /// How it came.
    pub enum Channel {
        Web = "web",
        Mail = "mail",
        Letter = "letter",
        DigitalPost = "digital_post",
        Phone = "phone",
    }
}

text_enum! {
    /// What it holds.
    pub enum Content {
        Remarks = "remarks",
        NoRemarks = "no_remarks",
        /// Joins in what another has said.
        Endorses = "endorses",
    }
}

text_enum! {
    pub enum Standing {
        Final = "final",
        /// Awaits political approval.
        Provisional = "provisional",
    }
}

text_enum! {
    /// Where it stands among the responses. Nothing is ever deleted: the ledger adds these up.
    pub enum State {
        Current = "current",
        Superseded = "superseded",
        Withdrawn = "withdrawn",
        Duplicate = "duplicate",
        NotAResponse = "not_a_response",
        /// Part of another response, which holds its parts.
        Merged = "merged",
    }
}

text_enum! {
    /// How far the secretariat is.
    pub enum Work {
        New = "new",
        InProgress = "in_progress",
        SecondReading = "second_reading",
        Done = "done",
    }
}

text_enum! {
    /// How a private person wants to stand in public.
    pub enum NameChoice {
        Name = "name",
        Citizen = "citizen",
        Anonymous = "anonymous",
    }
}

/// What one respondent (or several together) said.
#[derive(Debug, Clone, HasQuery, Identifiable)]
#[diesel(table_name = responses)]
pub struct Response {
    pub id: i64,
    pub hearing_id: i64,
    /// The receipt number.
    pub number: String,
    pub channel: Channel,
    pub category_id: Option<i64>,
    pub content: Content,
    pub standing: Standing,
    pub standing_body: Option<String>,
    pub standing_expected_on: Option<NaiveDate>,
    pub state: State,
    pub work: Work,
    pub subject: String,
    /// The Message-ID, or the name of the file or form it came from.
    pub source: String,
    pub mail_id: Option<i64>,
    pub claimed_at: Option<DateTime<Utc>>,
    pub arrived_at: DateTime<Utc>,
    pub arrival_rule: String,
    pub reached_us_at: Option<DateTime<Utc>>,
    pub reached_us_evidence: Option<String>,
    pub reached_us_mail_id: Option<i64>,
    pub recorded_at: DateTime<Utc>,
    pub deemed_timely_reason: Option<String>,
    pub name_choice: NameChoice,
    pub protected: bool,
    pub to_be_checked: bool,
    pub signatures: i32,
    pub reference_number: Option<i32>,
    /// The person of the secretariat who works on it.
    pub assigned_to: Option<i64>,
    /// When a provisional one was approved as it was.
    pub confirmed_at: Option<DateTime<Utc>>,
}

impl Response {
    pub async fn find(conn: &mut AsyncPgConnection, id: i64) -> QueryResult<Self> {
        Self::query().filter(responses::id.eq(id)).first(conn).await
    }

    pub async fn by_number(conn: &mut AsyncPgConnection, number: &str) -> QueryResult<Self> {
        Self::query()
            .filter(responses::number.eq(number))
            .first(conn)
            .await
    }

    /// Every response of a hearing in order of arrival.
    pub async fn of_hearing(
        conn: &mut AsyncPgConnection,
        hearing_id: i64,
    ) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(responses::hearing_id.eq(hearing_id))
            .order((responses::arrived_at, responses::id))
            .load(conn)
            .await
    }

    pub async fn respondents(&self, conn: &mut AsyncPgConnection) -> QueryResult<Vec<Respondent>> {
        Respondent::query()
            .filter(respondents::response_id.eq(self.id))
            .order(respondents::position)
            .load(conn)
            .await
    }

    pub async fn parts(&self, conn: &mut AsyncPgConnection) -> QueryResult<Vec<Part>> {
        Part::of_responses(conn, &[self.id]).await
    }

    /// When it counts as having come: the earlier of the arrival here and at another of the authority's addresses.
    #[must_use]
    pub fn counts_from(&self) -> DateTime<Utc> {
        self.reached_us_at
            .map_or(self.arrived_at, |reached| reached.min(self.arrived_at))
    }

    /// The deadline that holds for whoever answers: a consultee's own where that is later than the common one.
    pub async fn closes_at(
        &self,
        conn: &mut AsyncPgConnection,
        hearing: &Hearing,
    ) -> QueryResult<DateTime<Utc>> {
        let respondents = self.respondents(conn).await?;
        let consultees = Consultee::of_hearing(conn, hearing.id).await?;
        let of = respondents.iter().filter_map(|one| one.consultee_id);
        Ok(hearing.closes_for(of, &consultees))
    }

    /// Whether it came too late. `closes_at` is the first moment that is too late. What staff deem timely is still late here: the
    /// page shows both.
    #[must_use]
    pub fn is_late(&self, closes_at: DateTime<Utc>) -> bool {
        self.counts_from() >= closes_at
    }
}

/// Who answers. Identity belongs to the response.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = respondents)]
pub struct Respondent {
    pub id: i64,
    pub response_id: i64,
    pub position: i32,
    pub name: String,
    pub organisation: Option<String>,
    pub on_behalf_of: Option<String>,
    pub kind: String,
    pub email: Option<String>,
    pub consultee_id: Option<i64>,
    /// Who of the staff said so, or that it is none; nobody while it is as the program found it.
    pub consultee_by: Option<i64>,
}

impl Respondent {
    /// The respondents of many responses, in order.
    pub async fn of_responses(conn: &mut AsyncPgConnection, ids: &[i64]) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(respondents::response_id.eq_any(ids))
            .order((respondents::response_id, respondents::position))
            .load(conn)
            .await
    }

    /// What staff call them: the organisation, or else the person. Empty when nobody is known.
    #[must_use]
    pub fn display_name(&self) -> &str {
        self.organisation
            .as_deref()
            .filter(|name| !name.is_empty())
            .unwrap_or(&self.name)
    }
}
