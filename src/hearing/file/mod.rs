//! The form of a hearing's file (`config/hearings/*.toml`): read, checked as a whole, and refused with the reason.

mod check;

use std::collections::BTreeMap;

use anyhow::Context;
use chrono::NaiveDate;
use serde::Deserialize;
use toml::value::Datetime;

use super::{Kind, Names};

/// What every hearing has where its own file says nothing: categories and the frame for what is outside the themes.
const STANDARD: &str = include_str!("../../../config/standard.toml");

/// A hearing's file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HearingFile {
    pub slug: String,
    pub title: String,
    pub organisation: String,
    #[serde(default)]
    pub contact: String,
    pub mailbox: String,
    #[serde(default = "danish")]
    pub language: String,
    #[serde(default = "copenhagen")]
    pub time_zone: String,
    #[serde(deserialize_with = "day")]
    pub opens_at: NaiveDate,
    #[serde(deserialize_with = "day")]
    pub closes_on: NaiveDate,
    #[serde(default = "voluntary")]
    pub kind: Kind,
    /// The least that a law asks for, in weeks.
    #[serde(default)]
    pub minimum_weeks: Option<i32>,
    #[serde(default = "by_choice")]
    pub names: Names,
    #[serde(default)]
    pub public_stance: bool,
    #[serde(default)]
    pub case_number: Option<String>,
    #[serde(default)]
    pub signed_by: Vec<String>,
    #[serde(default)]
    pub documents: Vec<DocumentEntry>,
    #[serde(default)]
    pub summary: String,
    /// A CSV file beside this one.
    #[serde(default)]
    pub consultees: Option<String>,
    #[serde(default)]
    pub meetings: Vec<MeetingEntry>,
    #[serde(default)]
    pub rounds: Vec<RoundEntry>,
    #[serde(default)]
    pub categories: Vec<CategoryEntry>,
    #[serde(default)]
    pub frames: Vec<FrameEntry>,
    #[serde(default)]
    pub milestones: Vec<MilestoneEntry>,
    #[serde(default)]
    pub workshops: Vec<WorkshopEntry>,
    #[serde(default)]
    pub schedule: Vec<ScheduleEntry>,
}

/// A document by title alone, or with where it is.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum DocumentEntry {
    Title(String),
    Linked(LinkedDocument),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkedDocument {
    pub title: String,
    pub url: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeetingEntry {
    pub body: String,
    #[serde(deserialize_with = "day")]
    pub on: NaiveDate,
    #[serde(default, deserialize_with = "some_day")]
    pub material_due: Option<NaiveDate>,
    #[serde(default)]
    pub decides: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundEntry {
    pub kind: String,
    pub title: String,
    #[serde(deserialize_with = "day")]
    pub opens_at: NaiveDate,
    #[serde(deserialize_with = "day")]
    pub closes_on: NaiveDate,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryEntry {
    pub letter: String,
    pub name: String,
    #[serde(default)]
    pub kinds: Vec<String>,
    #[serde(default)]
    pub private_persons: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameEntry {
    pub key: String,
    pub title: String,
    pub levels: Vec<String>,
    #[serde(default)]
    pub themes: Vec<ThemeEntry>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThemeEntry {
    pub key: Option<String>,
    pub number: Option<i32>,
    pub parent: Option<String>,
    pub title: String,
    #[serde(default)]
    pub heading: String,
    #[serde(default)]
    pub summary: String,
    #[serde(default)]
    pub guide: String,
    /// Keys of themes in another frame that this one belongs with.
    #[serde(default)]
    pub tracks: Vec<String>,
}

impl ThemeEntry {
    /// What a parent or another frame calls it by: its key, or else its number.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        self.key
            .clone()
            .or_else(|| self.number.map(|number| number.to_string()))
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MilestoneEntry {
    /// A day, or two months: `2023-10-11`, `2021-05/2021-08`.
    pub on: String,
    pub what: String,
    pub channel: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkshopEntry {
    pub on: String,
    pub format: String,
    #[serde(default)]
    pub questions: Vec<String>,
}

/// A year of the plan's own schedule: what is to happen, by key of the theme.
#[derive(Debug, Clone, Deserialize)]
pub struct ScheduleEntry {
    pub year: i32,
    #[serde(flatten)]
    pub items: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Standard {
    categories: Vec<CategoryEntry>,
    frame: FrameEntry,
}

/// The categories of a hearing that says nothing of them, and the frame for what is outside the themes.
///
/// # Errors
/// When the program's own file does not parse.
pub fn standard() -> anyhow::Result<(Vec<CategoryEntry>, FrameEntry)> {
    let standard: Standard = toml::from_str(STANDARD).context("config/standard.toml")?;
    Ok((standard.categories, standard.frame))
}

impl HearingFile {
    /// Reads and checks the text of a file. Nothing is half right: the first fault refuses the whole.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let mut file: Self = toml::from_str(text)?;
        let (categories, outside) = standard()?;
        if file.categories.is_empty() {
            file.categories = categories;
        }
        if !file.frames.iter().any(|frame| frame.key == outside.key) {
            file.frames.push(outside);
        }
        file.check()?;
        Ok(file)
    }
}

/// A day, or a first and a last month. The precision is `day` or `month`.
pub fn parse_period(text: &str) -> anyhow::Result<(NaiveDate, Option<NaiveDate>, &'static str)> {
    if let Ok(day) = text.parse::<NaiveDate>() {
        return Ok((day, None, "day"));
    }
    let month = |text: &str| {
        format!("{text}-01")
            .parse::<NaiveDate>()
            .with_context(|| format!("{text:?} is neither a day nor a month"))
    };
    match text.split_once('/') {
        Some((from, to)) => Ok((month(from)?, Some(month(to)?), "month")),
        None => Ok((month(text)?, None, "month")),
    }
}

fn danish() -> String {
    "da".into()
}
fn copenhagen() -> String {
    "Europe/Copenhagen".into()
}
fn voluntary() -> Kind {
    Kind::Voluntary
}
fn by_choice() -> Names {
    Names::Choice
}

fn day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    let value = Datetime::deserialize(deserializer)?;
    value
        .to_string()
        .parse()
        .map_err(|_| serde::de::Error::custom(format!("{value} is no day (like 2023-10-11)")))
}

fn some_day<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<NaiveDate>, D::Error> {
    day(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: &str = "slug='a'\ntitle='A'\norganisation='O'\nmailbox='a@b.example'\nopens_at=2023-01-01\ncloses_on=2023-02-01\n";

    fn fault(more: &str) -> String {
        format!(
            "{:#}",
            HearingFile::parse(&format!("{LEAST}{more}")).unwrap_err()
        )
    }

    #[test]
    fn every_hearing_gets_categories_and_the_frame_for_what_is_outside_the_themes() {
        let file = HearingFile::parse(LEAST).unwrap();
        assert!(!file.categories.is_empty());
        assert_eq!(file.frames.len(), 1);
    }

    #[test]
    fn an_unknown_key_is_refused_by_name() {
        assert!(fault("colour = 'red'\n").contains("colour"));
        assert!(fault("[[schedule]]\nyear = 2024\nnowhere = ['x']\n").contains("nowhere"));
    }

    #[test]
    fn a_theme_without_parent_name_or_with_a_missing_parent_is_refused() {
        let frame = "[[frames]]\nkey='k'\ntitle='K'\nlevels=['a']\n";
        assert!(
            fault(&format!("{frame}themes=[{{title='T'}}]\n")).contains("neither key nor number")
        );
        assert!(
            fault(&format!(
                "{frame}themes=[{{number=1,parent='p',title='T'}}]\n"
            ))
            .contains("\"p\", which does not exist")
        );
        assert!(fault(&format!("{frame}themes=[{{key='a',parent='b',title='A'}},{{key='b',parent='a',title='B'}}]\n")).contains("own ancestor"));
        assert!(
            fault(&format!(
                "{frame}themes=[{{number=1,title='T'}},{{number=1,title='U'}}]\n"
            ))
            .contains("two themes")
        );
    }

    #[test]
    fn periods_are_days_or_months() {
        assert_eq!(parse_period("2021-05/2021-08").unwrap().2, "month");
        assert_eq!(parse_period("2023-10-11").unwrap().2, "day");
        assert!(parse_period("i efteråret").is_err());
    }
}
