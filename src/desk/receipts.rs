//! *Kunne ikke kvitteres*: who has not been told that their response is here, why, and what is done about it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;
use serde::{Deserialize, Serialize};

use super::answer::field;
use super::head::Head;
use super::inbox;
use crate::app::App;
use crate::audit::Event;
use crate::hearing::Hearing;
use crate::intake::receipt::untold::{self, Listed, UntoldError};
use crate::intake::receipt::{Handled, Reason, Receipt, ReceiptKind, ReceiptState, letter};
use crate::response::Response;
use crate::staff::{Access, Editor, Reader, names_of};
use crate::templates::{Page, Templates, Words, pages};
use crate::web::{self, Error, Form, View, redirect};

pages![ListReceipts, ShowLetter];

/// Rows of either list on a page.
const ROWS: i64 = 300;

/// The list.
#[derive(Clone, Debug, Serialize)]
pub struct ListReceipts {
    pub head: Head,
    /// What could not be done, and with which of them.
    pub message: Option<String>,
    pub open: Vec<OpenReceipt>,
    /// Receipts that wait to be sent.
    pub waiting: i64,
    pub done: Vec<DoneReceipt>,
}

/// Somebody who has not been told.
#[derive(Clone, Debug, Serialize)]
pub struct OpenReceipt {
    pub id: i64,
    pub who: String,
    pub href: String,
    pub number: String,
    pub kind: String,
    pub at: DateTime<Utc>,
    pub address: String,
    pub why: String,
    pub detail: Option<String>,
    /// `…/kvitteringer/{id}`
    pub action: String,
}

/// Somebody who was told in the end.
#[derive(Clone, Debug, Serialize)]
pub struct DoneReceipt {
    pub who: String,
    pub href: String,
    pub how: String,
    pub by: String,
    pub at: DateTime<Utc>,
    pub note: String,
}

/// A receipt on paper.
#[derive(Clone, Debug, Serialize)]
pub struct ShowLetter {
    pub head: Head,
    pub back: String,
    pub who: String,
    pub text: String,
}

#[derive(Deserialize)]
pub(super) struct On {
    id: i64,
}

type Fields = Form<Vec<(String, String)>>;

/// Why a receipt did not arrive, in words that say what it means.
pub(super) fn why(words: &Words, receipt: &Receipt) -> String {
    let key = match receipt.state_reason {
        Some(Reason::Program) => "untold-program",
        Some(Reason::List) => "untold-list",
        Some(Reason::NoReturn) => "untold-no-return",
        Some(Reason::NoSender) => "untold-no-sender",
        Some(Reason::NoReply) => "untold-no-reply",
        Some(Reason::OwnAddress) => "untold-own-address",
        Some(Reason::AckLoop) => "untold-ack-loop",
        Some(Reason::Forwarded) => "untold-forwarded",
        Some(Reason::Spam) => "untold-spam",
        Some(Reason::DigitalPost) => "untold-digital-post",
        Some(Reason::Limit) => "untold-limit",
        Some(Reason::Invalid) => "untold-invalid",
        Some(Reason::GaveUp) => "untold-gave-up",
        Some(Reason::Refused | Reason::Bounced) => status_key(receipt.status.as_deref()),
        None => "untold-unknown",
    };
    words.text(key, &[])
}

/// What an enhanced status code (RFC 3463, and what the large providers make of it) means for the secretariat.
fn status_key(status: Option<&str>) -> &'static str {
    let status = status.unwrap_or_default();
    let (_, rest) = status.split_once('.').unwrap_or_default();
    match rest {
        "1.2" | "4.4" => "untold-no-domain",
        "2.2" => "untold-full",
        "2.3" | "3.4" => "untold-too-large",
        "2.1" | "2.0" => "untold-closed",
        // Exchange says 5.4.1 and 5.1.10 of an address that it does not know.
        "4.1" if status.starts_with('5') => "untold-no-address",
        _ => match rest.split('.').next() {
            Some("1") => "untold-no-address",
            Some("4") => "untold-no-answer",
            Some("7") => "untold-rejected",
            _ => "untold-bounced",
        },
    }
}

fn kind(words: &Words, kind: ReceiptKind) -> String {
    let key = match kind {
        ReceiptKind::Received => "untold-kind-received",
        ReceiptKind::Corrected => "untold-kind-corrected",
        ReceiptKind::Finalised => "untold-kind-finalised",
        ReceiptKind::Supplemented => "untold-kind-supplemented",
        ReceiptKind::Withdrawn => "untold-kind-withdrawn",
        ReceiptKind::Objected => "untold-kind-objected",
        ReceiptKind::Settled => "untold-kind-settled",
        ReceiptKind::Decided => "untold-kind-decided",
    };
    words.text(key, &[])
}

/// What the page of a response says about its receipt, and whether somebody must act.
pub(super) fn line(words: &Words, receipt: &Receipt) -> (String, bool) {
    match (receipt.state, receipt.sent_at, receipt.handled) {
        (ReceiptState::Waiting, _, _) => (words.text("untold-line-waiting", &[]), false),
        (ReceiptState::Sent, Some(at), _) => {
            let when = words.datetime(at).into();
            (words.text("untold-line-sent", &[("when", when)]), false)
        }
        (_, _, Some(how)) => (words.text(handled_key(how), &[]), false),
        _ => (why(words, receipt), true),
    }
}

fn handled_key(how: Handled) -> &'static str {
    match how {
        Handled::Resent => "untold-resent",
        Handled::Letter => "untold-by-letter",
        Handled::Phone => "untold-by-phone",
    }
}

async fn name(
    conn: &mut AsyncPgConnection,
    words: &Words,
    response_id: i64,
) -> web::Result<String> {
    let response = Response::find(conn, response_id).await?;
    let respondents = response.respondents(conn).await?;
    let name = respondents.first().map(|one| one.display_name().to_owned());
    Ok(inbox::who(words, &name.unwrap_or_default()))
}

async fn page(
    (view, access): (&View, &Access),
    conn: &mut AsyncPgConnection,
) -> web::Result<ListReceipts> {
    let words = view.words();
    let hearing = Hearing::find(conn, access.hearing_id).await?;
    let head = Head::of(conn, &hearing, access).await?;
    let open = untold::list(conn, hearing.id, false, ROWS).await?;
    let done = untold::list(conn, hearing.id, true, ROWS).await?;
    let mut names = BTreeMap::new();
    for (receipt, _) in open.iter().chain(&done) {
        if let Entry::Vacant(new) = names.entry(receipt.response_id) {
            new.insert(name(conn, words, receipt.response_id).await?);
        }
    }
    let by: Vec<i64> = done.iter().filter_map(|(one, _)| one.handled_by).collect();
    let people = names_of(conn, &by).await?;
    let who = |receipt: &Receipt| names.get(&receipt.response_id).cloned().unwrap_or_default();
    let row = |(receipt, number): Listed| OpenReceipt {
        who: who(&receipt),
        href: format!("{}/svar/{number}", head.base),
        kind: kind(words, receipt.kind),
        at: receipt.bounced_at.unwrap_or(receipt.created_at),
        why: why(words, &receipt),
        action: format!("{}/kvitteringer/{}", head.base, receipt.id),
        id: receipt.id,
        address: receipt.recipient.unwrap_or_default(),
        detail: receipt.state_detail,
        number,
    };
    Ok(ListReceipts {
        message: None,
        waiting: untold::waiting(conn, hearing.id).await?,
        open: open.into_iter().map(row).collect(),
        done: done
            .into_iter()
            .filter_map(|(receipt, number)| {
                Some(DoneReceipt {
                    who: who(&receipt),
                    href: format!("{}/svar/{number}", head.base),
                    how: words.text(handled_key(receipt.handled?), &[]),
                    by: receipt
                        .handled_by
                        .and_then(|id| people.get(&id))
                        .map(|person| person.initials.clone())
                        .unwrap_or_default(),
                    at: receipt.handled_at?,
                    note: receipt.handled_note,
                })
            })
            .collect(),
        head,
    })
}

pub(super) async fn index(app: Data<App>, view: View, reader: Reader) -> web::Result {
    let mut conn = app.conn().await?;
    view.page(&page((&view, &reader), &mut conn).await?)
}

/// Sends it again.
pub(super) async fn resend(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<On>,
    form: Fields,
) -> web::Result {
    let Form(fields) = form;
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    let done = untold::resend(&app, &mut conn, by, at.id, field(&fields, "email")).await;
    answer((&view, &editor), &mut conn, done).await
}

/// The sender was told in another way.
pub(super) async fn told(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<On>,
    form: Fields,
) -> web::Result {
    let Form(fields) = form;
    let how = Handled::parse(field(&fields, "how"))
        .filter(|how| *how != Handled::Resent)
        .ok_or(Error::BadRequest)?;
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    let done = untold::told(&mut conn, by, at.id, (how, field(&fields, "note"))).await;
    answer((&view, &editor), &mut conn, done).await
}

async fn answer(
    (view, access): (&View, &Access),
    conn: &mut AsyncPgConnection,
    done: Result<(), UntoldError>,
) -> web::Result {
    let key = match done {
        Ok(()) => return redirect(access.at("kvitteringer")),
        Err(UntoldError::Failed(error)) => {
            return Err(match error.downcast::<diesel::result::Error>() {
                Ok(error) => error.into(),
                Err(error) => Error::Internal(error),
            });
        }
        Err(UntoldError::Address) => "untold-wrong-address",
        Err(UntoldError::Done) => "untold-done-already",
    };
    let mut shown = page((view, access), conn).await?;
    shown.message = Some(view.words().text(key, &[]));
    view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

/// The receipt to print. It has the secret link, so that somebody took it is in the log.
pub(super) async fn show(app: Data<App>, view: View, editor: Editor, at: Path<On>) -> web::Result {
    let mut conn = app.conn().await?;
    let receipt = untold::find(&mut conn, editor.hearing_id, at.id).await?;
    let hearing = Hearing::find(&mut conn, editor.hearing_id).await?;
    let text = Templates::shared()?.plain(&letter(&app, &mut conn, &receipt).await?)?;
    let by = editor.act(app.clock.now());
    Event::by_staff(
        by.staff_id,
        "receipt_printed",
        "response",
        receipt.response_id,
    )
    .in_hearing(by.hearing_id)
    .with(serde_json::json!({ "receipt": receipt.id }))
    .record(&mut conn, by.now)
    .await?;
    let page = ShowLetter {
        head: Head::of(&mut conn, &hearing, &editor).await?,
        back: editor.at("kvitteringer"),
        who: name(&mut conn, view.words(), receipt.response_id).await?,
        text,
    };
    view.page(&page)
}

impl Page for ListReceipts {
    const TEMPLATE: &'static str = "desk/receipts";

    fn sample() -> Self {
        let open = |id, detail: Option<&str>| OpenReceipt {
            id,
            who: "Foreningen Lysning".into(),
            href: "/sekretariat/x/svar/K7M2Q-9XWE4".into(),
            number: "K7M2Q-9XWE4".into(),
            kind: "Kvittering for svaret".into(),
            at: DateTime::UNIX_EPOCH,
            address: "kontakt@lysning.example".into(),
            why: "Adressen findes ikke.".into(),
            detail: detail.map(str::to_owned),
            action: format!("/sekretariat/x/kvitteringer/{id}"),
        };
        Self {
            head: Head::sample(),
            message: None,
            open: vec![open(1, Some("550 5.1.1 User unknown")), open(2, None)],
            waiting: 2,
            done: vec![DoneReceipt {
                who: "Ole Snebær".into(),
                href: "/sekretariat/x/svar/K7M2Q-9XWE4".into(),
                how: "Fortalt i telefonen".into(),
                by: "HT".into(),
                at: DateTime::UNIX_EPOCH,
                note: "Ringede kl. 10".into(),
            }],
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let none = Self {
            open: vec![],
            done: vec![],
            waiting: 0,
            ..Self::sample()
        };
        let wrong = Self {
            message: Some("Adressen kan ikke bruges.".into()),
            ..Self::sample()
        };
        vec![("", Self::sample()), ("none", none), ("wrong", wrong)]
    }
}

impl Page for ShowLetter {
    const TEMPLATE: &'static str = "desk/receipt_letter";

    fn sample() -> Self {
        Self {
            head: Head::sample(),
            back: "/sekretariat/x/kvitteringer".into(),
            who: "Foreningen Lysning".into(),
            text: "Tak for dit høringssvar.\n\nKvitteringsnummer: K7M2Q-9XWE4".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_bounces_mean_what_the_secretariat_reads() {
        for (status, key) in [
            ("5.1.1", "untold-no-address"),
            ("5.1.10", "untold-no-address"),
            ("5.4.1", "untold-no-address"),
            ("5.1.2", "untold-no-domain"),
            ("5.2.2", "untold-full"),
            ("5.2.1", "untold-closed"),
            ("5.3.4", "untold-too-large"),
            ("4.4.1", "untold-no-answer"),
            ("4.4.7", "untold-no-answer"),
            ("5.7.26", "untold-rejected"),
            ("5.0.0", "untold-bounced"),
            ("", "untold-bounced"),
        ] {
            assert_eq!(status_key(Some(status)), key, "{status}");
        }
    }
}
