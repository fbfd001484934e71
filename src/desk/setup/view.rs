//! The settings of a hearing as a page: each section as its form has it, whether read from the hearing or typed and sent back.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::form::{FieldList, at, rows, shown, value};
use super::lists::SPARE;
use crate::desk::head::Head;
use crate::hearing::settings::{RoundKind, Section};
use crate::hearing::{Kind, Names};
use crate::templates::{Choice, Field, FormError, Page, Words};

/// The settings.
#[derive(Clone, Debug, Serialize)]
pub struct ShowSetup {
    pub head: Head,
    /// Where the section's forms are sent: `/sekretariat/{hearing}/opsaetning`.
    pub here: String,
    /// May change them; others read.
    pub may: bool,
    pub state: Shown,
    pub checks: Vec<Check>,
    /// Of the checks, how many are needed and not done.
    pub needed: usize,
    /// The section that was saved just now; empty for none.
    pub saved: String,
    /// The section with something to mend; empty for none.
    pub wrong: String,
    pub errors: Vec<FormError>,
    /// What somebody else saved meanwhile.
    pub conflict: Option<Conflict>,
    pub basics: BasicsForm,
    pub dates: DatesForm,
    pub deadline: DeadlineForms,
    pub mailbox: MailboxForm,
    pub documents: DocumentsForm,
    pub categories: CategoriesForm,
    pub frames: Vec<FrameLine>,
    pub frozen: bool,
    pub meetings: MeetingsForm,
    pub publication: PublicationForm,
}

/// Whether the public sees the hearing.
#[derive(Clone, Debug, Serialize)]
pub struct Shown {
    /// `draft`, `coming`, `open` or `closed`
    pub phase: &'static str,
    pub opens_at: DateTime<Utc>,
    /// The last minute, as it is told.
    pub closes_at: DateTime<Utc>,
    pub public_href: String,
}

/// A line of the list at the top.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    pub text: String,
    pub href: String,
    pub done: bool,
    pub needed: bool,
}

/// Who saved the section meanwhile, and what stands there now where it differs from what was typed.
#[derive(Clone, Debug, Serialize)]
pub struct Conflict {
    pub who: String,
    pub at: Option<DateTime<Utc>>,
    pub now: Vec<Now>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Now {
    pub label: String,
    pub value: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct BasicsForm {
    pub seen: String,
    pub slug: String,
    pub title: Field,
    pub summary: Field,
    pub case_number: Field,
    pub contact: Field,
    pub signed_by: Field,
    pub kinds: Vec<Choice>,
    pub minimum_weeks: Field,
}

#[derive(Clone, Debug, Serialize)]
pub struct DatesForm {
    pub seen: String,
    pub opens: Field,
    pub closes: Field,
    /// The opening has passed.
    pub opens_holds: bool,
    /// The deadline is known to the public.
    pub closes_holds: bool,
    pub rounds: Vec<RoundLine>,
}

#[derive(Clone, Debug, Serialize)]
pub struct RoundLine {
    pub id: String,
    pub kinds: Vec<Choice>,
    pub title: Field,
    pub opens: Field,
    pub closes: Field,
}

/// Moving the deadline, for all or for one.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DeadlineForms {
    /// None while the public does not know the hearing.
    pub seen: Option<String>,
    pub day: Field,
    pub reason: Field,
    pub notice: Field,
    pub consultees: Vec<Choice>,
    pub party_error: Option<String>,
    pub party_day: Field,
    pub party_reason: Field,
    /// May give one a deadline.
    pub may_give: bool,
    pub moves: Vec<Moved>,
}

/// A deadline that was moved.
#[derive(Clone, Debug, Serialize)]
pub struct Moved {
    pub text: String,
    pub reason: String,
    pub meta: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct MailboxForm {
    pub seen: String,
    pub mailbox: Field,
    /// What fetches it, and what is missing.
    pub notes: Vec<Noted>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Noted {
    pub ok: bool,
    pub text: String,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct DocumentsForm {
    pub items: Vec<DocumentLine>,
    pub rounds: Vec<Choice>,
    pub title: Field,
    pub url: Field,
    pub files_error: Option<String>,
    pub limit: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct DocumentLine {
    pub id: i64,
    pub title: String,
    /// Where it is, for those who may see the hearing.
    pub href: Option<String>,
    pub meta: String,
    pub rounds: Vec<Choice>,
    pub first: bool,
    pub last: bool,
    pub error: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct CategoriesForm {
    pub seen: String,
    pub rows: Vec<CategoryLine>,
}

#[derive(Clone, Debug, Serialize)]
pub struct CategoryLine {
    pub id: String,
    pub letter: Field,
    pub name: Field,
    pub words: Field,
    pub private: bool,
}

/// A frame, in short.
#[derive(Clone, Debug, Serialize)]
pub struct FrameLine {
    pub id: i64,
    pub title: String,
    pub themes: usize,
    pub href: String,
    /// Every hearing has it, and it stands last.
    pub outside: bool,
    pub first: bool,
    pub last: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct MeetingsForm {
    pub seen: String,
    pub meetings: Vec<MeetingLine>,
    pub milestones: Vec<MilestoneLine>,
}

#[derive(Clone, Debug, Serialize)]
pub struct MeetingLine {
    pub committee: Field,
    pub held_on: Field,
    pub material_due: Field,
    pub decides: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct MilestoneLine {
    pub what: Field,
    pub starts_on: Field,
    pub ends_on: Field,
    pub month: bool,
    pub channel: Field,
}

#[derive(Clone, Debug, Serialize)]
pub struct PublicationForm {
    pub seen: String,
    pub names: Vec<Choice>,
    pub public_stance: bool,
}

/// What a section's form is made from.
pub(super) struct Source<'a> {
    pub(super) words: &'a Words,
    pub(super) fields: FieldList,
    pub(super) errors: Vec<FormError>,
    /// The print of what stands.
    pub(super) seen: String,
}

impl Source<'_> {
    fn field(&self, name: &str) -> Field {
        shown(&self.fields, &self.errors, name)
    }

    fn raw(&self, name: &str) -> &str {
        value(&self.fields, name)
    }

    fn ticked(&self, name: &str) -> bool {
        self.raw(name) == "ja"
    }

    /// Rows up to the last that holds something, and some empty ones.
    fn rows(&self, first: &str, columns: &[&str]) -> std::ops::Range<usize> {
        let filled = (0..rows(&self.fields, first)).rev().find(|row| {
            columns
                .iter()
                .any(|column| !self.raw(&at(column, *row)).trim().is_empty())
        });
        0..filled.map_or(0, |row| row + 1) + SPARE
    }

    pub(super) fn basics(self, slug: &str) -> BasicsForm {
        let kind = |kind: Kind, key: &str| {
            let chosen = self.raw("kind") == kind.as_str();
            Choice::new(kind.as_str(), &self.words.text(key, &[]), chosen)
        };
        BasicsForm {
            slug: slug.to_owned(),
            title: self.field("title"),
            summary: self.field("summary"),
            case_number: self.field("case_number"),
            contact: self.field("contact"),
            signed_by: self.field("signed_by"),
            kinds: vec![
                kind(Kind::Voluntary, "setup-kind-voluntary"),
                kind(Kind::Statutory, "setup-kind-statutory"),
            ],
            minimum_weeks: self.field("minimum_weeks"),
            seen: self.seen.clone(),
        }
    }

    pub(super) fn dates(self, (opens_holds, closes_holds): (bool, bool)) -> DatesForm {
        let columns = ["round_title", "round_opens", "round_closes"];
        let kinds = |row: usize| {
            let chosen = self.raw(&at("round_kind", row));
            [
                (RoundKind::Supplementary, "setup-round-supplementary"),
                (RoundKind::Renewed, "setup-round-renewed"),
            ]
            .map(|(kind, key)| {
                let label = self.words.text(key, &[]);
                Choice::new(kind.as_str(), &label, chosen == kind.as_str())
            })
            .to_vec()
        };
        let rounds = self.rows("round_title", &columns).map(|row| RoundLine {
            id: self.raw(&at("round_id", row)).to_owned(),
            kinds: kinds(row),
            title: self.field(&at("round_title", row)),
            opens: self.field(&at("round_opens", row)),
            closes: self.field(&at("round_closes", row)),
        });
        DatesForm {
            opens: self.field("opens"),
            closes: self.field("closes"),
            opens_holds,
            closes_holds,
            rounds: rounds.collect(),
            seen: self.seen.clone(),
        }
    }

    pub(super) fn mailbox(self, notes: Vec<Noted>) -> MailboxForm {
        MailboxForm {
            mailbox: self.field("mailbox"),
            notes,
            seen: self.seen.clone(),
        }
    }

    pub(super) fn categories(self) -> CategoriesForm {
        let columns = ["letter", "category_name", "words"];
        let rows = self.rows("letter", &columns).map(|row| CategoryLine {
            id: self.raw(&at("category_id", row)).to_owned(),
            letter: self.field(&at("letter", row)),
            name: self.field(&at("category_name", row)),
            words: self.field(&at("words", row)),
            private: self.ticked(&at("private", row)),
        });
        CategoriesForm {
            rows: rows.collect(),
            seen: self.seen.clone(),
        }
    }

    pub(super) fn meetings(self) -> MeetingsForm {
        let columns = ["committee", "held_on", "material_due"];
        let meetings = self.rows("committee", &columns).map(|row| MeetingLine {
            committee: self.field(&at("committee", row)),
            held_on: self.field(&at("held_on", row)),
            material_due: self.field(&at("material_due", row)),
            decides: self.ticked(&at("decides", row)),
        });
        let columns = ["what", "starts_on", "ends_on"];
        let milestones = self.rows("what", &columns).map(|row| MilestoneLine {
            what: self.field(&at("what", row)),
            starts_on: self.field(&at("starts_on", row)),
            ends_on: self.field(&at("ends_on", row)),
            month: self.ticked(&at("month", row)),
            channel: self.field(&at("channel", row)),
        });
        MeetingsForm {
            meetings: meetings.collect(),
            milestones: milestones.collect(),
            seen: self.seen.clone(),
        }
    }

    pub(super) fn publication(self) -> PublicationForm {
        let names = [
            (Names::Choice, "setup-names-choice"),
            (Names::Name, "setup-names-name"),
            (Names::Anonymous, "setup-names-anonymous"),
        ]
        .map(|(names, key)| {
            let chosen = self.raw("names") == names.as_str();
            Choice::new(names.as_str(), &self.words.text(key, &[]), chosen)
        });
        PublicationForm {
            names: names.to_vec(),
            public_stance: self.ticked("public_stance"),
            seen: self.seen.clone(),
        }
    }
}

/// Where a section is on the page.
pub(super) fn anchor(section: Section) -> &'static str {
    match section {
        Section::Basics => "grundoplysninger",
        Section::Dates => "datoer",
        Section::Mailbox => "postkasse",
        Section::Documents => "dokumenter",
        Section::Categories => "kategorier",
        Section::Themes => "temaer",
        Section::Meetings => "moeder",
        Section::Publication => "offentlighed",
    }
}

impl Page for ShowSetup {
    const TEMPLATE: &'static str = "desk/setup/show";

    fn sample() -> Self {
        super::sample::draft()
    }

    fn samples() -> Vec<(&'static str, Self)> {
        super::sample::all()
    }
}
