//! The wording of the letters: words of the service, or a hearing's own. Fields in braces are filled in for each who gets one.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::LetterKind;
use crate::app::App;
use crate::audit::Event;
use crate::hearing::{Consultee, Hearing, local_date, zone};
use crate::organisation::Organisation;
use crate::schema::letter_templates;
use crate::staff::Act;
use crate::templates::Words;

/// The subject and the text of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    pub subject: String,
    pub text: String,
    /// The hearing's own.
    pub own: bool,
}

/// What the fields of a letter stand for.
#[derive(Debug, Clone, Default)]
pub struct Filling {
    pub name: String,
    pub title: String,
    pub deadline: String,
    pub link: String,
    pub mailbox: String,
    pub organisation: String,
}

impl Filling {
    fn pairs(&self) -> [(&'static str, &str); 6] {
        [
            ("letter-field-name", &self.name),
            ("letter-field-title", &self.title),
            ("letter-field-deadline", &self.deadline),
            ("letter-field-link", &self.link),
            ("letter-field-mailbox", &self.mailbox),
            ("letter-field-organisation", &self.organisation),
        ]
    }

    /// What the fields stand for in a letter to a consultee: its own deadline where it has one.
    ///
    /// # Errors
    /// When the database fails, or the hearing's time zone is unknown.
    pub async fn of(
        app: &App,
        conn: &mut AsyncPgConnection,
        words: &Words,
        hearing: &Hearing,
    ) -> anyhow::Result<Self> {
        let organisation = Organisation::find(conn, hearing.organisation_id).await?;
        Ok(Self {
            title: hearing.title.clone(),
            deadline: deadline(words, hearing, None)?,
            link: format!("{}/hoeringer/{}", app.config.base_url, hearing.slug),
            mailbox: hearing.mailbox.clone(),
            organisation: organisation.name,
            name: String::new(),
        })
    }

    /// The same for one of the list.
    ///
    /// # Errors
    /// When the hearing's time zone is unknown.
    pub fn to(&self, words: &Words, hearing: &Hearing, one: &Consultee) -> anyhow::Result<Self> {
        Ok(Self {
            name: one.name.clone(),
            deadline: deadline(words, hearing, Some(one))?,
            ..self.clone()
        })
    }
}

fn deadline(words: &Words, hearing: &Hearing, one: Option<&Consultee>) -> anyhow::Result<String> {
    let closes = one.map_or(hearing.closes_at, |one| hearing.closes_for([one.id], [one]));
    let last = closes - chrono::TimeDelta::seconds(1);
    Ok(words.weekday_date(local_date(zone(&hearing.time_zone)?, last)))
}

/// The fields that a letter may have, as they are written: `{titel}`.
#[must_use]
pub fn signs(words: &Words) -> Vec<String> {
    let pairs = Filling::default();
    let pairs = pairs.pairs();
    pairs.iter().map(|(key, _)| sign(words, key)).collect()
}

fn sign(words: &Words, key: &str) -> String {
    format!("{{{}}}", words.text(key, &[]))
}

/// A field that nothing is known of, such as one with a slip of the pen.
#[must_use]
pub fn unknown_sign(words: &Words, text: &str) -> Option<String> {
    let known = signs(words);
    text.split('{').skip(1).find_map(|piece| {
        let (inner, _) = piece.split_once('}')?;
        let sign = format!("{{{inner}}}");
        (!known.contains(&sign)).then_some(sign)
    })
}

/// A text with its fields filled in. What is put in is not looked at for fields again.
#[must_use]
pub fn fill(words: &Words, text: &str, with: &Filling) -> String {
    let pairs = with.pairs();
    let known: Vec<(String, &str)> = pairs
        .iter()
        .map(|(key, value)| (sign(words, key), *value))
        .collect();
    let mut filled = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        filled.push_str(before);
        match known.iter().find(|(sign, _)| from.starts_with(sign)) {
            Some((sign, value)) => {
                filled.push_str(value);
                rest = &from[sign.len()..];
            }
            None => {
                filled.push('{');
                rest = &from[1..];
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// A wording with its fields filled in.
#[must_use]
pub fn fill_in(words: &Words, wording: &Wording, with: &Filling) -> Wording {
    Wording {
        subject: fill(words, &wording.subject, with),
        text: fill(words, &wording.text, with),
        own: wording.own,
    }
}

/// How a hearing words a letter.
///
/// # Errors
/// When the database fails.
pub async fn wording_of(
    conn: &mut AsyncPgConnection,
    words: &Words,
    (hearing_id, kind): (i64, LetterKind),
) -> QueryResult<Wording> {
    let own: Option<(String, String)> = letter_templates::table
        .find((hearing_id, kind.as_str()))
        .select((letter_templates::subject, letter_templates::text))
        .first(conn)
        .await
        .optional()?;
    Ok(match (own, kind) {
        (Some((subject, text)), _) => Wording {
            subject,
            text,
            own: true,
        },
        (None, LetterKind::Invitation) => Wording {
            subject: words.text("letter-invitation-subject", &[]),
            text: words.text("letter-invitation-text", &[]),
            own: false,
        },
        (None, LetterKind::Reminder) => Wording {
            subject: words.text("letter-reminder-subject", &[]),
            text: words.text("letter-reminder-text", &[]),
            own: false,
        },
    })
}

/// Saves a hearing's own wording.
///
/// # Errors
/// When the database fails.
pub async fn save_wording(
    conn: &mut AsyncPgConnection,
    by: Act,
    kind: LetterKind,
    (subject, text): (&str, &str),
) -> QueryResult<()> {
    let values = (
        letter_templates::subject.eq(subject.trim()),
        letter_templates::text.eq(text.trim().replace("\r\n", "\n")),
        letter_templates::staff_id.eq(by.staff_id),
        letter_templates::updated_at.eq(by.now),
    );
    conn.transaction(async |conn| {
        diesel::insert_into(letter_templates::table)
            .values((
                letter_templates::hearing_id.eq(by.hearing_id),
                letter_templates::kind.eq(kind.as_str()),
                values.clone(),
            ))
            .on_conflict((letter_templates::hearing_id, letter_templates::kind))
            .do_update()
            .set(values)
            .execute(conn)
            .await?;
        record(conn, by, "letter_worded", kind).await
    })
    .await
}

/// Goes back to the words of the service.
///
/// # Errors
/// When the database fails.
pub async fn remove_wording(
    conn: &mut AsyncPgConnection,
    by: Act,
    kind: LetterKind,
) -> QueryResult<()> {
    conn.transaction(async |conn| {
        let gone = diesel::delete(letter_templates::table.find((by.hearing_id, kind.as_str())))
            .execute(conn)
            .await?;
        if gone > 0 {
            record(conn, by, "letter_worded", kind).await?;
        }
        Ok(())
    })
    .await
}

async fn record(
    conn: &mut AsyncPgConnection,
    by: Act,
    action: &str,
    kind: LetterKind,
) -> QueryResult<()> {
    Event::by_staff(by.staff_id, action, "hearing", by.hearing_id)
        .in_hearing(by.hearing_id)
        .with(json!({ "letter": kind }))
        .record(conn, by.now)
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_the_built_in_letters_is_known_and_filled_in_once() {
        let words = Words::load("da").unwrap();
        let with = Filling {
            name: "{titel} Kommune".into(),
            title: "Planen".into(),
            ..Filling::default()
        };
        for key in [
            "letter-invitation-subject",
            "letter-invitation-text",
            "letter-reminder-subject",
            "letter-reminder-text",
        ] {
            let text = words.text(key, &[]);
            assert_eq!(unknown_sign(&words, &text), None, "{key}");
            assert!(!fill(&words, &text, &with).contains("{frist}"), "{key}");
        }
        // A name that looks like a field stays the name.
        assert_eq!(
            fill(&words, "Til {navn} om {titel} {x", &with),
            "Til {titel} Kommune om Planen {x"
        );
        assert_eq!(
            unknown_sign(&words, "Hej {nvan}").as_deref(),
            Some("{nvan}")
        );
    }
}
