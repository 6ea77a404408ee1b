//! Of when the pages in memory are: a number that goes up with every change that they show.

use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Notify;

/// The generation of one process, and the bells around it.
#[derive(Debug)]
pub struct Generation {
    /// Even while changes are heard of, odd while one is being taken in or nobody listens.
    number: AtomicU64,
    changed: Notify,
    settled: Notify,
}

impl Default for Generation {
    /// At the start nobody listens yet.
    fn default() -> Self {
        Self { number: AtomicU64::new(1), changed: Notify::new(), settled: Notify::new() }
    }
}

impl Generation {
    /// Its number, to be told to [`Generation::settle`].
    pub fn number(&self) -> u64 {
        self.number.load(Ordering::Acquire)
    }

    /// The number, while changes are heard of and all that were are taken in. Only then something can be fresh.
    pub fn settled(&self) -> Option<u64> {
        Some(self.number()).filter(|number| is_settled(*number))
    }

    /// Something has changed, or nobody can hear whether something does: nothing is fresh until [`Generation::settle`].
    pub fn unsettle(&self) {
        let next = |number| Some(if is_settled(number) { number + 1 } else { number + 2 });
        // There always is a next one.
        let _ = self.number.fetch_update(Ordering::AcqRel, Ordering::Acquire, next);
    }

    /// Something was changed here. Every node hears of it from the database; this one need not wait for that.
    pub fn changed(&self) {
        self.unsettle();
        self.changed.notify_one();
    }

    /// Waits until [`Generation::changed`] is called.
    pub async fn heard_here(&self) {
        self.changed.notified().await;
    }

    /// Everything that all pages share was read again since the number was `begun`: a new generation begins, unless something
    /// has changed meanwhile. Then whoever changed it has rung, too.
    pub fn settle(&self, begun: u64) -> bool {
        let begins = !is_settled(begun)
            && self.number.compare_exchange(begun, begun + 1, Ordering::AcqRel, Ordering::Acquire).is_ok();
        if begins {
            self.settled.notify_one();
        }
        begins
    }

    /// Waits until a new generation has begun.
    pub async fn begun(&self) {
        self.settled.notified().await;
    }
}

/// Whether pages that are rendered in this generation may be fresh.
pub(super) fn is_settled(number: u64) -> bool {
    number.is_multiple_of(2)
}
