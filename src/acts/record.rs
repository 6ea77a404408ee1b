//! The record of acts: rows of `staff_acts`, written in the transaction of what was done.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Act;
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::schema::staff_acts;

/// An act can be taken back for so long.
const TAKEN_BACK: Duration = Duration::hours(24);

impl Act {
    /// Writes down what somebody did.
    ///
    /// # Errors
    /// The database is away.
    pub async fn write(&self, tx: &mut Tx, at: Moment, who: Uuid) -> Result<Uuid> {
        let id = at.id();
        diesel::insert_into(staff_acts::table)
            .values((
                staff_acts::id.eq(id),
                staff_acts::at.eq(at.now),
                staff_acts::staff_id.eq(who),
                staff_acts::act.eq(serde_json::to_value(self)?),
            ))
            .execute(tx.conn())
            .await?;
        Ok(id)
    }

    /// What this person did a short while ago, where it is theirs.
    ///
    /// # Errors
    /// The database is away.
    pub async fn own(conn: &mut Conn, id: Uuid, who: Uuid, now: DateTime<Utc>) -> Result<Option<Self>> {
        let found: Option<serde_json::Value> = staff_acts::table
            .find(id)
            .filter(staff_acts::staff_id.eq(who))
            .filter(staff_acts::at.gt(now - TAKEN_BACK))
            .select(staff_acts::act)
            .first(conn)
            .await
            .optional()?;
        Ok(found.map(serde_json::from_value).transpose()?)
    }

    /// The newest act of a kind since then, whoever did it, and when.
    ///
    /// # Errors
    /// The database is away.
    pub async fn newest(conn: &mut Conn, kind: &str, since: DateTime<Utc>) -> Result<Option<(Self, DateTime<Utc>)>> {
        let is =
            diesel::dsl::sql::<diesel::sql_types::Bool>("act->>'kind' = ").bind::<diesel::sql_types::Text, _>(kind);
        let found: Option<(serde_json::Value, DateTime<Utc>)> = staff_acts::table
            .filter(staff_acts::at.gt(since))
            .filter(is)
            .order((staff_acts::at.desc(), staff_acts::id.desc()))
            .select((staff_acts::act, staff_acts::at))
            .first(conn)
            .await
            .optional()?;
        Ok(found.map(|(act, at)| Ok::<_, serde_json::Error>((serde_json::from_value(act)?, at))).transpose()?)
    }

    /// Writes how an act stands now.
    ///
    /// # Errors
    /// The database is away.
    pub async fn rewrite(&self, tx: &mut Tx, id: Uuid) -> Result<()> {
        diesel::update(staff_acts::table.find(id))
            .set(staff_acts::act.eq(serde_json::to_value(self)?))
            .execute(tx.conn())
            .await?;
        Ok(())
    }
}
