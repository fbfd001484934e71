//! A stream of events to an open page (server-sent events, as the HTML standard has them).

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, HeaderName};
use bytes::Bytes;
use futures_util::stream;
use tokio::sync::mpsc;

/// How many events wait for a slow browser before it is let go: it comes back by itself.
const WAITING: usize = 16;

/// Where the events of one open page go in.
pub struct EventSender(mpsc::Sender<Bytes>);

impl EventSender {
    /// Sends an event; false when the page is gone. Line ends in the data would end the event and are left out.
    pub fn send(&self, event: &str, data: &str) -> bool {
        let data: String = data
            .chars()
            .filter(|it| !matches!(it, '\n' | '\r'))
            .collect();
        self.put(format!("event: {event}\ndata: {data}\n\n"))
    }

    /// Says nothing, so that proxies keep the stream open; false when the page is gone.
    pub fn keep_open(&self) -> bool {
        self.put(":\n\n".into())
    }

    fn put(&self, text: String) -> bool {
        self.0.try_send(text.into()).is_ok()
    }

    /// Waits until the page is gone.
    pub async fn gone(&self) {
        self.0.closed().await;
    }
}

/// A stream, and the answer that carries it. It ends when the sender is dropped; the browser then asks again.
#[must_use]
pub fn event_stream() -> (EventSender, HttpResponse) {
    let (sender, receiver) = mpsc::channel(WAITING);
    let events = stream::unfold(receiver, async |mut receiver: mpsc::Receiver<Bytes>| {
        let event = receiver.recv().await?;
        Some((Ok::<_, actix_web::Error>(event), receiver))
    });
    let response = HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((CACHE_CONTROL, "no-store"))
        // Whoever packs or gathers an answer would hold events back.
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header((HeaderName::from_static("x-accel-buffering"), "no"))
        .streaming(events);
    (EventSender(sender), response)
}
