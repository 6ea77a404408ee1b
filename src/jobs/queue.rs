//! One table of jobs. Enqueue, claim, complete.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Timestamptz};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::schema::jobs;

/// How long a claim holds without a heartbeat.
pub(super) const LEASE: Duration = Duration::seconds(30);
/// After so many faults in a row a job is set aside.
const MOST_FAULTS: i32 = 8;

/// What a job does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One attempt at a delivery; the payload is its id.
    Deliver,
    /// Telling the alert address of one alert; the payload is its id.
    Tell,
    /// Making a picture's renditions; the payload is its id.
    Renditions,
    /// Removing the bytes of what was deleted; the payload is their hashes with their endings.
    RemoveMedia,
    /// Publishing a page, or taking it down, at its time; the payload says which and what.
    Plan,
}

impl Kind {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Deliver => "deliver",
            Self::Tell => "tell",
            Self::Renditions => "renditions",
            Self::RemoveMedia => "remove-media",
            Self::Plan => "plan",
        }
    }

    /// From the stored text; `None` for kinds of other releases.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Deliver, Self::Tell, Self::Renditions, Self::RemoveMedia, Self::Plan]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}

/// The queue's verbs.
pub struct Job;

/// A job that this runner holds.
#[derive(Debug, Clone, QueryableByName)]
#[diesel(table_name = jobs)]
pub struct Claimed {
    /// Its key in the table.
    pub id: Uuid,
    /// What it does.
    pub kind: String,
    /// For whom.
    pub payload: Value,
    /// The number of this claim: completion checks it, so that a runner that lost its lease changes nothing.
    pub attempts: i32,
}

impl Job {
    /// Enqueues a job in the caller's transaction. A job of the same key is made due instead, also when it was set aside.
    ///
    /// # Errors
    /// The database is away.
    pub async fn enqueue(
        tx: &mut Tx,
        at: Moment,
        kind: Kind,
        key: &str,
        payload: Value,
        run_at: DateTime<Utc>,
    ) -> Result<()> {
        diesel::insert_into(jobs::table)
            .values((
                jobs::id.eq(at.id()),
                jobs::kind.eq(kind.as_str()),
                jobs::key.eq(key),
                jobs::payload.eq(payload),
                jobs::run_at.eq(run_at),
                jobs::created_at.eq(at.now),
            ))
            .on_conflict(jobs::key)
            .do_update()
            .set((jobs::run_at.eq(run_at), jobs::dead_at.eq(None::<DateTime<Utc>>), jobs::faults.eq(0)))
            .execute(tx.conn())
            .await?;
        tx.mark_enqueued();
        Ok(())
    }

    /// Takes away a job that is no longer wanted.
    ///
    /// # Errors
    /// The database is away.
    pub async fn cancel(tx: &mut Tx, key: &str) -> Result<()> {
        diesel::delete(jobs::table.filter(jobs::key.eq(key))).execute(tx.conn()).await?;
        Ok(())
    }

    /// Claims up to `most` due jobs for [`LEASE`].
    pub(super) async fn claim(conn: &mut Conn, now: DateTime<Utc>, most: i64) -> Result<Vec<Claimed>> {
        Ok(sql_query(
            "update jobs set leased_until = $1, attempts = attempts + 1 where id in (
                 select id from jobs
                 where dead_at is null and run_at <= $2 and (leased_until is null or leased_until < $2)
                 order by run_at limit $3 for update skip locked)
             returning id, kind, payload, attempts",
        )
        .bind::<Timestamptz, _>(now + LEASE)
        .bind::<Timestamptz, _>(now)
        .bind::<BigInt, _>(most)
        .load(conn)
        .await?)
    }

    /// Prolongs the lease; answers whether this claim still holds.
    pub(super) async fn beat(conn: &mut Conn, job: &Claimed, now: DateTime<Utc>) -> Result<bool> {
        let held = diesel::update(jobs::table.filter(jobs::id.eq(job.id)).filter(jobs::attempts.eq(job.attempts)))
            .set(jobs::leased_until.eq(now + LEASE))
            .execute(conn)
            .await?;
        Ok(held == 1)
    }

    /// The work is done.
    pub(super) async fn done(conn: &mut Conn, job: &Claimed) -> Result<()> {
        diesel::delete(jobs::table.filter(jobs::id.eq(job.id)).filter(jobs::attempts.eq(job.attempts)))
            .execute(conn)
            .await?;
        Ok(())
    }

    /// The job says when it wants to run again; that is no fault.
    pub(super) async fn again(conn: &mut Conn, job: &Claimed, at: DateTime<Utc>) -> Result<()> {
        diesel::update(jobs::table.filter(jobs::id.eq(job.id)).filter(jobs::attempts.eq(job.attempts)))
            .set((jobs::run_at.eq(at), jobs::leased_until.eq(None::<DateTime<Utc>>), jobs::faults.eq(0)))
            .execute(conn)
            .await?;
        Ok(())
    }

    /// The handler failed or panicked: later, and after [`MOST_FAULTS`] times set aside.
    pub(super) async fn fault(conn: &mut Conn, job: &Claimed, now: DateTime<Utc>, words: &str) -> Result<()> {
        let faults: i32 = jobs::table.find(job.id).select(jobs::faults).first(conn).await?;
        let faults = faults.saturating_add(1);
        let wait = Duration::seconds(2_i64.saturating_pow(u32::try_from(faults).unwrap_or(1)).min(900));
        diesel::update(jobs::table.filter(jobs::id.eq(job.id)).filter(jobs::attempts.eq(job.attempts)))
            .set((
                jobs::faults.eq(faults),
                jobs::run_at.eq(now + wait),
                jobs::leased_until.eq(None::<DateTime<Utc>>),
                jobs::last_error.eq(words),
                jobs::dead_at.eq((faults >= MOST_FAULTS).then_some(now)),
            ))
            .execute(conn)
            .await?;
        Ok(())
    }

    /// When the next job is due, for the runner's sleep.
    pub(super) async fn next_due(conn: &mut Conn) -> Result<Option<DateTime<Utc>>> {
        Ok(jobs::table.filter(jobs::dead_at.is_null()).select(diesel::dsl::min(jobs::run_at)).first(conn).await?)
    }

    /// How many jobs were set aside; a thousand stands for more.
    ///
    /// # Errors
    /// The database is away.
    pub async fn dead(conn: &mut Conn) -> Result<i64> {
        let dead = jobs::table.filter(jobs::dead_at.is_not_null()).select(jobs::id).limit(1000);
        let found: Vec<Uuid> = dead.load(conn).await?;
        Ok(i64::try_from(found.len()).unwrap_or(i64::MAX))
    }

    /// What jobs were set aside for, newest first: kind, time and the last error.
    ///
    /// # Errors
    /// The database is away.
    pub async fn dead_reasons(conn: &mut Conn, most: i64) -> Result<Vec<(String, DateTime<Utc>, String)>> {
        let rows: Vec<(String, Option<DateTime<Utc>>, Option<String>)> = jobs::table
            .filter(jobs::dead_at.is_not_null())
            .order(jobs::dead_at.desc())
            .limit(most)
            .select((jobs::kind, jobs::dead_at, jobs::last_error))
            .load(conn)
            .await?;
        Ok(rows.into_iter().filter_map(|(kind, at, words)| Some((kind, at?, words.unwrap_or_default()))).collect())
    }

    /// Runs every job that was set aside once more.
    ///
    /// # Errors
    /// The database is away.
    pub async fn revive(tx: &mut Tx, at: Moment) -> Result<()> {
        diesel::update(jobs::table.filter(jobs::dead_at.is_not_null()))
            .set((jobs::run_at.eq(at.now), jobs::dead_at.eq(None::<DateTime<Utc>>), jobs::faults.eq(0)))
            .execute(tx.conn())
            .await?;
        tx.mark_enqueued();
        Ok(())
    }
}
