//! Acts as they are read again: page by page, newest first.

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Act;
use crate::db::Conn;
use crate::error::Result;
use crate::schema::{staff, staff_acts};

/// An act with who and when.
#[derive(Debug)]
pub struct Told {
    /// Its key.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; `None` where their row is gone.
    pub who: Option<String>,
    /// What; `None` where a newer version of the program wrote it.
    pub act: Option<Act>,
}

impl Act {
    /// The acts before one of them, or the newest.
    ///
    /// # Errors
    /// The database is away.
    pub async fn list(conn: &mut Conn, before: Option<Uuid>, most: i64) -> Result<Vec<Told>> {
        let mut query = staff_acts::table.left_join(staff::table).into_boxed();
        if let Some(id) = before {
            let place: Option<DateTime<Utc>> =
                staff_acts::table.find(id).select(staff_acts::at).first(conn).await.optional()?;
            let Some(at) = place else { return Ok(Vec::new()) };
            query = query.filter(staff_acts::at.lt(at).or(staff_acts::at.eq(at).and(staff_acts::id.lt(id))));
        }
        // How enquiries stood before is for taking back, and may be long.
        let act = sql::<Jsonb>("staff_acts.act - 'before'");
        let rows: Vec<(Uuid, DateTime<Utc>, Option<String>, serde_json::Value)> = query
            .order((staff_acts::at.desc(), staff_acts::id.desc()))
            .limit(most)
            .select((staff_acts::id, staff_acts::at, staff::name.nullable(), act))
            .load(conn)
            .await?;
        let told = |(id, at, who, act)| Told { id, at, who, act: serde_json::from_value(act).ok() };
        Ok(rows.into_iter().map(told).collect())
    }
}
