//! Enquiries, as the secretariat reads and answers them: the list with what is due, a page for each, and the templates.

mod acts;
mod list;
mod mail_text;
mod reply;
mod show;
mod templates;
mod told;
mod view;

pub use list::ListEnquiries;
pub use mail_text::Stretch;
pub(super) use mail_text::stretches;
pub use templates::ListTemplates;
pub use view::ShowEnquiry;

pub(super) use acts::{
    answer, close, give_deadline, otherwise, reopen, send_again, set_topic, show,
};
pub(super) use list::index;
pub(super) use templates::{create_template, index_templates, remove_template, update_template};
pub(super) use told::extensions;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::Deserialize;

use crate::enquiry::{ClosedWhy, Topic};
use crate::hearing::{Hearing, local_date, zone};
use crate::templates::{Choice, Words, pages};

pages![ListEnquiries, ShowEnquiry, ListTemplates];

/// The path of an enquiry.
#[derive(Deserialize)]
pub(in crate::desk) struct At {
    id: i64,
}

/// The path of an answer to an enquiry.
#[derive(Deserialize)]
pub(in crate::desk) struct AtAnswer {
    id: i64,
    answer: i64,
}

pub(super) fn topic_text(words: &Words, topic: Topic) -> String {
    let key = match topic {
        Topic::Question => "enquiry-topic-question",
        Topic::Deadline => "enquiry-topic-deadline",
        Topic::Access => "enquiry-topic-access",
        Topic::Press => "enquiry-topic-press",
        Topic::Thanks => "enquiry-topic-thanks",
    };
    words.text(key, &[])
}

fn topic_choices(words: &Words, chosen: Topic) -> Vec<Choice> {
    Topic::ALL
        .iter()
        .map(|topic| Choice::new(topic.as_str(), &topic_text(words, *topic), *topic == chosen))
        .collect()
}

fn why_text(words: &Words, why: ClosedWhy) -> String {
    let key = match why {
        ClosedWhy::Thanks => "enquiry-close-thanks",
        ClosedWhy::NoAnswer => "enquiry-close-no-answer",
        ClosedWhy::NotForUs => "enquiry-close-not-for-us",
        ClosedWhy::BecameResponse => "enquiry-close-became-response",
        ClosedWhy::Other => "enquiry-close-other",
    };
    words.text(key, &[])
}

/// The day of a moment, where the hearing is held; none when its time zone is unknown.
fn day(hearing: &Hearing, at: DateTime<Utc>) -> Option<NaiveDate> {
    Some(local_date(zone(&hearing.time_zone).ok()?, at))
}

/// The last day of the common deadline.
fn closing_day(hearing: &Hearing) -> Option<NaiveDate> {
    day(hearing, hearing.closes_at - TimeDelta::seconds(1))
}
