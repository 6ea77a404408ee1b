//! Which texts come out of the cleaner as they went in. A page is cleaned whenever it is shown, and that would be a third of its
//! work, although its texts were cleaned when they were saved.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::sync::{LazyLock, Mutex, PoisonError};

/// So many texts are remembered: a megabyte at most.
const MOST: usize = 65_536;

static KNOWN: LazyLock<KnownClean> = LazyLock::new(KnownClean::default);

/// Hashes of clean texts under a key of this process alone, so that nobody can make a text with the hash of another one.
#[derive(Default)]
struct KnownClean {
    key: RandomState,
    hashes: Mutex<HashSet<u64>>,
}

/// What `clean` makes of a text: the text itself where that is known from another time.
pub(super) fn remembered(text: &str, clean: impl FnOnce(&str) -> String) -> String {
    let hash = KNOWN.key.hash_one(text);
    let hashes = || KNOWN.hashes.lock().unwrap_or_else(PoisonError::into_inner);
    if hashes().contains(&hash) {
        return text.to_owned();
    }
    let cleaned = clean(text);
    if cleaned == text {
        let mut hashes = hashes();
        if hashes.len() >= MOST {
            hashes.clear();
        }
        hashes.insert(hash);
    }
    cleaned
}
