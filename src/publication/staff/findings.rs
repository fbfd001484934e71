//! What stands in the way of a release, as the page says it.

use std::collections::BTreeSet;

use diesel_async::AsyncPgConnection;

use crate::publication::gate::excuse::excuses_of;
use crate::publication::gate::{self, Finding, Weight, What};
use crate::publication::pages::staff::{Excusable, Excused, Found};
use crate::publication::read::Read;
use crate::publication::release::{Release, ReleaseState};
use crate::staff::names_of;
use crate::templates::Words;
use crate::web;

/// What stands in the way now; and what the last build found in its files, as long as nothing newer was built.
pub(super) fn findings(read: &Read, latest: Option<&Release>) -> Vec<Finding> {
    let mut all = gate::look(&read.projection, &read.evidence);
    let failed =
        latest.filter(|one| matches!(one.state, ReleaseState::Failed | ReleaseState::Dropped));
    let of_build = |what: What| {
        matches!(
            what,
            What::BuildFailed
                | What::DiskFull
                | What::TypesetterStopped
                | What::FileNotReadBack
                | What::Changed
                | What::Cpr
                | What::RedactedText
                | What::NotCovered
                | What::PageNotDrawn
        )
    };
    for finding in failed.map(Release::findings).unwrap_or_default() {
        if of_build(finding.what) && !all.contains(&finding) && !is_of_text(&finding) {
            all.push(finding);
        }
    }
    all
}

/// The same said of the same place is said once.
pub(super) fn folded(words: &Words, base: &str, all: &[&Finding]) -> Vec<Found> {
    let mut folded: Vec<(Found, usize)> = Vec::new();
    for one in all.iter().map(|finding| found(words, base, finding)) {
        match folded
            .iter_mut()
            .find(|(there, _)| there.place == one.place && there.text == one.text)
        {
            Some((_, times)) => *times += 1,
            None => folded.push((one, 1)),
        }
    }
    folded
        .into_iter()
        .map(|(mut one, times)| {
            if times > 1 {
                let arguments = [("text", one.text.as_str().into()), ("n", times.into())];
                one.text = words.text("release-times", &arguments);
            }
            one
        })
        .collect()
}

/// What may be let through and is not yet, by kind.
pub(super) fn excusable(words: &Words, base: &str, all: &[Finding]) -> Vec<Excusable> {
    let open = |one: &&Finding| one.weight == Weight::Excusable && one.excused.is_none();
    let mut groups: Vec<Excusable> = Vec::new();
    for finding in all.iter().filter(open) {
        let one = found(words, base, finding);
        let what = finding.what.as_str();
        match groups.iter_mut().find(|group| group.what == what) {
            Some(group) if group.found.iter().any(|there| there.key == one.key) => {}
            Some(group) => group.found.push(one),
            None => groups.push(Excusable {
                what: what.to_owned(),
                text: one.text.clone(),
                typed: String::new(),
                found: vec![one],
            }),
        }
    }
    groups
}

/// What was let through and still stands.
pub(super) async fn excused(
    conn: &mut AsyncPgConnection,
    words: &Words,
    all: &[Finding],
    hearing_id: i64,
) -> web::Result<Vec<Excused>> {
    let excuses = excuses_of(conn, hearing_id).await?;
    let people: Vec<i64> = excuses.values().map(|one| one.staff_id).collect();
    let people = names_of(conn, &people).await?;
    let mut seen = BTreeSet::new();
    let own = all.iter().filter(|one| one.excused.is_some());
    Ok(own
        .filter_map(|finding| {
            let one = excuses.get(finding.key.as_ref()?)?;
            seen.insert(one.id).then(|| Excused {
                id: one.id,
                place: place(words, finding),
                text: said(words, finding),
                reason: one.reason.clone(),
                who: people
                    .get(&one.staff_id)
                    .map(|person| person.name.clone())
                    .unwrap_or_default(),
                at: one.created_at,
            })
        })
        .collect())
}

/// What a finding says in words.
fn said(words: &Words, finding: &Finding) -> String {
    let key = finding.what.as_str().replace('_', "-");
    words.text(&format!("gate-{key}"), &[])
}

/// Seen in a response's own text: asked anew each time.
fn is_of_text(finding: &Finding) -> bool {
    finding.part.is_some()
}

fn found(words: &Words, base: &str, finding: &Finding) -> Found {
    Found {
        place: place(words, finding),
        text: said(words, finding),
        href: match (&finding.number, finding.what) {
            (Some(number), _) => Some(format!("{base}/svar/{number}")),
            (None, _) if finding.point.is_some() => Some(memo_href(base, finding.point)),
            (None, What::MailsUndecided) => Some(format!("{base}/mails?sted=uafklaret")),
            _ => None,
        },
        key: finding.key.clone(),
    }
}

/// A reference or a file; a point of the memo by its number.
fn place(words: &Words, finding: &Finding) -> String {
    match finding.point {
        None => finding.place.clone(),
        Some(0) => words.text("gate-place-summary", &[]),
        Some(number) => words.text("gate-place-point", &[("n", number.into())]),
    }
}

pub(super) fn memo_href(base: &str, point: Option<i32>) -> String {
    match point.unwrap_or(0) {
        0 => format!("{base}/hoeringsnotat/sammenfatning"),
        number => format!("{base}/hoeringsnotat/punkter/{number}"),
    }
}
