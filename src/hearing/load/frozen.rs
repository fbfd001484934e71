//! A file loaded after the hearing opened: its themes are those that are there, and another name is an event as when staff give it.

use anyhow::{Context, ensure};
use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;

use crate::hearing::file::{FrameEntry, ThemeEntry};
use crate::hearing::frames::renamed_by_file;
use crate::hearing::{Hearing, Theme, ThemeTree, frames_of};

/// Refuses a frame that is not the one there, and notes each theme that it renames.
pub(super) async fn follow(
    conn: &mut AsyncPgConnection,
    hearing: &Hearing,
    entry: &FrameEntry,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let trees = frames_of(conn, hearing.id).await?;
    let tree = trees
        .iter()
        .find(|tree| tree.frame.key == entry.key)
        .context("the hearing has opened, and a frame cannot be added")?;
    let there = all(tree);
    for new in &entry.themes {
        let theme = same(&there, new).with_context(|| {
            format!(
                "the hearing has opened, and the theme {:?} cannot be added",
                new.title
            )
        })?;
        let parent = theme
            .parent_id
            .and_then(|id| there.iter().find(|one| one.id == id));
        let stays = match (&new.parent, parent) {
            (None, None) => true,
            (Some(name), Some(parent)) => is_called(parent, name),
            _ => false,
        };
        ensure!(
            stays,
            "the hearing has opened, and the theme {:?} cannot be moved",
            new.title
        );
        if theme.title != new.title {
            let at = (hearing.id, tree.frame.id);
            renamed_by_file(conn, at, (theme.id, &theme.title, &new.title), now).await?;
        }
    }
    for theme in there {
        ensure!(
            entry.themes.iter().any(|new| same(&[theme], new).is_some()),
            "the hearing has opened, and the theme {:?} cannot be left out; merge it into another instead",
            theme.title
        );
    }
    Ok(())
}

fn all(tree: &ThemeTree) -> Vec<&Theme> {
    let away = tree.merged.iter().map(|(theme, _)| theme);
    let own = tree.themes.iter().map(|(theme, _, _)| theme);
    own.chain(away).collect()
}

/// The theme that an entry is: by its key, or else by its number, as when it is written.
fn same<'a>(there: &[&'a Theme], new: &ThemeEntry) -> Option<&'a Theme> {
    there.iter().copied().find(|theme| match &new.key {
        Some(key) => theme.key.as_ref() == Some(key),
        None => theme.number.is_some() && theme.number == new.number,
    })
}

fn is_called(theme: &Theme, name: &str) -> bool {
    theme.key.as_deref() == Some(name)
        || theme
            .number
            .is_some_and(|number| number.to_string() == name)
}
