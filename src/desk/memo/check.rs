//! What a point's page says of its texts: what must not be in them, and what differs from version to version.

use diesel_async::AsyncPgConnection;

use super::load::Memo;
use super::quote::Quotes;
use super::show::{Changed, ShownVersion};
use super::words::state_key;
use crate::finder::{self, Kind};
use crate::memo::{Content, Version, disposed};
use crate::response::Part;
use crate::templates::Words;
use crate::text::diff::differences;

/// What must not stand in a text that becomes public.
pub(super) fn warnings(words: &Words, content: &Content, quotes: &Quotes) -> Vec<String> {
    let texts = content.texts();
    let mut kinds: Vec<Kind> = texts
        .iter()
        .flat_map(|text| finder::find(text))
        .map(|hit| hit.kind)
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut found: Vec<String> = kinds
        .into_iter()
        .map(|kind| {
            let key = match kind {
                Kind::Cpr => "memo-found-cpr",
                Kind::Phone => "memo-found-phone",
                Kind::Email => "memo-found-email",
                Kind::Address => "memo-found-address",
            };
            words.text(key, &[])
        })
        .collect();
    if texts.iter().any(|text| quotes.tells(text)) {
        found.push(words.text("memo-found-hidden", &[]));
    }
    found
}

/// The points that say something which is hidden in the responses that they answer.
pub(super) async fn says_hidden(
    conn: &mut AsyncPgConnection,
    words: &Words,
    memo: &Memo,
) -> diesel::QueryResult<Vec<i32>> {
    let mut telling = Vec::new();
    for point in &memo.points {
        let responses: Vec<i64> = memo
            .sources_of(point)
            .iter()
            .filter_map(|source| source.response_id)
            .collect();
        let parts = Part::of_responses(conn, &responses).await?;
        let texts = parts.iter().filter_map(|part| part.text_id);
        let quotes = Quotes::of(conn, words, texts).await?;
        if point.content.texts().iter().any(|text| quotes.tells(text)) {
            telling.push(point.number);
        }
    }
    Ok(telling)
}

pub(super) fn shown_versions(
    words: &Words,
    memo: &Memo,
    versions: &[Version],
    name: &impl Fn(i64) -> Option<String>,
) -> Vec<ShownVersion> {
    versions
        .iter()
        .enumerate()
        .map(|(at, one)| ShownVersion {
            number: one.number,
            who: name(one.staff_id).unwrap_or_default(),
            at: one.created_at,
            restored: one.restored,
            stands: at == 0,
            changed: versions.get(at + 1).map_or_else(Vec::new, |before| {
                changed(words, memo, &before.content, &one.content)
            }),
        })
        .collect()
}

/// The fields that differ, each with how.
pub(super) fn changed(words: &Words, memo: &Memo, old: &Content, new: &Content) -> Vec<Changed> {
    let [old, new] = [old, new].map(|content| {
        let owner = content.owner_id.and_then(|id| memo.people.get(&id));
        let section = crate::memo::Section::of(&memo.trees, content);
        [
            ("memo-remark", content.remark.clone()),
            ("memo-comment", content.comment.clone()),
            (
                "memo-disposition",
                disposed(words, content.disposition, &content.department),
            ),
            ("memo-change-page", content.change_page.clone()),
            ("memo-change-before", content.change_before.clone()),
            ("memo-change-after", content.change_after.clone()),
            ("memo-section", memo.section_title(words, section)),
            ("memo-state", words.text(state_key(content.state), &[])),
            (
                "memo-owner",
                owner.map(|one| one.name.clone()).unwrap_or_default(),
            ),
            (
                "memo-due",
                content
                    .due_on
                    .map(|day| words.date(day))
                    .unwrap_or_default(),
            ),
        ]
    });
    old.into_iter()
        .zip(new)
        .filter(|((_, old), (_, new))| old != new)
        .map(|((key, old), (_, new))| Changed {
            field: words.text(key, &[]),
            stretches: differences(&old, &new),
        })
        .collect()
}
