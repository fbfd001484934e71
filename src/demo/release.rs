//! Stage three: references are fixed, the compilation is built by one person and approved by the other.

use anyhow::{Context, bail};

use super::people::Two;
use crate::app::App;
use crate::publication::references::fix_references;
use crate::publication::release::{self, Release, ReleaseKind, ReleaseState};
use crate::{jobs, worker};

pub(super) async fn out(app: &App, people: &Two) -> anyhow::Result<()> {
    let by = people.first(app);
    let id = {
        let mut conn = app.conn().await?;
        fix_references(&mut conn, by.hearing_id, Some(by.staff_id), by.now).await?;
        release::request(&mut conn, by, ReleaseKind::Final).await?
    };
    worker::seal(app).await?;
    jobs::run_all_due(app, &worker::registry(), "demo").await?;
    let built = Release::find(&mut *app.conn().await?, id).await?;
    if built.state != ReleaseState::Waiting {
        let stops: Vec<String> = built
            .findings()
            .iter()
            .map(|finding| format!("{finding:?}"))
            .collect();
        bail!(
            "the demo's release was stopped: {:?}: {}",
            built.state_reason,
            stops.join("; ")
        );
    }
    let hash = built
        .manifest_sha256
        .as_deref()
        .map(hex::encode)
        .context("a built release has no manifest")?;
    release::approve(app, people.second(app), id, &hash).await?;
    Ok(())
}
