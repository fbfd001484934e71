//! A receipt that came back: finds the receipt that a report is about, and what the report says in codes.
//!
//! A report ties back by the envelope sender (`kvittering+TOKEN@…`) that it is sent to, or by the Message-ID of ours that it quotes:
//! in the returned head, as an inner mail, as an answer, or in its text. It is never answered.

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use regex::Regex;

use super::{Reason, ReceiptState, loop_mark};
use crate::app::App;
use crate::audit::{Actor, Event};
use crate::intake::mailbox::{Kind, ReadMail};
use crate::schema::{receipts, responses};

/// Local part of the envelope sender, before the token.
pub(super) const LOCAL: &str = "kvittering+";
/// The most of a report's own words that is kept.
const DETAIL_CHARACTERS: usize = 500;
/// The most of a report's text that is searched for our Message-ID.
const SEARCHED: usize = 200_000;

static STATUS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b([245]\.[0-9]{1,3}\.[0-9]{1,3})\b").ok());
static CODE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^0-9.])(55[0-9]|54[0-9]|53[0-9]|52[0-9])(?:[^0-9.]|$)").ok()
});

/// Whether a mail is one of ours that came back as it was sent: it has the mark that only we can make.
#[must_use]
pub fn is_our_own(app: &App, read: &ReadMail) -> bool {
    let id = read.message_id.as_deref().unwrap_or_default();
    let id = id.trim_matches(['<', '>']);
    !id.is_empty()
        && read
            .signals
            .loop_mark
            .as_deref()
            .is_some_and(|mark| app.secret.is_token("loop", id, mark) && mark == loop_mark(app, id))
}

/// Ties a report back to its receipt, in the caller's transaction. Answers whether the mail is a report about one, or what a program sent
/// to the envelope sender of one: then it is machine mail, whatever it reads like.
pub async fn came_back(
    conn: &mut AsyncPgConnection,
    mail_id: i64,
    (read, domain): (&ReadMail, &str),
    now: DateTime<Utc>,
) -> anyhow::Result<bool> {
    let tokens = tokens(read, LOCAL);
    let machine = read.signals.null_sender || read.signals.is_automatic();
    if read.kind != Kind::Bounce && (tokens.is_empty() || !machine) {
        return Ok(false);
    }
    if read.kind != Kind::Bounce && read.kind.is_machine() {
        // An out-of-office reply to the envelope sender: the receipt did arrive.
        return Ok(true);
    }
    let ids = ids(read, domain);
    let found: Vec<(i64, i64, i64)> = receipts::table
        .inner_join(responses::table)
        .filter(
            receipts::bounce_token
                .eq_any(&tokens)
                .or(receipts::message_id.eq_any(&ids)),
        )
        .select((receipts::id, responses::id, responses::hearing_id))
        .load(conn)
        .await?;
    if found.is_empty() || !has_failed(read) {
        return Ok(!found.is_empty() || !tokens.is_empty());
    }
    let (status, detail) = said(read);
    for (id, response, hearing) in found {
        let changed = diesel::update(receipts::table.find(id))
            .filter(receipts::state.eq_any([ReceiptState::Waiting, ReceiptState::Sent]))
            .set((
                receipts::state.eq(ReceiptState::Bounced),
                receipts::state_reason.eq(Reason::Bounced),
                receipts::status.eq(&status),
                receipts::state_detail.eq(&detail),
                receipts::bounced_at.eq(now),
                receipts::bounce_mail_id.eq(mail_id),
            ))
            .execute(conn)
            .await?;
        if changed > 0 {
            Event::new(Actor::Program, "receipt_bounced", "response", response)
                .in_hearing(hearing)
                .with(serde_json::json!({ "receipt": id, "mail": mail_id, "status": status }))
                .record(conn, now)
                .await?;
        }
    }
    Ok(true)
}

/// The tokens of envelope senders of ours, which begin with a word of their own, that the mail was sent to.
pub(in crate::intake) fn tokens(read: &ReadMail, start: &str) -> Vec<String> {
    let addresses = read
        .to
        .iter()
        .chain(&read.cc)
        .map(|to| to.address.as_str())
        .chain(read.delivered_to.iter().map(String::as_str));
    addresses
        .filter_map(|address| {
            let address = address.to_lowercase();
            let local = address.split('@').next()?;
            local.strip_prefix(start).map(str::to_owned)
        })
        .collect()
}

/// Every Message-ID that the report quotes, without brackets.
pub(in crate::intake) fn ids(read: &ReadMail, domain: &str) -> Vec<String> {
    let inner = read
        .inner
        .iter()
        .filter_map(|(_, mail)| mail.message_id.as_ref());
    let mut ids: Vec<String> = read
        .signals
        .returned_ids
        .iter()
        .chain(&read.in_reply_to)
        .chain(&read.references)
        .chain(inner)
        .map(|id| id.trim_matches(['<', '>']).to_owned())
        .collect();
    let ours = format!("@{domain}");
    let text: String = read.text.chars().take(SEARCHED).collect();
    for word in text.split([' ', '\n', '\t', '<', '>', '"', '(', ')', ',', ';']) {
        if word.len() > ours.len() && word.to_lowercase().ends_with(&ours.to_lowercase()) {
            ids.push(word.to_owned());
        }
    }
    ids.sort();
    ids.dedup();
    ids
}

/// Whether the report says that the mail will not arrive, and not that it is late or did arrive.
pub(in crate::intake) fn has_failed(read: &ReadMail) -> bool {
    let deliveries = &read.signals.deliveries;
    if !deliveries.is_empty() {
        return deliveries
            .iter()
            .any(|one| one.action == "failed" || one.action.is_empty());
    }
    let subject = read.subject.as_deref().unwrap_or_default().to_lowercase();
    let text = read.text.to_lowercase();
    !(subject.contains("delay")
        || subject.contains("forsink")
        || subject.starts_with("warning")
        || text.contains("will continue to try")
        || text.contains("will keep trying")
        || text.contains("still being retried")
        || text.contains("forsøger fortsat"))
}

/// The status code and the other server's words.
pub(in crate::intake) fn said(read: &ReadMail) -> (Option<String>, Option<String>) {
    let failed = read
        .signals
        .deliveries
        .iter()
        .find(|one| one.action == "failed")
        .or_else(|| read.signals.deliveries.as_slice().first());
    let cut = |text: &str| text.chars().take(DETAIL_CHARACTERS).collect::<String>();
    match failed {
        Some(one) => {
            let general = one.status.is_empty() || one.status.ends_with(".0.0");
            let exact = status_in(&one.diagnostic).filter(|_| general);
            let status = exact.or_else(|| Some(one.status.clone()).filter(|it| !it.is_empty()));
            let detail = Some(cut(&one.diagnostic)).filter(|it| !it.is_empty());
            (status, detail)
        }
        None => {
            let line = read
                .text
                .lines()
                .find(|line| status_in(line).is_some())
                .map(|line| cut(line.trim()));
            (status_in(&read.text), line)
        }
    }
}

/// The first enhanced status code in a text; else one made of its SMTP code.
#[must_use]
pub(super) fn status_in(text: &str) -> Option<String> {
    let found = |pattern: &LazyLock<Option<Regex>>| {
        let found = pattern.as_ref()?.captures(text)?;
        Some(found.get(1)?.as_str().to_owned())
    };
    found(&STATUS).or_else(|| {
        Some(
            match found(&CODE)?.as_str() {
                "550" | "551" | "553" => "5.1.0",
                "552" => "5.2.2",
                "554" => "5.7.0",
                _ => "5.0.0",
            }
            .to_owned(),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_a_no_is_found_in_what_servers_say() {
        for (said, status) in [
            ("550 5.1.1 <x@y>: User unknown", Some("5.1.1")),
            (
                "smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound",
                Some("5.1.10"),
            ),
            (
                "Sorry, no mailbox here by that name. (#5.1.1)",
                Some("5.1.1"),
            ),
            ("host 192.0.2.25 said: 552 mailbox full", Some("5.2.2")),
            ("permanent error (550): no such user", Some("5.1.0")),
            ("version 1550.2 of 10.5.1.1.2", None),
            ("Hej med dig", None),
        ] {
            let found = status_in(said);
            if status.is_some() || !said.contains("10.5.1.1.2") {
                assert_eq!(found.as_deref(), status, "{said}");
            }
        }
    }
}
