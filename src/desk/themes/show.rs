//! What stands under a theme: the passages, with whose they are, and where they stand.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use diesel_async::AsyncPgConnection;
use serde::Serialize;

use super::counts::{Counts, with_below};
use super::list::{Happened, happened};
use super::{At, Filter, stances};
use crate::app::App;
use crate::desk::head::Head;
use crate::desk::inbox;
use crate::desk::panel::{self, stance_text};
use crate::desk::reading::place;
use crate::hearing::frames::events_of;
use crate::hearing::{Category, Hearing, ThemeTree, frames_of};
use crate::response::TextVersion;
use crate::staff::{Access, Reader};
use crate::tagging::{Quote, Stance, Wanted, marks_of, read_quotes};
use crate::templates::{Choice, Field, Page, Words};
use crate::web::{self, Error, View, redirect};

/// Passages of a page.
const ROWS: i64 = 100;

/// A theme.
#[derive(Clone, Debug, Serialize)]
pub struct ShowTheme {
    pub head: Head,
    /// `/sekretariat/{hearing}/temaer/{id}`
    pub here: String,
    pub label: String,
    pub title: String,
    pub track: u8,
    pub frame: String,
    pub version: i32,
    /// What the plan says, to read when in doubt.
    pub guide: String,
    /// Under this theme, whatever the filter.
    pub responses: usize,
    pub passages: usize,
    /// With the filter.
    pub shown: usize,
    pub filtered: bool,
    pub categories: Vec<Choice>,
    pub stances: Vec<Choice>,
    pub quotes: Vec<ShownQuote>,
    pub newer: Option<String>,
    pub older: Option<String>,
    /// Has others below it.
    pub group: bool,
    pub name: Field,
    /// Themes that it can be merged into.
    pub targets: Vec<Choice>,
    pub merge_error: Option<String>,
    pub events: Vec<Happened>,
}

/// A passage, or a whole response.
#[derive(Clone, Debug, Serialize)]
pub struct ShownQuote {
    pub reference: String,
    pub who: String,
    pub href: String,
    /// None for the whole response.
    pub text: Option<String>,
    pub stance: String,
    pub coders: String,
    /// Where the page is of a group: the theme below it.
    pub theme: Option<String>,
}

/// What was typed, and why it was not done.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) name: Option<String>,
    pub(super) name_error: Option<String>,
    pub(super) into: String,
    pub(super) merge_error: Option<String>,
}

pub(in crate::desk) async fn show(
    app: Data<App>,
    view: View,
    reader: Reader,
    at: Path<At>,
    filter: Query<Filter>,
) -> web::Result {
    let mut conn = app.conn().await?;
    let trees = frames_of(&mut conn, reader.hearing_id).await?;
    // A theme that was merged away is where its passages are.
    let away = trees.iter().flat_map(|tree| &tree.merged);
    if let Some((_, to)) = away.into_iter().find(|(theme, _)| theme.id == at.id) {
        return redirect(reader.at(&format!("temaer/{to}")));
    }
    let who = (&**app, view.words(), &*reader);
    let page = page(
        &mut conn,
        who,
        (at.id, filter.into_inner()),
        Typed::default(),
    )
    .await?;
    view.page(&page)
}

pub(super) async fn again(
    (app, view, access): (&App, &View, &Access),
    id: i64,
    typed: Typed,
) -> web::Result {
    let mut conn = app.conn().await?;
    let who = (app, view.words(), access);
    let page = page(&mut conn, who, (id, Filter::default()), typed).await?;
    view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn page(
    conn: &mut AsyncPgConnection,
    (app, words, access): (&App, &Words, &Access),
    (id, filter): (i64, Filter),
    typed: Typed,
) -> web::Result<ShowTheme> {
    let hearing = Hearing::find(conn, access.hearing_id).await?;
    let head = Head::of(conn, &hearing, access).await?;
    let trees = frames_of(conn, hearing.id).await?;
    let own = |tree: &&ThemeTree| tree.themes.iter().any(|(theme, ..)| theme.id == id);
    let tree = trees.iter().find(own).ok_or(Error::NotFound)?;
    let theme = tree.find(id).ok_or(Error::NotFound)?;
    let categories = hearing.categories(conn).await?;
    let letters: Vec<String> = categories.iter().map(|one| one.letter.clone()).collect();
    let filter = filter.known(&letters);
    let within = with_below(tree, id);
    let marks = marks_of(conn, hearing.id).await?;
    let all = Counts::new(&marks, "").of(&within, None);
    let letter = Some(filter.kategori.as_str()).filter(|letter| !letter.is_empty());
    let shown = Counts::new(&marks, &filter.holdning).of(&within, letter);
    let wanted = Wanted {
        themes: &within,
        letter: &filter.kategori,
        stance: &filter.holdning,
    };
    let by = access.act(app.clock.now());
    let rows = (ROWS + 1, (filter.side - 1).saturating_mul(ROWS));
    let mut found = read_quotes(conn, by, (id, wanted), rows).await?;
    let more = i64::try_from(found.len()).is_ok_and(|count| count > ROWS);
    found.truncate(usize::try_from(ROWS).unwrap_or_default());
    let here = format!("{}/temaer/{id}", head.base);
    let to = |page: i64| {
        let query = Filter::query(&filter.kategori, &filter.holdning, page);
        format!("{here}{query}")
    };
    let look = panel::looks(&trees).remove(&id);
    let events = events_of(conn, hearing.id).await?;
    let events: Vec<_> = events
        .into_iter()
        .filter(|one| one.theme_id == id || one.detail["into"] == id)
        .collect();
    Ok(ShowTheme {
        label: look
            .as_ref()
            .map(|look| look.label.clone())
            .unwrap_or_default(),
        title: theme.title.clone(),
        track: look.map_or(1, |look| look.track),
        frame: tree.frame.title.clone(),
        version: tree.frame.version,
        guide: theme.guide.clone(),
        responses: all.responses,
        passages: all.passages,
        shown: shown.responses,
        filtered: !filter.kategori.is_empty() || !filter.holdning.is_empty(),
        categories: category_choices(&categories, &filter.kategori),
        stances: stances(words, &filter.holdning),
        quotes: quotes(conn, words, (&head.base, tree, id), &found).await?,
        newer: (filter.side > 1).then(|| to(filter.side - 1)),
        older: more.then(|| to(filter.side + 1)),
        group: within.len() > 1,
        name: Field {
            value: typed.name.unwrap_or_else(|| theme.title.clone()),
            error: typed.name_error,
        },
        targets: targets(tree, id, &typed.into),
        merge_error: typed.merge_error,
        events: happened(conn, (words, access), &trees, &events).await?,
        here,
        head,
    })
}

fn category_choices(categories: &[Category], chosen: &str) -> Vec<Choice> {
    categories
        .iter()
        .map(|one| {
            let label = format!("{} {}", one.letter, one.name);
            Choice::new(&one.letter, &label, one.letter == chosen)
        })
        .collect()
}

/// The other themes of the frame that have none below them.
fn targets(tree: &ThemeTree, id: i64, chosen: &str) -> Vec<Choice> {
    tree.leaves()
        .filter(|theme| theme.id != id)
        .map(|theme| {
            let own = theme.id.to_string();
            let label = match theme.number {
                Some(number) => format!("{number} {}", theme.title),
                None => theme.title.clone(),
            };
            Choice::new(&own, &label, own == chosen)
        })
        .collect()
}

async fn quotes(
    conn: &mut AsyncPgConnection,
    words: &Words,
    (base, tree, id): (&str, &ThemeTree, i64),
    found: &[Quote],
) -> web::Result<Vec<ShownQuote>> {
    let mut texts: BTreeMap<i64, TextVersion> = BTreeMap::new();
    for text_id in found.iter().filter_map(|one| one.text_id) {
        if let std::collections::btree_map::Entry::Vacant(empty) = texts.entry(text_id) {
            empty.insert(TextVersion::find(conn, text_id).await?);
        }
    }
    Ok(found
        .iter()
        .map(|one| {
            let text = one.text_id.and_then(|id| texts.get(&id));
            let at = text.zip(one.starts).map(|(text, starts)| {
                let start = place(text, usize::try_from(starts).unwrap_or_default());
                format!("?ved={}-{start}#t{}-{start}", text.id, text.id)
            });
            let letter = one.letter.clone().unwrap_or_default();
            let below = tree.find(one.theme_id).filter(|theme| theme.id != id);
            ShownQuote {
                reference: match one.reference_number {
                    Some(number) => format!("{letter}{number}"),
                    None => letter,
                },
                who: inbox::who(words, &one.who),
                href: format!("{base}/svar/{}{}", one.number, at.unwrap_or_default()),
                text: one.exact.clone(),
                stance: one
                    .stances
                    .iter()
                    .filter_map(|word| Stance::parse(word))
                    .map(|stance| stance_text(words, stance))
                    .collect::<Vec<_>>()
                    .join(", "),
                coders: one.coders.join(", "),
                theme: below.map(|theme| theme.title.clone()),
            }
        })
        .collect())
}

impl Page for ShowTheme {
    const TEMPLATE: &'static str = "desk/themes/show";

    fn sample() -> Self {
        super::sample::theme()
    }

    fn samples() -> Vec<(&'static str, Self)> {
        super::sample::themes()
    }
}
