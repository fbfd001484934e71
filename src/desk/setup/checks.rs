//! The list at the top of the settings: what is there, and what is missing before the public can see the hearing.

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::view::{Check, anchor};
use crate::hearing::Hearing;
use crate::hearing::settings::{Missing, Section, missing, weeks_short};
use crate::templates::Words;

/// What is asked for, in the order of the page, with where it is.
const ALL: [(&[Missing], Section); 8] = [
    (&[Missing::Summary], Section::Basics),
    (
        &[Missing::Dates, Missing::Minimum, Missing::TooShort],
        Section::Dates,
    ),
    (&[Missing::Mailbox], Section::Mailbox),
    (&[Missing::Documents], Section::Documents),
    (&[Missing::Consultees], Section::Basics),
    (&[Missing::Categories], Section::Categories),
    (&[Missing::Themes], Section::Themes),
    (&[Missing::Decision], Section::Meetings),
];

pub(super) async fn checks(
    conn: &mut AsyncPgConnection,
    words: &Words,
    (hearing, base): (&Hearing, &str),
    now: DateTime<Utc>,
) -> QueryResult<Vec<Check>> {
    let mut lacks = missing(conn, hearing, now).await?;
    // The time for a deadline has passed when it has: that is no fault of a hearing that was open.
    lacks.retain(|what| *what != Missing::Dates || hearing.published_at.is_none());
    let check = |(whats, section): &(&[Missing], Section)| {
        let lacking = whats.iter().find(|what| lacks.contains(what));
        let what = lacking
            .or(whats.first())
            .copied()
            .unwrap_or(Missing::Summary);
        let href = match what {
            Missing::Consultees => format!("{base}/hoeringsparter"),
            Missing::Minimum => format!("#{}", anchor(Section::Basics)),
            _ => format!("#{}", anchor(*section)),
        };
        Check {
            text: text(words, hearing, what, lacking.is_some()),
            href,
            done: lacking.is_none(),
            needed: what.is_needed(),
        }
    };
    Ok(ALL.iter().map(check).collect())
}

fn text(words: &Words, hearing: &Hearing, what: Missing, lacks: bool) -> String {
    if what == Missing::TooShort && lacks {
        return too_short(words, hearing);
    }
    let key = match (what, lacks) {
        (Missing::Summary, true) => "setup-lacks-summary",
        (Missing::Summary, false) => "setup-has-summary",
        (Missing::Dates, true) => "setup-lacks-dates",
        (Missing::Minimum, true) => "setup-lacks-minimum",
        (Missing::Dates | Missing::Minimum | Missing::TooShort, _) => "setup-has-dates",
        (Missing::Mailbox, true) => "setup-lacks-mailbox",
        (Missing::Mailbox, false) => "setup-has-mailbox",
        (Missing::Documents, true) => "setup-lacks-documents",
        (Missing::Documents, false) => "setup-has-documents",
        (Missing::Categories, true) => "setup-lacks-categories",
        (Missing::Categories, false) => "setup-has-categories",
        (Missing::Consultees, true) => "setup-lacks-consultees",
        (Missing::Consultees, false) => "setup-has-consultees",
        (Missing::Themes, true) => "setup-lacks-themes",
        (Missing::Themes, false) => "setup-has-themes",
        (Missing::Decision, true) => "setup-lacks-decision",
        (Missing::Decision, false) => "setup-has-decision",
    };
    words.text(key, &[])
}

/// "Høringen er kun åben i 40 dage. Loven kræver mindst 8 uger."
pub(super) fn too_short(words: &Words, hearing: &Hearing) -> String {
    let weeks = hearing.minimum_weeks.unwrap_or_default();
    let days = weeks_short(hearing, weeks).unwrap_or_default();
    words.text(
        "setup-lacks-too-short",
        &[("days", days.into()), ("weeks", weeks.into())],
    )
}
