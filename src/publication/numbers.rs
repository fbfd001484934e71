//! The hearing in numbers, from the same projection as a release: what other pages of the staff say of it agrees with the compilation.

use anyhow::Context;
use diesel_async::AsyncPgConnection;

use super::ledger::Ledger;
use super::read::read;
use super::release::ReleaseKind;
use crate::templates::Words;

/// How many answered, and what became of what they sent.
#[derive(Debug, Clone, Copy)]
pub struct Numbers {
    pub ledger: Ledger,
    /// Those on the list of consultees.
    pub asked: usize,
    /// Of them, those who have answered.
    pub answered: usize,
}

/// The numbers of a hearing as it stands now.
///
/// # Errors
/// When the database fails.
pub async fn of(
    conn: &mut AsyncPgConnection,
    slug: &str,
    words: &Words,
) -> anyhow::Result<Numbers> {
    let read = read(conn, slug, words, ReleaseKind::Final)
        .await
        .context("the hearing in numbers")?;
    let overview = read.projection.overview;
    Ok(Numbers {
        ledger: overview.ledger,
        asked: overview.consultees.listed,
        answered: overview.consultees.answered,
    })
}
