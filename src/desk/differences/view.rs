//! The page of differences as its template has it.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::desk::head::Head;
use crate::desk::mails::Told;
use crate::templates::Page;
use crate::text::diff::{Became, Difference};

/// What waits, and what was decided last.
#[derive(Clone, Debug, Serialize)]
pub struct ListDifferences {
    pub head: Head,
    pub sources: Vec<Source>,
    /// How many wait that are not on the page.
    pub more: i64,
    pub decided: Vec<Decided>,
}

/// A mail or a response with what differs of it.
#[derive(Clone, Debug, Serialize)]
pub struct Source {
    pub title: String,
    pub href: String,
    pub from: String,
    pub arrived_at: DateTime<Utc>,
    pub changes: Vec<Shown>,
}

/// One difference. `old` and `new` are words, or the moments, files, warnings and stretches of text beside them.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Shown {
    pub action: String,
    /// *Emne*, *Tekst* …; of a file with its name.
    pub field: String,
    /// Whose it is, for those who hear the page.
    pub title: String,
    pub old: Option<String>,
    pub new: Option<String>,
    pub old_at: Option<DateTime<Utc>>,
    pub new_at: Option<DateTime<Utc>>,
    pub stretches: Vec<Difference>,
    pub found: Vec<String>,
    pub lost: Vec<String>,
    pub warned: Vec<Told>,
    pub over: Vec<Told>,
    pub note: Option<String>,
    /// Whether taking it changes something, rather than only being known.
    pub takes: bool,
}

/// What a person decided.
#[derive(Clone, Debug, Serialize)]
pub struct Decided {
    pub title: String,
    pub href: String,
    pub field: String,
    pub verdict: String,
    pub who: String,
    pub at: Option<DateTime<Utc>>,
}

impl Page for ListDifferences {
    const TEMPLATE: &'static str = "desk/differences";

    fn sample() -> Self {
        let stretch = |became, text: &str| Difference {
            became,
            text: text.into(),
        };
        let shown = |field: &str| Shown {
            action: "/sekretariat/x/laest-igen/1".into(),
            field: field.into(),
            title: "Svar om planen".into(),
            takes: true,
            ..Shown::default()
        };
        Self {
            head: Head::sample(),
            sources: vec![Source {
                title: "Svar om planen".into(),
                href: "/sekretariat/x/svar/K7QM-4XHT".into(),
                from: "Ida Bjergmark".into(),
                arrived_at: DateTime::UNIX_EPOCH,
                changes: vec![
                    Shown {
                        stretches: vec![
                            stretch(Became::Left, ""),
                            stretch(Became::Same, "Vi vil have en "),
                            stretch(Became::Gone, "rÃ¸d"),
                            stretch(Became::New, "rød"),
                            stretch(Became::Same, " bænk."),
                        ],
                        ..shown("Tekst")
                    },
                    Shown {
                        old: Some("Svar".into()),
                        new: Some("Svar om planen".into()),
                        ..shown("Emne")
                    },
                    Shown {
                        old_at: Some(DateTime::UNIX_EPOCH),
                        new_at: Some(DateTime::UNIX_EPOCH),
                        note: Some("Mailen bliver liggende.".into()),
                        ..shown("Ankomst")
                    },
                    Shown {
                        found: vec!["bilag.pdf".into()],
                        lost: vec!["winmail.dat".into()],
                        warned: vec![Told {
                            key: "mail-warning-raw-header",
                            detail: None,
                        }],
                        over: vec![Told {
                            key: "mail-warning-raw-header",
                            detail: None,
                        }],
                        takes: false,
                        ..shown("Bilag")
                    },
                ],
            }],
            more: 3,
            decided: vec![Decided {
                title: "Svar om planen".into(),
                href: "/sekretariat/x/svar/K7QM-4XHT".into(),
                field: "Emne".into(),
                verdict: "Godtaget".into(),
                who: "HB".into(),
                at: Some(DateTime::UNIX_EPOCH),
            }],
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let mut none = Self::sample();
        none.sources.clear();
        none.decided.clear();
        none.more = 0;
        let mut reader = Self::sample();
        reader.head.may_edit = false;
        vec![("", Self::sample()), ("none", none), ("reader", reader)]
    }
}
