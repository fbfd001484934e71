//! Stage one: hearings from their files, then every mail and form in order of arrival, through keep, read and accept.

use anyhow::Context;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use serde_json::Value;

use super::samples;
use crate::app::App;
use crate::hearing::file::HearingFile;
use crate::hearing::{self, Hearing, read_csv};
use crate::intake::mailbox::{self, Mailbox, Origin};
use crate::intake::recognise;
use crate::intake::web_form::{self, Fields, Sent, SentFile};
use crate::{jobs, worker};

/// Something that comes, and when.
enum Arriving {
    Mail(String),
    Form(String),
}

/// Loads every hearing that is built in, and the one that is open now.
pub(super) async fn hearings(app: &App) -> anyhow::Result<()> {
    let mut files = samples::paths("hearings/");
    files.push("demo/open.toml".into());
    for path in files {
        let file = HearingFile::parse(&samples::text(&path)?).with_context(|| path.clone())?;
        let parties = if file.slug == super::HEARING {
            read_csv(&samples::text("demo/consultees.csv")?)?
        } else {
            Vec::new()
        };
        app.clock.set(hearing::midnight(
            hearing::zone(&file.time_zone)?,
            file.opens_at,
        )?);
        hearing::load(&mut *app.conn().await?, &file, &parties, app.clock.now())
            .await
            .with_context(|| path)?;
    }
    Ok(())
}

/// Takes in everything, and reads it.
pub(super) async fn responses(app: &App) -> anyhow::Result<()> {
    let hearing = super::hearing(app).await?;
    let mailbox = Mailbox::find(&mut *app.conn().await?, &hearing.mailbox, "INBOX").await?;
    let mut arriving: Vec<(DateTime<Utc>, Arriving)> = samples::mails()?
        .into_iter()
        .map(|mail| (mail.received_at, Arriving::Mail(mail.file)))
        .collect();
    for truth in samples::truth()?
        .into_iter()
        .filter(|truth| truth.source.starts_with("web/"))
    {
        arriving.push((truth.received_at, Arriving::Form(truth.source)));
    }
    arriving.sort_by_key(|(at, _)| *at);
    for (at, it) in arriving {
        app.clock.set(at);
        match it {
            Arriving::Mail(path) => mail(app, &mailbox, &path)
                .await
                .with_context(|| path.clone())?,
            Arriving::Form(path) => form(app, &hearing, &path)
                .await
                .with_context(|| path.clone())?,
        }
        jobs::run_all_due(app, &worker::registry(), "demo").await?;
        jobs::run_all_due(app, &worker::recognising(), "demo").await?;
        recognise::due(app).await?;
    }
    Ok(())
}

async fn mail(app: &App, mailbox: &Mailbox, path: &str) -> anyhow::Result<()> {
    let raw = samples::file(&format!("demo/{path}"))?;
    let name = path.trim_start_matches("mail/").to_owned();
    let (id, _) = mailbox::keep(
        app,
        mailbox,
        mailbox.hearing_id,
        Bytes::from(raw),
        &Origin::Import { name },
    )
    .await?;
    mailbox::place(app, id).await?;
    Ok(())
}

async fn form(app: &App, hearing: &Hearing, path: &str) -> anyhow::Result<()> {
    let typed: Value = serde_json::from_slice(&samples::file(&format!("demo/{path}"))?)?;
    let word = |name: &str| typed[name].as_str().unwrap_or_default().to_owned();
    let mut pairs: Vec<(String, String)> = ["name", "organisation", "kind", "email", "body"]
        .map(|name| (name.to_owned(), word(name)))
        .into();
    pairs.push(("consent".into(), typed["consent"].to_string()));
    let mut files = Vec::new();
    for name in typed["attachments"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
    {
        let bytes = samples::file(&format!("demo/web/{name}"))?;
        let media_type = crate::extract::media_type(&bytes, name, None);
        let kept = app.storage.keep(Bytes::from(bytes)).await?;
        files.push(SentFile {
            filename: name.to_owned(),
            media_type,
            sha256: hex::encode(&kept.sha256),
            bytes: kept.bytes,
        });
    }
    let sent = Sent {
        version: 1,
        fields: Fields::of(&pairs),
        files,
        sent_at: app.clock.now(),
        to_be_checked: false,
    };
    // The sample's own name is the key, so that a demo that was interrupted takes nothing in twice.
    let id = web_form::keep(app, hearing.id, path, &sent, app.clock.now()).await?;
    web_form::accept_kept(app, id).await?;
    Ok(())
}
