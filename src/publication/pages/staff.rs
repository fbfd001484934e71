//! The secretariat's page on the next release.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Ledger, LedgerRow};
use crate::templates::{Link, Page, pages};

pages![ShowPublication];

/// *Offentliggørelse*.
#[derive(Clone, Debug, Serialize)]
pub struct ShowPublication {
    pub head: StaffHead,
    /// Why what was asked for was not done.
    pub error: Option<String>,
    pub references: References,
    /// What the public sees now.
    pub public: Option<Link>,
    pub latest: Option<Latest>,
    /// "Kan ikke offentliggøres endnu: 3 ting mangler"
    pub gate: String,
    /// What must be put right.
    pub stops: Vec<Found>,
    /// What must be put right or let through with a reason, by kind.
    pub excusable: Vec<Excusable>,
    /// Where the reasons go; none for those who may not.
    pub excuse_action: Option<String>,
    pub excused: Vec<Excused>,
    pub warnings: Vec<Found>,
    /// None while one is being built, and for those who may not.
    pub build_action: Option<String>,
    pub response_ledger: Ledger,
    pub mail_ledger: Ledger,
}

/// What the secretariat's layout says at its top.
#[derive(Clone, Debug, Serialize)]
pub struct StaffHead {
    pub title: String,
    /// `/sekretariat/{hearing}`
    pub base: String,
    pub mails: i64,
    pub unplaced: i64,
    /// Senders whose receipt did not arrive.
    pub untold: i64,
    /// Objections to publication that wait for a decision.
    pub objections: i64,
    pub returned: i64,
}

#[derive(Clone, Debug, Serialize)]
pub struct References {
    pub fixed_at: Option<DateTime<Utc>>,
    /// Responses that have none yet.
    pub without: i64,
    /// Responses can still come in time.
    pub too_early: bool,
    pub action: Option<String>,
}

/// The release that was asked for last.
#[derive(Clone, Debug, Serialize)]
pub struct Latest {
    pub number: Option<i32>,
    pub state: String,
    pub building: bool,
    /// How far it is.
    pub progress: Option<String>,
    pub built_at: DateTime<Utc>,
    pub built_by: Option<String>,
    pub approved_by: Option<String>,
    /// Of the manifest, in hexadecimal: what is approved.
    pub hash: String,
    pub files: Vec<Files>,
    /// For another person than the builder.
    pub approve_action: Option<String>,
    /// It waits, and the reader built it.
    pub needs_other: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct Files {
    pub title: String,
    pub href: String,
    pub icon: &'static str,
    pub meta: String,
}

/// Something that was found, and where it can be put right.
#[derive(Clone, Debug, Serialize)]
pub struct Found {
    /// A reference or a file; may be empty.
    pub place: String,
    pub text: String,
    pub href: Option<String>,
    /// What names it, when it may be let through.
    pub key: Option<String>,
}

/// Findings of a kind that a person may let through.
#[derive(Clone, Debug, Serialize)]
pub struct Excusable {
    /// The kind's word.
    pub what: String,
    pub text: String,
    /// A reason that could not be taken.
    pub typed: String,
    pub found: Vec<Found>,
}

/// Something that a person let through.
#[derive(Clone, Debug, Serialize)]
pub struct Excused {
    pub id: i64,
    pub place: String,
    pub text: String,
    pub reason: String,
    pub who: String,
    pub at: DateTime<Utc>,
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap_or_default()
}

fn ledger() -> Ledger {
    let row = |text: &str, n| LedgerRow {
        text: text.into(),
        n,
    };
    Ledger {
        caption: "Svar, talt fra både mail og formular".into(),
        total_text: "Modtagne svar".into(),
        total: 45,
        rows: vec![
            row("Offentliggjort i fuld længde", 40),
            row("Med udeladelser", 5),
        ],
    }
}

fn sample() -> ShowPublication {
    ShowPublication {
        head: StaffHead {
            title: "Visions- og udviklingsplan for Socialområdet".into(),
            base: "/sekretariat/visions-og-udviklingsplan-2023".into(),
            mails: 50,
            unplaced: 0,
            untold: 3,
            objections: 1,
            returned: 1,
        },
        error: None,
        references: References {
            fixed_at: Some(at("2023-10-28T08:00:00Z")),
            without: 0,
            too_early: false,
            action: None,
        },
        public: Some(Link::new(
            "Udgave 1, offentliggjort 14. november 2023",
            "/h/svar-samlet",
        )),
        latest: Some(Latest {
            number: Some(2),
            state: "Venter på godkendelse fra en kollega".into(),
            building: false,
            progress: None,
            built_at: at("2023-12-01T08:00:00Z"),
            built_by: Some("Karen Holm".into()),
            approved_by: None,
            hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
            files: vec![Files {
                title: "Samlede høringssvar".into(),
                href: "/sekretariat/h/offentliggoerelse/udgaver/2/samlede-hoeringssvar.pdf".into(),
                icon: "file-pdf",
                meta: "2,4 MB".into(),
            }],
            approve_action: Some("/sekretariat/h/offentliggoerelse/udgaver/2/godkendelse".into()),
            needs_other: false,
        }),
        gate: "Intet er i vejen.".into(),
        stops: Vec::new(),
        excusable: vec![Excusable {
            what: "not_signed_off".into(),
            text: "Svaret er ikke afsluttet.".into(),
            typed: String::new(),
            found: vec![Found {
                place: "A7".into(),
                text: "Svaret er ikke afsluttet.".into(),
                href: Some("/sekretariat/h/svar/K7M2Q-9XWE4".into()),
                key: Some("9f86d081884c7d659a2feaa0c55ad015".into()),
            }],
        }],
        excuse_action: Some("/sekretariat/h/offentliggoerelse/godkendelser".into()),
        excused: vec![Excused {
            id: 1,
            place: "C2".into(),
            text: "Et bilag har ingen læsbar tekst og bliver ikke vist.".into(),
            reason: "Billedet er et logo.".into(),
            who: "Karen Holm".into(),
            at: at("2023-12-01T08:00:00Z"),
        }],
        warnings: Vec::new(),
        build_action: Some("/sekretariat/h/offentliggoerelse/udgaver".into()),
        response_ledger: ledger(),
        mail_ledger: ledger(),
    }
}

impl Page for ShowPublication {
    const TEMPLATE: &'static str = "publication/staff";

    fn sample() -> Self {
        sample()
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let stopped = Self {
            stops: vec![Found {
                place: "G1".into(),
                text: "En overstregning er ikke godkendt af en kollega.".into(),
                href: None,
                key: None,
            }],
            warnings: vec![Found {
                place: "A2".into(),
                text: "Svaret er foreløbigt, og det endelige er ikke kommet.".into(),
                href: None,
                key: None,
            }],
            excuse_action: None,
            excused: Vec::new(),
            gate: "Kan ikke offentliggøres endnu: 1 ting mangler".into(),
            latest: None,
            public: None,
            error: Some("Der er allerede en udgave på vej.".into()),
            ..sample()
        };
        let early = Self {
            references: References {
                fixed_at: None,
                without: 12,
                too_early: true,
                action: None,
            },
            build_action: None,
            ..sample()
        };
        vec![("", sample()), ("stopped", stopped), ("early", early)]
    }
}
