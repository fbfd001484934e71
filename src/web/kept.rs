//! Public pages kept in memory, so that a newspaper's link does not hurt. What is kept says which state it was made of; a handler asks
//! the database for the state first, so nothing old is shown.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// More addresses than this are not kept: then everything is made anew.
const AT_MOST: usize = 256;

/// Pages as they were rendered, by address, each with the state that it shows. One for each thread that answers.
#[derive(Default)]
pub struct Kept(Mutex<HashMap<String, (String, Arc<str>)>>);

impl Kept {
    /// The page at an address, if it shows this state.
    #[must_use]
    pub fn page(&self, address: &str, state: &str) -> Option<Arc<str>> {
        let pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pages
            .get(address)
            .filter(|(of, _)| of == state)
            .map(|(_, html)| html.clone())
    }

    /// Keeps a page in the place of the one before.
    pub fn keep(&self, address: &str, state: String, html: Arc<str>) {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if pages.len() >= AT_MOST && !pages.contains_key(address) {
            pages.clear();
        }
        pages.insert(address.to_owned(), (state, html));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_given_for_its_own_state_only() {
        let kept = Kept::default();
        kept.keep("/a", "1".into(), "one".into());
        assert_eq!(kept.page("/a", "1").as_deref(), Some("one"));
        assert_eq!(kept.page("/a", "2"), None);
        kept.keep("/a", "2".into(), "two".into());
        assert_eq!(
            (kept.page("/a", "1"), kept.page("/a", "2").as_deref()),
            (None, Some("two"))
        );
    }
}
