//! What a hearing's file must fulfil as a whole, and the message when it does not.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, bail, ensure};
use chrono::NaiveDate;

use super::{FrameEntry, HearingFile, parse_period};

impl HearingFile {
    pub(super) fn check(&self) -> anyhow::Result<()> {
        let slug_ok = !self.slug.is_empty()
            && self
                .slug
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            && !self.slug.starts_with('-');
        ensure!(
            slug_ok,
            "slug: only small letters a-z, digits and hyphens: {:?}",
            self.slug
        );
        ensure!(!self.title.trim().is_empty(), "title is empty");
        ensure!(
            self.mailbox.contains('@'),
            "mailbox: {:?} is no e-mail address",
            self.mailbox
        );
        ensure!(
            self.closes_on >= self.opens_at,
            "closes_on is before opens_at"
        );
        self.check_minimum()?;
        crate::hearing::zone(&self.time_zone)?;
        let mut letters = BTreeSet::new();
        for category in &self.categories {
            ensure!(
                letters.insert(&category.letter),
                "category {} stands twice",
                category.letter
            );
        }
        let mut frames = BTreeSet::new();
        for frame in &self.frames {
            ensure!(
                frames.insert(&frame.key),
                "frame {:?} stands twice",
                frame.key
            );
            frame
                .check()
                .with_context(|| format!("frame {:?}", frame.key))?;
        }
        for theme in self.frames.iter().flat_map(|frame| &frame.themes) {
            for linked in &theme.tracks {
                ensure!(
                    self.has_theme(linked),
                    "theme {:?} names the theme {linked:?}, which does not exist",
                    theme.title
                );
            }
        }
        for key in self.schedule.iter().flat_map(|year| year.items.keys()) {
            ensure!(
                self.has_theme(key),
                "schedule: unknown key or theme {key:?}"
            );
        }
        for milestone in &self.milestones {
            parse_period(&milestone.on)
                .with_context(|| format!("milestone {:?}", milestone.what))?;
        }
        for workshop in &self.workshops {
            workshop.on.parse::<NaiveDate>().with_context(|| {
                format!("workshop {:?}: on = {:?}", workshop.format, workshop.on)
            })?;
        }
        Ok(())
    }

    /// Whether the hearing is open for as long as a law asks for.
    fn check_minimum(&self) -> anyhow::Result<()> {
        let days = (self.closes_on - self.opens_at).num_days() + 1;
        if let Some(weeks) = self.minimum_weeks {
            ensure!(
                (1..=52).contains(&weeks) && days >= i64::from(weeks) * 7,
                "the hearing is open for {days} days, and minimum_weeks is {weeks}"
            );
        }
        Ok(())
    }

    fn has_theme(&self, key: &str) -> bool {
        self.frames
            .iter()
            .flat_map(|frame| &frame.themes)
            .any(|theme| theme.key.as_deref() == Some(key))
    }
}

impl FrameEntry {
    fn check(&self) -> anyhow::Result<()> {
        ensure!(!self.levels.is_empty(), "levels is empty");
        let mut names: BTreeMap<String, Option<&str>> = BTreeMap::new();
        for theme in &self.themes {
            ensure!(
                theme.key.is_some() || theme.number.is_some(),
                "theme {:?} has neither key nor number",
                theme.title
            );
            for name in theme
                .key
                .iter()
                .cloned()
                .chain(theme.number.map(|number| number.to_string()))
            {
                if names
                    .insert(name.clone(), theme.parent.as_deref())
                    .is_some()
                {
                    bail!("two themes are called {name:?}");
                }
            }
        }
        for theme in &self.themes {
            let Some(parent) = &theme.parent else {
                continue;
            };
            ensure!(
                names.contains_key(parent),
                "theme {:?} has the parent {parent:?}, which does not exist",
                theme.title
            );
            let mut at = Some(parent.as_str());
            for _ in 0..=names.len() {
                at = at.and_then(|name| names.get(name).copied().flatten());
            }
            ensure!(at.is_none(), "theme {:?} is its own ancestor", theme.title);
        }
        Ok(())
    }
}
