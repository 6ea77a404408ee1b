//! Argon2id at OWASP's settings (19 MiB, two passes, one lane), off the workers and at most two at a time.
//!
//! Equal work for unknown people: where there is no hash, one that nothing matches is verified.

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::PasswordHasher;
use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordVerifier, Version};
use secrecy::{ExposeSecret, SecretString};

use super::Password;
use crate::app::App;
use crate::clock::Moment;
use crate::error::{AppError, Result};

/// Memory in KiB, passes and lanes: OWASP's second choice, 19 MiB.
const COST: (u32, u32, u32) = (19_456, 2, 1);
/// How long a request waits for its turn before it is told that we are busy.
const WAIT: Duration = Duration::from_secs(5);
/// A hash of the same cost that no password is known to match.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c2hpbmdsZSBub2JvZHkhIQ$bm9ib2R5IGhhcyB0aGlzIHBhc3N3b3JkLCBldmVyISE";

/// What is stored of a password; nothing until the first one is set.
#[derive(Clone, Default)]
pub struct StoredHash(Option<String>);

impl From<Option<String>> for StoredHash {
    fn from(text: Option<String>) -> Self {
        Self(text)
    }
}

impl StoredHash {
    /// Whether there is one.
    pub fn is_set(&self) -> bool {
        self.0.is_some()
    }

    /// The text for the database.
    pub(super) fn as_deref(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

impl std::fmt::Debug for StoredHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() { "StoredHash(set)" } else { "StoredHash(none)" })
    }
}

/// Hashes a password in a request's name.
///
/// # Errors
/// [`AppError::Unavailable`] when too many others are waiting.
pub async fn hash(app: &Arc<App>, password: Password) -> Result<StoredHash> {
    let at = app.clock.moment();
    in_turn(app, move || hash_now(&password, at)).await?
}

/// Hashes a password here and now, which takes some 40 ms: for commands that hash one.
///
/// # Errors
/// Only where the machine has no 19 MiB of memory to give.
pub fn hash_now(password: &Password, at: Moment) -> Result<StoredHash> {
    let (memory, passes, lanes) = COST;
    let params =
        Params::new(memory, passes, lanes, None).map_err(|error| AppError::internal("a password hash", error))?;
    let hash = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_with_salt(password.expose().as_bytes(), &at.bytes::<16>())
        .map_err(|error| AppError::internal("a password hash", error))?;
    Ok(StoredHash(Some(hash.to_string())))
}

/// Whether what was typed matches what is stored. Without a stored hash the same work is done, and the answer is no.
///
/// # Errors
/// [`AppError::Unavailable`] when too many others are waiting.
pub async fn verify(app: &Arc<App>, typed: SecretString, stored: Option<StoredHash>) -> Result<bool> {
    in_turn(app, move || {
        let stored = stored.and_then(|stored| stored.0);
        let matches = PasswordHash::new(stored.as_deref().unwrap_or(NOBODY))
            .is_ok_and(|hash| Argon2::default().verify_password(typed.expose_secret().as_bytes(), &hash).is_ok());
        matches && stored.is_some()
    })
    .await
}

/// Runs work that takes 19 MiB. The turn is kept until the work is done, even when the visitor vanishes meanwhile.
async fn in_turn<T: Send + 'static>(app: &Arc<App>, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let app = Arc::clone(app);
    let task = app.db.main().clone().spawn(async move {
        let turn = tokio::time::timeout(WAIT, app.hashing.acquire()).await;
        let Ok(Ok(turn)) = turn else { return Err(AppError::unavailable("too many passwords are being checked")) };
        let done = tokio::task::spawn_blocking(work).await;
        drop(turn);
        done.map_err(|cut| AppError::unfinished("a password hash", &cut))
    });
    task.await.map_err(|cut| AppError::unfinished("a password hash", &cut))?
}
