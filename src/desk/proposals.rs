//! The answers to what the program proposes. Each is a form with one button, and each can be taken back.

use actix_web::web::{Data, Path};
use diesel::QueryResult;
use diesel_async::{AsyncConnection, AsyncPgConnection};

use super::acts::{Done, FieldList, Fields, On, act};
use super::answer::{Answer, Refused, field};
use super::relations::numbered;
use super::{letter, response, split, undo};
use crate::app::App;
use crate::hearing::{Consultee, Hearing};
use crate::intake;
use crate::response::{
    NamedRespondent, Proposal, Proposed, RelationKind, Response, Verdict, reject, reopen,
};
use crate::staff::{Act, Editor};
use crate::templates::Words;
use crate::web::{self, Error, Form, View};

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
        instead(conn, by, (of, &what), fields, &mut verdict).await?;
    }
    conn.transaction(async |conn| {
        let before = undo::before(conn, of.id).await?;
        let texts = intake::split::accept_proposal(conn, by, (of.id, id), &verdict).await?;
        split::carry(conn, &texts).await?;
        undo::keep_decision(conn, by, of.id, &before).await?;
        Ok(())
    })
    .await
}

/// What staff changed.
async fn instead(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, what): (&Response, &Proposed),
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
        Proposed::Respondents { .. } => {
            let names = listed(conn, by, field(fields, "names")).await?;
            if names.is_empty() {
                return Err(Refused::Because("proposal-no-names"));
            }
            Some(Proposed::Respondents { names })
        }
        Proposed::Signatures { .. } => Some(Proposed::Signatures {
            count: count(&typed("count"))?,
        }),
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
            let at = at.ok_or(Refused::Because("reached-no-time"))?;
            if at >= of.arrived_at {
                return Err(Refused::Because("reached-not-before"));
            }
            Some(Proposed::ReachedUs {
                at,
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
pub(super) async fn listed(
    conn: &mut AsyncPgConnection,
    by: Act,
    lines: &str,
) -> QueryResult<Vec<NamedRespondent>> {
    let consultees = Consultee::of_hearing(conn, by.hearing_id).await?;
    let mut names: Vec<NamedRespondent> = Vec::new();
    for name in lines.lines().map(str::trim) {
        let lower = name.to_lowercase();
        if name.is_empty() || names.iter().any(|one| one.name.to_lowercase() == lower) {
            continue;
        }
        let listed = consultees
            .iter()
            .find(|one| one.name.to_lowercase() == lower);
        names.push(NamedRespondent {
            name: name.to_owned(),
            consultee_id: listed.map(|one| one.id),
        });
    }
    Ok(names)
}

/// A number of signatures as people type it: *1.214*.
pub(super) fn count(typed: &str) -> Result<i32, Refused> {
    let count = typed.trim().replace(['.', ' '], "").parse().ok();
    count
        .filter(|count| *count >= 0)
        .ok_or(Refused::Because("proposal-no-count"))
}

act!(
    /// Says no to a proposal.
    reject_proposal(Editor, On) = decision do_reject
);

async fn do_reject(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, at): (&Response, &On),
    _: &FieldList,
) -> Done {
    Ok(reject(conn, by, (of.id, at.id)).await?)
}

act!(
    /// Asks again what was decided, and takes back what that did.
    reopen_proposal(Editor, On) = do_reopen
);

async fn do_reopen(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, at): (&Response, &On),
    _: &FieldList,
) -> Done {
    Ok(reopen(conn, by, (of.id, at.id)).await?)
}
