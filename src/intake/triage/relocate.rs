//! Gives a mail another place among those that make no response, or another hearing; or says that it is right where it is.

use diesel_async::{AsyncConnection, AsyncPgConnection};

use super::undo::unmake;
use super::{To, TriageError, What, decide, locked, visible};
use crate::app::App;
use crate::enquiry;
use crate::hearing::Hearing;
use crate::intake::mailbox::{Place, PlaceMail, reread, topic_of};
use crate::jobs::Job;
use crate::staff::Act;

/// Where a mail is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    Enquiry,
    Machine,
    Spam,
    /// Another hearing, or the first for a mail that had none: it is read there as if it had come there. Who moves it must be an editor
    /// of that hearing, which the caller has asked.
    Hearing(i64),
}

/// Moves a mail. One that the program took for a response, and that nobody has worked on, is none from then on.
///
/// # Errors
/// [`TriageError::NotHere`] for a mail that is part of a response or there already; and why a response cannot be undone.
pub async fn relocate(app: &App, by: Act, id: i64, target: Target) -> Result<(), TriageError> {
    let mut conn = app.conn().await?;
    let mail = visible(&mut conn, by.hearing_id, id).await?;
    let topic = match target {
        Target::Enquiry => {
            let hearing = Hearing::find(&mut conn, by.hearing_id).await?;
            let (read, _) = reread(app, &mail).await?;
            Some(topic_of(&read, &hearing))
        }
        _ => None,
    };
    conn.transaction(async |conn| {
        let mail = locked(conn, by, id).await?;
        let same = match target {
            Target::Enquiry => mail.place == Place::Enquiry,
            Target::Machine => mail.place == Place::Machine,
            Target::Spam => mail.place == Place::Spam,
            Target::Hearing(hearing) => mail.hearing_id == Some(hearing),
        };
        if same || !may_leave(mail.place) {
            return Err(TriageError::NotHere);
        }
        if mail.place == Place::Response {
            unmake(conn, by, mail.id, false).await?;
        }
        let (place, hearing_id) = match target {
            Target::Enquiry => (Place::Enquiry, by.hearing_id),
            Target::Machine => (Place::Machine, by.hearing_id),
            Target::Spam => (Place::Spam, by.hearing_id),
            Target::Hearing(hearing) => (Place::Kept, hearing),
        };
        let to = To {
            hearing_id,
            ..To::new(by, What::Moved, place)
        };
        decide(conn, by, &mail, to).await?;
        if let Some(topic) = topic {
            enquiry::open_for_mail(conn, by, mail.id, topic).await?;
        }
        if place == Place::Kept {
            PlaceMail { mail: mail.id }.enqueue(conn, by.now).await?;
        }
        Ok(())
    })
    .await
}

/// Whether a mail of this place can be moved. What was attached to a response is first taken back.
#[must_use]
pub fn may_leave(place: Place) -> bool {
    matches!(
        place,
        Place::Response
            | Place::Machine
            | Place::Spam
            | Place::Unreadable
            | Place::Unmatched
            | Place::Enquiry
    )
}

/// Says that somebody has looked at a mail and that it is right where it is.
///
/// # Errors
/// [`TriageError::NotHere`] for a mail of a response or one that is not read yet.
pub async fn stays(conn: &mut AsyncPgConnection, by: Act, id: i64) -> Result<(), TriageError> {
    conn.transaction(async |conn| {
        let mail = locked(conn, by, id).await?;
        let decidable = matches!(
            mail.place,
            Place::Machine | Place::Spam | Place::Unreadable | Place::Unmatched
        );
        if !decidable || mail.hearing_id != Some(by.hearing_id) {
            return Err(TriageError::NotHere);
        }
        let reason = mail.place_reason.clone();
        let to = To {
            reason: reason.as_deref(),
            duplicate_of: mail.duplicate_of,
            ..To::new(by, What::Stays, mail.place)
        };
        decide(conn, by, &mail, to).await?;
        Ok(())
    })
    .await
}
