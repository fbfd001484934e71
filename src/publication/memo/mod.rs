//! The memo as it goes out with the compilation: what was said, by whom, what the authority says to it, and what changes in the plan. It is a
//! part of the projection, so that a release holds it, the gate searches it, and whoever approves a release approves it too.

mod make;

use serde::{Deserialize, Serialize};

use super::projection::ThemeRef;
use crate::memo::{Disposition, Place, page_number};

pub(in crate::publication) use make::{MemoRows, Spots, memo};

/// A whole memo.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicMemo {
    /// At most a page, by paragraphs.
    pub summary: Vec<String>,
    /// In the order of the memo, each with points.
    pub sections: Vec<MemoSection>,
}

/// How many points of the memo are disposed of so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disposed {
    pub disposition: Disposition,
    pub points: usize,
}

/// General remarks, a theme, or what is outside the themes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemoSection {
    pub place: Place,
    /// With [`Place::Theme`].
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub theme: Option<ThemeRef>,
    pub points: Vec<PublicPoint>,
}

/// A point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicPoint {
    /// Its name: never used for another.
    pub number: i32,
    pub remark: String,
    /// Who said it, in the compilation's order.
    pub from: Vec<MemoVoice>,
    /// Notes from workshops that it stands on.
    pub notes: usize,
    pub comment: String,
    pub disposition: Option<Disposition>,
    /// Whom it is passed on to; empty for no one.
    pub department: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub change: Option<PlanChange>,
}

/// What changes in the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanChange {
    /// As people name it: *side 14*.
    pub page: String,
    pub before: String,
    pub after: String,
}

/// A response that a point answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemoVoice {
    pub reference: String,
    /// The paragraphs of its page where the passages are, from 1; empty for the whole response.
    pub paragraphs: Vec<usize>,
}

impl PublicMemo {
    /// Every point, in the order of the memo.
    pub fn points(&self) -> impl Iterator<Item = &PublicPoint> {
        self.sections.iter().flat_map(|section| &section.points)
    }

    /// The points that answer a response, each with the section that it stands in.
    pub fn answering<'a>(
        &'a self,
        reference: &'a str,
    ) -> impl Iterator<Item = (&'a MemoSection, &'a PublicPoint)> {
        let all = self.sections.iter().flat_map(|section| {
            let points = section.points.iter();
            points.map(move |point| (section, point))
        });
        all.filter(move |(_, point)| point.from.iter().any(|one| one.reference == reference))
    }

    /// The points that change something in the plan, by page.
    #[must_use]
    pub fn changes(&self) -> Vec<(&PublicPoint, &PlanChange)> {
        let mut changed: Vec<(&PublicPoint, &PlanChange)> = self
            .points()
            .filter_map(|point| Some((point, point.change.as_ref()?)))
            .collect();
        changed.sort_by_key(|(_, change)| page_number(&change.page));
        changed
    }
}

impl PublicPoint {
    /// Every text in it.
    #[must_use]
    pub fn texts(&self) -> Vec<&str> {
        let mut texts = vec![
            self.remark.as_str(),
            self.comment.as_str(),
            self.department.as_str(),
        ];
        if let Some(change) = &self.change {
            texts.extend([
                change.page.as_str(),
                change.before.as_str(),
                change.after.as_str(),
            ]);
        }
        texts
    }
}
