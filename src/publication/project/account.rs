//! What the proof says of every response: what became of it, and which of its text the public sees as it came.

use crate::proof::release::Status;
use crate::publication::evidence::{Account, ShownPart};
use crate::publication::masking::tokens;
use crate::publication::projection::{self, PublicResponse};
use crate::redaction::{Hidden, PublicText};
use crate::response::{Chain, Part, Response, State, TextVersion};
use crate::text::Span;

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

/// A text that is shown, beside the one that it was made from.
pub(super) fn shown(
    (part, text): (&Part, &TextVersion),
    hidden: &[Hidden],
    masked: &PublicText,
    at: Option<usize>,
) -> ShownPart {
    let spans = |spans: &mut dyn Iterator<Item = Span>| -> Vec<(usize, usize)> {
        spans.map(|span| (span.start, span.end)).collect()
    };
    ShownPart {
        response_id: part.response_id,
        at: at.unwrap_or_default(),
        part: u32::try_from(part.position).unwrap_or_default(),
        hidden: spans(&mut hidden.iter().map(|one| one.span)),
        omitted: spans(
            &mut tokens(masked)
                .iter()
                .map(|one| Span::new(one.start, one.end)),
        ),
        public: masked.text.clone(),
        text: text.text.clone(),
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
