//! What the compilation shows of those who answer, and of the staff's own reading.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;

use super::{SaveError, Section, Settings};
use crate::hearing::{Hearing, Names};
use crate::schema::hearings;

/// How private persons stand in public, whether the stance does, and whether direct lines of organisations must be hidden too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Publication {
    pub names: Names,
    pub public_stance: bool,
    pub hide_contacts: bool,
}

impl Settings for Publication {
    const SECTION: Section = Section::Publication;

    async fn read(_: &mut AsyncPgConnection, hearing: &Hearing) -> Result<Self, SaveError> {
        Ok(Self {
            names: hearing.names,
            public_stance: hearing.public_stance,
            hide_contacts: hearing.hide_contacts,
        })
    }

    async fn write(
        &self,
        conn: &mut AsyncPgConnection,
        hearing: &Hearing,
        _: (&Self, DateTime<Utc>),
    ) -> Result<(), SaveError> {
        diesel::update(hearings::table.find(hearing.id))
            .set((
                hearings::names.eq(self.names),
                hearings::public_stance.eq(self.public_stance),
                hearings::hide_contacts.eq(self.hide_contacts),
            ))
            .execute(conn)
            .await?;
        Ok(())
    }
}
