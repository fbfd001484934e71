//! All rows of a hearing as `hoering export` needs them: read in a handful of queries, and found in them by what they belong to.

use std::collections::{BTreeMap, HashMap};

use anyhow::Context;

use crate::app::App;
use crate::audit::{Actor, Event};
use crate::hearing::{Category, Consultee, Hearing, ThemeTree, frames_of};
use crate::redaction::{Clearing, Redaction, clearings_of_texts};
use crate::response::{
    Part, Relation, RelationKind, RelationState, Respondent, Response, TextVersion, current_texts,
};
use crate::staff::names_of;
use crate::tagging::{Coding, Passage, SignOff, WholeTheme, signoffs_of, whole_themes_of};

/// Rows by the row that they belong to.
type Of<T> = HashMap<i64, Vec<T>>;

/// All rows of a hearing.
pub(super) struct Everything {
    hearing: Hearing,
    categories: Vec<Category>,
    consultees: Vec<Consultee>,
    trees: Vec<ThemeTree>,
    /// In order of arrival.
    pub(super) responses: Vec<Response>,
    /// Where each of them stands.
    places: HashMap<i64, usize>,
    pub(super) respondents: Of<Respondent>,
    /// By the later response.
    relations: Of<Relation>,
    pub(super) parts: Of<Part>,
    texts: HashMap<i64, TextVersion>,
    pub(super) passages: Of<Passage>,
    pub(super) codings: Of<Coding>,
    pub(super) redactions: Of<Redaction>,
    pub(super) clearings: Of<Clearing>,
    pub(super) themes: Of<WholeTheme>,
    pub(super) signoffs: Of<SignOff>,
    /// Logins.
    people: BTreeMap<i64, String>,
}

/// The rows that belong to one.
pub(super) fn of<T>(all: &Of<T>, id: i64) -> &[T] {
    all.get(&id).map_or(&[], Vec::as_slice)
}

fn grouped<T>(rows: Vec<T>, by: impl Fn(&T) -> i64) -> Of<T> {
    let mut all: Of<T> = HashMap::new();
    for row in rows {
        all.entry(by(&row)).or_default().push(row);
    }
    all
}

impl Everything {
    pub(super) async fn read(app: &App, slug: &str) -> anyhow::Result<Self> {
        let mut conn = app.conn().await?;
        let hearing = Hearing::by_slug(&mut conn, slug)
            .await
            .with_context(|| format!("no hearing {slug}"))?;
        // Unredacted text is read: that is an event of its own.
        Event::new(Actor::Operator, "responses_exported", "hearing", hearing.id)
            .in_hearing(hearing.id)
            .record(&mut conn, app.clock.now())
            .await?;
        let responses = Response::of_hearing(&mut conn, hearing.id).await?;
        let ids: Vec<i64> = responses.iter().map(|response| response.id).collect();
        let parts = Part::of_responses(&mut conn, &ids).await?;
        let texts = current_texts(&mut conn, &parts).await?;
        let text_ids: Vec<i64> = texts.iter().map(|text| text.id).collect();
        let passages = Passage::of_texts(&mut conn, &text_ids).await?;
        let passage_ids: Vec<i64> = passages.iter().map(|passage| passage.id).collect();
        let codings = Coding::of_passages(&mut conn, &passage_ids).await?;
        let redactions = Redaction::of_texts(&mut conn, &text_ids).await?;
        let clearings = clearings_of_texts(&mut conn, &text_ids).await?;
        let themes = whole_themes_of(&mut conn, &ids).await?;
        let signoffs = signoffs_of(&mut conn, &ids).await?;
        let mut who: Vec<i64> = codings.iter().map(|coding| coding.staff_id).collect();
        who.extend(themes.iter().map(|one| one.staff_id));
        who.extend(redactions.iter().map(|one| one.author_id));
        who.extend(redactions.iter().filter_map(|one| one.approver_id));
        who.extend(clearings.iter().map(|one| one.author_id));
        who.extend(clearings.iter().filter_map(|one| one.approver_id));
        who.extend(signoffs.iter().map(|one| one.staff_id));
        who.sort_unstable();
        who.dedup();
        let people = names_of(&mut conn, &who).await?.into_iter();
        let respondents = Respondent::of_responses(&mut conn, &ids).await?;
        let relations = Relation::of_responses(&mut conn, &ids).await?;
        Ok(Self {
            categories: hearing.categories(&mut conn).await?,
            consultees: Consultee::of_hearing(&mut conn, hearing.id).await?,
            trees: frames_of(&mut conn, hearing.id).await?,
            respondents: grouped(respondents, |one| one.response_id),
            relations: grouped(relations, |one| one.other_id.unwrap_or_default()),
            people: people.map(|(id, person)| (id, person.login)).collect(),
            places: (0..).zip(&ids).map(|(at, id)| (*id, at)).collect(),
            texts: texts.into_iter().map(|text| (text.id, text)).collect(),
            hearing,
            responses,
            parts: grouped(parts, |one| one.response_id),
            passages: grouped(passages, |one| one.text_id),
            codings: grouped(codings, |one| one.passage_id),
            redactions: grouped(redactions, |one| one.text_id),
            clearings: grouped(clearings, |one| one.text_id),
            themes: grouped(themes, |one| one.response_id),
            signoffs: grouped(signoffs, |one| one.response_id),
        })
    }

    /// By the deadline that held for whoever answered, from the first version on.
    pub(super) fn is_late(&self, response: &Response) -> bool {
        let first = self.first_version(response);
        let of = of(&self.respondents, first.id).iter();
        let of = of.filter_map(|one| one.consultee_id);
        first.is_late(self.hearing.closes_for(of, &self.consultees))
    }

    /// What a response corrects or confirms, back to the first: its timeliness counts for all of them. A proposal counts until it is
    /// rejected.
    fn first_version<'a>(&'a self, response: &'a Response) -> &'a Response {
        let mut first = response;
        for _ in 0..self.responses.len() {
            match self.earlier(first, |state| state != RelationState::Rejected) {
                Some(earlier) => first = earlier,
                None => break,
            }
        }
        first
    }

    fn earlier(&self, of_this: &Response, counts: fn(RelationState) -> bool) -> Option<&Response> {
        let replaces = of(&self.relations, of_this.id).iter().find(|it| {
            counts(it.state) && matches!(it.kind, RelationKind::Corrects | RelationKind::Finalises)
        })?;
        self.responses.get(*self.places.get(&replaces.response_id)?)
    }

    fn replaced(&self, response: &Response) -> Option<&Response> {
        self.earlier(response, |state| state == RelationState::Confirmed)
    }

    /// The number of the response that this one takes the place of.
    pub(super) fn supersedes(&self, response: &Response) -> Option<&str> {
        self.replaced(response).map(|old| old.number.as_str())
    }

    /// The reference stays with the version that it was given to; what takes its place has it too.
    pub(super) fn reference(&self, response: &Response) -> Option<String> {
        let mut holder = response;
        for _ in 0..self.responses.len() {
            if holder.reference_number.is_some() {
                break;
            }
            holder = self.replaced(holder)?;
        }
        let letter = self.letter(holder.category_id)?;
        Some(format!("{letter}{}", holder.reference_number?))
    }

    pub(super) fn letter(&self, category_id: Option<i64>) -> Option<&str> {
        let mut all = self.categories.iter();
        let found = all.find(|category| Some(category.id) == category_id);
        found.map(|category| category.letter.as_str())
    }

    /// A part's text in force.
    pub(super) fn version(&self, part: &Part) -> Option<&TextVersion> {
        self.texts.get(&part.text_id?)
    }

    pub(super) fn text(&self, part: &Part) -> &str {
        self.version(part).map_or("", |text| text.text.as_str())
    }

    /// What is on a part's text.
    pub(super) fn on<'a, T>(&self, all: &'a Of<T>, part: &Part) -> &'a [T] {
        part.text_id.map_or(&[], |id| of(all, id))
    }

    /// A theme's frame and its name there.
    pub(super) fn theme(&self, id: i64) -> Option<(&str, String)> {
        self.trees.iter().find_map(|tree| {
            let found = tree.find(id)?;
            Some((tree.frame.key.as_str(), found.name()))
        })
    }

    pub(super) fn login(&self, staff_id: i64) -> &str {
        self.people.get(&staff_id).map_or("", String::as_str)
    }
}
