//! Who renders a page right now: one of those who ask for it at the same time does, and the others wait for that.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::key::Key;

/// Nobody waits longer for somebody else.
const WAIT: Duration = Duration::from_secs(1);

/// The renderings that are going on.
#[derive(Debug, Default)]
pub(super) struct Flights(Mutex<HashMap<Key, Arc<Semaphore>>>);

/// The right to render a page while others wait. It ends with the value, also where a visitor goes away in the middle.
#[derive(Debug)]
pub(super) struct Turn<'a> {
    flights: &'a Flights,
    key: Key,
}

impl Flights {
    fn all(&self) -> MutexGuard<'_, HashMap<Key, Arc<Semaphore>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The turn, for whoever comes first. `None` once somebody else has had it, or took too long.
    pub(super) async fn turn(&self, key: &Key) -> Option<Turn<'_>> {
        let going_on = {
            let mut all = self.all();
            match all.get(key) {
                Some(going_on) => going_on.clone(),
                None => {
                    // It never has a permit: those who wait hear that it is closed.
                    all.insert(key.clone(), Arc::new(Semaphore::new(0)));
                    return Some(Turn { flights: self, key: key.clone() });
                }
            }
        };
        // All go on at once: where there is nothing to keep, nobody is to queue behind the others.
        let _ = timeout(WAIT, going_on.acquire()).await;
        None
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if let Some(over) = self.flights.all().remove(&self.key) {
            over.close();
        }
    }
}
