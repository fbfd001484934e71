//! A hearing with responses in the database, two people of the staff, and the acts between them.

mod acts;
mod samples;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::audit::Actor;
use hoering::hearing::Hearing;
use hoering::ids::receipt_number;
use hoering::response::{NameChoice, NewText, State, add_text};
use hoering::schema::{categories, consultees, parts, respondents, response_relations, responses};
use hoering::staff::{self, NewStaff, Role, Scope};

use super::AFTER;
use crate::app::{TestApp, at};

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

    /// One stands in the place of another.
    pub async fn replaces(&self, old: &Said, new: &Said) {
        self.replace(old, new, "corrects").await;
    }

    pub async fn stand_as(&self, said: &Said, state: State) {
        self.set_state(said, state).await;
    }

    async fn set_state(&self, said: &Said, state: State) {
        diesel::update(responses::table.find(said.response_id))
            .set(responses::state.eq(state))
            .execute(&mut *self.app.conn().await)
            .await
            .unwrap();
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
