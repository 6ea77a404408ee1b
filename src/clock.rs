//! Time and randomness. Both come from `App`, so that tests can set them.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, SecondsFormat, SubsecRound, Utc};
use rand::TryRngCore;
use rand::rngs::OsRng;
use uuid::{Builder, Uuid};

/// Where the time comes from.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// A clock that stands where it was set.
    Set(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    /// A clock that stands at `time` until it is set anew.
    pub fn standing(time: DateTime<Utc>) -> Self {
        Self::Set(Arc::new(Mutex::new(time.trunc_subsecs(6))))
    }

    /// The time, to the microsecond as PostgreSQL keeps it.
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
            Self::System => Utc::now().trunc_subsecs(6),
            Self::Set(time) => *time.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// Moves a standing clock; the machine's clock stays as it is.
    pub fn advance(&self, by: chrono::Duration) {
        if let Self::Set(time) = self {
            let mut time = time.lock().unwrap_or_else(PoisonError::into_inner);
            *time += by;
        }
    }

    /// This moment: the time, and what is to be random in it.
    pub fn moment(&self) -> Moment {
        Moment { now: self.now() }
    }
}

/// A time for machines, in whole seconds: HTML's `<time>` takes no more than milliseconds.
pub fn stamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The time of one act, and the source of its ids and secrets. Verbs take it as a parameter.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// The time of the act.
    pub now: DateTime<Utc>,
}

impl Moment {
    /// A new key: UUIDv7, ordered by time.
    pub fn id(&self) -> Uuid {
        let millis = u64::try_from(self.now.timestamp_millis()).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &random()).into_uuid()
    }

    /// Random bytes for secrets.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        random()
    }
}

/// Bytes from the operating system's generator. A machine without one cannot keep a secret: then the process ends.
fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if OsRng.try_fill_bytes(&mut bytes).is_err() {
        tracing::error!("the operating system gives no random bytes");
        std::process::abort();
    }
    bytes
}
