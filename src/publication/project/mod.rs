//! Rows in, projection out: no database, no clock. This is the only place where the text of a response becomes public text.

mod account;
mod counts;
mod entry;
mod marks;
mod pages;
mod status;

use std::collections::{HashMap, HashSet};

use super::evidence::{Evidence, Spot};
use super::ledger::{Ledger, MailLedger, Place};
use super::memo::{self, PublicMemo};
use super::projection::{
    CategoryInShort, FrameInShort, HearingInShort, Overview, Projection, PublicInput,
    PublicResponse, Row, Status, ThemeInShort, ThemeRef,
};
use super::rows::Rows;
use crate::hearing::ThemeTree;
use crate::input::Workshop;
use crate::redaction::Ground;
use crate::response::{Chain, Chains};

/// The words that stand for what is kept back.
pub struct Phrases<'a> {
    /// For a private person whose name is not shown.
    pub citizen: String,
    /// For a redacted stretch, by its ground.
    pub token: &'a (dyn Fn(Ground) -> String + Sync),
}

/// The projection, and what the gate has to know about it.
pub(super) fn project(rows: &Rows, phrases: &Phrases) -> (Projection, Evidence) {
    let themes = ThemeIndex::new(rows);
    let chains = Chains::of(&rows.responses, &rows.relations);
    let mut evidence = Evidence {
        mails_waiting: rows.mails_waiting,
        kind: rows.kind,
        hide_contacts: rows.hearing.hide_contacts,
        excuses: rows.excuses.clone(),
        ..Evidence::default()
    };
    for orphan in &chains.orphans {
        evidence
            .orphans
            .push(Spot::of(&orphan.number, &orphan.number));
    }
    let references = Reference::all(rows, &chains);
    let mut entries: Vec<(Order, PublicResponse)> = Vec::new();
    let mut maker = entry::Maker {
        rows,
        phrases,
        themes: &themes,
        references: &references,
        evidence: &mut evidence,
    };
    for chain in &chains.chains {
        let entry = maker.response(chain);
        maker
            .evidence
            .accounts
            .extend(account::of_chain(chain, &entry));
        entries.push((Order::of(rows, chain), entry));
    }
    let known = evidence.accounts.iter().map(|one| one.response_id);
    let known: HashSet<i64> = known.collect();
    let alone = rows.responses.iter().filter(|one| !known.contains(&one.id));
    evidence.accounts.extend(alone.map(account::alone));
    entries.sort_by(|(one, first), (other, second)| {
        (one, &first.row.reference).cmp(&(other, &second.row.reference))
    });
    let mut responses: Vec<PublicResponse> =
        entries.into_iter().map(|(_, response)| response).collect();
    let spots = match rows.memo {
        Some(_) => memo::Spots::of(&responses),
        None => memo::Spots::default(),
    };
    counts::number_passages(&mut responses);
    let memo = rows.memo.as_ref().map(|memo| {
        let order = |name: &str| {
            let at = responses.iter().position(|one| one.row.reference == name);
            at.unwrap_or(usize::MAX)
        };
        let of = |id: i64| references.of(id).cloned();
        memo::memo(memo, &rows.trees, &spots, &of, &order)
    });
    let (memo, open) = memo.unzip();
    evidence.open_points = open.unwrap_or_default();
    let overview = overview(rows, &themes, &responses, memo.as_ref());
    let projection = Projection {
        overview,
        responses,
        memo,
    };
    (projection, evidence)
}

fn overview(
    rows: &Rows,
    themes: &ThemeIndex,
    responses: &[PublicResponse],
    memo: Option<&PublicMemo>,
) -> Overview {
    let lines: Vec<Row> = responses
        .iter()
        .map(|response| response.row.clone())
        .collect();
    let states: Vec<_> = rows
        .responses
        .iter()
        .map(|response| response.state)
        .collect();
    let ledger = Ledger::new(rows.received, &lines, &states);
    Overview {
        hearing: hearing(rows),
        responses: ledger.published(),
        categories: rows
            .categories
            .iter()
            .map(|category| CategoryInShort {
                letter: category.letter.clone(),
                name: category.name.clone(),
                private_persons: category.private_persons,
            })
            .collect(),
        frames: rows.trees.iter().map(frame).collect(),
        counts: counts::cells(responses),
        ledger,
        mails: MailLedger {
            seen: rows.mails_seen,
            places: rows
                .mail_places
                .iter()
                .map(|row| Place {
                    place: row.place.clone(),
                    mails: usize::try_from(row.mails).unwrap_or_default(),
                })
                .collect(),
        },
        consultees: counts::answered(rows, &lines),
        weeks: counts::weeks(&rows.hearing, &lines),
        inputs: inputs(rows, themes),
        points: memo.map_or_else(Vec::new, counts::disposed),
        rows: lines,
    }
}

fn hearing(rows: &Rows) -> HearingInShort {
    let hearing = &rows.hearing;
    HearingInShort {
        slug: hearing.slug.clone(),
        title: hearing.title.clone(),
        summary: hearing.summary.clone(),
        organisation: rows.organisation.clone(),
        mailbox: hearing.mailbox.clone(),
        case_number: hearing.case_number.clone(),
        opens_at: hearing.opens_at,
        closes_at: hearing.closes_at,
        time_zone: hearing.time_zone.clone(),
        public_stance: hearing.public_stance,
        decision: rows
            .meetings
            .iter()
            .find(|meeting| meeting.decides)
            .map(|meeting| (meeting.body.clone(), meeting.held_on)),
        references_fixed: hearing.references_fixed_at.is_some(),
    }
}

fn frame(tree: &ThemeTree) -> FrameInShort {
    FrameInShort {
        key: tree.frame.key.clone(),
        title: tree.frame.title.clone(),
        levels: tree.frame.levels.clone(),
        version: tree.frame.version,
        themes: tree
            .themes
            .iter()
            .map(|(theme, depth, leaf)| ThemeInShort {
                name: theme.name(),
                number: theme.number,
                title: theme.title.clone(),
                heading: theme.heading.clone(),
                summary: theme.summary.clone(),
                depth: *depth,
                leaf: *leaf,
                track: tree.track_of(theme.id),
            })
            .collect(),
    }
}

fn inputs(rows: &Rows, themes: &ThemeIndex) -> Vec<PublicInput> {
    rows.inputs
        .iter()
        .map(|input| (input, workshop(rows, input.workshop_id)))
        .map(|(input, workshop)| PublicInput {
            held_on: workshop.map(|one| one.held_on),
            format: workshop.map(|one| one.format.clone()),
            place: workshop.map(|one| one.place.clone()).unwrap_or_default(),
            question: input.question.clone(),
            grouping: input.grouping.clone(),
            text: input.text.clone(),
            themes: rows
                .input_themes
                .iter()
                .filter(|(id, _)| *id == input.id)
                .filter_map(|(_, theme)| themes.get(*theme))
                .map(|(_, theme)| theme.clone())
                .collect(),
        })
        .collect()
}

fn workshop(rows: &Rows, id: Option<i64>) -> Option<&Workshop> {
    rows.workshops.iter().find(|one| Some(one.id) == id)
}

/// Where a response stands in the compilation: categories in their order, those of private persons last, then number or time.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Order(bool, i32, i32, i64);

impl Order {
    fn of(rows: &Rows, chain: &Chain) -> Self {
        let category = chain
            .category_id()
            .and_then(|id| rows.categories.iter().find(|category| category.id == id));
        let number = chain.reference().map_or(i32::MAX, |(_, number)| number);
        Self(
            category.is_none_or(|category| category.private_persons),
            category.map_or(i32::MAX, |category| category.position),
            number,
            chain.earliest().counts_from().timestamp_micros(),
        )
    }
}

/// What every version is called in public.
struct Reference(HashMap<i64, String>);

impl Reference {
    fn all(rows: &Rows, chains: &Chains) -> Self {
        let mut names = HashMap::new();
        for chain in &chains.chains {
            let name = name(rows, chain);
            for (version, _) in &chain.versions {
                names.insert(version.id, name.clone());
            }
        }
        Self(names)
    }

    fn of(&self, response_id: i64) -> Option<&String> {
        self.0.get(&response_id)
    }
}

fn name(rows: &Rows, chain: &Chain) -> String {
    let given = chain.reference().and_then(|(category, number)| {
        let category = rows
            .categories
            .iter()
            .find(|one| Some(one.id) == category)?;
        Some(format!("{}{number}", category.letter))
    });
    given.unwrap_or_else(|| chain.earliest().number.clone())
}

/// Themes by their row, with their place in reading order.
pub(super) struct ThemeIndex(HashMap<i64, (usize, ThemeRef)>);

impl ThemeIndex {
    fn new(rows: &Rows) -> Self {
        let mut index = HashMap::new();
        for tree in &rows.trees {
            for (theme, _, _) in &tree.themes {
                let place = index.len();
                let name = ThemeRef {
                    frame: tree.frame.key.clone(),
                    theme: theme.name(),
                };
                index.insert(theme.id, (place, name));
            }
        }
        for (from, to) in &rows.merged {
            if let Some(into) = index.get(to).cloned() {
                index.insert(*from, into);
            }
        }
        Self(index)
    }

    fn get(&self, theme_id: i64) -> Option<&(usize, ThemeRef)> {
        self.0.get(&theme_id)
    }
}

/// Whether a response in this state has text in the compilation.
fn has_text(status: Status) -> bool {
    !matches!(status, Status::Withdrawn | Status::Retired)
}
