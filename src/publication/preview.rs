//! One response as the public will see it, from the same projection as a release: what staff look at before they say that it is done.

use anyhow::Context;
use diesel_async::AsyncPgConnection;

use super::evidence::Evidence;
use super::project::{Phrases, project};
use super::projection::{PublicResponse, Row, Shown, Status};
use super::public::marks::{numbered, segments};
use super::public::response::sender;
use super::rows::Rows;
use crate::redaction::Ground;
use crate::response::{Chains, Role};
use crate::templates::{Segment, Words};

/// A response in public.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The name that it stands under.
    pub sender: String,
    /// There is text of it in public.
    pub has_text: bool,
    pub parts: Vec<PreviewPart>,
}

/// A part that the public sees something of.
#[derive(Debug, Clone)]
pub struct PreviewPart {
    pub is_body: bool,
    /// The name of the file, as the public sees it; none where names are kept back.
    pub filename: Option<String>,
    pub shown: Shown,
    pub paragraphs: Vec<Vec<Segment>>,
    /// The part whose pages are shown as pictures, how many there are, and whether somebody has looked for signatures.
    pub pictures: Option<(i64, u32, bool)>,
}

/// The response of an id as the public will see it, in the version that is in force; none where nothing of it stands in the compilation.
///
/// # Errors
/// When the database fails.
pub async fn preview(
    conn: &mut AsyncPgConnection,
    slug: &str,
    response_id: i64,
    words: &Words,
) -> anyhow::Result<Option<Preview>> {
    let rows = conn
        .build_transaction()
        .read_only()
        .repeatable_read()
        .run(async |conn| Rows::read_one(conn, slug, response_id).await)
        .await
        .context("the response in public")?;
    let token = |ground: Ground| words.text(ground.token_key(), &[]);
    let phrases = Phrases {
        citizen: words.text("publication-citizen", &[]),
        token: &token,
    };
    let chains = Chains::of(&rows.responses, &rows.relations);
    let chain = chains.chains.iter().find(|chain| {
        chain
            .versions
            .iter()
            .any(|(version, _)| version.id == response_id)
    });
    let Some(number) = chain.map(|chain| chain.earliest().number.clone()) else {
        return Ok(None);
    };
    let (projection, evidence) = project(&rows, &phrases);
    let found = projection
        .responses
        .iter()
        .find(|one| one.row.number == number);
    Ok(found.map(|response| of(words, response, &evidence)))
}

fn of(words: &Words, response: &PublicResponse, evidence: &Evidence) -> Preview {
    let numbered = numbered(&response.parts);
    let row: &Row = &response.row;
    Preview {
        sender: sender(words, row),
        has_text: !matches!(row.status, Status::Withdrawn | Status::Retired),
        parts: response
            .parts
            .iter()
            .enumerate()
            .map(|(at, part)| PreviewPart {
                is_body: part.role == Role::Body,
                filename: part.filename.clone(),
                pictures: evidence
                    .pages
                    .iter()
                    .find(|one| one.spot.part == Some(at) && one.spot.reference == row.reference)
                    .map(|one| (one.part_id, one.pages, one.signatures)),
                shown: part.shown,
                paragraphs: numbered
                    .iter()
                    .filter(|(_, own, _)| *own == at)
                    .map(|(_, _, paragraph)| segments(&paragraph.runs))
                    .collect(),
            })
            .collect(),
    }
}
