//! A line in the form of `hoering export`, read without knowing the database.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;

use super::fields::{Fields, Wrong};
use super::part::{self, PartLine};
use crate::intake::{Imported, NewRespondent};
use crate::redaction::Ground;
use crate::response::{Channel, Content, NameChoice, Standing, State, Work};
use crate::tagging::{Origin, Stance, Step};

/// Characters of a name or another short text.
const SHORT: usize = 2_000;

/// A response as the line has it.
pub(super) struct Line {
    pub(super) number: Option<String>,
    pub(super) reference: Option<(String, i32)>,
    pub(super) category: Option<String>,
    /// The line says that it is in none.
    pub(super) no_category: bool,
    pub(super) source: Option<String>,
    pub(super) channel: Option<Channel>,
    pub(super) respondents: Vec<NewRespondent>,
    pub(super) content: Option<Content>,
    pub(super) standing: Option<Standing>,
    pub(super) standing_body: Option<String>,
    pub(super) standing_expected_on: Option<NaiveDate>,
    pub(super) state: Option<State>,
    pub(super) work: Option<Work>,
    pub(super) supersedes: Option<String>,
    pub(super) subject: String,
    pub(super) arrived_at: Option<DateTime<Utc>>,
    pub(super) arrival_rule: Option<&'static str>,
    pub(super) claimed_at: Option<DateTime<Utc>>,
    pub(super) reached_us: Option<(DateTime<Utc>, String)>,
    pub(super) late: Option<bool>,
    pub(super) deemed_timely_reason: Option<String>,
    pub(super) name_choice: NameChoice,
    pub(super) protected: bool,
    pub(super) to_be_checked: bool,
    pub(super) signatures: i32,
    pub(super) parts: Vec<PartLine>,
    pub(super) themes: Vec<ThemeLine>,
    pub(super) codings: Vec<CodingLine>,
    pub(super) redactions: Vec<HiddenLine>,
    pub(super) clearings: Vec<ClearedLine>,
    pub(super) signoffs: Vec<SignOffLine>,
    /// Fields that the program does not know.
    pub(super) unknown: Vec<String>,
}

/// A place in a part, and where the line says so.
pub(super) struct At {
    pub(super) path: String,
    pub(super) part: Option<usize>,
    pub(super) start: usize,
    pub(super) end: usize,
}

pub(super) struct ThemeLine {
    pub(super) path: String,
    pub(super) frame: Option<String>,
    pub(super) theme: String,
    pub(super) stance: Option<Stance>,
    pub(super) coder: Option<String>,
}

pub(super) struct CodingLine {
    pub(super) at: At,
    pub(super) theme: ThemeLine,
    pub(super) note: String,
    pub(super) origin: Origin,
}

pub(super) struct HiddenLine {
    pub(super) at: At,
    pub(super) ground: Ground,
    pub(super) author: Option<String>,
    pub(super) approver: Option<String>,
}

pub(super) struct ClearedLine {
    pub(super) at: At,
    pub(super) reason: String,
    pub(super) author: Option<String>,
    pub(super) approver: Option<String>,
}

pub(super) struct SignOffLine {
    pub(super) path: String,
    pub(super) by: Option<String>,
    pub(super) at: Option<DateTime<Utc>>,
    pub(super) step: Option<Step>,
}

impl Line {
    /// Reads a line.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Wrong> {
        let mut it = Fields::of_line(bytes)?;
        let mut unknown = Vec::new();
        let parts = part::read(&mut it, &mut unknown)?;
        let no_category = it.is_null("category");
        let line = Self {
            no_category,
            number: number(&mut it, "number")?,
            reference: it.read("reference", "a reference such as A4", reference)?,
            category: it.word("category")?,
            source: short(&mut it, "source")?,
            channel: it.known("channel", Channel::ALL, Channel::as_str)?,
            respondents: respondents(&mut it, &mut unknown)?,
            content: it.known("content", Content::ALL, Content::as_str)?,
            standing: it.known("standing", Standing::ALL, Standing::as_str)?,
            standing_body: short(&mut it, "standing_body")?,
            standing_expected_on: it.day("standing_expected_on")?,
            state: it.known("state", State::ALL, State::as_str)?,
            work: it.known("work", Work::ALL, Work::as_str)?,
            supersedes: number(&mut it, "supersedes")?,
            subject: it.text("subject")?.unwrap_or_default(),
            arrived_at: it.moment("arrived_at")?,
            arrival_rule: it.known("arrival_rule", Imported::RULES, |rule| rule)?,
            claimed_at: it.moment("claimed_at")?,
            reached_us: reached_us(&mut it)?,
            late: it.truth("late")?,
            deemed_timely_reason: it.word("deemed_timely_reason")?,
            name_choice: it
                .known("name_choice", NameChoice::ALL, NameChoice::as_str)?
                .unwrap_or(NameChoice::Name),
            protected: it.truth("protected")?.unwrap_or(false),
            to_be_checked: it.truth("to_be_checked")?.unwrap_or(false),
            signatures: it
                .read("signatures", "a whole number from 0", |value| {
                    i32::try_from(value.as_u64()?).ok()
                })?
                .unwrap_or(0),
            parts,
            themes: list(&mut it, "themes", &mut unknown, theme)?,
            codings: list(&mut it, "codings", &mut unknown, coding)?,
            redactions: list(&mut it, "redactions", &mut unknown, hidden)?,
            clearings: list(&mut it, "clearings", &mut unknown, cleared)?,
            signoffs: list(&mut it, "signoffs", &mut unknown, signoff)?,
            unknown: Vec::new(),
        };
        unknown.extend(it.rest());
        Ok(Self { unknown, ..line })
    }

    /// Everybody who did something, as the line names them.
    pub(super) fn people(&self) -> impl Iterator<Item = Option<&str>> {
        let coders = self.codings.iter().map(|one| &one.theme.coder);
        let coders = coders.chain(self.themes.iter().map(|one| &one.coder));
        let hiding = self.redactions.iter().map(|one| &one.author);
        let clearing = self.clearings.iter().map(|one| &one.author);
        let signing = self.signoffs.iter().map(|one| &one.by);
        let must = coders.chain(hiding).chain(clearing).chain(signing);
        let approvers = self.redactions.iter().map(|one| &one.approver);
        let approvers = approvers.chain(self.clearings.iter().map(|one| &one.approver));
        must.map(Option::as_deref)
            .chain(approvers.filter(|one| one.is_some()).map(Option::as_deref))
    }
}

/// Reads the objects of a list, and remembers the fields that nobody took.
fn list<T>(
    it: &mut Fields,
    key: &str,
    unknown: &mut Vec<String>,
    read: impl Fn(&mut Fields) -> Result<T, Wrong>,
) -> Result<Vec<T>, Wrong> {
    let mut all = Vec::new();
    for mut item in it.list(key)? {
        all.push(read(&mut item)?);
        unknown.extend(
            item.rest()
                .into_iter()
                .map(|field| format!("{key}.{field}")),
        );
    }
    Ok(all)
}

pub(super) fn short(it: &mut Fields, key: &str) -> Result<Option<String>, Wrong> {
    let text = it.word(key)?;
    match text {
        Some(long) if long.chars().count() > SHORT => Err(Wrong(format!(
            "{}{key}: more than {SHORT} characters",
            it.path()
        ))),
        text => Ok(text),
    }
}

/// A receipt number: it stands in addresses.
fn number(it: &mut Fields, key: &str) -> Result<Option<String>, Wrong> {
    const LONGEST: usize = 64;
    it.read(key, "a number of letters, digits and hyphens", |value| {
        let text = value.as_str()?;
        let fits = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
        (!text.is_empty() && text.len() <= LONGEST && text.chars().all(fits))
            .then(|| text.to_owned())
    })
}

fn reference(value: &Value) -> Option<(String, i32)> {
    let text = value.as_str()?;
    let digits = text.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    let letter = text.strip_suffix(digits)?;
    let number: i32 = digits.parse().ok()?;
    (!letter.is_empty() && number > 0).then(|| (letter.to_owned(), number))
}

fn reached_us(it: &mut Fields) -> Result<Option<(DateTime<Utc>, String)>, Wrong> {
    let evidence = it.text("reached_us_evidence")?.unwrap_or_default();
    Ok(it.moment("reached_us_at")?.map(|at| (at, evidence)))
}

fn respondents(it: &mut Fields, unknown: &mut Vec<String>) -> Result<Vec<NewRespondent>, Wrong> {
    list(it, "respondents", unknown, |one| {
        Ok(NewRespondent {
            name: short(one, "name")?.unwrap_or_default(),
            organisation: short(one, "organisation")?,
            on_behalf_of: short(one, "on_behalf_of")?,
            kind: short(one, "kind")?.unwrap_or_default(),
            email: short(one, "email")?,
            consultee_id: None,
        })
    })
}

fn place(it: &mut Fields) -> Result<At, Wrong> {
    let path = it.path().trim_end_matches('.').to_owned();
    let part = it.whole("part")?;
    match (it.whole("start")?, it.whole("end")?) {
        (Some(start), Some(end)) => Ok(At {
            path,
            part,
            start,
            end,
        }),
        _ => Err(Wrong(format!("{path}: start and end are needed"))),
    }
}

fn theme(it: &mut Fields) -> Result<ThemeLine, Wrong> {
    let path = it.path().trim_end_matches('.').to_owned();
    let theme = it.read("theme", "a theme's number or key", |value| match value {
        Value::String(name) => Some(name.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })?;
    let Some(theme) = theme else {
        return Err(Wrong(format!("{path}: theme is needed")));
    };
    Ok(ThemeLine {
        path,
        frame: it.word("frame")?,
        theme,
        stance: it.known("stance", Stance::ALL, Stance::as_str)?,
        coder: short(it, "coder")?,
    })
}

fn coding(it: &mut Fields) -> Result<CodingLine, Wrong> {
    Ok(CodingLine {
        at: place(it)?,
        theme: theme(it)?,
        note: short(it, "note")?.unwrap_or_default(),
        origin: it
            .known("origin", Origin::ALL, Origin::as_str)?
            .unwrap_or(Origin::Person),
    })
}

fn hidden(it: &mut Fields) -> Result<HiddenLine, Wrong> {
    let at = place(it)?;
    let Some(ground) = it.known("ground", Ground::ALL, Ground::as_str)? else {
        return Err(Wrong(format!("{}: ground is needed", at.path)));
    };
    Ok(HiddenLine {
        at,
        ground,
        author: short(it, "author")?,
        approver: short(it, "approver")?,
    })
}

fn cleared(it: &mut Fields) -> Result<ClearedLine, Wrong> {
    let at = place(it)?;
    let Some(reason) = short(it, "reason")? else {
        return Err(Wrong(format!("{}: reason is needed", at.path)));
    };
    Ok(ClearedLine {
        at,
        reason,
        author: short(it, "author")?,
        approver: short(it, "approver")?,
    })
}

fn signoff(it: &mut Fields) -> Result<SignOffLine, Wrong> {
    Ok(SignOffLine {
        path: it.path().trim_end_matches('.').to_owned(),
        by: short(it, "by")?,
        at: it.moment("at")?,
        step: it.known("step", Step::ALL, Step::as_str)?,
    })
}
