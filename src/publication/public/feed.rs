//! News of a compilation as Atom (RFC 4287): its releases, and the responses that came with them, newest first. Private persons are named by
//! reference, as in the data files.

use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use chrono::{DateTime, SecondsFormat, Utc};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::answer::bytes_of;
use super::current;
use super::words::kind;
use crate::app::App;
use crate::publication::address;
use crate::publication::projection::{Row, Status};
use crate::publication::published::{Current, News};
use crate::templates::Words;
use crate::text::normalize;
use crate::web::{self, View};

/// The most responses that it holds: more have their place in the data files.
const MOST: i64 = 100;
const ATOM: &str = "http://www.w3.org/2005/Atom";

pub(super) async fn show(
    app: Data<App>,
    view: View,
    request: HttpRequest,
    slug: Path<String>,
) -> web::Result {
    let (mut conn, current) = current(&app, &slug).await?;
    let news = current.news(&mut conn, MOST).await?;
    let base = app.config.base_url.trim_end_matches('/');
    let xml = feed(view.words(), (&current, &news), base)?;
    bytes_of(&request, "application/atom+xml; charset=utf-8", xml)
}

/// An entry, or the feed itself.
struct Entry {
    id: String,
    title: String,
    updated: DateTime<Utc>,
    link: String,
    summary: Option<String>,
    /// Letter and name.
    category: Option<(String, String)>,
}

fn feed(words: &Words, (current, news): (&Current, &News), base: &str) -> anyhow::Result<Vec<u8>> {
    let hearing = &current.overview.hearing;
    let compilation = format!("{base}{}", address::compilation(&hearing.slug));
    let own = format!("{base}{}", address::feed(&hearing.slug));
    let mut entries = releases(words, (current, news), base);
    entries.extend(responses(words, (current, news), base));
    entries.sort_by_key(|one| std::cmp::Reverse(one.updated));
    let mut writer = Writer::new(Vec::new());
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let feed = writer
        .create_element("feed")
        .with_attributes([("xmlns", ATOM), ("xml:lang", words.language())]);
    feed.write_inner_content(|writer| {
        about(
            writer,
            &Entry {
                id: own.clone(),
                title: words.text("feed-title", &[("hearing", hearing.title.as_str().into())]),
                updated: current.released_at,
                link: compilation.clone(),
                summary: None,
                category: None,
            },
        )?;
        let this = writer.create_element("link");
        this.with_attributes([
            ("rel", "self"),
            ("type", "application/atom+xml"),
            ("href", own.as_str()),
        ])
        .write_empty()?;
        let author = writer.create_element("author");
        author.write_inner_content(|writer| text(writer, "name", &hearing.organisation))?;
        for entry in &entries {
            let element = writer.create_element("entry");
            element.write_inner_content(|writer| about(writer, entry))?;
        }
        Ok(())
    })?;
    Ok(writer.into_inner())
}

fn releases(words: &Words, (current, news): (&Current, &News), base: &str) -> Vec<Entry> {
    let slug = &current.overview.hearing.slug;
    let entry = |(number, at): &(i32, DateTime<Utc>)| {
        let arguments = [
            ("number", (*number).into()),
            ("hearing", current.overview.hearing.title.as_str().into()),
        ];
        Entry {
            // The manifest is what a release is known by.
            id: format!(
                "{base}{}",
                address::file(slug, *number, crate::publication::files::MANIFEST)
            ),
            title: words.text("feed-release", &arguments),
            updated: *at,
            link: format!("{base}{}", address::compilation(slug)),
            summary: None,
            category: None,
        }
    };
    news.releases.iter().map(entry).collect()
}

fn responses(words: &Words, (current, news): (&Current, &News), base: &str) -> Vec<Entry> {
    let overview = &current.overview;
    let entry = |(reference, at): &(String, DateTime<Utc>)| {
        let mut rows = overview.rows.iter();
        let row = rows.find(|row| row.reference == *reference && is_shown(row))?;
        let page = address::response(&overview.hearing.slug, reference);
        let category = overview
            .categories
            .iter()
            .find(|one| one.letter == row.category);
        Some(Entry {
            id: format!("{base}{page}"),
            title: if row.private {
                words.text("feed-citizen", &[("reference", reference.as_str().into())])
            } else {
                format!("{reference} {}", row.sender)
            },
            updated: *at,
            link: format!("{base}{page}"),
            summary: Some(kind(words, row)),
            category: category.map(|one| (one.letter.clone(), one.name.clone())),
        })
    };
    news.responses.iter().filter_map(entry).collect()
}

fn is_shown(row: &Row) -> bool {
    matches!(row.status, Status::Full | Status::Partly)
}

fn about(writer: &mut Writer<Vec<u8>>, entry: &Entry) -> std::io::Result<()> {
    text(writer, "id", &entry.id)?;
    text(writer, "title", &entry.title)?;
    let updated = entry.updated.to_rfc3339_opts(SecondsFormat::Secs, true);
    text(writer, "updated", &updated)?;
    let link = writer.create_element("link");
    link.with_attributes([
        ("rel", "alternate"),
        ("type", "text/html"),
        ("href", entry.link.as_str()),
    ])
    .write_empty()?;
    if let Some((letter, name)) = &entry.category {
        let category = writer.create_element("category");
        category
            .with_attributes([("term", letter.as_str()), ("label", name.as_str())])
            .write_empty()?;
    }
    match &entry.summary {
        Some(summary) => text(writer, "summary", summary),
        None => Ok(()),
    }
}

fn text(writer: &mut Writer<Vec<u8>>, name: &str, value: &str) -> std::io::Result<()> {
    // XML has no control characters.
    let value = normalize(value);
    writer
        .create_element(name)
        .write_text_content(BytesText::new(&value))
        .map(drop)
}
