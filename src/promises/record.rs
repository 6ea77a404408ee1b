//! Whether promises were kept: figures for the dashboard and for `/metrics`.

use chrono::{DateTime, Utc};
use diesel::sql_query;
use diesel::sql_types::{BigInt, Timestamptz};
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::enquiries::Enquiry;
use crate::error::Result;

/// How many promises were kept, were broken, and are still to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, diesel::QueryableByName)]
pub struct Promises {
    /// Answered in time.
    #[diesel(sql_type = BigInt)]
    pub kept: i64,
    /// Answered late, or not at all.
    #[diesel(sql_type = BigInt)]
    pub broken: i64,
    /// Not answered, and not yet due.
    #[diesel(sql_type = BigInt)]
    pub open: i64,
}

#[derive(diesel::QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Both parts read an index of due times: what was due in the time asked for, and what is due later. An enquiry that was deleted
/// before anybody answered broke no promise.
const PROMISES: &str = "select
    count(*) filter (where answered_at <= due_at) as kept,
    count(*) filter (where answered_at > due_at or (answered_at is null and deleted_at is null)) as broken,
    (select count(*) from enquiries where reply_by >= $2 and reply_by < '9999-12-31 00:00:00+00' and not suspected and not test and deleted_at is null) as open
  from enquiries where due_at >= $1 and due_at < $2 and due_at is not null and not suspected and not test";

impl Enquiry {
    /// The promises that were due from `since` until before `until` (which is now, or earlier), and those that are open after it.
    ///
    /// # Errors
    /// The database is away.
    pub async fn promises(conn: &mut Conn, since: DateTime<Utc>, until: DateTime<Utc>) -> Result<Promises> {
        Ok(sql_query(PROMISES).bind::<Timestamptz, _>(since).bind::<Timestamptz, _>(until).get_result(conn).await?)
    }

    /// The query behind [`Enquiry::promises`], so that a test looks at its plan.
    pub fn promises_query() -> &'static str {
        PROMISES
    }

    /// How many enquiries wait for an answer past their time; the demo's own don't count.
    ///
    /// # Errors
    /// The database is away.
    pub async fn count_overdue(conn: &mut Conn, now: DateTime<Utc>) -> Result<i64> {
        let row: Count = sql_query(
            "select count(*) as count from enquiries
             where reply_by < $1 and not suspected and not test and deleted_at is null and not seeded",
        )
        .bind::<Timestamptz, _>(now)
        .get_result(conn)
        .await?;
        Ok(row.count)
    }
}
