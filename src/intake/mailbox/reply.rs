//! Whether a mail can be answered with a receipt, and where to (rule 13).
//!
//! What a machine says of itself stops our reply and nothing else: the mail is taken in all the same. What cannot be answered is not
//! lost: it stands on the list *kunne ikke kvitteres*, with the address that a person may use after all.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::address::Address;
use super::ledger::Mail;
use super::parse::ReadMail;
use crate::app::App;
use crate::hearing::Hearing;
use crate::intake::ReceiptPlan;
use crate::intake::receipt::Reason;
use crate::mail;
use crate::schema::{mails, receipts};

/// Nobody reads a receipt and answers it within this.
const FASTER_THAN_PEOPLE: TimeDelta = TimeDelta::minutes(2);

/// Beginnings and ends of addresses that belong to list programs.
const LIST_STARTS: [&str; 4] = ["owner-", "listserv", "majordomo", "bounce"];
const LIST_ENDS: [&str; 4] = ["-request", "-owner", "-bounces", "-admin"];

/// The receipt of a mail that becomes a response or a part of one, by what the mail itself says.
pub(in crate::intake) fn plan(app: &App, hearing: &Hearing, read: &ReadMail) -> ReceiptPlan {
    let to = sender(read);
    let reason = by_itself(app, hearing, read, to.as_ref());
    let in_reply_to = read.message_id.clone();
    match (reason, to.map(|to| to.address)) {
        (Some(Reason::Forwarded), _) => ReceiptPlan::NotPossible {
            why: Reason::Forwarded,
            to: within(read),
            in_reply_to: None,
        },
        (Some(why), to) => ReceiptPlan::NotPossible {
            why,
            to: to.filter(|to| mail::is_address(to) && mail::takes_mail(to)),
            in_reply_to,
        },
        (None, Some(to)) => ReceiptPlan::Mail { to, in_reply_to },
        (None, None) => ReceiptPlan::NotPossible {
            why: Reason::NoSender,
            to: None,
            in_reply_to,
        },
    }
}

/// Takes the answer off a mail that answers our receipts as programs do. Only a mail that answers something is asked about.
pub(super) async fn stop_loop(
    conn: &mut AsyncPgConnection,
    (row, read): (&Mail, &ReadMail),
    arrived_at: DateTime<Utc>,
    plan: &mut ReceiptPlan,
) -> QueryResult<()> {
    let ReceiptPlan::Mail { to, in_reply_to } = &*plan else {
        return Ok(());
    };
    if answers_itself(conn, row, read, arrived_at).await? {
        *plan = ReceiptPlan::NotPossible {
            why: Reason::AckLoop,
            to: Some(to.clone()),
            in_reply_to: in_reply_to.clone(),
        };
    }
    Ok(())
}

/// Where an answer goes: Reply-To, else From.
fn sender(read: &ReadMail) -> Option<Address> {
    let to = read.reply_to.as_slice().first().or(read.from.as_ref())?;
    (!to.address.is_empty()).then(|| to.clone())
}

/// Who wrote what a colleague forwarded.
fn within(read: &ReadMail) -> Option<String> {
    let inner = read.inner.iter().find_map(|(_, mail)| mail.from.as_ref());
    let quoted = read
        .forwarded
        .as_ref()
        .and_then(|forwarded| forwarded.sender.as_ref());
    let address = &inner.or(quoted)?.address;
    mail::is_address(address).then(|| address.clone())
}

/// What the mail itself says against an answer.
fn by_itself(
    app: &App,
    hearing: &Hearing,
    read: &ReadMail,
    to: Option<&Address>,
) -> Option<Reason> {
    // Who they are is known there and nowhere else: the answer goes by Digital Post, or to the address that a person chooses.
    if read.digital_post.is_some() {
        return Some(Reason::DigitalPost);
    }
    let signals = &read.signals;
    if signals.null_sender {
        return Some(Reason::NoReturn);
    }
    if signals.is_automatic() {
        return Some(Reason::Program);
    }
    if signals.list || signals.precedence.is_some() {
        return Some(Reason::List);
    }
    let Some(to) = to else {
        return Some(Reason::NoSender);
    };
    let address = to.address.to_lowercase();
    if !mail::takes_mail(&address) {
        return Some(Reason::NoReply);
    }
    if is_list(&address) {
        return Some(Reason::List);
    }
    let passed_on = read.forwarded.is_some() || !read.inner.is_empty();
    if passed_on && within(read).is_some() && is_colleague(&address, &hearing.mailbox) {
        return Some(Reason::Forwarded);
    }
    if hearing.mailbox.eq_ignore_ascii_case(&address)
        || app.config.own_addresses().contains(&address)
    {
        return Some(Reason::OwnAddress);
    }
    if signals.spam {
        return Some(Reason::Spam);
    }
    (!mail::is_address(&address)).then_some(Reason::Invalid)
}

/// Whether an address is of the authority's own domain, or of one above or below it.
fn is_colleague(address: &str, mailbox: &str) -> bool {
    let domain = |address: &str| {
        address
            .rsplit('@')
            .next()
            .unwrap_or_default()
            .to_lowercase()
    };
    let (one, other) = (domain(address), domain(mailbox));
    let below = |one: &str, other: &str| other.contains('.') && one.ends_with(&format!(".{other}"));
    one == other || below(&one, &other) || below(&other, &one)
}

fn is_list(address: &str) -> bool {
    let local = address.split('@').next().unwrap_or_default();
    LIST_STARTS.iter().any(|start| local.starts_with(start))
        || LIST_ENDS.iter().any(|end| local.ends_with(end))
}

/// Whether the mail answers a receipt of ours as programs do: at once, or a receipt that itself answered an answer to a receipt. People
/// may correct by answering their receipt; two programs that do not say what they are stop here.
async fn answers_itself(
    conn: &mut AsyncPgConnection,
    row: &Mail,
    read: &ReadMail,
    arrived_at: DateTime<Utc>,
) -> QueryResult<bool> {
    let ids = bare_ids(read.in_reply_to.iter().chain(&read.references));
    if ids.is_empty() {
        return Ok(false);
    }
    let answered: Vec<(Option<DateTime<Utc>>, Option<i64>)> = receipts::table
        .filter(receipts::message_id.eq_any(&ids))
        .select((receipts::sent_at, receipts::mail_id))
        .load(conn)
        .await?;
    let arrived_at = arrived_at.min(row.recorded_at);
    for (sent_at, mail_id) in answered {
        if sent_at.is_some_and(|sent| arrived_at < sent + FASTER_THAN_PEOPLE) {
            return Ok(true);
        }
        let Some(mail_id) = mail_id else { continue };
        let before: Option<String> = mails::table
            .find(mail_id)
            .select(mails::in_reply_to)
            .first(conn)
            .await?;
        let chained: i64 = receipts::table
            .filter(receipts::message_id.eq_any(bare_ids(before.iter())))
            .count()
            .get_result(conn)
            .await?;
        if chained > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

fn bare_ids<'a>(ids: impl Iterator<Item = &'a String>) -> Vec<String> {
    ids.map(|id| id.trim_matches(['<', '>']).to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colleagues_are_known_by_their_domain() {
        let mailbox = "hoering@social.region.example";
        assert!(is_colleague("formand@region.example", mailbox));
        assert!(is_colleague("anna@social.region.example", mailbox));
        assert!(!is_colleague("ole@enregion.example", mailbox));
        assert!(!is_colleague("ole@example", mailbox));
    }

    #[test]
    fn addresses_of_programs_and_lists_are_known() {
        for address in [
            "no-reply@kommune.example",
            "NoReply@kommune.example",
            "ingen-svar@digitalpost.example",
            "sagssystem.do-not-reply@kommune.example",
            "MAILER-DAEMON@mx.example",
        ] {
            assert!(!mail::takes_mail(address), "{address}");
        }
        for address in [
            "owner-hoering@lister.example",
            "hoering-bounces@lister.example",
        ] {
            assert!(is_list(address), "{address}");
        }
        for address in [
            "replyson@kommune.example",
            "anna.noer@kommune.example",
            "svar@kommune.example",
        ] {
            assert!(mail::takes_mail(address) && !is_list(address), "{address}");
        }
    }
}
