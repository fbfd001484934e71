//! The list as a spreadsheet, whose columns are called as an import knows them.

use actix_web::web::Data;

use super::list::row;
use super::load::{self, Loaded};
use crate::app::App;
use crate::audit::Event;
use crate::desk::overview::named;
use crate::desk::table::{Cell, Column, Table, xlsx};
use crate::hearing::Hearing;
use crate::staff::{Access, Reader};
use crate::templates::Words;
use crate::web::{self, View};

/// The list with its states as a spreadsheet. That somebody took it along is a row of the log.
pub(in crate::desk) async fn export(app: Data<App>, view: View, reader: Reader) -> web::Result {
    let words = view.words();
    let access: &Access = &reader;
    let mut conn = app.conn().await?;
    let hearing = Hearing::find(&mut conn, access.hearing_id).await?;
    let base = format!("/sekretariat/{}", hearing.slug);
    let loaded = load::load(&mut conn, hearing).await?;
    let by = access.act(app.clock.now());
    let bytes = xlsx(&table(words, &loaded, &base, &app))?;
    Event::by_staff(by.staff_id, "consultees_taken", "hearing", by.hearing_id)
        .in_hearing(by.hearing_id)
        .with(serde_json::json!({ "consultees": loaded.consultees.len() }))
        .record(&mut conn, by.now)
        .await?;
    Ok(named(
        bytes,
        &access.slug,
        &words.text("parties-file", &[]),
        "xlsx",
    ))
}

/// The columns are called as an import knows them, so that the file can be corrected and come back.
fn table(words: &Words, loaded: &Loaded, base: &str, app: &App) -> Table {
    let made_at = app.clock.now();
    let columns = [
        ("parties-name", 30),
        ("desk-category", 8),
        ("parties-kind", 12),
        ("parties-email", 24),
        ("parties-way", 10),
        ("parties-status", 14),
        ("parties-how", 20),
        ("parties-letters", 24),
        ("parties-deadline", 12),
    ];
    let title = loaded.hearing.title.as_str().into();
    let at = words.datetime(made_at).into();
    let rows = loaded.consultees.iter().map(|one| {
        let shown = row(words, loaded, base, one);
        let how: Vec<String> = shown.answers.into_iter().map(|it| it.how).collect();
        let deadline = loaded.own_deadline(one).map(|day| words.date(day));
        vec![
            Cell::from(shown.name),
            shown.category.into(),
            one.kind.clone().into(),
            shown.email.into(),
            shown.way.into(),
            shown.status.into(),
            Cell::lines(&how),
            Cell::lines(&shown.letters),
            deadline.unwrap_or_default().into(),
        ]
    });
    Table {
        title: words.text("parties-of", &[("title", title)]),
        about: vec![words.text("overview-made", &[("at", at)])],
        columns: columns
            .into_iter()
            .map(|(key, share)| Column::new(words.text(key, &[]), share))
            .collect(),
        rows: rows.collect(),
        made_at,
        property: None,
    }
}
