//! The sweeper's look at what is wrong: independent of the queue, and of the database as far as it can be.

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use diesel::sql_query;
use diesel::sql_types::Timestamptz;
use diesel_async::RunQueryDsl;

use super::alert::Alert;
use super::signs::free_bytes;
use super::{figures, tell, trouble::Trouble};
use crate::app::App;
use crate::clock::Moment;
use crate::db::Tx;
use crate::error::Result;

/// A database that has been away for so long is told, although nothing can be written down.
const SILENCE: Duration = Duration::seconds(50);

#[derive(diesel::QueryableByName)]
struct Started {
    #[diesel(sql_type = Timestamptz)]
    at: DateTime<Utc>,
}

/// Looks, and writes down what began and what is over. Answers how many messages are stuck.
///
/// # Errors
/// The database is away or cannot write; the alert address was told of that all the same.
pub async fn watch(app: &Arc<App>) -> Result<i64> {
    let at = app.clock.moment();
    app.signs.saw_room(free_bytes(&app.config.data_dir));
    match look(app, at).await {
        Ok(stuck) => Ok(stuck),
        Err(error) => {
            app.signs.saw_error(at, &error);
            figures::of_process(app, at.now);
            without_database(app, at).await;
            Err(error)
        }
    }
}

async fn look(app: &Arc<App>, at: Moment) -> Result<i64> {
    let started: Started = {
        let mut conn = app.db.read().await?;
        sql_query("select pg_postmaster_start_time() as at").get_result(&mut conn).await?
    };
    if app.signs.server_started(started.at) {
        app.signs.saw_restart(at);
        // Connections to the server that is gone are not handed to anybody.
        app.db.refresh();
    }
    let (work, outage, telling) = (app.clone(), app.signs.outage(), app.alert_url().is_some());
    let found = app
        .db
        .write(async move |tx: &mut Tx| {
            Alert::one_node_at_a_time(tx).await?;
            let found = Trouble::now(&work, tx.conn()).await?;
            if let Some(outage) = outage {
                Alert::keep_outage(tx, at, outage, telling).await?;
            }
            Alert::keep(tx, at, &found, telling).await?;
            if telling {
                Alert::wake_untold(tx, at).await?;
            }
            Ok(found)
        })
        .await?;
    if let Some(outage) = outage {
        app.signs.outage_written(outage.id);
    }
    figures::of_database(app, at.now).await?;
    Ok(found.iter().find(|t| t.kind == super::AlertKind::DeliveriesStuck).map_or(0, |trouble| trouble.count))
}

/// Nothing can be written down: the alert address is told from memory, once, by each node for itself.
async fn without_database(app: &Arc<App>, at: Moment) {
    let Some(outage) = app.signs.outage().filter(|outage| !outage.told && outage.since + SILENCE <= at.now) else {
        return;
    };
    if tell::of_outage(app, outage).await {
        app.signs.outage_told();
    }
}
