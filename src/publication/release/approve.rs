//! Approval: another person than the builder says yes to the hash of the manifest; one transaction makes it public.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{Release, ReleaseKind, ReleaseState, next_number};
use crate::app::App;
use crate::audit::Event;
use crate::hearing::Hearing;
use crate::intake::mailbox;
use crate::publication::files::Manifest;
use crate::publication::gate::{self, Finding, What};
use crate::publication::projection::Projection;
use crate::publication::{read, snapshot};
use crate::schema::releases;
use crate::staff::Act;
use crate::templates::Templates;

/// Why a release was not approved.
#[derive(Debug, thiserror::Error)]
pub enum ApproveError {
    /// It does not wait (any more), or what was seen is not what waits.
    #[error("the release does not wait for approval")]
    NotWaiting,
    /// Whoever built it cannot approve it.
    #[error("a second person is needed")]
    SamePerson,
    /// A mail waits for a person's decision whether it is a response (intake.md, rule 7): the release waits too. A daily one waits for
    /// mails without a place alone.
    #[error("mails are undecided")]
    MailsUndecided,
    /// Something in it has changed since it was built: it is dropped and must be built anew.
    #[error("the release is out of date")]
    Changed,
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

/// What the transaction did.
enum Outcome {
    Released,
    Changed,
}

/// Makes a release public. `manifest_sha256` is the hash (hexadecimal) that the person saw.
///
/// # Errors
/// [`ApproveError::SamePerson`], [`ApproveError::NotWaiting`], [`ApproveError::MailsUndecided`], [`ApproveError::Changed`]; the public still sees the release before it.
pub async fn approve(
    app: &App,
    by: Act,
    release_id: i64,
    manifest_sha256: &str,
) -> Result<i32, ApproveError> {
    let mut conn = app.conn().await?;
    let release = Release::find(&mut conn, release_id).await?;
    let manifest = check(&release, by, manifest_sha256)?;
    let kept = hex::decode(&manifest.projection_sha256).map_err(anyhow::Error::from)?;
    let projection: Projection =
        serde_json::from_slice(&app.storage.read(&kept).await?).map_err(anyhow::Error::from)?;
    for file in &manifest.files {
        let hash = hex::decode(&file.sha256).map_err(anyhow::Error::from)?;
        app.storage.read(&hash).await?;
    }
    let outcome = conn
        .build_transaction()
        .repeatable_read()
        .run(async |conn| {
            let locked = Release::query()
                .filter(releases::id.eq(release_id))
                .for_update()
                .first(conn)
                .await?;
            check(&locked, by, manifest_sha256)?;
            let waiting = match locked.kind {
                ReleaseKind::Final => mailbox::waiting(conn, locked.hearing_id).await?,
                ReleaseKind::Daily => mailbox::unplaced(conn, locked.hearing_id).await?,
            };
            if waiting > 0 {
                return Err(ApproveError::MailsUndecided);
            }
            if !still_holds(conn, &locked, &manifest).await? {
                drop_release(conn, by, release_id).await?;
                return Ok::<_, ApproveError>(Outcome::Changed);
            }
            publish(conn, by, &locked, &manifest, &projection).await?;
            Ok(Outcome::Released)
        })
        .await?;
    match outcome {
        Outcome::Released => Ok(manifest.release),
        Outcome::Changed => Err(ApproveError::Changed),
    }
}

fn check(release: &Release, by: Act, seen: &str) -> Result<Manifest, ApproveError> {
    let waits = release.state == ReleaseState::Waiting && release.hearing_id == by.hearing_id;
    let hash = release.manifest_sha256.as_deref().map(hex::encode);
    let (Some(manifest), true, true) = (&release.manifest, waits, hash.as_deref() == Some(seen))
    else {
        return Err(ApproveError::NotWaiting);
    };
    if release.built_by == Some(by.staff_id) {
        return Err(ApproveError::SamePerson);
    }
    let manifest: Manifest =
        serde_json::from_value(manifest.clone()).map_err(anyhow::Error::from)?;
    Ok(manifest)
}

/// Whether the database still says what was built, and the gate still lets it through.
async fn still_holds(
    conn: &mut AsyncPgConnection,
    release: &Release,
    manifest: &Manifest,
) -> Result<bool, ApproveError> {
    let hearing = Hearing::find(conn, release.hearing_id).await?;
    let now = read::read_within(
        conn,
        &hearing.slug,
        Templates::shared()?.words(),
        release.kind,
    )
    .await?;
    let bytes = serde_json::to_vec(&now.projection).map_err(anyhow::Error::from)?;
    let same = hex::encode(Sha256::digest(&bytes)) == manifest.projection_sha256;
    let painted = now.evidence.pages_sha256() == manifest.pages_sha256;
    let next = next_number(conn, release.hearing_id).await? == manifest.release;
    Ok(same && painted && next && !gate::stops(&gate::look(&now.projection, &now.evidence)))
}

async fn drop_release(conn: &mut AsyncPgConnection, by: Act, id: i64) -> Result<(), ApproveError> {
    let reason =
        serde_json::to_string(&[Finding::whole(What::Changed)]).map_err(anyhow::Error::from)?;
    diesel::update(releases::table.find(id))
        .set((
            releases::state.eq(ReleaseState::Dropped),
            releases::state_reason.eq(reason),
        ))
        .execute(conn)
        .await?;
    record(conn, by, ("release_dropped", id), json!({})).await?;
    Ok(())
}

async fn publish(
    conn: &mut AsyncPgConnection,
    by: Act,
    release: &Release,
    manifest: &Manifest,
    projection: &Projection,
) -> Result<(), ApproveError> {
    diesel::update(releases::table.find(release.id))
        .set((
            releases::state.eq(ReleaseState::Released),
            releases::number.eq(manifest.release),
            releases::approved_by.eq(by.staff_id),
            releases::released_at.eq(by.now),
        ))
        .execute(conn)
        .await?;
    snapshot::write(conn, release, manifest, projection, by.now).await?;
    let detail = json!({ "number": manifest.release });
    record(conn, by, ("release_approved", release.id), detail).await?;
    Ok(())
}

async fn record(
    conn: &mut AsyncPgConnection,
    by: Act,
    (action, id): (&str, i64),
    detail: serde_json::Value,
) -> QueryResult<()> {
    Event::by_staff(by.staff_id, action, "release", id)
        .in_hearing(by.hearing_id)
        .with(detail)
        .record(conn, by.now)
        .await
}
