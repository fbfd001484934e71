//! A line as the program will take it in: checked against the hearing, its places in the texts found.

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest as _, Sha256};

use super::fields::Wrong;
use super::known::Known;
use super::line::{HiddenLine, Line, SignOffLine};
use super::part::PartLine;
use super::places::Places;
use crate::intake::{Arrival, Imported, NewPart, Submission};
use crate::redaction::{NewClearing, NewRedaction};
use crate::response::{Channel, Choice, Content, NewText, PartState, Role, Standing, State, Work};
use crate::storage::Storage;
use crate::tagging::{NewCoding, NewSignOff, NewWholeTheme, Step};

/// What the texts of an import are read by.
const DERIVER: &str = "import";

/// A line that can be taken in. Marks carry the part that they are on; their text and response are known when they are made.
pub(super) struct Prepared {
    pub(super) line: usize,
    pub(super) submission: Submission,
    pub(super) reference: Option<(String, i32)>,
    pub(super) supersedes: Option<String>,
    /// The line says which state.
    pub(super) state_given: bool,
    /// The line says what it holds and how final it is: the program does not look for it.
    pub(super) decided: bool,
    pub(super) late: Option<bool>,
    pub(super) choices: Vec<(usize, Choice<'static>)>,
    pub(super) codings: Vec<(usize, NewCoding)>,
    pub(super) redactions: Vec<(usize, NewRedaction)>,
    pub(super) clearings: Vec<(usize, NewClearing)>,
    pub(super) themes: Vec<NewWholeTheme>,
    pub(super) signoffs: Vec<NewSignOff>,
}

/// Checks a line and makes it ready.
///
/// # Errors
/// What is wrong with it.
pub(super) async fn prepare(
    storage: &Storage,
    known: &Known,
    (number, mut line): (usize, Line),
) -> Result<Prepared, Wrong> {
    let places = Places::of(&line.parts);
    let mut prepared = marks(known, number, &line, &places)?;
    prepared.choices = choices(&line);
    prepared.signoffs = signoffs(known, &line.signoffs)?;
    let mut files = Vec::new();
    for (at, part) in line.parts.iter().enumerate() {
        let (new, elsewhere) = new_part(storage, (at, part), &places).await?;
        prepared.submission.parts.push(new);
        files.push(elsewhere);
    }
    let work = work(&line, &prepared);
    let it = &mut prepared.submission;
    it.category_id = category(known, &line)?;
    for respondent in &mut line.respondents {
        respondent.consultee_id = known.lists.matched(respondent).consultee_id;
    }
    it.content = line.content.unwrap_or(Content::Remarks);
    it.standing = line.standing.unwrap_or(Standing::Final);
    it.standing_body = line.standing_body;
    it.standing_expected_on = line.standing_expected_on;
    it.subject = line.subject;
    it.claimed_at = line.claimed_at;
    it.reached_us = line.reached_us;
    it.name_choice = line.name_choice;
    it.protected = line.protected;
    it.to_be_checked = line.to_be_checked;
    it.signatures = line.signatures;
    it.respondents = line.respondents;
    it.imported = Some(Imported {
        number: line.number,
        state: line.state.unwrap_or(State::Current),
        work,
        deemed_timely_reason: line.deemed_timely_reason,
        files,
    });
    Ok(prepared)
}

/// The marks of a line, on a submission that holds nothing yet.
fn marks(known: &Known, number: usize, line: &Line, places: &Places) -> Result<Prepared, Wrong> {
    let source = line.source.clone().unwrap_or_default();
    let channel = line.channel.unwrap_or(if source.starts_with('<') {
        Channel::Mail
    } else {
        Channel::Web
    });
    let arrival = Arrival {
        at: line.arrived_at.unwrap_or_else(|| arrived(known, line.late)),
        rule: line.arrival_rule.unwrap_or("recorded"),
    };
    let mut prepared = Prepared {
        line: number,
        submission: Submission::new(known.hearing.id, channel, source, arrival),
        reference: line.reference.clone(),
        supersedes: line.supersedes.clone(),
        state_given: line.state.is_some(),
        decided: line.content.is_some() && line.standing.is_some(),
        late: line.late.filter(|_| line.supersedes.is_none()),
        choices: Vec::new(),
        codings: Vec::new(),
        redactions: Vec::new(),
        clearings: Vec::new(),
        themes: Vec::new(),
        signoffs: Vec::new(),
    };
    for one in &line.codings {
        let (part, starts, ends) = places.find(&one.at)?;
        let coding = NewCoding {
            text_id: 0,
            starts,
            ends,
            theme_id: known.theme(&one.theme)?,
            staff_id: known.person(one.theme.coder.as_deref())?,
            stance: one.theme.stance,
            note: one.note.clone(),
            origin: one.origin,
        };
        prepared.codings.push((part, coding));
    }
    for one in &line.themes {
        prepared.themes.push(NewWholeTheme {
            response_id: 0,
            theme_id: known.theme(one)?,
            staff_id: known.person(one.coder.as_deref())?,
            stance: one.stance,
        });
    }
    for one in &line.redactions {
        let (part, hidden) = hidden(known, one, places)?;
        prepared.redactions.push((part, hidden));
    }
    for one in &line.clearings {
        let (part, starts, ends) = places.find(&one.at)?;
        let who = (one.author.as_deref(), one.approver.as_deref());
        let (author_id, approver_id) = two(known, &one.at.path, who)?;
        let clearing = NewClearing {
            text_id: 0,
            starts,
            ends,
            reason: one.reason.clone(),
            author_id,
            approver_id,
        };
        prepared.clearings.push((part, clearing));
    }
    Ok(prepared)
}

fn hidden(
    known: &Known,
    one: &HiddenLine,
    places: &Places,
) -> Result<(usize, NewRedaction), Wrong> {
    let (part, starts, ends) = places.find(&one.at)?;
    let who = (one.author.as_deref(), one.approver.as_deref());
    let (author_id, approver_id) = two(known, &one.at.path, who)?;
    let redaction = NewRedaction {
        text_id: 0,
        starts,
        ends,
        ground: one.ground,
        author_id,
        approver_id,
    };
    Ok((part, redaction))
}

/// Who decided and who approved: two people.
fn two(
    known: &Known,
    path: &str,
    (author, approver): (Option<&str>, Option<&str>),
) -> Result<(i64, Option<i64>), Wrong> {
    let author = known.person(author)?;
    let approver = approver.map(|name| known.person(Some(name))).transpose()?;
    if approver == Some(author) {
        return Err(Wrong(format!(
            "{path}: author and approver are the same person"
        )));
    }
    Ok((author, approver))
}

/// When it came, where the line does not say: on the side of the deadline that it does say, and else now.
fn arrived(known: &Known, late: Option<bool>) -> DateTime<Utc> {
    let closes = known.hearing.closes_at;
    match late {
        Some(true) => known.now.max(closes),
        Some(false) => known.now.min(closes - TimeDelta::seconds(1)),
        None => known.now,
    }
}

/// As the line says; where it says nothing that of its reference, and else that of who answers.
fn category(known: &Known, line: &Line) -> Result<Option<i64>, Wrong> {
    let by_reference = line.reference.as_ref().map(|(letter, _)| letter);
    let by_reference = by_reference.filter(|_| line.supersedes.is_none());
    match line.category.as_ref().or(by_reference) {
        Some(letter) => known.category(letter).map(Some),
        None if line.no_category => Ok(None),
        None => {
            let first = line.respondents.first();
            Ok(first.and_then(|one| known.lists.matched(one).category_id))
        }
    }
}

fn choices(line: &Line) -> Vec<(usize, Choice<'static>)> {
    let chosen = line.parts.iter().enumerate();
    chosen
        .filter_map(|(at, part)| Some((at, part.choice()?)))
        .collect()
}

/// How far the secretariat was, where the line does not say it.
fn work(line: &Line, prepared: &Prepared) -> Work {
    let touched = !prepared.codings.is_empty()
        || !prepared.redactions.is_empty()
        || !prepared.themes.is_empty();
    line.work.unwrap_or(match prepared.signoffs.len() {
        0 if touched => Work::InProgress,
        0 => Work::New,
        1 => Work::SecondReading,
        _ => Work::Done,
    })
}

fn signoffs(known: &Known, lines: &[SignOffLine]) -> Result<Vec<NewSignOff>, Wrong> {
    let mut all: Vec<NewSignOff> = Vec::new();
    for one in lines {
        let staff_id = known.person(one.by.as_deref())?;
        if all.iter().any(|other| other.staff_id == staff_id) {
            let path = &one.path;
            return Err(Wrong(format!("{path}: the same person signs off twice")));
        }
        let next = if all.is_empty() {
            Step::First
        } else {
            Step::Second
        };
        all.push(NewSignOff {
            response_id: 0,
            staff_id,
            step: one.step.unwrap_or(next),
            at: one.at.unwrap_or(known.now),
        });
    }
    Ok(all)
}

/// The part, and the original's hash and length where the file itself is not here.
async fn new_part(
    storage: &Storage,
    (at, part): (usize, &PartLine),
    places: &Places,
) -> Result<(NewPart, Option<(Vec<u8>, i64)>), Wrong> {
    let kept = places.kept(at);
    let text = kept.map(|text| {
        Ok(NewText {
            deriver: DERIVER.into(),
            deriver_version: 1,
            text: text.to_owned(),
            ranges: places.ranges(at, &part.ranges)?,
            staff_id: None,
        })
    });
    let text = text.transpose()?;
    // A body has no file. What was copied along with the database is found again by its hash.
    let file = match &part.sha256 {
        Some(sha256) if part.role != Role::Body => storage.find(sha256).await,
        _ => None,
    };
    let own = kept.unwrap_or_default();
    let elsewhere = match (&part.sha256, &file) {
        (Some(sha256), None) if Sha256::digest(own).as_slice() != sha256.as_slice() => {
            let length = i64::try_from(own.len()).unwrap_or(i64::MAX);
            Some((sha256.clone(), part.bytes.unwrap_or(length)))
        }
        _ => None,
    };
    let unread = matches!(part.state, PartState::Reading | PartState::WaitingForScan);
    let state = match (unread, &file) {
        (true, Some(_)) => PartState::Reading,
        // Nobody can read it here.
        (true, None) => PartState::NoText,
        (false, _) => part.state,
    };
    let new = NewPart {
        role: part.role,
        filename: part.filename.clone(),
        media_type: part.media_type.clone(),
        file,
        text,
        state,
    };
    Ok((new, elsewhere))
}
