//! The noun: rows of `alerts`, from when to when something was wrong. One is open per kind and subject.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Bool, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde_json::json;
use uuid::Uuid;

use super::kind::{AlertKind, Tone};
use super::signs::Outage;
use super::trouble::Trouble;
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::jobs::{self, Job};
use crate::schema::{alerts, jobs as queue};

/// Nodes write alerts down one after the other.
const LOCK: &str = "select pg_advisory_xact_lock(7446541, 1)";
/// For how long the alert address is tried.
const TELL_FOR: Duration = Duration::days(3);

/// Something that was or is wrong.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = alerts, check_for_backend(diesel::pg::Pg))]
pub struct Alert {
    /// Its key.
    pub id: Uuid,
    kind: String,
    /// Of which thing.
    pub subject: String,
    /// How many messages or jobs.
    pub count: i32,
    /// What else belongs into its words.
    pub detail: String,
    /// When it was first seen.
    pub began_at: DateTime<Utc>,
    /// When it was over.
    pub ended_at: Option<DateTime<Utc>>,
    pub(super) began_told_at: Option<DateTime<Utc>>,
    pub(super) ended_told_at: Option<DateTime<Utc>>,
    pub(super) tellings: i32,
}

#[derive(QueryableByName)]
struct Written {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Bool)]
    fresh: bool,
}

fn job_key(id: Uuid) -> String {
    format!("alert {id}")
}

impl Alert {
    /// What it is about; `None` for kinds of other releases.
    pub fn kind(&self) -> Option<AlertKind> {
        AlertKind::parse(&self.kind)
    }

    /// The alerts that are open, or ended lately, newest first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn latest(conn: &mut Conn, most: i64) -> Result<Vec<Self>> {
        Ok(alerts::table
            .order((alerts::began_at.desc(), alerts::id.desc()))
            .limit(most)
            .select(Self::as_select())
            .load(conn)
            .await?)
    }

    /// One alert, where there is one.
    pub(super) async fn find(conn: &mut Conn, id: Uuid) -> Result<Option<Self>> {
        Ok(alerts::table.find(id).select(Self::as_select()).first(conn).await.optional()?)
    }

    /// Lets one node after the other write alerts down, so that each begins and ends once.
    pub(super) async fn one_node_at_a_time(tx: &mut Tx) -> Result<()> {
        sql_query(LOCK).execute(tx.conn()).await?;
        Ok(())
    }

    /// Writes down what is wrong now, and ends what no longer is. `telling`: whether there is an alert address.
    pub(super) async fn keep(tx: &mut Tx, at: Moment, found: &[Trouble], telling: bool) -> Result<()> {
        for trouble in found {
            let (id, fresh) = Self::open(tx, at, trouble, at.id(), at.now, None).await?;
            if fresh {
                announce(tx, at, id, trouble.kind, telling).await?;
            }
        }
        let open: Vec<(Uuid, String, String, DateTime<Utc>)> = alerts::table
            .filter(alerts::ended_at.is_null())
            .select((alerts::id, alerts::kind, alerts::subject, alerts::seen_at))
            .load(tx.conn())
            .await?;
        for (id, kind, subject, seen_at) in open {
            let kind = AlertKind::parse(&kind);
            let still = found.iter().any(|trouble| Some(trouble.kind) == kind && trouble.subject == subject);
            let lingers = kind.and_then(AlertKind::lingers).is_some_and(|m| seen_at + Duration::minutes(m) > at.now);
            // Only a message that is taken shows that the alert address works again.
            let waits = kind == Some(AlertKind::AlertUrl) && telling;
            if !still && !lingers && !waits {
                Self::end(tx, at, id, kind, telling).await?;
            }
        }
        Ok(())
    }

    /// A time without a database that is over, as long as nobody has written it down yet.
    pub(super) async fn keep_outage(tx: &mut Tx, at: Moment, outage: Outage, telling: bool) -> Result<()> {
        let trouble = Trouble::new(AlertKind::DatabaseRestarted);
        let told = outage.told.then_some(at.now);
        let (id, fresh) = Self::open(tx, at, &trouble, outage.id, outage.since, told).await?;
        if fresh && !outage.told {
            announce(tx, at, id, trouble.kind, telling).await?;
        }
        Ok(())
    }

    /// Opens an alert, or sees the open one again. Answers its key, and whether it is new.
    pub(super) async fn open(
        tx: &mut Tx,
        at: Moment,
        trouble: &Trouble,
        id: Uuid,
        since: DateTime<Utc>,
        told: Option<DateTime<Utc>>,
    ) -> Result<(Uuid, bool)> {
        let row: Written = sql_query(
            "insert into alerts (id, kind, subject, count, detail, began_at, seen_at, began_told_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8)
             on conflict (kind, subject) where ended_at is null
             do update set seen_at = excluded.seen_at, count = excluded.count, detail = excluded.detail
             returning id, (xmax = 0) as fresh",
        )
        .bind::<SqlUuid, _>(id)
        .bind::<Text, _>(trouble.kind.as_str())
        .bind::<Text, _>(&trouble.subject)
        .bind::<Integer, _>(i32::try_from(trouble.count).unwrap_or(i32::MAX))
        .bind::<Text, _>(&trouble.detail)
        .bind::<Timestamptz, _>(since)
        .bind::<Timestamptz, _>(at.now)
        .bind::<Nullable<Timestamptz>, _>(told)
        .get_result(tx.conn())
        .await?;
        if row.fresh {
            tracing::error!(alert = trouble.kind.as_str(), "something is wrong: see /admin");
        }
        Ok((row.id, row.fresh))
    }

    async fn end(tx: &mut Tx, at: Moment, id: Uuid, kind: Option<AlertKind>, telling: bool) -> Result<()> {
        let open = alerts::table.find(id).filter(alerts::ended_at.is_null());
        let ended = diesel::update(open)
            .set(
                alerts::ended_at.eq(diesel::dsl::sql::<Nullable<Timestamptz>>("greatest(began_at, ")
                    .bind::<Timestamptz, _>(at.now)
                    .sql(")")),
            )
            .execute(tx.conn())
            .await?;
        if ended == 1
            && let Some(kind) = kind
        {
            tracing::info!(alert = kind.as_str(), "it is over");
            announce(tx, at, id, kind, telling).await?;
        }
        Ok(())
    }

    /// The alert address is another one now: what was wrong with the one before says nothing of it.
    ///
    /// # Errors
    /// The database is away.
    pub async fn forget_address_fault(tx: &mut Tx, at: Moment) -> Result<()> {
        Self::address_works(tx, at).await
    }

    /// The alert address took a message, so it works.
    pub(super) async fn address_works(tx: &mut Tx, at: Moment) -> Result<()> {
        let open =
            alerts::table.filter(alerts::kind.eq(AlertKind::AlertUrl.as_str())).filter(alerts::ended_at.is_null());
        diesel::update(open).set(alerts::ended_at.eq(at.now)).execute(tx.conn()).await?;
        Ok(())
    }

    /// The alert address did not take a message.
    pub(super) async fn address_fails(tx: &mut Tx, at: Moment, words: &str) -> Result<()> {
        let trouble = Trouble { detail: words.to_owned(), ..Trouble::new(AlertKind::AlertUrl) };
        Self::open(tx, at, &trouble, at.id(), at.now, None).await?;
        Ok(())
    }

    /// Writes down that the alert address knows of the beginning, or of the end.
    pub(super) async fn told(tx: &mut Tx, at: Moment, id: Uuid, over: bool) -> Result<()> {
        let row = diesel::update(alerts::table.find(id));
        if over {
            row.set(alerts::ended_told_at.eq(at.now)).execute(tx.conn()).await?;
        } else {
            row.set(alerts::began_told_at.eq(at.now)).execute(tx.conn()).await?;
        }
        Self::address_works(tx, at).await
    }

    /// Counts a telling that failed.
    pub(super) async fn not_told(tx: &mut Tx, at: Moment, id: Uuid, words: &str) -> Result<()> {
        diesel::update(alerts::table.find(id))
            .set(alerts::tellings.eq(alerts::tellings + 1))
            .execute(tx.conn())
            .await?;
        Self::address_fails(tx, at, words).await
    }

    /// Gives a job back to alerts that were not told and have none: the queue is not trusted.
    pub(super) async fn wake_untold(tx: &mut Tx, at: Moment) -> Result<()> {
        let alarms: Vec<&str> =
            AlertKind::ALL.into_iter().filter(|kind| kind.tone() == Tone::Alarm).map(AlertKind::as_str).collect();
        let begin = alerts::began_told_at.is_null().and(alerts::ended_at.is_null());
        let end = alerts::ended_told_at
            .is_null()
            .and(alerts::ended_at.is_not_null())
            .and(alerts::began_told_at.is_not_null().or(alerts::tellings.gt(0)));
        let ids: Vec<Uuid> = alerts::table
            .filter(alerts::began_told_at.is_null().or(alerts::ended_told_at.is_null()))
            .filter(alerts::began_at.gt(at.now - TELL_FOR))
            .filter(alerts::kind.eq_any(alarms))
            .filter(begin.or(end))
            .filter(diesel::dsl::not(diesel::dsl::exists(
                queue::table
                    .filter(queue::dead_at.is_null())
                    .filter(queue::key.eq(diesel::dsl::sql::<Text>("'alert ' || alerts.id::text"))),
            )))
            .select(alerts::id)
            .load(tx.conn())
            .await?;
        for id in ids {
            enqueue(tx, at, id).await?;
        }
        Ok(())
    }
}

async fn announce(tx: &mut Tx, at: Moment, id: Uuid, kind: AlertKind, telling: bool) -> Result<()> {
    if telling && kind.tone() == Tone::Alarm { enqueue(tx, at, id).await } else { Ok(()) }
}

async fn enqueue(tx: &mut Tx, at: Moment, id: Uuid) -> Result<()> {
    Job::enqueue(tx, at, jobs::Kind::Tell, &job_key(id), json!({ "alert": id }), at.now).await
}
