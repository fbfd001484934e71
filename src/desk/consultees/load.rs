//! What is known of each consultee: its letters, its answers, its deadline.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel_async::AsyncPgConnection;

use super::way_text;
use crate::hearing::{Category, Consultee, Hearing, local_date, zone};
use crate::intake::{KnownBy, Lists, NewRespondent};
use crate::invitation::{Letter, LetterKind, LetterState, letters_of};
use crate::response::{AnsweredHow, Answering, answering};
use crate::templates::Words;

/// A hearing's list with everything that is said of those on it.
pub(super) struct Loaded {
    pub(super) hearing: Hearing,
    pub(super) categories: Vec<Category>,
    pub(super) consultees: Vec<Consultee>,
    pub(super) answers: Vec<Answering>,
    pub(super) letters: Vec<Letter>,
    /// Respondents whom nobody has matched and who probably are a consultee.
    pub(super) likely: HashMap<i64, (i64, KnownBy)>,
}

/// Where a consultee stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Answered,
    NoRemarks,
    Returned,
    Missing,
}

impl Status {
    pub(super) fn text(self, words: &Words) -> String {
        let key = match self {
            Self::Answered => "parties-answered",
            Self::NoRemarks => "desk-content-no-remarks",
            Self::Returned => "parties-returned",
            Self::Missing => "parties-missing",
        };
        words.text(key, &[])
    }
}

pub(super) async fn load(conn: &mut AsyncPgConnection, hearing: Hearing) -> anyhow::Result<Loaded> {
    let answers = answering(conn, hearing.id).await?;
    let lists = Lists::of_hearing(conn, &hearing).await?;
    let open = answers
        .iter()
        .filter(|one| one.consultee_id.is_none() && !one.confirmed);
    let likely = open
        .filter_map(|one| {
            let (found, how) = lists.likely(&respondent(one))?;
            Some((one.respondent_id, (found.id, how)))
        })
        .collect();
    Ok(Loaded {
        categories: hearing.categories(conn).await?,
        consultees: Consultee::of_hearing(conn, hearing.id).await?,
        letters: letters_of(conn, hearing.id).await?,
        likely,
        answers,
        hearing,
    })
}

/// Somebody who answers, as intake looks at them.
pub(super) fn respondent(one: &Answering) -> NewRespondent {
    NewRespondent {
        name: one.name.clone(),
        organisation: one.organisation.clone(),
        email: one.email.clone(),
        ..NewRespondent::default()
    }
}

impl Loaded {
    pub(super) fn answers_of(&self, id: i64) -> impl Iterator<Item = &Answering> {
        self.answers
            .iter()
            .filter(move |one| one.consultee_id == Some(id))
    }

    pub(super) fn letters_to(&self, id: i64) -> impl Iterator<Item = &Letter> {
        self.letters
            .iter()
            .filter(move |one| one.consultee_id == id)
    }

    pub(super) fn status(&self, id: i64) -> Status {
        let mut answers = self.answers_of(id).peekable();
        if answers.peek().is_some() {
            return if answers.all(|one| one.no_remarks) {
                Status::NoRemarks
            } else {
                Status::Answered
            };
        }
        match self.letters_to(id).last() {
            Some(last) if last.state.came_back() => Status::Returned,
            _ => Status::Missing,
        }
    }

    pub(super) fn invited(&self, id: i64) -> bool {
        self.letters_to(id)
            .any(|one| one.kind == LetterKind::Invitation && one.state.counts())
    }

    /// Responses that probably are this consultee's, and that nobody has said so of.
    pub(super) fn likely_of(&self, id: i64) -> usize {
        self.likely.values().filter(|(one, _)| *one == id).count()
    }

    /// Matches that wait for a person: those that the program made, and those that it would make.
    pub(super) fn undecided(&self) -> usize {
        let made = self.answers.iter();
        let made = made.filter(|one| one.consultee_id.is_some() && !one.confirmed);
        made.count() + self.likely.len()
    }

    pub(super) fn category(&self, one: &Consultee) -> Option<&Category> {
        let id = one.category_id?;
        self.categories.iter().find(|category| category.id == id)
    }

    /// The last day of a deadline of its own, where that is later than the common one.
    pub(super) fn own_deadline(&self, one: &Consultee) -> Option<NaiveDate> {
        let own = one.closes_at.filter(|own| *own > self.hearing.closes_at)?;
        day(&self.hearing, own - TimeDelta::seconds(1))
    }
}

pub(super) fn day(hearing: &Hearing, at: DateTime<Utc>) -> Option<NaiveDate> {
    Some(local_date(zone(&hearing.time_zone).ok()?, at))
}

/// *Selv* · *Sammen med andre* · *Tilslutter sig* · *Foreløbigt*
pub(super) fn how(words: &Words, one: &Answering) -> String {
    let key = match one.how {
        AnsweredHow::Alone => "parties-alone",
        AnsweredHow::Jointly => "parties-jointly",
        AnsweredHow::Endorsing => "parties-endorsing",
    };
    let mut said = vec![words.text(key, &[])];
    if one.no_remarks {
        said.push(words.text("desk-content-no-remarks", &[]).to_lowercase());
    }
    if one.provisional {
        said.push(words.text("parties-provisional", &[]));
    }
    said.join(", ")
}

/// What became of a letter, in words.
pub(super) fn letter(words: &Words, hearing: &Hearing, one: &Letter) -> String {
    let what = match one.kind {
        LetterKind::Invitation => words.text("parties-letter-invitation", &[]),
        LetterKind::Reminder => words.text("parties-letter-reminder", &[]),
    };
    let sent_on = one.sent_on.or_else(|| day(hearing, one.sent_at?));
    let on = sent_on.map(|day| words.day_month(day)).unwrap_or_default();
    let given = [
        ("what", what.into()),
        ("day", on.into()),
        ("way", way_text(words, one.way).to_lowercase().into()),
    ];
    let key = match one.state {
        LetterState::Waiting => "parties-letter-waiting",
        LetterState::Sent | LetterState::ByHand => "parties-letter-sent",
        LetterState::Dropped => "parties-letter-dropped",
        LetterState::Failed => "parties-letter-failed",
        LetterState::Bounced => "parties-letter-bounced",
    };
    words.text(key, &given)
}

/// Whom a match that nobody decided about holds a reminder back from: they may have answered.
pub(super) fn held(loaded: &Loaded) -> Vec<i64> {
    loaded.likely.values().map(|(id, _)| *id).collect()
}
