//! What only this process can see: its disk, the headers of its requests, its connection to the database. Kept in memory, so
//! that it is seen even when nothing can be written.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

use crate::clock::Moment;
use crate::error::AppError;

/// Less room than this is nearly none.
const LITTLE_ROOM: u64 = 256 * 1024 * 1024;
/// A disk that PostgreSQL called full counts as full for this long after the last time.
const FULL_FOR: Duration = Duration::minutes(2);
/// Unknown proxies are shown for this long after the last of their requests.
const PROXY_FOR: Duration = Duration::hours(1);
/// Where no time was noted.
const NEVER: i64 = i64::MIN;

/// The disk as this process last saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// There is enough.
    Enough,
    /// So many bytes are left.
    Little(u64),
    /// The database could not write.
    None,
}

/// A time without a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outage {
    /// Under which key it is told and later written down.
    pub id: Uuid,
    /// When it was noticed.
    pub since: DateTime<Utc>,
    /// Whether the alert address was told.
    pub told: bool,
}

/// What one process has noticed.
#[derive(Debug)]
pub struct Signs {
    proxy_at: AtomicI64,
    full_at: AtomicI64,
    /// Free bytes of the data directory.
    free: Mutex<Option<u64>>,
    outage: Mutex<Option<Outage>>,
    /// A long connection broke: the sweeper looks whether the server was started again.
    look: AtomicBool,
    /// When the database server was started, as it said last.
    server_started: Mutex<Option<DateTime<Utc>>>,
}

impl Default for Signs {
    fn default() -> Self {
        Self {
            proxy_at: AtomicI64::new(NEVER),
            full_at: AtomicI64::new(NEVER),
            free: Mutex::default(),
            outage: Mutex::default(),
            look: AtomicBool::new(false),
            server_started: Mutex::default(),
        }
    }
}

fn held<T>(lock: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

fn within(noted: &AtomicI64, now: DateTime<Utc>, span: Duration) -> bool {
    let at = noted.load(Ordering::Relaxed);
    at != NEVER && now.timestamp().saturating_sub(at) < span.num_seconds()
}

impl Signs {
    /// Somebody whom we do not trust sent forwarding headers.
    pub fn saw_unknown_proxy(&self, now: DateTime<Utc>) {
        self.proxy_at.store(now.timestamp(), Ordering::Relaxed);
    }

    /// Whether that was within the last hour.
    pub fn unknown_proxy(&self, now: DateTime<Utc>) -> bool {
        within(&self.proxy_at, now, PROXY_FOR)
    }

    /// Takes note of an error: a full disk, or a database that is away.
    pub fn saw_error(&self, at: Moment, error: &AppError) {
        if error.is_disk_full() {
            self.full_at.store(at.now.timestamp(), Ordering::Relaxed);
        } else if error.is_database_away() {
            held(&self.outage).get_or_insert_with(|| Outage { id: at.id(), since: at.now, told: false });
        }
    }

    /// A connection that is held for long broke, which need not mean anything.
    pub fn look_soon(&self) {
        self.look.store(true, Ordering::Relaxed);
    }

    /// Whether the sweeper is to look before its time.
    pub fn wants_a_look(&self) -> bool {
        self.look.swap(false, Ordering::Relaxed) || self.outage().is_some()
    }

    /// The outage that is going on, or was until this look.
    pub fn outage(&self) -> Option<Outage> {
        *held(&self.outage)
    }

    /// The server was started again, so it was away.
    pub fn saw_restart(&self, at: Moment) {
        held(&self.outage).get_or_insert_with(|| Outage { id: at.id(), since: at.now, told: false });
    }

    /// The alert address was told of it.
    pub fn outage_told(&self) {
        if let Some(outage) = held(&self.outage).as_mut() {
            outage.told = true;
        }
    }

    /// It was written down: it is over for this process.
    pub fn outage_written(&self, id: Uuid) {
        let mut outage = held(&self.outage);
        if outage.is_some_and(|outage| outage.id == id) {
            *outage = None;
        }
    }

    /// The database server says when it was started; whether that is another start than the one before.
    pub fn server_started(&self, at: DateTime<Utc>) -> bool {
        held(&self.server_started).replace(at).is_some_and(|before| before != at)
    }

    /// The data directory has so many bytes left.
    pub fn saw_room(&self, free: Option<u64>) {
        *held(&self.free) = free;
    }

    /// How the disk is.
    pub fn room(&self, now: DateTime<Utc>) -> Room {
        match *held(&self.free) {
            _ if within(&self.full_at, now, FULL_FOR) => Room::None,
            Some(free) if free < LITTLE_ROOM => Room::Little(free),
            _ => Room::Enough,
        }
    }
}

/// The free bytes of the disk that a directory lies on, for those who are not root.
#[cfg(unix)]
pub fn free_bytes(path: &std::path::Path) -> Option<u64> {
    let found = nix::sys::statvfs::statvfs(path).ok()?;
    #[allow(clippy::useless_conversion, reason = "the types differ between systems")]
    Some(u64::from(found.blocks_available()).saturating_mul(u64::from(found.fragment_size())))
}

/// Not known here.
#[cfg(not(unix))]
pub fn free_bytes(_: &std::path::Path) -> Option<u64> {
    None
}
