//! Responses with commitments, released, and looked at with nothing but the receipt and the files.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::intake::receipt;
use hoering::proof::Hash;
use hoering::proof::bundle::Bundle;
use hoering::proof::commitment::{Commitment, Content, Kind};
use hoering::publication::release::Built;
use hoering::response::Response;
use hoering::schema::commitments;
use serde_json::Value;

use crate::publication::stage::{Said, Stage};

/// What was sent to be released.
pub struct Sent {
    pub said: Said,
    pub receipt: Value,
}

/// Commits to a response as accepting it does, and gives its receipt.
pub async fn receipt_of(stage: &Stage, said: &Said, text: &str) -> Value {
    let file = Hash::of(&[text.as_bytes()]);
    let contents = [
        Content::File {
            part: 0,
            sha256: file,
        },
        Content::Text { part: 0, text },
    ];
    let commitment = Commitment::new(Kind::Response, &contents).unwrap();
    let mut conn = stage.app.conn().await;
    diesel::insert_into(commitments::table)
        .values((
            commitments::response_id.eq(said.response_id),
            commitments::version.eq(1),
            commitments::kind.eq("response"),
            commitments::root.eq(commitment.root.0.to_vec()),
            commitments::items.eq(serde_json::to_value(&commitment.items).unwrap()),
            commitments::created_at.eq(stage.app.app.clock.now()),
        ))
        .execute(&mut conn)
        .await
        .unwrap();
    let response = Response::by_number(&mut conn, &said.number).await.unwrap();
    receipt::json(&stage.app.app, &mut conn, &response)
        .await
        .unwrap()
}

/// Says something and gets the receipt.
pub async fn send(stage: &Stage, who: &str, category: &str, text: &str) -> Sent {
    let said = stage.say(who, category, text).await;
    let receipt = receipt_of(stage, &said, text).await;
    Sent { said, receipt }
}

pub fn bundle(built: &Built) -> Bundle {
    let mut bundle = Bundle::default();
    for file in &built.files {
        bundle.add(file.name.as_ref(), &file.bytes[..]).unwrap();
    }
    bundle
}

/// Files in a folder, and receipts beside it.
pub struct Desk {
    pub folder: tempfile::TempDir,
}

impl Desk {
    pub fn with(built: &Built) -> Self {
        let desk = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        std::fs::create_dir(desk.release()).unwrap();
        for file in &built.files {
            let name: &str = file.name.as_ref();
            std::fs::write(desk.release().join(name), &file.bytes).unwrap();
        }
        desk
    }

    pub fn release(&self) -> PathBuf {
        self.folder.path().join("udgave")
    }

    pub fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Runs `hoering verify` in a folder where it must not leave anything.
    pub fn verify(&self, receipt: &Value, more: &[&str]) -> Output {
        let receipt = self.put("kvittering.json", receipt.to_string());
        self.run(&receipt, &self.release(), more)
    }

    pub fn run(&self, receipt: &Path, release: &Path, more: &[&str]) -> Output {
        let empty = tempfile::tempdir().unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_hoering"))
            .current_dir(empty.path())
            .arg("verify")
            .arg(receipt)
            .arg(release)
            .args(more)
            .output()
            .unwrap();
        let left = std::fs::read_dir(empty.path()).unwrap().count();
        assert_eq!(left, 0, "it made a data directory");
        output
    }
}

/// The one line of the answer.
pub fn answer(output: &Output) -> Value {
    let said = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("no answer: {said}"))
}
