//! Frames and themes: trees of any depth and number, known by key or number.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::schema::{frames, themes};

/// A tree of themes to tag by.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = frames)]
pub struct Frame {
    pub id: i64,
    pub key: String,
    pub title: String,
    /// What each level of the tree is called, outermost first.
    pub levels: Vec<String>,
    pub version: i32,
    pub position: i32,
}

/// A node of a frame.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = themes)]
pub struct Theme {
    pub id: i64,
    pub frame_id: i64,
    pub parent_id: Option<i64>,
    pub key: Option<String>,
    pub number: Option<i32>,
    pub title: String,
    pub heading: String,
    pub summary: String,
    pub guide: String,
    pub position: i32,
    /// The theme that it was merged into.
    pub merged_into: Option<i64>,
}

impl Theme {
    /// What other programs know the theme by within its frame: its number, or else its key.
    #[must_use]
    pub fn name(&self) -> String {
        match (self.number, &self.key) {
            (Some(number), _) => number.to_string(),
            (None, Some(key)) => key.clone(),
            (None, None) => String::new(),
        }
    }

    /// Its number and title, as people name it.
    #[must_use]
    pub fn label(&self) -> String {
        match self.number {
            Some(number) => format!("{number} {}", self.title),
            None => self.title.clone(),
        }
    }
}

/// A frame with its themes in reading order.
#[derive(Debug, Clone)]
pub struct ThemeTree {
    pub frame: Frame,
    /// Depth first; each with its depth (0 at the top) and whether it has no children.
    pub themes: Vec<(Theme, usize, bool)>,
    /// Themes that were merged away, each with the one that what it is on counts for.
    pub merged: Vec<(Theme, i64)>,
}

impl ThemeTree {
    fn new(frame: Frame, nodes: Vec<Theme>) -> Self {
        let into: BTreeMap<i64, i64> = nodes
            .iter()
            .filter_map(|theme| Some((theme.id, theme.merged_into?)))
            .collect();
        let in_force = |mut id: i64| {
            for _ in 0..=into.len() {
                match into.get(&id) {
                    Some(next) => id = *next,
                    None => break,
                }
            }
            id
        };
        let (mut nodes, gone): (Vec<Theme>, Vec<Theme>) = nodes
            .into_iter()
            .partition(|theme| theme.merged_into.is_none());
        let merged = gone
            .into_iter()
            .map(|theme| (in_force(theme.id), theme))
            .map(|(to, theme)| (theme, to))
            .collect();
        nodes.sort_by_key(|theme| (theme.position, theme.id));
        let mut children: BTreeMap<Option<i64>, Vec<Theme>> = BTreeMap::new();
        for theme in nodes {
            children.entry(theme.parent_id).or_default().push(theme);
        }
        let mut themes = Vec::new();
        let mut waiting: Vec<(Theme, usize)> = children
            .remove(&None)
            .unwrap_or_default()
            .into_iter()
            .rev()
            .map(|theme| (theme, 0))
            .collect();
        while let Some((theme, depth)) = waiting.pop() {
            let below = children.remove(&Some(theme.id)).unwrap_or_default();
            let is_leaf = below.is_empty();
            waiting.extend(below.into_iter().rev().map(|child| (child, depth + 1)));
            themes.push((theme, depth, is_leaf));
        }
        Self {
            frame,
            themes,
            merged,
        }
    }

    /// The themes that have none below them: what a passage is tagged with.
    pub fn leaves(&self) -> impl Iterator<Item = &Theme> {
        self.themes
            .iter()
            .filter(|(_, _, is_leaf)| *is_leaf)
            .map(|(theme, _, _)| theme)
    }

    /// A theme by its row; one that was merged away is the theme in force.
    #[must_use]
    pub fn find(&self, theme_id: i64) -> Option<&Theme> {
        let away = self.merged.iter().find(|(theme, _)| theme.id == theme_id);
        let id = away.map_or(theme_id, |(_, to)| *to);
        self.themes
            .iter()
            .map(|(theme, _, _)| theme)
            .find(|theme| theme.id == id)
    }

    /// The position (from 0) of a theme's outermost ancestor among the top themes: what gives it its colour and shape.
    #[must_use]
    pub fn track_of(&self, theme_id: i64) -> usize {
        let mut track = 0;
        let mut seen_top = false;
        for (theme, depth, _) in &self.themes {
            if *depth == 0 {
                if seen_top {
                    track += 1;
                }
                seen_top = true;
            }
            if theme.id == theme_id {
                return track;
            }
        }
        0
    }
}

/// Every frame of a hearing in order, with its themes; those that were merged into another stand apart.
pub async fn frames_of(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
) -> QueryResult<Vec<ThemeTree>> {
    let frames: Vec<Frame> = Frame::query()
        .filter(frames::hearing_id.eq(hearing_id))
        .order(frames::position)
        .load(conn)
        .await?;
    let ids: Vec<i64> = frames.iter().map(|frame| frame.id).collect();
    let all: Vec<Theme> = Theme::query()
        .filter(themes::frame_id.eq_any(ids))
        .load(conn)
        .await?;
    Ok(frames
        .into_iter()
        .map(|frame| {
            let own = all
                .iter()
                .filter(|theme| theme.frame_id == frame.id)
                .cloned()
                .collect();
            ThemeTree::new(frame, own)
        })
        .collect())
}

/// The themes of a hearing that were merged into another, each with the one in force.
pub async fn merged_themes(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
) -> QueryResult<HashMap<i64, i64>> {
    let direct: Vec<(i64, Option<i64>)> = themes::table
        .inner_join(frames::table)
        .filter(frames::hearing_id.eq(hearing_id))
        .filter(themes::merged_into.is_not_null())
        .select((themes::id, themes::merged_into))
        .load(conn)
        .await?;
    let direct: HashMap<i64, i64> = direct
        .into_iter()
        .filter_map(|(from, to)| Some((from, to?)))
        .collect();
    let last = |mut id: i64| {
        for _ in 0..=direct.len() {
            match direct.get(&id) {
                Some(next) => id = *next,
                None => break,
            }
        }
        id
    };
    Ok(direct.keys().map(|from| (*from, last(*from))).collect())
}
