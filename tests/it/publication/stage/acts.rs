//! What people do to the responses, and what they get to see.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::hearing::frames_of;
use hoering::publication::references::fix_references;
use hoering::publication::release::{Built, Release, ReleaseKind, approve, build_files, request};
use hoering::redaction::{self, Ground};
use hoering::response::{Response, TextVersion};
use hoering::schema::{published_files, staff_sessions};
use hoering::staff::{self, Act};
use hoering::tagging;
use hoering::text::Span;

use super::{Said, Stage};
use crate::app::HEARING;

impl Stage {
    fn act(&self, staff_id: i64) -> Act {
        Act {
            staff_id,
            hearing_id: self.hearing.id,
            now: self.app.app.clock.now(),
        }
    }

    pub fn builder(&self) -> Act {
        self.act(self.builder)
    }

    pub fn approver(&self) -> Act {
        self.act(self.approver)
    }

    async fn find(&self, said: &Said, words: &str) -> Span {
        let text = TextVersion::find(&mut *self.app.conn().await, said.text_id)
            .await
            .unwrap()
            .text;
        let byte = text
            .find(words)
            .unwrap_or_else(|| panic!("{words:?} is not in the text"));
        let start = text[..byte].chars().count();
        Span::new(start, start + words.chars().count())
    }

    pub async fn hide(&self, said: &Said, words: &str, ground: Ground, approved: bool) {
        let span = self.find(said, words).await;
        let mut conn = self.app.conn().await;
        let id = redaction::hide(&mut conn, self.builder(), said.text_id, span, ground)
            .await
            .unwrap();
        if approved {
            redaction::approve(&mut conn, self.approver(), id)
                .await
                .unwrap();
        }
    }

    pub async fn hide_span(&self, said: &Said, span: Span, ground: Ground) {
        let mut conn = self.app.conn().await;
        let id = redaction::hide(&mut conn, self.builder(), said.text_id, span, ground)
            .await
            .unwrap();
        redaction::approve(&mut conn, self.approver(), id)
            .await
            .unwrap();
    }

    pub async fn clear(&self, said: &Said, words: &str, approved: bool) {
        let span = self.find(said, words).await;
        let mut conn = self.app.conn().await;
        let id = redaction::clear(
            &mut conn,
            self.builder(),
            said.text_id,
            span,
            "Et journalnummer",
        )
        .await
        .unwrap();
        if approved {
            redaction::approve_clearing(&mut conn, self.approver(), id)
                .await
                .unwrap();
        }
    }

    pub async fn mark(&self, said: &Said, words: &str, frame: &str, number: i64) {
        let span = self.find(said, words).await;
        self.mark_span(said, span, frame, number).await;
    }

    pub async fn mark_span(&self, said: &Said, span: Span, frame: &str, number: i64) {
        let mut conn = self.app.conn().await;
        let trees = frames_of(&mut conn, self.hearing.id).await.unwrap();
        let tree = trees.iter().find(|tree| tree.frame.key == frame).unwrap();
        let theme = tree
            .leaves()
            .find(|theme| theme.name() == number.to_string())
            .unwrap()
            .id;
        tagging::mark(&mut conn, self.builder(), (said.text_id, span), theme, None)
            .await
            .unwrap();
    }

    pub async fn fix(&self) {
        let now = self.app.app.clock.now();
        fix_references(
            &mut *self.app.conn().await,
            self.hearing.id,
            Some(self.builder),
            now,
        )
        .await
        .unwrap();
    }

    /// Category letter and number of those that have one.
    pub async fn references(&self) -> BTreeMap<i64, String> {
        let mut conn = self.app.conn().await;
        let letters: BTreeMap<i64, String> = self
            .hearing
            .categories(&mut conn)
            .await
            .unwrap()
            .into_iter()
            .map(|category| (category.id, category.letter))
            .collect();
        let all = Response::of_hearing(&mut conn, self.hearing.id)
            .await
            .unwrap();
        all.into_iter()
            .filter_map(|one| {
                Some((
                    one.id,
                    format!("{}{}", letters[&one.category_id?], one.reference_number?),
                ))
            })
            .collect()
    }

    /// Signs off what nobody has signed off, as it must be before a release.
    pub async fn sign_all(&self) {
        let mut conn = self.app.conn().await;
        let all = Response::of_hearing(&mut conn, self.hearing.id)
            .await
            .unwrap();
        for one in all {
            let open = tagging::signoffs_of(&mut conn, &[one.id]).await.unwrap();
            if open.iter().all(|it| it.lapsed_at.is_some()) {
                tagging::sign_off(&mut conn, self.builder(), one.id)
                    .await
                    .unwrap();
            }
        }
    }

    pub async fn build_files(&self) -> Built {
        self.sign_all().await;
        self.build_unsigned(ReleaseKind::Final).await
    }

    /// As things stand.
    pub async fn build_unsigned(&self, kind: ReleaseKind) -> Built {
        build_files(&self.app.app, HEARING, kind, self.app.app.clock.now())
            .await
            .unwrap()
    }

    pub async fn request(&self) -> i64 {
        self.sign_all().await;
        request(
            &mut *self.app.conn().await,
            self.builder(),
            ReleaseKind::Final,
        )
        .await
        .unwrap()
    }

    pub async fn latest(&self) -> Release {
        Release::of_hearing(&mut *self.app.conn().await, self.hearing.id)
            .await
            .unwrap()
            .remove(0)
    }

    /// Built by one and approved by the other.
    pub async fn release(&self) -> i64 {
        self.request().await;
        self.app.work().await;
        let release = self.latest().await;
        let hash = release.manifest_sha256.clone().map(hex::encode);
        let hash = hash.unwrap_or_else(|| {
            let mut findings = release.findings();
            findings.retain(hoering::publication::gate::Finding::stops);
            panic!("not built: {findings:?}")
        });
        approve(&self.app.app, self.approver(), release.id, &hash)
            .await
            .unwrap();
        release.id
    }

    pub async fn released_files(&self, release_id: i64) -> Vec<(String, Vec<u8>)> {
        let rows: Vec<(String, Vec<u8>)> = published_files::table
            .filter(published_files::release_id.eq(release_id))
            .select((published_files::name, published_files::sha256))
            .load(&mut *self.app.conn().await)
            .await
            .unwrap();
        let mut files = Vec::new();
        for (name, hash) in rows {
            files.push((
                name,
                self.app.app.storage.read(&hash).await.unwrap().to_vec(),
            ));
        }
        files
    }

    /// Logs a person in with a link; whoever was logged in before is logged out.
    pub async fn log_in(&self, staff_id: i64) {
        let now = self.app.app.clock.now();
        let mut conn = self.app.conn().await;
        diesel::delete(staff_sessions::table)
            .execute(&mut conn)
            .await
            .unwrap();
        let token = staff::make_link(&mut conn, staff_id, chrono::TimeDelta::hours(1), now)
            .await
            .unwrap();
        drop(conn);
        let page = format!("/log-ind/{token}");
        self.app.post(&page, &page, &[]).await.leads();
    }
}
