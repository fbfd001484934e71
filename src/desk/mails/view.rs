//! The page of a mail: what it says, as text alone; why it stands where it stands; and what can be done with it.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::forms::Acts;
use crate::desk::enquiries::Stretch;
use crate::desk::head::Head;
use crate::desk::history::Done;
use crate::intake::mailbox::{Code, Warning};
use crate::templates::{Link, Page};

/// A mail as it came.
#[derive(Clone, Debug, Serialize)]
pub struct ShowMail {
    pub head: Head,
    pub back: String,
    /// The mail's own page in the ledger; forms are sent to addresses below it.
    pub here: String,
    /// What could not be done, where it is of no form.
    pub message: Option<String>,
    pub subject: String,
    pub from: String,
    /// Who the head says that it is from, where a person has said otherwise.
    pub from_head: Option<String>,
    pub arrived_at: DateTime<Utc>,
    pub claimed_at: Option<DateTime<Utc>>,
    pub place: String,
    pub why: Option<&'static str>,
    /// Nobody has decided about it yet.
    pub undecided: bool,
    pub decided: Option<DecidedView>,
    /// Responses that it made, or is part of.
    pub responses: Vec<Link>,
    /// The mail or enquiry that it goes with.
    pub belongs: Option<Link>,
    /// Other mails with the same Message-ID and other content.
    pub same_id: Vec<Link>,
    /// What was found out about the sender.
    pub checks: Vec<String>,
    /// Words and, in no language, what they are about.
    pub warnings: Vec<Told>,
    /// What the mail says, with what is not the sender's own words folded.
    pub stretches: Vec<Stretch>,
    /// The mails inside it.
    pub inner: Vec<InnerView>,
    pub files: Vec<FileView>,
    /// The mail's own head, as it came.
    pub lines: String,
    pub raw: Option<String>,
    /// Why the raw mail is not handed out.
    pub raw_held: Option<String>,
    pub bytes: i64,
    /// What staff may write to whoever sent what cannot be read.
    pub write: Option<WriteTo>,
    /// What may be done; none for those who may not.
    pub acts: Option<Acts>,
    pub history: Vec<Done>,
    /// The next one that waits for a person.
    pub next: Option<String>,
}

/// What a person decided about it.
#[derive(Clone, Debug, Serialize)]
pub struct DecidedView {
    pub text: String,
    pub who: String,
    pub at: DateTime<Utc>,
    pub may_undo: bool,
}

/// A mail inside the mail.
#[derive(Clone, Debug, Serialize)]
pub struct InnerView {
    pub subject: String,
    pub from: String,
    pub stretches: Vec<Stretch>,
}

/// A file of the mail.
#[derive(Clone, Debug, Serialize)]
pub struct FileView {
    pub name: String,
    pub role: String,
    pub bytes: u64,
    /// Why it is not handed out.
    pub held: Option<String>,
    pub href: Option<String>,
}

/// A text to send to whoever sent it.
#[derive(Clone, Debug, Serialize)]
pub struct WriteTo {
    pub to: String,
    pub subject: String,
    pub text: String,
    /// Opens the reader's own mail program with all of it.
    pub mailto: String,
}

/// One thing that was wrong with a mail, for the page.
#[derive(Clone, Debug, Serialize)]
pub struct Told {
    pub key: &'static str,
    pub detail: Option<String>,
}

impl From<Warning> for Told {
    fn from(warning: Warning) -> Self {
        Self {
            key: warning.code.words(),
            detail: warning.detail,
        }
    }
}

impl Page for ShowMail {
    const TEMPLATE: &'static str = "desk/mail";

    fn sample() -> Self {
        let stretch = |fold: Option<&str>, text: &str| Stretch {
            fold: fold.map(str::to_owned),
            lines: 1,
            text: text.into(),
        };
        let file = |name: &str, held: Option<&str>| FileView {
            name: name.into(),
            role: "Brev".into(),
            bytes: 120_000,
            held: held.map(str::to_owned),
            href: held
                .is_none()
                .then(|| "/sekretariat/x/mails/7/fil/1".into()),
        };
        Self {
            head: Head::sample(),
            back: "/sekretariat/x/mails".into(),
            here: "/sekretariat/x/mails/7".into(),
            message: None,
            subject: "Høringssvar".into(),
            from: "Ole Snebær <ole@snebaer.example>".into(),
            from_head: Some("scanner@snebaer.example".into()),
            arrived_at: DateTime::UNIX_EPOCH,
            claimed_at: Some(DateTime::UNIX_EPOCH),
            place: "Kan ikke læses".into(),
            why: Some(Code::Encrypted.words()),
            undecided: true,
            decided: None,
            responses: vec![],
            belongs: None,
            same_id: vec![Link::new("Høringssvar", "/sekretariat/x/mails/6")],
            checks: vec!["SPF: i orden".into()],
            warnings: vec![Told {
                key: Code::CharsetRepaired.words(),
                detail: Some("utf-8 → windows-1252".into()),
            }],
            stretches: vec![
                stretch(None, "Se bilaget."),
                stretch(Some("quote"), "> Hej"),
            ],
            inner: vec![InnerView {
                subject: "Svar".into(),
                from: "Eva".into(),
                stretches: vec![stretch(None, "Vi er enige.")],
            }],
            files: vec![file("svar.pdf", None), file("faktura.exe", Some("Virus"))],
            lines: "From: Ole\nSubject: x".into(),
            raw: Some("/sekretariat/x/mails/7/raa".into()),
            raw_held: None,
            bytes: 120_000,
            write: Some(WriteTo {
                to: "ole@snebaer.example".into(),
                subject: "SV: Høringssvar".into(),
                text: "Hej".into(),
                mailto: "mailto:ole@snebaer.example?subject=x".into(),
            }),
            acts: Some(Acts::sample()),
            history: vec![],
            next: Some("/sekretariat/x/mails/8".into()),
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let bare = Self {
            from_head: None,
            claimed_at: None,
            why: None,
            undecided: false,
            decided: Some(DecidedView {
                text: "Gjort til høringssvar".into(),
                who: "HT".into(),
                at: DateTime::UNIX_EPOCH,
                may_undo: true,
            }),
            responses: vec![Link::new("K7M2Q-9XWE4", "/sekretariat/x/svar/K7M2Q-9XWE4")],
            belongs: Some(Link::new("Samme mail", "/sekretariat/x/mails/3")),
            same_id: vec![],
            checks: vec![],
            warnings: vec![],
            stretches: vec![],
            inner: vec![],
            files: vec![],
            raw: None,
            raw_held: Some("Den har en virus.".into()),
            write: None,
            acts: None,
            next: None,
            ..Self::sample()
        };
        let mut wrong = Self::sample();
        wrong.message = Some("Der er ikke noget at fortryde.".into());
        wrong.acts = Some(Acts::sample_wrong());
        vec![("", Self::sample()), ("bare", bare), ("wrong", wrong)]
    }
}
