//! Earlier versions, and what was sent after a response, under the one in force.

use super::inbox::{Earlier, Item, List};
use super::rows::Row;

/// Folds what another took the place of, or what is part of another, under that one, where both are in the list.
pub(super) fn fold(list: &mut List, found: &[Row]) {
    let mut kept: Vec<(i64, Item)> = Vec::new();
    let mut under: Vec<(i64, Item)> = Vec::new();
    for (item, row) in list.items.drain(..).zip(found) {
        match row.under {
            Some(id) if found.iter().any(|one| one.id == id && one.under.is_none()) => {
                under.push((id, item));
            }
            _ => kept.push((row.id, item)),
        }
    }
    for (id, item) in under {
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
}
