//! Letters as pictures of their pages: covered where they must be, shown as they were sent, and never by guess.

mod desk;
mod places;
mod release;
mod sheet;

use bytes::Bytes;

use hoering::extract::Frame;
use hoering::intake::{Arrival, NewPart, NewRespondent, Submission, accept};
use hoering::publication::gate::What;
use hoering::redaction::{self, Ground, NewBox};
use hoering::response::{Channel, Part, PartState, Response, Role, cover_signatures};
use image::RgbImage;

use crate::extract::extractor;
use crate::publication::stage::{Said, Stage};

/// A letter that came, and was read.
pub struct Letter {
    pub said: Said,
    pub part: i64,
}

/// Takes in a response with one file, and reads it.
pub async fn send(
    stage: &Stage,
    (organisation, role): (Option<&str>, Role),
    (filename, media_type): (&str, &str),
    bytes: Vec<u8>,
) -> Letter {
    let now = stage.app.app.clock.now();
    let arrival = Arrival {
        at: now,
        rule: "request",
    };
    let mut it = Submission::new(stage.hearing.id, Channel::Web, "test".into(), arrival);
    let letter = if organisation.is_some() { "A" } else { "G" };
    let mut conn = stage.app.conn().await;
    let categories = stage.hearing.categories(&mut conn).await.unwrap();
    let category = categories.iter().find(|one| one.letter == letter).unwrap();
    it.category_id = Some(category.id);
    it.respondents = vec![NewRespondent {
        name: "Ole Snebær".into(),
        organisation: organisation.map(Into::into),
        ..NewRespondent::default()
    }];
    let kept = stage
        .app
        .app
        .storage
        .keep(Bytes::from(bytes))
        .await
        .unwrap();
    it.parts = vec![NewPart {
        role,
        filename: Some(filename.into()),
        media_type: media_type.into(),
        file: Some(kept),
        text: None,
        state: PartState::Reading,
    }];
    let accepted = accept(&stage.app.app, &mut conn, &it).await.unwrap();
    drop(conn);
    stage.app.work().await;
    let part = part(stage, accepted.id).await;
    Letter {
        said: Said {
            response_id: accepted.id,
            number: accepted.number,
            text_id: part.text_id.unwrap_or_default(),
        },
        part: part.id,
    }
}

/// A letter of a municipality as a PDF.
pub async fn letter(stage: &Stage, bytes: Vec<u8>) -> Letter {
    let from = (Some("Klitvang Kommune"), Role::Letter);
    send(stage, from, ("brev.pdf", "application/pdf"), bytes).await
}

pub async fn part(stage: &Stage, response_id: i64) -> Part {
    let mut conn = stage.app.conn().await;
    let response = Response::find(&mut conn, response_id).await.unwrap();
    response.parts(&mut conn).await.unwrap().remove(0)
}

/// Says that signatures are covered.
pub async fn tick(stage: &Stage, letter: &Letter) {
    let which = (letter.said.response_id, letter.part);
    let mut conn = stage.app.conn().await;
    cover_signatures(&mut conn, stage.builder(), which, true)
        .await
        .unwrap();
}

/// Draws a box; approved by the other person when wanted.
pub async fn draw(
    stage: &Stage,
    letter: &Letter,
    (frame, redaction_id): (Frame, Option<i64>),
    approved: bool,
) -> i64 {
    let part = part(stage, letter.said.response_id).await;
    let new = NewBox {
        page: 1,
        frame,
        ground: Ground::NotPart,
        redaction_id,
    };
    let mut conn = stage.app.conn().await;
    let id = redaction::cover(&mut conn, stage.builder(), &part, new)
        .await
        .unwrap();
    if approved {
        redaction::approve_box(&mut conn, stage.approver(), &part, id)
            .await
            .unwrap();
    }
    id
}

/// What stops a release now.
pub async fn stops(stage: &Stage) -> Vec<What> {
    let found = stage.build_files().await.findings;
    let mut stops: Vec<What> = found
        .iter()
        .filter(|one| one.stops())
        .map(|one| one.what)
        .collect();
    stops.dedup();
    stops
}

pub fn pixels(bytes: &[u8]) -> RgbImage {
    image::load_from_memory(bytes).unwrap().to_rgb8()
}

/// The words that can be read on a picture, small and with one space between.
pub async fn read(bytes: &[u8]) -> String {
    let extractor = extractor();
    let letters = extractor.letters(bytes).await.unwrap().to_lowercase();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}
