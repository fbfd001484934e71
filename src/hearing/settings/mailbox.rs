//! The address that answers are mailed to. Which mailbox is fetched from for it stands in the program's settings, not here.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;

use super::{SaveError, Section, Settings};
use crate::hearing::Hearing;
use crate::schema::{hearings, mailboxes};

/// The hearing's own address; empty until it has one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Address(pub String);

impl Settings for Address {
    const SECTION: Section = Section::Mailbox;

    async fn read(_: &mut AsyncPgConnection, hearing: &Hearing) -> Result<Self, SaveError> {
        Ok(Self(hearing.mailbox.clone()))
    }

    async fn write(
        &self,
        conn: &mut AsyncPgConnection,
        hearing: &Hearing,
        _: (&Self, DateTime<Utc>),
    ) -> Result<(), SaveError> {
        diesel::update(hearings::table.find(hearing.id))
            .set(hearings::mailbox.eq(&self.0))
            .execute(conn)
            .await?;
        // Where mail is put that somebody uploads or imports.
        diesel::insert_into(mailboxes::table)
            .values((
                mailboxes::organisation_id.eq(hearing.organisation_id),
                mailboxes::hearing_id.eq(hearing.id),
                mailboxes::address.eq(self.0.to_lowercase()),
            ))
            .on_conflict((mailboxes::address, mailboxes::folder))
            .do_nothing()
            .execute(conn)
            .await?;
        Ok(())
    }
}
