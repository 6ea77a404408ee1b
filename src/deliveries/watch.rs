//! What the sweeper and the dashboard ask: what stands still, what is dead, whether mail fails.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Bool, Timestamptz};
use diesel_async::RunQueryDsl;
use serde_json::json;
use uuid::Uuid;

use super::delivery::{Delivery, KEEP_BYTES, STILL, job_key};
use super::state::State;
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::jobs::{Job, Kind};
use crate::schema::{deliveries, jobs};

/// The longest pause between two attempts, with its jitter.
const LONGEST_PAUSE: Duration = Duration::minutes(35);
#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

#[derive(QueryableByName)]
struct Failing {
    #[diesel(sql_type = Bool)]
    failing: bool,
}

impl Delivery {
    /// How many deliveries are stuck: dead, or due for 15 minutes without an attempt. A test of the settings that failed says so
    /// where it was asked for, and is nobody's lost message. Two looks into indexes that hold
    /// little else; a thousand stands for more.
    ///
    /// # Errors
    /// The database is away.
    pub async fn count_stuck(conn: &mut Conn, now: DateTime<Utc>) -> Result<i64> {
        let row: Number = sql_query(
            "select least(1000,
                 (select count(*) from (select 1 from deliveries
                  where state in ('refused', 'given-up', 'no-recipient') and not seeded and kind <> 'mail-test'
                  limit 1000) dead)
               + (select count(*) from (select 1 from deliveries where due_at < $1 and not seeded limit 1000) still)) as number",
        )
        .bind::<Timestamptz, _>(now - STILL)
        .get_result(conn)
        .await?;
        Ok(row.number)
    }

    /// Whether mail has been failing for 15 minutes: since the first failure after the last success, at least two attempts
    /// failed, the newest within the longest pause between two.
    ///
    /// # Errors
    /// The database is away.
    pub async fn mail_fails(conn: &mut Conn, now: DateTime<Utc>) -> Result<bool> {
        let row: Failing = sql_query(
            "with good as (select coalesce((select ended_at from delivery_attempts
                                   where outcome in ('handed-over', 'kept') order by ended_at desc limit 1), '-infinity') as at),
                  first as (select ended_at as at from delivery_attempts where outcome in ('try-again', 'refused')
                            and ended_at > (select at from good) order by ended_at limit 1),
                  last as (select ended_at as at from delivery_attempts where outcome in ('try-again', 'refused')
                           and ended_at > (select at from good) order by ended_at desc limit 1)
             select coalesce((select at from first) <= $1 and (select at from last) > $2
                             and (select at from last) > (select at from first), false) as failing",
        )
        .bind::<Timestamptz, _>(now - STILL)
        .bind::<Timestamptz, _>(now - LONGEST_PAUSE)
        .get_result(conn)
        .await?;
        Ok(row.failing)
    }

    /// Gives a job back to deliveries that wait without one (a job deleted by hand, a bug): the queue is not trusted.
    ///
    /// # Errors
    /// The database is away.
    pub async fn wake_forgotten(tx: &mut Tx, at: Moment) -> Result<usize> {
        let ids: Vec<Uuid> = deliveries::table
            .filter(deliveries::state.eq_any([State::Waiting.as_str(), State::Sending.as_str()]))
            .filter(deliveries::due_at.lt(at.now - Duration::minutes(1)))
            .filter(diesel::dsl::not(diesel::dsl::exists(jobs::table.filter(jobs::dead_at.is_null()).filter(
                jobs::key.eq(diesel::dsl::sql::<diesel::sql_types::Text>("'deliver ' || deliveries.id::text")),
            ))))
            .select(deliveries::id)
            .limit(500)
            .load(tx.conn())
            .await?;
        for id in &ids {
            tracing::warn!(delivery = %id, "a delivery waited without a job");
            Job::enqueue(tx, at, Kind::Deliver, &job_key(*id), json!({ "delivery": id }), at.now).await?;
        }
        Ok(ids.len())
    }

    /// Erases the bytes of mail that was handed over 30 days ago.
    ///
    /// # Errors
    /// The database is away.
    pub async fn forget_old_bytes(tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
        let old =
            deliveries::table.filter(deliveries::done_at.lt(now - KEEP_BYTES)).filter(deliveries::bytes.is_not_null());
        diesel::update(old).set(deliveries::bytes.eq(None::<Vec<u8>>)).execute(tx.conn()).await?;
        Ok(())
    }
}
