//! A hearing with responses in the database, two people of the staff, and the acts between them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::audit::Actor;
use hoering::hearing::{Hearing, frames_of};
use hoering::ids::receipt_number;
use hoering::publication::references::fix_references;
use hoering::publication::release::{Built, Release, approve, build_files, request};
use hoering::redaction::{self, Ground};
use hoering::response::{NameChoice, NewText, Response, State, TextVersion, add_text};
use hoering::schema::{
    categories, consultees, parts, published_files, respondents, response_relations, responses,
    staff_sessions,
};
use hoering::staff::{self, Act, NewStaff, Role, Scope};
use hoering::tagging;
use hoering::text::Span;
use serde_json::Value;

use super::AFTER;
use crate::app::{HEARING, TestApp, at};

pub struct Stage {
    pub app: TestApp,
    pub hearing: Hearing,
    pub builder: i64,
    pub approver: i64,
    /// The samples by their own names.
    pub said: BTreeMap<String, Said>,
}

/// A response that was put there.
#[derive(Clone)]
pub struct Said {
    pub response_id: i64,
    pub number: String,
    pub text_id: i64,
}

/// What a response is made of here.
pub struct Saying<'a> {
    pub name: &'a str,
    pub organisation: Option<&'a str>,
    pub category: &'a str,
    pub text: &'a str,
    pub at: DateTime<Utc>,
    pub choice: NameChoice,
    pub protected: bool,
}

impl Stage {
    pub async fn empty() -> Self {
        let app = TestApp::spawn().await;
        app.app.clock.set(at(AFTER));
        let hearing = app.hearing().await;
        let builder = person(&app, &hearing, "bygger").await;
        let approver = person(&app, &hearing, "kollega").await;
        Self {
            app,
            hearing,
            builder,
            approver,
            said: BTreeMap::new(),
        }
    }

    /// With every sample response, marked and redacted as the samples say.
    pub async fn samples() -> Self {
        let mut stage = Self::empty().await;
        let lines = std::fs::read_to_string("config/demo/responses.jsonl").unwrap();
        for line in lines.lines() {
            let sample: Value = serde_json::from_str(line).unwrap();
            stage.sample(&sample).await;
        }
        let ravnsoe = stage.said["A4 rettet"].clone();
        stage.clear(&ravnsoe, "230831-6104", true).await;
        stage
    }

    async fn sample(&mut self, sample: &Value) {
        let name = sample["id"].as_str().unwrap();
        let passages = texts(&sample["passages"]);
        let later = sample["corrected_at"]
            .as_str()
            .or(sample["final_at"].as_str());
        let first_text = if later.is_some() {
            texts(&sample["earlier_passages"])
        } else {
            passages.clone()
        };
        let who = &sample["respondent"];
        let saying = |text: &'_ str, when: &str| Saying {
            name: Box::leak(
                who["name"]
                    .as_str()
                    .unwrap_or("")
                    .to_owned()
                    .into_boxed_str(),
            ),
            organisation: who["organisation"]
                .as_str()
                .map(|it| &*Box::leak(it.to_owned().into_boxed_str())),
            category: Box::leak(
                sample["category"]
                    .as_str()
                    .unwrap()
                    .to_owned()
                    .into_boxed_str(),
            ),
            text: Box::leak(text.to_owned().into_boxed_str()),
            at: at_any(when),
            choice: NameChoice::Name,
            protected: false,
        };
        let first = self
            .put(&saying(
                &first_text.join("\n\n"),
                sample["received_at"].as_str().unwrap(),
            ))
            .await;
        self.said.insert(name.to_owned(), first.clone());
        let mut current = first.clone();
        if let Some(reached) = sample["reached_us_at"].as_str() {
            self.set_reached(&first, at_any(reached)).await;
        }
        if let Some(later) = later {
            current = self.put(&saying(&passages.join("\n\n"), later)).await;
            let kind = if sample["corrected_at"].is_string() && name != "A7" {
                "corrects"
            } else {
                "finalises"
            };
            self.replace(&first, &current, kind).await;
            self.said.insert(format!("{name} rettet"), current.clone());
        }
        for pii in sample["pii"].as_array().unwrap() {
            let place = pii["passage"]
                .as_u64()
                .and_then(|at| usize::try_from(at).ok())
                .unwrap();
            if name == "G9" && place >= passages.len() {
                continue;
            }
            self.hide(
                &current,
                pii["text"].as_str().unwrap(),
                ground(pii["kind"].as_str().unwrap()),
                true,
            )
            .await;
        }
        let mut starts = 0;
        for passage in sample["passages"].as_array().unwrap() {
            let length = passage["text"].as_str().unwrap().chars().count();
            for theme in passage["themes"].as_array().unwrap() {
                self.mark_span(
                    &current,
                    Span::new(starts, starts + length),
                    "pejlemaerker",
                    theme.as_i64().unwrap(),
                )
                .await;
            }
            starts += length + 2;
        }
        if sample["withdrawn_at"].is_string() {
            self.withdraw(&first).await;
        }
    }

    pub async fn say(&self, organisation: &str, category: &str, text: &str) -> Said {
        self.put(&Saying {
            name: "Nogen Tværager",
            organisation: Some(organisation),
            category,
            text,
            at: self.app.app.clock.now(),
            choice: NameChoice::Name,
            protected: false,
        })
        .await
    }

    pub async fn citizen(
        &self,
        name: &str,
        choice: NameChoice,
        protected: bool,
        text: &str,
    ) -> Said {
        self.put(&Saying {
            name,
            organisation: None,
            category: "G",
            text,
            at: self.app.app.clock.now(),
            choice,
            protected,
        })
        .await
    }

    async fn put(&self, saying: &Saying<'_>) -> Said {
        let mut conn = self.app.conn().await;
        let category: Option<i64> = categories::table
            .filter(categories::hearing_id.eq(self.hearing.id))
            .filter(categories::letter.eq(saying.category))
            .select(categories::id)
            .first(&mut conn)
            .await
            .optional()
            .unwrap();
        let number = receipt_number();
        let response_id: i64 = diesel::insert_into(responses::table)
            .values((
                responses::hearing_id.eq(self.hearing.id),
                responses::number.eq(&number),
                responses::channel.eq("web"),
                responses::category_id.eq(category),
                responses::source.eq("test"),
                responses::arrived_at.eq(saying.at),
                responses::arrival_rule.eq("request"),
                responses::recorded_at.eq(saying.at),
                responses::name_choice.eq(saying.choice),
                responses::protected.eq(saying.protected),
            ))
            .returning(responses::id)
            .get_result(&mut conn)
            .await
            .unwrap();
        let consultee: Option<i64> = consultees::table
            .filter(consultees::name.eq(saying.organisation.unwrap_or("-")))
            .select(consultees::id)
            .first(&mut conn)
            .await
            .optional()
            .unwrap();
        diesel::insert_into(respondents::table)
            .values((
                respondents::response_id.eq(response_id),
                respondents::position.eq(0),
                respondents::name.eq(saying.name),
                respondents::organisation.eq(saying.organisation),
                respondents::consultee_id.eq(consultee),
            ))
            .execute(&mut conn)
            .await
            .unwrap();
        drop(conn);
        let said = Said {
            response_id,
            number,
            text_id: 0,
        };
        let text_id = self.add_part(&said, "body", None, saying.text).await;
        Said { text_id, ..said }
    }

    pub async fn attach(&self, said: &Said, role: &str, filename: &str, text: &str) -> i64 {
        self.add_part(said, role, Some(filename), text).await
    }

    async fn add_part(&self, said: &Said, role: &str, filename: Option<&str>, text: &str) -> i64 {
        let mut conn = self.app.conn().await;
        let there: i64 = parts::table
            .filter(parts::response_id.eq(said.response_id))
            .count()
            .get_result(&mut conn)
            .await
            .unwrap();
        let now = self.app.app.clock.now();
        let part_id: i64 = diesel::insert_into(parts::table)
            .values((
                parts::response_id.eq(said.response_id),
                parts::position.eq(i32::try_from(there).unwrap()),
                parts::role.eq(role),
                parts::filename.eq(filename),
                parts::media_type.eq("text/plain"),
                parts::bytes.eq(1),
                parts::sha256.eq(vec![0u8; 32]),
                parts::created_at.eq(now),
            ))
            .returning(parts::id)
            .get_result(&mut conn)
            .await
            .unwrap();
        let new = NewText {
            deriver: "form".into(),
            deriver_version: 1,
            text: text.to_owned(),
            ranges: Vec::new(),
            staff_id: None,
        };
        add_text(&mut conn, part_id, &new, now).await.unwrap()
    }

    async fn set_reached(&self, said: &Said, when: DateTime<Utc>) {
        diesel::update(responses::table.find(said.response_id))
            .set(responses::reached_us_at.eq(when))
            .execute(&mut *self.app.conn().await)
            .await
            .unwrap();
    }

    async fn replace(&self, old: &Said, new: &Said, kind: &str) {
        let mut conn = self.app.conn().await;
        self.set_state(old, State::Superseded).await;
        diesel::insert_into(response_relations::table)
            .values((
                response_relations::response_id.eq(old.response_id),
                response_relations::other_id.eq(new.response_id),
                response_relations::kind.eq(kind),
                response_relations::state.eq("confirmed"),
                response_relations::created_at.eq(self.app.app.clock.now()),
            ))
            .execute(&mut conn)
            .await
            .unwrap();
    }

    pub async fn withdraw(&self, said: &Said) {
        self.set_state(said, State::Withdrawn).await;
    }

    async fn set_state(&self, said: &Said, state: State) {
        diesel::update(responses::table.find(said.response_id))
            .set(responses::state.eq(state))
            .execute(&mut *self.app.conn().await)
            .await
            .unwrap();
    }

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

    async fn mark_span(&self, said: &Said, span: Span, frame: &str, number: i64) {
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

    pub async fn build_files(&self) -> Built {
        build_files(&self.app.app, HEARING, self.app.app.clock.now())
            .await
            .unwrap()
    }

    pub async fn request(&self) -> i64 {
        request(&mut *self.app.conn().await, self.builder())
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
            findings.retain(|one| !one.what.warns());
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

async fn person(app: &TestApp, hearing: &Hearing, login: &str) -> i64 {
    let now = app.app.clock.now();
    let mut conn = app.conn().await;
    let new = NewStaff {
        organisation_id: hearing.organisation_id,
        login: login.to_owned(),
        name: format!("Person {login}"),
        initials: String::new(),
    };
    let person = staff::add(&mut conn, &new, Actor::Operator, now)
        .await
        .unwrap();
    staff::grant(
        &mut conn,
        (person.id, Scope::All, Role::Releaser),
        Actor::Operator,
        now,
    )
    .await
    .unwrap();
    person.id
}

fn texts(passages: &Value) -> Vec<String> {
    passages
        .as_array()
        .unwrap()
        .iter()
        .map(|passage| passage["text"].as_str().unwrap().to_owned())
        .collect()
}

fn at_any(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text)
        .unwrap()
        .with_timezone(&Utc)
}

fn ground(kind: &str) -> Ground {
    match kind {
        "cpr" => Ground::Cpr,
        "helbred" => Ground::Health,
        "navn" => Ground::ThirdPerson,
        _ => Ground::Contact,
    }
}
