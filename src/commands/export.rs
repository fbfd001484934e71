//! `hoering export --hearing SLUG`: every response as staff have it, unredacted, one JSON object a line. `response import` takes it back.

use std::process::ExitCode;

use chrono::{DateTime, NaiveDate, Utc};
use clap::Args;
use serde::Serialize;
use serde_json::Value;

use super::export_rows::{Everything, of};
use super::open::{Common, Place};
use super::print_line;
use crate::redaction::Ground;
use crate::response::{
    Channel, Content, Part, PartState, PublishedAs, Response, Role, Standing, State, Work,
};
use crate::tagging::{Origin, Stance, Step};

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
    standing_body: Option<&'a str>,
    standing_expected_on: Option<NaiveDate>,
    state: State,
    supersedes: Option<&'a str>,
    subject: &'a str,
    arrived_at: DateTime<Utc>,
    arrival_rule: &'a str,
    reached_us_at: Option<DateTime<Utc>>,
    reached_us_evidence: Option<&'a str>,
    claimed_at: Option<DateTime<Utc>>,
    late: bool,
    deemed_timely_reason: Option<&'a str>,
    name_choice: &'a str,
    protected: bool,
    to_be_checked: bool,
    signatures: i32,
    work: Work,
    parts: Vec<PartLine<'a>>,
    text: String,
    codings: Vec<CodingLine<'a>>,
    redactions: Vec<RedactionLine<'a>>,
    clearings: Vec<ClearingLine<'a>>,
    themes: Vec<ThemeLine<'a>>,
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
    bytes: i64,
    state: PartState,
    text: &'a str,
    /// Marked stretches of the text.
    ranges: Option<&'a Value>,
    published_as: PublishedAs,
    withheld_ground: Option<&'a str>,
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
    note: &'a str,
    origin: Origin,
}

/// A theme on the whole response.
#[derive(Serialize)]
struct ThemeLine<'a> {
    frame: &'a str,
    theme: String,
    stance: Option<Stance>,
    coder: &'a str,
}

/// A span that looks like a CPR number and is none.
#[derive(Serialize)]
struct ClearingLine<'a> {
    part: usize,
    start: i32,
    end: i32,
    reason: &'a str,
    author: &'a str,
    approver: Option<&'a str>,
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
    step: Step,
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
    fn line<'a>(&'a self, response: &'a Response) -> Line<'a> {
        let parts: Vec<&Part> = of(&self.parts, response.id).iter().collect();
        let texts: Vec<&str> = parts
            .iter()
            .map(|part| self.text(part))
            .filter(|text| !text.is_empty())
            .collect();
        let category = self.letter(response.category_id);
        Line {
            number: &response.number,
            reference: self.reference(response),
            category,
            source: &response.source,
            channel: response.channel,
            respondents: self.who(response),
            content: response.content,
            standing: response.standing,
            standing_body: response.standing_body.as_deref(),
            standing_expected_on: response.standing_expected_on,
            state: response.state,
            supersedes: self.supersedes(response),
            subject: &response.subject,
            arrived_at: response.arrived_at,
            arrival_rule: &response.arrival_rule,
            reached_us_at: response.reached_us_at,
            reached_us_evidence: response
                .reached_us_evidence
                .as_deref()
                .filter(|evidence| !evidence.is_empty()),
            claimed_at: response.claimed_at,
            late: self.is_late(response),
            deemed_timely_reason: response.deemed_timely_reason.as_deref(),
            name_choice: response.name_choice.as_str(),
            protected: response.protected,
            to_be_checked: response.to_be_checked,
            signatures: response.signatures,
            work: response.work,
            text: texts.join("\n\n"),
            codings: self.codings(&parts),
            redactions: self.redactions(&parts),
            clearings: self.clearings(&parts),
            themes: self.themes(response),
            signoffs: of(&self.signoffs, response.id)
                .iter()
                .filter(|one| one.lapsed_at.is_none())
                .map(|one| SignOffLine {
                    by: self.login(one.staff_id),
                    at: one.created_at,
                    step: one.step,
                })
                .collect(),
            parts: parts.iter().map(|part| self.part(part)).collect(),
        }
    }

    fn part<'a>(&'a self, part: &'a Part) -> PartLine<'a> {
        PartLine {
            role: part.role,
            filename: part.filename.as_deref(),
            media_type: &part.media_type,
            sha256: hex::encode(&part.sha256),
            bytes: part.bytes,
            state: part.state,
            text: self.text(part),
            ranges: self.version(part).map(|text| &text.ranges),
            published_as: part.published_as,
            withheld_ground: part.withheld_ground.as_deref(),
        }
    }

    fn who<'a>(&'a self, response: &Response) -> Vec<Who<'a>> {
        of(&self.respondents, response.id)
            .iter()
            .map(|one| Who {
                name: &one.name,
                organisation: one.organisation.as_deref(),
                on_behalf_of: one.on_behalf_of.as_deref(),
                kind: &one.kind,
                email: one.email.as_deref(),
            })
            .collect()
    }

    fn codings<'a>(&'a self, parts: &[&Part]) -> Vec<CodingLine<'a>> {
        let mut lines = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            for passage in self.on(&self.passages, part) {
                for coding in of(&self.codings, passage.id) {
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
                        note: &coding.note,
                        origin: coding.origin,
                    });
                }
            }
        }
        lines
    }

    fn themes<'a>(&'a self, response: &Response) -> Vec<ThemeLine<'a>> {
        let all = of(&self.themes, response.id).iter();
        all.filter_map(|one| {
            let (frame, theme) = self.theme(one.theme_id)?;
            Some(ThemeLine {
                frame,
                theme,
                stance: one.stance,
                coder: self.login(one.staff_id),
            })
        })
        .collect()
    }

    fn redactions<'a>(&'a self, parts: &[&Part]) -> Vec<RedactionLine<'a>> {
        let mut lines = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            let own = self.on(&self.redactions, part).iter();
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

    fn clearings<'a>(&'a self, parts: &[&Part]) -> Vec<ClearingLine<'a>> {
        let mut lines = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            let own = self.on(&self.clearings, part).iter();
            lines.extend(own.map(|one| ClearingLine {
                part: at,
                start: one.starts,
                end: one.ends,
                reason: &one.reason,
                author: self.login(one.author_id),
                approver: one.approver_id.map(|id| self.login(id)),
            }));
        }
        lines
    }
}
