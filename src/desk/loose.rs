//! What was marked or hidden on a text that is no longer in force and is not found again for certain: shown beside the text, so that a
//! person places it or takes it away. Until then it stops the release.

use diesel_async::AsyncPgConnection;
use serde::Serialize;

use super::acts::{Done, FieldList, On};
use super::answer::{Refused, places};
use super::panel;
use crate::hearing::ThemeTree;
use crate::redaction::{self, Redaction};
use crate::response::{Part, Response};
use crate::staff::Act;
use crate::tagging::{self, Coding};
use crate::templates::Words;
use crate::web::Error;

/// Something that has to be placed.
#[derive(Clone, Debug, Serialize)]
pub struct Loose {
    /// The words as they stood.
    pub quote: String,
    /// The themes on it, or why it is hidden.
    pub what: String,
    pub place: String,
    /// Each takes one theme away, or lifts.
    pub remove: Vec<Removal>,
}

/// A way to take it away.
#[derive(Clone, Debug, Serialize)]
pub struct Removal {
    pub action: String,
    pub title: String,
}

/// Everything of these parts that is loose.
pub(super) async fn of_parts(
    conn: &mut AsyncPgConnection,
    words: &Words,
    (parts, frames): (&[Part], &[ThemeTree]),
    here: &str,
) -> diesel::QueryResult<Vec<Loose>> {
    let passages = tagging::loose_of(conn, parts).await?;
    let ids: Vec<i64> = passages.iter().map(|one| one.id).collect();
    let codings = Coding::of_passages(conn, &ids).await?;
    let looks = panel::looks(frames);
    let mut all = Vec::new();
    for passage in passages {
        let on: Vec<&Coding> = codings
            .iter()
            .filter(|one| one.passage_id == passage.id)
            .collect();
        let remove: Vec<Removal> = on
            .iter()
            .map(|one| Removal {
                action: format!("{here}/markeringer/{}/slet", one.id),
                title: looks
                    .get(&one.theme_id)
                    .map(|look| format!("{} {}", look.label, look.title))
                    .unwrap_or_default(),
            })
            .collect();
        let mut titles: Vec<&str> = remove.iter().map(|one| one.title.as_str()).collect();
        titles.dedup();
        all.push(Loose {
            what: titles.join(", "),
            quote: passage.exact,
            place: format!("{here}/markeringer/{}/flyt", passage.id),
            remove,
        });
    }
    for (hidden, exact) in redaction::loose_of(conn, parts).await? {
        let ground = words.text(hidden.ground.name_key(), &[]);
        all.push(Loose {
            quote: exact,
            what: words.text("desk-loose-hidden", &[("ground", ground.into())]),
            place: format!("{here}/overstregninger/{}/flyt", hidden.id),
            remove: vec![Removal {
                action: format!("{here}/overstregninger/{}/slet", hidden.id),
                title: String::new(),
            }],
        });
    }
    Ok(all)
}

/// Puts a loose passage where something is selected now.
pub(super) async fn do_move_passage(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, at): (&Response, &On),
    fields: &FieldList,
) -> Done {
    let parts = of.parts(conn).await?;
    let loose = tagging::loose_of(conn, &parts).await?;
    if !loose.iter().any(|one| one.id == at.id) {
        return Err(Error::NotFound.into());
    }
    let place = first_place(conn, of, fields).await?;
    Ok(tagging::move_to(conn, by, at.id, place).await?)
}

/// Hides what is selected now in place of a loose redaction. It needs approval anew: these are other words.
pub(super) async fn do_move_hidden(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, at): (&Response, &On),
    fields: &FieldList,
) -> Done {
    let parts = of.parts(conn).await?;
    let loose: Vec<(Redaction, String)> = redaction::loose_of(conn, &parts).await?;
    let Some((it, _)) = loose.into_iter().find(|(one, _)| one.id == at.id) else {
        return Err(Error::NotFound.into());
    };
    let (text, span) = first_place(conn, of, fields).await?;
    redaction::hide(conn, by, text, span, it.ground).await?;
    Ok(redaction::lift(conn, by, it.id).await?)
}

async fn first_place(
    conn: &mut AsyncPgConnection,
    of: &Response,
    fields: &FieldList,
) -> Result<(i64, crate::text::Span), Refused> {
    let found = places(conn, of, fields).await?;
    found
        .into_iter()
        .next()
        .ok_or(Refused::Because("tagging-no-place"))
}

impl Loose {
    pub(super) fn sample() -> Self {
        Self {
            quote: "at støtten fortsætter".into(),
            what: "6 Medansvar".into(),
            place: "/sekretariat/x/svar/y/markeringer/1/flyt".into(),
            remove: vec![Removal {
                action: "/sekretariat/x/svar/y/markeringer/1/slet".into(),
                title: "6 Medansvar".into(),
            }],
        }
    }
}
