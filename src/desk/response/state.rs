//! How far a response is, and what it has to do with others.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::load::Loaded;
use super::proposals::named;
use super::texts::initials;
use super::{ObjectionLine, ReceiptLine, RelationView, Sign, Signed};
use crate::desk::objections::settled;
use crate::desk::receipts;
use crate::intake::objection::Objection;
use crate::intake::receipt::untold;
use crate::response::{RelationKind, RelationState, Response};
use crate::staff::Access;
use crate::tagging::Step;
use crate::templates::Words;

pub(super) fn sign(words: &Words, it: &Loaded, access: &Access, share: f32) -> Sign {
    let in_force = |step: Step| {
        let found = it.signoffs.iter().rev();
        let mut found = found.filter(|one| one.lapsed_at.is_none() && one.step == step);
        found.next().map(|one| {
            (
                one.staff_id,
                Signed {
                    who: initials(&it.people, one.staff_id),
                    at: one.created_at,
                },
            )
        })
    };
    let (first, second) = (in_force(Step::First), in_force(Step::Second));
    let waiting = it
        .redactions
        .iter()
        .filter(|one| one.approver_id.is_none())
        .count()
        + it.clearings.iter().filter(|one| !one.is_in_force()).count();
    let button = match (&first, &second) {
        (None, _) => Some(words.text("desk-sign-first", &[])),
        (Some((by, _)), None) if *by != access.person.id => {
            Some(words.text("desk-sign-second", &[]))
        }
        _ => None,
    };
    #[expect(clippy::cast_possible_truncation, reason = "a percentage")]
    let unmarked = (share * 100.0).round() as i64;
    Sign {
        unmarked,
        marked: 100 - unmarked,
        waiting,
        lapsed: first.is_none() && it.signoffs.iter().any(|one| one.lapsed_at.is_some()),
        first: first.map(|(_, signed)| signed),
        second: second.map(|(_, signed)| signed),
        button,
    }
}

pub(super) async fn relations(
    conn: &mut AsyncPgConnection,
    words: &Words,
    it: &Loaded,
    base: &str,
) -> QueryResult<Vec<RelationView>> {
    let mut views = Vec::new();
    // What is proposed stands above the text, with its reason.
    let decided = it.relations.iter();
    for one in decided.filter(|one| one.state != RelationState::Proposed) {
        let is_earlier = one.response_id == it.response.id;
        let other_id = if is_earlier {
            one.other_id
        } else {
            Some(one.response_id)
        };
        let other = match other_id {
            Some(id) => Some(Response::find(conn, id).await?),
            None => None,
        };
        views.push(RelationView {
            id: one.id,
            text: relation_text(words, one.kind, is_earlier),
            href: match (&other, one.mail_id) {
                (Some(other), _) => Some(format!("{base}/svar/{}", other.number)),
                (None, Some(mail)) => Some(format!("{base}/mails/{mail}")),
                (None, None) => None,
            },
            other: match &other {
                Some(other) => named(conn, words, other).await?,
                None => words.text("desk-relation-mail", &[]),
            },
            undo: one.state == RelationState::Confirmed && one.kind != RelationKind::SplitFrom,
            redo: one.state == RelationState::Rejected
                && one.other_id.is_none()
                && one.kind == RelationKind::Withdraws,
            state: match one.state {
                RelationState::Proposed => "proposed",
                RelationState::Confirmed => "confirmed",
                RelationState::Rejected => "rejected",
            },
        });
    }
    Ok(views)
}

/// What became of the receipt by mail, and what the sender has against publication.
pub(super) async fn told(
    conn: &mut AsyncPgConnection,
    words: &Words,
    (response_id, base): (i64, &str),
) -> QueryResult<(Option<ReceiptLine>, Vec<ObjectionLine>)> {
    let receipt = untold::standing(conn, response_id).await?;
    let receipt = receipt.map(|receipt| {
        let (text, open) = receipts::line(words, &receipt);
        ReceiptLine { text, open }
    });
    let objections = Objection::of_response(conn, response_id).await?;
    let objections = objections
        .into_iter()
        .map(|one| ObjectionLine {
            at: one.created_at,
            settled: settled(words, &one),
            href: format!("{base}/indsigelser#indsigelse-{}", one.id),
            text: one.text,
        })
        .collect();
    Ok((receipt, objections))
}

pub(super) fn relation_text(words: &Words, kind: RelationKind, is_earlier: bool) -> String {
    let key = match (kind, is_earlier) {
        (RelationKind::Corrects, true) => "desk-relation-corrected-by",
        (RelationKind::Corrects, false) => "desk-relation-corrects",
        (RelationKind::Supplements, true) => "desk-relation-supplemented-by",
        (RelationKind::Supplements, false) => "desk-relation-supplements",
        (RelationKind::Finalises, true) => "desk-relation-finalised-by",
        (RelationKind::Finalises, false) => "desk-relation-finalises",
        (RelationKind::Endorses, true) => "desk-relation-endorsed-by",
        (RelationKind::Endorses, false) => "desk-relation-endorses",
        (RelationKind::Withdraws, true) => "desk-relation-withdrawn-by",
        (RelationKind::Withdraws, false) => "desk-relation-withdraws",
        (RelationKind::Duplicates, true) => "desk-relation-duplicated-by",
        (RelationKind::Duplicates, false) => "desk-relation-duplicates",
        (RelationKind::Approves, true) => "desk-relation-approved-by",
        (RelationKind::Approves, false) => "desk-relation-approves",
        (RelationKind::SplitFrom, true) => "desk-relation-split-into",
        (RelationKind::SplitFrom, false) => "desk-relation-split-from",
        (RelationKind::Joins, true) => "desk-relation-joined-by",
        (RelationKind::Joins, false) => "desk-relation-joins",
    };
    words.text(key, &[])
}
