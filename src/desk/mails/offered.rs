//! What may be done with a mail, filled in as the program would.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::forms::{Acts, AttachForm, MoveForm, PromoteForm, SenderForm, shown, ways};
use crate::app::App;
use crate::hearing::{Category, Hearing};
use crate::intake::mailbox::{Mail, Place, ReadMail};
use crate::intake::triage::{Sender, is_promotable, may_leave, suggest};
use crate::response::{Respondent, State};
use crate::schema::{respondents, responses};
use crate::staff::{Access, Role, names_of, roles_of};
use crate::templates::{Choice, Words};
use crate::web;

/// Responses of the same sender that are shown.
const KNOWN: i64 = 5;

/// The mail, what is in it, who a person says that it is from, and whether nobody has decided about it.
type About<'a> = (&'a Mail, &'a ReadMail, Option<&'a Sender>, bool);

pub(super) async fn acts(
    app: &App,
    conn: &mut AsyncPgConnection,
    (words, access, hearing): (&Words, &Access, &Hearing),
    (mail, read, set, undecided): About<'_>,
) -> web::Result<Acts> {
    let suggestion = suggest(app, hearing, (mail, read)).await?;
    let unread = read.text.trim().is_empty() && read.inner.iter().all(|(_, it)| it.text.is_empty());
    let mut acts = Acts {
        stays: mail.hearing_id == Some(hearing.id)
            && (undecided || mail.place == Place::Machine && mail.decided_by.is_none()),
        ..Acts::default()
    };
    let (organisation, name, email) = shown(&suggestion.respondent);
    acts.sender = Some(SenderForm {
        organisation,
        name,
        email: email.clone(),
        set: set_by(conn, words, set).await?,
        ..SenderForm::default()
    });
    if is_promotable(mail.place) {
        let mut form = PromoteForm::suggested(words, &suggestion, unread);
        let categories = hearing.categories(conn).await?;
        form.categories = choices(&categories, suggestion.category_id);
        let (receipt, receipt_to) = (form.receipt, form.receipt_to.clone());
        acts.promote = Some(form);
        let known = known(conn, hearing.id, &email).await?;
        acts.attach = Some(AttachForm {
            number: match known.as_slice() {
                [only] => only.value.clone(),
                _ => String::new(),
            },
            known,
            ways: ways(words, None),
            receipt,
            receipt_to,
            ..AttachForm::default()
        });
    }
    if may_leave(mail.place) {
        acts.moves = Some(MoveForm {
            targets: targets(conn, (words, access), (mail, hearing)).await?,
            ..MoveForm::default()
        });
    }
    Ok(acts)
}

async fn set_by(
    conn: &mut AsyncPgConnection,
    words: &Words,
    set: Option<&Sender>,
) -> QueryResult<Option<String>> {
    let Some(set) = set else { return Ok(None) };
    let people = names_of(conn, &[set.staff_id]).await?;
    let who = people.get(&set.staff_id);
    let who = who.map(|one| one.initials.clone()).unwrap_or_default();
    let at = words.date(crate::templates::words::copenhagen(set.set_at).date_naive());
    let given = [("who", who.into()), ("date", at.into())];
    Ok(Some(words.text("mail-sender-set", &given)))
}

fn choices(categories: &[Category], chosen: Option<i64>) -> Vec<Choice> {
    let choice = |one: &Category| {
        let label = format!("{} {}", one.letter, one.name);
        Choice::new(&one.id.to_string(), &label, Some(one.id) == chosen)
    };
    categories.iter().map(choice).collect()
}

/// What the same address has sent before.
async fn known(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    email: &str,
) -> QueryResult<Vec<Choice>> {
    if email.is_empty() {
        return Ok(Vec::new());
    }
    let found: Vec<(i64, String)> = responses::table
        .filter(responses::hearing_id.eq(hearing_id))
        .filter(responses::state.eq(State::Current))
        .filter(
            responses::id.eq_any(
                respondents::table
                    .filter(respondents::email.eq(email))
                    .select(respondents::response_id),
            ),
        )
        .order(responses::id.desc())
        .limit(KNOWN)
        .select((responses::id, responses::number))
        .load(conn)
        .await?;
    let ids: Vec<i64> = found.iter().map(|(id, _)| *id).collect();
    let people = Respondent::of_responses(conn, &ids).await?;
    let name = |id: i64| {
        let of = people.iter().find(|one| one.response_id == id);
        of.map_or("", Respondent::display_name)
    };
    let choice = |(id, number): &(i64, String)| Choice::new(number, name(*id), false);
    Ok(found.iter().map(choice).collect())
}

/// The places and hearings that it can be moved to: a hearing where this person is an editor.
async fn targets(
    conn: &mut AsyncPgConnection,
    (words, access): (&Words, &Access),
    (mail, hearing): (&Mail, &Hearing),
) -> QueryResult<Vec<Choice>> {
    let places = [
        (Place::Enquiry, "enquiry"),
        (Place::Machine, "machine"),
        (Place::Spam, "spam"),
    ];
    let mut targets: Vec<Choice> = places
        .into_iter()
        .filter(|(place, _)| *place != mail.place)
        .map(|(place, value)| Choice::new(value, &super::place_text(words, place), false))
        .collect();
    let roles = roles_of(conn, access.person.id).await?;
    let may = |id: i64| {
        let here = |only: &Option<i64>| only.is_none_or(|only| only == id);
        roles
            .iter()
            .any(|(only, role)| here(only) && *role >= Role::Editor)
    };
    for other in Hearing::all(conn).await? {
        let ours = other.organisation_id == hearing.organisation_id;
        if ours && may(other.id) && mail.hearing_id != Some(other.id) {
            let given = [("hearing", other.title.as_str().into())];
            let label = words.text("mail-move-hearing", &given);
            targets.push(Choice::new(
                &format!("hearing:{}", other.slug),
                &label,
                false,
            ));
        }
    }
    Ok(targets)
}
