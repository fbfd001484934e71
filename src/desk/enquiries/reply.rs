//! The form for an answer: to whom, from which template, with what filled in.

use super::view::{Reply, TemplateGroup};
use super::{closing_day, day, topic_text};
use crate::app::App;
use crate::enquiry::{
    Filling, NewAnswer, Row, Template, Topic, Unanswerable, answerable, fill, placeholders,
    workdays,
};
use crate::hearing::{Consultee, Hearing};
use crate::ids;
use crate::intake::mailbox::ReadMail;
use crate::staff::Access;
use crate::templates::{Choice, Field, Words};

/// What an answer is made from.
pub(super) struct Source<'a> {
    pub(super) app: &'a App,
    pub(super) words: &'a Words,
    pub(super) access: &'a Access,
    pub(super) hearing: &'a Hearing,
    pub(super) organisation: &'a str,
    pub(super) row: &'a Row,
    /// The consultee that the sender is, as far as is known.
    pub(super) consultee: Option<&'a Consultee>,
    /// The mail that is answered.
    pub(super) read: Option<&'a ReadMail>,
    pub(super) subject: &'a str,
    pub(super) templates: &'a [Template],
}

/// The template that promises a later deadline.
const GIVES: &str = "later";

/// Addresses of ours: what is sent there comes back.
pub(super) fn ours(app: &App, hearing: &Hearing) -> Vec<String> {
    let from = app.config.mail.from.rsplit('<').next().unwrap_or_default();
    let mut all = vec![
        hearing.mailbox.clone(),
        from.trim_matches(['>', ' ']).to_owned(),
    ];
    all.extend(app.config.mailboxes.iter().map(|one| one.address.clone()));
    all
}

pub(super) fn unanswerable_text(words: &Words, why: Unanswerable) -> String {
    let key = match why {
        Unanswerable::NoSender => "enquiry-no-sender",
        Unanswerable::NotAnAddress => "enquiry-no-address",
        Unanswerable::NoReply => "enquiry-no-reply",
        Unanswerable::Ourselves => "enquiry-ourselves",
    };
    words.text(key, &[])
}

/// The address to answer to: Reply-To, else From; and why there is none. What a machine says of its own return address is believed.
fn recipient(of: &Source<'_>) -> Result<String, Unanswerable> {
    let Some(read) = of.read else {
        return Err(Unanswerable::NoSender);
    };
    let to = read.reply_to.first().or(read.from.as_ref());
    let address = to.map(|to| to.address.clone()).unwrap_or_default();
    if read.signals.null_sender && read.reply_to.is_empty() {
        return Err(Unanswerable::NoSender);
    }
    let ours = ours(of.app, of.hearing);
    let ours: Vec<&str> = ours.iter().map(String::as_str).collect();
    answerable(&address, &ours).map(|()| address)
}

/// The form with a template's text, or the first of the topic's.
pub(super) fn prefilled(of: &Source<'_>, wanted: Option<&str>) -> Reply {
    let first = || of.templates.iter().find(|one| one.topic == of.row.topic);
    let chosen = match wanted {
        Some(name) => of.templates.iter().find(|one| one.name == name),
        None => first(),
    };
    let text = chosen.map(|one| fill(of.words, &one.text, &filling(of)));
    let (to, no_recipient) = match recipient(of) {
        Ok(address) => (address, None),
        Err(why) => (String::new(), Some(unanswerable_text(of.words, why))),
    };
    Reply {
        groups: groups(of, chosen.map(|one| one.name.as_str())),
        to: to.into(),
        no_recipient,
        subject: reply_subject(of.words, of.subject).into(),
        text: text.unwrap_or_default().into(),
        key: ids::random_token(),
        template: chosen.map(|one| one.name.clone()).unwrap_or_default(),
        mailbox: of.hearing.mailbox.clone(),
        no_server: !of.app.mailer.goes_somewhere(),
        not_given: chosen.is_some_and(|one| one.name == GIVES)
            && of.consultee.is_none_or(|one| one.closes_at.is_none()),
    }
}

/// The form as it was typed, with what is wrong; none when nothing is.
pub(super) fn typed(of: &Source<'_>, new: &NewAnswer, template: &str) -> Option<Reply> {
    let (words, ours) = (of.words, ours(of.app, of.hearing));
    let ours: Vec<&str> = ours.iter().map(String::as_str).collect();
    let field = |value: &str, error: Option<String>| Field {
        value: value.to_owned(),
        error,
    };
    let to = answerable(&new.recipient, &ours).err();
    let to = field(&new.recipient, to.map(|why| unanswerable_text(words, why)));
    let empty = |text: &str, key: &str| text.trim().is_empty().then(|| words.text(key, &[]));
    let subject = field(
        &new.subject,
        empty(&new.subject, "enquiry-reply-no-subject"),
    );
    let left = placeholders(words)
        .into_iter()
        .find(|sign| new.text.contains(sign.as_str()));
    let left = left.map(|sign| words.text("enquiry-reply-left", &[("sign", sign.into())]));
    let text = field(
        &new.text,
        empty(&new.text, "enquiry-reply-no-text").or(left),
    );
    if to.error.is_none() && subject.error.is_none() && text.error.is_none() {
        return None;
    }
    Some(Reply {
        groups: groups(of, Some(template)),
        to,
        no_recipient: None,
        subject,
        text,
        key: new.form_key.clone(),
        template: template.to_owned(),
        mailbox: of.hearing.mailbox.clone(),
        no_server: !of.app.mailer.goes_somewhere(),
        not_given: false,
    })
}

/// The templates by topic, this enquiry's own topic first.
fn groups(of: &Source<'_>, chosen: Option<&str>) -> Vec<TemplateGroup> {
    let mut topics: Vec<Topic> = Topic::ALL.to_vec();
    topics.sort_by_key(|topic| *topic != of.row.topic);
    topics
        .into_iter()
        .map(|topic| TemplateGroup {
            label: topic_text(of.words, topic),
            templates: of
                .templates
                .iter()
                .filter(|one| one.topic == topic)
                .map(|one| Choice::new(&one.name, &one.title, Some(one.name.as_str()) == chosen))
                .collect(),
        })
        .collect()
}

fn filling(of: &Source<'_>) -> Filling {
    let (words, hearing) = (of.words, of.hearing);
    let date = |day: Option<chrono::NaiveDate>| day.map(|day| words.weekday_date(day));
    let given = of.consultee.and_then(|one| one.closes_at);
    let given = given.and_then(|at| day(hearing, at - chrono::TimeDelta::seconds(1)));
    let received = day(hearing, of.row.arrived_at);
    let access_by = received.map(|day| workdays::after(day, workdays::ACCESS_DAYS));
    Filling {
        name: of.row.from_name.trim().to_owned(),
        hearing: hearing.title.clone(),
        deadline: date(closing_day(hearing)).unwrap_or_default(),
        new_deadline: date(given.or(of.row.asked_for)).unwrap_or_default(),
        received: date(received).unwrap_or_default(),
        access_by: date(access_by).unwrap_or_default(),
        mailbox: hearing.mailbox.clone(),
        link: format!("{}/hoeringer/{}", of.app.config.base_url, hearing.slug),
        me: of.access.person.name.clone(),
        organisation: of.organisation.to_owned(),
    }
}

/// *SV:* and the subject without the prefixes that mail programs put before it.
fn reply_subject(words: &Words, subject: &str) -> String {
    let mut bare = subject.trim();
    while let Some(rest) = bare.split_once(':').and_then(|(before, rest)| {
        let known = ["sv", "re", "vs", "fw", "fwd", "aw"];
        known
            .contains(&before.trim().to_lowercase().as_str())
            .then_some(rest)
    }) {
        bare = rest.trim();
    }
    if bare.is_empty() {
        return words
            .text("enquiry-reply-subject-of", &[("subject", "".into())])
            .trim()
            .to_owned();
    }
    words.text("enquiry-reply-subject-of", &[("subject", bare.into())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_gets_one_prefix() {
        let words = Words::load("da").unwrap();
        assert_eq!(reply_subject(&words, "Re: SV: Frist: ja"), "SV: Frist: ja");
        assert_eq!(reply_subject(&words, "Fristen"), "SV: Fristen");
        assert_eq!(reply_subject(&words, ""), "SV:");
    }
}
