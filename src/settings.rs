//! Settings that people change in the admin: append-only by topic, so that each version says who and when.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::schema::settings;

/// The newest value of a topic.
///
/// # Errors
/// The database is away, or the stored value has another shape.
pub async fn current<T: DeserializeOwned>(conn: &mut Conn, topic: &str) -> Result<Option<T>> {
    let value: Option<serde_json::Value> = settings::table
        .filter(settings::topic.eq(topic))
        .order(settings::version.desc())
        .select(settings::value)
        .first(conn)
        .await
        .optional()?;
    Ok(value.map(serde_json::from_value).transpose()?)
}

/// Appends a new value of a topic.
///
/// # Errors
/// The database is away.
pub async fn append<T: Serialize>(
    tx: &mut Tx,
    now: DateTime<Utc>,
    topic: &str,
    value: &T,
    who: Option<Uuid>,
) -> Result<()> {
    let last: Option<i32> = settings::table
        .filter(settings::topic.eq(topic))
        .select(diesel::dsl::max(settings::version))
        .first(tx.conn())
        .await?;
    diesel::insert_into(settings::table)
        .values((
            settings::topic.eq(topic),
            settings::version.eq(last.unwrap_or(0).saturating_add(1)),
            settings::value.eq(serde_json::to_value(value)?),
            settings::staff_id.eq(who),
            settings::at.eq(now),
        ))
        .execute(tx.conn())
        .await?;
    Ok(())
}
