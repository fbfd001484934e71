//! A mailbox of the settings: its row, and what the last round said about it.

use anyhow::Context;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::imap::{ImapError, Trouble};
use super::keep::Mailbox;
use crate::config;
use crate::hearing::Hearing;
use crate::schema::{mailboxes, organisations};

impl Mailbox {
    /// The mailbox of these settings, made or brought up to date when needed. One without a hearing belongs to the organisation of this
    /// name, or to the only one there is.
    pub async fn configured(
        conn: &mut AsyncPgConnection,
        settings: &config::Mailbox,
        organisation_name: &str,
    ) -> anyhow::Result<Self> {
        let (organisation_id, hearing_id) = if settings.hearing.is_empty() {
            (organisation(conn, organisation_name).await?, None)
        } else {
            let hearing = hearing(conn, settings).await?;
            (hearing.organisation_id, Some(hearing.id))
        };
        let found = Self::find(conn, &settings.address, &settings.folder)
            .await
            .optional()?;
        let as_set = |found: &Self| found.hearing_id == hearing_id && found.junk == settings.junk;
        if let Some(mailbox) = found.filter(as_set) {
            return Ok(mailbox);
        }
        let values = (
            mailboxes::hearing_id.eq(hearing_id),
            mailboxes::junk.eq(settings.junk),
        );
        diesel::insert_into(mailboxes::table)
            .values((
                mailboxes::organisation_id.eq(organisation_id),
                mailboxes::address.eq(settings.address.to_lowercase()),
                mailboxes::folder.eq(&settings.folder),
                values,
            ))
            .on_conflict((mailboxes::address, mailboxes::folder))
            .do_update()
            .set(values)
            .execute(conn)
            .await?;
        Ok(Self::find(conn, &settings.address, &settings.folder).await?)
    }

    /// Where the mail of a hearing comes in.
    pub async fn of_hearing(
        conn: &mut AsyncPgConnection,
        hearing_id: i64,
    ) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(mailboxes::hearing_id.eq(hearing_id))
            .order((mailboxes::address, mailboxes::folder))
            .load(conn)
            .await
    }

    /// Notes a round that took what it could. Mails that the server did not hand out are an error too; until they have come, a changed
    /// UIDVALIDITY is not done with.
    pub(super) async fn fetched(
        &self,
        conn: &mut AsyncPgConnection,
        uid_validity: i64,
        refused: usize,
        at: DateTime<Utc>,
    ) -> QueryResult<()> {
        let settled = refused == 0 || self.uid_validity.is_none();
        let error = (refused > 0).then(|| format!("the server did not hand out {refused} mails"));
        diesel::update(mailboxes::table.find(self.id))
            .set((
                settled.then(|| mailboxes::uid_validity.eq(uid_validity)),
                mailboxes::fetched_at.eq(at),
                mailboxes::error_kind.eq(error.as_ref().map(|_| Trouble::Refused)),
                mailboxes::last_error.eq(error),
            ))
            .execute(conn)
            .await?;
        Ok(())
    }

    /// Notes a round that broke off.
    pub(super) async fn failed(
        &self,
        conn: &mut AsyncPgConnection,
        error: &anyhow::Error,
    ) -> QueryResult<()> {
        let trouble = error
            .downcast_ref::<ImapError>()
            .map_or(Trouble::Other, ImapError::trouble);
        diesel::update(mailboxes::table.find(self.id))
            .set((
                mailboxes::last_error.eq(format!("{error:#}")),
                mailboxes::error_kind.eq(trouble),
            ))
            .execute(conn)
            .await?;
        Ok(())
    }

    /// Notes why mails are not moved, or that nothing stands in the way. Answers with whether that is new.
    pub(super) async fn move_problem(
        &self,
        conn: &mut AsyncPgConnection,
        why: Option<&str>,
    ) -> QueryResult<bool> {
        let changed = diesel::update(mailboxes::table)
            .filter(mailboxes::id.eq(self.id))
            .filter(mailboxes::move_problem.is_distinct_from(why))
            .set(mailboxes::move_problem.eq(why))
            .execute(conn)
            .await?;
        Ok(changed > 0)
    }
}

async fn hearing(
    conn: &mut AsyncPgConnection,
    settings: &config::Mailbox,
) -> anyhow::Result<Hearing> {
    Hearing::by_slug(conn, &settings.hearing)
        .await
        .optional()?
        .with_context(|| {
            format!(
                "the mailbox {} names the hearing {:?}, which is not loaded",
                settings.address, settings.hearing
            )
        })
}

async fn organisation(conn: &mut AsyncPgConnection, name: &str) -> anyhow::Result<i64> {
    let all: Vec<(i64, String)> = organisations::table
        .order(organisations::id)
        .select((organisations::id, organisations::name))
        .load(conn)
        .await?;
    match all.as_slice() {
        [] => anyhow::bail!("no hearing is loaded yet, so nobody owns this mailbox"),
        [(only, _)] => Ok(*only),
        several => several
            .iter()
            .find(|(_, own)| own == name)
            .map(|(id, _)| *id)
            .context(
                "organisation_name says whose mailbox it is, and no organisation has that name",
            ),
    }
}
