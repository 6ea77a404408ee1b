//! Figures for the dashboard. Each reads only the rows that it counts; spam, tests and what was deleted count nowhere.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Date, Text, Timestamptz};
use diesel_async::RunQueryDsl;

use super::enquiry::Enquiry;
use super::inbox::Part;
use crate::db::Conn;
use crate::error::Result;

/// How many came on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct DayCount {
    /// The day, in the business's zone.
    #[diesel(sql_type = Date)]
    pub day: NaiveDate,
    /// How many.
    #[diesel(sql_type = BigInt)]
    pub count: i64,
}

/// How many came from one place.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct PlaceCount {
    /// The page, call to action, campaign or site.
    #[diesel(sql_type = Text)]
    pub place: String,
    /// How many.
    #[diesel(sql_type = BigInt)]
    pub count: i64,
}

/// Replies that are awaited.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, QueryableByName)]
pub struct Awaited {
    /// Promised for earlier.
    #[diesel(sql_type = BigInt)]
    pub late: i64,
    /// Promised for today.
    #[diesel(sql_type = BigInt)]
    pub today: i64,
}

impl Enquiry {
    /// How many came on each day since a moment; days without any are left out.
    ///
    /// # Errors
    /// The database is away.
    pub async fn per_day(conn: &mut Conn, since: DateTime<Utc>, zone: Tz) -> Result<Vec<DayCount>> {
        Ok(sql_query(
            "select (received_at at time zone $2)::date as day, count(*) as count from enquiries
             where received_at >= $1 and not suspected and not test and deleted_at is null group by 1 order by 1",
        )
        .bind::<Timestamptz, _>(since)
        .bind::<Text, _>(zone.name())
        .load(conn)
        .await?)
    }

    /// Where most came from since a moment, the most first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn places(conn: &mut Conn, part: Part, since: DateTime<Utc>, most: i64) -> Result<Vec<PlaceCount>> {
        Ok(sql_query(
            "select source->>$2 as place, count(*) as count from enquiries
             where received_at >= $1 and not suspected and not test and deleted_at is null and source ? $2
             group by 1 order by 2 desc, 1 limit $3",
        )
        .bind::<Timestamptz, _>(since)
        .bind::<Text, _>(part.key())
        .bind::<BigInt, _>(most)
        .load(conn)
        .await?)
    }

    /// How many replies are late, and how many are due before the day is over: a thousand and one stands for more.
    ///
    /// # Errors
    /// The database is away.
    pub async fn awaited(conn: &mut Conn, now: DateTime<Utc>, end_of_day: DateTime<Utc>) -> Result<Awaited> {
        Ok(sql_query(
            "select (select count(*) from (select 1 from enquiries where reply_by < $1 and not suspected and not test
                       and deleted_at is null order by reply_by, id limit 1001) listed) as late,
                    (select count(*) from (select 1 from enquiries where reply_by >= $1 and reply_by < $2 and not suspected
                       and not test and deleted_at is null order by reply_by, id limit 1001) listed) as today",
        )
        .bind::<Timestamptz, _>(now)
        .bind::<Timestamptz, _>(end_of_day)
        .get_result(conn)
        .await?)
    }
}
