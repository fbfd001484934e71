//! One PDF, or volumes and a whole that leads to them, set by one child process that holds a volume at a time.

use std::collections::BTreeMap;
use std::path::Path;

use super::files::{self, BuiltFile, Edition, LogHead, PDF};
use super::pdf::{Compilation, Typesetter, Volume};
use super::projection::{Projection, PublicResponse};
use super::release::Progress;
use super::typeset::{compilation, is_in_file, response};
use crate::config::Pdf;

const MEDIA_TYPE: &str = "application/pdf";

/// The PDF of a release, whole first. `program` is this program's own file.
///
/// # Errors
/// Those of [`Typesetter::set`].
pub(super) async fn pdf(
    (program, sizes): (&Path, &Pdf),
    projection: &Projection,
    (edition, log): (&Edition<'_>, Option<&LogHead>),
    progress: &Progress<'_>,
) -> anyhow::Result<Vec<BuiltFile>> {
    let overview = &projection.overview;
    let mut whole = compilation(overview, edition, log);
    let in_file = projection.responses.iter();
    let responses: Vec<&PublicResponse> = in_file.filter(|one| is_in_file(&one.row)).collect();
    let mut typesetter = Typesetter::start(program)?;
    let mut built = Vec::new();
    if responses.len() <= sizes.responses_in_one {
        let own = responses.into_iter();
        whole.responses = own
            .map(|one| response(edition.words, overview, one))
            .collect();
    } else {
        let volumes = responses.chunks(sizes.responses_in_volume);
        let last = volumes.len();
        let mut places = BTreeMap::new();
        for (number, own) in (1..).zip(volumes) {
            progress.volume(number - 1, last).await;
            let volume = volume(&whole, (projection, edition), (number, last), own);
            let set = typesetter.set(&volume).await?;
            for (reference, page) in set.pages {
                places.insert(reference, (number, page));
            }
            whole.volumes.push(in_list(edition, own, (number, last)));
            let name = files::volume(number, last);
            built.push(BuiltFile::new(name, MEDIA_TYPE, set.bytes));
        }
        progress.volume(last, last).await;
        lead(&mut whole, edition, &places, last);
    }
    let set = typesetter.set(&whole).await?;
    typesetter.end().await?;
    built.insert(0, BuiltFile::new(PDF, MEDIA_TYPE, set.bytes));
    Ok(built)
}

/// A volume: its responses in full, and the overview of them.
fn volume(
    whole: &Compilation,
    (projection, edition): (&Projection, &Edition<'_>),
    (number, last): (usize, usize),
    own: &[&PublicResponse],
) -> Compilation {
    let words = edition.words;
    let overview = &projection.overview;
    let references: BTreeMap<&str, ()> = own
        .iter()
        .map(|one| (one.row.reference.as_str(), ()))
        .collect();
    let mut categories = Vec::new();
    for category in &whole.categories {
        let mine = category.rows.iter();
        let rows: Vec<_> = mine
            .filter(|row| references.contains_key(row.reference.as_str()))
            .cloned()
            .collect();
        if rows.is_empty() {
            continue;
        }
        categories.push(super::pdf::Category {
            words: words.text("publication-count", &[("n", rows.len().to_string().into())]),
            letter: category.letter.clone(),
            name: category.name.clone(),
            short: category.short.clone(),
            rows,
        });
    }
    let numbers = [("volume", number.into()), ("volumes", last.into())];
    Compilation {
        title: words.text("pdf-volume-of", &numbers),
        summary: vec![words.text(
            "pdf-volume-holds",
            &[
                ("range", range(edition, own).into()),
                ("n", own.len().into()),
            ],
        )],
        figures: Vec::new(),
        facts: whole.facts.clone(),
        timeline: Vec::new(),
        ledger: Vec::new(),
        mail_ledger: Vec::new(),
        categories,
        volumes: Vec::new(),
        matrix: Vec::new(),
        notes: Vec::new(),
        responses: own
            .iter()
            .map(|one| response(words, overview, one))
            .collect(),
        proof: Vec::new(),
        language: whole.language.clone(),
        hearing: whole.hearing.clone(),
        organisation: whole.organisation.clone(),
        release: whole.release.clone(),
        day: whole.day,
        labels: whole.labels.clone(),
    }
}

/// *A1 til A250*
fn range(edition: &Edition<'_>, own: &[&PublicResponse]) -> String {
    let reference = |one: Option<&&PublicResponse>| {
        one.map(|one| one.row.reference.clone()).unwrap_or_default()
    };
    edition.words.text(
        "pdf-volume-range",
        &[
            ("first", reference(own.first()).into()),
            ("last", reference(own.last()).into()),
        ],
    )
}

fn in_list(
    edition: &Edition<'_>,
    own: &[&PublicResponse],
    (number, last): (usize, usize),
) -> Volume {
    Volume {
        name: edition
            .words
            .text("pdf-volume", &[("volume", number.into())]),
        range: range(edition, own),
        count: own.len() as u64,
        file: files::volume(number, last),
    }
}

/// Lets the rows of the whole say where their responses are.
fn lead(
    whole: &mut Compilation,
    edition: &Edition<'_>,
    places: &BTreeMap<String, (usize, usize)>,
    last: usize,
) {
    let rows = whole.categories.iter_mut().flat_map(|one| &mut one.rows);
    for row in rows {
        if let Some((number, page)) = places.get(&row.reference) {
            let at = [("volume", (*number).into()), ("page", (*page).into())];
            row.page = Some(edition.words.text("pdf-volume-page", &at));
            row.link = Some(format!("{}#page={page}", files::volume(*number, last)));
        }
    }
}
