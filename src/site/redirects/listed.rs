//! Redirects as the desk lists them: where they lead, how often, and when last.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::Conn;
use crate::error::Result;

/// So many stand on one page of the list.
pub const LISTED: i64 = 50;

/// A redirect with what came of it.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Listed {
    /// Its key.
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    /// The path that was.
    #[diesel(sql_type = Text)]
    pub from: String,
    /// Whether everything below it goes too.
    #[diesel(sql_type = Bool)]
    pub is_prefix: bool,
    /// Where it leads: the address of a page as it is now, or the one that was typed.
    #[diesel(sql_type = Text)]
    pub to: String,
    /// The page to which it leads, where it is one.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub page: Option<Uuid>,
    /// Whether it leads anywhere: its page may not be live.
    #[diesel(sql_type = Bool)]
    pub leads: bool,
    /// How often it was followed.
    #[diesel(sql_type = BigInt)]
    pub hits: i64,
    /// When it was followed last.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub last_at: Option<DateTime<Utc>>,
}

const ROWS: &str =
    "select redirects.id, from_path as \"from\", is_prefix, coalesce(path, to_address, '') as \"to\", page_id as page,
    (to_address is not null or live_revision is not null) as leads, hits, last_hit_at as last_at
    from redirects left join pages on pages.id = page_id";

impl Listed {
    /// One of them.
    ///
    /// # Errors
    /// [`crate::error::AppError::NotFound`].
    pub async fn find(conn: &mut Conn, id: Uuid) -> Result<Self> {
        Ok(sql_query(format!("{ROWS} where redirects.id = $1")).bind::<SqlUuid, _>(id).get_result(conn).await?)
    }

    /// Those whose path, or where it leads, holds these words; by path. `page` counts from 1 on. Answers whether there are more.
    ///
    /// # Errors
    /// The database is away.
    pub async fn search(conn: &mut Conn, words: &str, page: i64) -> Result<(Vec<Self>, bool)> {
        let mut rows: Vec<Self> = sql_query(format!(
            "{ROWS} where from_path ilike '%' || $1 || '%' or path ilike '%' || $1 || '%' or to_address ilike '%' || $1 || '%'
             order by from_path limit $2 offset $3"
        ))
        .bind::<Text, _>(words.trim().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
        .bind::<BigInt, _>(LISTED + 1)
        .bind::<BigInt, _>((page - 1) * LISTED)
        .load(conn)
        .await?;
        let most = usize::try_from(LISTED).unwrap_or(usize::MAX);
        let more = rows.len() > most;
        rows.truncate(most);
        Ok((rows, more))
    }
}
