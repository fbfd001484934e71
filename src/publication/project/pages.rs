//! What the pages of a file are painted from, where they are shown as pictures.

use super::entry::Maker;
use crate::publication::evidence::{PageSource, Spot};
use crate::response::{Part, TextVersion};

impl Maker<'_> {
    /// Notes what a file's pages are painted from, and tells how many pages there are.
    pub(super) fn pages(&mut self, part: &Part, text: &TextVersion, spot: &Spot) -> u32 {
        let rows = self.rows;
        let Some(file) = part.file_id.and_then(|id| rows.files.get(&id)) else {
            return 0;
        };
        let what = (part, file.as_slice(), spot.clone());
        let source = PageSource::of(what, Some(text), &rows.redactions, &rows.boxes);
        let waiting = source.boxes.iter().filter(|one| one.approver_id.is_none());
        let waiting = waiting.count();
        let spots = std::iter::repeat_n(spot.clone(), waiting);
        self.evidence.unapproved.extend(spots);
        if !source.signatures {
            self.evidence.signatures_open.push(spot.clone());
        }
        let pages = source.pages;
        self.evidence.pages.push(source);
        pages
    }
}
