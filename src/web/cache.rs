//! The page cache: whole pages in memory, the same for everybody, answered at the edge. Keeps promise 7, *a spike is boring*.
//!
//! A handler whose page is the same for everybody says so with [`allow`] and goes through [`answer`]. The edge asks
//! [`PageCache::asked`] before anything else. A page is fresh in the generation in which its rendering began: every published
//! change ends a generation, on each node, through `site/changes.rs`. While nobody can hear of changes, none is fresh. What is
//! no longer fresh is rendered anew, and served as it is only while the database is away.

mod flights;
mod generation;
mod kept;
mod key;
mod shelf;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use actix_web::HttpResponse;
use actix_web::body::BoxBody;
use chrono::{DateTime, Utc};

use flights::Flights;
pub use generation::Generation;
pub use kept::Kept;
pub use key::Key;
use shelf::Shelf;

use crate::app::App;
use crate::clock::Clock;
use crate::error::{AppError, Result};

/// Room for all pages together, in bytes.
pub const ROOM: usize = 32 * 1024 * 1024;
/// So long nobody asks a database again that was just away.
const AWAY: Duration = Duration::from_secs(1);

/// Says of an answer that it is the same for everybody.
#[derive(Debug, Clone, Copy)]
pub struct Cacheable {
    /// From when on the page looks otherwise by itself: an offer begins or ends.
    pub until: Option<DateTime<Utc>>,
}

/// Lets the cache keep an answer. Nothing personal may be in it, and nothing of the request but what is in its [`Key`].
pub fn allow(response: &mut HttpResponse<BoxBody>, until: Option<DateTime<Utc>>) {
    response.extensions_mut().insert(Cacheable { until });
}

/// The page of a key: from memory, or as `render` makes it. The answer carries the page, and the edge makes bytes of it.
///
/// # Errors
/// Those of `render`; not that the database is away where the page is known.
pub fn answer<'a>(
    app: &'a App,
    key: Key,
    render: impl Future<Output = Result<HttpResponse>> + 'a,
) -> impl Future<Output = Result<HttpResponse>> + 'a {
    // Boxed before anything holds it: it is large, and goes through many hands.
    let render = Box::pin(render);
    async move {
        // Whoever gets a page from memory does not see what is wrong: the program has to remember it.
        let noted = async { render.await.inspect_err(|error| app.signs.saw_error(app.clock.moment(), error)) };
        app.cache.answer(&app.clock, &key, noted).await
    }
}

/// The page that an answer carries.
pub fn carried<B>(response: &HttpResponse<B>) -> Option<Arc<Kept>> {
    response.extensions().get::<Arc<Kept>>().cloned()
}

/// What became of a page that was rendered without being asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renewed {
    /// It is in memory.
    Kept,
    /// There is no such page any more.
    Gone,
    /// There is no room for it.
    NoRoom,
}

/// What happened since the start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Pages that were answered from memory, fresh.
    pub hits: u64,
    /// Pages that were rendered because somebody asked.
    pub misses: u64,
    /// Pages that were answered from memory although they may have changed, because the database was away.
    pub stale: u64,
    /// How many pages are in memory.
    pub entries: usize,
    /// What they take.
    pub bytes: usize,
}

/// The pages of one process.
#[derive(Debug)]
pub struct PageCache {
    /// Of when a page has to be.
    pub generation: Generation,
    shelf: Shelf,
    flights: Flights,
    away: Mutex<Option<Instant>>,
    hits: AtomicU64,
    misses: AtomicU64,
    stale: AtomicU64,
}

impl PageCache {
    /// An empty one with room for so many bytes; nobody listens yet.
    pub fn new(room: usize) -> Self {
        Self {
            generation: Generation::default(),
            shelf: Shelf::new(room),
            flights: Flights::default(),
            away: Mutex::default(),
            hits: AtomicU64::new(0),
            misses: AtomicU64::new(0),
            stale: AtomicU64::new(0),
        }
    }

    /// The page that an address comes to, where it is in memory and as it would be rendered now.
    pub fn asked(&self, path: &str, query: &str, now: DateTime<Utc>) -> Option<Arc<Kept>> {
        self.fresh(&Key::asked(path, query)?, now)
    }

    fn fresh(&self, key: &str, now: DateTime<Utc>) -> Option<Arc<Kept>> {
        let generation = self.generation.settled()?;
        let kept = self.shelf.take(key).filter(|kept| kept.is_fresh(generation, now))?;
        self.hits.fetch_add(1, Ordering::Relaxed);
        Some(kept)
    }

    /// See [`answer`].
    ///
    /// # Errors
    /// Those of `render`.
    pub async fn answer(
        &self,
        clock: &Clock,
        key: &Key,
        render: impl Future<Output = Result<HttpResponse>>,
    ) -> Result<HttpResponse> {
        if let Some(kept) = self.fresh(key.as_str(), clock.now()) {
            return Ok(carry(kept));
        }
        if let (true, Some(kept)) = (self.is_away(), self.shelf.take(key.as_str())) {
            self.stale.fetch_add(1, Ordering::Relaxed);
            return Ok(carry(kept));
        }
        // What is rendered while a change is being taken in is not for others.
        let _turn = if self.generation.settled().is_some() { self.flights.turn(key).await } else { None };
        if let Some(kept) = self.fresh(key.as_str(), clock.now()) {
            return Ok(carry(kept));
        }
        self.misses.fetch_add(1, Ordering::Relaxed);
        let generation = self.generation.number();
        match render.await {
            // Compressing is for what is served often.
            Ok(response) => match Kept::of(response, generation, generation::is_settled(generation)) {
                Ok(kept) => {
                    let kept = Arc::new(kept);
                    self.shelf.put(key, &kept);
                    Ok(carry(kept))
                }
                Err(other) => {
                    self.shelf.remove(key);
                    Ok(*other)
                }
            },
            Err(error) => self.instead(key, error),
        }
    }

    /// What is answered where a page can't be rendered.
    fn instead(&self, key: &Key, error: AppError) -> Result<HttpResponse> {
        match &error {
            AppError::NotFound => self.shelf.remove(key),
            AppError::Unavailable(_) => {
                if error.is_database_away() {
                    *self.away.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
                }
                if let Some(kept) = self.shelf.take(key.as_str()) {
                    tracing::debug!(%error, "a page is served as it was");
                    self.stale.fetch_add(1, Ordering::Relaxed);
                    return Ok(carry(kept));
                }
            }
            _ => {}
        }
        Err(error)
    }

    /// Renders a page that nobody asks for, so that it is in memory when the database is away.
    ///
    /// # Errors
    /// Those of `render`, but that there is no such page.
    pub async fn renew(
        &self,
        now: DateTime<Utc>,
        key: &Key,
        render: impl Future<Output = Result<HttpResponse>>,
    ) -> Result<Renewed> {
        let generation = self.generation.number();
        if self.shelf.look(key).is_some_and(|kept| kept.is_fresh(generation, now)) {
            return Ok(Renewed::Kept);
        }
        // Somebody who asks for it is rendering it.
        let Some(_turn) = self.flights.turn(key).await else { return Ok(Renewed::Kept) };
        match render.await {
            Ok(response) => match Kept::of(response, generation, true) {
                Ok(kept) => {
                    let has_room = self.shelf.put_aside(key, &Arc::new(kept));
                    Ok(if has_room { Renewed::Kept } else { Renewed::NoRoom })
                }
                Err(_) => Ok(self.gone(key)),
            },
            Err(AppError::NotFound) => Ok(self.gone(key)),
            Err(error) => Err(error),
        }
    }

    fn gone(&self, key: &Key) -> Renewed {
        self.forget(key);
        Renewed::Gone
    }

    /// Forgets a page: it is not served any more, not even while the database is away.
    pub fn forget(&self, key: &Key) {
        self.shelf.remove(key);
    }

    /// Every page in memory, the one that was asked for last first.
    pub fn keys(&self) -> Vec<Key> {
        self.shelf.keys()
    }

    /// Whether the database was away a moment ago: everybody would wait for the same answer.
    fn is_away(&self) -> bool {
        let away = *self.away.lock().unwrap_or_else(PoisonError::into_inner);
        away.is_some_and(|since| since.elapsed() < AWAY) && self.generation.settled().is_none()
    }

    /// What happened since the start.
    pub fn figures(&self) -> Figures {
        let (entries, bytes) = self.shelf.figures();
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Figures { hits: read(&self.hits), misses: read(&self.misses), stale: read(&self.stale), entries, bytes }
    }
}

/// An empty answer that carries a page: the edge knows what the visitor's browser takes and has.
fn carry(kept: Arc<Kept>) -> HttpResponse {
    let mut response = HttpResponse::Ok().finish();
    response.extensions_mut().insert(kept);
    response
}
