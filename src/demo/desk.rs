//! Stage two: what the secretariat does with the samples, through the functions behind its pages: relations, categories, themes on
//! passages, hidden text, sign-offs, notes from the workshops.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::decide;
use super::hidden::{clear, hide, hide_found, locate};
use super::people::Two;
use super::samples::{self, Truth};
use crate::app::App;
use crate::hearing::{Category, ThemeTree, frames_of};
use crate::input::{self, NewInput};
use crate::intake::mailbox::Mail;
use crate::intake::triage;
use crate::publication::form::can_be_pictures;
use crate::redaction;
use crate::response::{
    Change, NewName, Part, Response, Role, State, TextVersion, change, cover_signatures,
    current_texts, rename,
};
use crate::schema::respondents;
use crate::staff::Act;
use crate::tagging::{self, Stance};

/// Left for whoever tries the demo: nothing done, or no second reader yet.
const UNREAD: &[&str] = &["C3", "C4", "C5", "G2"];
const UNAPPROVED: &[&str] = &["A7", "B3", "C2", "G1"];

/// Does the secretariat's work; all of it when `whole`, else most.
pub(super) async fn work(app: &App, people: &Two, whole: bool) -> anyhow::Result<()> {
    let hearing = super::hearing(app).await?;
    let mut conn = app.conn().await?;
    let by = people.first(app);
    let all = samples::truth()?;
    decide::all(app, &mut conn, by, (&all, whole)).await?;
    notes(&mut conn, by).await?;
    mails(&mut conn, by).await?;
    let categories = hearing.categories(&mut conn).await?;
    let trees = frames_of(&mut conn, hearing.id).await?;
    let mut truths: BTreeMap<i64, Truth> = BTreeMap::new();
    for truth in all {
        if let Some(id) = decide::response_of(&mut conn, hearing.id, &truth).await? {
            truths.entry(id).or_insert(truth);
        }
    }
    for response in Response::of_hearing(&mut conn, hearing.id).await? {
        let truth = truths.get(&response.id);
        if let Some(truth) = truth {
            settle(&mut conn, by, &response, truth, &categories).await?;
        }
        let left = truth.is_some_and(|truth| UNREAD.contains(&truth.id.as_str()));
        if response.state != State::Current || left && !whole {
            continue;
        }
        let unapproved =
            !whole && truth.is_some_and(|truth| UNAPPROVED.contains(&truth.id.as_str()));
        read_one(
            app,
            &mut conn,
            people,
            &response,
            (truth, trees.as_slice().first(), unapproved),
        )
        .await?;
    }
    Ok(())
}

/// Looks at what the program took for spam or could not read.
async fn mails(conn: &mut AsyncPgConnection, by: Act) -> anyhow::Result<()> {
    for mail in Mail::undecided(conn, by.hearing_id).await? {
        triage::stays(conn, by, mail.id).await?;
    }
    Ok(())
}

async fn notes(conn: &mut AsyncPgConnection, by: Act) -> anyhow::Result<()> {
    if !input::inputs_of(conn, by.hearing_id).await?.is_empty() {
        return Ok(());
    }
    let workshops = input::workshops_of(conn, by.hearing_id).await?;
    let trees = frames_of(conn, by.hearing_id).await?;
    for note in samples::notes()? {
        let workshop = workshops
            .iter()
            .find(|workshop| workshop.format == note.format);
        let new = NewInput {
            workshop_id: workshop.map(|workshop| workshop.id),
            question: workshop
                .and_then(|workshop| workshop.questions.get(note.question))
                .cloned()
                .unwrap_or_default(),
            grouping: note.group,
            text: note.text,
            themes: note
                .themes
                .iter()
                .filter_map(|number| theme(trees.as_slice().first(), *number))
                .collect(),
        };
        input::write(conn, by, &new).await?;
    }
    Ok(())
}

fn theme(tree: Option<&ThemeTree>, number: i32) -> Option<i64> {
    tree?
        .leaves()
        .find(|theme| theme.number == Some(number))
        .map(|theme| theme.id)
}

/// What a secretary sees at a glance: the right category and sender.
async fn settle(
    conn: &mut AsyncPgConnection,
    by: Act,
    response: &Response,
    truth: &Truth,
    categories: &[Category],
) -> anyhow::Result<()> {
    if let Some(category) = categories
        .iter()
        .find(|category| category.letter == truth.category)
        && response.category_id != Some(category.id)
    {
        change(conn, by, response.id, Change::Category(category.id)).await?;
    }
    let known: (String, Option<String>, String) = respondents::table
        .filter(respondents::response_id.eq(response.id))
        .order(respondents::position)
        .select((
            respondents::name,
            respondents::organisation,
            respondents::kind,
        ))
        .first(conn)
        .await?;
    let right = (
        truth.respondent.name.clone(),
        truth.respondent.organisation.clone(),
        truth.respondent.kind.clone(),
    );
    if known != right {
        let name = NewName {
            name: right.0,
            organisation: right.1,
            kind: right.2,
        };
        rename(conn, by, response.id, &name).await?;
    }
    if response.to_be_checked {
        change(conn, by, response.id, Change::Checked).await?;
    }
    Ok(())
}

/// Reads one response: marks, hides, signs off; the second person approves and signs off.
async fn read_one(
    app: &App,
    conn: &mut AsyncPgConnection,
    people: &Two,
    response: &Response,
    (truth, tree, unapproved): (Option<&Truth>, Option<&ThemeTree>, bool),
) -> anyhow::Result<()> {
    let parts: Vec<Part> = response
        .parts(conn)
        .await?
        .into_iter()
        .filter(|part| part.role != Role::Signaturbevis)
        .collect();
    let texts = current_texts(conn, &parts).await?;
    let by = people.first(app);
    let mut hidden = Vec::new();
    if let Some(truth) = truth {
        mark(conn, by, &texts, truth, tree).await?;
        for private in &truth.pii {
            hidden.extend(hide(conn, by, &texts, truth, private).await?);
        }
    }
    let private = truth.is_some_and(|truth| truth.respondent.organisation.is_none());
    hidden.extend(hide_found(conn, by, &texts, private).await?);
    let cleared = clear(conn, by, &texts).await?;
    sign_off(conn, by, response).await?;
    if unapproved {
        return Ok(());
    }
    let second = people.second(app);
    for id in hidden {
        redaction::approve(conn, second, id).await?;
    }
    for id in cleared {
        redaction::approve_clearing(conn, second, id).await?;
    }
    for part in parts.iter().filter(|part| can_be_pictures(part)) {
        cover_signatures(conn, second, (response.id, part.id), true).await?;
    }
    sign_off(conn, second, response).await
}

/// Signs off; somebody who has done so already need not do it again.
async fn sign_off(
    conn: &mut AsyncPgConnection,
    by: Act,
    response: &Response,
) -> anyhow::Result<()> {
    match tagging::sign_off(conn, by, response.id).await {
        Ok(_) | Err(tagging::TagError::SamePerson) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

async fn mark(
    conn: &mut AsyncPgConnection,
    by: Act,
    texts: &[TextVersion],
    truth: &Truth,
    tree: Option<&ThemeTree>,
) -> anyhow::Result<()> {
    for passage in truth
        .passages
        .iter()
        .filter(|passage| !passage.themes.is_empty())
    {
        let Some((text, span)) = texts
            .iter()
            .find_map(|text| Some((text.id, locate(&text.text, &passage.text)?)))
        else {
            continue;
        };
        let stance = match passage.stance.as_deref() {
            Some("støtter") => Some(Stance::Supports),
            Some("forslag") => Some(Stance::Proposes),
            Some("kritisk") => Some(Stance::Critical),
            Some("spørgsmål") => Some(Stance::Asks),
            _ => None,
        };
        for theme in passage
            .themes
            .iter()
            .filter_map(|number| theme(tree, *number))
        {
            tagging::mark(conn, by, (text, span), theme, stance).await?;
        }
    }
    Ok(())
}
