//! How an enquiry ended, what was answered, and which deadlines were given, in words.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::view::AnswerView;
use super::{day, why_text};
use crate::enquiry::{Answer, AnswerState, AnsweredHow, Enquiry, State};
use crate::hearing::{Extension, Hearing};
use crate::staff::names_of;
use crate::templates::Words;

/// How it ended, and how it was answered before it was opened again.
pub(super) async fn endings(
    conn: &mut AsyncPgConnection,
    words: &Words,
    it: &Enquiry,
) -> QueryResult<(Option<String>, Option<String>)> {
    let ids: Vec<i64> = it.answered_by.into_iter().chain(it.closed_by).collect();
    let people = names_of(conn, &ids).await?;
    let name = |id: Option<i64>| {
        let person = id.and_then(|id| people.get(&id));
        person.map(|one| one.name.clone()).unwrap_or_default()
    };
    let answered = |key: &str| {
        let at = it.answered_at?;
        let who = name(it.answered_by);
        Some(words.text(
            key,
            &[("who", who.into()), ("at", words.datetime(at).into())],
        ))
    };
    Ok(match it.state {
        State::Open => (None, answered("enquiry-was-answered")),
        State::Answered if it.answered_how == Some(AnsweredHow::Otherwise) => {
            (answered("enquiry-answered-otherwise-by"), None)
        }
        State::Answered => (answered("enquiry-answered-by"), None),
        State::Closed => {
            let at = it.closed_at.map(|at| words.datetime(at));
            let why = it.closed_why.map(|why| why_text(words, why));
            let arguments = [
                ("who", name(it.closed_by).into()),
                ("at", at.unwrap_or_default().into()),
                ("why", why.unwrap_or_default().to_lowercase().into()),
            ];
            let before = answered("enquiry-was-answered");
            (Some(words.text("enquiry-closed-by", &arguments)), before)
        }
    })
}

pub(super) async fn answer_views(
    conn: &mut AsyncPgConnection,
    words: &Words,
    (answers, here): (&[Answer], &str),
    may_edit: bool,
) -> QueryResult<Vec<AnswerView>> {
    let ids: Vec<i64> = answers.iter().map(|one| one.staff_id).collect();
    let people = names_of(conn, &ids).await?;
    Ok(answers
        .iter()
        .map(|one| {
            let failed = matches!(one.state, AnswerState::Failed | AnswerState::Bounced);
            AnswerView {
                to: one.recipient.clone(),
                subject: one.subject.clone(),
                text: one.text.clone(),
                who: people
                    .get(&one.staff_id)
                    .map(|person| person.name.clone())
                    .unwrap_or_default(),
                state: state_text(words, one),
                failed,
                why: one.state_reason.as_deref().filter(|_| failed).map(|why| {
                    let key = match why {
                        "no_server" => "enquiry-answer-why-no-server",
                        "bounced" => "enquiry-answer-why-bounced",
                        _ => "enquiry-answer-why-refused",
                    };
                    words.text(key, &[])
                }),
                again: (failed && may_edit).then(|| format!("{here}/svar/{}/igen", one.id)),
                at: one.created_at,
            }
        })
        .collect())
}

fn state_text(words: &Words, answer: &Answer) -> String {
    match (answer.state, answer.sent_at) {
        (AnswerState::Sent, Some(at)) => {
            words.text("enquiry-answer-sent", &[("at", words.datetime(at).into())])
        }
        (AnswerState::Failed, _) => words.text("enquiry-answer-failed", &[]),
        (AnswerState::Bounced, _) => words.text("enquiry-answer-bounced", &[]),
        _ => words.text("enquiry-answer-waiting", &[]),
    }
}

/// Deadlines of their own in words, with who gave them and why.
pub(in crate::desk) async fn extensions(
    conn: &mut AsyncPgConnection,
    words: &Words,
    hearing: &Hearing,
    (who, all): (&str, &[Extension]),
) -> QueryResult<Vec<String>> {
    let ids: Vec<i64> = all.iter().filter_map(|one| one.staff_id).collect();
    let people = names_of(conn, &ids).await?;
    Ok(all
        .iter()
        .map(|one| {
            let by = one.staff_id.and_then(|id| people.get(&id));
            let last = day(hearing, one.new_closes_at - chrono::TimeDelta::seconds(1));
            let arguments = [
                ("who", who.into()),
                (
                    "date",
                    last.map(|day| words.date(day)).unwrap_or_default().into(),
                ),
                (
                    "by",
                    by.map(|one| one.name.clone()).unwrap_or_default().into(),
                ),
                ("at", words.datetime(one.created_at).into()),
                ("reason", one.reason.as_str().into()),
            ];
            words.text("enquiry-deadline-given", &arguments)
        })
        .collect())
}
