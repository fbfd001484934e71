//! What becomes of a mail that was read: where it belongs in the ledger, why, and the response that it makes.

use diesel_async::AsyncPgConnection;

use super::cause::{self, Cause};
use super::earlier::{KnownSenders, SameContent};
use super::enquire::{came_back, enquire, goes_on};
use super::folders;
use super::ledger::Place;
use super::parse::ReadMail;
use super::ready::{Hearings, Ready};
use super::route::Routed;
use super::{Kind, earlier, reply};
use crate::app::App;
use crate::intake::Submission;
use crate::intake::receipt;
use crate::response::{Relation, RelationKind, Response, Standing};

/// What the ledger says before the run.
pub(super) struct Before {
    pub(super) same: SameContent,
    pub(super) senders: KnownSenders,
}

/// The place of a mail, and why.
pub(super) struct Decided {
    pub(super) place: Place,
    pub(super) reason: Option<String>,
    pub(super) duplicate_of: Option<i64>,
}

impl Decided {
    pub(super) fn at(place: Place) -> Self {
        Self {
            place,
            reason: None,
            duplicate_of: None,
        }
    }

    pub(super) fn because(place: Place, reason: &str) -> Self {
        Self {
            reason: Some(reason.to_owned()),
            ..Self::at(place)
        }
    }
}

impl From<folders::Decided> for Decided {
    fn from((place, reason, duplicate_of): folders::Decided) -> Self {
        Self {
            place,
            reason: reason.map(str::to_owned),
            duplicate_of,
        }
    }
}

/// Decides where a mail belongs. What becomes a response of its own is put with `accepted`.
pub(super) async fn decide(
    app: &App,
    conn: &mut AsyncPgConnection,
    ready: &Ready,
    (before, hearings): (&Before, &Hearings),
    accepted: &mut Vec<Submission>,
) -> anyhow::Result<Decided> {
    let (mail, read) = (&ready.mail, &ready.read);
    if let Some(decided) = by_kind(app, conn, read).await? {
        return Ok(decided);
    }
    if let Some(first) = before.same.earliest(mail, &read.content_hash) {
        return Ok(Decided {
            duplicate_of: Some(first),
            ..Decided::at(Place::Duplicate)
        });
    }
    if ready.routed == Routed::Several {
        let cause = Cause::SeveralHearings.as_str();
        return Ok(Decided::because(Place::Unmatched, cause));
    }
    let Some(of) = hearings.of(app, mail).await? else {
        return Ok(Decided::because(
            Place::Unmatched,
            Cause::NoHearing.as_str(),
        ));
    };
    let hearing = &of.0;
    let target = match read.kind {
        Kind::Correction | Kind::Supplement | Kind::Withdrawal => {
            earlier::response_meant(conn, hearing.id, mail, read).await?
        }
        _ => None,
    };
    let now = app.clock.now();
    match (read.kind, target) {
        _ if goes_on(conn, hearing, (mail.id, read), now).await? => Ok(Decided::at(Place::Enquiry)),
        (Kind::Enquiry, _) => {
            enquire(conn, hearing, (mail.id, read), now).await?;
            Ok(Decided::at(Place::Enquiry))
        }
        (Kind::Withdrawal, Some(response)) => {
            let by = (None, Some(mail.id));
            Relation::propose(conn, response.id, by, RelationKind::Withdraws, now).await?;
            Ok(Decided::at(Place::Withdrawal))
        }
        (Kind::Withdrawal, None) => Ok(Decided::because(
            Place::Unmatched,
            Cause::WithdrawsUnclear.as_str(),
        )),
        (Kind::Supplement, Some(response)) => {
            supplement(app, conn, &response, ready).await?;
            Ok(Decided::at(Place::Supplement))
        }
        (Kind::Correction, Some(response)) => {
            accepted.push(respond(conn, ready, Some(&response)).await?);
            Ok(Decided::at(Place::Correction))
        }
        _ => {
            let broken = match before.senders.has(read) {
                true => earlier::broken_before(conn, hearing.id, read, ready.arrival.at).await?,
                false => None,
            };
            accepted.push(respond(conn, ready, broken.as_ref()).await?);
            Ok(Decided::at(Place::Response))
        }
    }
}

/// Decides about what is no response whatever else is known: our own mail, what cannot be read, malware, machine mail.
async fn by_kind(
    app: &App,
    conn: &mut AsyncPgConnection,
    read: &ReadMail,
) -> anyhow::Result<Option<Decided>> {
    if receipt::is_our_own(app, read) {
        return Ok(Some(Decided::because(
            Place::Machine,
            Cause::OwnMail.as_str(),
        )));
    }
    match read.kind {
        Kind::Unreadable => {
            let why = cause::unreadable(read);
            Ok(Some(Decided::because(Place::Unreadable, why)))
        }
        Kind::Malware => Ok(Some(Decided::because(Place::Spam, Cause::Malware.as_str()))),
        kind if kind.is_machine() => {
            if kind == Kind::Bounce {
                came_back(conn, (read, app.mailer.domain()), app.clock.now()).await?;
            }
            Ok(Some(Decided::at(Place::Machine)))
        }
        _ => Ok(None),
    }
}

/// The response that this mail becomes; what it does to an earlier one is a proposal.
async fn respond(
    conn: &mut AsyncPgConnection,
    ready: &Ready,
    earlier: Option<&Response>,
) -> anyhow::Result<Submission> {
    let mut submission = prepared(conn, ready).await?;
    submission.relation = earlier.map(|earlier| {
        let finalises = earlier.standing == Standing::Provisional;
        (
            earlier.id,
            if finalises {
                RelationKind::Finalises
            } else {
                RelationKind::Corrects
            },
        )
    });
    Ok(submission)
}

async fn prepared(conn: &mut AsyncPgConnection, ready: &Ready) -> anyhow::Result<Submission> {
    let Some(mut submission) = ready.submission.clone() else {
        anyhow::bail!("a mail of this kind was not prepared");
    };
    let mail = (&ready.mail, &ready.read);
    reply::stop_loop(conn, mail, ready.arrival.at, &mut submission.receipt).await?;
    Ok(submission)
}

/// A supplement adds its parts and replaces nothing.
async fn supplement(
    app: &App,
    conn: &mut AsyncPgConnection,
    response: &Response,
    ready: &Ready,
) -> anyhow::Result<()> {
    let submission = prepared(conn, ready).await?;
    crate::intake::add_parts(app, conn, response, ready.mail.id, &submission).await
}
