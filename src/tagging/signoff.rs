//! Sign-off: read, tagged, hidden text checked, by two people one after the other.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{Passage, TagError, record};
use crate::response::{Part, TextVersion, Work, current_texts, set_work};
use crate::schema::signoffs;
use crate::staff::Act;
use crate::text_enum;

text_enum! {
    pub enum Step {
        First = "first",
        /// By another person than the first.
        Second = "second",
    }
}

/// One person's sign-off. It counts until it lapses.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = signoffs)]
pub struct SignOff {
    pub id: i64,
    pub response_id: i64,
    pub staff_id: i64,
    pub step: Step,
    /// Share of the text, 0 to 1, that nobody had marked.
    pub unmarked_share: f32,
    pub lapsed_at: Option<DateTime<Utc>>,
    /// `text`, `coding` or `redaction`.
    pub lapsed_by: Option<String>,
    pub created_at: DateTime<Utc>,
}

/// Every sign-off of these responses, also those that have lapsed, oldest first.
pub async fn signoffs_of(conn: &mut AsyncPgConnection, ids: &[i64]) -> QueryResult<Vec<SignOff>> {
    SignOff::query()
        .filter(signoffs::response_id.eq_any(ids))
        .order(signoffs::id)
        .load(conn)
        .await
}

/// Signs a response off: for the first time, or after another person for the second; and moves it on in the work.
///
/// # Errors
/// [`TagError::SamePerson`] when the same person has signed off already.
pub async fn sign_off(
    conn: &mut AsyncPgConnection,
    by: Act,
    response_id: i64,
) -> Result<Step, TagError> {
    conn.transaction(async |conn| {
        let open: Vec<SignOff> = SignOff::query()
            .filter(signoffs::response_id.eq(response_id))
            .filter(signoffs::lapsed_at.is_null())
            .for_update()
            .load(conn)
            .await?;
        let (step, work) = match open.as_slice() {
            [] => (Step::First, Work::SecondReading),
            all if all.iter().any(|one| one.staff_id == by.staff_id) => {
                return Err(TagError::SamePerson);
            }
            _ => (Step::Second, Work::Done),
        };
        let share = unmarked_share(conn, response_id).await?;
        diesel::insert_into(signoffs::table)
            .values((
                signoffs::response_id.eq(response_id),
                signoffs::staff_id.eq(by.staff_id),
                signoffs::step.eq(step),
                signoffs::unmarked_share.eq(share),
                signoffs::created_at.eq(by.now),
            ))
            .execute(conn)
            .await?;
        set_work(conn, response_id, work).await?;
        record(
            conn,
            by,
            "signed_off",
            response_id,
            json!({ "step": step, "unmarked": share }),
        )
        .await?;
        Ok(step)
    })
    .await
}

/// The share (0 to 1) of the letters and digits of a response that no passage covers. Quotes, signatures and other marked ranges are
/// not asked for. A response without text has nothing unmarked.
///
/// # Errors
/// When the database fails.
pub async fn unmarked_share(conn: &mut AsyncPgConnection, response_id: i64) -> QueryResult<f32> {
    let parts = Part::of_responses(conn, &[response_id]).await?;
    let texts = current_texts(conn, &parts).await?;
    let ids: Vec<i64> = texts.iter().map(|text| text.id).collect();
    let passages = Passage::of_texts(conn, &ids).await?;
    Ok(share(&texts, &passages))
}

/// The share of the letters and digits of these texts that stand in no passage, from 0 to 1.
#[must_use]
pub fn share(texts: &[TextVersion], passages: &[Passage]) -> f32 {
    let (mut all, mut unmarked) = (0_u32, 0_u32);
    for text in texts {
        let mut covered: Vec<(usize, usize)> = passages
            .iter()
            .filter(|passage| passage.text_id == text.id)
            .map(|passage| (passage.span().start, passage.span().end))
            .collect();
        covered.sort_unstable();
        let apart: Vec<(usize, usize)> = text
            .marked()
            .iter()
            .map(|range| (range.start, range.end))
            .collect();
        let inside = |spans: &[(usize, usize)], at| {
            spans
                .iter()
                .any(|(start, end)| (*start..*end).contains(&at))
        };
        let mut first = 0;
        for (at, letter) in text.text.chars().enumerate() {
            while covered.get(first).is_some_and(|(_, end)| *end <= at) {
                first += 1;
            }
            let near = covered.get(first..).unwrap_or_default();
            if !letter.is_alphanumeric() || inside(&apart, at) {
                continue;
            }
            all += 1;
            let up_to = near.partition_point(|(start, _)| *start <= at);
            if !inside(&near[..up_to], at) {
                unmarked += 1;
            }
        }
    }
    if all == 0 {
        return 0.0;
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "a share is shown in whole percent"
    )]
    let share = unmarked as f32 / all as f32;
    share
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str, ranges: serde_json::Value) -> TextVersion {
        TextVersion {
            id: 1,
            part_id: 1,
            deriver: "form".into(),
            deriver_version: 1,
            text: text.into(),
            ranges,
            created_at: DateTime::UNIX_EPOCH,
        }
    }

    fn passage(starts: i32, ends: i32) -> Passage {
        Passage {
            id: 1,
            text_id: 1,
            starts,
            ends,
            exact: String::new(),
            prefix: String::new(),
            suffix: String::new(),
        }
    }

    #[test]
    fn the_unmarked_share_counts_letters_outside_passages_and_ranges() {
        let none = json!([]);
        let of = |passages: &[Passage]| share(&[text("abcd 😀 efgh", none.clone())], passages);
        assert!((of(&[]) - 1.0).abs() < 0.001);
        assert!((of(&[passage(0, 4)]) - 0.5).abs() < 0.001);
        assert!(
            (of(&[passage(0, 9), passage(1, 2), passage(7, 8)]) - 0.25).abs() < 0.001,
            "overlaps count once"
        );
        assert!(of(&[passage(0, 11)]) < 0.001);
        let quoted = json!([{ "start": 5, "end": 11, "kind": "quote" }]);
        assert!(share(&[text("abcd 😀 efgh", quoted)], &[passage(0, 4)]) < 0.001);
        assert!(share(&[text("", none)], &[]) < 0.001);
    }
}
