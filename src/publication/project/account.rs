//! What the proof says of every response: what became of it, and which of its text the public sees as it came.

use crate::proof::release::Status;
use crate::publication::evidence::Account;
use crate::publication::projection::{self, PublicResponse};
use crate::response::{Chain, Response, State};

/// Every version of a response with an entry in the compilation.
pub(super) fn of_chain(chain: &Chain, entry: &PublicResponse) -> Vec<Account> {
    let latest = chain.latest();
    let versions = chain.versions.iter();
    versions
        .map(|(version, _)| Account {
            response_id: version.id,
            status: if version.id == latest.id {
                status(version.state, entry.row.status)
            } else {
                Status::Superseded
            },
            reference: Some(entry.row.reference.clone()),
        })
        .collect()
}

/// A response without an entry.
pub(super) fn alone(response: &Response) -> Account {
    Account {
        response_id: response.id,
        status: status(response.state, projection::Status::NotYet),
        reference: None,
    }
}

fn status(state: State, entry: projection::Status) -> Status {
    match state {
        State::Superseded => Status::Superseded,
        State::Withdrawn => Status::Withdrawn,
        State::Duplicate => Status::Duplicate,
        State::NotAResponse => Status::NotAResponse,
        State::Merged => Status::Merged,
        State::Current => match entry {
            projection::Status::Full => Status::Published,
            projection::Status::Partly => Status::Partly,
            projection::Status::Withheld => Status::Withheld,
            projection::Status::NotYet
            | projection::Status::Withdrawn
            | projection::Status::Retired => Status::NotYetPublished,
        },
    }
}
