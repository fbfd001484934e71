//! What the hearing is about, and whose it is.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;

use super::{SaveError, Section, Settings, weeks_short};
use crate::hearing::{Hearing, Kind};
use crate::schema::hearings;

/// Title, summary, case number, contact, who signs, kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Basics {
    pub title: String,
    pub summary: String,
    pub case_number: Option<String>,
    pub contact: String,
    pub signed_by: Vec<String>,
    pub kind: Kind,
    /// Only where a law asks for the hearing.
    pub minimum_weeks: Option<i32>,
}

impl Settings for Basics {
    const SECTION: Section = Section::Basics;

    async fn read(_: &mut AsyncPgConnection, hearing: &Hearing) -> Result<Self, SaveError> {
        Ok(Self {
            title: hearing.title.clone(),
            summary: hearing.summary.clone(),
            case_number: hearing.case_number.clone(),
            contact: hearing.contact.clone(),
            signed_by: hearing.signed_by.clone(),
            kind: hearing.kind,
            minimum_weeks: hearing.minimum_weeks,
        })
    }

    async fn write(
        &self,
        conn: &mut AsyncPgConnection,
        hearing: &Hearing,
        _: (&Self, DateTime<Utc>),
    ) -> Result<(), SaveError> {
        let weeks = self.minimum_weeks.unwrap_or_default();
        if hearing.published_at.is_some() && weeks_short(hearing, weeks).is_some() {
            return Err(SaveError::TooShort);
        }
        diesel::update(hearings::table.find(hearing.id))
            .set((
                hearings::title.eq(&self.title),
                hearings::summary.eq(&self.summary),
                hearings::case_number.eq(&self.case_number),
                hearings::contact.eq(&self.contact),
                hearings::signed_by.eq(&self.signed_by),
                hearings::kind.eq(self.kind),
                hearings::minimum_weeks.eq(self.minimum_weeks),
            ))
            .execute(conn)
            .await?;
        Ok(())
    }
}
