//! The receipt as a signed document that its owner can have checked against a release.

use anyhow::Context;
use diesel_async::AsyncPgConnection;

use crate::app::App;
use crate::hearing::Hearing;
use crate::intake::commit;
use crate::proof;
use crate::response::{Part, PartState, Response};

/// The signed receipt, as JSON: what its owner can have checked against a release.
pub async fn json(
    app: &App,
    conn: &mut AsyncPgConnection,
    response: &Response,
) -> anyhow::Result<serde_json::Value> {
    use crate::proof::receipt as signed;
    let hearing = Hearing::find(conn, response.hearing_id).await?;
    let parts = Part::ever_of(conn, response.id).await?;
    let hash = |bytes: &[u8]| proof::Hash::from_slice(bytes).context("a hash is not 32 bytes");
    let mut listed = Vec::new();
    for part in &parts {
        let state = if matches!(part.state, PartState::Reading | PartState::WaitingForScan) {
            "waiting"
        } else {
            part.state.as_str()
        };
        listed.push(signed::Part {
            role: part.role.as_str().to_owned(),
            filename: part.filename.clone(),
            sha256: hash(&part.sha256)?,
            state: state.to_owned(),
        });
    }
    let mut roots = Vec::new();
    for (kind, part, root) in commit::of_response(conn, response).await? {
        let position = part
            .and_then(|id| parts.iter().find(|part| part.id == id))
            .map(|part| part.position);
        roots.push(signed::Root {
            kind: serde_json::from_value(kind.into())?,
            part: position.and_then(|position| u32::try_from(position).ok()),
            root: hash(&root)?,
        });
    }
    let receipt = signed::Receipt {
        version: signed::VERSION,
        number: response.number.clone(),
        hearing: hearing.slug,
        arrived_at: response.arrived_at,
        parts: listed,
        commitments: roots,
    };
    signed::sign(&receipt, &app.signing_key)
}
