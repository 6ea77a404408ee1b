//! What staff do with a delivery: try it again (one or all), send it elsewhere, release what was held.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::delivery::{Delivery, NewDelivery, STILL, job_key};
use super::state::{Kind, State};
use crate::app::App;
use crate::clock::Moment;
use crate::db::Tx;
use crate::enquiries::Enquiry;
use crate::error::{AppError, Result};
use crate::jobs::Job;
use crate::mail::EmailAddress;
use crate::schema::deliveries;

/// How many are tried at once.
const MOST: i64 = 1000;

impl Delivery {
    /// *Try again*: a delivery that has ended badly, or waits, is tried now; one without a recipient looks for one again.
    ///
    /// # Errors
    /// [`AppError::Conflict`] where there is nothing to try.
    pub async fn try_again(tx: &mut Tx, at: Moment, app: &App, id: Uuid) -> Result<Self> {
        let delivery: Self = deliveries::table.find(id).select(Self::as_select()).for_update().first(tx.conn()).await?;
        match delivery.state() {
            State::Waiting | State::Refused | State::GivenUp => Self::make_due(tx, at, &[id]).await?,
            State::NoRecipient => {
                if !Self::look_for_recipient(tx, at, app, &delivery).await? {
                    return Err(AppError::Conflict(
                        "There is still nobody to send it to: add a recipient to the form, or an owner, and try again."
                            .to_owned(),
                    ));
                }
            }
            _ => return Err(AppError::Conflict("This message is not waiting to be tried again.".to_owned())),
        }
        Ok(delivery)
    }

    /// *Try all again*: everything that is stuck and can be tried; a thousand at once. Answers what is tried now.
    ///
    /// # Errors
    /// The database is away.
    pub async fn try_all(tx: &mut Tx, at: Moment, app: &App) -> Result<Vec<Self>> {
        let still = deliveries::due_at.lt(at.now - STILL).assume_not_null();
        let dead: Vec<Self> = deliveries::table
            .filter(deliveries::state.eq_any([
                State::Refused.as_str(),
                State::GivenUp.as_str(),
                State::NoRecipient.as_str(),
            ]))
            // A test of the settings is asked for anew, where it is set.
            .filter(deliveries::kind.ne(Kind::MailTest.as_str()))
            .filter(deliveries::seeded.eq(false))
            .order((deliveries::created_at, deliveries::id))
            .limit(MOST)
            .select(Self::as_select())
            .for_update()
            .load(tx.conn())
            .await?;
        let late: Vec<Self> = deliveries::table
            .filter(deliveries::due_at.is_not_null().and(still))
            .filter(deliveries::state.eq(State::Waiting.as_str()))
            .filter(deliveries::seeded.eq(false))
            .order((deliveries::created_at, deliveries::id))
            .limit(MOST)
            .select(Self::as_select())
            .for_update()
            .load(tx.conn())
            .await?;
        let mut tried = Vec::new();
        for delivery in dead.into_iter().chain(late) {
            if delivery.state() == State::NoRecipient {
                if Self::look_for_recipient(tx, at, app, &delivery).await? {
                    tried.push(delivery);
                }
            } else {
                Self::make_due(tx, at, &[delivery.id]).await?;
                tried.push(delivery);
            }
        }
        Job::revive(tx, at).await?;
        Ok(tried)
    }

    /// A notice that had nobody to go to: whoever would hear of the enquiry now gets it. False where there is still nobody.
    async fn look_for_recipient(tx: &mut Tx, at: Moment, app: &App, delivery: &Self) -> Result<bool> {
        let Some(enquiry) = delivery.enquiry_id else { return Ok(false) };
        let form = Enquiry::find(tx.conn(), enquiry).await?.form_id;
        let mut people = crate::enquiries::recipients(tx.conn(), app, form).await?.into_iter();
        let Some((name, email)) = people.next() else { return Ok(false) };
        diesel::update(deliveries::table.find(delivery.id))
            .set((deliveries::recipient.eq(email.as_str()), deliveries::recipient_name.eq(name)))
            .execute(tx.conn())
            .await?;
        Self::make_due(tx, at, &[delivery.id]).await?;
        for person in people {
            let new =
                NewDelivery { kind: delivery.kind(), enquiry_id: Some(enquiry), recipient: Some(person), held: false };
            Self::queue(tx, at, &new).await?;
        }
        Ok(true)
    }

    /// *Send to another address*: a new delivery of the same kind; the old one is cancelled unless it arrived.
    ///
    /// # Errors
    /// [`AppError::Conflict`] for a delivery without an enquiry.
    pub async fn send_elsewhere(tx: &mut Tx, at: Moment, id: Uuid, to: EmailAddress) -> Result<Self> {
        let delivery: Self = deliveries::table.find(id).select(Self::as_select()).for_update().first(tx.conn()).await?;
        if delivery.enquiry_id.is_none() || delivery.state() == State::Sending {
            return Err(AppError::Conflict("This message is being sent right now. Look again in a moment.".to_owned()));
        }
        if delivery.state() == State::NoRecipient {
            // It waited for an address, and has one now.
            diesel::update(deliveries::table.find(id))
                .set(deliveries::recipient.eq(to.as_str()))
                .execute(tx.conn())
                .await?;
            Self::make_due(tx, at, &[id]).await?;
            return Ok(delivery);
        }
        if !matches!(delivery.state(), State::HandedOver | State::Kept) {
            diesel::update(deliveries::table.find(id))
                .set((
                    deliveries::state.eq(State::Cancelled.as_str()),
                    deliveries::due_at.eq(None::<DateTime<Utc>>),
                    deliveries::done_at.eq(at.now),
                ))
                .execute(tx.conn())
                .await?;
            Job::cancel(tx, &job_key(id)).await?;
        }
        let new = NewDelivery {
            kind: delivery.kind(),
            enquiry_id: delivery.enquiry_id,
            recipient: Some((String::new(), to)),
            held: delivery.state() == State::Held,
        };
        Self::queue(tx, at, &new).await?;
        Ok(delivery)
    }

    /// *Spam*: what has not left waits until somebody says *not spam*. A message that is being sent goes on.
    ///
    /// # Errors
    /// The database is away.
    pub async fn hold_back(tx: &mut Tx, enquiry: Uuid) -> Result<()> {
        let waiting = deliveries::table
            .filter(deliveries::enquiry_id.eq(enquiry))
            .filter(deliveries::state.eq(State::Waiting.as_str()));
        let ids: Vec<Uuid> = diesel::update(waiting)
            .set((deliveries::state.eq(State::Held.as_str()), deliveries::due_at.eq(None::<DateTime<Utc>>)))
            .returning(deliveries::id)
            .get_results(tx.conn())
            .await?;
        for id in ids {
            Job::cancel(tx, &job_key(id)).await?;
        }
        Ok(())
    }

    /// What reminds of an enquiry and has not left yet, is not wanted any more.
    ///
    /// # Errors
    /// The database is away.
    pub async fn cancel_reminders(tx: &mut Tx, at: Moment, enquiry: Uuid) -> Result<usize> {
        let waiting = deliveries::table
            .filter(deliveries::enquiry_id.eq(enquiry))
            .filter(deliveries::kind.eq(Kind::Reminder.as_str()))
            .filter(deliveries::state.eq(State::Waiting.as_str()));
        let ids: Vec<Uuid> = diesel::update(waiting)
            .set((
                deliveries::state.eq(State::Cancelled.as_str()),
                deliveries::due_at.eq(None::<DateTime<Utc>>),
                deliveries::done_at.eq(at.now),
            ))
            .returning(deliveries::id)
            .get_results(tx.conn())
            .await?;
        for id in &ids {
            Job::cancel(tx, &job_key(*id)).await?;
        }
        Ok(ids.len())
    }

    /// *Not spam*: the held messages of an enquiry go now.
    ///
    /// # Errors
    /// The database is away.
    pub async fn release(tx: &mut Tx, at: Moment, enquiry: Uuid) -> Result<()> {
        let held = deliveries::table
            .filter(deliveries::enquiry_id.eq(enquiry))
            .filter(deliveries::state.eq(State::Held.as_str()));
        let ids: Vec<Uuid> = held.select(deliveries::id).for_update().load(tx.conn()).await?;
        Self::make_due(tx, at, &ids).await
    }
}
