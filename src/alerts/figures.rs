//! What is wrong, as figures at `/metrics`.

use chrono::{DateTime, Utc};
use diesel::sql_query;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;

use super::kind::AlertKind;
use super::trouble::Trouble;
use crate::app::App;
use crate::error::Result;

#[derive(diesel::QueryableByName)]
struct Open {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = BigInt)]
    number: i64,
}

#[derive(diesel::QueryableByName)]
struct Times {
    #[diesel(sql_type = Nullable<Timestamptz>)]
    waiting: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    handed_over: Option<DateTime<Utc>>,
}

/// Sets the gauges from what is written down.
///
/// # Errors
/// The database is away.
pub(super) async fn of_database(app: &App, now: DateTime<Utc>) -> Result<()> {
    let mut conn = app.db.read().await?;
    let open: Vec<Open> = sql_query("select kind, count(*) as number from alerts where ended_at is null group by kind")
        .load(&mut conn)
        .await?;
    for kind in AlertKind::ALL {
        set(kind, open.iter().find(|row| row.kind == kind.as_str()).map_or(0, |row| row.number));
    }
    let times: Times = sql_query(
        "select (select created_at from deliveries where due_at is not null order by created_at, id limit 1) as waiting,
                (select a.ended_at from delivery_attempts a join deliveries d on d.id = a.delivery_id
                 where a.outcome in ('handed-over', 'kept') and not d.seeded order by a.ended_at desc limit 1) as handed_over",
    )
    .get_result(&mut conn)
    .await?;
    let waits = times.waiting.map_or(0, |since| (now - since).num_seconds().max(0));
    metrics::gauge!("shingle_delivery_oldest_waiting_seconds").set(precise(waits));
    if let Some(at) = times.handed_over {
        metrics::gauge!("shingle_delivery_last_success_timestamp_seconds").set(precise(at.timestamp()));
    }
    metrics::gauge!("shingle_database_up").set(1.0);
    Ok(())
}

/// Sets what is known without a database.
pub(super) fn of_process(app: &App, now: DateTime<Utc>) {
    for trouble in Trouble::of_process(app, now) {
        set(trouble.kind, 1);
    }
    if app.signs.outage().is_some() {
        set(AlertKind::DatabaseRestarted, 1);
        metrics::gauge!("shingle_database_up").set(0.0);
    }
}

fn set(kind: AlertKind, number: i64) {
    metrics::gauge!("shingle_alerts_open", "kind" => kind.as_str()).set(precise(number));
}

#[expect(clippy::cast_precision_loss, reason = "a gauge")]
fn precise(number: i64) -> f64 {
    number as f64
}
