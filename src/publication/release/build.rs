//! Building: read, project, write the files, read them back. Nothing becomes public here.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Progress, Release, ReleaseKind, ReleaseState, next_number};
use crate::app::App;
use crate::audit::{Actor, Event};
use crate::hearing::Hearing;
use crate::jobs::{Job, JobError, Lease};
use crate::publication::files::{self, BuiltFile, Edition, Manifest};
use crate::publication::gate::{self, Finding, What};
use crate::publication::pdf::TypesetterStopped;
use crate::publication::pictures::{self, PaintedPage};
use crate::publication::projection::Projection;
use crate::publication::proof::Sealed;
use crate::publication::references::{ReferenceError, fix_references};
use crate::publication::{read, volumes};
use crate::schema::releases;
use crate::storage::{Kept, file_row};
use crate::templates::Templates;

/// Everything a release is made of, before anybody has approved it.
pub struct Built {
    pub number: i32,
    pub projection: Projection,
    /// The projection as it is kept: what is written to the snapshot when it is approved.
    pub(in crate::publication) projection_bytes: Vec<u8>,
    /// The manifest last.
    pub files: Vec<BuiltFile>,
    /// Pages of letters as pictures, which are in storage already.
    pub pictures: Vec<PaintedPage>,
    pub(in crate::publication) manifest: Manifest,
    /// All of it in one file, in storage already.
    pub archive: Kept,
    pub findings: Vec<Finding>,
}

/// Builds every file of a hearing's next release and reads them back. Writes nothing but the pictures of pages and the archive, to
/// storage: there may be more of them than memory holds.
///
/// # Errors
/// When the database, a template or the typesetter fails. What the gate finds is no error.
pub async fn build_files(
    app: &App,
    slug: &str,
    kind: ReleaseKind,
    now: DateTime<Utc>,
) -> anyhow::Result<Built> {
    build_telling(app, (slug, kind), now, Progress::silent()).await
}

async fn build_telling(
    app: &App,
    (slug, kind): (&str, ReleaseKind),
    now: DateTime<Utc>,
    progress: Progress<'_>,
) -> anyhow::Result<Built> {
    let words = Templates::shared()?.words();
    let base_url = app.config.base_url.trim_end_matches('/');
    let (read, number, sealed) = {
        let mut conn = app.conn().await?;
        let read = read::read(&mut conn, slug, words, kind).await?;
        let number = next_number(&mut conn, read.hearing_id).await?;
        let accounts = &read.evidence.accounts;
        let sealed = Sealed::read(app, &mut conn, read.hearing_id, accounts).await?;
        (read, number, sealed)
    };
    let log = sealed.log_head(app);
    let projection = read.projection;
    let projection_bytes = serde_json::to_vec(&projection)?;
    let edition = Edition {
        number,
        now,
        words,
        base_url,
    };
    let about = (&edition, Some(&log));
    let with = (app.program.as_path(), &app.config.pdf);
    let mut built = volumes::pdf(with, &projection, about, &progress).await?;
    built.extend(files::data(&projection, &edition)?);
    let hearing = (slug, number, now);
    let hash = hex::encode(Sha256::digest(&projection_bytes));
    let painting = pictures::paint(app, &read.evidence.pages).await?;
    let pages = (painting.pages.as_slice(), read.evidence.pages_sha256());
    let told = (&read.evidence.accounts[..], &read.evidence.shown[..]);
    let whole = (&built[..], &painting.pages[..]);
    built.push(sealed.file(app, (slug, number), told, whole)?);
    let manifest = Manifest::new(
        hearing,
        projection.overview.ledger,
        (&built, pages),
        hash,
        Some(log),
    );
    let own = manifest.file()?;
    built.push(own.clone());
    let archive = files::archive(&app.storage, &built, &painting.pages).await?;
    let mut findings = gate::look(&projection, &read.evidence);
    findings.extend(gate::look_at_files(&built, &read.evidence).await);
    findings.extend(gate::look_at_pages(app, &painting, &read.evidence).await?);
    findings.extend(gate::look_at_archive(&app.storage, &archive, (&manifest, &own)).await);
    Ok(Built {
        number,
        projection,
        projection_bytes,
        files: built,
        pictures: painting.pages,
        manifest,
        archive,
        findings,
    })
}

/// Builds the release that somebody asked for.
#[derive(Debug, Serialize, Deserialize)]
pub struct BuildRelease {
    pub release_id: i64,
}

impl Job for BuildRelease {
    const KIND: &'static str = "build_release";
    const ATTEMPTS: i32 = 8;
    const LEASE_SECONDS: i64 = 600;

    fn unique_key(&self) -> Option<String> {
        Some(self.release_id.to_string())
    }

    async fn run(&self, app: &App, lease: &Lease) -> Result<(), JobError> {
        let now = app.clock.now();
        let (release, slug) = {
            let mut conn = app.conn().await?;
            let release = Release::find(&mut conn, self.release_id).await?;
            if release.state != ReleaseState::Building {
                return Ok(());
            }
            if lease.attempts() > Self::ATTEMPTS {
                // It dies of this one each time.
                drop(conn);
                return fail(app, lease, &release, &[Finding::whole(What::BuildFailed)]).await;
            }
            let hearing = Hearing::find(&mut conn, release.hearing_id).await?;
            if hearing.references_fixed_at.is_some() {
                number_late_ones(&mut conn, hearing.id, now).await?;
            }
            (release, hearing.slug)
        };
        // Drawing the pages of a thousand letters, and looking at them again, takes its time.
        let of = (slug.as_str(), release.kind);
        let building = build_telling(app, of, now, Progress::on(app, release.id));
        let built = match lease.hold(app, Self::LEASE_SECONDS, building).await? {
            Ok(built) => built,
            Err(error) => {
                let away = error
                    .chain()
                    .any(|cause| cause.is::<diesel::result::Error>());
                if away {
                    return Err(error.into());
                }
                tracing::error!(
                    release = release.id,
                    error = format!("{error:#}"),
                    "a release could not be built"
                );
                return fail(app, lease, &release, &[Finding::whole(why(&error))]).await;
            }
        };
        if gate::stops(&built.findings) {
            return fail(app, lease, &release, &built.findings).await;
        }
        match store(app, &built).await {
            Ok(kept) => keep(app, lease, &release, (&built, &kept)).await,
            Err(error) => {
                tracing::error!(
                    release = release.id,
                    error = format!("{error:#}"),
                    "a release could not be kept"
                );
                fail(app, lease, &release, &[Finding::whole(why(&error))]).await
            }
        }
    }
}

/// What staff are told of a build that failed.
fn why(error: &anyhow::Error) -> What {
    let full = error.chain().any(|cause| {
        let io = cause.downcast_ref::<std::io::Error>();
        io.is_some_and(|io| io.kind() == std::io::ErrorKind::StorageFull)
    });
    if full {
        What::DiskFull
    } else if error.chain().any(|cause| cause.is::<TypesetterStopped>()) {
        What::TypesetterStopped
    } else {
        What::BuildFailed
    }
}

/// What came after the references were fixed takes the next numbers.
async fn number_late_ones(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    now: DateTime<Utc>,
) -> Result<(), JobError> {
    match fix_references(conn, hearing_id, None, now).await {
        // The gate names a response without a category.
        Ok(_) | Err(ReferenceError::NoCategory(_) | ReferenceError::BeforeDeadline) => Ok(()),
        Err(ReferenceError::Database(error)) => Err(error.into()),
    }
}

async fn fail(
    app: &App,
    lease: &Lease,
    release: &Release,
    findings: &[Finding],
) -> Result<(), JobError> {
    let reason = serde_json::to_string(findings).map_err(anyhow::Error::from)?;
    let mut conn = app.conn().await?;
    conn.transaction(async |conn| {
        diesel::update(releases::table.find(release.id))
            .set((
                releases::state.eq(ReleaseState::Failed),
                releases::state_reason.eq(reason),
            ))
            .execute(conn)
            .await?;
        record(conn, release, "release_stopped", app.clock.now()).await?;
        lease.complete(conn).await
    })
    .await
}

/// Keeps projection and files, the manifest last.
async fn store(app: &App, built: &Built) -> anyhow::Result<Vec<Kept>> {
    let pictures = built.pictures.iter().map(PaintedPage::kept);
    let mut kept = pictures.collect::<anyhow::Result<Vec<_>>>()?;
    kept.push(built.archive.clone());
    let projection = built.projection_bytes.clone();
    kept.push(app.storage.keep(projection.into()).await?);
    for file in &built.files {
        kept.push(app.storage.keep(file.bytes.clone()).await?);
    }
    Ok(kept)
}

/// Lets the release wait for approval.
async fn keep(
    app: &App,
    lease: &Lease,
    release: &Release,
    (built, kept): (&Built, &[Kept]),
) -> Result<(), JobError> {
    let manifest = serde_json::to_value(&built.manifest).map_err(anyhow::Error::from)?;
    let reason = serde_json::to_string(&built.findings).map_err(anyhow::Error::from)?;
    let hash = kept.last().map(|kept| kept.sha256.clone());
    let log = built.manifest.log.as_ref();
    let root = log.map(|log| hex::decode(&log.root)).transpose();
    let root = root.map_err(anyhow::Error::from)?;
    let mut conn = app.conn().await?;
    conn.transaction(async |conn| {
        for kept in kept {
            file_row(conn, kept).await?;
        }
        diesel::update(releases::table.find(release.id))
            .set((
                releases::state.eq(ReleaseState::Waiting),
                releases::state_reason.eq(reason),
                releases::manifest.eq(manifest),
                releases::manifest_sha256.eq(hash),
                releases::log_size.eq(log.map(|log| log.size)),
                releases::log_root.eq(root),
                releases::archive_sha256.eq(&built.archive.sha256),
                releases::archive_bytes.eq(built.archive.bytes),
            ))
            .execute(conn)
            .await?;
        record(conn, release, "release_built", app.clock.now()).await?;
        lease.complete(conn).await
    })
    .await
}

async fn record(
    conn: &mut AsyncPgConnection,
    release: &Release,
    action: &str,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    Event::new(Actor::Program, action, "release", release.id)
        .in_hearing(release.hearing_id)
        .record(conn, now)
        .await
}
