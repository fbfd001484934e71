//! The receipt as a letter: what was received, the secret link, and what will become public. It holds no text of the response.

use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;
use serde::Serialize;

use super::{Receipt, ReceiptPart, link, listed};
use crate::app::App;
use crate::hearing::Hearing;
use crate::mail::Outgoing;
use crate::organisation::Organisation;
use crate::response::Response;
use crate::templates::{Audience, Page};

/// What the mail's template may use.
#[derive(Debug, Serialize)]
pub struct ReceiptMail {
    pub organisation: String,
    pub hearing: String,
    pub number: String,
    pub arrived_at: DateTime<Utc>,
    pub late: bool,
    pub came_by_mail: bool,
    pub parts: Vec<ReceiptPart>,
    pub link: String,
    pub hearing_link: String,
    pub mailbox: String,
}

impl Page for ReceiptMail {
    const TEMPLATE: &'static str = "intake/receipt_mail";
    const AUDIENCE: Audience = Audience::Letter;

    fn sample() -> Self {
        let part = |filename: &str, read| ReceiptPart {
            filename: filename.into(),
            is_body: filename.is_empty(),
            bytes: 48_211,
            sha256: "5f2c".repeat(16),
            read,
            reading: false,
            infected: false,
            unreadable: !read,
        };
        Self {
            organisation: "Region Midtjylland".into(),
            hearing: "Visions- og udviklingsplan for Socialområdet".into(),
            number: "K7M2Q-9XWE4".into(),
            arrived_at: DateTime::UNIX_EPOCH,
            late: true,
            came_by_mail: true,
            parts: vec![
                part("", true),
                part("Høringssvar.pdf", true),
                part("Noter.docx", false),
            ],
            link: "https://hoering.example/kvittering/K7M2Q-9XWE4/x".into(),
            hearing_link: "https://hoering.example/hoeringer/x".into(),
            mailbox: "hoering@example.dk".into(),
        }
    }
}

pub(super) async fn compose(
    app: &App,
    conn: &mut AsyncPgConnection,
    receipt: &Receipt,
    to: &str,
    in_reply_to: Option<String>,
) -> anyhow::Result<Outgoing> {
    let response = Response::find(conn, receipt.response_id).await?;
    let hearing = Hearing::find(conn, response.hearing_id).await?;
    let organisation = Organisation::find(conn, hearing.organisation_id).await?;
    let all = response.parts(conn).await?;
    let page = ReceiptMail {
        organisation: organisation.name,
        hearing: hearing.title.clone(),
        number: response.number.clone(),
        arrived_at: response.arrived_at,
        late: response.is_late(response.closes_at(conn, &hearing).await?),
        came_by_mail: response.mail_id.is_some(),
        parts: listed(&all),
        link: link(app, &response.number),
        hearing_link: format!("{}/hoeringer/{}", app.config.base_url, hearing.slug),
        mailbox: hearing.mailbox.clone(),
    };
    Ok(Outgoing {
        to: to.to_owned(),
        envelope_sender: Some(format!("kvittering+{}", receipt.bounce_token)),
        message_id: receipt.message_id.clone(),
        in_reply_to,
        references: Vec::new(),
        reply_to: None,
        subject: app.templates.words().text(
            "receipt-mail-subject",
            &[("hearing", hearing.title.as_str().into())],
        ),
        text: app.templates.plain(&page)?,
        automatic: true,
        at: app.clock.now(),
    })
}
