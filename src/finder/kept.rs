//! What was found in the texts that were looked at last. A text that is kept never changes, and a long one takes a tenth of a second.

use std::collections::VecDeque;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use sha2::{Digest, Sha256};

use super::{Hit, find};

/// Texts that are remembered.
const MOST: usize = 256;
/// Bytes below which looking again is as quick as remembering.
const SHORT: usize = 1000;

type Kept = VecDeque<([u8; 32], Arc<Vec<Hit>>)>;

static KEPT: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);

/// As [`find`], for a text that is looked at again and again.
#[must_use]
pub fn find_again(text: &str) -> Arc<Vec<Hit>> {
    if text.len() < SHORT {
        return Arc::new(find(text));
    }
    let digest: [u8; 32] = Sha256::digest(text.as_bytes()).into();
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let there = kept.iter().position(|(known, _)| *known == digest);
    // The last one looked at stands first.
    if let Some(one) = there.and_then(|at| kept.remove(at)) {
        let hits = Arc::clone(&one.1);
        kept.push_front(one);
        return hits;
    }
    drop(kept);
    let hits = Arc::new(find(text));
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    kept.push_front((digest, Arc::clone(&hits)));
    kept.truncate(MOST);
    hits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_was_looked_at_is_not_searched_again() {
        let text = format!(
            "Mit CPR-nummer er 120345-7890. {}",
            "Vi støtter planen. ".repeat(80)
        );
        let first = find_again(&text);
        assert_eq!(*first, find(&text));
        assert!(Arc::ptr_eq(&first, &find_again(&text)));
        let other = find_again(&text.replace("7890", "7891"));
        assert_ne!(first, other);
    }
}
