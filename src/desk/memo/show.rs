//! One point: read by everybody, edited by its holder; who said it, what colleagues say about it, and every version with what differs.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;
use serde::Serialize;

use super::check::{changed, shown_versions, warnings};
use super::form::{PointForm, Typed};
use super::load::Memo;
use super::quote::Quotes;
use super::{At, Ref, Row};
use crate::app::App;
use crate::desk::head::Head;
use crate::desk::reading::place;
use crate::memo::{self, Comment, Point, Source, versions_of};
use crate::response::State;
use crate::staff::{Access, Person, Reader, Role, names_of, workers_of};
use crate::templates::{Page, Words};
use crate::text::diff::Difference;
use crate::web::{self, View};

/// A point.
#[derive(Clone, Debug, Serialize)]
pub struct ShowPoint {
    pub head: Head,
    /// `/sekretariat/{hearing}/hoeringsnotat`
    pub list: String,
    /// `…/punkter/{number}`
    pub here: String,
    pub message: Option<String>,
    pub row: Row,
    pub change_page: String,
    pub change_before: String,
    pub change_after: String,
    /// The version that the page shows.
    pub version: i32,
    /// It was taken out.
    pub removed: Option<DateTime<Utc>>,
    /// May be edited by who reads this, who has it.
    pub form: Option<PointForm>,
    /// Somebody else has it now.
    pub held_by: Option<String>,
    pub may_edit: bool,
    pub may_comment: bool,
    /// What a text here holds that must not be public.
    pub warnings: Vec<String>,
    /// What differs between what was typed and what was saved meanwhile.
    pub meanwhile: Vec<Changed>,
    pub sources: Vec<ShownSource>,
    pub references: String,
    pub said: String,
    pub comments: Vec<ShownComment>,
    pub versions: Vec<ShownVersion>,
    /// The version before the one that stands.
    pub before: Option<i32>,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// What a point answers.
#[derive(Clone, Debug, Serialize)]
pub struct ShownSource {
    pub id: i64,
    pub from: Ref,
    /// Where the version in force is.
    pub newer: Option<String>,
    /// Its public words.
    pub text: Option<String>,
    /// Why there are none: a key.
    pub why: Option<&'static str>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ShownComment {
    pub who: String,
    pub at: DateTime<Utc>,
    pub text: String,
}

/// A version, with what it changed in the one before.
#[derive(Clone, Debug, Serialize)]
pub struct ShownVersion {
    pub number: i32,
    pub who: String,
    pub at: DateTime<Utc>,
    pub restored: Option<i32>,
    pub stands: bool,
    pub changed: Vec<Changed>,
}

/// A field that differs.
#[derive(Clone, Debug, Serialize)]
pub struct Changed {
    pub field: String,
    pub stretches: Vec<Difference>,
}

/// What could not be done, and what was typed.
#[derive(Default)]
pub(super) struct Tried {
    pub(super) message: Option<String>,
    pub(super) typed: Option<Typed>,
    pub(super) references: String,
    /// What somebody wanted to say about it.
    pub(super) said: String,
    /// The version that was typed on; none when the one that stands now is to be shown beside it.
    pub(super) seen: Option<i32>,
    /// What stands differs from what was typed, by somebody else's hand.
    pub(super) meanwhile: bool,
}

pub(in crate::desk) async fn show(
    app: Data<App>,
    view: View,
    reader: Reader,
    at: Path<At>,
) -> web::Result {
    let mut conn = app.conn().await?;
    let who = (&**app, view.words(), &*reader);
    view.page(&page(&mut conn, who, at.id, Tried::default()).await?)
}

/// The point again with what could not be done.
pub(super) async fn again(
    (app, view, access): (&App, &View, &Access),
    number: i32,
    tried: Tried,
) -> web::Result {
    let mut conn = app.conn().await?;
    let page = page(&mut conn, (app, view.words(), access), number, tried).await?;
    view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn page(
    conn: &mut AsyncPgConnection,
    (app, words, access): (&App, &Words, &Access),
    number: i32,
    tried: Tried,
) -> web::Result<ShowPoint> {
    let point = Point::numbered(conn, access.hearing_id, number).await?;
    let now = app.clock.now();
    let memo = Memo::with(conn, access.hearing_id, now, vec![point.clone()]).await?;
    let others = Point::of_hearing(conn, access.hearing_id).await?;
    let quotes = Quotes::of(conn, words, texts_of(&memo, &point)).await?;
    let versions = versions_of(conn, point.id).await?;
    let comments = memo::comments_of(conn, point.id).await?;
    let people: Vec<i64> = versions
        .iter()
        .map(|one| one.staff_id)
        .chain(comments.iter().map(|one| one.staff_id))
        .collect();
    let people = names_of(conn, &people).await?;
    let name = |id: i64| people.get(&id).map(|one: &Person| one.name.clone());
    let may_edit = access.may(Role::Editor) && point.removed_at.is_none();
    let holder = point.holder(now);
    let mine = may_edit && holder == Some(access.person.id);
    let typed = tried.typed.clone();
    let form = if mine || typed.is_some() {
        let workers = workers_of(conn, access.hearing_id).await?;
        let shown = typed.clone().unwrap_or_else(|| Typed::from(&point.content));
        Some(PointForm::new(words, &memo, &shown, &workers))
    } else {
        None
    };
    let content = &point.content;
    let checked = typed.as_ref().map_or(content, |typed| &typed.content);
    let (previous, next) = neighbours(&memo, &others, &point);
    let list = format!("{}/hoeringsnotat", memo.base);
    let meanwhile = match &typed {
        Some(typed) if tried.meanwhile => changed(words, &memo, content, &typed.content),
        _ => Vec::new(),
    };
    let row = memo.row(words, &point);
    let held = memo.people.get(&holder.unwrap_or_default());
    Ok(ShowPoint {
        here: memo.href(number),
        list,
        message: tried.message,
        held_by: held.filter(|_| !mine).map(|one| one.name.clone()),
        warnings: warnings(words, checked, &quotes),
        meanwhile,
        sources: shown_sources(words, &memo, &quotes, &point),
        references: tried.references,
        said: tried.said,
        comments: said(&comments, &name),
        before: versions.get(1).map(|one| one.number),
        versions: shown_versions(words, &memo, &versions, &name),
        change_page: content.change_page.clone(),
        change_before: content.change_before.clone(),
        change_after: content.change_after.clone(),
        row: Row {
            remark: content.remark.clone(),
            comment: content.comment.clone(),
            ..row
        },
        version: tried.seen.unwrap_or(point.version),
        removed: point.removed_at,
        form,
        may_edit,
        may_comment: access.may(Role::Tagger) && point.removed_at.is_none(),
        previous,
        next,
        head: Head::of(conn, &memo.hearing, access).await?,
    })
}

fn texts_of<'a>(memo: &'a Memo, point: &Point) -> impl Iterator<Item = i64> + 'a {
    memo.sources_of(point).iter().filter_map(|it| it.text_id)
}

/// The points before and after it in the memo.
fn neighbours(memo: &Memo, all: &[Point], point: &Point) -> (Option<String>, Option<String>) {
    let sections = memo::sections(&memo.trees);
    let place = |one: &Point| {
        let own = memo.section(one);
        let at = sections.iter().position(|section| *section == own);
        (at.unwrap_or(usize::MAX), one.position, one.id)
    };
    let mut ordered: Vec<&Point> = all.iter().collect();
    ordered.sort_by_key(|one| place(one));
    let Some(at) = ordered.iter().position(|one| one.id == point.id) else {
        return (None, None);
    };
    let href = |one: &&Point| memo.href(one.number);
    let before = at.checked_sub(1).and_then(|at| ordered.get(at));
    (before.map(href), ordered.get(at + 1).map(href))
}

fn said(comments: &[Comment], name: &impl Fn(i64) -> Option<String>) -> Vec<ShownComment> {
    let each = comments.iter().map(|one| ShownComment {
        who: name(one.staff_id).unwrap_or_default(),
        at: one.created_at,
        text: one.text.clone(),
    });
    each.collect()
}

fn shown_sources(words: &Words, memo: &Memo, quotes: &Quotes, point: &Point) -> Vec<ShownSource> {
    let sources = memo.sources_of(point).iter();
    sources
        .filter_map(|source| shown_source(words, memo, quotes, source))
        .collect()
}

fn shown_source(
    words: &Words,
    memo: &Memo,
    quotes: &Quotes,
    source: &Source,
) -> Option<ShownSource> {
    if let Some(id) = source.input_id {
        let input = memo.inputs.iter().find(|input| input.id == id)?;
        return Some(ShownSource {
            id: source.id,
            from: Ref {
                label: words.text("memo-note", &[]),
                who: memo.note_title(words, input),
                href: format!("{}/noter#note-{id}", memo.base),
                gone: input.removed_at.map(|_| words.text("memo-gone-note", &[])),
            },
            newer: None,
            text: Some(input.text.clone()),
            why: None,
        });
    }
    let voice = memo.voices.get(source.response_id?)?;
    let mut from = memo.reference(words, voice);
    let (mut text, mut why) = (None, Some("memo-whole"));
    if let Some((text_id, at)) = source.place() {
        if let Some(whole) = quotes.text(text_id) {
            let start = place(whole, at.start);
            from.href = format!("{}?ved={text_id}-{start}#t{text_id}-{start}", from.href);
        }
        // What was taken back is not quoted, nor what no longer counts.
        text = quotes
            .words(text_id, at)
            .filter(|_| voice.state == State::Current);
        why = match (&text, source.is_unmarked()) {
            (Some(_), false) => None,
            (Some(_), true) => Some("memo-unmarked"),
            (None, _) => Some("memo-not-public"),
        };
    }
    Some(ShownSource {
        id: source.id,
        newer: voice
            .in_force
            .as_ref()
            .map(|number| format!("{}/svar/{number}", memo.base)),
        from,
        text,
        why,
    })
}

impl Page for ShowPoint {
    const TEMPLATE: &'static str = "desk/memo/show";

    fn sample() -> Self {
        super::sample_point::point()
    }

    fn samples() -> Vec<(&'static str, Self)> {
        super::sample_point::points()
    }
}
