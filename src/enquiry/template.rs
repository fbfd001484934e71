//! Texts to answer with. Those that are built in are words of the service; a hearing may have its own wording of each, and templates of its
//! own. Words in square brackets are filled in from the enquiry, and a text with one that is left is not sent.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::Topic;
use crate::audit::Event;
use crate::schema::enquiry_templates;
use crate::staff::Act;
use crate::templates::Words;

/// What is built in: the ends of the keys of its words, and what it is for. The first of a topic is proposed.
pub const BUILT_IN: &[(&str, Topic)] = &[
    ("question", Topic::Question),
    ("material", Topic::Question),
    ("how", Topic::Question),
    ("received", Topic::Question),
    ("list", Topic::Question),
    ("later", Topic::Deadline),
    ("provisional", Topic::Deadline),
    ("no-later", Topic::Deadline),
    ("access", Topic::Access),
    ("access-public", Topic::Access),
    ("access-longer", Topic::Access),
    ("press", Topic::Press),
    ("thanks", Topic::Thanks),
];

/// A text to answer with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// How forms name it: the key of one that is built in, or the id of one of the hearing's own.
    pub name: String,
    pub topic: Topic,
    pub title: String,
    pub text: String,
    /// One that is built in, in this hearing's own wording.
    pub changed: bool,
    pub built_in: bool,
    pub updated_at: Option<DateTime<Utc>>,
}

/// A template as it was typed.
#[derive(Debug, Clone)]
pub struct NewTemplate {
    pub topic: Topic,
    pub title: String,
    pub text: String,
}

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = enquiry_templates)]
struct Row {
    id: i64,
    built_in: Option<String>,
    topic: Topic,
    title: String,
    text: String,
    updated_at: DateTime<Utc>,
}

/// The templates of a hearing: those that are built in, in its own wording where it has one, then its own.
///
/// # Errors
/// When the database fails.
pub async fn templates_of(
    conn: &mut AsyncPgConnection,
    words: &Words,
    hearing_id: i64,
) -> QueryResult<Vec<Template>> {
    let rows: Vec<Row> = Row::query()
        .filter(enquiry_templates::hearing_id.eq(hearing_id))
        .order(enquiry_templates::id)
        .load(conn)
        .await?;
    let mut all: Vec<Template> = BUILT_IN
        .iter()
        .map(|(key, topic)| {
            let own = rows.iter().find(|row| row.built_in.as_deref() == Some(key));
            let word = |what: &str| words.text(&format!("enquiry-template-{key}-{what}"), &[]);
            Template {
                name: (*key).to_owned(),
                topic: *topic,
                title: own.map_or_else(|| word("title"), |row| row.title.clone()),
                text: own.map_or_else(|| word("text"), |row| row.text.clone()),
                changed: own.is_some(),
                built_in: true,
                updated_at: own.map(|row| row.updated_at),
            }
        })
        .collect();
    let own = rows.into_iter().filter(|row| row.built_in.is_none());
    all.extend(own.map(|row| Template {
        name: row.id.to_string(),
        topic: row.topic,
        title: row.title,
        text: row.text,
        changed: false,
        built_in: false,
        updated_at: Some(row.updated_at),
    }));
    Ok(all)
}

/// Saves a template: the hearing's own wording of one that is built in, one of its own by id, or a new one.
///
/// # Errors
/// [`diesel::result::Error::NotFound`] for a template of another hearing.
pub async fn save_template(
    conn: &mut AsyncPgConnection,
    by: Act,
    name: Option<&str>,
    new: &NewTemplate,
) -> QueryResult<()> {
    let (title, text) = (new.title.trim(), new.text.trim().replace("\r\n", "\n"));
    let values = (
        enquiry_templates::title.eq(title),
        enquiry_templates::text.eq(&text),
        enquiry_templates::staff_id.eq(by.staff_id),
        enquiry_templates::updated_at.eq(by.now),
    );
    conn.transaction(async |conn| {
        let built_in = name.and_then(|name| BUILT_IN.iter().find(|(key, _)| *key == name));
        let id: i64 = match (built_in, name) {
            (Some((key, topic)), _) => {
                diesel::insert_into(enquiry_templates::table)
                    .values((
                        enquiry_templates::hearing_id.eq(by.hearing_id),
                        enquiry_templates::built_in.eq(*key),
                        enquiry_templates::topic.eq(*topic),
                        values,
                    ))
                    .on_conflict((enquiry_templates::hearing_id, enquiry_templates::built_in))
                    .do_update()
                    .set(values)
                    .returning(enquiry_templates::id)
                    .get_result(conn)
                    .await?
            }
            (None, Some(id)) => {
                diesel::update(
                    enquiry_templates::table
                        .filter(enquiry_templates::id.eq(own_id(id)?))
                        .filter(enquiry_templates::hearing_id.eq(by.hearing_id))
                        .filter(enquiry_templates::built_in.is_null()),
                )
                .set((values, enquiry_templates::topic.eq(new.topic)))
                .returning(enquiry_templates::id)
                .get_result(conn)
                .await?
            }
            (None, None) => {
                diesel::insert_into(enquiry_templates::table)
                    .values((
                        enquiry_templates::hearing_id.eq(by.hearing_id),
                        enquiry_templates::topic.eq(new.topic),
                        values,
                    ))
                    .returning(enquiry_templates::id)
                    .get_result(conn)
                    .await?
            }
        };
        record(conn, by, "template_saved", id).await
    })
    .await
}

/// Takes a template of the hearing's own away, or its wording of one that is built in.
///
/// # Errors
/// [`diesel::result::Error::NotFound`] when there is none.
pub async fn remove_template(conn: &mut AsyncPgConnection, by: Act, name: &str) -> QueryResult<()> {
    conn.transaction(async |conn| {
        let of_hearing =
            enquiry_templates::table.filter(enquiry_templates::hearing_id.eq(by.hearing_id));
        let is_built_in = BUILT_IN.iter().any(|(key, _)| *key == name);
        let id: i64 = if is_built_in {
            diesel::delete(of_hearing.filter(enquiry_templates::built_in.eq(name)))
                .returning(enquiry_templates::id)
                .get_result(conn)
                .await?
        } else {
            diesel::delete(
                of_hearing
                    .filter(enquiry_templates::id.eq(own_id(name)?))
                    .filter(enquiry_templates::built_in.is_null()),
            )
            .returning(enquiry_templates::id)
            .get_result(conn)
            .await?
        };
        record(conn, by, "template_removed", id).await
    })
    .await
}

fn own_id(name: &str) -> QueryResult<i64> {
    name.parse().map_err(|_| diesel::result::Error::NotFound)
}

async fn record(conn: &mut AsyncPgConnection, by: Act, action: &str, id: i64) -> QueryResult<()> {
    Event::by_staff(by.staff_id, action, "enquiry_template", id)
        .in_hearing(by.hearing_id)
        .with(json!({}))
        .record(conn, by.now)
        .await
}

/// What a template's words in brackets stand for. Empty is unknown.
#[derive(Debug, Clone, Default)]
pub struct Filling {
    /// Who asked; where nobody is known the greeting goes without a name.
    pub name: String,
    pub hearing: String,
    /// The closing day that holds.
    pub deadline: String,
    /// The closing day that was given, or is asked for.
    pub new_deadline: String,
    /// When the mail came.
    pub received: String,
    /// The last day to decide on access to documents.
    pub access_by: String,
    pub mailbox: String,
    pub link: String,
    /// Who answers.
    pub me: String,
    pub organisation: String,
}

/// The ends of the keys of the words in brackets, each with what it stands for.
fn values(with: &Filling) -> [(&'static str, &str); 10] {
    [
        ("name", &with.name),
        ("hearing", &with.hearing),
        ("deadline", &with.deadline),
        ("new-deadline", &with.new_deadline),
        ("received", &with.received),
        ("access-by", &with.access_by),
        ("mailbox", &with.mailbox),
        ("link", &with.link),
        ("me", &with.me),
        ("organisation", &with.organisation),
    ]
}

/// Every word in brackets that a template may use.
#[must_use]
pub fn placeholders(words: &Words) -> Vec<String> {
    values(&Filling::default())
        .iter()
        .map(|(key, _)| bracket(words, key))
        .collect()
}

fn bracket(words: &Words, key: &str) -> String {
    format!("[{}]", words.text(&format!("enquiry-fill-{key}"), &[]))
}

/// A text with its words in brackets filled in. What is unknown stays, so that a person sees it; a missing name goes with the space
/// before it.
#[must_use]
pub fn fill(words: &Words, text: &str, with: &Filling) -> String {
    let mut filled = text.to_owned();
    for (key, value) in values(with) {
        let sign = bracket(words, key);
        let value = value.trim();
        if !value.is_empty() {
            filled = filled.replace(&sign, value);
        } else if key == "name" {
            filled = filled.replace(&format!(" {sign}"), "").replace(&sign, "");
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_text_has_words_and_only_known_brackets() {
        let words = Words::load("da").unwrap();
        let known = placeholders(&words);
        for (key, _) in BUILT_IN {
            let title = format!("enquiry-template-{key}-title");
            assert!(words.try_text(&title, &[]).is_ok(), "{title}");
            let text = words
                .try_text(&format!("enquiry-template-{key}-text"), &[])
                .unwrap();
            for piece in text.split('[').skip(1) {
                let sign = format!("[{}]", piece.split(']').next().unwrap());
                assert!(known.contains(&sign), "{key}: {sign}");
            }
        }
    }

    #[test]
    fn a_greeting_without_a_name_is_whole_and_what_is_unknown_stays() {
        let words = Words::load("da").unwrap();
        let with = Filling {
            hearing: "Planen".into(),
            ..Filling::default()
        };
        let filled = fill(&words, "Hej [navn]\n\n[høring] til [ny frist].", &with);
        assert_eq!(filled, "Hej\n\nPlanen til [ny frist].");
    }
}
