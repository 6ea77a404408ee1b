//! What this database is: the fingerprint of its secret key, and whether it is marked as the demo's.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::keys::SecretKey;
use crate::schema::installation;

/// The one row of `installation`.
pub struct Installation;

impl Installation {
    /// Records the key's fingerprint in a fresh database; refuses a database that was made with another key.
    ///
    /// # Errors
    /// [`AppError::Conflict`] with what to do.
    pub async fn claim(tx: &mut Tx, now: DateTime<Utc>, key: &SecretKey) -> Result<()> {
        diesel::insert_into(installation::table)
            .values((installation::secret_fingerprint.eq(key.fingerprint()), installation::created_at.eq(now)))
            .on_conflict_do_nothing()
            .execute(tx.conn())
            .await?;
        let stored: String = installation::table.select(installation::secret_fingerprint).first(tx.conn()).await?;
        if stored == key.fingerprint() {
            return Ok(());
        }
        Err(AppError::Conflict(
            "this database was made with another secret key: set SHINGLE_SECRET_KEY to that key, or bring its secret.key into \
             the data directory"
                .to_owned(),
        ))
    }

    /// Whether the database is marked as the demo's.
    ///
    /// # Errors
    /// The database is away.
    pub async fn is_demo(conn: &mut Conn) -> Result<bool> {
        Ok(installation::table.select(installation::demo).first(conn).await.optional()?.unwrap_or(false))
    }

    /// Whether the database holds nothing of anybody's: no page, form, person or enquiry.
    ///
    /// # Errors
    /// The database is away.
    pub async fn is_empty(conn: &mut Conn) -> Result<bool> {
        use diesel::dsl::exists;
        let used: bool = diesel::select(
            exists(crate::schema::staff::table.select(crate::schema::staff::id))
                .or(exists(crate::schema::pages::table.select(crate::schema::pages::id)))
                .or(exists(crate::schema::forms::table.select(crate::schema::forms::id)))
                .or(exists(crate::schema::settings::table.select(crate::schema::settings::topic))),
        )
        .get_result(conn)
        .await?;
        Ok(!used)
    }

    /// Marks the database as the demo's.
    ///
    /// # Errors
    /// The database is away.
    pub async fn mark_demo(tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
        diesel::update(installation::table)
            .set((installation::demo.eq(true), installation::demo_filled_at.eq(now)))
            .execute(tx.conn())
            .await?;
        Ok(())
    }

    /// What the set-up link is made from.
    ///
    /// # Errors
    /// The database is away.
    pub async fn set_up_key(conn: &mut Conn) -> Result<Uuid> {
        Ok(installation::table.select(installation::set_up_key).first(conn).await?)
    }

    /// Lets nobody else set up or clear before this transaction ends.
    ///
    /// # Errors
    /// The database is away.
    pub async fn hold(tx: &mut Tx) -> Result<()> {
        installation::table.select(installation::only_row).for_update().first::<bool>(tx.conn()).await?;
        Ok(())
    }

    /// The database is nobody's demo any more, and older set-up links open nothing.
    ///
    /// # Errors
    /// The database is away.
    pub async fn begin_anew(tx: &mut Tx, at: Moment) -> Result<()> {
        diesel::update(installation::table)
            .set((
                installation::demo.eq(false),
                installation::demo_filled_at.eq(None::<DateTime<Utc>>),
                installation::set_up_key.eq(at.id()),
            ))
            .execute(tx.conn())
            .await?;
        Ok(())
    }
}
