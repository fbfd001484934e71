//! How far a build is, for those who wait for it.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::{Release, ReleaseState};
use crate::app::App;
use crate::schema::releases;
use crate::templates::Words;

/// Where a build says how far it is.
#[derive(Clone, Copy)]
pub struct Progress<'a>(Option<(&'a App, i64)>);

impl<'a> Progress<'a> {
    /// To nobody.
    #[must_use]
    pub fn silent() -> Self {
        Self(None)
    }

    /// On the row of a release.
    #[must_use]
    pub fn on(app: &'a App, release_id: i64) -> Self {
        Self(Some((app, release_id)))
    }

    /// So many volumes are set. That it cannot be said ends no build.
    pub(in crate::publication) async fn volume(&self, set: usize, of: usize) {
        let Some((app, release_id)) = self.0 else {
            return;
        };
        if let Err(error) = say(app, release_id, (set, of)).await {
            tracing::warn!(
                release = release_id,
                error = format!("{error:#}"),
                "progress was not noted"
            );
        }
    }
}

async fn say(app: &App, release_id: i64, (set, of): (usize, usize)) -> anyhow::Result<()> {
    let mut conn = app.conn().await?;
    diesel::update(releases::table.find(release_id))
        .filter(releases::state.eq(ReleaseState::Building))
        .set((
            releases::volumes.eq(i32::try_from(of)?),
            releases::volumes_set.eq(i32::try_from(set)?),
        ))
        .execute(&mut conn)
        .await?;
    Ok(())
}

/// *Bind 3 af 40 bliver sat*; nothing for a release in one file, or one that is not being built.
pub(in crate::publication) fn progress(words: &Words, release: &Release) -> Option<String> {
    let building = release.state == ReleaseState::Building && release.volumes > 0;
    building.then(|| {
        if release.volumes_set == release.volumes {
            return words.text(
                "formats-progress-last",
                &[("volumes", release.volumes.into())],
            );
        }
        let numbers = [
            ("volume", (release.volumes_set + 1).into()),
            ("volumes", release.volumes.into()),
        ];
        words.text("formats-progress", &numbers)
    })
}
