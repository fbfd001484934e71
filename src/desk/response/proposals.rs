//! What the program proposes about a response, with its reason, and the buttons that answer it.

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use serde::Serialize;

use super::fit;
use super::load::Loaded;
use super::state::relation_text;
use crate::desk::inbox;
use crate::response::{
    Proposal, Proposed, Reason, Relation, RelationKind, RelationState, Respondent, Response,
};
use crate::templates::words::copenhagen;
use crate::templates::{Choice, Words};

/// Something that staff answer with one key.
#[derive(Clone, Debug, Serialize)]
pub struct ProposalView {
    pub id: String,
    pub title: String,
    /// It stands already, as the program's guess.
    pub guess: bool,
    /// How the program knows.
    pub why: String,
    pub quote: String,
    /// The other response or the mail.
    pub other: Option<OtherView>,
    /// How a relation stands on the page, so that a colleague who was quicker is noticed; empty for what is no relation.
    pub state: &'static str,
    /// Where *Godkend* posts; for a split its page instead.
    pub accept: String,
    pub accept_text: String,
    pub is_page: bool,
    /// What goes with *Godkend*; the name is empty where nothing does.
    pub accept_name: String,
    pub accept_value: String,
    /// Another answer that takes one button.
    pub also: Option<Choice>,
    pub reject: String,
    pub reject_text: String,
    /// The fields of *Ret*.
    pub edit: Vec<EditView>,
    /// Where *Ret* posts.
    pub edit_action: String,
    /// The number of the other response, where *Ret* is about the two; empty elsewhere.
    pub edit_other: String,
}

/// Another response or mail, as a link.
#[derive(Clone, Debug, Serialize)]
pub struct OtherView {
    pub href: String,
    pub text: String,
}

/// A field that staff may change before they accept.
#[derive(Clone, Debug, Serialize)]
pub struct EditView {
    pub id: String,
    pub name: &'static str,
    pub label: String,
    /// `text`, `date`, `time`, `number`, `area` or `select`.
    pub kind: &'static str,
    pub value: String,
    /// Of a `select`.
    pub choices: Vec<Choice>,
}

/// The open proposals of a response, those of relations first.
pub(super) async fn proposals(
    conn: &mut AsyncPgConnection,
    words: &Words,
    it: &Loaded,
    (base, here): (&str, &str),
) -> QueryResult<Vec<ProposalView>> {
    let mut views = Vec::new();
    for one in &it.relations {
        if one.state == RelationState::Proposed {
            views.push(of_relation(conn, words, it, one, (base, here)).await?);
        }
    }
    for one in it.proposals.iter().filter(|one| one.is_open()) {
        if let Some(what) = one.what() {
            views.push(of_proposal(conn, words, one, &what, (base, here)).await?);
        }
    }
    Ok(views)
}

/// *Ravnsø Kommune, 4. oktober 2023*
pub(in crate::desk) async fn named(
    conn: &mut AsyncPgConnection,
    words: &Words,
    response: &Response,
) -> QueryResult<String> {
    let respondents = response.respondents(conn).await?;
    let who = respondents
        .as_slice()
        .first()
        .map_or("", Respondent::display_name);
    let day = copenhagen(response.counts_from()).date_naive();
    Ok(format!("{}, {}", inbox::who(words, who), words.date(day)))
}

async fn of_relation(
    conn: &mut AsyncPgConnection,
    words: &Words,
    it: &Loaded,
    one: &Relation,
    (base, here): (&str, &str),
) -> QueryResult<ProposalView> {
    let is_earlier = one.response_id == it.response.id;
    let other_id = if is_earlier {
        one.other_id
    } else {
        Some(one.response_id)
    };
    let mut edit_other = String::new();
    let other = match (other_id, one.mail_id) {
        (Some(id), _) => {
            let other = Response::find(conn, id).await?;
            edit_other.clone_from(&other.number);
            OtherView {
                href: format!("{base}/svar/{}", other.number),
                text: named(conn, words, &other).await?,
            }
        }
        (None, mail) => OtherView {
            href: format!("{base}/mails/{}", mail.unwrap_or_default()),
            text: words.text("proposal-other-mail", &[]),
        },
    };
    // What it does instead is said where it is said by hand too: on the page of the later one.
    let edit = match one.other_id.filter(|_| !is_earlier) {
        Some(_) => vec![fit::instead(words, one)],
        None => Vec::new(),
    };
    let supplement = one.kind == RelationKind::Supplements && one.other_id.is_none();
    let reject = if supplement {
        "proposal-reject-supplement"
    } else {
        "proposal-reject"
    };
    Ok(ProposalView {
        id: format!("relation-{}", one.id),
        title: relation_text(words, one.kind, is_earlier),
        guess: supplement,
        why: why(words, one.reason),
        quote: one.quote.clone(),
        other: Some(other),
        state: "proposed",
        accept: format!("{here}/relationer/{}/bekraeftelse", one.id),
        accept_text: words.text("proposal-accept", &[]),
        is_page: false,
        accept_name: String::new(),
        accept_value: String::new(),
        also: None,
        reject: format!("{here}/relationer/{}/afvisning", one.id),
        reject_text: words.text(reject, &[]),
        edit,
        edit_action: format!("{here}/relationer"),
        edit_other,
    })
}

async fn of_proposal(
    conn: &mut AsyncPgConnection,
    words: &Words,
    one: &Proposal,
    what: &Proposed,
    (base, here): (&str, &str),
) -> QueryResult<ProposalView> {
    let other = match one.other_id {
        Some(id) => {
            let other = Response::find(conn, id).await?;
            Some(OtherView {
                href: format!("{base}/svar/{}", other.number),
                text: named(conn, words, &other).await?,
            })
        }
        None => None,
    };
    let base_of = format!("{here}/forslag/{}", one.id);
    let mut view = ProposalView {
        id: format!("proposal-{}", one.id),
        title: title(words, what),
        guess: matches!(what, Proposed::Content { .. } | Proposed::Standing { .. }),
        why: why(words, one.reason),
        quote: one.quote.clone(),
        other,
        state: "",
        accept: format!("{base_of}/godkendelse"),
        accept_text: words.text("proposal-accept", &[]),
        is_page: false,
        accept_name: String::new(),
        accept_value: String::new(),
        also: None,
        reject: format!("{base_of}/afvisning"),
        reject_text: words.text("proposal-reject", &[]),
        edit: Vec::new(),
        edit_action: format!("{base_of}/godkendelse"),
        edit_other: String::new(),
    };
    let number = match (what, one.other_id) {
        (Proposed::Endorses { .. }, Some(id)) => Response::find(conn, id).await?.number,
        _ => String::new(),
    };
    fit::fit(&mut view, words, (one, what), (here, number));
    Ok(view)
}

/// What is stored as the evidence or the reason when staff accept as it stands.
#[must_use]
pub fn evidence(words: &Words, what: &Proposed, one: &Proposal) -> String {
    match what {
        Proposed::ReachedUs { sender, .. } => {
            let said = words.text(
                "proposal-reached-evidence",
                &[("sender", sender.as_str().into())],
            );
            if one.quote.is_empty() {
                said
            } else {
                format!("{said} »{}«", one.quote)
            }
        }
        Proposed::Timely { sent_at } => words.text(
            "proposal-timely-evidence",
            &[("at", moment(words, *sent_at).into())],
        ),
        _ => String::new(),
    }
}

pub(super) fn moment(words: &Words, at: DateTime<Utc>) -> String {
    let day = words.date(copenhagen(at).date_naive());
    words.text(
        "desk-moment",
        &[("date", day.into()), ("time", words.time(at).into())],
    )
}

pub(super) fn title(words: &Words, what: &Proposed) -> String {
    match what {
        Proposed::Content { .. } => words.text("desk-content-no-remarks", &[]),
        Proposed::Standing { body, on } => awaiting(words, body.as_deref(), *on),
        Proposed::Respondents { names } => words.text(
            "proposal-respondents",
            &[("n", i64::try_from(names.len()).unwrap_or_default().into())],
        ),
        Proposed::Signatures { count } => {
            words.text("proposal-signatures", &[("n", i64::from(*count).into())])
        }
        Proposed::Endorses { whom, whole } => {
            let key = if *whole {
                "proposal-endorses-only"
            } else {
                "proposal-endorses"
            };
            words.text(key, &[("whom", whom.as_str().into())])
        }
        Proposed::ReachedUs { at, sender } => words.text(
            "proposal-reached",
            &[
                ("sender", sender.as_str().into()),
                ("at", moment(words, *at).into()),
            ],
        ),
        Proposed::Timely { .. } => words.text("proposal-timely", &[]),
        Proposed::Split { letters } => {
            let mut senders: Vec<&str> = Vec::new();
            for (_, sender) in letters {
                if !senders.contains(&sender.as_str()) {
                    senders.push(sender);
                }
            }
            words.text(
                "proposal-several",
                &[("senders", senders.join(", ").into())],
            )
        }
        Proposed::Second => words.text("proposal-second", &[]),
    }
}

/// *Foreløbigt svar, skal godkendes i Socialudvalget den 26. oktober 2023*
pub(super) fn awaiting(words: &Words, body: Option<&str>, on: Option<chrono::NaiveDate>) -> String {
    match (body.filter(|body| !body.is_empty()), on) {
        (Some(body), Some(on)) => words.text(
            "desk-provisional-by-on",
            &[("body", body.into()), ("date", words.date(on).into())],
        ),
        (Some(body), None) => words.text("desk-provisional-by", &[("body", body.into())]),
        (None, Some(on)) => {
            words.text("desk-provisional-until", &[("date", words.date(on).into())])
        }
        (None, None) => words.text("desk-provisional", &[]),
    }
}

fn why(words: &Words, reason: Reason) -> String {
    let key = match reason {
        Reason::Text => "proposal-why-text",
        Reason::InReplyTo => "proposal-why-in-reply-to",
        Reason::SameAddress => "proposal-why-same-address",
        Reason::SameSender => "proposal-why-same-sender",
        Reason::SameConsultee => "proposal-why-same-consultee",
        Reason::Damaged => "proposal-why-damaged",
        Reason::Forwarded => "proposal-why-forwarded",
        Reason::SentInTime => "proposal-why-sent-in-time",
        Reason::Letterheads => "proposal-why-letterheads",
        Reason::LaterMail => "proposal-why-later-mail",
        Reason::Staff => "proposal-why-staff",
        Reason::Unknown => "proposal-why-unknown",
    };
    words.text(key, &[])
}
