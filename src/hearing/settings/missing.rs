//! What a hearing lacks before the public can see it.

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::hearing::{Hearing, Kind, frames_of, local_date, zone};
use crate::schema::consultees;
use crate::text_enum;

text_enum! {
    /// Something that a hearing lacks.
    pub enum Missing {
        /// It says nothing of what is asked.
        Summary = "summary",
        /// The deadline has passed.
        Dates = "dates",
        /// A law asks for a minimum, and none is set.
        Minimum = "minimum",
        /// It would be open for less than the law asks for.
        TooShort = "too-short",
        Mailbox = "mailbox",
        Documents = "documents",
        /// No category, or none for private persons.
        Categories = "categories",
        Consultees = "consultees",
        /// Nothing but what every hearing has.
        Themes = "themes",
        /// Nobody decides.
        Decision = "decision",
    }
}

impl Missing {
    /// Whether the hearing cannot be shown without it.
    #[must_use]
    pub fn is_needed(self) -> bool {
        !matches!(self, Self::Consultees | Self::Themes | Self::Decision)
    }
}

/// The key of the frame that every hearing has.
const OUTSIDE: &str = "oevrigt";

/// How many days a hearing is open, when that is less than so many weeks.
#[must_use]
pub fn weeks_short(hearing: &Hearing, weeks: i32) -> Option<i64> {
    let zone = zone(&hearing.time_zone).ok()?;
    let last = local_date(zone, hearing.closes_at - TimeDelta::seconds(1));
    let days = (last - local_date(zone, hearing.opens_at)).num_days() + 1;
    (days < i64::from(weeks) * 7).then_some(days)
}

/// What the hearing lacks, what is needed first.
pub async fn missing(
    conn: &mut AsyncPgConnection,
    hearing: &Hearing,
    now: chrono::DateTime<chrono::Utc>,
) -> QueryResult<Vec<Missing>> {
    let mut all = Vec::new();
    let mut needs = |lacks: bool, what: Missing| {
        if lacks {
            all.push(what);
        }
    };
    let weeks = hearing.minimum_weeks.unwrap_or_default();
    let categories = hearing.categories(conn).await?;
    let listed: i64 = consultees::table
        .filter(consultees::hearing_id.eq(hearing.id))
        .count()
        .get_result(conn)
        .await?;
    let frames = frames_of(conn, hearing.id).await?;
    let own =
        |tree: &crate::hearing::ThemeTree| tree.frame.key != OUTSIDE && !tree.themes.is_empty();
    let decides = hearing.meetings(conn).await?;
    needs(hearing.summary.trim().is_empty(), Missing::Summary);
    needs(hearing.closes_at <= now, Missing::Dates);
    needs(
        hearing.kind == Kind::Statutory && hearing.minimum_weeks.is_none(),
        Missing::Minimum,
    );
    needs(weeks_short(hearing, weeks).is_some(), Missing::TooShort);
    needs(hearing.mailbox.is_empty(), Missing::Mailbox);
    needs(
        hearing.documents(conn).await?.is_empty(),
        Missing::Documents,
    );
    needs(
        !categories.iter().any(|one| one.private_persons),
        Missing::Categories,
    );
    needs(listed == 0, Missing::Consultees);
    needs(!frames.iter().any(own), Missing::Themes);
    needs(!decides.iter().any(|one| one.decides), Missing::Decision);
    Ok(all)
}
