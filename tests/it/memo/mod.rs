//! The memo over real requests: every point answered, every answer leads to who said it, and many hands that lose nothing.

mod acts;
mod approved;
mod back_bad;
mod back_changes;
mod back_files;
mod demo;
mod file;
mod keys;
mod order;
mod sources;

use hoering::hearing::frames_of;
use hoering::memo::{Content, NewSource, Place, Point, make};
use hoering::staff::{Act, Person};
use hoering::tagging::{self, Coding};
use hoering::text::Span;

use crate::app::{Answer, HEARING, TestApp};
use crate::desk::{Made, theme};

pub fn list() -> String {
    format!("/sekretariat/{HEARING}/hoeringsnotat")
}

pub fn page_of(number: i32) -> String {
    format!("{}/punkter/{number}", list())
}

pub async fn act_of(app: &TestApp, who: &Person) -> Act {
    Act {
        staff_id: who.id,
        hearing_id: app.hearing().await.id,
        now: app.app.clock.now(),
    }
}

/// Marks a place of a response with a theme, and gives the passage.
pub async fn mark(
    app: &TestApp,
    who: &Person,
    made: &Made,
    (start, end): (usize, usize),
    number: i32,
) -> i64 {
    let by = act_of(app, who).await;
    let theme = theme(app, number).await.parse().unwrap();
    let mut conn = app.conn().await;
    let at = (made.text_id, Span::new(start, end));
    let coding = tagging::mark(&mut conn, by, at, theme, None).await.unwrap();
    let all = tagging::Passage::of_texts(&mut conn, &[made.text_id])
        .await
        .unwrap();
    let ids: Vec<i64> = all.iter().map(|it| it.id).collect();
    let codings = Coding::of_passages(&mut conn, &ids).await.unwrap();
    codings
        .iter()
        .find(|it| it.id == coding)
        .unwrap()
        .passage_id
}

/// A point under a theme, as a draft with these sources.
pub async fn point(
    app: &TestApp,
    who: &Person,
    number: i32,
    remark: &str,
    sources: &[NewSource],
) -> i32 {
    let by = act_of(app, who).await;
    let theme = theme(app, number).await.parse().ok();
    let content = Content::draft(remark, Place::Theme, theme);
    make(&mut *app.conn().await, by, content, sources)
        .await
        .unwrap()
}

pub async fn stands(app: &TestApp, number: i32) -> Point {
    let hearing = app.hearing().await;
    Point::numbered(&mut *app.conn().await, hearing.id, number)
        .await
        .unwrap()
}

/// The fields of a point's form: as it stands, with these in the place of its own.
pub async fn fields<'a>(
    app: &TestApp,
    number: i32,
    other: &[(&'a str, &'a str)],
) -> Vec<(&'a str, String)> {
    let point = stands(app, number).await;
    let content = point.content;
    let section = content.theme_id.map(|id| id.to_string());
    let own = [
        ("version", point.version.to_string()),
        ("remark", content.remark),
        ("comment", content.comment),
        (
            "disposition",
            content
                .disposition
                .map(|it| it.to_string())
                .unwrap_or_default(),
        ),
        ("department", content.department),
        ("change_page", content.change_page),
        ("change_before", content.change_before),
        ("change_after", content.change_after),
        (
            "section",
            section.unwrap_or_else(|| content.place.to_string()),
        ),
        ("state", content.state.to_string()),
        (
            "owner",
            content
                .owner_id
                .map(|id| id.to_string())
                .unwrap_or_default(),
        ),
        ("due", String::new()),
    ];
    own.into_iter()
        .map(|(name, value)| {
            let given = other.iter().find(|(known, _)| *known == name);
            (name, given.map_or(value, |(_, value)| (*value).to_owned()))
        })
        .collect()
}

/// Sends the form of a point.
pub async fn send(app: &TestApp, number: i32, fields: &[(&str, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, it)| (*name, it.as_str()))
        .collect();
    app.post(&list(), &page_of(number), &fields).await
}

/// Changes a point by its form, in one go.
pub async fn change(app: &TestApp, number: i32, other: &[(&str, &str)]) -> Answer {
    let fields = fields(app, number, other).await;
    send(app, number, &fields).await
}

/// A theme of the hearing by its number.
pub async fn theme_id(app: &TestApp, number: i32) -> i64 {
    theme(app, number).await.parse().unwrap()
}

/// The ids of the themes of another frame than the first.
pub async fn general_theme(app: &TestApp) -> i64 {
    let hearing = app.hearing().await;
    let frames = frames_of(&mut *app.conn().await, hearing.id).await.unwrap();
    let outside = frames
        .iter()
        .find(|tree| tree.frame.key == "oevrigt")
        .unwrap();
    let general = outside
        .leaves()
        .find(|it| it.key.as_deref() == Some("generelt"));
    general.unwrap().id
}
