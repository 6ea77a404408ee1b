//! Our session store: a thin skin between actix-session and the rows of `sessions`.

use std::collections::HashMap;

use actix_session::storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError};
use actix_web::cookie::time::Duration;
use chrono::TimeDelta;
use serde_json::json;
use uuid::Uuid;

use super::names;
use super::own::{NewSession, OwnSession};
use crate::clock::Clock;
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::keys::sha256;

type State = HashMap<String, String>;

/// Reads and writes sessions; the key itself is never stored.
pub(super) struct Store {
    db: Db,
    clock: Clock,
}

impl Store {
    pub(super) fn new(db: Db, clock: Clock) -> Self {
        Self { db, clock }
    }

    async fn write_new(&self, state: State, ttl: &Duration) -> Result<SessionKey, anyhow::Error> {
        let at = self.clock.moment();
        let key = hex::encode(at.bytes::<32>());
        let said = |name: &str| state.get(name).and_then(|value| serde_json::from_str::<String>(value).ok());
        let new = NewSession {
            key_hash: sha256(key.as_bytes()),
            id: at.id(),
            staff_id: said(names::STAFF).and_then(|id| id.parse::<Uuid>().ok()),
            browser: said(names::BROWSER).unwrap_or_default(),
            state: stored(&state),
            created_at: at.now,
            seen_at: at.now,
            ends_at: at.now + TimeDelta::seconds(ttl.whole_seconds()),
        };
        self.db.write(async move |tx: &mut Tx| new.insert(tx).await).await?;
        Ok(SessionKey::try_from(key)?)
    }

    async fn read(&self, key: &SessionKey) -> Result<Option<State>, AppError> {
        let mut reader = self.db.read().await?;
        let found = OwnSession::open(&mut reader, &sha256(key.as_ref().as_bytes()), self.clock.now()).await?;
        let Some((session, value)) = found else { return Ok(None) };
        let mut state: State = serde_json::from_value(value)?;
        state.insert(names::ID.to_owned(), json!(session.id).to_string());
        state.insert(names::SEEN.to_owned(), json!(session.seen_at).to_string());
        Ok(Some(state))
    }
}

/// The state as it is stored: without what is put in at each reading.
fn stored(state: &State) -> serde_json::Value {
    let kept = state.iter().filter(|(name, _)| ![names::ID, names::SEEN].contains(&name.as_str()));
    kept.map(|(name, value)| (name.clone(), json!(value))).collect::<serde_json::Map<_, _>>().into()
}

impl SessionStore for Store {
    async fn load(&self, session_key: &SessionKey) -> Result<Option<State>, LoadError> {
        self.read(session_key).await.map_err(|error| LoadError::Other(error.into()))
    }

    async fn save(&self, session_state: State, ttl: &Duration) -> Result<SessionKey, SaveError> {
        self.write_new(session_state, ttl).await.map_err(SaveError::Other)
    }

    /// Keeps the key. A session that was ended meanwhile stays ended: nothing is written then.
    async fn update(
        &self,
        session_key: SessionKey,
        session_state: State,
        _: &Duration,
    ) -> Result<SessionKey, UpdateError> {
        let (hash, state) = (sha256(session_key.as_ref().as_bytes()), stored(&session_state));
        let written = self.db.write(async move |tx: &mut Tx| OwnSession::set_state(tx, &hash, &state).await).await;
        written.map(|()| session_key).map_err(|error| UpdateError::Other(error.into()))
    }

    /// Nothing: a session's end is fixed when it begins, and its last use is written by the guard.
    async fn update_ttl(&self, _: &SessionKey, _: &Duration) -> Result<(), anyhow::Error> {
        Ok(())
    }

    async fn delete(&self, session_key: &SessionKey) -> Result<(), anyhow::Error> {
        let hash = sha256(session_key.as_ref().as_bytes());
        Ok(self.db.write(async move |tx: &mut Tx| OwnSession::end_by_key(tx, &hash).await).await?)
    }
}
