//! Saving a section, and letting the public see the hearing.

use actix_web::web::Data;
use diesel_async::AsyncPgConnection;

use super::checks::too_short;
use super::form::{FieldList, Typed, value};
use super::sections::Fields;
use super::show::{Wrong, again, failed, standing};
use super::view::{Conflict, Now, anchor};
use crate::app::App;
use crate::hearing::Hearing;
use crate::hearing::settings::{
    self, Address, Basics, Categories, Dates, Meetings, Publication, PublishError, SaveError,
    Section, Settings, last_change,
};
use crate::staff::{Administrator, names_of};
use crate::templates::{FormError, Words};
use crate::web::{self, Error, Form, View, redirect};

macro_rules! saves {
    ($($name:ident: $section:ty),+ $(,)?) => {
        $(pub(in crate::desk) async fn $name(
            app: Data<App>,
            view: View,
            administrator: Administrator,
            form: Form<FieldList>,
        ) -> web::Result {
            save::<$section>((&app, &view, &administrator), form.0).await
        })+
    };
}

saves! {
    save_basics: Basics,
    save_dates: Dates,
    save_mailbox: Address,
    save_categories: Categories,
    save_meetings: Meetings,
    save_publication: Publication,
}

async fn save<S: Settings + Fields>(
    (app, view, administrator): (&App, &View, &Administrator),
    fields: FieldList,
) -> web::Result {
    let words = view.words();
    let wrong = match S::parse(Typed::new(words, &fields)) {
        Err(errors) => Wrong {
            section: Some(S::SECTION),
            fields,
            errors,
            ..Wrong::default()
        },
        Ok(new) => {
            let mut conn = app.conn().await?;
            let by = administrator.act(app.clock.now());
            match settings::save(&mut conn, by, &new, value(&fields, "seen")).await {
                Ok(()) => return saved(administrator, S::SECTION),
                Err(error) => {
                    let hearing = Hearing::find(&mut conn, by.hearing_id).await?;
                    refused::<S>(&mut conn, words, (&hearing, error), fields).await?
                }
            }
        }
    };
    again(app, view, administrator, wrong).await
}

pub(super) fn saved(administrator: &Administrator, section: Section) -> web::Result {
    let at = anchor(section);
    redirect(administrator.at(&format!("opsaetning?gemt={at}#{at}")))
}

async fn refused<S: Settings + Fields>(
    conn: &mut AsyncPgConnection,
    words: &Words,
    (hearing, error): (&Hearing, SaveError),
    fields: FieldList,
) -> web::Result<Wrong> {
    let mut wrong = Wrong {
        section: Some(S::SECTION),
        ..Wrong::default()
    };
    let text = match error {
        SaveError::Changed => {
            wrong.conflict = Some(conflict::<S>(conn, words, hearing, &fields).await?);
            wrong.fields = fields;
            return Ok(wrong);
        }
        SaveError::CategoryInUse { letter, uses } => words.text(
            "setup-category-in-use",
            &[("letter", letter.as_str().into()), ("n", uses.into())],
        ),
        SaveError::LettersHold => words.text("setup-letters-hold", &[]),
        SaveError::RoundInUse { responses } => {
            words.text("setup-round-in-use", &[("n", responses.into())])
        }
        SaveError::MeetingInUse => words.text("setup-meeting-in-use", &[]),
        SaveError::DatesHold => words.text("setup-dates-hold", &[]),
        SaveError::TooShort => {
            let weeks = value(&fields, "minimum_weeks").parse().ok();
            let asked = Hearing {
                minimum_weeks: weeks.or(hearing.minimum_weeks),
                ..hearing.clone()
            };
            too_short(words, &asked)
        }
        error => return Err(failed(error)),
    };
    let first = match S::SECTION {
        Section::Categories => "letter-0",
        Section::Dates => "closes",
        Section::Meetings => "committee-0",
        _ => "minimum_weeks",
    };
    wrong.errors.push(FormError {
        field: first.to_owned(),
        text,
    });
    wrong.fields = fields;
    Ok(wrong)
}

/// What somebody else saved meanwhile, where it is not what was typed.
async fn conflict<S: Settings + Fields>(
    conn: &mut AsyncPgConnection,
    words: &Words,
    hearing: &Hearing,
    typed: &FieldList,
) -> web::Result<Conflict> {
    let last = last_change(conn, hearing.id, S::SECTION).await?;
    let (by, at) = last.unzip();
    let people = names_of(conn, &by.flatten().into_iter().collect::<Vec<_>>()).await?;
    let who = people.into_values().next().map(|person| person.name);
    let (fields, _) = standing::<S>(conn, hearing).await?;
    let same = |one: &str, other: &str| one.trim().replace('\r', "") == other.trim();
    let now = fields
        .iter()
        .filter(|(name, now)| !name.contains("_id-") && !same(value(typed, name), now))
        .map(|(name, now)| Now {
            label: label(words, name),
            value: told(words, name, now),
        })
        .collect();
    Ok(Conflict {
        who: who.unwrap_or_else(|| words.text("desk-actor-program", &[])),
        at,
        now,
    })
}

/// A field in words; one of a list with its line.
fn label(words: &Words, name: &str) -> String {
    let (base, row) = match name.rsplit_once('-') {
        Some((base, row)) => (base, row.parse::<i64>().ok()),
        None => (name, None),
    };
    let text = words.text(&format!("setup-f-{}", base.replace('_', "-")), &[]);
    match row {
        Some(row) => words.text(
            "setup-f-line",
            &[("field", text.as_str().into()), ("n", (row + 1).into())],
        ),
        None => text,
    }
}

fn told(words: &Words, name: &str, now: &str) -> String {
    match (name, now) {
        (_, "") => words.text("setup-f-none", &[]),
        (_, "ja") => words.text("setup-f-yes", &[]),
        ("kind", "voluntary") => words.text("setup-kind-voluntary", &[]),
        ("kind", "statutory") => words.text("setup-kind-statutory", &[]),
        ("names", "choice") => words.text("setup-names-choice", &[]),
        ("names", "name") => words.text("setup-names-name", &[]),
        ("names", "anonymous") => words.text("setup-names-anonymous", &[]),
        (name, "supplementary") if name.starts_with("round") => {
            words.text("setup-round-supplementary", &[])
        }
        (name, "renewed") if name.starts_with("round") => words.text("setup-round-renewed", &[]),
        (_, now) => now.to_owned(),
    }
}

pub(in crate::desk) async fn publish(
    app: Data<App>,
    view: View,
    administrator: Administrator,
    _form: Form<FieldList>,
) -> web::Result {
    let mut conn = app.conn().await?;
    let by = administrator.act(app.clock.now());
    let done = settings::publish(&mut conn, by).await;
    drop(conn);
    match done {
        Ok(()) => redirect(administrator.at("opsaetning")),
        // The list at the top says what.
        Err(PublishError::Missing(_)) => again(&app, &view, &administrator, Wrong::default()).await,
        Err(PublishError::Begun) => Err(Error::Conflict),
        Err(PublishError::Database(error)) => Err(error.into()),
    }
}

pub(in crate::desk) async fn unpublish(
    app: Data<App>,
    administrator: Administrator,
    _form: Form<FieldList>,
) -> web::Result {
    let mut conn = app.conn().await?;
    let by = administrator.act(app.clock.now());
    match settings::unpublish(&mut conn, by).await {
        Ok(()) => redirect(administrator.at("opsaetning")),
        Err(PublishError::Database(error)) => Err(error.into()),
        Err(_) => Err(Error::Conflict),
    }
}
