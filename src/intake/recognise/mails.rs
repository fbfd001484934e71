//! What only the raw mail tells, read again for the few that need it: the head of a mail that was sent on, when the first server had it,
//! and the words of one that made no response.

use chrono::{DateTime, Utc};

use crate::app::App;
use crate::intake::mailbox::{Mail, ReadMail, reread};

/// A mail that somebody wrote to another address of ours, and that was sent on.
pub(super) struct SentOn {
    pub(super) at: DateTime<Utc>,
    pub(super) sender: String,
    /// Where it came first, as the covering note says it.
    pub(super) note: String,
}

pub(super) async fn again(app: &App, mail_id: i64) -> anyhow::Result<ReadMail> {
    let mail = Mail::find(&mut *app.conn().await?, mail_id).await?;
    Ok(reread(app, &mail).await?.0)
}

/// The head of a mail that was sent on, and what the covering note says. An own mail of the sender's that a colleague sent on is no other
/// address of ours: their addresses are of one house.
pub(super) fn sent_on(mail: &ReadMail) -> Option<SentOn> {
    let outer = mail.from.as_ref()?;
    let (sender, at, note) = match (&mail.forwarded, mail.inner.as_slice().first()) {
        (Some(within), _) => {
            let note: String = mail.text.chars().take(within.text.start).collect();
            (within.sender.clone()?, within.sent_at?, note)
        }
        (None, Some((_, inner))) => (
            inner.from.clone()?,
            inner.arrived_at().or(inner.claimed_at)?,
            mail.own_text(),
        ),
        (None, None) => return None,
    };
    if house(&sender.address) == house(&outer.address) {
        return None;
    }
    let note = super::phrase::sentences_of(&note)
        .into_iter()
        .find(|one| says_where(&one.lower))
        .map(|one| super::phrase::quoted(&one.text))
        .unwrap_or_default();
    let name = sender.name.filter(|name| !name.trim().is_empty());
    Some(SentOn {
        at: at.with_timezone(&Utc),
        sender: name.unwrap_or(sender.address),
        note,
    })
}

/// *… er kommet til regionsrådsformandens postkasse inden høringsfristen*
fn says_where(lower: &str) -> bool {
    [
        "kommet til",
        "postkasse",
        "modtaget",
        "sendt til",
        "inden fristen",
        "inden høringsfristen",
        "borgmester",
        "formand",
        "hovedpost",
        "digital post",
        "nedenstående",
    ]
    .iter()
    .any(|words| lower.contains(words))
}

fn house(address: &str) -> String {
    let domain = address
        .rsplit('@')
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let labels: Vec<&str> = domain.rsplit('.').take(2).collect();
    labels.join(".")
}

/// The earliest moment that a server wrote down, where the sender's own clock and a server agree that it was sent before `closes`.
pub(super) fn sent_in_time(mail: &ReadMail, closes: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let claimed = mail.claimed_at?.with_timezone(&Utc);
    let first = mail
        .received
        .iter()
        .map(|line| line.at.with_timezone(&Utc))
        .min()?;
    (claimed < closes && first < closes).then_some(claimed.min(first))
}
