//! What was made, to take along; and the proposal as it stands. Both are rows of the log.

use actix_web::web::{Data, Path};

use super::read::Case;
use super::{At, AtPackage, paper, prefill};
use crate::agenda::{Kind, package};
use crate::app::App;
use crate::audit::Event;
use crate::desk::overview::named;
use crate::staff::Reader;
use crate::web::{self, View};

/// The proposal that stands, or as it is filled in while nobody has saved one.
pub(in crate::desk) async fn proposal(
    app: Data<App>,
    view: View,
    reader: Reader,
    at: Path<At>,
) -> web::Result {
    let words = view.words();
    let by = reader.act(app.clock.now());
    let mut conn = app.conn().await?;
    let case = Case::read(&mut conn, words, (by.hearing_id, at.id), by.now).await?;
    let saved = case.proposals.first().map(|one| one.content.clone());
    let content = saved.unwrap_or_else(|| prefill::content(words, &case));
    let bytes = paper::proposal(words, &case, &content)?;
    Event::by_staff(by.staff_id, "proposal_taken", "meeting", at.id)
        .in_hearing(by.hearing_id)
        .record(&mut conn, by.now)
        .await?;
    let what = words.text("agenda-file-proposal", &[]);
    Ok(named(bytes, &reader.slug, &what, "docx"))
}

/// A package or addendum exactly as it was made.
pub(in crate::desk) async fn download(
    app: Data<App>,
    view: View,
    reader: Reader,
    at: Path<AtPackage>,
) -> web::Result {
    let by = reader.act(app.clock.now());
    let mut conn = app.conn().await?;
    let (made, sha256) = package(&mut conn, (by.hearing_id, at.id), at.package).await?;
    let bytes = app.storage.read(&sha256).await?;
    Event::by_staff(by.staff_id, "package_taken", "meeting", at.id)
        .in_hearing(by.hearing_id)
        .with(serde_json::json!({ "number": made.number }))
        .record(&mut conn, by.now)
        .await?;
    let (key, ending) = match made.kind {
        Kind::Package => ("agenda-file-package", "zip"),
        Kind::Addendum => ("agenda-file-addendum", "docx"),
    };
    let what = format!("{}-{}", view.words().text(key, &[]), made.number);
    Ok(named(bytes.to_vec(), &reader.slug, &what, ending))
}
