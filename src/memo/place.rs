//! The order of the memo: general remarks, each theme, and what is left over.

use diesel_async::AsyncPgConnection;

use super::{Content, MemoError, Place};
use crate::hearing::{ThemeTree, frames_of};

/// The frame that every hearing has for what is outside its themes, and the theme there that stands at the head of the memo.
const OUTSIDE: &str = "oevrigt";
const GENERAL: &str = "generelt";

/// A part of the memo, in which points stand in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Section {
    General,
    Theme(i64),
    Other,
}

impl Section {
    /// Where what was said under a theme belongs; a theme that was merged away is the theme in force. None for a theme of no tree.
    #[must_use]
    pub fn of_theme(trees: &[ThemeTree], theme_id: i64) -> Option<Self> {
        trees.iter().find_map(|tree| {
            let theme = tree.find(theme_id)?;
            let general = tree.frame.key == OUTSIDE && theme.key.as_deref() == Some(GENERAL);
            Some(if general {
                Self::General
            } else {
                Self::Theme(theme.id)
            })
        })
    }

    /// Where a point stands now: themes that were merged since are followed.
    #[must_use]
    pub fn of(trees: &[ThemeTree], content: &Content) -> Self {
        match (content.place, content.theme_id) {
            (Place::General, _) => Self::General,
            (Place::Theme, Some(theme)) => Self::of_theme(trees, theme).unwrap_or(Self::Other),
            (Place::Theme, None) | (Place::Other, _) => Self::Other,
        }
    }

    /// As a point keeps it.
    #[must_use]
    pub fn kept(self) -> (Place, Option<i64>) {
        match self {
            Self::General => (Place::General, None),
            Self::Theme(id) => (Place::Theme, Some(id)),
            Self::Other => (Place::Other, None),
        }
    }
}

/// Every section of a memo in its order: themes that can be tagged with, by frame.
#[must_use]
pub fn sections(trees: &[ThemeTree]) -> Vec<Section> {
    let themes = trees.iter().flat_map(ThemeTree::leaves);
    let themes = themes
        .filter_map(|theme| Section::of_theme(trees, theme.id))
        .filter(|section| *section != Section::General);
    [Section::General]
        .into_iter()
        .chain(themes)
        .chain([Section::Other])
        .collect()
}

/// Puts the theme in force in the place of one that was merged away, and fails for a theme of another hearing.
pub(super) async fn settled(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    content: &mut Content,
) -> Result<(), MemoError> {
    if content.place != Place::Theme {
        content.theme_id = None;
        return Ok(());
    }
    let trees = frames_of(conn, hearing_id).await?;
    let theme = content.theme_id.ok_or(MemoError::NoTheme)?;
    let section = Section::of_theme(&trees, theme).ok_or(MemoError::NoTheme)?;
    (content.place, content.theme_id) = section.kept();
    Ok(())
}

/// The first number of a page as people write it (*side 14, 2. afsnit*): what changes are put in order by. Without one it stands last.
#[must_use]
pub fn page_number(page: &str) -> u32 {
    let digits: String = page
        .chars()
        .skip_while(|it| !it.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .take(9)
        .collect();
    digits.parse().unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::page_number;

    #[test]
    fn pages_are_put_in_order_by_their_number_however_they_are_written() {
        assert_eq!(page_number("Side 14, 2. afsnit"), 14);
        assert_eq!(page_number("s. 9"), 9);
        assert_eq!(page_number("forordet"), u32::MAX);
    }
}
