//! Where pages are kept: within a number of bytes. What was asked for longest ago goes first.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::kept::Kept;
use super::key::Key;

/// The shelf of one process.
#[derive(Debug)]
pub(super) struct Shelf {
    room: usize,
    requests: AtomicU64,
    content: RwLock<Content>,
}

#[derive(Debug, Default)]
struct Content {
    pages: HashMap<Key, Arc<Kept>>,
    bytes: usize,
}

impl Content {
    fn put(&mut self, key: &Key, kept: &Arc<Kept>) {
        self.remove(key);
        self.bytes += size(key, kept);
        self.pages.insert(key.clone(), kept.clone());
    }

    fn remove(&mut self, key: &Key) {
        if let Some((key, kept)) = self.pages.remove_entry(key) {
            self.bytes = self.bytes.saturating_sub(size(&key, &kept));
        }
    }

    /// Whether a slow hand brings what is older than what is there.
    fn has_newer(&self, key: &Key, kept: &Kept) -> bool {
        self.pages.get(key).is_some_and(|there| there.generation > kept.generation)
    }

    /// The page that was asked for longest ago.
    fn oldest(&self) -> Option<Key> {
        self.pages.iter().min_by_key(|(_, kept)| kept.used.load(Ordering::Relaxed)).map(|(key, _)| key.clone())
    }
}

fn size(key: &Key, kept: &Kept) -> usize {
    key.path().len() + kept.size()
}

impl Shelf {
    /// An empty one with room for so many bytes.
    pub(super) fn new(room: usize) -> Self {
        Self { room, requests: AtomicU64::new(1), content: RwLock::default() }
    }

    fn read(&self) -> RwLockReadGuard<'_, Content> {
        self.content.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Content> {
        self.content.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// A page; somebody asks for it.
    pub(super) fn take(&self, key: &str) -> Option<Arc<Kept>> {
        let kept = self.read().pages.get(key).cloned()?;
        kept.used.store(self.requests.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
        Some(kept)
    }

    /// A page, just to look at it.
    pub(super) fn look(&self, key: &Key) -> Option<Arc<Kept>> {
        self.read().pages.get(key).cloned()
    }

    /// Puts a page that somebody asked for; others make room for it.
    pub(super) fn put(&self, key: &Key, kept: &Arc<Kept>) {
        kept.used.store(self.requests.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
        let mut content = self.write();
        if !content.has_newer(key, kept) && size(key, kept) <= self.room {
            content.put(key, kept);
        }
        while content.bytes > self.room {
            let Some(oldest) = content.oldest() else { break };
            content.remove(&oldest);
        }
    }

    /// Puts a page that nobody asked for, as long as none has to go for it. Answers whether there is room.
    pub(super) fn put_aside(&self, key: &Key, kept: &Arc<Kept>) -> bool {
        let mut content = self.write();
        if content.has_newer(key, kept) {
            return true;
        }
        if let Some(before) = content.pages.get(key) {
            kept.used.store(before.used.load(Ordering::Relaxed), Ordering::Relaxed);
        }
        content.remove(key);
        let room = content.bytes + size(key, kept) <= self.room;
        if room {
            content.put(key, kept);
        }
        room
    }

    /// Forgets a page.
    pub(super) fn remove(&self, key: &Key) {
        // Most of what is not there never was: that needs no turn of its own.
        if self.read().pages.contains_key(key) {
            self.write().remove(key);
        }
    }

    /// Every key, the one that was asked for last first.
    pub(super) fn keys(&self) -> Vec<Key> {
        let mut keys: Vec<_> =
            self.read().pages.iter().map(|(key, kept)| (kept.used.load(Ordering::Relaxed), key.clone())).collect();
        keys.sort_by_key(|(used, _)| Reverse(*used));
        keys.into_iter().map(|(_, key)| key).collect()
    }

    /// How many pages there are, and how many bytes they take.
    pub(super) fn figures(&self) -> (usize, usize) {
        let content = self.read();
        (content.pages.len(), content.bytes)
    }
}
