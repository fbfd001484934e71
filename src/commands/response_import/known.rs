//! What a line is checked against: the hearing's categories, consultees and themes, and the people of this installation.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;

use super::fields::Wrong;
use super::line::{Line, ThemeLine};
use crate::app::App;
use crate::audit::Actor;
use crate::hearing::{Category, Consultee, Hearing, frames_of};
use crate::intake::Lists;
use crate::staff::{self, NewStaff};

/// Whoever did what nobody is named for.
const NOBODY: &str = "indlæst";

pub(super) struct Known {
    pub(super) hearing: Hearing,
    pub(super) categories: Vec<Category>,
    pub(super) consultees: Vec<Consultee>,
    pub(super) lists: Lists,
    pub(super) now: DateTime<Utc>,
    /// Frames in order; each with its themes by number and key.
    frames: Vec<(String, HashMap<String, i64>)>,
    /// By login, and by name where nobody has that login.
    people: HashMap<String, i64>,
}

impl Known {
    pub(super) async fn of(
        app: &App,
        conn: &mut AsyncPgConnection,
        hearing: Hearing,
    ) -> anyhow::Result<Self> {
        let mut frames = Vec::new();
        for tree in frames_of(conn, hearing.id).await? {
            let mut names = HashMap::new();
            let merged = tree.merged.iter().map(|(theme, into)| (theme, *into));
            let in_force = tree.themes.iter().map(|(theme, _, _)| (theme, theme.id));
            for (theme, id) in merged.chain(in_force) {
                let number = theme.number.map(|number| number.to_string());
                for name in number.into_iter().chain(theme.key.clone()) {
                    names.insert(name, id);
                }
            }
            frames.push((tree.frame.key, names));
        }
        Ok(Self {
            categories: hearing.categories(conn).await?,
            consultees: Consultee::of_hearing(conn, hearing.id).await?,
            lists: Lists::of_hearing(conn, &hearing).await?,
            now: app.clock.now(),
            frames,
            people: HashMap::new(),
            hearing,
        })
    }

    /// Finds the people whom these lines name, and makes an account for each whom nobody knows. Nobody can log in with it.
    pub(super) async fn meet(
        &mut self,
        conn: &mut AsyncPgConnection,
        lines: &[(usize, Line)],
    ) -> anyhow::Result<()> {
        let named: BTreeSet<&str> = lines
            .iter()
            .flat_map(|(_, line)| line.people())
            .map(|name| name.unwrap_or(NOBODY))
            .filter(|name| !self.people.contains_key(&key(name)))
            .collect();
        if named.is_empty() {
            return Ok(());
        }
        let colleagues = staff::of_organisation(conn, self.hearing.organisation_id).await?;
        for name in named {
            let there = staff::by_login(conn, name).await?.or_else(|| {
                let same = |one: &&staff::Person| key(&one.name) == key(name);
                colleagues.iter().find(same).cloned()
            });
            let id = match there {
                Some(person) => person.id,
                None => self.make(conn, name).await?,
            };
            self.people.insert(key(name), id);
        }
        Ok(())
    }

    async fn make(&self, conn: &mut AsyncPgConnection, name: &str) -> anyhow::Result<i64> {
        let new = NewStaff {
            organisation_id: self.hearing.organisation_id,
            login: name.to_owned(),
            name: name.to_owned(),
            initials: String::new(),
        };
        let person = staff::add(conn, &new, Actor::Operator, self.now).await?;
        staff::disable(conn, person.id, Actor::Operator, self.now).await?;
        Ok(person.id)
    }

    /// Somebody whom [`Self::meet`] has met.
    pub(super) fn person(&self, name: Option<&str>) -> Result<i64, Wrong> {
        let name = name.unwrap_or(NOBODY);
        let found = self.people.get(&key(name)).copied();
        found.ok_or_else(|| Wrong(format!("{name} is nobody")))
    }

    pub(super) fn theme(&self, line: &ThemeLine) -> Result<i64, Wrong> {
        let ThemeLine { path, theme, .. } = line;
        if let Some(frame) = &line.frame {
            let Some((_, names)) = self.frames.iter().find(|(key, _)| key == frame) else {
                let keys: Vec<&str> = self.frames.iter().map(|(key, _)| key.as_str()).collect();
                let keys = keys.join(", ");
                return Err(Wrong(format!(
                    "{path}.frame: the hearing has no frame {frame:?}, it has {keys}"
                )));
            };
            let found = names.get(theme).copied();
            return found.ok_or_else(|| {
                Wrong(format!(
                    "{path}.theme: the frame {frame} has no theme {theme:?}"
                ))
            });
        }
        // The first frame, unless only another has it.
        let mut found = self.frames.iter().filter_map(|(_, names)| names.get(theme));
        found
            .next()
            .copied()
            .ok_or_else(|| Wrong(format!("{path}.theme: the hearing has no theme {theme:?}")))
    }

    pub(super) fn category(&self, letter: &str) -> Result<i64, Wrong> {
        let found = self.categories.iter().find(|one| one.letter == letter);
        found.map(|one| one.id).ok_or_else(|| {
            let letters: Vec<&str> = self.categories.iter().map(|one| &*one.letter).collect();
            Wrong(format!(
                "category: the hearing has no {letter:?}, it has {}",
                letters.join(", ")
            ))
        })
    }

    pub(super) fn letter(&self, category_id: Option<i64>) -> Option<&str> {
        let found = self
            .categories
            .iter()
            .find(|one| Some(one.id) == category_id);
        found.map(|one| one.letter.as_str())
    }
}

fn key(name: &str) -> String {
    name.trim().to_lowercase()
}
