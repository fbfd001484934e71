//! What the staff see of the mailboxes: when mail was fetched last, what is wrong, and what is only worth knowing.

use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;
use serde::Serialize;

use crate::app::App;
use crate::intake::mailbox::{Seen, State, Trouble, Watch};
use crate::staff::Person;
use crate::templates::Words;

/// A folder that mail is fetched from.
#[derive(Clone, Debug, Serialize)]
pub struct MailboxState {
    pub name: String,
    pub fetched_at: Option<DateTime<Utc>>,
    /// Something that somebody has to do something about.
    pub alarm: Option<String>,
    pub notes: Vec<String>,
}

/// The mailboxes of these hearings and those of no hearing, as the settings have them.
pub(super) async fn states(
    app: &App,
    conn: &mut AsyncPgConnection,
    (words, person): (&Words, &Person),
    hearings: &[&str],
) -> anyhow::Result<Vec<MailboxState>> {
    let now = app.clock.now();
    let mut states = Vec::new();
    for mailbox in Watch::all(conn, &app.config.mailboxes).await? {
        let own = match &mailbox.seen {
            Some(seen) => seen.organisation_id == person.organisation_id,
            None => true,
        };
        if own && (mailbox.hearing.is_empty() || hearings.contains(&mailbox.hearing.as_str())) {
            states.push(state(words, &mailbox, now));
        }
    }
    Ok(states)
}

fn state(words: &Words, mailbox: &Watch, now: DateTime<Utc>) -> MailboxState {
    let seen = mailbox.seen.as_ref();
    let name = if mailbox.folder.eq_ignore_ascii_case("INBOX") {
        mailbox.address.clone()
    } else {
        let (address, folder) = (mailbox.address.as_str(), mailbox.folder.as_str());
        words.text(
            "mailbox-folder",
            &[("address", address.into()), ("folder", folder.into())],
        )
    };
    let mut notes = Vec::new();
    if mailbox.junk {
        notes.push(words.text("mailbox-junk", &[]));
    }
    if mailbox.gone > 0 {
        notes.push(words.text("mailbox-gone", &[("n", mailbox.gone.into())]));
    }
    if seen.is_some_and(|seen| seen.move_problem.is_some()) {
        notes.push(words.text("mailbox-not-moved", &[]));
    }
    let missing = seen.map_or(0, Seen::missing);
    let alarm = match mailbox.state(now) {
        State::New | State::Fine => None,
        State::Missing => Some(words.text("mailbox-missing", &[("n", missing.into())])),
        State::Silent => Some(words.text("mailbox-silent", &[])),
        State::Failing(Trouble::Unreachable) => Some(words.text("mailbox-unreachable", &[])),
        State::Failing(Trouble::Login) => Some(words.text("mailbox-login", &[])),
        State::Failing(Trouble::Settings) => Some(words.text("mailbox-settings", &[])),
        State::Failing(Trouble::Refused) => Some(words.text("mailbox-refused", &[])),
        State::Failing(Trouble::Other) => Some(words.text("mailbox-other", &[])),
    };
    MailboxState {
        name,
        fetched_at: seen.and_then(|seen| seen.fetched_at),
        alarm,
        notes,
    }
}

impl MailboxState {
    pub(super) fn sample() -> Vec<Self> {
        let fine = Self {
            name: "visionsogudviklingsplan@social.rm.dk".into(),
            fetched_at: Some(DateTime::UNIX_EPOCH),
            alarm: None,
            notes: vec!["3 mails er senere fjernet fra postkassen.".into()],
        };
        let broken = Self {
            fetched_at: None,
            alarm: Some("1 mail i postkassen er ikke hentet.".into()),
            notes: vec![],
            ..fine.clone()
        };
        vec![fine, broken]
    }
}
