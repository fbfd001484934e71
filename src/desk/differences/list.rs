//! Gathers the differences of a hearing, each mail or response with its own.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use super::view::{Decided, ListDifferences, Shown, Source};
use crate::desk::head::Head;
use crate::desk::inbox::who;
use crate::desk::mails::Told;
use crate::desk::named;
use crate::hearing::Hearing;
use crate::intake::mailbox::{Kind, Warning};
use crate::intake::reparse::{Change, ChangeState, Field, listed, of_hearing};
use crate::response::PartState;
use crate::schema::{mails, parts, respondents, responses};
use crate::staff::{Access, names_of};
use crate::templates::Words;
use crate::text::diff::differences;

/// Differences on the page, and decided ones below them.
const SHOWN: i64 = 100;
const DECIDED: i64 = 20;

pub(super) async fn page(
    conn: &mut AsyncPgConnection,
    (words, access): (&Words, &Access),
    hearing: &Hearing,
) -> QueryResult<ListDifferences> {
    let head = Head::of(conn, hearing, access).await?;
    let open = of_hearing(conn, hearing.id, true, SHOWN).await?;
    let done = of_hearing(conn, hearing.id, false, DECIDED).await?;
    let all: Vec<&Change> = open.iter().chain(&done).collect();
    let origins = Origins::of(conn, (words, &head.base), &all).await?;
    let mut sources: Vec<Source> = Vec::new();
    for change in &open {
        let Some(of) = origins.of_change(change) else {
            continue;
        };
        let shown = shown(words, (change, of), &head.base);
        match sources.iter_mut().find(|source| source.href == of.href) {
            Some(source) => source.changes.push(shown),
            None => sources.push(Source {
                title: of.title.clone(),
                href: of.href.clone(),
                from: of.from.clone(),
                arrived_at: of.arrived_at,
                changes: vec![shown],
            }),
        }
    }
    let deciders: Vec<i64> = done.iter().filter_map(|one| one.decided_by).collect();
    let people = names_of(conn, &deciders).await?;
    let decided = done.iter().filter_map(|change| {
        let of = origins.of_change(change)?;
        let person = people.get(&change.decided_by?);
        let verdict = match change.state {
            ChangeState::Accepted => "diff-accepted",
            _ => "diff-dismissed",
        };
        Some(Decided {
            title: of.title.clone(),
            href: of.href.clone(),
            field: field(words, (change, of)),
            verdict: words.text(verdict, &[]),
            who: person.map_or_else(String::new, |person| person.initials.clone()),
            at: change.decided_at,
        })
    });
    let shown = i64::try_from(open.len()).unwrap_or(SHOWN);
    Ok(ListDifferences {
        decided: decided.collect(),
        sources,
        more: (head.differences - shown).max(0),
        head,
    })
}

/// Where a difference is.
#[derive(Clone)]
struct Origin {
    title: String,
    href: String,
    from: String,
    arrived_at: DateTime<Utc>,
    filename: Option<String>,
    /// The mail is a response.
    responds: bool,
}

struct Origins {
    mails: BTreeMap<i64, Origin>,
    parts: BTreeMap<i64, Origin>,
}

type MailRow = (i64, String, String, Option<String>, DateTime<Utc>);
type PartRow = (i64, Option<String>, i64, String, String, DateTime<Utc>);

impl Origins {
    async fn of(
        conn: &mut AsyncPgConnection,
        (words, base): (&Words, &str),
        changes: &[&Change],
    ) -> QueryResult<Self> {
        let mail_ids: BTreeSet<i64> = changes.iter().filter_map(|it| it.mail_id).collect();
        let part_ids: BTreeSet<i64> = changes.iter().filter_map(|it| it.part_id).collect();
        let of_mails: Vec<(Option<i64>, String)> = responses::table
            .filter(responses::mail_id.eq_any(&mail_ids))
            .order(responses::id.desc())
            .select((responses::mail_id, responses::number))
            .load(conn)
            .await?;
        let numbers: BTreeMap<i64, String> = of_mails
            .into_iter()
            .filter_map(|(mail, number)| Some((mail?, number)))
            .collect();
        let rows: Vec<MailRow> = mails::table
            .filter(mails::id.eq_any(&mail_ids))
            .select((
                mails::id,
                mails::subject,
                mails::from_name,
                mails::from_address,
                mails::arrived_at,
            ))
            .load(conn)
            .await?;
        let mails = rows.into_iter().map(|(id, subject, name, address, at)| {
            let number = numbers.get(&id);
            let from = if name.is_empty() {
                address.unwrap_or_default()
            } else {
                name
            };
            let origin = Origin {
                title: named::subject(words, &subject),
                href: match number {
                    Some(number) => format!("{base}/svar/{number}"),
                    None => format!("{base}/mails/{id}"),
                },
                from: who(words, &from),
                arrived_at: at,
                filename: None,
                responds: number.is_some(),
            };
            (id, origin)
        });
        let mails = mails.collect();
        let parts = Self::parts(conn, (words, base), part_ids).await?;
        Ok(Self { mails, parts })
    }

    async fn parts(
        conn: &mut AsyncPgConnection,
        (words, base): (&Words, &str),
        ids: BTreeSet<i64>,
    ) -> QueryResult<BTreeMap<i64, Origin>> {
        let rows: Vec<PartRow> = parts::table
            .inner_join(responses::table)
            .filter(parts::id.eq_any(ids))
            .select((
                parts::id,
                parts::filename,
                responses::id,
                responses::number,
                responses::subject,
                responses::arrived_at,
            ))
            .load(conn)
            .await?;
        let of: Vec<i64> = rows.iter().map(|row| row.2).collect();
        let names: BTreeMap<i64, String> = respondents::table
            .filter(respondents::response_id.eq_any(of))
            .filter(respondents::position.eq(0))
            .select((respondents::response_id, respondents::name))
            .load::<(i64, String)>(conn)
            .await?
            .into_iter()
            .collect();
        let origins = rows
            .into_iter()
            .map(|(id, filename, of, number, subject, at)| {
                let title = if subject.is_empty() {
                    &number
                } else {
                    &subject
                };
                let origin = Origin {
                    title: title.clone(),
                    href: format!("{base}/svar/{number}"),
                    from: who(words, names.get(&of).map_or("", String::as_str)),
                    arrived_at: at,
                    filename,
                    responds: true,
                };
                (id, origin)
            });
        Ok(origins.collect())
    }

    fn of_change(&self, change: &Change) -> Option<&Origin> {
        let by_part = change.part_id.and_then(|id| self.parts.get(&id));
        by_part.or_else(|| self.mails.get(&change.mail_id?))
    }
}

fn field(words: &Words, (change, of): (&Change, &Origin)) -> String {
    if let Some(name) = of.filename.as_deref().filter(|_| change.part_id.is_some()) {
        return words.text("diff-field-file", &[("name", name.into())]);
    }
    let key = match change.field {
        Field::Kind => "diff-field-kind",
        Field::Sender => "diff-field-sender",
        Field::Subject => "diff-field-subject",
        Field::Arrival => "diff-field-arrival",
        Field::Text => "diff-field-text",
        Field::Files => "diff-field-files",
        Field::Warnings => "diff-field-warnings",
        Field::State => "diff-field-state",
    };
    words.text(key, &[])
}

fn shown(words: &Words, (change, of): (&Change, &Origin), base: &str) -> Shown {
    let (old, new) = (&change.old, &change.new);
    let said = |value: &Value| Some(value.as_str().unwrap_or_default().to_owned());
    let mut shown = Shown {
        action: format!("{base}/laest-igen/{}", change.id),
        field: field(words, (change, of)),
        title: of.title.clone(),
        takes: true,
        ..Shown::default()
    };
    let note = |key: &str| Some(words.text(key, &[]));
    match change.field {
        Field::Kind => {
            (shown.old, shown.new) = (Some(kind(words, old)), Some(kind(words, new)));
            shown.note = note("diff-note-kind");
        }
        Field::Sender => {
            (shown.old, shown.new) = (Some(sender(words, old)), Some(sender(words, new)))
        }
        Field::Subject => {
            (shown.old, shown.new) = (said(old), said(new));
            shown.old = shown.old.map(|text| named::subject(words, &text));
            shown.new = shown.new.map(|text| named::subject(words, &text));
        }
        Field::Arrival => {
            let at = |value: &Value| value["at"].as_str().and_then(|at| at.parse().ok());
            (shown.old_at, shown.new_at) = (at(old), at(new));
            if shown.old_at == shown.new_at {
                shown.note = note("diff-note-rule");
            }
        }
        Field::Text => {
            shown.stretches = differences(&joined(old), &joined(new));
            shown.takes = change.text_id.is_some();
            shown.note = match (shown.takes, shown.stretches.is_empty()) {
                (false, _) if of.responds => note("diff-note-other-texts"),
                (false, _) => note("diff-note-no-response"),
                (true, true) => note("diff-note-ranges"),
                (true, false) => None,
            };
        }
        Field::Files => {
            (shown.found, shown.lost) = (names(words, (new, old)), names(words, (old, new)));
            shown.takes = of.responds && !shown.found.is_empty();
            if !shown.lost.is_empty() {
                shown.note = note("diff-note-lost");
            }
        }
        Field::Warnings => {
            (shown.warned, shown.over) = (told((new, old)), told((old, new)));
            shown.takes = false;
        }
        Field::State => (shown.old, shown.new) = (Some(state(words, old)), Some(state(words, new))),
    }
    shown
}

fn kind(words: &Words, value: &Value) -> String {
    let kind = serde_json::from_value(value.clone()).unwrap_or(Kind::Unreadable);
    let key = match kind {
        Kind::Response => "diff-kind-response",
        Kind::Correction => "diff-kind-correction",
        Kind::Supplement => "diff-kind-supplement",
        Kind::Withdrawal => "diff-kind-withdrawal",
        Kind::Enquiry => "diff-kind-enquiry",
        Kind::Duplicate => "diff-kind-duplicate",
        Kind::AutoReply => "diff-kind-auto-reply",
        Kind::Bounce => "diff-kind-bounce",
        Kind::Bulk => "diff-kind-bulk",
        Kind::ReadReceipt => "diff-kind-read-receipt",
        Kind::Calendar => "diff-kind-calendar",
        Kind::Malware => "diff-kind-malware",
        Kind::Unreadable => "diff-kind-unreadable",
    };
    words.text(key, &[])
}

fn sender(words: &Words, value: &Value) -> String {
    let word = |key: &str| value[key].as_str().unwrap_or_default();
    named::sender(words, word("name"), Some(word("address")))
}

fn state(words: &Words, value: &Value) -> String {
    let state = PartState::parse(value.as_str().unwrap_or_default());
    let key = match state.unwrap_or(PartState::Failed) {
        PartState::Text => "diff-state-text",
        PartState::Reading => "desk-part-reading",
        PartState::WaitingForScan => "desk-part-waiting",
        PartState::NoText => "desk-part-no-text",
        PartState::Unsupported => "desk-part-unsupported",
        PartState::Encrypted => "desk-part-encrypted",
        PartState::Infected => "desk-part-infected",
        PartState::TooLarge => "desk-part-too-large",
        PartState::Failed => "desk-part-failed",
    };
    words.text(key, &[])
}

/// A text, or the texts of a mail as one.
fn joined(value: &Value) -> String {
    let text = |one: &Value| one["text"].as_str().unwrap_or_default().to_owned();
    match value.as_array() {
        Some(all) => all.iter().map(text).collect::<Vec<_>>().join("\n\n"),
        None => text(value),
    }
}

/// The files of one reading that are not in the other.
fn names(words: &Words, (these, those): (&Value, &Value)) -> Vec<String> {
    let known = listed(those);
    let new = listed(these).into_iter().filter(|file| {
        !known
            .iter()
            .any(|one| one.sha256 == file.sha256 && one.filename == file.filename)
    });
    new.map(|file| {
        file.filename
            .unwrap_or_else(|| words.text("diff-file-unnamed", &[]))
    })
    .collect()
}

fn told((these, those): (&Value, &Value)) -> Vec<Told> {
    let all = these.as_array().map(Vec::as_slice).unwrap_or_default();
    let known = those.as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter()
        .filter(|one| !known.contains(one))
        .filter_map(|one| Warning::read(one.as_str()?))
        .map(Told::from)
        .collect()
}
