//! What the sweeper and the dashboard ask: what stands still, what is dead, whether mail fails.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Bool, Timestamptz};
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

/// States in which somebody has to act.
const DEAD: [&str; 3] = ["refused", "given-up", "no-recipient"];

#[derive(QueryableByName)]
struct Failing {
    #[diesel(sql_type = Bool)]
    failing: bool,
}

impl Delivery {
    /// How many deliveries are stuck: dead, or due for 15 minutes without an attempt.
    ///
    /// # Errors
    /// The database is away.
    pub async fn count_stuck(conn: &mut Conn, now: DateTime<Utc>) -> Result<i64> {
        let still = deliveries::due_at.lt(now - STILL).assume_not_null();
        Ok(deliveries::table
            .filter(deliveries::seeded.eq(false))
            // A test that failed says so where it was asked for.
            .filter(deliveries::kind.ne(super::state::Kind::MailTest.as_str()))
            .filter(still.and(deliveries::due_at.is_not_null()).or(deliveries::state.eq_any(DEAD)))
            .count()
            .get_result(conn)
            .await?)
    }

    /// The stuck ones, newest first, with the reference of their enquiry.
    ///
    /// # Errors
    /// The database is away.
    pub async fn stuck(conn: &mut Conn, now: DateTime<Utc>, most: i64) -> Result<Vec<(Self, Option<String>)>> {
        let still = deliveries::due_at.lt(now - STILL).assume_not_null();
        Ok(deliveries::table
            .left_join(crate::schema::enquiries::table)
            .filter(deliveries::seeded.eq(false))
            // A test that failed says so where it was asked for.
            .filter(deliveries::kind.ne(super::state::Kind::MailTest.as_str()))
            .filter(still.and(deliveries::due_at.is_not_null()).or(deliveries::state.eq_any(DEAD)))
            .order(deliveries::created_at.desc())
            .limit(most)
            .select((Self::as_select(), crate::schema::enquiries::reference.nullable()))
            .load(conn)
            .await?)
    }

    /// Whether every attempt of the last 15 minutes failed, and there was one.
    ///
    /// # Errors
    /// The database is away.
    pub async fn mail_fails(conn: &mut Conn, now: DateTime<Utc>) -> Result<bool> {
        let row: Failing = sql_query(
            "select coalesce(bool_and(outcome in ('try-again', 'refused')), false) as failing
             from delivery_attempts where ended_at > $1",
        )
        .bind::<Timestamptz, _>(now - STILL)
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
