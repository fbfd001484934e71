//! What the interface answers. `schema.json` describes each under the same name.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::nameless;
use crate::publication::address;
use crate::publication::files;
use crate::publication::ledger::{Ledger, MailLedger};
use crate::publication::projection::{
    CategoryInShort, Cell, FrameInShort, HearingInShort, PublicInput, PublicResponse, Row,
    ThemeInShort, ThemeRef,
};
use crate::publication::published::{Current, HIT_BEGINS, HIT_ENDS, Hit, PublishedFile};
use crate::tagging::Stance;
use crate::text::Span;

/// The release as a whole.
#[derive(Serialize)]
pub(super) struct Compilation<'a> {
    hearing: &'a HearingInShort,
    release: i32,
    released_at: DateTime<Utc>,
    categories: &'a [CategoryInShort],
    frames: &'a [FrameInShort],
    ledger: &'a Ledger,
    mails: &'a MailLedger,
    counts: &'a [Cell],
    inputs: &'a [PublicInput],
    files: Vec<File>,
    address: String,
}

#[derive(Serialize)]
struct File {
    name: String,
    media_type: String,
    bytes: i64,
    sha256: String,
    address: String,
}

impl<'a> Compilation<'a> {
    pub(super) fn new(current: &'a Current, mut found: Vec<PublishedFile>, base: &str) -> Self {
        let overview = &current.overview;
        let slug = &overview.hearing.slug;
        found.sort_by_key(|file| files::place(&file.name));
        Self {
            hearing: &overview.hearing,
            release: current.number,
            released_at: current.released_at,
            categories: &overview.categories,
            frames: &overview.frames,
            ledger: &overview.ledger,
            mails: &overview.mails,
            counts: &overview.counts,
            inputs: &overview.inputs,
            files: found
                .into_iter()
                .map(|file| File {
                    address: format!("{base}{}", address::file(slug, current.number, &file.name)),
                    name: file.name,
                    media_type: file.media_type,
                    bytes: file.bytes,
                    sha256: hex::encode(&file.sha256),
                })
                .collect(),
            address: format!("{base}{}", address::compilation(slug)),
        }
    }
}

/// Which part of a list an answer is.
#[derive(Serialize)]
pub(super) struct Paging {
    total: usize,
    page: usize,
    pages: usize,
    /// Where the next part is.
    next: Option<String>,
    #[serde(skip)]
    range: std::ops::Range<usize>,
}

impl Paging {
    pub(super) fn new(
        (page, size): (usize, usize),
        total: usize,
        (query, base): (&str, &str),
        path: &str,
    ) -> Self {
        let start = (page - 1).saturating_mul(size).min(total);
        let end = (start + size).min(total);
        let next = (end < total && start < end).then(|| {
            let others = query
                .split('&')
                .filter(|pair| !pair.is_empty() && !pair.starts_with("side="));
            let page = format!("side={}", page + 1);
            let pairs: Vec<&str> = others.chain([page.as_str()]).collect();
            format!("{base}{path}?{}", pairs.join("&"))
        });
        Self {
            total,
            page,
            pages: total.div_ceil(size),
            next,
            range: start..end,
        }
    }
}

/// Responses without their texts.
#[derive(Serialize)]
pub(super) struct Responses {
    release: i32,
    #[serde(flatten)]
    paging: Paging,
    responses: Vec<Listed>,
}

#[derive(Serialize)]
struct Listed {
    #[serde(flatten)]
    row: Row,
    address: String,
    data: String,
}

impl Responses {
    pub(super) fn new(current: &Current, (rows, paging): (&[&Row], Paging), base: &str) -> Self {
        let slug = &current.overview.hearing.slug;
        let own = rows.get(paging.range.clone()).unwrap_or_default();
        Self {
            release: current.number,
            responses: own
                .iter()
                .map(|row| {
                    let (row, page) = nameless(current, row);
                    Listed {
                        address: format!("{base}{page}"),
                        data: format!("{base}{}", address::api_response(slug, &row.reference)),
                        row,
                    }
                })
                .collect(),
            paging,
        }
    }
}

/// A theme of a frame, how often it is on a passage, and where they are.
#[derive(Serialize)]
pub(super) struct Theme<'a> {
    frame: &'a str,
    #[serde(flatten)]
    theme: &'a ThemeInShort,
    passages: usize,
    responses: usize,
    address: String,
    data: String,
}

pub(super) fn themes<'a>(current: &'a Current, base: &str) -> Vec<Theme<'a>> {
    let overview = &current.overview;
    let slug = &overview.hearing.slug;
    let mut all = Vec::new();
    for frame in &overview.frames {
        for theme in &frame.themes {
            let counts = overview.counts.iter();
            let own = counts
                .filter(|cell| cell.theme.frame == frame.key && cell.theme.theme == theme.name);
            let page = address::theme(slug, &frame.key, &theme.name);
            let data = address::api(slug, &format!("/temaer/{}/{}", frame.key, theme.name));
            all.push(Theme {
                frame: &frame.key,
                theme,
                passages: own.clone().map(|cell| cell.passages).sum(),
                responses: own.map(|cell| cell.responses).sum(),
                address: format!("{base}{page}"),
                data: format!("{base}{data}"),
            });
        }
    }
    all
}

/// The passages under a theme.
#[derive(Serialize)]
pub(super) struct Passages {
    #[serde(flatten)]
    theme: ThemeRef,
    #[serde(flatten)]
    paging: Paging,
    passages: Vec<Passage>,
}

/// A stretch of public text; one that is cut by something left out is several with the same mark.
#[derive(Serialize)]
pub(super) struct Passage {
    mark: usize,
    reference: String,
    part: usize,
    start: usize,
    end: usize,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    stance: Option<Stance>,
    address: String,
}

impl Passages {
    pub(super) fn new(theme: ThemeRef, mut all: Vec<Passage>, paging: Paging) -> Self {
        all.truncate(paging.range.end);
        Self {
            theme,
            passages: all.split_off(paging.range.start),
            paging,
        }
    }
}

pub(super) fn passages(
    current: &Current,
    (theme, responses): (&ThemeRef, &[PublicResponse]),
    base: &str,
) -> Vec<Passage> {
    let slug = &current.overview.hearing.slug;
    let mut all = Vec::new();
    for response in responses {
        let reference = &response.row.reference;
        for (at, part) in response.parts.iter().enumerate() {
            for passage in &part.passages {
                let Some(mark) = passage.themes.iter().find(|mark| mark.theme == *theme) else {
                    continue;
                };
                all.push(Passage {
                    mark: passage.mark,
                    reference: reference.clone(),
                    part: at,
                    start: passage.start,
                    end: passage.end,
                    text: part.quote(passage),
                    stance: mark.stance,
                    address: format!("{base}{}", address::response(slug, reference)),
                });
            }
        }
    }
    all
}

/// What a search found, best first.
#[derive(Serialize)]
pub(super) struct Found {
    query: String,
    total: i64,
    hits: Vec<OneFound>,
}

#[derive(Serialize)]
struct OneFound {
    reference: String,
    /// Of the public text.
    snippet: String,
    /// The words that were found, in code points of the snippet.
    found: Vec<Span>,
    address: String,
    data: String,
}

impl Found {
    pub(super) fn new(current: &Current, query: String, hits: Vec<Hit>, base: &str) -> Self {
        let slug = &current.overview.hearing.slug;
        Self {
            query,
            total: hits.first().map_or(0, |hit| hit.found),
            hits: hits
                .into_iter()
                .map(|hit| {
                    let (snippet, found) = spans(&hit.snippet);
                    OneFound {
                        address: format!("{base}{}", address::response(slug, &hit.reference)),
                        data: format!("{base}{}", address::api_response(slug, &hit.reference)),
                        reference: hit.reference,
                        snippet,
                        found,
                    }
                })
                .collect(),
        }
    }
}

/// The snippet without its marks, and where they were.
fn spans(marked: &str) -> (String, Vec<Span>) {
    let (mut text, mut found) = (String::new(), Vec::new());
    let (mut at, mut begun) = (0, 0);
    for letter in marked.chars() {
        match letter {
            HIT_BEGINS => begun = at,
            HIT_ENDS => found.push(Span::new(begun, at)),
            letter => {
                text.push(letter);
                at += 1;
            }
        }
    }
    (text, found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_says_in_code_points_where_its_hits_are() {
        let (text, found) = spans("😀 en \u{2}samling\u{3} af");
        assert_eq!(text, "😀 en samling af");
        assert_eq!(found, [Span::new(5, 12)]);
    }

    #[test]
    fn the_last_page_leads_to_no_other() {
        let paging =
            |page, total| Paging::new((page, 2), total, ("side=9&tema=a/1", "http://h"), "/p");
        let next = paging(1, 3).next;
        assert_eq!(next.as_deref(), Some("http://h/p?tema=a/1&side=2"));
        assert_eq!(paging(2, 3).next, None);
        assert_eq!(paging(2, 3).range, 2..3);
        assert_eq!(paging(9, 3).range, 3..3);
        assert_eq!((paging(9, 3).next, paging(1, 0).pages), (None, 0));
    }
}
