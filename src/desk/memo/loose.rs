//! What stands under no point yet: marked passages by theme, and notes from workshops.

use diesel_async::AsyncPgConnection;
use serde::Serialize;

use super::Ref;
use super::load::Memo;
use super::quote::Quotes;
use crate::desk::panel::stance_text;
use crate::desk::reading::place;
use crate::memo::{self, Loose};
use crate::tagging::Stance;
use crate::templates::{Choice, Words};

/// At most so many at once: what is dealt with goes, and the next come up.
const AT_ONCE: usize = 30;

/// What is under no point.
#[derive(Clone, Debug, Serialize)]
pub struct LooseList {
    /// All of them, whatever is chosen.
    pub total: usize,
    /// Those with the chosen theme that are not on the page.
    pub more: usize,
    pub themes: Vec<Choice>,
    /// The view that the filter keeps.
    pub by: String,
    pub items: Vec<LooseItem>,
}

/// A passage or a note.
#[derive(Clone, Debug, Serialize)]
pub struct LooseItem {
    /// `passage` or `note`, and its id.
    pub field: &'static str,
    pub id: i64,
    pub from: Ref,
    pub stance: String,
    pub chips: Vec<Chip>,
    /// Its public words; none where nothing of it is public.
    pub text: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Chip {
    pub label: String,
    pub title: String,
    pub track: u8,
}

/// What is looked for.
pub(super) struct Wanted<'a> {
    pub(super) by: &'a str,
    pub(super) theme: Option<i64>,
}

impl LooseList {
    pub(super) async fn of(
        conn: &mut AsyncPgConnection,
        words: &Words,
        memo: &Memo,
        wanted: Wanted<'_>,
    ) -> diesel::QueryResult<Self> {
        let mut passages = memo::loose_of(conn, memo.hearing.id).await?;
        let inputs = memo::loose_inputs(conn, memo.hearing.id).await?;
        let ids: Vec<i64> = inputs.iter().map(|input| input.id).collect();
        let tagged = crate::input::themes_of(conn, &ids).await?;
        let total = passages.len() + inputs.len();
        let in_force = |id: i64| {
            memo.trees
                .iter()
                .find_map(|tree| tree.find(id))
                .map(|it| it.id)
        };
        for passage in &mut passages {
            passage.themes = passage
                .themes
                .iter()
                .filter_map(|id| in_force(*id))
                .collect();
        }
        let has = |themes: &[i64]| wanted.theme.is_none_or(|theme| themes.contains(&theme));
        let used = passages.iter().flat_map(|one| one.themes.clone());
        let used: Vec<i64> = used
            .chain(tagged.iter().filter_map(|(_, id)| in_force(*id)))
            .collect();
        let passages: Vec<Loose> = passages
            .into_iter()
            .filter(|one| has(&one.themes))
            .collect();
        let notes: Vec<_> = inputs
            .iter()
            .map(|input| {
                let own = tagged.iter().filter(|(id, _)| *id == input.id);
                let themes: Vec<i64> = own.filter_map(|(_, theme)| in_force(*theme)).collect();
                (input, themes)
            })
            .filter(|(_, themes)| has(themes))
            .collect();
        let chosen = passages.len() + notes.len();
        let shown = &passages[..passages.len().min(AT_ONCE)];
        let quotes = Quotes::of(conn, words, shown.iter().map(|one| one.text_id)).await?;
        let passages = shown.iter().map(|one| passage(memo, words, &quotes, one));
        let notes = notes.iter().map(|(input, themes)| LooseItem {
            field: "note",
            id: input.id,
            from: Ref {
                label: words.text("memo-note", &[]),
                who: memo.note_title(words, input),
                href: format!("{}/noter#note-{}", memo.base, input.id),
                gone: None,
            },
            stance: String::new(),
            chips: chips(memo, themes),
            text: Some(input.text.clone()),
        });
        let items: Vec<LooseItem> = passages.chain(notes).take(AT_ONCE).collect();
        Ok(Self {
            total,
            more: chosen - items.len(),
            themes: themes(memo, &used, wanted.theme),
            by: wanted.by.to_owned(),
            items,
        })
    }
}

fn passage(memo: &Memo, words: &Words, quotes: &Quotes, one: &Loose) -> LooseItem {
    let voice = memo.voices.get(one.response_id);
    let mut from = voice.map_or_else(
        || Ref {
            label: String::new(),
            who: String::new(),
            href: memo.base.clone(),
            gone: None,
        },
        |voice| memo.reference(words, voice),
    );
    if let Some(text) = quotes.text(one.text_id) {
        let at = place(text, one.span().start);
        from.href = format!("{}?ved={}-{at}#t{}-{at}", from.href, text.id, text.id);
    }
    let stances = one.stances.iter().filter_map(|word| Stance::parse(word));
    LooseItem {
        field: "passage",
        id: one.passage_id,
        from,
        stance: stances
            .map(|stance| stance_text(words, stance))
            .collect::<Vec<_>>()
            .join(", "),
        chips: chips(memo, &one.themes),
        text: quotes.words(one.text_id, one.span()),
    }
}

fn chips(memo: &Memo, themes: &[i64]) -> Vec<Chip> {
    let mut seen: Vec<Chip> = Vec::new();
    for look in themes.iter().filter_map(|id| memo.looks.get(id)) {
        if seen.iter().all(|chip| chip.title != look.title) {
            seen.push(Chip {
                label: look.label.clone(),
                title: look.title.clone(),
                track: look.track,
            });
        }
    }
    seen
}

/// The themes that something loose has, with how many.
fn themes(memo: &Memo, used: &[i64], chosen: Option<i64>) -> Vec<Choice> {
    memo.trees
        .iter()
        .flat_map(|tree| tree.leaves())
        .filter_map(|theme| {
            let count = used.iter().filter(|id| **id == theme.id).count();
            let picked = chosen == Some(theme.id);
            let label = format!("{} ({count})", theme.label());
            (count > 0 || picked).then(|| Choice::new(&theme.id.to_string(), &label, picked))
        })
        .collect()
}
