//! The panel beside a response: themes, stance, grounds for hiding, sign-off.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::hearing::pages::track;
use crate::hearing::{Theme, ThemeTree};
use crate::redaction::Ground;
use crate::tagging::Stance;
use crate::templates::Words;

/// A tree of themes to choose from.
#[derive(Clone, Debug, Serialize)]
pub struct PanelFrame {
    pub title: String,
    pub groups: Vec<PanelGroup>,
}

/// The themes below one top-level theme.
#[derive(Clone, Debug, Serialize)]
pub struct PanelGroup {
    /// None where the top-level theme is one to choose itself.
    pub title: Option<String>,
    pub themes: Vec<PanelTheme>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PanelTheme {
    pub id: i64,
    pub label: String,
    pub title: String,
    pub track: u8,
    /// What is typed to choose it: the number, in the first frame.
    pub key: Option<String>,
    /// How often it is used in this response.
    pub used: usize,
}

/// A word to choose, and its key.
#[derive(Clone, Debug, Serialize)]
pub struct Key {
    pub value: &'static str,
    pub label: String,
    pub key: &'static str,
}

/// How themes are shown, by id.
#[derive(Clone, Debug)]
pub(super) struct Look {
    pub label: String,
    pub title: String,
    pub track: u8,
}

fn label(theme: &Theme) -> String {
    match (theme.number, &theme.key) {
        (Some(number), _) => number.to_string(),
        // A number of several parts, such as 1.2.
        (None, Some(key)) if key.starts_with(|first: char| first.is_ascii_digit()) => key.clone(),
        (None, _) => theme
            .title
            .chars()
            .next()
            .map(|first| first.to_uppercase().collect())
            .unwrap_or_default(),
    }
}

/// The look of every theme of these frames, also of those that were merged away.
pub(super) fn looks(frames: &[ThemeTree]) -> BTreeMap<i64, Look> {
    let mut looks = BTreeMap::new();
    for tree in frames {
        let mut top = 0;
        for (position, (theme, depth, _)) in tree.themes.iter().enumerate() {
            if *depth == 0 && position > 0 {
                top += 1;
            }
            let look = Look {
                label: label(theme),
                title: theme.title.clone(),
                track: track(top),
            };
            looks.insert(theme.id, look);
        }
        // What a merged theme is on looks like the theme that it counts for.
        for (away, to) in &tree.merged {
            if let Some(look) = looks.get(to).cloned() {
                looks.insert(away.id, look);
            }
        }
    }
    looks
}

/// The frames as the panel shows them. `used` counts the codings of this response by theme.
pub(super) fn frames(trees: &[ThemeTree], used: &BTreeMap<i64, usize>) -> Vec<PanelFrame> {
    let looks = looks(trees);
    let mut frames = Vec::new();
    for (ordinal, tree) in trees.iter().enumerate() {
        let mut groups: Vec<PanelGroup> = Vec::new();
        for (theme, depth, is_leaf) in &tree.themes {
            let Some(look) = looks.get(&theme.id) else {
                continue;
            };
            if !is_leaf {
                if *depth == 0 {
                    groups.push(PanelGroup {
                        title: Some(theme.title.clone()),
                        themes: Vec::new(),
                    });
                }
                continue;
            }
            let choice = PanelTheme {
                id: theme.id,
                label: look.label.clone(),
                title: theme.title.clone(),
                track: look.track,
                key: theme
                    .number
                    .filter(|_| ordinal == 0)
                    .map(|number| number.to_string()),
                used: tree
                    .merged
                    .iter()
                    .filter(|(_, to)| *to == theme.id)
                    .map(|(away, _)| away.id)
                    .chain([theme.id])
                    .filter_map(|id| used.get(&id))
                    .sum(),
            };
            match groups.last_mut() {
                Some(group) if *depth > 0 || group.title.is_none() => group.themes.push(choice),
                _ => groups.push(PanelGroup {
                    title: None,
                    themes: vec![choice],
                }),
            }
        }
        frames.push(PanelFrame {
            title: tree.frame.title.clone(),
            groups,
        });
    }
    frames
}

pub(super) fn stance_text(words: &Words, stance: Stance) -> String {
    match stance {
        Stance::Supports => words.text("tagging-stance-supports", &[]),
        Stance::Proposes => words.text("tagging-stance-proposes", &[]),
        Stance::Critical => words.text("tagging-stance-critical", &[]),
        Stance::Asks => words.text("tagging-stance-asks", &[]),
    }
}

pub(super) fn stances(words: &Words) -> Vec<Key> {
    Stance::ALL
        .iter()
        .map(|stance| Key {
            value: stance.as_str(),
            label: stance_text(words, *stance),
            key: match stance {
                Stance::Supports => "S",
                Stance::Proposes => "F",
                Stance::Critical => "K",
                Stance::Asks => "Q",
            },
        })
        .collect()
}

pub(super) fn grounds(words: &Words) -> Vec<Key> {
    Ground::ALL
        .iter()
        .map(|ground| Key {
            value: ground.as_str(),
            label: words.text(ground.name_key(), &[]),
            key: match ground {
                Ground::Cpr => "C",
                Ground::Contact => "T",
                Ground::Health => "L",
                Ground::ThirdPerson => "A",
                Ground::Confidential => "O",
                Ground::Business => "B",
                Ground::Copyright => "R",
                Ground::Threat => "V",
                Ground::NotPart => "I",
            },
        })
        .collect()
}
