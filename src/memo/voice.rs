//! Who the sources are: the reference of each response, who answers, and whether it still stands.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::response::{Chains, Relation, Respondent, Response, State};
use crate::schema::categories;

/// A response as a memo refers to it.
#[derive(Debug, Clone)]
pub struct Voice {
    pub response_id: i64,
    /// The receipt number.
    pub number: String,
    /// *A3*, once references are fixed: that of all its versions.
    pub reference: Option<String>,
    /// The category's letter; empty without one.
    pub letter: String,
    /// The number within the category.
    pub order: Option<i32>,
    /// Who answers, as staff know them; empty when nobody is known.
    pub who: String,
    /// Answers for no organisation.
    pub private: bool,
    pub state: State,
    /// The receipt number of the version that took its place.
    pub in_force: Option<String>,
}

impl Voice {
    /// *A3*, or the receipt number while there are no references.
    #[must_use]
    pub fn label(&self) -> &str {
        self.reference.as_deref().unwrap_or(&self.number)
    }
}

/// The responses of a hearing.
#[derive(Debug, Clone, Default)]
pub struct Voices {
    by_id: HashMap<i64, Voice>,
    /// The response in force of each reference and of each receipt number, in capital letters.
    by_name: HashMap<String, i64>,
}

impl Voices {
    /// Every response of a hearing, also those that no longer stand.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of_hearing(conn: &mut AsyncPgConnection, hearing_id: i64) -> QueryResult<Self> {
        let responses = Response::of_hearing(conn, hearing_id).await?;
        let ids: Vec<i64> = responses.iter().map(|one| one.id).collect();
        let relations = Relation::of_responses(conn, &ids).await?;
        let letters: HashMap<i64, String> = categories::table
            .filter(categories::hearing_id.eq(hearing_id))
            .select((categories::id, categories::letter))
            .load(conn)
            .await?
            .into_iter()
            .collect();
        let mut names: HashMap<i64, (String, bool)> = HashMap::new();
        for one in Respondent::of_responses(conn, &ids).await? {
            let private = one.organisation.as_deref().unwrap_or_default().is_empty();
            names
                .entry(one.response_id)
                .or_insert_with(|| (one.display_name().to_owned(), private));
        }
        let mut voices = Self::default();
        for response in &responses {
            let letter = response.category_id.and_then(|id| letters.get(&id));
            let (who, private) = names.remove(&response.id).unwrap_or((String::new(), true));
            let voice = Voice {
                response_id: response.id,
                number: response.number.clone(),
                reference: None,
                letter: letter.cloned().unwrap_or_default(),
                order: None,
                who,
                private,
                state: response.state,
                in_force: None,
            };
            voices.by_name.insert(response.number.clone(), response.id);
            voices.by_id.insert(response.id, voice);
        }
        for chain in Chains::of(&responses, &relations).chains {
            let latest = chain.latest();
            let reference = chain.reference().map(|(category, number)| {
                let letter = category.and_then(|id| letters.get(&id)).cloned();
                (letter.unwrap_or_default(), number)
            });
            for (version, _) in &chain.versions {
                voices.by_name.insert(version.number.clone(), latest.id);
                let Some(voice) = voices.by_id.get_mut(&version.id) else {
                    continue;
                };
                if let Some((letter, number)) = &reference {
                    voice.reference = Some(format!("{letter}{number}"));
                    voice.letter.clone_from(letter);
                    voice.order = Some(*number);
                }
                if version.id != latest.id {
                    voice.in_force = Some(latest.number.clone());
                }
            }
            if let Some((letter, number)) = reference {
                voices
                    .by_name
                    .insert(format!("{letter}{number}"), latest.id);
            }
        }
        Ok(voices)
    }

    #[must_use]
    pub fn get(&self, response_id: i64) -> Option<&Voice> {
        self.by_id.get(&response_id)
    }

    /// Who is meant by *A3*, *a 3* or a receipt number: the version in force.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Voice> {
        let name: String = name.split_whitespace().collect::<String>().to_uppercase();
        self.by_id.get(self.by_name.get(&name)?)
    }

    /// The letters of the references that were given.
    #[must_use]
    pub fn letters(&self) -> Vec<String> {
        let given = self.by_id.values().filter(|voice| voice.order.is_some());
        let mut letters: Vec<String> = given.map(|voice| voice.letter.clone()).collect();
        letters.sort_unstable();
        letters.dedup();
        letters
    }

    /// Those that stand, by category, number and name.
    #[must_use]
    pub fn standing(&self) -> Vec<&Voice> {
        let mut all: Vec<&Voice> = self
            .by_id
            .values()
            .filter(|voice| voice.state == State::Current)
            .collect();
        all.sort_by_key(|voice| voice.key());
        all
    }
}

impl Voice {
    /// What voices are put in order by: category (those without one last), number, name.
    #[must_use]
    pub fn key(&self) -> (bool, String, i32, String, i64) {
        (
            self.letter.is_empty(),
            self.letter.clone(),
            self.order.unwrap_or(i32::MAX),
            self.who.clone(),
            self.response_id,
        )
    }
}
