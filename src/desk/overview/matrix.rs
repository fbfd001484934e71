//! Who writes about what, as sheets beside the overview: each theme in each category, counted in responses and in passages.

use chrono::{DateTime, Utc};

use crate::app::App;
use crate::desk::table::{Cell, Column, Table};
use crate::desk::themes::count_by;
use crate::hearing::{Hearing, frames_of};
use crate::staff::Access;
use crate::templates::Words;
use crate::web;

/// The sheets by their names.
pub(super) async fn sheets(
    app: &App,
    words: &Words,
    access: &Access,
    made_at: DateTime<Utc>,
) -> web::Result<Vec<(String, Table)>> {
    let mut conn = app.conn().await?;
    let hearing = Hearing::find(&mut conn, access.hearing_id).await?;
    let categories = hearing.categories(&mut conn).await?;
    let mut letters: Vec<String> = categories.iter().map(|one| one.letter.clone()).collect();
    // Those that nobody has put in a category.
    letters.push(String::new());
    let counts = count_by(&mut conn, hearing.id, &letters).await?;
    let none = words.text("export-no-category", &[]);
    let names = categories
        .iter()
        .map(|one| format!("{} {}", one.letter, one.name));
    let names: Vec<String> = names.chain([none]).collect();
    let trees = frames_of(&mut conn, hearing.id).await?;
    Ok(["export-matrix-responses", "export-matrix-passages"]
        .into_iter()
        .map(|key| {
            let of = |cell: &(usize, usize)| match key {
                "export-matrix-responses" => cell.0,
                _ => cell.1,
            };
            let name = words.text(key, &[]);
            let heading = |key: &str| words.text(key, &[]);
            let mut columns = vec![Column::new(heading("export-matrix-theme"), 40)];
            columns.extend(names.iter().map(|name| Column::new(name.clone(), 8)));
            columns.push(Column::new(heading("export-matrix-total"), 8));
            let rows = trees.iter().flat_map(|tree| tree.leaves()).map(|theme| {
                let cells = counts.get(&theme.id);
                let mut row: Vec<Cell> = vec![theme.label().into()];
                row.extend((0..=letters.len()).map(|at| {
                    let cell = cells.and_then(|cells| cells.get(at));
                    Cell::Count(cell.map(of).unwrap_or_default())
                }));
                row
            });
            let table = Table {
                title: format!("{name}: {}", hearing.title),
                about: vec![words.text("export-matrix-note", &[])],
                columns,
                rows: rows.collect(),
                made_at,
                property: None,
            };
            (name, table)
        })
        .collect())
}
