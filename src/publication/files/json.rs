//! Everything that is published, as data: one object, or one response a line.

use serde::Serialize;

use super::{json_bytes, without_private_names};
use crate::publication::address;
use crate::publication::ledger::{Ledger, MailLedger};
use crate::publication::memo::PublicMemo;
use crate::publication::projection::{
    CategoryInShort, Cell, FrameInShort, HearingInShort, Projection, PublicInput, PublicResponse,
};

/// Grows when a field changes its meaning.
const FORMAT: &str = "hoeringssvar/1";

#[derive(Serialize)]
struct Whole<'a> {
    format: &'static str,
    hearing: &'a HearingInShort,
    release: i32,
    categories: &'a [CategoryInShort],
    frames: &'a [FrameInShort],
    ledger: &'a Ledger,
    mails: &'a MailLedger,
    counts: &'a [Cell],
    responses: Vec<Line>,
    inputs: &'a [PublicInput],
    #[serde(skip_serializing_if = "Option::is_none")]
    memo: Option<&'a PublicMemo>,
}

/// A response as data.
#[derive(Serialize)]
pub(in crate::publication) struct Line {
    #[serde(flatten)]
    pub(in crate::publication) response: PublicResponse,
    address: String,
}

impl Line {
    pub(in crate::publication) fn new(
        slug: &str,
        response: &PublicResponse,
        base_url: &str,
    ) -> Self {
        Self {
            address: format!(
                "{base_url}{}",
                address::response(slug, &response.row.reference)
            ),
            response: without_private_names(response),
        }
    }
}

pub(super) fn whole(
    projection: &Projection,
    number: i32,
    base_url: &str,
) -> anyhow::Result<Vec<u8>> {
    let overview = &projection.overview;
    let whole = Whole {
        format: FORMAT,
        hearing: &overview.hearing,
        release: number,
        categories: &overview.categories,
        frames: &overview.frames,
        ledger: &overview.ledger,
        mails: &overview.mails,
        counts: &overview.counts,
        responses: projection
            .responses
            .iter()
            .map(|response| Line::new(&overview.hearing.slug, response, base_url))
            .collect(),
        inputs: &overview.inputs,
        memo: projection.memo.as_ref(),
    };
    json_bytes(&whole)
}

pub(super) fn lines(projection: &Projection, base_url: &str) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let slug = &projection.overview.hearing.slug;
    for response in &projection.responses {
        serde_json::to_writer(&mut bytes, &Line::new(slug, response, base_url))?;
        bytes.push(b'\n');
    }
    Ok(bytes)
}
