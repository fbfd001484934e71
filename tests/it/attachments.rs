//! Responses with files, for the tests of what becomes of files.

use bytes::Bytes;
use hoering::intake::{Arrival, NewPart, NewRespondent, ReceiptPlan, Submission, accept};
use hoering::response::{Channel, Part, PartState, Response, Role, TextVersion};

use crate::app::{HEARING, TestApp};

/// A response that came with one file.
pub struct WithFile {
    pub response: Response,
    pub part: i64,
    pub page: String,
}

/// Takes in a response with one file and nothing else; a receipt is due by mail.
pub async fn send(app: &TestApp, name: &str, bytes: &[u8]) -> WithFile {
    let hearing = app.hearing().await;
    let arrival = Arrival {
        at: app.app.clock.now(),
        rule: "request",
    };
    let mut it = Submission::new(hearing.id, Channel::Web, "test".into(), arrival);
    it.category_id = Some(hearing.categories(&mut *app.conn().await).await.unwrap()[0].id);
    it.respondents = vec![NewRespondent {
        organisation: Some("Klitvang Kommune".into()),
        ..NewRespondent::default()
    }];
    it.receipt = ReceiptPlan::Mail {
        to: "post@klitvang.example".into(),
        in_reply_to: None,
    };
    let bytes = Bytes::copy_from_slice(bytes);
    it.parts = vec![NewPart {
        role: Role::Letter,
        filename: Some(name.into()),
        media_type: hoering::extract::media_type(&bytes, name, None),
        file: Some(app.app.storage.keep(bytes).await.unwrap()),
        text: None,
        state: PartState::Reading,
    }];
    let mut conn = app.conn().await;
    let accepted = accept(&app.app, &mut conn, &it).await.unwrap();
    let response = Response::find(&mut conn, accepted.id).await.unwrap();
    let part = response.parts(&mut conn).await.unwrap().remove(0);
    WithFile {
        page: format!("/sekretariat/{HEARING}/svar/{}", response.number),
        response,
        part: part.id,
    }
}

impl WithFile {
    pub async fn part(&self, app: &TestApp) -> Part {
        Part::find(&mut *app.conn().await, self.part).await.unwrap()
    }

    /// The text in force.
    pub async fn text(&self, app: &TestApp) -> Option<TextVersion> {
        let id = self.part(app).await.text_id?;
        Some(TextVersion::find(&mut *app.conn().await, id).await.unwrap())
    }

    pub fn download(&self) -> String {
        format!("{}/bilag/{}", self.page, self.part)
    }

    pub fn typing(&self) -> String {
        format!("{}/tekst", self.download())
    }
}
