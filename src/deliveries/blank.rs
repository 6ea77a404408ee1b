//! What is left of the messages of a deleted enquiry: that they were there, and when.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::delivery::{Delivery, job_key};
use super::state::State;
use crate::app::App;
use crate::clock::Moment;
use crate::db::Tx;
use crate::error::Result;
use crate::jobs::Job;
use crate::schema::{deliveries, delivery_attempts};

impl Delivery {
    /// An enquiry is deleted: nothing more is sent for it, and its messages keep neither address nor words. Those that
    /// lie in the folder of kept mail stay marked until [`Delivery::forget_kept`] has taken their files away.
    ///
    /// # Errors
    /// The database is away.
    pub async fn blank(tx: &mut Tx, at: Moment, enquiry: Uuid) -> Result<()> {
        let rows: Vec<Self> = deliveries::table
            .filter(deliveries::enquiry_id.eq(enquiry))
            .select(Self::as_select())
            .for_update()
            .load(tx.conn())
            .await?;
        for delivery in &rows {
            let over = delivery.done_at.is_some() && delivery.state() != State::NoRecipient;
            let state = if over { delivery.state() } else { State::Cancelled };
            diesel::update(deliveries::table.find(delivery.id))
                .set((
                    deliveries::state.eq(state.as_str()),
                    deliveries::due_at.eq(None::<DateTime<Utc>>),
                    deliveries::done_at.eq(delivery.done_at.unwrap_or(at.now)),
                    (deliveries::recipient.eq(""), deliveries::recipient_name.eq("")),
                    deliveries::bytes.eq(None::<Vec<u8>>),
                ))
                .execute(tx.conn())
                .await?;
            diesel::update(delivery_attempts::table.filter(delivery_attempts::delivery_id.eq(delivery.id)))
                .set(delivery_attempts::words.eq(""))
                .execute(tx.conn())
                .await?;
            Job::cancel(tx, &job_key(delivery.id)).await?;
        }
        Ok(())
    }

    /// Takes away the kept files of blanked messages. Called after a deletion and by the sweeper, so that a crash between the two
    /// leaves nothing behind.
    ///
    /// # Errors
    /// The database is away, or a file can't be removed.
    pub async fn forget_kept(app: &Arc<App>) -> Result<()> {
        let marked: Vec<Uuid> = deliveries::table
            .filter(deliveries::state.eq(State::Kept.as_str()))
            .filter(deliveries::recipient.eq(""))
            .select(deliveries::id)
            .limit(1_000)
            .load(&mut *app.db.read().await?)
            .await?;
        if marked.is_empty() {
            return Ok(());
        }
        for id in &marked {
            app.mailer().forget(*id)?;
        }
        app.db
            .write(async move |tx: &mut Tx| {
                diesel::update(deliveries::table.filter(deliveries::id.eq_any(&marked)))
                    .set(deliveries::state.eq(State::Cancelled.as_str()))
                    .execute(tx.conn())
                    .await?;
                Ok(())
            })
            .await
    }
}
