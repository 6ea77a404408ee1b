//! The noun: rows of `sessions`, as their owner sees and ends them.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::schema::sessions;

/// A session ends when it was not used for this long.
const IDLE: TimeDelta = TimeDelta::hours(12);
/// A session's last use is written at most this often.
pub(super) const TOUCH: TimeDelta = TimeDelta::minutes(1);

/// One browser in which somebody is signed in.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = sessions, check_for_backend(diesel::pg::Pg))]
pub struct OwnSession {
    /// Its key for people; the one in the cookie is known to the browser alone.
    pub id: Uuid,
    /// The browser, in words.
    pub browser: String,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub seen_at: DateTime<Utc>,
}

/// A session that begins.
#[derive(Insertable)]
#[diesel(table_name = sessions)]
pub(super) struct NewSession {
    pub key_hash: Vec<u8>,
    pub id: Uuid,
    pub staff_id: Option<Uuid>,
    pub browser: String,
    pub state: Value,
    pub created_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
}

impl NewSession {
    pub(super) async fn insert(&self, tx: &mut Tx) -> Result<()> {
        diesel::insert_into(sessions::table).values(self).execute(tx.conn()).await?;
        Ok(())
    }
}

impl OwnSession {
    /// An open session and its state.
    pub(super) async fn open(conn: &mut Conn, key_hash: &[u8], now: DateTime<Utc>) -> Result<Option<(Self, Value)>> {
        Ok(sessions::table
            .find(key_hash)
            .filter(sessions::ends_at.gt(now))
            .filter(sessions::seen_at.gt(now - IDLE))
            .select((Self::as_select(), sessions::state))
            .first(conn)
            .await
            .optional()?)
    }

    pub(super) async fn set_state(tx: &mut Tx, key_hash: &[u8], state: &Value) -> Result<()> {
        diesel::update(sessions::table.find(key_hash)).set(sessions::state.eq(state)).execute(tx.conn()).await?;
        Ok(())
    }

    pub(super) async fn end_by_key(tx: &mut Tx, key_hash: &[u8]) -> Result<()> {
        diesel::delete(sessions::table.find(key_hash)).execute(tx.conn()).await?;
        Ok(())
    }

    /// Writes the last use.
    ///
    /// # Errors
    /// The database is away.
    pub(in crate::accounts) async fn touch(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<()> {
        let older = sessions::table.filter(sessions::id.eq(id)).filter(sessions::seen_at.lt(now));
        diesel::update(older).set(sessions::seen_at.eq(now)).execute(tx.conn()).await?;
        Ok(())
    }

    /// The open sessions of a person, the one used last first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn of_staff(conn: &mut Conn, staff_id: Uuid, now: DateTime<Utc>) -> Result<Vec<Self>> {
        Ok(sessions::table
            .filter(sessions::staff_id.eq(staff_id))
            .filter(sessions::ends_at.gt(now))
            .filter(sessions::seen_at.gt(now - IDLE))
            .order((sessions::seen_at.desc(), sessions::id))
            .select(Self::as_select())
            .load(conn)
            .await?)
    }

    /// Ends one session of a person.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where it is not this person's, or has ended.
    pub async fn end_one(tx: &mut Tx, staff_id: Uuid, id: Uuid) -> Result<()> {
        let own = sessions::table.filter(sessions::staff_id.eq(staff_id)).filter(sessions::id.eq(id));
        match diesel::delete(own).execute(tx.conn()).await? {
            0 => Err(AppError::NotFound),
            _ => Ok(()),
        }
    }

    /// Ends every session of a person but one.
    ///
    /// # Errors
    /// The database is away.
    pub async fn end_others(tx: &mut Tx, staff_id: Uuid, kept: Uuid) -> Result<()> {
        let others = sessions::table.filter(sessions::staff_id.eq(staff_id)).filter(sessions::id.ne(kept));
        diesel::delete(others).execute(tx.conn()).await?;
        Ok(())
    }

    /// Ends every session of a person.
    ///
    /// # Errors
    /// The database is away.
    pub async fn end_all(tx: &mut Tx, staff_id: Uuid) -> Result<()> {
        diesel::delete(sessions::table.filter(sessions::staff_id.eq(staff_id))).execute(tx.conn()).await?;
        Ok(())
    }

    /// Erases the rows of sessions that have ended by themselves.
    ///
    /// # Errors
    /// The database is away.
    pub(in crate::accounts) async fn erase_ended(tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
        let ended = sessions::table.filter(sessions::ends_at.le(now).or(sessions::seen_at.le(now - IDLE)));
        diesel::delete(ended).execute(tx.conn()).await?;
        Ok(())
    }
}
