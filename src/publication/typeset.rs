//! The compilation as a PDF, set by a child process from the projection.

use chrono::{DateTime, Utc};

use super::files::BuiltFile;
use super::projection::Projection;
use crate::app::App;

/// The PDF of a release.
pub(super) async fn pdf(
    _app: &App,
    _projection: &Projection,
    _number: i32,
    _now: DateTime<Utc>,
) -> anyhow::Result<Option<BuiltFile>> {
    Ok(None)
}
