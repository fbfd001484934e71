//! How each relation that the intake proposed is known, and which sentence says so.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::mails::again;
use super::phrase::sentences_of;
use super::replaces;
use crate::app::App;
use crate::response::{Part, Reason, Relation, RelationKind, Response, current_texts};
use crate::schema::{mails, receipts, response_relations as relations};

/// Says for each relation how it is known and which sentence says so.
pub(super) async fn explain(app: &App) -> anyhow::Result<()> {
    let bare = {
        let mut conn = app.conn().await?;
        Relation::query()
            .filter(relations::reason.eq(Reason::Unknown))
            .order(relations::id)
            .limit(500)
            .load(&mut conn)
            .await?
    };
    for relation in bare {
        let said = words(app, &relation).await?;
        let mut conn = app.conn().await?;
        let reason = reason(&mut conn, &relation).await?;
        let quote = if relation.quote.is_empty() {
            said.unwrap_or_default()
        } else {
            relation.quote.clone()
        };
        Relation::explain(&mut conn, relation.id, relation.kind, (reason, &quote)).await?;
    }
    Ok(())
}

/// The sentence of the later mail that says what it does.
async fn words(app: &App, relation: &Relation) -> anyhow::Result<Option<String>> {
    let text = match (relation.other_id, relation.mail_id) {
        (Some(other), _) => {
            let mut conn = app.conn().await?;
            let parts = Part::of_responses(&mut conn, &[other]).await?;
            let texts = current_texts(&mut conn, &parts).await?;
            let said = super::look::own(&parts, &texts);
            said.into_iter()
                .map(|one| one.text)
                .collect::<Vec<_>>()
                .join("\n\n")
        }
        (None, Some(mail)) => again(app, mail).await?.own_text(),
        (None, None) => return Ok(None),
    };
    let sentences = sentences_of(&text);
    Ok(match relation.kind {
        RelationKind::Corrects | RelationKind::Finalises => replaces::replaces(&sentences),
        RelationKind::Withdraws => replaces::withdraws(&sentences),
        RelationKind::Supplements => replaces::adds(&sentences),
        _ => None,
    })
}

async fn reason(conn: &mut AsyncPgConnection, relation: &Relation) -> QueryResult<Reason> {
    let later = match (relation.mail_id, relation.other_id) {
        (Some(mail), _) => Some(mail),
        (None, Some(other)) => Response::find(conn, other).await?.mail_id,
        (None, None) => None,
    };
    let earlier = Response::find(conn, relation.response_id).await?;
    let Some(later) = later else {
        return Ok(Reason::SameSender);
    };
    let (answers, place): (Option<String>, String) = mails::table
        .find(later)
        .select((mails::in_reply_to, mails::place))
        .first(conn)
        .await?;
    if let Some(answers) = answers {
        let of_mail: i64 = mails::table
            .filter(mails::id.nullable().eq(earlier.mail_id))
            .filter(mails::message_id.eq(&answers))
            .count()
            .get_result(conn)
            .await?;
        let of_receipt: i64 = receipts::table
            .filter(receipts::response_id.eq(earlier.id))
            .filter(receipts::message_id.eq(answers.trim_matches(['<', '>'])))
            .count()
            .get_result(conn)
            .await?;
        if of_mail + of_receipt > 0 {
            return Ok(Reason::InReplyTo);
        }
    }
    // A plain response in relation to an earlier one is a damaged mail that came again.
    let replaces = matches!(
        relation.kind,
        RelationKind::Corrects | RelationKind::Finalises
    );
    Ok(if place == "response" && replaces {
        Reason::Damaged
    } else {
        Reason::SameAddress
    })
}
