//! One response: its line in the overview, its parts and passages.

use super::account;
use super::status::{changes, omissions, status};
use super::{Phrases, Reference, ThemeIndex, has_text};
use crate::hearing::Category;
use crate::publication::evidence::{Evidence, KeptBack, Secret, Spot};
use crate::publication::form::{Form, From};
use crate::publication::masking::{tokens, whole};
use crate::publication::projection::{
    PublicPart, PublicRelation, PublicResponse, Row, Shown, Status, ThemeMark,
};
use crate::publication::release::ReleaseKind;
use crate::publication::rows::Rows;
use crate::publication::sender::{self, Sender};
use crate::redaction::{Ground, Hidden, PublicText, Redaction, apply};
use crate::response::{
    Chain, Part, PartState, RelationKind, RelationState, Respondent, Response, Role, Standing,
    State, TextVersion,
};
use crate::text::slice;

pub(super) struct Maker<'a> {
    pub(super) rows: &'a Rows,
    pub(super) phrases: &'a Phrases<'a>,
    pub(super) themes: &'a ThemeIndex,
    pub(super) references: &'a Reference,
    pub(super) evidence: &'a mut Evidence,
}

impl Maker<'_> {
    pub(super) fn response(&mut self, chain: &Chain) -> PublicResponse {
        let response = chain.latest();
        let reference = self
            .references
            .of(response.id)
            .cloned()
            .unwrap_or_else(|| response.number.clone());
        let sender = self.sender(response, &reference);
        let ended = match response.state {
            // A daily release holds what is signed off; the rest is counted as not yet published.
            State::Current if self.waits(response) => Some(Status::NotYet),
            State::Current => None,
            State::Withdrawn => Some(Status::Withdrawn),
            _ => Some(Status::Retired),
        };
        let parts = match ended {
            Some(_) => Vec::new(),
            None => self.parts(response, &reference),
        };
        let status = ended.unwrap_or_else(|| status(&parts));
        let shown = has_text(status) && ended.is_none();
        let whole = if shown {
            self.whole(response)
        } else {
            Vec::new()
        };
        if shown {
            self.look_at(response, &reference, chain);
        }
        let row = self.row(chain, (reference, sender), status, (&parts, &whole));
        PublicResponse { row, parts, whole }
    }

    fn waits(&self, response: &Response) -> bool {
        self.rows.kind == ReleaseKind::Daily && !self.rows.signed_off.contains(&response.id)
    }

    fn row(
        &self,
        chain: &Chain,
        (reference, sender): (String, Sender),
        status: Status,
        (parts, whole): (&[PublicPart], &[ThemeMark]),
    ) -> Row {
        let (first, response) = (chain.earliest(), chain.latest());
        let retired = status == Status::Retired;
        Row {
            number: first.number.clone(),
            category: self
                .category(chain)
                .map(|category| category.letter.clone())
                .unwrap_or_default(),
            sender: if retired { String::new() } else { sender.name },
            on_behalf_of: sender.on_behalf_of.filter(|_| has_text(status)),
            private: sender.private,
            consultee: self
                .respondents(response)
                .any(|one| one.consultee_id.is_some()),
            received_at: first.counts_from(),
            late: first.is_late(self.closes_at(first)),
            deemed_timely_reason: first.deemed_timely_reason.clone(),
            content: response.content,
            standing: response.standing,
            standing_expected_on: response.standing_expected_on,
            status,
            changes: changes(chain),
            relations: if has_text(status) {
                self.relations(chain)
            } else {
                Vec::new()
            },
            themes: self.union(parts, whole),
            omissions: parts.iter().map(omissions).sum(),
            attachments: parts.iter().filter(|part| part.role != Role::Body).count(),
            signatures: response.signatures,
            reference,
        }
    }

    fn category(&self, chain: &Chain) -> Option<&Category> {
        let id = chain.category_id()?;
        self.rows
            .categories
            .iter()
            .find(|category| category.id == id)
    }

    fn respondents(&self, response: &Response) -> impl Iterator<Item = &Respondent> {
        let id = response.id;
        self.rows
            .respondents
            .iter()
            .filter(move |respondent| respondent.response_id == id)
    }

    /// The deadline that held for the sender: an own one of a consultee, or the hearing's.
    fn closes_at(&self, response: &Response) -> chrono::DateTime<chrono::Utc> {
        let of = self
            .respondents(response)
            .filter_map(|one| one.consultee_id);
        self.rows.hearing.closes_for(of, &self.rows.consultees)
    }

    fn sender(&mut self, response: &Response, reference: &str) -> Sender {
        let respondents: Vec<&Respondent> = self.respondents(response).collect();
        let names = self.rows.hearing.names;
        let sender = sender::sender(names, response, &respondents, &self.phrases.citizen);
        if sender.hidden {
            let private = respondents
                .iter()
                .filter(|one| one.organisation.as_deref().is_none_or(str::is_empty));
            let kept: Vec<KeptBack> = private
                .filter(|one| !one.name.trim().is_empty())
                .map(|one| KeptBack {
                    spot: Spot::of(reference, &response.number),
                    name: one.name.trim().to_owned(),
                    protected: response.protected,
                })
                .collect();
            self.evidence.kept_back.extend(kept);
        }
        sender
    }

    /// What the gate asks of a response as a whole.
    fn look_at(&mut self, response: &Response, reference: &str, chain: &Chain) {
        let spot = Spot::of(reference, &response.number);
        if !self.rows.signed_off.contains(&response.id) {
            self.evidence.unsigned.push(spot.clone());
        }
        if self.rows.unscanned.contains(&response.id) {
            self.evidence.unscanned.push(spot.clone());
        }
        if chain
            .versions
            .iter()
            .any(|(one, _)| self.rows.undecided.contains(&one.id))
        {
            self.evidence.undecided.push(spot.clone());
        }
        if response.standing == Standing::Provisional {
            self.evidence.provisional.push(spot.clone());
        }
        if self.rows.loose.contains(&response.id) {
            self.evidence.loose.push(spot.clone());
        }
        if self.category(chain).is_none() {
            self.evidence.no_category.push(spot);
        }
    }

    fn relations(&self, chain: &Chain) -> Vec<PublicRelation> {
        let own: Vec<i64> = chain
            .versions
            .iter()
            .map(|(version, _)| version.id)
            .collect();
        let mut found: Vec<PublicRelation> = Vec::new();
        for relation in &self.rows.relations {
            let says = matches!(relation.kind, RelationKind::Endorses | RelationKind::Joins);
            let ours = relation.other_id.is_some_and(|id| own.contains(&id));
            if !says || !ours || relation.state != RelationState::Confirmed {
                continue;
            }
            if let Some(reference) = self.references.of(relation.response_id) {
                found.push(PublicRelation {
                    kind: relation.kind,
                    reference: reference.clone(),
                });
            }
        }
        found
    }

    fn parts(&mut self, response: &Response, reference: &str) -> Vec<PublicPart> {
        let mut shown = Vec::new();
        let rows = self.rows;
        let respondents: Vec<&Respondent> = self.respondents(response).collect();
        let from = From::of(rows.hearing.names, response, &respondents);
        for part in rows
            .parts
            .iter()
            .filter(|part| part.response_id == response.id)
        {
            let spot = Spot {
                part: Some(shown.len()),
                ..Spot::of(reference, &response.number)
            };
            if let Some(part) = self.part(part, spot, from) {
                shown.push(part);
            }
        }
        shown
    }

    /// A part as it is shown; nothing for what is never published: proofs of identity, pictures in the text, signature files.
    fn part(&mut self, part: &Part, spot: Spot, from: From) -> Option<PublicPart> {
        if matches!(part.role, Role::Signaturbevis | Role::Inline) {
            return None;
        }
        let mut public = PublicPart {
            role: part.role,
            filename: part.filename.clone().filter(|_| !from.names_hidden()),
            shown: Shown::Text,
            withheld_ground: None,
            text: String::new(),
            omitted: Vec::new(),
            passages: Vec::new(),
            pictures: 0,
        };
        let form = from.form(part);
        if form == Form::Withheld {
            public.shown = Shown::Withheld;
            public.withheld_ground = part.withheld_ground.clone();
            return Some(public);
        }
        let text = part
            .text_id
            .and_then(|id| self.rows.texts.iter().find(|text| text.id == id));
        let Some(text) = text else {
            if part.role == Role::Other || part.role == Role::Body {
                return None;
            }
            self.evidence.unreadable.push((
                spot,
                matches!(part.state, PartState::Reading | PartState::WaitingForScan),
            ));
            public.shown = Shown::Unreadable;
            return Some(public);
        };
        if text.text.trim().is_empty() {
            return None;
        }
        let hidden = self.hidden(text, &spot);
        let masked = apply(&text.text, &hidden, self.phrases.token);
        self.clearings(text, &spot, &masked);
        public.passages = self.passages(text.id, &masked);
        public.omitted = tokens(&masked);
        let shown = account::shown((part, text), &hidden, &masked, spot.part);
        self.evidence.shown.push(shown);
        public.text = masked.text;
        if form == Form::Pictures {
            public.pictures = self.pages(part, text, &spot);
        }
        Some(public)
    }

    fn hidden(&mut self, text: &TextVersion, spot: &Spot) -> Vec<Hidden> {
        let own = self
            .rows
            .redactions
            .iter()
            .filter(|row| row.text_id == text.id);
        for row in own.clone() {
            if row.approver_id.is_none() {
                self.evidence.unapproved.push(spot.clone());
            }
            self.evidence.secrets.push(Secret {
                spot: spot.clone(),
                exact: slice(&text.text, row.span()).unwrap_or_default().to_owned(),
                not_part: row.ground == Ground::NotPart,
            });
        }
        own.map(Redaction::hidden).collect()
    }

    fn clearings(&mut self, text: &TextVersion, spot: &Spot, public: &PublicText) {
        for row in self
            .rows
            .clearings
            .iter()
            .filter(|row| row.text_id == text.id)
        {
            if let Some(place) = whole(public, row.span()) {
                self.evidence.cleared.push((spot.clone(), place));
                let exact = slice(&text.text, row.span()).unwrap_or_default();
                self.evidence.cleared_text.push(exact.to_owned());
            }
        }
    }
}
