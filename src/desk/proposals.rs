//! The answers to what the program proposes, and what staff say of two responses themselves. Each is a form with one button.

use actix_web::web::{Data, Path};
use diesel_async::{AsyncConnection, AsyncPgConnection};

use super::acts::{Fields, Of, On};
use super::answer::{Answer, Refused, field};
use super::{letter, response, split};
use crate::app::App;
use crate::hearing::{Consultee, Hearing};
use crate::intake;
use crate::response::{
    NamedRespondent, Proposal, Proposed, RelateError, Relation, RelationKind, Response, Verdict,
    accept, reject, relate,
};
use crate::staff::{Act, Editor};
use crate::templates::Words;
use crate::web::{self, Error, View};

impl From<RelateError> for Refused {
    fn from(error: RelateError) -> Self {
        match error {
            RelateError::Itself => Self::Because("relation-itself"),
            RelateError::Circle => Self::Because("relation-circle"),
            RelateError::Database(error) => Self::Failed(error.into()),
        }
    }
}

/// Accepts a proposal, as it stands or as staff changed it.
pub(super) async fn accept_proposal(
    app: Data<App>,
    view: View,
    who: Editor,
    at: Path<On>,
    form: Fields,
) -> web::Result {
    let fields = form.0;
    let done = async {
        let mut conn = app.conn().await.map_err(Error::from)?;
        let of = response::find(&mut conn, &who, &at.number).await?;
        let by = who.act(app.clock.now());
        do_accept(&mut conn, view.words(), by, (&of, at.id), &fields).await
    }
    .await;
    let answer = Answer {
        app: &app,
        view: &view,
        access: &who,
        number: &at.number,
        fields: &fields,
    };
    answer.to(done).await
}

async fn do_accept(
    conn: &mut AsyncPgConnection,
    words: &Words,
    by: Act,
    (of, id): (&Response, i64),
    fields: &[(String, String)],
) -> Result<(), Refused> {
    let it = Proposal::find(conn, id).await?;
    if !it.is_open() {
        return Err(Refused::Because("proposal-decided-already"));
    }
    let what = it.what().ok_or(Error::NotFound)?;
    let mut verdict = Verdict {
        words: response::evidence(words, &what, &it),
        mail_id: of
            .mail_id
            .filter(|_| matches!(what, Proposed::ReachedUs { .. })),
        relation: RelationKind::parse(field(fields, "som")),
        ..Verdict::default()
    };
    if !field(fields, "ret").is_empty() {
        instead(conn, by, &what, fields, &mut verdict).await?;
    }
    conn.transaction(async |conn| {
        accept(conn, by, (of.id, id), &verdict).await?;
        // A second answer that adds to the first gives it its parts.
        if let (Proposed::Second, Some(RelationKind::Supplements), Some(earlier)) =
            (&what, verdict.relation, it.other_id)
        {
            let texts = intake::split::merge(conn, (earlier, of.id), by.now)
                .await
                .map_err(Error::from)?;
            split::carry(conn, &texts).await?;
        }
        Ok(())
    })
    .await
}

/// What staff changed.
async fn instead(
    conn: &mut AsyncPgConnection,
    by: Act,
    what: &Proposed,
    fields: &[(String, String)],
    verdict: &mut Verdict,
) -> Result<(), Refused> {
    let typed = |name: &str| field(fields, name).trim().to_owned();
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    verdict.instead = match what {
        Proposed::Standing { .. } => Some(Proposed::Standing {
            body: some(typed("body")),
            on: match some(typed("on")) {
                Some(day) => Some(
                    day.parse()
                        .map_err(|_| Refused::Because("proposal-no-day"))?,
                ),
                None => None,
            },
        }),
        Proposed::Respondents { .. } => Some(Proposed::Respondents {
            names: listed(conn, by, field(fields, "names")).await?,
        }),
        Proposed::Signatures { .. } => {
            let count = typed("count").replace(['.', ' '], "").parse().ok();
            let count = count.filter(|count| *count >= 0);
            Some(Proposed::Signatures {
                count: count.ok_or(Refused::Because("proposal-no-count"))?,
            })
        }
        Proposed::Endorses { .. } => {
            verdict.other_id = match some(typed("other")) {
                Some(number) => Some(numbered(conn, by, &number).await?.id),
                None => None,
            };
            None
        }
        Proposed::ReachedUs { sender, .. } => {
            let hearing = Hearing::find(conn, by.hearing_id).await?;
            let at = letter::moment(&hearing, &typed("date"), &typed("time"), by.now);
            verdict.words =
                some(typed("evidence")).ok_or(Refused::Because("reached-no-evidence"))?;
            Some(Proposed::ReachedUs {
                at: at.ok_or(Refused::Because("reached-no-time"))?,
                sender: sender.clone(),
            })
        }
        Proposed::Timely { .. } => {
            verdict.words = some(typed("reason")).ok_or(Refused::Because("timely-no-reason"))?;
            None
        }
        Proposed::Content { .. } | Proposed::Split { .. } | Proposed::Second => None,
    };
    Ok(())
}

/// A name a line, each with the consultee that it is.
async fn listed(
    conn: &mut AsyncPgConnection,
    by: Act,
    lines: &str,
) -> Result<Vec<NamedRespondent>, Refused> {
    let consultees = Consultee::of_hearing(conn, by.hearing_id).await?;
    let names: Vec<NamedRespondent> = lines
        .lines()
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| NamedRespondent {
            name: name.to_owned(),
            consultee_id: consultees
                .iter()
                .find(|one| one.name.to_lowercase() == name.to_lowercase())
                .map(|one| one.id),
        })
        .collect();
    if names.is_empty() {
        return Err(Refused::Because("proposal-no-names"));
    }
    Ok(names)
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

/// Says no to a proposal.
pub(super) async fn reject_proposal(
    app: Data<App>,
    view: View,
    who: Editor,
    at: Path<On>,
    form: Fields,
) -> web::Result {
    let fields = form.0;
    let done = async {
        let mut conn = app.conn().await.map_err(Error::from)?;
        let of = response::find(&mut conn, &who, &at.number).await?;
        if !Proposal::find(&mut conn, at.id).await?.is_open() {
            return Err(Refused::Because("proposal-decided-already"));
        }
        reject(&mut conn, who.act(app.clock.now()), (of.id, at.id)).await?;
        Ok(())
    }
    .await;
    let answer = Answer {
        app: &app,
        view: &view,
        access: &who,
        number: &at.number,
        fields: &fields,
    };
    answer.to(done).await
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
        let relation = one_of(&mut conn, &of, id).await?;
        conn.transaction(async |conn| {
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

/// A relation that this response is in, on either side.
async fn one_of(conn: &mut AsyncPgConnection, of: &Response, id: i64) -> Result<Relation, Refused> {
    let all = Relation::of_responses(conn, &[of.id]).await?;
    Ok(all
        .into_iter()
        .find(|one| one.id == id)
        .ok_or(Error::NotFound)?)
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

/// Says that this response does something to another: what the program did not see.
pub(super) async fn create_relation(
    app: Data<App>,
    view: View,
    who: Editor,
    at: Path<Of>,
    form: Fields,
) -> web::Result {
    let fields = form.0;
    let done = async {
        let mut conn = app.conn().await.map_err(Error::from)?;
        let of = response::find(&mut conn, &who, &at.number).await?;
        let by = who.act(app.clock.now());
        let kind = RelationKind::parse(field(&fields, "kind"))
            .filter(|kind| super::response::CHOOSABLE.contains(kind))
            .ok_or(Error::BadRequest)?;
        let other = numbered(&mut conn, by, field(&fields, "other")).await?;
        conn.transaction(async |conn| {
            relate(conn, by, (other.id, of.id), kind).await?;
            if kind == RelationKind::Supplements {
                let texts = intake::split::merge(conn, (other.id, of.id), by.now)
                    .await
                    .map_err(Error::from)?;
                split::carry(conn, &texts).await?;
            }
            Ok(())
        })
        .await
    }
    .await;
    let answer = Answer {
        app: &app,
        view: &view,
        access: &who,
        number: &at.number,
        fields: &fields,
    };
    answer.to(done).await
}
