//! The receipt as a letter: what was received, the secret link, and what will become public. It holds no text of the response.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;

use super::{Receipt, ReceiptKind, bounce, link, loop_mark};
use crate::app::App;
use crate::hearing::Hearing;
use crate::intake::decision;
use crate::intake::follow::{Followed, Published};
use crate::mail::Outgoing;
use crate::organisation::Organisation;
use crate::response::{Channel, Part, PartState, Response, Role};
use crate::schema::parts;
use crate::templates::{Audience, Page, Templates, Words};

/// What the mail's template may use.
#[derive(Clone, Debug, Serialize)]
pub struct ReceiptMail {
    /// What was received, in one sentence.
    pub intro: String,
    pub organisation: String,
    pub contact: String,
    /// How to reach the data protection officer; empty when the settings do not say.
    pub officer: String,
    pub hearing: String,
    pub number: String,
    pub arrived_at: DateTime<Utc>,
    /// Early, late, or both sent in time and late; none when in time.
    pub timeliness: Option<String>,
    /// Only for what holds parts.
    pub parts: Vec<PartLine>,
    /// Whether this is the receipt of something that will become public.
    pub publishes: bool,
    /// By post and mail nobody saw *check your answer*.
    pub unchecked: bool,
    /// What was decided, and where the points of the sender stand; empty otherwise.
    pub decision: Option<String>,
    pub stands: Vec<String>,
    pub link: String,
    pub objection_link: String,
    pub hearing_link: String,
    pub privacy_link: String,
    pub mailbox: String,
}

/// A part as the receipt lists it.
#[derive(Debug, Clone, Serialize)]
pub struct PartLine {
    pub name: String,
    pub bytes: i64,
    pub sha256: String,
    /// Whether it could be read, and what to do when not.
    pub note: String,
}

/// What wraps other files: what is in it stands beside it.
const CONTAINERS: [&str; 4] = ["message/", "ms-outlook", "ms-tnef", "pkcs7"];

impl PartLine {
    fn of(words: &Words, part: &Part) -> Self {
        let name = match (&part.filename, part.role) {
            (Some(name), _) => name.clone(),
            (None, Role::Body) => words.text("receipt-mail-body", &[]),
            (None, _) => words.text("receipt-mail-unnamed", &[]),
        };
        let wraps = CONTAINERS.iter().any(|kind| part.media_type.contains(kind));
        let key = match part.state {
            _ if part.role == Role::Signaturbevis => "receipt-part-signature",
            PartState::Text => "receipt-part-text",
            PartState::Reading | PartState::WaitingForScan => "receipt-part-reading",
            _ if part.role == Role::Inline => "receipt-part-inline",
            PartState::Unsupported if wraps => "receipt-part-container",
            PartState::NoText | PartState::Unsupported => "receipt-part-person",
            PartState::Encrypted => "receipt-part-encrypted",
            PartState::Infected => "receipt-part-infected",
            PartState::TooLarge => "receipt-part-large",
            PartState::Failed => "receipt-part-failed",
        };
        Self {
            name,
            bytes: part.bytes,
            sha256: hex::encode(&part.sha256),
            note: words.text(key, &[]),
        }
    }
}

impl Page for ReceiptMail {
    const TEMPLATE: &'static str = "intake/receipt_mail";
    const AUDIENCE: Audience = Audience::Letter;

    fn sample() -> Self {
        let part = |name: &str, note: &str| PartLine {
            name: name.into(),
            bytes: 48_211,
            sha256: "5f2c".repeat(16),
            note: note.into(),
        };
        Self {
            intro: "Tak for dit høringssvar. Vi har modtaget det og gemt det.".into(),
            organisation: "Region Midtjylland".into(),
            contact: "Sekretariatet for Socialområdet".into(),
            officer: String::new(),
            hearing: "Visions- og udviklingsplan for Socialområdet".into(),
            number: "K7M2Q-9XWE4".into(),
            arrived_at: DateTime::UNIX_EPOCH,
            timeliness: Some("Svaret kom efter fristen.".into()),
            parts: vec![
                part("Teksten i din mail", "læst"),
                part("Høringssvar.pdf", "læst"),
                part("Noter.docx", "vi har fået filen, men kan ikke læse den"),
            ],
            publishes: true,
            unchecked: true,
            decision: None,
            stands: Vec::new(),
            link: "https://hoering.example/kvittering/K7M2Q-9XWE4/x".into(),
            objection_link: "https://hoering.example/kvittering/K7M2Q-9XWE4/x/indsigelse".into(),
            hearing_link: "https://hoering.example/hoeringer/x".into(),
            privacy_link: "https://hoering.example/persondata".into(),
            mailbox: "hoering@example.dk".into(),
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let withdrawn = Self {
            timeliness: None,
            parts: vec![],
            publishes: false,
            officer: "dpo@region.example".into(),
            ..Self::sample()
        };
        let decided = Self {
            decision: Some("Planen er vedtaget med tre ændringer.".into()),
            stands: vec!["Dit svar er offentliggjort som A3:".into()],
            ..withdrawn.clone()
        };
        vec![
            ("", Self::sample()),
            ("withdrawn", withdrawn),
            ("decided", decided),
        ]
    }
}

/// What the receipt says; the same words go by mail, or on paper when mail does not arrive.
pub async fn letter(
    app: &App,
    conn: &mut AsyncPgConnection,
    receipt: &Receipt,
) -> anyhow::Result<ReceiptMail> {
    let response = Response::find(conn, receipt.response_id).await?;
    let hearing = Hearing::find(conn, response.hearing_id).await?;
    let organisation = Organisation::find(conn, hearing.organisation_id).await?;
    let words = Templates::shared()?.words();
    let mut parts = response.parts(conn).await?;
    // What came with this mail, form or letter: a supplement has a receipt of its own.
    let came: Vec<i64> = parts::table
        .filter(parts::response_id.eq(response.id))
        .filter(parts::mail_id.is_not_distinct_from(receipt.mail_id))
        .select(parts::id)
        .load(conn)
        .await?;
    if !came.is_empty() {
        parts.retain(|part| came.contains(&part.id));
    }
    let publishes = matches!(
        receipt.kind,
        ReceiptKind::Received
            | ReceiptKind::Corrected
            | ReceiptKind::Finalised
            | ReceiptKind::Supplemented
    );
    if !publishes {
        parts.clear();
    }
    let (decision, stands) = match receipt.kind {
        ReceiptKind::Decided => decided(app, conn, (&hearing, &response), receipt).await?,
        _ => (None, Vec::new()),
    };
    let base = &app.config.base_url;
    let closes_at = response.closes_at(conn, &hearing).await?;
    Ok(ReceiptMail {
        intro: words.text(
            intro(receipt.kind),
            &[("hearing", hearing.title.as_str().into())],
        ),
        organisation: organisation.name,
        contact: [&hearing.contact, &organisation.contact]
            .into_iter()
            .find(|contact| !contact.is_empty())
            .unwrap_or(&hearing.mailbox)
            .clone(),
        officer: app.config.data_protection_officer.clone(),
        number: response.number.clone(),
        arrived_at: response.arrived_at,
        timeliness: timeliness(words, (&hearing, closes_at), &response).filter(|_| publishes),
        parts: parts.iter().map(|part| PartLine::of(words, part)).collect(),
        publishes,
        unchecked: publishes && response.channel != Channel::Web,
        decision,
        stands,
        link: format!("{}/svar", link(app, &response.number)),
        objection_link: format!("{}/indsigelse", link(app, &response.number)),
        hearing_link: format!("{base}/hoeringer/{}", hearing.slug),
        privacy_link: format!("{base}/persondata"),
        mailbox: hearing.mailbox,
        hearing: hearing.title,
    })
}

/// What was decided, and where each answer of this address stands.
async fn decided(
    app: &App,
    conn: &mut AsyncPgConnection,
    (hearing, first): (&Hearing, &Response),
    receipt: &Receipt,
) -> anyhow::Result<(Option<String>, Vec<String>)> {
    let words = Templates::shared()?.words();
    let to = receipt.recipient.clone().unwrap_or_default();
    let own = decision::of_address(conn, hearing.id, &to).await?;
    let own = if own.is_empty() {
        vec![first.clone()]
    } else {
        own
    };
    let mut lines = Vec::new();
    let mut decision = None;
    for response in &own {
        let followed = Followed::of(conn, hearing, response).await?;
        decision = followed.decision.map(|one| one.text);
        let Some(published) = followed.published.filter(Published::is_shown) else {
            continue;
        };
        let reference = published.reference.as_str().into();
        lines.push(words.text("receipt-mail-stands", &[("reference", reference)]));
        lines.push(format!("{}{}", app.config.base_url, published.href));
        let themes: Vec<&str> = published
            .themes
            .iter()
            .map(|one| one.text.as_str())
            .collect();
        if !themes.is_empty() {
            let themes = themes.join(", ").into();
            lines.push(words.text("receipt-mail-quoted", &[("themes", themes)]));
        }
    }
    Ok((decision, lines))
}

fn intro(kind: ReceiptKind) -> &'static str {
    match kind {
        ReceiptKind::Received => "receipt-mail-received",
        ReceiptKind::Corrected => "receipt-mail-corrected",
        ReceiptKind::Finalised => "receipt-mail-finalised",
        ReceiptKind::Supplemented => "receipt-mail-supplemented",
        ReceiptKind::Withdrawn => "receipt-mail-withdrawn",
        ReceiptKind::Objected => "receipt-mail-objected",
        ReceiptKind::Settled => "receipt-mail-settled",
        ReceiptKind::Decided => "receipt-mail-decided",
    }
}

fn subject(kind: ReceiptKind) -> &'static str {
    match kind {
        ReceiptKind::Received | ReceiptKind::Corrected | ReceiptKind::Finalised => {
            "receipt-mail-subject"
        }
        ReceiptKind::Supplemented => "receipt-mail-subject-supplemented",
        ReceiptKind::Withdrawn => "receipt-mail-subject-withdrawn",
        ReceiptKind::Objected => "receipt-mail-subject-objected",
        ReceiptKind::Settled => "receipt-mail-subject-settled",
        ReceiptKind::Decided => "receipt-mail-subject-decided",
    }
}

/// Early and late are said; in time needs no words.
fn timeliness(
    words: &Words,
    (hearing, closes_at): (&Hearing, DateTime<Utc>),
    response: &Response,
) -> Option<String> {
    let deadline = words.datetime(closes_at - chrono::TimeDelta::minutes(1));
    if response.deemed_timely_reason.is_some() {
        return None;
    }
    if response.counts_from() < hearing.opens_at {
        let opens = words.datetime(hearing.opens_at);
        return Some(words.text("receipt-mail-early", &[("when", opens.into())]));
    }
    if !response.is_late(closes_at) {
        return None;
    }
    let sent_in_time = response
        .claimed_at
        .filter(|sent| *sent < closes_at && *sent >= hearing.opens_at);
    Some(match sent_in_time {
        Some(sent) => words.text(
            "receipt-mail-late-sent",
            &[
                ("sent", words.datetime(sent).into()),
                ("deadline", deadline.into()),
            ],
        ),
        None => words.text("receipt-mail-late", &[("deadline", deadline.into())]),
    })
}

pub(super) async fn compose(
    app: &App,
    conn: &mut AsyncPgConnection,
    receipt: &Receipt,
    to: &str,
) -> anyhow::Result<Outgoing> {
    let page = letter(app, conn, receipt).await?;
    let hearing = page.hearing.as_str().into();
    let subject = Templates::shared()?
        .words()
        .text(subject(receipt.kind), &[("hearing", hearing)]);
    let text = Templates::shared()?.plain(&page)?;
    Ok(Outgoing {
        envelope_sender: Some(format!("{}{}", bounce::LOCAL, receipt.bounce_token)),
        in_reply_to: receipt.in_reply_to.clone(),
        reply_to: Some(page.mailbox),
        automatic: true,
        loop_mark: Some(loop_mark(app, &receipt.message_id)),
        ..Outgoing::new(
            to,
            receipt.message_id.as_str(),
            (subject, text),
            app.clock.now(),
        )
    })
}
