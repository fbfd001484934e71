//! Moving the deadline: for all, with what the public is told, or for one consultee.

use actix_web::web::Data;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::form::{FieldList, Typed, shown};
use super::show::{Wrong, again};
use super::view::{DeadlineForms, Moved};
use crate::app::App;
use crate::hearing::{
    Consultee, ExtendError, Extension, Hearing, MoveError, NewDeadline, extend, local_date,
    move_deadline, zone,
};
use crate::schema::deadline_changes;
use crate::staff::{Access, Administrator, Editor, Role, names_of};
use crate::templates::{Choice, FormError, Words};
use crate::web::{self, Form, View, redirect};

pub(in crate::desk) async fn move_all(
    app: Data<App>,
    view: View,
    administrator: Administrator,
    form: Form<FieldList>,
) -> web::Result {
    let Form(fields) = form;
    let mut typed = Typed::new(view.words(), &fields);
    let day = typed.needed_day("deadline_day");
    let reason = typed.text("deadline_reason");
    let notice = typed.text("deadline_notice");
    let seen = typed.raw("seen").parse::<DateTime<Utc>>().ok();
    if reason.is_empty() {
        typed.wrong("deadline_reason", "setup-deadline-no-reason", &[]);
    }
    let new = day.zip(seen).map(|(closes_on, seen)| NewDeadline {
        closes_on,
        reason,
        notice,
        seen,
    });
    let errors = match typed.done(new) {
        Err(errors) => errors,
        Ok(new) => {
            let mut conn = app.conn().await?;
            let by = administrator.act(app.clock.now());
            let key = match move_deadline(&mut conn, by, &new).await {
                Ok(_) => return back(&administrator),
                Err(MoveError::NotLater) => "setup-deadline-not-later",
                Err(MoveError::NoReason) => "setup-deadline-no-reason",
                Err(MoveError::Changed) => "setup-deadline-changed",
                Err(MoveError::NotShown) => "setup-deadline-draft",
                Err(MoveError::TooShort) => "setup-deadline-too-short",
                Err(MoveError::Database(error)) => return Err(error.into()),
                Err(MoveError::Other(error)) => return Err(error.into()),
            };
            vec![FormError {
                field: "deadline_day".to_owned(),
                text: view.words().text(key, &[]),
            }]
        }
    };
    refuse((&app, &view, &administrator), fields, errors).await
}

/// Gives one consultee a later deadline; as on an enquiry, an editor may.
pub(in crate::desk) async fn give_one(
    app: Data<App>,
    view: View,
    editor: Editor,
    form: Form<FieldList>,
) -> web::Result {
    let Form(fields) = form;
    let mut typed = Typed::new(view.words(), &fields);
    let consultee = typed.raw("party").parse::<i64>().ok();
    if consultee.is_none() {
        typed.wrong("party", "enquiry-deadline-no-who", &[]);
    }
    let day = typed.needed_day("party_day");
    let reason = typed.text("party_reason");
    if reason.is_empty() {
        typed.wrong("party_reason", "enquiry-deadline-no-reason", &[]);
    }
    let errors = match typed.done(consultee.zip(day)) {
        Err(errors) => errors,
        Ok((consultee, day)) => {
            let mut conn = app.conn().await?;
            let by = editor.act(app.clock.now());
            let (field, key) = match extend(&mut conn, by, consultee, (day, &reason)).await {
                Ok(_) => return back(&editor),
                Err(ExtendError::NoReason) => ("party_reason", "enquiry-deadline-no-reason"),
                Err(ExtendError::NotLater) => ("party_day", "enquiry-deadline-no-day"),
                Err(ExtendError::Database(error)) => return Err(error.into()),
                Err(ExtendError::Other(error)) => return Err(error.into()),
            };
            vec![FormError {
                field: field.to_owned(),
                text: view.words().text(key, &[]),
            }]
        }
    };
    refuse((&app, &view, &editor), fields, errors).await
}

fn back(access: &Access) -> web::Result {
    redirect(access.at("opsaetning?gemt=frist#frist"))
}

async fn refuse(
    (app, view, access): (&App, &View, &Access),
    fields: FieldList,
    errors: Vec<FormError>,
) -> web::Result {
    let wrong = Wrong {
        // Its own place on the page, beside the dates: the section stays as it stands.
        section: None,
        fields,
        errors,
        ..Wrong::default()
    };
    again(app, view, access, wrong).await
}

pub(super) async fn forms(
    conn: &mut AsyncPgConnection,
    (words, access): (&Words, &Access),
    hearing: &Hearing,
    wrong: &Wrong,
) -> web::Result<DeadlineForms> {
    let typed = wrong.section.is_none();
    let field = |name: &str| {
        if typed {
            shown(&wrong.fields, &wrong.errors, name)
        } else {
            Default::default()
        }
    };
    let party = field("party");
    let list = Consultee::of_hearing(conn, hearing.id).await?;
    let consultees = list
        .iter()
        .map(|one| {
            let id = one.id.to_string();
            let chosen = id == party.value;
            Choice::new(&id, &one.name, chosen)
        })
        .collect();
    let public = hearing.published_at.is_some();
    Ok(DeadlineForms {
        seen: public.then(|| hearing.closes_at.to_rfc3339()),
        day: field("deadline_day"),
        reason: field("deadline_reason"),
        notice: field("deadline_notice"),
        consultees,
        party_error: party.error,
        party_day: field("party_day"),
        party_reason: field("party_reason"),
        may_give: access.may(Role::Editor),
        moves: moves(conn, words, hearing, &list).await?,
    })
}

/// Every deadline that was moved, newest first.
async fn moves(
    conn: &mut AsyncPgConnection,
    words: &Words,
    hearing: &Hearing,
    list: &[Consultee],
) -> web::Result<Vec<Moved>> {
    let zone = zone(&hearing.time_zone)?;
    let all: Vec<Extension> = Extension::query()
        .filter(deadline_changes::hearing_id.eq(hearing.id))
        .order(deadline_changes::id.desc())
        .load(conn)
        .await?;
    let people: Vec<i64> = all.iter().filter_map(|one| one.staff_id).collect();
    let people = names_of(conn, &people).await?;
    let day = |at: DateTime<Utc>| words.date(local_date(zone, at - TimeDelta::seconds(1)));
    Ok(all
        .into_iter()
        .map(|one| {
            let who = one
                .consultee_id
                .and_then(|id| list.iter().find(|party| party.id == id));
            let (from, to) = (day(one.old_closes_at), day(one.new_closes_at));
            let given = [("from", from.into()), ("to", to.into())];
            let text = match who {
                Some(party) => {
                    let mut given = given.to_vec();
                    given.push(("who", party.name.as_str().into()));
                    words.text("setup-moved-one", &given)
                }
                None => words.text("setup-moved-all", &given),
            };
            let by = one.staff_id.and_then(|id| people.get(&id));
            let by = by.map(|person| person.initials.as_str());
            Moved {
                text,
                reason: one.reason,
                meta: match by {
                    Some(by) => format!("{} · {by}", words.datetime(one.created_at)),
                    None => words.datetime(one.created_at),
                },
            }
        })
        .collect())
}
