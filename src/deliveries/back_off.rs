//! When a delivery is tried again.

use chrono::{DateTime, Duration, Utc};

/// Seconds after the first tries; then every half hour.
const STEPS: [i64; 7] = [10, 30, 60, 120, 240, 480, 900];
const THEN: i64 = 1800;
/// How long a delivery is tried before it is given up.
const LIFE: Duration = Duration::days(3);

/// The time of the next try after `attempts` tries, a little early or late by `jitter` (0 to 255) so that many don't come at
/// once; `None` when three days since `since` are over.
pub fn next_try(attempts: i32, since: DateTime<Utc>, now: DateTime<Utc>, jitter: u8) -> Option<DateTime<Utc>> {
    if now - since >= LIFE {
        return None;
    }
    let index = usize::try_from(attempts.saturating_sub(1)).unwrap_or(0);
    let seconds = STEPS.get(index).copied().unwrap_or(THEN);
    // Between 90 and 110 per cent.
    let millis = seconds * 1000 * (900 + i64::from(jitter) * 200 / 255) / 1000;
    Some(now + Duration::milliseconds(millis))
}
