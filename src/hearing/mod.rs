//! What is asked, of whom, until when: rounds, frames and themes, consultees, meetings and the decision.
//!
//! A hearing is set up from a file ([`mod@file`]) or by the staff. Its deadline is kept as the first moment that is too late, so *in time*
//! is always `arrived < closes_at`.

mod consultee;
mod consultees;
mod deadline;
mod download;
pub mod file;
pub mod frames;
pub mod list;
mod load;
pub mod outline;
pub mod pages;
pub mod public;
pub mod settings;
mod theme;
mod time;
mod timeline;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::schema::{categories, deadline_changes, documents, hearings, meetings, milestones};
use crate::text_enum;

pub use consultee::{Consultee, ConsulteeRow, Way, read_csv};
pub use consultees::{
    ConsulteeError, NewConsultee, add_consultee, remove_consultee, save_consultee,
};
pub use deadline::{
    ExtendError, Extension, MoveError, NewDeadline, extend, extensions_of, move_deadline,
};
pub use load::{Loaded, load};
pub use theme::{Frame, Theme, ThemeTree, frames_of, merged_themes};
pub use time::{closing_moment, local_date, midnight, zone};

text_enum! {
    /// Whether a law asks for the hearing.
    pub enum Kind {
        Voluntary = "voluntary",
        Statutory = "statutory",
    }
}

text_enum! {
    /// How private persons stand in public.
    pub enum Names {
        /// All by name.
        Name = "name",
        /// As each of them chose.
        Choice = "choice",
        /// All as *Borger*.
        Anonymous = "anonymous",
    }
}

/// One consultation, from opening to decision.
#[derive(Debug, Clone, HasQuery, Identifiable)]
#[diesel(table_name = hearings)]
pub struct Hearing {
    pub id: i64,
    pub organisation_id: i64,
    pub slug: String,
    pub title: String,
    pub summary: String,
    pub language: String,
    pub time_zone: String,
    pub kind: Kind,
    pub case_number: Option<String>,
    pub mailbox: String,
    pub contact: String,
    pub signed_by: Vec<String>,
    pub opens_at: DateTime<Utc>,
    /// The first moment that is too late.
    pub closes_at: DateTime<Utc>,
    pub names: Names,
    pub public_stance: bool,
    pub themes_frozen_at: Option<DateTime<Utc>>,
    pub references_fixed_at: Option<DateTime<Utc>>,
    /// When staff let the public see it; none while it is being set up.
    pub published_at: Option<DateTime<Utc>>,
    /// The least that a law asks for.
    pub minimum_weeks: Option<i32>,
    /// Grows with each change of the settings.
    pub revision: i32,
    /// Direct lines of organisations must be hidden too.
    pub hide_contacts: bool,
}

/// Where a hearing is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    Coming,
    Open,
    Closed,
}

impl Hearing {
    pub async fn by_slug(conn: &mut AsyncPgConnection, slug: &str) -> QueryResult<Self> {
        Self::query()
            .filter(hearings::slug.eq(slug))
            .first(conn)
            .await
    }

    /// One that the public may see.
    pub async fn public(conn: &mut AsyncPgConnection, slug: &str) -> QueryResult<Self> {
        Self::query()
            .filter(hearings::slug.eq(slug))
            .filter(hearings::published_at.is_not_null())
            .first(conn)
            .await
    }

    pub async fn find(conn: &mut AsyncPgConnection, id: i64) -> QueryResult<Self> {
        Self::query().filter(hearings::id.eq(id)).first(conn).await
    }

    /// Every hearing, the one that closes last first.
    pub async fn all(conn: &mut AsyncPgConnection) -> QueryResult<Vec<Self>> {
        Self::query()
            .order((hearings::closes_at.desc(), hearings::id))
            .load(conn)
            .await
    }

    #[must_use]
    pub fn phase(&self, now: DateTime<Utc>) -> Phase {
        if now < self.opens_at {
            Phase::Coming
        } else if now < self.closes_at {
            Phase::Open
        } else {
            Phase::Closed
        }
    }

    /// Whether the public can see it and it has begun: from then on what was promised holds.
    #[must_use]
    pub fn has_opened(&self, now: DateTime<Utc>) -> bool {
        self.published_at.is_some() && self.phase(now) != Phase::Coming
    }

    /// Whether themes change only by events that can be undone.
    #[must_use]
    pub fn themes_are_frozen(&self, now: DateTime<Utc>) -> bool {
        self.themes_frozen_at.is_some() || self.has_opened(now)
    }

    pub async fn categories(&self, conn: &mut AsyncPgConnection) -> QueryResult<Vec<Category>> {
        Category::query()
            .filter(categories::hearing_id.eq(self.id))
            .order(categories::position)
            .load(conn)
            .await
    }

    pub async fn meetings(&self, conn: &mut AsyncPgConnection) -> QueryResult<Vec<Meeting>> {
        Meeting::query()
            .filter(meetings::hearing_id.eq(self.id))
            .order((meetings::held_on, meetings::id))
            .load(conn)
            .await
    }

    pub async fn milestones(&self, conn: &mut AsyncPgConnection) -> QueryResult<Vec<Milestone>> {
        Milestone::query()
            .filter(milestones::hearing_id.eq(self.id))
            .order((milestones::starts_on, milestones::position))
            .load(conn)
            .await
    }

    pub async fn documents(&self, conn: &mut AsyncPgConnection) -> QueryResult<Vec<Document>> {
        Document::query()
            .filter(documents::hearing_id.eq(self.id))
            .order((documents::position, documents::id))
            .load(conn)
            .await
    }

    /// How the common deadline has moved, oldest first.
    pub async fn deadline_changes(
        &self,
        conn: &mut AsyncPgConnection,
    ) -> QueryResult<Vec<DeadlineChange>> {
        DeadlineChange::query()
            .filter(deadline_changes::hearing_id.eq(self.id))
            .filter(deadline_changes::consultee_id.is_null())
            .order(deadline_changes::id)
            .load(conn)
            .await
    }
}

/// Who answers, by letter.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = categories)]
pub struct Category {
    pub id: i64,
    pub letter: String,
    pub name: String,
    /// Words for kinds of respondents that belong here (`kommune`, `borger`).
    pub kinds: Vec<String>,
    pub private_persons: bool,
    pub position: i32,
}

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = meetings)]
pub struct Meeting {
    pub id: i64,
    pub body: String,
    pub held_on: NaiveDate,
    pub material_due: Option<NaiveDate>,
    pub decides: bool,
}

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = milestones)]
pub struct Milestone {
    pub id: i64,
    pub starts_on: NaiveDate,
    pub ends_on: Option<NaiveDate>,
    /// `day` or `month`.
    pub precision: String,
    pub what: String,
    pub channel: Option<String>,
}

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = documents)]
pub struct Document {
    pub id: i64,
    pub title: String,
    pub file_id: Option<i64>,
    pub media_type: Option<String>,
    pub url: Option<String>,
    pub filename: Option<String>,
    pub round_id: Option<i64>,
    pub position: i32,
}

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = deadline_changes)]
pub struct DeadlineChange {
    pub old_closes_at: DateTime<Utc>,
    pub new_closes_at: DateTime<Utc>,
    pub reason: String,
    pub notice: String,
}
