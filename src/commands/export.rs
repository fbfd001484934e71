//! `hoering export --hearing SLUG`: every response as staff have it, unredacted, one JSON object a line. `response import` takes it back.

use std::collections::{BTreeMap, HashMap};
use std::process::ExitCode;

use anyhow::Context;
use chrono::{DateTime, NaiveDate, Utc};
use clap::Args;
use serde::Serialize;

use super::open::{Common, Place};
use super::print_line;
use crate::app::App;
use crate::audit::{Actor, Event};
use crate::hearing::{Category, Consultee, Hearing, ThemeTree, frames_of};
use crate::redaction::{Ground, Redaction};
use crate::response::{
    Channel, Content, Part, PartState, Relation, RelationKind, RelationState, Respondent, Response,
    Role, Standing, State, TextVersion, current_texts,
};
use crate::staff::names_of;
use crate::tagging::{Coding, Passage, SignOff, Stance, signoffs_of};

#[derive(Args, Debug)]
pub struct ExportArgs {
    #[arg(long, value_name = "SLUG")]
    hearing: String,
}

#[derive(Serialize)]
struct Line<'a> {
    number: &'a str,
    reference: Option<String>,
    category: Option<&'a str>,
    source: &'a str,
    channel: Channel,
    respondents: Vec<Who<'a>>,
    content: Content,
    standing: Standing,
    standing_expected_on: Option<NaiveDate>,
    state: State,
    supersedes: Option<&'a str>,
    subject: &'a str,
    arrived_at: DateTime<Utc>,
    arrival_rule: &'a str,
    reached_us_at: Option<DateTime<Utc>>,
    late: bool,
    deemed_timely_reason: Option<&'a str>,
    name_choice: &'a str,
    protected: bool,
    parts: Vec<PartLine<'a>>,
    text: String,
    codings: Vec<CodingLine<'a>>,
    redactions: Vec<RedactionLine<'a>>,
    signoffs: Vec<SignOffLine<'a>>,
}

#[derive(Serialize)]
struct Who<'a> {
    name: &'a str,
    organisation: Option<&'a str>,
    on_behalf_of: Option<&'a str>,
    kind: &'a str,
    email: Option<&'a str>,
}

#[derive(Serialize)]
struct PartLine<'a> {
    role: Role,
    filename: Option<&'a str>,
    media_type: &'a str,
    sha256: String,
    state: PartState,
    text: &'a str,
}

#[derive(Serialize)]
struct CodingLine<'a> {
    part: usize,
    start: i32,
    end: i32,
    frame: &'a str,
    theme: String,
    stance: Option<Stance>,
    coder: &'a str,
}

#[derive(Serialize)]
struct RedactionLine<'a> {
    part: usize,
    start: i32,
    end: i32,
    ground: Ground,
    author: &'a str,
    approver: Option<&'a str>,
}

#[derive(Serialize)]
struct SignOffLine<'a> {
    by: &'a str,
    at: DateTime<Utc>,
}

/// All rows of a hearing, read in a handful of queries.
struct Everything {
    hearing: Hearing,
    categories: Vec<Category>,
    consultees: Vec<Consultee>,
    trees: Vec<ThemeTree>,
    responses: Vec<Response>,
    respondents: Vec<Respondent>,
    relations: Vec<Relation>,
    parts: Vec<Part>,
    texts: HashMap<i64, TextVersion>,
    passages: Vec<Passage>,
    codings: Vec<Coding>,
    redactions: Vec<Redaction>,
    signoffs: Vec<SignOff>,
    /// Logins.
    people: BTreeMap<i64, String>,
}

pub async fn run(common: &Common, args: &ExportArgs) -> anyhow::Result<ExitCode> {
    let (_place, app) = Place::with_app(common).await?;
    let everything = Everything::read(&app, &args.hearing).await?;
    for response in &everything.responses {
        print_line(&everything.line(response))?;
    }
    Ok(ExitCode::SUCCESS)
}

impl Everything {
    async fn read(app: &App, slug: &str) -> anyhow::Result<Self> {
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
        let signoffs = signoffs_of(&mut conn, &ids).await?;
        let mut who: Vec<i64> = codings.iter().map(|coding| coding.staff_id).collect();
        who.extend(redactions.iter().map(|one| one.author_id));
        who.extend(redactions.iter().filter_map(|one| one.approver_id));
        who.extend(signoffs.iter().map(|one| one.staff_id));
        Ok(Self {
            categories: hearing.categories(&mut conn).await?,
            consultees: Consultee::of_hearing(&mut conn, hearing.id).await?,
            trees: frames_of(&mut conn, hearing.id).await?,
            respondents: Respondent::of_responses(&mut conn, &ids).await?,
            relations: Relation::of_responses(&mut conn, &ids).await?,
            people: names_of(&mut conn, &who)
                .await?
                .into_iter()
                .map(|(id, person)| (id, person.login))
                .collect(),
            texts: texts.into_iter().map(|text| (text.id, text)).collect(),
            hearing,
            responses,
            parts,
            passages,
            codings,
            redactions,
            signoffs,
        })
    }

    /// What a response corrects or confirms, back to the first: its timeliness counts for all of them. A proposal counts until it is
    /// rejected.
    /// By the deadline that held for whoever answered, from the first version on.
    fn is_late(&self, response: &Response) -> bool {
        let first = self.first_version(response);
        let of = self
            .respondents
            .iter()
            .filter(|one| one.response_id == first.id);
        let of = of.filter_map(|one| one.consultee_id);
        first.is_late(self.hearing.closes_for(of, &self.consultees))
    }

    fn first_version<'a>(&'a self, response: &'a Response) -> &'a Response {
        let mut first = response;
        for _ in 0..self.responses.len() {
            let earlier = self.relations.iter().find(|it| {
                it.other_id == Some(first.id)
                    && it.state != RelationState::Rejected
                    && matches!(it.kind, RelationKind::Corrects | RelationKind::Finalises)
            });
            let earlier =
                earlier.and_then(|it| self.responses.iter().find(|one| one.id == it.response_id));
            match earlier {
                Some(earlier) => first = earlier,
                None => break,
            }
        }
        first
    }

    fn line<'a>(&'a self, response: &'a Response) -> Line<'a> {
        let parts: Vec<&Part> = self
            .parts
            .iter()
            .filter(|part| part.response_id == response.id)
            .collect();
        let texts: Vec<&str> = parts
            .iter()
            .map(|part| self.text(part))
            .filter(|text| !text.is_empty())
            .collect();
        let category = self
            .categories
            .iter()
            .find(|category| Some(category.id) == response.category_id)
            .map(|category| category.letter.as_str());
        Line {
            number: &response.number,
            reference: self.reference(response),
            category,
            source: &response.source,
            channel: response.channel,
            respondents: self.who(response),
            content: response.content,
            standing: response.standing,
            standing_expected_on: response.standing_expected_on,
            state: response.state,
            supersedes: self.supersedes(response),
            subject: &response.subject,
            arrived_at: response.arrived_at,
            arrival_rule: &response.arrival_rule,
            reached_us_at: response.reached_us_at,
            late: self.is_late(response),
            deemed_timely_reason: response.deemed_timely_reason.as_deref(),
            name_choice: response.name_choice.as_str(),
            protected: response.protected,
            text: texts.join("\n\n"),
            codings: self.codings(&parts),
            redactions: self.redactions(&parts),
            signoffs: self
                .signoffs
                .iter()
                .filter(|one| one.response_id == response.id && one.lapsed_at.is_none())
                .map(|one| SignOffLine {
                    by: self.login(one.staff_id),
                    at: one.created_at,
                })
                .collect(),
            parts: parts.iter().map(|part| self.part(part)).collect(),
        }
    }

    fn text(&self, part: &Part) -> &str {
        part.text_id
            .and_then(|id| self.texts.get(&id))
            .map_or("", |text| text.text.as_str())
    }

    fn part<'a>(&'a self, part: &'a Part) -> PartLine<'a> {
        PartLine {
            role: part.role,
            filename: part.filename.as_deref(),
            media_type: &part.media_type,
            sha256: hex::encode(&part.sha256),
            state: part.state,
            text: self.text(part),
        }
    }

    fn who<'a>(&'a self, response: &Response) -> Vec<Who<'a>> {
        self.respondents
            .iter()
            .filter(|one| one.response_id == response.id)
            .map(|one| Who {
                name: &one.name,
                organisation: one.organisation.as_deref(),
                on_behalf_of: one.on_behalf_of.as_deref(),
                kind: &one.kind,
                email: one.email.as_deref(),
            })
            .collect()
    }

    /// The number of the response that this one takes the place of.
    fn supersedes(&self, response: &Response) -> Option<&str> {
        self.replaced(response).map(|old| old.number.as_str())
    }

    fn replaced(&self, response: &Response) -> Option<&Response> {
        let replaces = self.relations.iter().find(|relation| {
            relation.other_id == Some(response.id)
                && relation.state == RelationState::Confirmed
                && matches!(
                    relation.kind,
                    RelationKind::Corrects | RelationKind::Finalises
                )
        })?;
        self.responses
            .iter()
            .find(|old| old.id == replaces.response_id)
    }

    /// The reference stays with the version that it was given to; what takes its place has it too.
    fn reference(&self, response: &Response) -> Option<String> {
        let mut holder = response;
        for _ in 0..self.responses.len() {
            if holder.reference_number.is_some() {
                break;
            }
            holder = self.replaced(holder)?;
        }
        let of = |category: &&Category| Some(category.id) == holder.category_id;
        let letter = &self.categories.iter().find(of)?.letter;
        Some(format!("{letter}{}", holder.reference_number?))
    }

    /// A theme's frame and its name there.
    fn theme(&self, id: i64) -> Option<(&str, String)> {
        self.trees.iter().find_map(|tree| {
            let found = tree.find(id)?;
            Some((tree.frame.key.as_str(), found.name()))
        })
    }

    fn login(&self, staff_id: i64) -> &str {
        self.people.get(&staff_id).map_or("", String::as_str)
    }

    fn codings<'a>(&'a self, parts: &[&Part]) -> Vec<CodingLine<'a>> {
        let mut lines = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            let own = self
                .passages
                .iter()
                .filter(|one| Some(one.text_id) == part.text_id);
            for passage in own {
                for coding in self
                    .codings
                    .iter()
                    .filter(|one| one.passage_id == passage.id)
                {
                    let Some((frame, theme)) = self.theme(coding.theme_id) else {
                        continue;
                    };
                    lines.push(CodingLine {
                        part: at,
                        start: passage.starts,
                        end: passage.ends,
                        frame,
                        theme,
                        stance: coding.stance,
                        coder: self.login(coding.staff_id),
                    });
                }
            }
        }
        lines
    }

    fn redactions<'a>(&'a self, parts: &[&Part]) -> Vec<RedactionLine<'a>> {
        let mut lines = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            let own = self
                .redactions
                .iter()
                .filter(|one| Some(one.text_id) == part.text_id);
            lines.extend(own.map(|one| RedactionLine {
                part: at,
                start: one.starts,
                end: one.ends,
                ground: one.ground,
                author: self.login(one.author_id),
                approver: one.approver_id.map(|id| self.login(id)),
            }));
        }
        lines
    }
}
