//! What a respondent sees: the form, the check before sending, the receipt, and later the response's own page.

mod sample;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::receipt::ReceiptMail;
use crate::hearing::pages::HearingHead;
use crate::templates::{
    Audience, Choice, Field, FileState, FormError, Hidden, Link, Page, Segment, pages,
};

pages![
    super::objection::pages::NewObjection,
    super::objection::pages::NewCase,
    super::objection::pages::ShowCase,
    super::objection::pages::ChooseHearing,
    NewResponse,
    CheckResponse,
    ShowReceipt,
    ShowOwnResponse,
    ReceiptMail
];

/// The form. Names of its fields: `csrf`, `key` (idempotency), `name`, `organisation`, `kind`, `email`, `body`, `files`,
/// `no_remarks`, `provisional`, `provisional_body`, `provisional_on`, `name_choice` (`name` or `citizen`), `protected`, `consent`,
/// and `homepage`, which people do not see and must stay empty. Check boxes send `true`. It is sent as `multipart/form-data`.
#[derive(Clone, Debug, Serialize)]
pub struct NewResponse {
    pub hearing: HearingHead,
    /// Where the form is sent.
    pub action: String,
    /// Makes sending twice one response.
    pub key: String,
    /// What must be mended, in the order of the form. Empty on the first visit.
    pub errors: Vec<FormError>,
    pub name: Field,
    pub organisation: Field,
    /// For whom: each stands for a category.
    pub kinds: Vec<Choice>,
    pub kind_error: Option<String>,
    pub email: Field,
    pub body: Field,
    /// Files that were kept when the form came back.
    pub kept: Vec<KeptFile>,
    pub files_error: Option<String>,
    pub no_remarks: bool,
    pub provisional: bool,
    pub provisional_body: Field,
    pub provisional_on: Field,
    /// Shown as *Borger* instead of by name.
    pub as_citizen: bool,
    pub protected: bool,
    pub consent: bool,
    pub consent_error: Option<String>,
    pub limits: Limits,
}

/// Told beside the fields.
#[derive(Clone, Debug, Serialize)]
pub struct Limits {
    pub files: u32,
    pub file_bytes: u64,
    pub total_bytes: u64,
    pub characters: u32,
}

/// A file that is with us already; unticking it leaves it out.
#[derive(Clone, Debug, Serialize)]
pub struct KeptFile {
    /// Value of the field `kept`.
    pub id: String,
    pub file: FileState,
}

/// *Tjek dit svar, før du sender*: what becomes public beside what only we see.
#[derive(Clone, Debug, Serialize)]
pub struct CheckResponse {
    pub hearing: HearingHead,
    /// Where *Send høringssvar* posts, with `hidden`.
    pub send_action: String,
    /// Where *Ret dit svar* and *Fjern …* post, with `hidden`.
    pub edit_action: String,
    pub hidden: Vec<Hidden>,
    pub findings: Vec<Finding>,
    /// As it will be shown: a name, an organisation, or both.
    pub sender: String,
    /// "En kommune (Kommuner)".
    pub on_behalf: String,
    /// *Vi har ingen bemærkninger*.
    pub no_remarks: bool,
    /// "skal godkendes politisk den 26. oktober 2023"
    pub provisional: Option<String>,
    pub paragraphs: Vec<Vec<Segment>>,
    pub email: String,
    /// What will be hidden in the text: "CPR-nummer og telefonnummer".
    pub hides: Option<String>,
    /// Only for private persons.
    pub name_choice: Option<NameChoice>,
    pub files: Vec<FileState>,
    /// The deadline has passed.
    pub late: bool,
}

/// Something in the text that looks private.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    pub text: String,
    /// End of the keys of its words: `cpr`, `phone`, `email` or `address`.
    pub kind: FindingKind,
    /// Value of the button `remove`.
    pub remove: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FindingKind {
    Cpr,
    Phone,
    Email,
    Address,
}

#[derive(Clone, Debug, Serialize)]
pub struct NameChoice {
    pub name: String,
    pub as_citizen: bool,
    pub protected: bool,
}

/// The receipt, shown when the response is committed.
#[derive(Clone, Debug, Serialize)]
pub struct ShowReceipt {
    pub hearing: HearingHead,
    pub number: String,
    pub arrived_at: DateTime<Utc>,
    pub late: bool,
    /// Every part, the typed text among them.
    pub parts: Vec<FileState>,
    /// The whole secret address of the response's own page.
    pub link: String,
    pub email: Option<String>,
    /// Name under which it will be shown.
    pub sender: String,
    pub provisional_on: Option<NaiveDate>,
    /// Where the sender objects to publication.
    pub objection_href: String,
}

/// The response's own page, behind the secret link.
#[derive(Clone, Debug, Serialize)]
pub struct ShowOwnResponse {
    pub hearing: HearingHead,
    pub number: String,
    pub arrived_at: DateTime<Utc>,
    pub late: bool,
    pub sender: String,
    /// Received, read, published, decided: in this order.
    pub progress: Vec<Progress>,
    pub parts: Vec<FileState>,
    /// Where it is published.
    pub published_href: Option<String>,
    /// The themes under which it is quoted.
    pub quoted: Vec<Link>,
    /// What was decided, and on which day.
    pub decision: Option<(String, String)>,
    /// Where a new version is begun; none when it is too late or done.
    pub correct_action: Option<String>,
    /// A later version took its place.
    pub superseded: bool,
    /// The receipt as a file, and where it is checked.
    pub receipt_href: String,
    pub check_href: Option<String>,
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// Where the sender objects to publication.
    pub objection_href: String,
    /// Where *Træk svaret tilbage* posts; none when it is too late or done.
    pub withdraw_action: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Progress {
    /// "Offentliggjort som A3"
    pub text: String,
    pub at: Option<DateTime<Utc>>,
    pub done: bool,
}

impl Page for NewResponse {
    const TEMPLATE: &'static str = "intake/new";
    const AUDIENCE: Audience = Audience::Form;

    fn sample() -> Self {
        sample::form()
    }

    fn samples() -> Vec<(&'static str, Self)> {
        vec![("", sample::form()), ("errors", sample::form_with_errors())]
    }
}

impl Page for CheckResponse {
    const TEMPLATE: &'static str = "intake/check";

    fn sample() -> Self {
        sample::check()
    }

    fn samples() -> Vec<(&'static str, Self)> {
        vec![
            ("", sample::check()),
            ("none", sample::check_without_remarks()),
        ]
    }
}

impl Page for ShowReceipt {
    const TEMPLATE: &'static str = "intake/receipt";

    fn sample() -> Self {
        sample::receipt(false)
    }

    fn samples() -> Vec<(&'static str, Self)> {
        vec![
            ("", sample::receipt(false)),
            ("late", sample::receipt(true)),
        ]
    }
}

impl Page for ShowOwnResponse {
    const TEMPLATE: &'static str = "intake/own";

    fn sample() -> Self {
        sample::own()
    }

    fn samples() -> Vec<(&'static str, Self)> {
        vec![("", sample::own()), ("withdrawn", sample::withdrawn())]
    }
}
