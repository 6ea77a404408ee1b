//! Attempts at a delivery: how one begins, what is kept of it, and how it ends.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::delivery::Delivery;
use super::state::{Kind, State};
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::mail::Outcome;
use crate::schema::{deliveries, delivery_attempts};

/// One try.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = delivery_attempts, check_for_backend(diesel::pg::Pg))]
pub struct Attempt {
    /// Of which delivery.
    pub delivery_id: Uuid,
    /// Its number, from 1.
    pub number: i32,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// What came of it.
    pub outcome: Option<String>,
    /// In the server's words.
    pub words: String,
}

impl Delivery {
    /// The attempts of these deliveries, oldest first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn attempts_of(conn: &mut Conn, ids: &[Uuid]) -> Result<Vec<Attempt>> {
        Ok(delivery_attempts::table
            .filter(delivery_attempts::delivery_id.eq_any(ids))
            .order((delivery_attempts::delivery_id, delivery_attempts::number))
            .select(Attempt::as_select())
            .load(conn)
            .await?)
    }

    /// Begins an attempt: the row is `sending` with its attempt written before anything leaves. `None` where there is nothing
    /// to do. An attempt that a crash cut off is marked as interrupted.
    pub(super) async fn begin(tx: &mut Tx, at: Moment, id: Uuid) -> Result<Option<Self>> {
        let found =
            deliveries::table.find(id).select(Self::as_select()).for_update().first(tx.conn()).await.optional()?;
        let Some(mut delivery) = found else { return Ok(None) };
        if !matches!(delivery.state(), State::Waiting | State::Sending) {
            return Ok(None);
        }
        let open = delivery_attempts::table
            .filter(delivery_attempts::delivery_id.eq(id))
            .filter(delivery_attempts::ended_at.is_null());
        diesel::update(open)
            .set((
                delivery_attempts::ended_at.eq(at.now),
                delivery_attempts::outcome.eq("interrupted"),
                delivery_attempts::words.eq("the program stopped in the middle of this attempt"),
            ))
            .execute(tx.conn())
            .await?;
        delivery.attempts = delivery.attempts.saturating_add(1);
        diesel::update(deliveries::table.find(id))
            .set((
                deliveries::state.eq(State::Sending.as_str()),
                deliveries::attempts.eq(delivery.attempts),
                deliveries::due_at.eq(at.now),
            ))
            .execute(tx.conn())
            .await?;
        diesel::insert_into(delivery_attempts::table)
            .values((
                delivery_attempts::delivery_id.eq(id),
                delivery_attempts::number.eq(delivery.attempts),
                delivery_attempts::started_at.eq(at.now),
            ))
            .execute(tx.conn())
            .await?;
        Ok(Some(delivery))
    }

    /// Keeps the rendered bytes: they are repeated, never made anew.
    pub(super) async fn keep_bytes(tx: &mut Tx, id: Uuid, bytes: &[u8]) -> Result<()> {
        let sending = deliveries::table.find(id).filter(deliveries::state.eq(State::Sending.as_str()));
        diesel::update(sending).set(deliveries::bytes.eq(bytes)).execute(tx.conn()).await?;
        Ok(())
    }

    /// Ends an attempt. Answers when the next one is due, if there is one.
    pub(super) async fn end(
        tx: &mut Tx,
        at: Moment,
        delivery: &Self,
        outcome: &Outcome,
        final_: bool,
    ) -> Result<Option<DateTime<Utc>>> {
        let [jitter] = at.bytes::<1>();
        let again = super::next_try(delivery.attempts, delivery.created_at, at.now, jitter);
        let (state, text, words, due) = match outcome {
            Outcome::HandedOver(words) => (State::HandedOver, "handed-over", words, None),
            Outcome::Kept(words) => (State::Kept, "kept", words, None),
            Outcome::Refused(words) if final_ => (State::GivenUp, "refused", words, None),
            Outcome::Refused(words) => (State::Refused, "refused", words, None),
            // Whoever sends a test looks at it now, and sends another.
            Outcome::TryAgain(words) if delivery.kind() == Kind::MailTest => (State::GivenUp, "try-again", words, None),
            Outcome::TryAgain(words) => match again {
                Some(due) => (State::Waiting, "try-again", words, Some(due)),
                None => (State::GivenUp, "try-again", words, None),
            },
        };
        let failing_before = if state == State::HandedOver { Self::failed_last(tx.conn()).await? } else { false };
        let sending = deliveries::table
            .filter(deliveries::id.eq(delivery.id))
            .filter(deliveries::attempts.eq(delivery.attempts))
            .filter(deliveries::state.eq(State::Sending.as_str()));
        let rows = diesel::update(sending)
            .set((
                deliveries::state.eq(state.as_str()),
                deliveries::due_at.eq(due),
                deliveries::done_at.eq(due.is_none().then_some(at.now)),
            ))
            .execute(tx.conn())
            .await?;
        // Deleted or cancelled meanwhile: then the server's words, which may repeat an address, are not kept.
        let words: String = if rows == 1 { words.chars().take(1000).collect() } else { String::new() };
        let own = delivery_attempts::table.find((delivery.id, delivery.attempts));
        diesel::update(own)
            .set((
                delivery_attempts::ended_at.eq(at.now),
                delivery_attempts::outcome.eq(text),
                delivery_attempts::words.eq(words),
            ))
            .execute(tx.conn())
            .await?;
        if failing_before {
            // The first success after a failure: all waiting mail goes now.
            let waiting = deliveries::table
                .filter(deliveries::state.eq(State::Waiting.as_str()))
                .filter(deliveries::due_at.gt(at.now));
            let ids: Vec<Uuid> = waiting.select(deliveries::id).for_update().load(tx.conn()).await?;
            Self::make_due(tx, at, &ids).await?;
        }
        Ok(due)
    }

    /// Whether the attempt that ended last, of any delivery, failed.
    async fn failed_last(conn: &mut Conn) -> Result<bool> {
        let last: Option<Option<String>> = delivery_attempts::table
            .filter(delivery_attempts::ended_at.is_not_null())
            .order(delivery_attempts::ended_at.desc())
            .select(delivery_attempts::outcome)
            .first(conn)
            .await
            .optional()?;
        Ok(last.flatten().as_deref() == Some("try-again"))
    }
}
