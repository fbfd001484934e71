//! What an open page is told while it is open.

use std::time::Duration;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::schema::staff_sessions;
use hoering::staff::Role;

use crate::app::{HEARING, TestApp};
use crate::desk::{respond, theme, two_people};
use crate::staff::{browse_as, person};

/// An open stream of events.
struct Stream {
    answer: reqwest::Response,
    text: String,
}

impl Stream {
    async fn open(app: &TestApp, query: &str) -> Self {
        let url = format!("{}/sekretariat/{HEARING}/nyt{query}", app.base);
        let request = app.http.get(url).header("accept", "text/event-stream");
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        assert_eq!(answer.headers()["cache-control"], "no-store");
        Self {
            answer,
            text: String::new(),
        }
    }

    /// Waits until the stream has said this.
    async fn says(&mut self, words: &str) {
        let wait = async {
            while !self.text.contains(words) {
                let piece = self
                    .answer
                    .chunk()
                    .await
                    .unwrap()
                    .expect("the stream ended");
                self.text.push_str(std::str::from_utf8(&piece).unwrap());
            }
        };
        let waited = tokio::time::timeout(Duration::from_secs(20), wait).await;
        assert!(waited.is_ok(), "{words:?} is not in {:?}", self.text);
    }

    async fn ends(mut self) {
        let wait = async { while self.answer.chunk().await.unwrap_or(None).is_some() {} };
        tokio::time::timeout(Duration::from_secs(20), wait)
            .await
            .expect("the stream stays open");
    }
}

#[tokio::test]
async fn the_inbox_is_told_what_arrives_and_a_response_what_colleagues_do_to_it() {
    let mut app = TestApp::spawn().await;
    let (hanne, mads) = two_people(&mut app).await;
    let one = respond(&app, "A", "Et svar om planen.", vec![]).await;
    let mut inbox = Stream::open(&app, "").await;
    let mut page = Stream::open(&app, &format!("?svar={}", one.number)).await;
    page.says("event: here\ndata: \n").await;
    respond(&app, "B", "Et svar mere.", vec![]).await;
    inbox.says("event: changed\ndata: others\n").await;
    let theme = theme(&app, 3).await;
    one.act(&app, "markeringer", (0, 8), &[("theme", &theme)])
        .await
        .leads();
    inbox.says("event: changed\ndata: mine\n").await;
    browse_as(&mut app, &mads).await;
    let mut other = Stream::open(&app, &format!("?svar={}", one.number)).await;
    other.says("Person hanne har også svaret åbent").await;
    page.says("Person mads har også svaret åbent").await;
    app.get(&one.page)
        .await
        .says("Person hanne har også svaret åbent.");
    assert!(
        !page.text.contains("changed"),
        "reading changes nothing, and what arrived is another response: {}",
        page.text
    );
    one.act(&app, "markeringer", (9, 17), &[("theme", &theme)])
        .await
        .leads();
    page.says("event: changed\ndata: others\n").await;
    assert!(
        !other.text.contains("changed"),
        "one's own acts are on one's own page already"
    );
    // Who closes the page is gone from it.
    drop(other);
    page.text.clear();
    page.says("event: here\ndata: \n\n").await;
    drop(page);
    let mut left = Stream::open(&app, &format!("?svar={}", one.number)).await;
    left.says("event: here\ndata: \n\n").await;
    app.app.stopping.send_replace(true);
    inbox.ends().await;
    let _ = hanne;
}

#[tokio::test]
async fn a_stream_is_for_those_who_may_read_and_keeps_nobody_logged_in() {
    let mut app = TestApp::spawn().await;
    let one = respond(&app, "A", "Et svar.", vec![]).await;
    let url = format!("{}/sekretariat/{HEARING}/nyt", app.base);
    let stranger = app
        .http
        .get(&url)
        .header("accept", "text/event-stream")
        .send()
        .await
        .unwrap();
    assert!(stranger.status().is_redirection() || stranger.status().is_client_error());
    let lise = person(&app, "lise", Role::Reader).await;
    browse_as(&mut app, &lise).await;
    let unknown = app
        .http
        .get(format!("{url}?svar=AAAAA-AAAAA"))
        .send()
        .await
        .unwrap();
    assert_eq!(unknown.status(), 404);
    let seen = async || {
        staff_sessions::table
            .select(staff_sessions::seen_at)
            .first::<chrono::DateTime<chrono::Utc>>(&mut *app.conn().await)
            .await
            .unwrap()
    };
    let before = seen().await;
    app.app
        .clock
        .set(app.app.clock.now() + chrono::TimeDelta::minutes(20));
    let mut stream = Stream::open(&app, &format!("?svar={}", one.number)).await;
    stream.says("event: here").await;
    let refreshed = app
        .http
        .get(format!("{}{}", app.base, one.page))
        .header("hoering-by-itself", "1")
        .send()
        .await
        .unwrap();
    assert_eq!(refreshed.status(), 200);
    assert_eq!(seen().await, before);
    app.get(&one.page).await;
    assert!(seen().await > before);
}
