//! Everything that has arrived, in one list: filtered, searched, a page at a time, with acts on many at once.

pub mod list;
mod sample;
mod words;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::bulk::{self, Bulk, BulkDone};
use super::head::Head;
use super::mails::{self, Others};
use super::rows::{self, Filter};
use super::views::{self, Views};
use super::{assigned, folded};
use crate::app::App;
use crate::hearing::{Hearing, frames_of};
use crate::response::{Channel, Work};
use crate::staff::{Access, Reader};
use crate::templates::{Choice, Words, pages};
use crate::web::{self, View};

pub(super) use list::{List, listed};
pub(super) use words::{channel_text, note, theme_choices, who, work_text};

pages![Inbox];

/// How many responses stand on a page of the inbox.
const PER_PAGE: usize = 200;

/// The inbox.
#[derive(Clone, Debug, Serialize)]
pub struct Inbox {
    pub head: Head,
    pub list: List,
    /// Mails that are no responses.
    pub others: Others,
    pub filter: Filter,
    /// The filter as the end of an address.
    pub query: String,
    pub works: Vec<WorkCount>,
    pub categories: Vec<Choice>,
    pub themes: Vec<Choice>,
    pub channels: Vec<Choice>,
    /// Who works on it, to choose from; whoever reads stands first.
    pub people: Vec<Choice>,
    pub filtered: bool,
    pub views: Views,
    pub bulk: Bulk,
    /// What was just done to many.
    pub done: Option<BulkDone>,
    /// What could not be done.
    pub message: Option<String>,
    pub pager: Option<Pager>,
    /// The reader's id, for *give it to me*.
    pub me: i64,
}

/// A state of the work and how many are in it.
#[derive(Clone, Debug, Serialize)]
pub struct WorkCount {
    pub text: String,
    pub mark: &'static str,
    pub count: i64,
    pub href: String,
    pub current: bool,
}

/// Where one is in a long list.
#[derive(Clone, Debug, Serialize)]
pub struct Pager {
    pub page: usize,
    pub pages: usize,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// What the address says beside the filter.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Place {
    /// The page, from 1.
    pub side: usize,
    /// The act on many that was just done.
    pub gjort: Option<Uuid>,
}

pub(super) async fn index(
    app: Data<App>,
    view: View,
    reader: Reader,
    (filter, place): (Query<Filter>, Query<Place>),
) -> web::Result {
    let at = (filter.into_inner(), place.into_inner());
    render((&app, &view, &reader), at, (StatusCode::OK, None)).await
}

/// The page, with what could not be done when it answers an act.
pub(super) async fn render(
    (app, view, access): (&App, &View, &Access),
    (filter, place): (Filter, Place),
    (status, message): (StatusCode, Option<String>),
) -> web::Result {
    let mut conn = app.conn().await?;
    let hearing = Hearing::find(&mut conn, access.hearing_id).await?;
    let head = Head::of(&mut conn, &hearing, access).await?;
    let found = if filter.liste.is_empty() {
        rows::list(&mut conn, &hearing, &filter).await?
    } else {
        Vec::new()
    };
    // Beside responses that are filtered by what only responses have, no mails are looked for.
    let asked = Filter {
        q: filter.q.clone(),
        liste: filter.liste.clone(),
        ..Filter::default()
    };
    let by_work = rows::by_work(&mut conn, hearing.id).await?;
    let categories = hearing.categories(&mut conn).await?;
    let frames = frames_of(&mut conn, hearing.id).await?;
    let words = view.words();
    let people = assigned::filter(&mut conn, words, access, &filter.hos).await?;
    let mut list = listed(words, &head.base, (&found, &by_work), &filter);
    folded::fold(&mut list, &found);
    let themes = theme_choices(&frames, &filter.tema);
    let query = filter.query();
    let pager = paged(
        &mut list,
        place.side,
        &format!("{}/indbakke{query}", head.base),
    );
    put_snippets(&mut conn, &mut list, &filter).await?;
    let at = (&hearing, head.base.as_str());
    let what = (filter.liste.as_str(), filter.q.as_str());
    let what = (asked == filter).then_some(what);
    let others = mails::others(&mut conn, words, at, what).await?;
    let page = Inbox {
        others,
        works: works(words, (&head.base, &filter), &by_work),
        views: views::of(&mut conn, words, access, &query).await?,
        bulk: Bulk::of(words, access, (&people, &categories, &themes)),
        done: bulk::done(&mut conn, words, access, place.gjort).await?,
        categories: categories
            .iter()
            .map(|one| {
                let label = format!("{} {}", one.letter, one.name);
                Choice::new(&one.letter, &label, one.letter == filter.kategori)
            })
            .collect(),
        channels: Channel::ALL
            .iter()
            .map(|one| {
                let chosen = filter.kanal == one.as_str();
                Choice::new(one.as_str(), &channel_text(words, *one), chosen)
            })
            .collect(),
        filtered: !filter.is_empty(),
        list,
        themes,
        people,
        filter,
        query,
        head,
        message,
        pager,
        me: access.person.id,
    };
    view.page_with_status(status, &page)
}

/// Around what is searched for, on the rows that are shown.
async fn put_snippets(
    conn: &mut AsyncPgConnection,
    list: &mut List,
    filter: &Filter,
) -> QueryResult<()> {
    let shown: Vec<i64> = list.items.iter().map(|item| item.id).collect();
    let mut snippets = rows::snippets(conn, &shown, filter).await?;
    for item in &mut list.items {
        item.snippet = snippets.remove(&item.id).unwrap_or_default();
    }
    Ok(())
}

fn works(
    words: &Words,
    (base, filter): (&str, &Filter),
    by_work: &[(String, i64)],
) -> Vec<WorkCount> {
    Work::ALL
        .iter()
        .map(|work| {
            let (text, mark) = work_text(words, *work);
            let current = filter.arbejde == work.as_str();
            let arbejde = if current {
                String::new()
            } else {
                work.to_string()
            };
            let only = Filter {
                arbejde,
                liste: String::new(),
                ..filter.clone()
            };
            WorkCount {
                text,
                mark,
                count: list::count_of(by_work, *work),
                href: format!("{base}/indbakke{}", only.query()),
                current,
            }
        })
        .collect()
}

/// Keeps one page of a long list, and says where that is.
fn paged(list: &mut List, side: usize, here: &str) -> Option<Pager> {
    let pages = list.items.len().div_ceil(PER_PAGE);
    if pages < 2 {
        return None;
    }
    let page = side.clamp(1, pages);
    let sign = if here.contains('?') { '&' } else { '?' };
    let to = |page: usize| format!("{here}{sign}side={page}");
    let start = (page - 1) * PER_PAGE;
    list.items = std::mem::take(&mut list.items)
        .into_iter()
        .skip(start)
        .take(PER_PAGE)
        .collect();
    Some(Pager {
        page,
        pages,
        previous: (page > 1).then(|| to(page - 1)),
        next: (page < pages).then(|| to(page + 1)),
    })
}
