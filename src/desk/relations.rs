//! What staff say of two responses: that what was proposed is so or not, that it was wrong after all, or what the program did not see.

use actix_web::web::{Data, Path};
use diesel_async::{AsyncConnection, AsyncPgConnection};

use super::acts::{Done, FieldList, Fields, Of, On, act};
use super::answer::{Answer, Refused, field};
use super::{response, split, undo};
use crate::app::App;
use crate::hearing::Hearing;
use crate::intake;
use crate::response::{Change, Content, RelateError, Relation, RelationKind, Response, change};
use crate::staff::{Act, Editor};
use crate::web::{self, Error, Form, View};

impl From<RelateError> for Refused {
    fn from(error: RelateError) -> Self {
        match error {
            RelateError::Itself => Self::Because("relation-itself"),
            RelateError::Circle => Self::Because("relation-circle"),
            RelateError::Related => Self::Because("relation-related"),
            RelateError::NotCurrent => Self::Because("relation-not-current"),
            RelateError::Decided => Self::Because("proposal-decided-already"),
            RelateError::Database(error) => Self::Failed(error.into()),
        }
    }
}

/// The response of a receipt number or a reference of this hearing.
pub(super) async fn numbered(
    conn: &mut AsyncPgConnection,
    by: Act,
    typed: &str,
) -> Result<Response, Refused> {
    let typed = typed.trim().to_uppercase();
    let all = Response::of_hearing(conn, by.hearing_id).await?;
    let categories = Hearing::find(conn, by.hearing_id)
        .await?
        .categories(conn)
        .await?;
    all.into_iter()
        .find(|one| {
            let letter = categories.iter().find(|it| Some(it.id) == one.category_id);
            let reference = letter
                .zip(one.reference_number)
                .map(|(category, number)| format!("{}{number}", category.letter));
            one.number == typed || reference.is_some_and(|reference| reference == typed)
        })
        .ok_or(Refused::Because("relation-unknown-number"))
}

/// Confirms or rejects what a later response or mail does to an earlier one.
async fn decide(
    (app, view, who): (&App, &View, &Editor),
    (number, id): (&str, i64),
    fields: &[(String, String)],
    confirm: bool,
) -> web::Result {
    let done = async {
        let mut conn = app.conn().await.map_err(Error::from)?;
        let of = response::find(&mut conn, who, number).await?;
        let by = who.act(app.clock.now());
        conn.transaction(async |conn| {
            let before = undo::before(conn, of.id).await?;
            let relation = one_of(conn, &of, id).await?;
            // As it stood on the page: a colleague may have been quicker.
            let shown = field(fields, "state");
            if !shown.is_empty() && shown != relation.state.as_str() {
                return Err(Refused::Because("proposal-decided-already"));
            }
            let detached = !confirm
                && relation.kind == RelationKind::Supplements
                && relation.other_id.is_none();
            let texts = if detached {
                intake::split::detach(app, conn, by, &relation).await?.texts
            } else {
                intake::split::decide(conn, by, id, confirm)
                    .await
                    .map_err(Error::from)?
            };
            split::carry(conn, &texts).await?;
            // What was made a response of its own is not part of this one again by a key: its number is out.
            if !detached {
                undo::keep_decision(conn, by, of.id, &before).await?;
            }
            Ok(())
        })
        .await
    }
    .await;
    let answer = Answer {
        app,
        view,
        access: who,
        number,
        fields,
    };
    answer.to(done).await
}

/// A relation that this response is in, on either side; held until the end of the transaction.
async fn one_of(conn: &mut AsyncPgConnection, of: &Response, id: i64) -> Result<Relation, Refused> {
    let it = Relation::locked(conn, id).await?;
    if it.response_id == of.id || it.other_id == Some(of.id) {
        Ok(it)
    } else {
        Err(Error::NotFound.into())
    }
}

pub(super) async fn confirm_relation(
    app: Data<App>,
    view: View,
    who: Editor,
    at: Path<On>,
    form: Fields,
) -> web::Result {
    decide((&app, &view, &who), (&at.number, at.id), &form.0, true).await
}

pub(super) async fn reject_relation(
    app: Data<App>,
    view: View,
    who: Editor,
    at: Path<On>,
    form: Fields,
) -> web::Result {
    decide((&app, &view, &who), (&at.number, at.id), &form.0, false).await
}

act!(
    /// Says that this response does something to another: what the program did not see.
    create_relation(Editor, Of) = decision do_relate
);

async fn do_relate(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, _): (&Response, &Of),
    fields: &FieldList,
) -> Done {
    let kind = field(fields, "kind");
    let says_no_more = kind == response::ENDORSES_ONLY;
    let kind = if says_no_more {
        RelationKind::Endorses
    } else {
        RelationKind::parse(kind)
            .filter(|kind| response::CHOOSABLE.contains(kind))
            .ok_or(Error::BadRequest)?
    };
    let other = numbered(conn, by, field(fields, "other")).await?;
    conn.transaction(async |conn| {
        let texts = intake::split::relate(conn, by, (other.id, of.id), kind).await?;
        split::carry(conn, &texts).await?;
        if says_no_more {
            let content = Change::Content(Content::Endorses);
            change(conn, by, of.id, content).await?;
        }
        Ok(())
    })
    .await
}
