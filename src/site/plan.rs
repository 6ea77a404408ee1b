//! What happens to a page by itself at a time: it goes live, or is taken down. Done in one transaction with the row that says so,
//! so that it happens once, however many nodes there are, and after however many restarts.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::{Value, json};
use uuid::Uuid;

use super::page::Page;
use crate::app::App;
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::jobs::{Job, Kind};
use crate::schema::{pages, revisions, schedules};

/// What is to happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Planned {
    /// This revision goes live.
    Publish(Uuid),
    /// The page is taken down.
    Withdraw,
}

/// What is to happen, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What.
    pub what: Planned,
    /// When.
    pub at: DateTime<Utc>,
    /// Why it did not happen, where it did not.
    pub fault: String,
}

impl Planned {
    fn act(self) -> &'static str {
        match self {
            Self::Publish(_) => "publish",
            Self::Withdraw => "withdraw",
        }
    }

    fn revision(self) -> Option<Uuid> {
        match self {
            Self::Publish(revision) => Some(revision),
            Self::Withdraw => None,
        }
    }
}

fn key(page: Uuid, act: &str) -> String {
    format!("plan {act} {page}")
}

impl Page {
    /// Plans something; what was planned before of the same sort is forgotten.
    ///
    /// # Errors
    /// The database is away.
    pub async fn plan(
        tx: &mut Tx,
        at: Moment,
        page: Uuid,
        what: Planned,
        when: DateTime<Utc>,
        who: Option<Uuid>,
    ) -> Result<()> {
        let row = (
            schedules::revision_id.eq(what.revision()),
            schedules::at.eq(when),
            schedules::staff_id.eq(who),
            schedules::fault.eq(""),
        );
        diesel::insert_into(schedules::table)
            .values((schedules::page_id.eq(page), schedules::act.eq(what.act()), row))
            .on_conflict((schedules::page_id, schedules::act))
            .do_update()
            .set(row)
            .execute(tx.conn())
            .await?;
        let payload = json!({ "page": page, "act": what.act() });
        Job::enqueue(tx, at, Kind::Plan, &key(page, what.act()), payload, when).await
    }

    /// Forgets what was planned.
    ///
    /// # Errors
    /// The database is away.
    pub async fn forget_plan(tx: &mut Tx, page: Uuid, act: &str) -> Result<()> {
        diesel::delete(schedules::table.find((page, act))).execute(tx.conn()).await?;
        Job::cancel(tx, &key(page, act)).await
    }

    /// What is planned for a page, the first thing first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn plans(conn: &mut Conn, page: Uuid) -> Result<Vec<Plan>> {
        let rows: Vec<(Option<Uuid>, DateTime<Utc>, String)> = schedules::table
            .filter(schedules::page_id.eq(page))
            .order(schedules::at)
            .select((schedules::revision_id, schedules::at, schedules::fault))
            .load(conn)
            .await?;
        let plan = |(revision, at, fault): (Option<Uuid>, _, _)| Plan {
            what: revision.map_or(Planned::Withdraw, Planned::Publish),
            at,
            fault,
        };
        Ok(rows.into_iter().map(plan).collect())
    }

    /// What did not happen at its time, by title.
    ///
    /// # Errors
    /// The database is away.
    pub async fn failed_plans(conn: &mut Conn) -> Result<Vec<String>> {
        let newest = revisions::id.nullable().eq(pages::draft_revision);
        Ok(schedules::table
            .inner_join(pages::table.on(pages::id.eq(schedules::page_id)))
            .inner_join(revisions::table.on(newest))
            .filter(schedules::fault.ne(""))
            .order(schedules::at)
            .select(revisions::title)
            .load(conn)
            .await?)
    }
}

/// The job: does what is planned, where it is planned still and its time has come. What can't be done any more, because something
/// else was deleted or taken down since, is written down and shown.
///
/// # Errors
/// The database is away.
pub async fn run(app: &App, payload: &Value) -> Result<()> {
    let page: Uuid = serde_json::from_value(payload.get("page").cloned().unwrap_or_default())?;
    let act = payload.get("act").and_then(Value::as_str).unwrap_or_default().to_owned();
    let at = app.clock.moment();
    let named = act.clone();
    let work = async move |tx: &mut Tx| carry_out(tx, at, page, &named).await;
    match app.db.write(work).await {
        Err(AppError::Conflict(words)) => {
            let note = async move |tx: &mut Tx| {
                diesel::update(schedules::table.find((page, act)))
                    .set(schedules::fault.eq(words))
                    .execute(tx.conn())
                    .await?;
                Ok(())
            };
            app.db.write(note).await
        }
        other => other,
    }
}

async fn carry_out(tx: &mut Tx, at: Moment, page: Uuid, act: &str) -> Result<()> {
    // Whoever saves or publishes holds the page's row first, too.
    let held: Option<Uuid> =
        pages::table.find(page).select(pages::id).for_update().first(tx.conn()).await.optional()?;
    if held.is_none() {
        return Ok(());
    }
    let due: Option<Option<Uuid>> = schedules::table
        .find((page, act))
        .filter(schedules::at.le(at.now))
        .filter(schedules::fault.eq(""))
        .select(schedules::revision_id)
        .first(tx.conn())
        .await
        .optional()?;
    match due {
        None => Ok(()),
        Some(Some(revision)) => {
            Page::publish(tx, at, page, revision).await?;
            diesel::delete(schedules::table.find((page, act))).execute(tx.conn()).await?;
            Ok(())
        }
        Some(None) => {
            Page::withdraw(tx, page).await?;
            diesel::delete(schedules::table.find((page, act))).execute(tx.conn()).await?;
            Ok(())
        }
    }
}
