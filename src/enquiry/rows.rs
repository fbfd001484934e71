//! Enquiries as a list shows them, each with its mail.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{AnswerState, ClosedWhy, State, Topic};
use crate::schema::{enquiries, enquiry_answers, enquiry_follow_ups, mails};

/// An enquiry and what its mail says.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = enquiries)]
#[diesel(base_query = enquiries::table.inner_join(mails::table))]
pub struct Row {
    pub id: i64,
    pub mail_id: i64,
    pub topic: Topic,
    pub topic_by: Option<i64>,
    pub asked_for: Option<NaiveDate>,
    pub state: State,
    pub answered_at: Option<DateTime<Utc>>,
    pub answered_by: Option<i64>,
    pub closed_why: Option<ClosedWhy>,
    #[diesel(select_expression = mails::subject)]
    pub subject: String,
    #[diesel(select_expression = mails::from_name)]
    pub from_name: String,
    #[diesel(select_expression = mails::from_address)]
    pub from_address: Option<String>,
    #[diesel(select_expression = mails::arrived_at)]
    pub arrived_at: DateTime<Utc>,
}

/// The enquiries of a hearing in a state: open ones oldest first, since they wait; others latest first.
///
/// # Errors
/// When the database fails.
pub async fn in_state(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    state: State,
) -> QueryResult<Vec<Row>> {
    let rows = Row::query()
        .filter(enquiries::hearing_id.eq(hearing_id))
        .filter(enquiries::state.eq(state));
    if state == State::Open {
        rows.order((mails::arrived_at, enquiries::id))
            .load(conn)
            .await
    } else {
        rows.order((mails::arrived_at.desc(), enquiries::id.desc()))
            .load(conn)
            .await
    }
}

/// One enquiry of a hearing.
///
/// # Errors
/// [`diesel::result::Error::NotFound`] for an enquiry of another hearing.
pub async fn row(conn: &mut AsyncPgConnection, hearing_id: i64, id: i64) -> QueryResult<Row> {
    Row::query()
        .filter(enquiries::hearing_id.eq(hearing_id))
        .filter(enquiries::id.eq(id))
        .first(conn)
        .await
}

/// How many enquiries wait for a person.
///
/// # Errors
/// When the database fails.
pub async fn open_count(conn: &mut AsyncPgConnection, hearing_id: i64) -> QueryResult<i64> {
    enquiries::table
        .filter(enquiries::hearing_id.eq(hearing_id))
        .filter(enquiries::state.eq(State::Open))
        .count()
        .get_result(conn)
        .await
}

/// How many more mails, and how many answers that did not arrive, each of these enquiries has.
///
/// # Errors
/// When the database fails.
pub async fn more(
    conn: &mut AsyncPgConnection,
    ids: &[i64],
) -> QueryResult<(Vec<(i64, i64)>, Vec<i64>)> {
    let later = enquiry_follow_ups::table
        .filter(enquiry_follow_ups::enquiry_id.eq_any(ids))
        .group_by(enquiry_follow_ups::enquiry_id)
        .select((enquiry_follow_ups::enquiry_id, diesel::dsl::count_star()))
        .load(conn)
        .await?;
    let failed = enquiry_answers::table
        .filter(enquiry_answers::enquiry_id.eq_any(ids))
        .filter(enquiry_answers::state.eq_any([AnswerState::Failed, AnswerState::Bounced]))
        .select(enquiry_answers::enquiry_id)
        .distinct()
        .load(conn)
        .await?;
    Ok((later, failed))
}
