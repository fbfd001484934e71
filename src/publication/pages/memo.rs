//! The memo as everybody reads it: by theme as the council gets it, by respondent, or by what becomes of each point.

use serde::Serialize;

use super::{Figure, ReleaseHead};
use crate::hearing::pages::{HearingHead, ThemeChip};
use crate::templates::{Audience, Link, Page, pages};

pages![ShowPublicMemo];

/// *Høringsnotat*.
#[derive(Clone, Debug, Serialize)]
pub struct ShowPublicMemo {
    pub hearing: HearingHead,
    pub release: ReleaseHead,
    pub views: Vec<Link>,
    /// At most a page, by paragraphs. Shown with the points by theme alone, as the two below.
    pub summary: Vec<String>,
    /// "14 · imødekommes"
    pub figures: Vec<Figure>,
    pub groups: Vec<PointGroup>,
    pub changes: Vec<ChangeRow>,
    pub passed: Vec<PassedRow>,
}

/// Points that belong together.
#[derive(Clone, Debug, Serialize)]
pub struct PointGroup {
    /// To lead to it: "afsnit-1".
    pub id: String,
    pub chip: Option<ThemeChip>,
    pub title: String,
    /// The theme's page, or the response's.
    pub href: Option<String>,
    pub points: Vec<PointRow>,
}

/// A point of the memo.
#[derive(Clone, Debug, Serialize)]
pub struct PointRow {
    pub number: i32,
    /// Where it stands in the memo.
    pub href: String,
    /// On the memo itself it is known by its number: "punkt-3"; none elsewhere.
    pub id: Option<String>,
    /// Paragraphs.
    pub remark: Vec<String>,
    pub from: Vec<From>,
    /// "2 noter fra møder og workshops"
    pub notes: Option<String>,
    pub comment: Vec<String>,
    pub disposition: String,
    /// The disposition's word, or `none`.
    pub kind: &'static str,
    /// "Ændring i planen: side 14"
    pub change: Option<String>,
}

/// Who said it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct From {
    pub reference: String,
    pub sender: String,
    /// At the passage; none where nothing of the response is shown.
    pub href: Option<String>,
    /// Why it no longer counts.
    pub gone: Option<String>,
}

/// A change in the plan.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeRow {
    pub number: i32,
    pub href: String,
    pub page: String,
    pub before: String,
    pub after: String,
}

/// A point that is passed on.
#[derive(Clone, Debug, Serialize)]
pub struct PassedRow {
    pub number: i32,
    pub href: String,
    pub department: String,
    pub remark: String,
}

impl PointRow {
    pub(super) fn sample(number: i32) -> Self {
        Self {
            number,
            href: format!("/h/svar/notat#punkt-{number}"),
            id: Some(format!("punkt-{number}")),
            remark: vec!["Der mangler tilbud til unge med dobbeltdiagnoser.".into()],
            from: vec![
                From {
                    reference: "A3".into(),
                    sender: "Granholt Kommune".into(),
                    href: Some("/h/svar/A3#p4".into()),
                    gone: None,
                },
                From {
                    reference: "C2".into(),
                    sender: "Foreningen Fjordlys".into(),
                    href: None,
                    gone: Some("trukket tilbage".into()),
                },
            ],
            notes: Some("1 note fra møder og workshops".into()),
            comment: vec![
                "Administrationen er enig.".into(),
                "Teksten er ændret.".into(),
            ],
            disposition: "Imødekommes".into(),
            kind: "accepted",
            change: Some("Ændring i planen: side 14".into()),
        }
    }
}

impl Page for ShowPublicMemo {
    const TEMPLATE: &'static str = "publication/memo";
    const AUDIENCE: Audience = Audience::Public;

    fn sample() -> Self {
        Self {
            hearing: HearingHead::sample(),
            release: super::sample::release(),
            views: vec![
                Link {
                    current: true,
                    ..Link::new("Efter tema", "/h/svar/notat")
                },
                Link::new("Efter afsender", "/h/svar/notat?vis=afsender"),
            ],
            summary: vec!["De fleste støtter planen.".into()],
            figures: vec![Figure {
                n: 14,
                text: "imødekommes".into(),
            }],
            groups: vec![PointGroup {
                id: "afsnit-1".into(),
                chip: None,
                title: "Generelle bemærkninger".into(),
                href: None,
                points: vec![PointRow::sample(3), PointRow::sample(4)],
            }],
            changes: vec![ChangeRow {
                number: 3,
                href: "#punkt-3".into(),
                page: "Side 14".into(),
                before: "Regionen følger udviklingen.".into(),
                after: "Regionen opretter et tilbud.".into(),
            }],
            passed: vec![PassedRow {
                number: 4,
                href: "#punkt-4".into(),
                department: "Trafik".into(),
                remark: "Bussen kører for sjældent.".into(),
            }],
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let bare = Self {
            summary: Vec::new(),
            figures: Vec::new(),
            changes: Vec::new(),
            passed: Vec::new(),
            ..Self::sample()
        };
        vec![("", Self::sample()), ("by respondent", bare)]
    }
}
