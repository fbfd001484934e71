//! Writes a batch of lines: the responses, and then what was marked on them.

use std::collections::HashMap;

use anyhow::Context;
use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;

use super::prepare::Prepared;
use crate::app::App;
use crate::intake::{self, Submission, import};
use crate::redaction::{self, NewClearing, NewRedaction};
use crate::response::put_back_part;
use crate::tagging::{self, NewCoding, NewSignOff, NewWholeTheme};

/// Takes the lines in. Answers number and row of each.
pub(super) async fn batch(
    app: &App,
    conn: &mut AsyncPgConnection,
    ready: &[Prepared],
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<(String, i64)>> {
    let submissions: Vec<&Submission> = ready.iter().map(|it| &it.submission).collect();
    let accepted = intake::accept_all(app, conn, &submissions).await?;
    let made: Vec<(String, i64)> = accepted
        .into_iter()
        .map(|one| (one.number, one.id))
        .collect();
    let ids: Vec<i64> = made.iter().map(|(_, id)| *id).collect();
    let parts = import::parts_of(conn, &ids).await?;
    let parts: HashMap<(i64, usize), (i64, Option<i64>)> = parts
        .into_iter()
        .filter_map(|part| {
            let position = usize::try_from(part.position).ok()?;
            Some(((part.response_id, position), (part.id, part.text_id)))
        })
        .collect();
    let of = ready.iter().zip(&ids);
    let mut marks = Marks::default();
    for (it, id) in of {
        marks.add(it, *id, &parts)?;
        for (at, choice) in &it.choices {
            let (part, _) = parts.get(&(*id, *at)).context("a part is missing")?;
            put_back_part(conn, *part, *choice).await?;
        }
    }
    marks.write(conn, now).await?;
    let decided = ready.iter().zip(&ids).filter(|(it, _)| it.decided);
    let decided: Vec<i64> = decided.map(|(_, id)| *id).collect();
    import::as_recognised(conn, &decided).await?;
    Ok(made)
}

/// What was marked, with the rows that it is on.
#[derive(Default)]
struct Marks {
    codings: Vec<NewCoding>,
    themes: Vec<NewWholeTheme>,
    redactions: Vec<NewRedaction>,
    clearings: Vec<NewClearing>,
    signoffs: Vec<NewSignOff>,
}

impl Marks {
    fn add(
        &mut self,
        it: &Prepared,
        response_id: i64,
        parts: &HashMap<(i64, usize), (i64, Option<i64>)>,
    ) -> anyhow::Result<()> {
        let text = |at: usize| {
            let part = parts.get(&(response_id, at));
            part.and_then(|(_, text)| *text)
                .context("a text that is marked was not made")
        };
        for (at, one) in &it.codings {
            let text_id = text(*at)?;
            self.codings.push(NewCoding {
                text_id,
                ..one.clone()
            });
        }
        for (at, one) in &it.redactions {
            let text_id = text(*at)?;
            self.redactions.push(NewRedaction {
                text_id,
                ..one.clone()
            });
        }
        for (at, one) in &it.clearings {
            let text_id = text(*at)?;
            self.clearings.push(NewClearing {
                text_id,
                ..one.clone()
            });
        }
        self.themes
            .extend(it.themes.iter().map(|one| NewWholeTheme {
                response_id,
                ..one.clone()
            }));
        self.signoffs
            .extend(it.signoffs.iter().map(|one| NewSignOff {
                response_id,
                ..one.clone()
            }));
        Ok(())
    }

    /// Sign-offs last: they lapse when a mark comes after them.
    async fn write(&self, conn: &mut AsyncPgConnection, now: DateTime<Utc>) -> anyhow::Result<()> {
        tagging::take_in(conn, &self.codings, now).await?;
        tagging::take_in_whole(conn, &self.themes, now).await?;
        redaction::take_in(conn, &self.redactions, now).await?;
        redaction::take_in_clearings(conn, &self.clearings, now).await?;
        tagging::take_in_signoffs(conn, &self.signoffs).await?;
        Ok(())
    }
}
