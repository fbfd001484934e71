//! What a page or a package of a meeting is made of, read once.

use chrono::{DateTime, NaiveDate, Utc};
use diesel_async::AsyncPgConnection;

use crate::agenda::{Package, Proposal, packages_of, proposals_of};
use crate::desk::memo::{self, Standing};
use crate::hearing::{Hearing, Meeting};
use crate::publication::handed::{Handed, read_handed};
use crate::response::{Chains, Relation, Response};
use crate::templates::Words;
use crate::templates::words::copenhagen;
use crate::web::{self, Error};

/// A meeting with all that its agenda tells.
pub(super) struct Case {
    pub(super) hearing: Hearing,
    pub(super) meetings: Vec<Meeting>,
    pub(super) meeting: Meeting,
    /// Every version of its proposal, the latest first.
    pub(super) proposals: Vec<Proposal>,
    /// What was made for it, the latest first.
    pub(super) packages: Vec<Package>,
    pub(super) handed: Handed,
    pub(super) memo: Standing,
    pub(super) responses: Vec<Response>,
    relations: Vec<Relation>,
    pub(super) now: DateTime<Utc>,
    pub(super) today: NaiveDate,
}

impl Case {
    pub(super) async fn read(
        conn: &mut AsyncPgConnection,
        words: &Words,
        (hearing_id, meeting_id): (i64, i64),
        now: DateTime<Utc>,
    ) -> web::Result<Self> {
        let hearing = Hearing::find(conn, hearing_id).await?;
        let meetings = hearing.meetings(conn).await?;
        let meeting = meetings.iter().find(|one| one.id == meeting_id).cloned();
        let meeting = meeting.ok_or(Error::NotFound)?;
        let responses = Response::of_hearing(conn, hearing.id).await?;
        let ids: Vec<i64> = responses.iter().map(|one| one.id).collect();
        Ok(Self {
            proposals: proposals_of(conn, meeting.id).await?,
            packages: packages_of(conn, meeting.id).await?,
            handed: read_handed(conn, &hearing.slug, words).await?,
            memo: memo::standing(conn, words, (hearing.id, now)).await?,
            relations: Relation::of_responses(conn, &ids).await?,
            responses,
            meetings,
            meeting,
            hearing,
            now,
            today: copenhagen(now).date_naive(),
        })
    }

    /// Every response that has come.
    pub(super) fn received(&self) -> Vec<i64> {
        self.responses.iter().map(|one| one.id).collect()
    }

    /// The responses that came, or were changed by a later version, since something was made: the receipt numbers of their first versions.
    pub(super) fn came_since(&self, made: &Package) -> Vec<String> {
        let chains = Chains::of(&self.responses, &self.relations);
        chains
            .chains
            .iter()
            .filter(|chain| {
                let mut versions = chain.versions.iter();
                versions.any(|(one, _)| !made.responses.contains(&one.id))
            })
            .map(|chain| chain.earliest().number.clone())
            .collect()
    }
}
