//! Where things are covered on the pages of a file.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use super::Covering;
use crate::extract::{Extractor, Located, PageWords, Wanted, locate};
use crate::publication::evidence::PageSource;

/// What is covered on each page, and what a person has to cover.
#[derive(Debug, Default)]
pub struct Cover {
    /// The words of each page, as far as they are known.
    pub words: Arc<Vec<PageWords>>,
    /// By page, from 1.
    pub places: BTreeMap<u32, Vec<Covering>>,
    /// Redactions whose place is not known and that nobody has covered, with the page where they may stand.
    pub open: Vec<(i64, Option<u32>)>,
}

impl Cover {
    /// What is covered on a page (from 1).
    pub fn on(&self, page: u32) -> &[Covering] {
        self.places.get(&page).map_or(&[], Vec::as_slice)
    }

    /// The words of a page (from 1).
    pub fn words_on(&self, page: u32) -> Option<&PageWords> {
        let at = usize::try_from(page).ok()?.checked_sub(1)?;
        self.words.get(at)
    }
}

/// Finds what must be covered. A file whose words cannot be had leaves its hidden text to people.
pub(in crate::publication) async fn cover(
    extractor: &Extractor,
    bytes: &[u8],
    source: &PageSource,
) -> Cover {
    placed(words(extractor, bytes, source).await, source)
}

/// The words of a file's pages. A scan without hidden text need not be read again: that takes seconds a page.
async fn words(extractor: &Extractor, bytes: &[u8], source: &PageSource) -> Arc<Vec<PageWords>> {
    if source.by_letters {
        if source.hidden.is_empty() {
            return Arc::default();
        }
        if let Some(known) = known(&source.file) {
            return known;
        }
    }
    let what = (source.media_type.as_str(), source.pages, source.by_letters);
    match extractor.words(bytes, what).await {
        Ok(words) => {
            let words = Arc::new(words);
            if source.by_letters {
                remember(&source.file, &words);
            }
            words
        }
        Err(why) => {
            tracing::warn!(
                ?why,
                part = source.part_id,
                "the words of a page are not known"
            );
            Arc::default()
        }
    }
}

/// The scans that were read last, by the SHA-256 of their file. What a file says never changes.
static READ: Mutex<VecDeque<Scan>> = Mutex::new(VecDeque::new());
type Scan = (Vec<u8>, Arc<Vec<PageWords>>);
const MOST_READ: usize = 32;

fn known(file: &[u8]) -> Option<Arc<Vec<PageWords>>> {
    let read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    let found = read.iter().find(|(known, _)| known == file)?;
    Some(found.1.clone())
}

fn remember(file: &[u8], words: &Arc<Vec<PageWords>>) {
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if read.len() == MOST_READ {
        read.pop_front();
    }
    read.push_back((file.to_vec(), words.clone()));
}

fn placed(words: Arc<Vec<PageWords>>, source: &PageSource) -> Cover {
    let wanted: Vec<Wanted> = source
        .hidden
        .iter()
        .map(|one| Wanted {
            span: one.span,
            everywhere: !one.not_part,
        })
        .collect();
    let found = locate(&words, &source.text, &wanted);
    let mut cover = Cover {
        words,
        ..Cover::default()
    };
    for (hidden, found) in source.hidden.iter().zip(found) {
        match found {
            Located::At(frames) => {
                for (page, frame) in frames {
                    cover.places.entry(page).or_default().push(Covering {
                        frame,
                        redaction: Some(hidden.id),
                        drawn: None,
                    });
                }
            }
            Located::ByHand { near } => {
                let by_hand =
                    |drawn: &crate::redaction::PageBox| drawn.redaction_id == Some(hidden.id);
                if !source.boxes.iter().any(by_hand) {
                    cover.open.push((hidden.id, near));
                }
            }
        }
    }
    for drawn in &source.boxes {
        let page = u32::try_from(drawn.page).unwrap_or_default();
        cover.places.entry(page).or_default().push(Covering {
            frame: drawn.frame(),
            redaction: drawn.redaction_id,
            drawn: Some(drawn.id),
        });
    }
    cover
}
