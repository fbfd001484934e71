//! The documents of a hearing as the settings list them.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::form::{shown, value};
use super::show::Wrong;
use super::view::{DocumentLine, DocumentsForm};
use crate::app::App;
use crate::hearing::settings::{Round, RoundKind, Section, rounds_of};
use crate::hearing::{Document, Hearing, public};
use crate::schema::files;
use crate::templates::{Choice, Words};
use crate::web;

pub(super) async fn form(
    app: &App,
    conn: &mut AsyncPgConnection,
    (words, hearing): (&Words, &Hearing),
    wrong: &Wrong,
) -> web::Result<DocumentsForm> {
    let rounds = rounds_of(conn, hearing.id).await?;
    let all = hearing.documents(conn).await?;
    let mine = wrong.section == Some(Section::Documents);
    let error = wrong.errors.as_slice().first().map(|one| one.text.clone());
    let mut items = Vec::new();
    for (at, one) in all.iter().enumerate() {
        let typed = mine && wrong.document == Some(one.id);
        let title = if typed {
            value(&wrong.fields, "title").to_owned()
        } else {
            one.title.clone()
        };
        items.push(DocumentLine {
            id: one.id,
            title,
            href: match one.file_id {
                Some(_) => Some(format!(
                    "{}/dokumenter/{}",
                    public::href(&hearing.slug),
                    one.id
                ))
                .filter(|_| hearing.published_at.is_some()),
                None => one.url.clone(),
            },
            meta: meta(conn, words, one).await?,
            rounds: round_choices(words, &rounds, one.round_id),
            first: at == 0,
            last: at + 1 == all.len(),
            error: error.clone().filter(|_| typed),
        });
    }
    let new = mine && wrong.document.is_none();
    let field = |name: &str| {
        if new {
            shown(&wrong.fields, &wrong.errors, name)
        } else {
            Default::default()
        }
    };
    let bytes = u64::try_from(app.config.limits.file_bytes).unwrap_or(u64::MAX);
    Ok(DocumentsForm {
        items,
        rounds: round_choices(words, &rounds, None),
        title: field("document_title"),
        url: field("url"),
        files_error: field("files").error,
        limit: words.bytes(bytes),
    })
}

async fn meta(conn: &mut AsyncPgConnection, words: &Words, one: &Document) -> QueryResult<String> {
    let Some(file) = one.file_id else {
        return Ok(match &one.url {
            Some(url) => url.clone(),
            None => words.text("setup-document-bare", &[]),
        });
    };
    let bytes: i64 = files::table
        .find(file)
        .select(files::bytes)
        .first(conn)
        .await?;
    let bytes = words.bytes(u64::try_from(bytes).unwrap_or_default());
    Ok(match &one.filename {
        Some(name) => format!("{name} · {bytes}"),
        None => bytes,
    })
}

/// Empty where the hearing has one round only.
fn round_choices(words: &Words, rounds: &[Round], chosen: Option<i64>) -> Vec<Choice> {
    let later = rounds.iter().filter(|round| round.kind != RoundKind::First);
    let mut choices: Vec<Choice> = later
        .map(|round| {
            let id = round.id.to_string();
            Choice::new(&id, &round.title, chosen == Some(round.id))
        })
        .collect();
    if !choices.is_empty() {
        let all = words.text("setup-round-first", &[]);
        choices.insert(0, Choice::new("", &all, chosen.is_none()));
    }
    choices
}
