//! The ledger of mails: each mail ever seen has one place, and the places add up.

use actix_web::web::{Data, Path, Query};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::{Deserialize, Serialize};

use super::files;
use super::head::Head;
use crate::app::App;
use crate::audit::Event;
use crate::hearing::Hearing;
use crate::schema::mails;
use crate::staff::Reader;
use crate::templates::{Page, Words, pages};
use crate::web::{self, View};

pages![ListMails];

/// Rows on a page.
const ROWS: i64 = 500;

/// The ledger.
#[derive(Clone, Debug, Serialize)]
pub struct ListMails {
    pub head: Head,
    pub places: Vec<Place>,
    pub sum: i64,
    pub mails: Vec<Mail>,
    pub shown: String,
}

/// A place and how many mails have it.
#[derive(Clone, Debug, Serialize)]
pub struct Place {
    pub text: String,
    pub count: i64,
    pub href: String,
    pub current: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct Mail {
    pub href: String,
    pub subject: String,
    pub from: String,
    pub arrived_at: DateTime<Utc>,
    pub place: String,
    pub reason: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Filter {
    /// A place; empty for those that are no response.
    sted: String,
}

#[derive(Deserialize)]
pub(super) struct At {
    id: i64,
}

/// Every place in the order of the ledger.
const PLACES: [&str; 12] = [
    "response",
    "part",
    "correction",
    "supplement",
    "withdrawal",
    "duplicate",
    "enquiry",
    "machine",
    "spam",
    "unreadable",
    "unmatched",
    "kept",
];

/// Places of mails that made or changed a response.
const OF_RESPONSES: [&str; 6] = [
    "response",
    "part",
    "correction",
    "supplement",
    "withdrawal",
    "duplicate",
];

fn place_text(words: &Words, place: &str) -> String {
    let key = match place {
        "response" => "desk-place-response",
        "part" => "desk-place-part",
        "correction" => "desk-place-correction",
        "supplement" => "desk-place-supplement",
        "withdrawal" => "desk-place-withdrawal",
        "duplicate" => "desk-place-duplicate",
        "enquiry" => "desk-place-enquiry",
        "machine" => "desk-place-machine",
        "spam" => "desk-place-spam",
        "unreadable" => "desk-place-unreadable",
        "unmatched" => "desk-place-unmatched",
        _ => "desk-place-kept",
    };
    words.text(key, &[])
}

type Row = (
    i64,
    String,
    String,
    Option<String>,
    DateTime<Utc>,
    String,
    Option<String>,
);

pub(super) async fn index(
    app: Data<App>,
    view: View,
    reader: Reader,
    filter: Query<Filter>,
) -> web::Result {
    let mut conn = app.conn().await?;
    let hearing = Hearing::find(&mut conn, reader.hearing_id).await?;
    let counts: Vec<(String, i64)> = mails::table
        .filter(mails::hearing_id.eq(hearing.id))
        .group_by(mails::place)
        .select((mails::place, diesel::dsl::count_star()))
        .load(&mut conn)
        .await?;
    let wanted: Vec<&str> = match PLACES.iter().find(|place| **place == filter.sted) {
        Some(place) => vec![place],
        None => PLACES
            .into_iter()
            .filter(|place| !OF_RESPONSES.contains(place))
            .collect(),
    };
    let rows: Vec<Row> = mails::table
        .filter(mails::hearing_id.eq(hearing.id))
        .filter(mails::place.eq_any(&wanted))
        .order((mails::arrived_at.desc(), mails::id.desc()))
        .select((
            mails::id,
            mails::subject,
            mails::from_name,
            mails::from_address,
            mails::arrived_at,
            mails::place,
            mails::place_reason,
        ))
        .limit(ROWS)
        .load(&mut conn)
        .await?;
    let words = view.words();
    let head = Head::of(&mut conn, &hearing, &reader).await?;
    let page = ListMails {
        places: places(words, &counts, &head.base, &filter.sted),
        sum: counts.iter().map(|(_, count)| count).sum(),
        mails: rows
            .into_iter()
            .map(|row| listed(words, &head.base, row))
            .collect(),
        shown: match wanted.as_slice() {
            [one] => place_text(words, one),
            _ => words.text("desk-mails-no-response", &[]),
        },
        head,
    };
    view.page(&page)
}

fn places(words: &Words, counts: &[(String, i64)], base: &str, current: &str) -> Vec<Place> {
    let of = |place: &str| {
        counts
            .iter()
            .find(|(known, _)| known == place)
            .map_or(0, |(_, count)| *count)
    };
    PLACES
        .iter()
        .filter(|place| **place != "kept" || of(place) > 0)
        .map(|place| Place {
            text: place_text(words, place),
            count: of(place),
            href: format!("{base}/mails?sted={place}"),
            current: *place == current,
        })
        .collect()
}

fn listed(words: &Words, base: &str, row: Row) -> Mail {
    let (id, subject, name, address, arrived_at, place, reason) = row;
    let from = if name.is_empty() {
        address.unwrap_or_default()
    } else {
        name
    };
    Mail {
        href: format!("{base}/mails/{id}"),
        subject: if subject.is_empty() {
            words.text("desk-no-subject", &[])
        } else {
            subject
        },
        from: super::inbox::who(words, &from),
        arrived_at,
        place: place_text(words, &place),
        reason,
    }
}

pub(super) async fn show(app: Data<App>, view: View, reader: Reader, at: Path<At>) -> web::Result {
    record(&app, &reader, at.id).await?;
    let back = reader.at("mails");
    let raw = format!("{back}/{}/raa", at.id);
    files::mail_page((&app, &view, &reader), at.id, (back, raw)).await
}

pub(super) async fn raw(app: Data<App>, view: View, reader: Reader, at: Path<At>) -> web::Result {
    record(&app, &reader, at.id).await?;
    let back = reader.at(&format!("mails/{}", at.id));
    files::raw(&app, (&view, &reader), at.id, back).await
}

async fn record(app: &App, reader: &Reader, id: i64) -> web::Result<()> {
    let mut conn = app.conn().await?;
    Event::by_staff(reader.person.id, "mail_read", "mail", id)
        .in_hearing(reader.hearing_id)
        .record(&mut conn, app.clock.now())
        .await?;
    Ok(())
}

impl Page for ListMails {
    const TEMPLATE: &'static str = "desk/mails";

    fn sample() -> Self {
        Self {
            head: Head::sample(),
            places: vec![Place {
                text: "Høringssvar".into(),
                count: 42,
                href: "/sekretariat/x/mails?sted=response".into(),
                current: true,
            }],
            sum: 50,
            mails: vec![Mail {
                href: "/sekretariat/x/mails/1".into(),
                subject: "Spørgsmål om fristen".into(),
                from: "Ole".into(),
                arrived_at: DateTime::UNIX_EPOCH,
                place: "Henvendelse".into(),
                reason: Some("fristen".into()),
            }],
            shown: "Ikke svar".into(),
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let mut open = Self::sample();
        open.head.unplaced = 2;
        open.mails.clear();
        vec![("", Self::sample()), ("open", open)]
    }
}
