//! The settings of a hearing as a page: each section as its form has it, whether read from the hearing or typed and sent back.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::desk::head::Head;
use crate::hearing::settings::Section;
use crate::templates::{Choice, Field, FormError, Page};

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
    /// There are later rounds, or one is being written.
    pub rounds_open: bool,
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
    pub hide_contacts: bool,
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
