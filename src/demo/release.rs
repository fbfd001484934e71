//! Stage three: references are fixed, the compilation is built by one person and approved by the other.

use anyhow::{Context, bail};
use diesel_async::AsyncPgConnection;

use super::people::Two;
use crate::app::App;
use crate::publication::gate::What;
use crate::publication::gate::excuse::excuse;
use crate::publication::references::fix_references;
use crate::publication::release::{self, Release, ReleaseKind, ReleaseState};
use crate::staff::Act;
use crate::templates::Templates;
use crate::{jobs, worker};

pub(super) async fn out(app: &App, people: &Two, slug: &str) -> anyhow::Result<()> {
    let by = people.first(app);
    let id = {
        let mut conn = app.conn().await?;
        fix_references(&mut conn, by.hearing_id, Some(by.staff_id), by.now).await?;
        let_through(&mut conn, by, slug).await?;
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

/// A branch of the union sent its union's answer on, as a file. The words are the response's own text, so the file needs none.
async fn let_through(conn: &mut AsyncPgConnection, by: Act, slug: &str) -> anyhow::Result<()> {
    const REASON: &str =
        "Vedhæftningen er selve den videresendte mail. Dens tekst står allerede som svarets tekst.";
    let words = Templates::shared()?.words();
    let found = release::found_now(conn, slug, words).await?;
    let unread = found
        .iter()
        .filter(|one| one.what == What::AttachmentUnread);
    let keys: Vec<String> = unread.filter_map(|one| one.key.clone()).collect();
    if !keys.is_empty() {
        excuse(conn, by, (&found, &keys), REASON).await?;
    }
    Ok(())
}
