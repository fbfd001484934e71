//! Earlier versions, and what was sent after a response, under the one in force.

use std::collections::HashSet;

use super::inbox::list::{Earlier, Item, List};
use super::rows::Row;

/// What another takes the place of, or what is part of another, where that one is in the list too. A filter that lets only the earlier
/// one through shows it by itself.
fn under(row: &Row, standing: &HashSet<i64>) -> Option<i64> {
    row.under.filter(|id| standing.contains(id))
}

fn standing_ids(found: &[Row]) -> HashSet<i64> {
    found
        .iter()
        .filter(|row| row.under.is_none())
        .map(|row| row.id)
        .collect()
}

/// The rows that stand by themselves, and the one that is shown.
pub(super) fn standing(mut found: Vec<Row>, shown: &str) -> Vec<Row> {
    let ids = standing_ids(&found);
    found.retain(|row| row.number == shown || under(row, &ids).is_none());
    found
}

/// Folds what another took the place of, or what is part of another, under that one.
pub(super) fn fold(list: &mut List, found: &[Row]) {
    let ids = standing_ids(found);
    let mut kept: Vec<(i64, Item)> = Vec::new();
    let mut folded: Vec<(i64, Item)> = Vec::new();
    for (item, row) in list.items.drain(..).zip(found) {
        match under(row, &ids) {
            Some(id) => folded.push((id, item)),
            None => kept.push((row.id, item)),
        }
    }
    list.folded = folded.len();
    for (id, item) in folded {
        let Some((_, above)) = kept.iter_mut().find(|(one, _)| *one == id) else {
            continue;
        };
        above.earlier.push(Earlier {
            href: item.href,
            note: item.note.unwrap_or_default(),
            arrived_at: item.arrived_at,
        });
        above.earlier_count = above.earlier.len();
    }
    list.items = kept.into_iter().map(|(_, item)| item).collect();
    list.shown = list.items.len();
    list.standing = list.items.iter().filter(|item| item.stands).count();
}
