//! What authors asked to be published, for those who publish.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::LISTED;
use crate::db::Conn;
use crate::error::Result;
use crate::schema::{pages, revisions, staff};

/// What somebody asked to be published.
#[derive(Debug, Clone)]
pub struct AskedFor {
    /// Its key.
    pub id: Uuid,
    /// The title of its newest revision.
    pub title: String,
    /// Since when.
    pub at: DateTime<Utc>,
    /// By whom.
    pub who: String,
}

impl AskedFor {
    /// All of it, the longest waiting first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn all(conn: &mut Conn) -> Result<Vec<Self>> {
        type Row = (Uuid, String, Option<DateTime<Utc>>, Option<String>);
        let rows: Vec<Row> = pages::table
            .inner_join(revisions::table.on(pages::draft_revision.eq(revisions::id.nullable())))
            .left_join(staff::table.on(staff::id.nullable().eq(pages::asked_by)))
            .filter(pages::asked_at.is_not_null())
            .order(pages::asked_at)
            .select((pages::id, revisions::title, pages::asked_at, staff::name.nullable()))
            .limit(LISTED)
            .load(conn)
            .await?;
        let asked = |(id, title, at, who): Row| {
            Some(Self { id, title, at: at?, who: who.unwrap_or_else(|| "Somebody".to_owned()) })
        };
        Ok(rows.into_iter().filter_map(asked).collect())
    }
}
