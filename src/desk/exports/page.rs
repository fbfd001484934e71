//! The page that leads to the files.

use actix_web::web::Data;
use serde::Serialize;

use super::read::Material;
use crate::app::App;
use crate::desk::head::Head;
use crate::hearing::Hearing;
use crate::staff::Editor;
use crate::templates::{Choice, Page};
use crate::web::{self, View};

/// The exports.
#[derive(Clone, Debug, Serialize)]
pub struct ShowExports {
    pub head: Head,
    /// Responses that stand.
    pub responses: usize,
    /// Themes on passages and on whole responses.
    pub codings: usize,
    pub categories: Vec<Choice>,
}

pub(in crate::desk) async fn show(app: Data<App>, view: View, editor: Editor) -> web::Result {
    let mut conn = app.conn().await?;
    let hearing = Hearing::find(&mut conn, editor.hearing_id).await?;
    let head = Head::of(&mut conn, &hearing, &editor).await?;
    let material = Material::read(&mut conn, hearing.id).await?;
    let mut categories: Vec<Choice> = material
        .categories
        .iter()
        .map(|(letter, name)| {
            let n = material.said.iter().filter(|one| one.letter == *letter);
            let label = view.words().text(
                "export-category",
                &[
                    ("name", format!("{letter} {name}").into()),
                    ("n", n.count().into()),
                ],
            );
            Choice::new(letter, &label, true)
        })
        .collect();
    if material.said.iter().any(|one| one.letter.is_empty()) {
        let none = view.words().text("export-no-category", &[]);
        categories.push(Choice::new("-", &none, true));
    }
    view.page(&ShowExports {
        responses: material.said.len(),
        codings: material.codings(),
        categories,
        head,
    })
}

impl Page for ShowExports {
    const TEMPLATE: &'static str = "desk/exports";

    fn sample() -> Self {
        Self {
            head: Head::sample(),
            responses: 41,
            codings: 354,
            categories: vec![
                Choice::new("A", "A Kommuner (12 svar)", true),
                Choice::new("-", "Uden kategori", true),
            ],
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let none = Self {
            responses: 0,
            codings: 0,
            categories: vec![],
            ..Self::sample()
        };
        vec![("", Self::sample()), ("none", none)]
    }
}
