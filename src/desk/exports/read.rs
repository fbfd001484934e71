//! What the exports are made of: the responses that stand, with their original texts in force, and everything that staff put on them.

use std::collections::BTreeMap;

use diesel_async::AsyncPgConnection;

use crate::hearing::{Hearing, ThemeTree, frames_of};
use crate::memo::Voices;
use crate::response::{Part, Response, Role, State, TextVersion, current_texts};
use crate::staff::{Person, names_of};
use crate::tagging::{Coding, Passage, WholeTheme, whole_themes_of};

/// A hearing's responses and their codings.
pub(super) struct Material {
    pub(super) hearing: Hearing,
    /// Letter and name, in their order.
    pub(super) categories: Vec<(String, String)>,
    pub(super) trees: Vec<ThemeTree>,
    /// By category and reference.
    pub(super) said: Vec<Said>,
    /// Everybody who coded.
    pub(super) people: BTreeMap<i64, Person>,
}

/// A response.
pub(super) struct Said {
    pub(super) response: Response,
    /// *A3*, or the receipt number while there are no references.
    pub(super) reference: String,
    /// The category's letter; empty without one.
    pub(super) letter: String,
    pub(super) who: String,
    pub(super) parts: Vec<SaidPart>,
    pub(super) whole: Vec<WholeTheme>,
}

/// A text of it.
pub(super) struct SaidPart {
    pub(super) role: Role,
    pub(super) filename: Option<String>,
    pub(super) text: TextVersion,
    pub(super) passages: Vec<(Passage, Vec<Coding>)>,
}

impl Material {
    pub(super) async fn read(
        conn: &mut AsyncPgConnection,
        hearing_id: i64,
    ) -> diesel::QueryResult<Self> {
        let hearing = Hearing::find(conn, hearing_id).await?;
        let mut responses = Response::of_hearing(conn, hearing_id).await?;
        responses.retain(|one| one.state == State::Current);
        let ids: Vec<i64> = responses.iter().map(|one| one.id).collect();
        let voices = Voices::of_hearing(conn, hearing_id).await?;
        let whole = whole_themes_of(conn, &ids).await?;
        let mut parts = parts(conn, &ids).await?;
        let mut said: Vec<Said> = responses
            .into_iter()
            .map(|response| {
                let voice = voices.get(response.id);
                Said {
                    reference: voice
                        .map_or_else(|| response.number.clone(), |voice| voice.label().to_owned()),
                    letter: voice.map(|voice| voice.letter.clone()).unwrap_or_default(),
                    who: voice.map(|voice| voice.who.clone()).unwrap_or_default(),
                    parts: parts.remove(&response.id).unwrap_or_default(),
                    whole: whole
                        .iter()
                        .filter(|one| one.response_id == response.id)
                        .cloned()
                        .collect(),
                    response,
                }
            })
            .collect();
        said.sort_by_cached_key(|one| voices.get(one.response.id).map(|voice| voice.key()));
        let coders = said.iter().flat_map(|one| {
            let whole = one.whole.iter().map(|it| it.staff_id);
            whole.chain(one.codings().map(|(_, _, coding)| coding.staff_id))
        });
        let coders: Vec<i64> = coders.collect();
        let categories = hearing.categories(conn).await?.into_iter();
        Ok(Self {
            categories: categories.map(|one| (one.letter, one.name)).collect(),
            trees: frames_of(conn, hearing_id).await?,
            people: names_of(conn, &coders).await?,
            hearing,
            said,
        })
    }

    /// Themes on passages and on whole responses.
    pub(super) fn codings(&self) -> usize {
        let each = self
            .said
            .iter()
            .map(|one| one.codings().count() + one.whole.len());
        each.sum()
    }

    /// The theme that a coding counts for: one that was merged away is the one that it was merged into.
    pub(super) fn theme(&self, id: i64) -> Option<&crate::hearing::Theme> {
        self.trees.iter().find_map(|tree| tree.find(id))
    }

    /// The names of every response that is taken along.
    pub(super) fn ids(&self) -> Vec<i64> {
        self.said.iter().map(|one| one.response.id).collect()
    }
}

impl Said {
    /// Every coding of a passage, in the order of the text.
    pub(super) fn codings(&self) -> impl Iterator<Item = (&SaidPart, &Passage, &Coding)> {
        self.parts.iter().flat_map(|part| {
            let passages = part.passages.iter();
            passages.flat_map(move |(passage, codings)| {
                codings.iter().map(move |coding| (part, passage, coding))
            })
        })
    }

    /// *A3 Hvidklit Kommune*
    pub(super) fn title(&self) -> String {
        format!("{} {}", self.reference, self.who).trim().to_owned()
    }
}

/// The parts that have a text, by response, in their order.
async fn parts(
    conn: &mut AsyncPgConnection,
    ids: &[i64],
) -> diesel::QueryResult<BTreeMap<i64, Vec<SaidPart>>> {
    let parts = Part::of_responses(conn, ids).await?;
    let texts = current_texts(conn, &parts).await?;
    let text_ids: Vec<i64> = texts.iter().map(|text| text.id).collect();
    let passages = Passage::of_texts(conn, &text_ids).await?;
    let marked: Vec<i64> = passages.iter().map(|passage| passage.id).collect();
    let mut codings: BTreeMap<i64, Vec<Coding>> = BTreeMap::new();
    for coding in Coding::of_passages(conn, &marked).await? {
        codings.entry(coding.passage_id).or_default().push(coding);
    }
    let mut on: BTreeMap<i64, Vec<(Passage, Vec<Coding>)>> = BTreeMap::new();
    for passage in passages {
        let own = codings.remove(&passage.id).unwrap_or_default();
        on.entry(passage.text_id).or_default().push((passage, own));
    }
    let mut texts: BTreeMap<i64, TextVersion> =
        texts.into_iter().map(|text| (text.id, text)).collect();
    let mut found: BTreeMap<i64, Vec<SaidPart>> = BTreeMap::new();
    for part in parts {
        let Some(text) = part.text_id.and_then(|id| texts.remove(&id)) else {
            continue;
        };
        found.entry(part.response_id).or_default().push(SaidPart {
            role: part.role,
            filename: part.filename,
            passages: on.remove(&text.id).unwrap_or_default(),
            text,
        });
    }
    Ok(found)
}
