//! Something to do about an enquiry, by a day.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::enquiry::Enquiry;
use super::timeline::{Entry, Event};
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::mail::one_line;
use crate::schema::{enquiries, tasks};

/// The most characters of a task, and of a note.
const MOST_TASK: usize = 300;
const MOST_NOTE: usize = 10_000;

/// Something to do.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = tasks, check_for_backend(diesel::pg::Pg))]
pub struct Task {
    /// Its key.
    pub id: Uuid,
    /// About which enquiry.
    pub enquiry_id: Uuid,
    /// What.
    pub words: String,
    /// By when.
    pub due_on: Option<NaiveDate>,
    /// When it was done.
    pub done_at: Option<DateTime<Utc>>,
}

impl Task {
    /// One that is late, one for later, one that is done.
    pub(crate) fn samples(at: Moment, enquiry: Uuid) -> Vec<Self> {
        let today = at.now.date_naive();
        let task = |words: &str, due_on, done: bool| Self {
            id: at.id(),
            enquiry_id: enquiry,
            words: words.to_owned(),
            due_on,
            done_at: done.then_some(at.now),
        };
        vec![
            task("Ask which platform the shop is on", today.pred_opt(), false),
            task("Send the two example sites", today.succ_opt(), false),
            task("Ring back about the address", None, true),
        ]
    }

    /// The tasks of an enquiry: open ones first, then those that are done.
    ///
    /// # Errors
    /// The database is away.
    pub async fn of_enquiry(conn: &mut Conn, enquiry: Uuid) -> Result<Vec<Self>> {
        Ok(tasks::table
            .filter(tasks::enquiry_id.eq(enquiry))
            .order((tasks::done_at.is_not_null(), tasks::due_on.asc().nulls_last(), tasks::created_at))
            .select(Self::as_select())
            .load(conn)
            .await?)
    }

    /// How many open tasks of a person, or of nobody, are due by a day.
    ///
    /// # Errors
    /// The database is away.
    pub async fn count_due(conn: &mut Conn, who: Uuid, day: NaiveDate) -> Result<i64> {
        Ok(tasks::table
            .filter(tasks::done_at.is_null())
            .filter(tasks::due_on.le(day))
            .filter(tasks::staff_id.eq(who).or(tasks::staff_id.is_null()))
            .count()
            .get_result(conn)
            .await?)
    }

    /// Adds a task; whoever adds it has it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where the enquiry was deleted.
    pub async fn add(
        tx: &mut Tx,
        at: Moment,
        enquiry: &Enquiry,
        words: &str,
        due_on: Option<NaiveDate>,
        who: Uuid,
    ) -> Result<()> {
        let words: String = one_line(words).chars().take(MOST_TASK).collect();
        enquiry.stay(tx).await?;
        diesel::insert_into(tasks::table)
            .values((
                tasks::id.eq(at.id()),
                tasks::enquiry_id.eq(enquiry.id),
                tasks::words.eq(&words),
                tasks::due_on.eq(due_on),
                tasks::staff_id.eq(who),
                tasks::created_at.eq(at.now),
            ))
            .execute(tx.conn())
            .await?;
        Entry::write(tx, at, enquiry.id, Some(who), &Event::TaskAdded { words }).await
    }

    /// Ticks a task off, or opens it again.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is no such task of this enquiry.
    pub async fn tick(tx: &mut Tx, at: Moment, enquiry: &Enquiry, id: Uuid, done: bool, who: Uuid) -> Result<()> {
        let task: Self = tasks::table
            .find(id)
            .filter(tasks::enquiry_id.eq(enquiry.id))
            .select(Self::as_select())
            .for_update()
            .first(tx.conn())
            .await?;
        if task.done_at.is_some() == done {
            return Ok(());
        }
        diesel::update(tasks::table.find(id)).set(tasks::done_at.eq(done.then_some(at.now))).execute(tx.conn()).await?;
        let event = if done { Event::TaskDone { words: task.words } } else { Event::TaskAdded { words: task.words } };
        Entry::write(tx, at, enquiry.id, Some(who), &event).await
    }
}

impl Enquiry {
    /// Keeps an enquiry from being deleted until the transaction ends.
    async fn stay(&self, tx: &mut Tx) -> Result<()> {
        let here: Option<Uuid> = enquiries::table
            .find(self.id)
            .filter(enquiries::deleted_at.is_null())
            .select(enquiries::id)
            .for_key_share()
            .first(tx.conn())
            .await
            .optional()?;
        here.map(|_| ()).ok_or(AppError::NotFound)
    }

    /// Adds a note to the timeline.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where the enquiry was deleted.
    pub async fn note(&self, tx: &mut Tx, at: Moment, text: &str, who: Uuid) -> Result<()> {
        self.stay(tx).await?;
        let text: String = text.trim().chars().take(MOST_NOTE).collect();
        Entry::write(tx, at, self.id, Some(who), &Event::Note { text }).await
    }
}
