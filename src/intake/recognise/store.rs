//! Looks at responses that nobody has looked at, and writes down what they say.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::guess::guess;
use super::look::{Around, Found, look, own};
use super::mails::{SentOn, again, sent_in_time, sent_on};
use super::{VERSION, explain, others};
use crate::app::App;
use crate::audit::{Actor, Event};
use crate::hearing::{Consultee, Hearing, local_date, zone};
use crate::organisation::Organisation;
use crate::response::{
    Content, NamedRespondent, NewProposal, Part, PartState, ProposalKind, Proposed, Reason,
    Respondent, Response, Standing, Work, current_texts, lapse, propose, unguess_content,
    unguess_standing,
};
use crate::schema::{parts, responses};

/// Responses in one go.
const BATCH: i64 = 100;

/// What a hearing's lists say, read once for a batch.
struct Lists {
    hearing: Hearing,
    ours: String,
    consultees: Vec<Consultee>,
    /// Organisations that have answered.
    answered: Vec<String>,
}

/// Looks at every response that is due: all its parts read, and not looked at since they were. Answers how many there were. Several
/// processes may do so at once.
pub async fn due(app: &App) -> anyhow::Result<usize> {
    let mut done = 0;
    loop {
        let mut conn = app.conn().await?;
        let waiting = waiting(&mut conn).await?;
        if waiting.is_empty() {
            break;
        }
        let mut lists: HashMap<i64, Lists> = HashMap::new();
        for response in &waiting {
            if let Entry::Vacant(new) = lists.entry(response.hearing_id) {
                new.insert(Lists::of(&mut conn, response.hearing_id).await?);
            }
        }
        drop(conn);
        for response in &waiting {
            let Some(of) = lists.get(&response.hearing_id) else {
                continue;
            };
            if let Err(error) = one(app, of, response).await {
                tracing::error!(
                    response = response.id,
                    error = format!("{error:#}"),
                    "a response cannot be looked at: nothing is proposed for it"
                );
                give_up(app, response.id).await?;
            }
            done += 1;
        }
    }
    explain::explain(app).await?;
    Ok(done)
}

/// One that cannot be looked at stops nobody; it is tried again when it gets another text.
async fn give_up(app: &App, id: i64) -> anyhow::Result<()> {
    diesel::update(responses::table.find(id))
        .set(responses::recognised.eq(0))
        .execute(&mut *app.conn().await?)
        .await?;
    Ok(())
}

async fn waiting(conn: &mut AsyncPgConnection) -> QueryResult<Vec<Response>> {
    let reading = parts::table
        .filter(parts::response_id.eq(responses::id))
        .filter(parts::state.eq(PartState::Reading));
    Response::query()
        .filter(responses::recognised.is_null())
        .filter(diesel::dsl::not(diesel::dsl::exists(reading)))
        .order((responses::arrived_at, responses::id))
        .limit(BATCH)
        .load(conn)
        .await
}

impl Lists {
    async fn of(conn: &mut AsyncPgConnection, hearing_id: i64) -> anyhow::Result<Self> {
        let hearing = Hearing::find(conn, hearing_id).await?;
        let organisation = Organisation::find(conn, hearing.organisation_id).await?;
        Ok(Self {
            ours: organisation.name,
            consultees: Consultee::of_hearing(conn, hearing_id).await?,
            answered: others::organisations(conn, hearing_id).await?,
            hearing,
        })
    }

    /// The deadline that holds for these respondents.
    fn closes_at(&self, respondents: &[Respondent]) -> DateTime<Utc> {
        respondents
            .iter()
            .filter_map(|one| one.consultee_id)
            .filter_map(|id| self.consultees.iter().find(|one| one.id == id)?.closes_at)
            .max()
            .unwrap_or(self.hearing.closes_at)
    }
}

/// What was seen of a response before the transaction.
struct Seen {
    found: Found,
    respondents: Vec<Respondent>,
    sent_on: Option<SentOn>,
    sent_in_time: Option<DateTime<Utc>>,
}

#[expect(
    clippy::too_many_lines,
    reason = "one transaction, whose steps share what was locked"
)]
async fn one(app: &App, of: &Lists, response: &Response) -> anyhow::Result<()> {
    let seen = see(app, of, response).await?;
    let now = app.clock.now();
    let mut conn = app.conn().await?;
    conn.transaction(async |conn| {
        let open: Option<(Option<i32>, Content, Standing, Work)> = responses::table
            .find(response.id)
            .select((
                responses::recognised,
                responses::content,
                responses::standing,
                responses::work,
            ))
            .for_update()
            .first(conn)
            .await
            .optional()?;
        let Some((None, content, standing, work)) = open else {
            return Ok(());
        };
        // A part that came meanwhile is looked at with the next round.
        let reading: i64 = parts::table
            .filter(parts::response_id.eq(response.id))
            .filter(parts::state.eq(PartState::Reading))
            .count()
            .get_result(conn)
            .await?;
        if reading > 0 {
            return Ok(());
        }
        let untouched = work == Work::New;
        let new = proposals_of(response, &seen);
        let mut fresh = Vec::new();
        for proposal in &new {
            if propose(conn, response.id, proposal, now).await? {
                fresh.push(proposal.what.kind());
            }
        }
        if untouched {
            guess(conn, (response, content, standing), &new, &fresh).await?;
        }
        let kinds: Vec<ProposalKind> = new.iter().map(|one| one.what.kind()).collect();
        for lapsed in lapse(conn, response.id, &kinds).await? {
            match lapsed {
                ProposalKind::Content => {
                    unguess_content(conn, response.id, Content::NoRemarks).await?
                }
                ProposalKind::Standing => unguess_standing(conn, response.id).await?,
                _ => {}
            }
        }
        fresh.extend(others::relate(conn, response, &seen.found, &seen.respondents, now).await?);
        diesel::update(responses::table.find(response.id))
            .set(responses::recognised.eq(VERSION))
            .execute(conn)
            .await?;
        if fresh.is_empty() {
            return Ok(());
        }
        Event::new(
            Actor::Program,
            "response_recognised",
            "response",
            response.id,
        )
        .in_hearing(response.hearing_id)
        .with(json!({ "proposed": fresh, "version": VERSION }))
        .record(conn, now)
        .await?;
        anyhow::Ok(())
    })
    .await
}

/// Reads and looks, with no transaction open.
async fn see(app: &App, of: &Lists, response: &Response) -> anyhow::Result<Seen> {
    let mut conn = app.conn().await?;
    let all: Vec<Part> = response.parts(&mut conn).await?;
    let texts = current_texts(&mut conn, &all).await?;
    let respondents = response.respondents(&mut conn).await?;
    let from: Option<String> = others::mail_address(&mut conn, response).await?;
    drop(conn);
    let closes = of.closes_at(&respondents);
    // Sent on: the sender is another than whose mail it was. Late: the raw mail tells when it was sent.
    let other_sender = from.is_some()
        && respondents
            .as_slice()
            .first()
            .and_then(|one| one.email.clone())
            != from;
    let late = response.is_late(closes);
    let mail = match response.mail_id.filter(|_| other_sender || late) {
        Some(id) => Some(again(app, id).await?),
        None => None,
    };
    let arrived = local_date(zone(&of.hearing.time_zone)?, response.arrived_at);
    let own_name = respondents
        .as_slice()
        .first()
        .map(|one| one.display_name().to_owned())
        .filter(|name| !name.is_empty());
    let consultees: Vec<(i64, &str)> = of
        .consultees
        .iter()
        .map(|one| (one.id, one.name.as_str()))
        .collect();
    let answered: Vec<&str> = of.answered.iter().map(String::as_str).collect();
    let around = Around {
        arrived,
        subject: &response.subject,
        own: own_name.as_deref(),
        consultees: &consultees,
        others: &answered,
        ours: &of.ours,
    };
    let found = look(&all, &own(&all, &texts), &around);
    let sent_on = mail
        .as_ref()
        .filter(|_| response.reached_us_at.is_none())
        .and_then(sent_on)
        .filter(|it| it.at < response.arrived_at);
    Ok(Seen {
        found,
        respondents,
        sent_in_time: mail
            .as_ref()
            .filter(|_| late && response.deemed_timely_reason.is_none())
            .and_then(|mail| sent_in_time(mail, closes)),
        sent_on,
    })
}

fn proposals_of(response: &Response, seen: &Seen) -> Vec<NewProposal> {
    let found = &seen.found;
    let by_text = |what: Proposed, quote: &str| NewProposal {
        what,
        other_id: None,
        reason: Reason::Text,
        quote: quote.to_owned(),
    };
    let mut new = Vec::new();
    if let Some(quote) = &found.no_remarks {
        let content = Content::NoRemarks;
        new.push(by_text(Proposed::Content { content }, quote));
    }
    // What staff or the sender's own form said is no guess.
    let said_so = response.standing == Standing::Provisional
        && response.channel != crate::response::Channel::Mail;
    if let Some(awaits) = found
        .awaits
        .as_ref()
        .filter(|_| !said_so && response.confirmed_at.is_none())
    {
        let what = Proposed::Standing {
            body: awaits.body.clone(),
            on: awaits.on,
        };
        new.push(by_text(what, &awaits.quote));
    }
    if let Some((named, quote)) = &found.together {
        let names = named
            .iter()
            .map(|one| NamedRespondent {
                name: one.name.clone(),
                consultee_id: one.consultee_id,
            })
            .collect();
        new.push(by_text(Proposed::Respondents { names }, quote));
    }
    if let Some((count, quote)) = found
        .signatures
        .as_ref()
        .filter(|(count, _)| *count != response.signatures)
    {
        new.push(by_text(Proposed::Signatures { count: *count }, quote));
    }
    if !found.letters.is_empty() && response.mail_id.is_some() {
        let letters = found.letters.clone();
        let quote = found.several.as_deref().unwrap_or_default();
        new.push(NewProposal {
            reason: Reason::Letterheads,
            ..by_text(Proposed::Split { letters }, quote)
        });
    }
    if let Some(sent) = &seen.sent_on {
        let what = Proposed::ReachedUs {
            at: sent.at,
            sender: sent.sender.clone(),
        };
        new.push(NewProposal {
            reason: Reason::Forwarded,
            ..by_text(what, &sent.note)
        });
    } else if let Some(sent_at) = seen.sent_in_time {
        new.push(NewProposal {
            reason: Reason::SentInTime,
            ..by_text(Proposed::Timely { sent_at }, "")
        });
    }
    new
}
