//! The sample responses, marked and redacted as the samples say.

use chrono::{DateTime, Utc};
use hoering::redaction::Ground;
use hoering::response::NameChoice;
use hoering::text::Span;
use serde_json::Value;

use super::{Said, Saying, Stage};

impl Stage {
    pub async fn samples() -> Self {
        let mut stage = Self::empty().await;
        let lines = std::fs::read_to_string("config/demo/responses.jsonl").unwrap();
        for line in lines.lines() {
            stage.sample(&serde_json::from_str(line).unwrap()).await;
        }
        let ravnsoe = stage.said["A4 rettet"].clone();
        stage.clear(&ravnsoe, "230831-6104", true).await;
        stage
    }

    async fn sample(&mut self, sample: &Value) {
        let name = sample["id"].as_str().unwrap();
        let later = sample["corrected_at"].as_str();
        let first_text = texts(
            &sample[if later.is_some() {
                "earlier_passages"
            } else {
                "passages"
            }],
        );
        let received = sample["received_at"].as_str().unwrap();
        let first = self.put(&saying(sample, &first_text, received)).await;
        self.said.insert(name.to_owned(), first.clone());
        let mut current = first.clone();
        if let Some(reached) = sample["reached_us_at"].as_str() {
            self.set_reached(&first, moment(reached)).await;
        }
        if let Some(later) = later {
            current = self
                .put(&saying(sample, &texts(&sample["passages"]), later))
                .await;
            let kind = if sample["final_at"].is_string() {
                "finalises"
            } else {
                "corrects"
            };
            self.replace(&first, &current, kind).await;
            self.said.insert(format!("{name} rettet"), current.clone());
        }
        self.treat(sample, &current).await;
        if sample["withdrawn_at"].is_string() {
            self.withdraw(&first).await;
        }
    }

    /// Hides and marks.
    async fn treat(&self, sample: &Value, said: &Said) {
        for pii in sample["pii"].as_array().unwrap() {
            let ground = ground(pii["kind"].as_str().unwrap());
            self.hide(said, pii["text"].as_str().unwrap(), ground, true)
                .await;
        }
        let mut start = 0;
        for passage in sample["passages"].as_array().unwrap() {
            let end = start + passage["text"].as_str().unwrap().chars().count();
            for theme in passage["themes"].as_array().unwrap() {
                let number = theme.as_i64().unwrap();
                self.mark_span(said, Span::new(start, end), "pejlemaerker", number)
                    .await;
            }
            start = end + 2;
        }
    }
}

fn saying<'a>(sample: &'a Value, text: &'a str, when: &str) -> Saying<'a> {
    let who = &sample["respondent"];
    Saying {
        name: who["name"].as_str().unwrap_or(""),
        organisation: who["organisation"].as_str(),
        category: sample["category"].as_str().unwrap(),
        text,
        at: moment(when),
        choice: NameChoice::Name,
        protected: false,
    }
}

fn texts(passages: &Value) -> String {
    let passages = passages.as_array().unwrap().iter();
    let texts: Vec<&str> = passages.map(|one| one["text"].as_str().unwrap()).collect();
    texts.join("\n\n")
}

fn moment(text: &str) -> DateTime<Utc> {
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
