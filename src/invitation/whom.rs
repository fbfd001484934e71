//! To whom a letter goes, and why not to the others.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::{Letter, LetterKind, letters_of};
use crate::hearing::{Consultee, Hearing, Way};
use crate::response::answering;

/// The consultees of a hearing by what a letter means to them.
#[derive(Debug, Clone, Default)]
pub struct Whom {
    /// By mail, from here.
    pub by_mail: Vec<Consultee>,
    /// By hand: that is how they are asked, or there is no address.
    pub by_hand: Vec<Consultee>,
    pub already: usize,
    pub answered: usize,
    /// A reminder: they were never invited.
    pub uninvited: usize,
    /// A reminder: their deadline has passed.
    pub late: usize,
}

/// Who is to get a letter.
///
/// # Errors
/// When the database fails.
pub async fn whom(
    conn: &mut AsyncPgConnection,
    hearing: &Hearing,
    kind: LetterKind,
    now: DateTime<Utc>,
) -> QueryResult<Whom> {
    let letters = letters_of(conn, hearing.id).await?;
    let answered: HashSet<i64> = answering(conn, hearing.id)
        .await?
        .iter()
        .filter_map(|one| one.consultee_id)
        .collect();
    let list = Consultee::of_hearing(conn, hearing.id).await?;
    let mut found = Whom::default();
    for one in list.clone() {
        if has(&letters, one.id, kind) {
            found.already += 1;
        } else if answered.contains(&one.id) {
            found.answered += 1;
        } else if kind == LetterKind::Reminder && !has(&letters, one.id, LetterKind::Invitation) {
            found.uninvited += 1;
        } else if kind == LetterKind::Reminder && is_over(hearing, &one, now) {
            found.late += 1;
        } else if one.way == Way::Mail && one.email.is_some() {
            found.by_mail.push(one);
        } else {
            found.by_hand.push(one);
        }
    }
    Ok(found)
}

/// Whether the deadline of a consultee has passed.
pub(super) fn is_over(hearing: &Hearing, one: &Consultee, now: DateTime<Utc>) -> bool {
    now >= hearing.closes_for([one.id], [one])
}

fn has(letters: &[Letter], consultee_id: i64, kind: LetterKind) -> bool {
    letters
        .iter()
        .any(|one| one.consultee_id == consultee_id && one.kind == kind && one.state.counts())
}
