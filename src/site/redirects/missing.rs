//! Paths that somebody asked for and that are not there: what one would redirect, or forget.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Text, Timestamptz};
use diesel_async::RunQueryDsl;

use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::schema::missing_paths;

/// The longest path that is written down.
const LONGEST: usize = 300;
/// So many are listed.
const LISTED: i64 = 50;

/// A path that is not there.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Missing {
    /// The path.
    pub path: String,
    /// How often somebody asked.
    pub hits: i64,
    /// The site whose link led there last; empty where none is known.
    pub referrer: String,
    /// When somebody asked last.
    pub last_at: DateTime<Utc>,
}

impl Missing {
    /// Writes down that nothing was found at a path; of several thousand the oldest go.
    pub(super) async fn note(conn: &mut Conn, path: &str, referrer: &str, now: DateTime<Utc>) -> Result<()> {
        if path.chars().count() > LONGEST {
            return Ok(());
        }
        sql_query(
            "insert into missing_paths (path, referrer, first_at, last_at) values ($1, $2, $3, $3)
             on conflict (path) do update set hits = missing_paths.hits + 1, last_at = excluded.last_at,
               referrer = case when excluded.referrer = '' then missing_paths.referrer else excluded.referrer end",
        )
        .bind::<Text, _>(path)
        .bind::<Text, _>(referrer)
        .bind::<Timestamptz, _>(now)
        .execute(conn)
        .await?;
        sql_query(
            "delete from missing_paths where path in (
                 select path from missing_paths order by last_at desc offset 1000)",
        )
        .execute(conn)
        .await?;
        Ok(())
    }

    /// Those that were asked for most often.
    ///
    /// # Errors
    /// The database is away.
    pub async fn most(conn: &mut Conn) -> Result<Vec<Self>> {
        Ok(missing_paths::table
            .order((missing_paths::hits.desc(), missing_paths::last_at.desc(), missing_paths::path))
            .limit(LISTED)
            .select((missing_paths::path, missing_paths::hits, missing_paths::referrer, missing_paths::last_at))
            .load(conn)
            .await?)
    }

    /// Forgets one, until somebody asks for it again.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn forget(tx: &mut Tx, path: &str) -> Result<()> {
        let gone = diesel::delete(missing_paths::table.find(path)).execute(tx.conn()).await?;
        if gone == 0 { Err(AppError::NotFound) } else { Ok(()) }
    }
}
