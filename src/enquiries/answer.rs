//! *Mark answered*, and its undo: what ends a reply promise.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::enquiry::Enquiry;
use super::reference::Reference;
use super::state::EnquiryState;
use super::timeline::{Entry, Event};
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::deliveries::Delivery;
use crate::error::{AppError, Result};
use crate::forms::Form;
use crate::schema::{enquiries, timeline};
use crate::site::Business;

impl Enquiry {
    /// *Mark answered*: says when and by whom, once. What was new or being worked on waits for the other side now.
    ///
    /// # Errors
    /// [`AppError::Conflict`] where somebody changed it meanwhile, and where it is held as spam or deleted.
    pub async fn mark_answered(tx: &mut Tx, at: Moment, reference: &Reference, seen: i32, who: Uuid) -> Result<Self> {
        let enquiry = Self::lock(tx, reference).await?;
        if enquiry.answered_at.is_some() {
            return Ok(enquiry);
        }
        enquiry.unchanged(seen)?;
        if enquiry.deleted_at.is_some() {
            return Err(AppError::Conflict("This enquiry was deleted: there is nothing left to answer.".to_owned()));
        }
        if enquiry.suspected {
            let words =
                "This enquiry is held as suspected spam. Say that it is no spam before you mark it as answered.";
            return Err(AppError::Conflict(words.to_owned()));
        }
        let state = if enquiry.state().is_answered() { enquiry.state() } else { EnquiryState::Waiting };
        diesel::update(enquiries::table.find(enquiry.id))
            .set((enquiries::state.eq(state.as_str()), enquiries::version.eq(enquiries::version + 1)))
            .execute(tx.conn())
            .await?;
        enquiry.answer(tx, at, who).await?;
        let from = enquiry.state().as_str().to_owned();
        Entry::write(tx, at, enquiry.id, Some(who), &Event::Answered { from }).await?;
        Self::find(tx.conn(), enquiry.id).await
    }

    /// Undo of *Mark answered*: the promise stands again, and the state from before, unless somebody moved it since.
    ///
    /// # Errors
    /// [`AppError::Conflict`] where somebody changed it meanwhile.
    pub async fn unanswer(tx: &mut Tx, at: Moment, reference: &Reference, seen: i32, who: Uuid) -> Result<Self> {
        let enquiry = Self::lock(tx, reference).await?;
        if enquiry.answered_at.is_none() {
            return Ok(enquiry);
        }
        enquiry.unchanged(seen)?;
        let state = match enquiry.state() {
            EnquiryState::Waiting => Self::state_before_answer(tx.conn(), enquiry.id).await?,
            other => other,
        };
        diesel::update(enquiries::table.find(enquiry.id))
            .set((
                enquiries::state.eq(state.as_str()),
                enquiries::answered_at.eq(None::<DateTime<Utc>>),
                enquiries::answered_by.eq(None::<Uuid>),
                enquiries::version.eq(enquiries::version + 1),
            ))
            .execute(tx.conn())
            .await?;
        Entry::write(tx, at, enquiry.id, Some(who), &Event::Unanswered).await?;
        Self::find(tx.conn(), enquiry.id).await
    }

    /// The state in which the answer, or the move that counted as one, found it.
    async fn state_before_answer(conn: &mut Conn, id: Uuid) -> Result<EnquiryState> {
        let events: Vec<serde_json::Value> = timeline::table
            .filter(timeline::enquiry_id.eq(id))
            .order((timeline::at.desc(), timeline::id.desc()))
            .select(timeline::event)
            .load(conn)
            .await?;
        let before = events.into_iter().find_map(|event| match serde_json::from_value(event).ok()? {
            Event::Answered { from } => EnquiryState::parse(&from),
            Event::State { from, to } if to == EnquiryState::Waiting.as_str() => EnquiryState::parse(&from),
            _ => None,
        });
        Ok(before.unwrap_or(EnquiryState::Working))
    }

    /// Writes down who answered and when, where nobody did before. A reminder that waits is not wanted any more.
    pub(super) async fn answer(&self, tx: &mut Tx, at: Moment, who: Uuid) -> Result<()> {
        let open = enquiries::table.filter(enquiries::id.eq(self.id)).filter(enquiries::answered_at.is_null());
        diesel::update(open)
            .set((enquiries::answered_at.eq(at.now), enquiries::answered_by.eq(who)))
            .execute(tx.conn())
            .await?;
        Delivery::cancel_reminders(tx, at, self.id).await
    }

    /// When a promise that begins now is due, by the form that the enquiry came through.
    pub(super) async fn due_from(&self, conn: &mut Conn, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
        let form = Form::at_version(conn, self.form_id, self.form_version).await?;
        Ok(form.due(&Business::current(conn).await?, now))
    }
}
