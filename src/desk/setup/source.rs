//! From fields to the form that shows them, whether they were read from the hearing or typed and sent back.

use super::form::{FieldList, at, rows, shown, value};
use super::lists::SPARE;
use super::view::{
    BasicsForm, CategoriesForm, CategoryLine, DatesForm, MailboxForm, MeetingLine, MeetingsForm,
    MilestoneLine, Noted, PublicationForm, RoundLine,
};
use crate::hearing::settings::RoundKind;
use crate::hearing::{Kind, Names};
use crate::templates::{Choice, Field, FormError, Words};

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
        let rows = self.rows("round_title", &columns);
        let rounds_open = rows.len() > SPARE;
        let rounds = rows.map(|row| RoundLine {
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
            rounds_open,
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
            hide_contacts: self.ticked("hide_contacts"),
            seen: self.seen.clone(),
        }
    }
}
