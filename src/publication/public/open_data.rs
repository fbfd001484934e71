//! *Åbne data*: what there is, in which form, and what it may be used for.

use chrono::{DateTime, Utc};

use super::{head, release};
use crate::publication::address;
use crate::publication::files;
use crate::publication::pages::open_data::{DataFile, OpenData};
use crate::publication::published::{Current, PublishedFile};
use crate::templates::{Words, file_icon};

pub(super) fn page(
    words: &Words,
    current: &Current,
    mut found: Vec<PublishedFile>,
    (base, now): (&str, DateTime<Utc>),
) -> OpenData {
    let hearing = &current.overview.hearing;
    let slug = &hearing.slug;
    found.retain(|file| !file.media_type.starts_with("image/"));
    found.sort_by_key(|file| files::place(&file.name));
    let file = |one: PublishedFile| DataFile {
        title: files::title(words, &one.name),
        href: address::file(slug, current.number, &one.name),
        icon: file_icon(&one.name),
        size: words.bytes(one.bytes.unsigned_abs()),
        media_type: one.media_type,
        sha256: hex::encode(&one.sha256),
        schema_href: matches!(one.name.as_str(), files::JSON | files::JSON_LINES)
            .then(|| address::file(slug, current.number, files::SCHEMA)),
        name: one.name,
    };
    OpenData {
        hearing: head(current, now),
        release: release(current),
        organisation: hearing.organisation.clone(),
        files: found.into_iter().map(file).collect(),
        api_href: address::api(slug, "/samling"),
        description_href: address::api(slug, "/openapi.json"),
        server: format!("{base}{}", address::api(slug, "")),
        feed_href: address::feed(slug),
    }
}
