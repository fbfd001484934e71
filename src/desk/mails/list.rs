//! The ledger as a list: what is in each place, what waits for a person, and whether the sum holds.

use actix_web::web::{Data, Query};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;

use super::find::{
    Filter, NO_HEARING, PLACES, ROWS, Row, UNDECIDED, matching, named, rows, searched, undecided,
};
use super::place_text;
use crate::app::App;
use crate::desk::head::Head;
use crate::desk::{inbox, named};
use crate::hearing::Hearing;
use crate::intake::mailbox::{Ledger, Place as In, TO_DECIDE, of_no_hearing, words_for};
use crate::schema::mails;
use crate::staff::Reader;
use crate::templates::{Page, Words};
use crate::web::{self, View};

/// The ledger.
#[derive(Clone, Debug, Serialize)]
pub struct ListMails {
    pub head: Head,
    pub places: Vec<Place>,
    pub seen: i64,
    pub sum: i64,
    /// Every mail has one place, and what that place says is there.
    pub holds: bool,
    /// Mails that say otherwise.
    pub unfounded: Vec<Unfounded>,
    /// The list of what waits for a person.
    pub waiting: Place,
    /// Mails of the organisation that belong to no hearing yet, where there are any.
    pub elsewhere: Option<Place>,
    /// What became of files that were put in.
    pub told: Vec<Told>,
    pub mails: Vec<Mail>,
    pub shown: String,
    pub total: i64,
    /// The filter and what was searched for, as in the form.
    pub place: String,
    pub query: String,
    /// There is more than one page.
    pub pages: bool,
    pub newer: Option<String>,
    pub older: Option<String>,
}

/// A place and how many mails have it.
#[derive(Clone, Debug, Serialize)]
pub struct Place {
    pub text: String,
    pub count: i64,
    /// Of these, how many nobody has decided about.
    pub undecided: i64,
    pub href: String,
    pub current: bool,
}

/// What became of a file that was put in.
#[derive(Clone, Debug, Serialize)]
pub struct Told {
    pub text: String,
    pub href: Option<String>,
    pub wrong: bool,
}

impl Told {
    pub(super) fn at(text: String, href: String) -> Self {
        Self {
            text,
            href: Some(href),
            wrong: false,
        }
    }

    pub(super) fn wrong(text: String) -> Self {
        Self {
            text,
            href: None,
            wrong: true,
        }
    }
}

/// A mail whose place says what is not there.
#[derive(Clone, Debug, Serialize)]
pub struct Unfounded {
    pub id: i64,
    pub href: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Mail {
    pub href: String,
    pub subject: String,
    pub from: String,
    pub arrived_at: DateTime<Utc>,
    pub place: String,
    pub reason: Option<&'static str>,
    pub undecided: bool,
}

pub(in crate::desk) async fn index(
    app: Data<App>,
    view: View,
    reader: Reader,
    filter: Query<Filter>,
) -> web::Result {
    let mut conn = app.conn().await?;
    let page = page(&mut conn, (view.words(), &reader), &filter).await?;
    view.page(&page)
}

pub(super) async fn page(
    conn: &mut AsyncPgConnection,
    (words, reader): (&Words, &crate::staff::Access),
    filter: &Filter,
) -> web::Result<ListMails> {
    let hearing = Hearing::find(conn, reader.hearing_id).await?;
    let ledger = Ledger::of_hearing(conn, hearing.id).await?;
    let elsewhere: i64 = mails::table
        .filter(of_no_hearing(hearing.organisation_id))
        .count()
        .get_result(conn)
        .await?;
    let head = Head::of(conn, &hearing, reader).await?;
    let total: i64 = mails::table
        .filter(matching(&hearing, filter))
        .filter(searched(filter.q.trim()))
        .count()
        .get_result(conn)
        .await?;
    let side = filter.side.clamp(1, (total.max(1) + ROWS - 1) / ROWS);
    let rows = rows(conn, &hearing, filter, side).await?;
    let undecided = undecided(conn, &rows).await?;
    let address = |side: i64| address(&head.base, filter, side);
    Ok(ListMails {
        places: places(words, &ledger, &head.base, &filter.sted),
        seen: ledger.seen,
        sum: ledger.sum(),
        holds: ledger.holds(),
        unfounded: ledger
            .unfounded
            .iter()
            .map(|id| Unfounded {
                id: *id,
                href: format!("{}/mails/{id}", head.base),
            })
            .collect(),
        waiting: line(
            words.text("ledger-waiting", &[]),
            ledger.waiting(),
            (&head.base, UNDECIDED, &filter.sted),
        ),
        elsewhere: (elsewhere > 0).then(|| {
            let text = words.text("ledger-no-hearing", &[]);
            line(text, elsewhere, (&head.base, NO_HEARING, &filter.sted))
        }),
        told: Vec::new(),
        mails: rows
            .into_iter()
            .map(|row| listed(words, &head.base, row, &undecided))
            .collect(),
        shown: shown(words, &filter.sted),
        total,
        place: filter.sted.clone(),
        query: filter.q.trim().to_owned(),
        pages: total > ROWS,
        newer: (side > 1).then(|| address(side - 1)),
        older: (side * ROWS < total).then(|| address(side + 1)),
        head,
    })
}

pub(super) fn address(base: &str, filter: &Filter, side: i64) -> String {
    let query = serde_urlencoded::to_string([
        ("sted", filter.sted.as_str()),
        ("q", filter.q.trim()),
        ("side", &side.to_string()),
    ]);
    format!("{base}/mails?{}", query.unwrap_or_default())
}

fn line(text: String, count: i64, (base, sted, current): (&str, &str, &str)) -> Place {
    Place {
        text,
        count,
        undecided: 0,
        href: format!("{base}/mails?sted={sted}"),
        current: sted == current,
    }
}

fn places(words: &Words, ledger: &Ledger, base: &str, current: &str) -> Vec<Place> {
    PLACES
        .iter()
        .filter(|place| !matches!(place, In::Kept | In::Part) || ledger.count(**place) > 0)
        .map(|place| Place {
            undecided: match TO_DECIDE.contains(place) {
                true => ledger.undecided_in(*place),
                false => 0,
            },
            ..line(
                place_text(words, *place),
                ledger.count(*place),
                (base, place.as_str(), current),
            )
        })
        .collect()
}

fn shown(words: &Words, sted: &str) -> String {
    match (sted, named(sted)) {
        (UNDECIDED, _) => words.text("ledger-waiting", &[]),
        (NO_HEARING, _) => words.text("ledger-no-hearing", &[]),
        (_, Some(place)) => place_text(words, place),
        _ => words.text("desk-mails-no-response", &[]),
    }
}

pub(super) fn listed(words: &Words, base: &str, row: Row, undecided: &[i64]) -> Mail {
    let ((id, subject, name, address, arrived_at), (place, reason, kind), set) = row;
    let first = |all: [Option<String>; 3]| {
        let filled = |one: &String| !one.trim().is_empty();
        all.into_iter().flatten().find(filled).unwrap_or_default()
    };
    let from = match set {
        Some((name, organisation, address)) => first([organisation, Some(name), address]),
        None => first([Some(name), address, None]),
    };
    Mail {
        href: format!("{base}/mails/{id}"),
        subject: named::subject(words, &subject),
        from: inbox::who(words, &from),
        arrived_at,
        place: place_text(words, place),
        reason: words_for(place, reason.as_deref(), kind.as_deref()),
        undecided: undecided.contains(&id),
    }
}

impl Page for ListMails {
    const TEMPLATE: &'static str = "desk/mails";

    fn sample() -> Self {
        let line = |text: &str, count, undecided, current| Place {
            text: text.into(),
            count,
            undecided,
            href: "/sekretariat/x/mails?sted=spam".into(),
            current,
        };
        Self {
            head: Head::sample(),
            places: vec![line("Høringssvar", 42, 0, true), line("Spam", 8, 3, false)],
            seen: 50,
            sum: 50,
            holds: true,
            unfounded: vec![],
            waiting: line("Skal afklares", 3, 0, false),
            elsewhere: Some(line("Uden høring", 1, 0, false)),
            told: vec![
                Told::at(
                    "svar.eml: høringssvar".into(),
                    "/sekretariat/x/mails/9".into(),
                ),
                Told::wrong("brev.pdf er ikke en mail".into()),
            ],
            mails: vec![Mail {
                href: "/sekretariat/x/mails/1".into(),
                subject: "Spørgsmål om fristen".into(),
                from: "Ole".into(),
                arrived_at: DateTime::UNIX_EPOCH,
                place: "Spam".into(),
                reason: Some("mail-cause-junk-folder"),
                undecided: true,
            }],
            shown: "Ikke svar".into(),
            total: 250,
            place: "spam".into(),
            query: "frist".into(),
            pages: true,
            newer: Some("/sekretariat/x/mails?side=1".into()),
            older: Some("/sekretariat/x/mails?side=3".into()),
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let mut open = Self::sample();
        open.head.unplaced = 2;
        open.head.may_edit = false;
        open.mails.clear();
        open.told.clear();
        (open.newer, open.older, open.elsewhere) = (None, None, None);
        open.pages = false;
        open.query.clear();
        let mut broken = Self::sample();
        broken.holds = false;
        broken.sum = 49;
        broken.unfounded = vec![Unfounded {
            id: 7,
            href: "/sekretariat/x/mails/7".into(),
        }];
        vec![("", Self::sample()), ("open", open), ("broken", broken)]
    }
}
