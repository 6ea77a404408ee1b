//! The noun: rows of `deliveries` and `delivery_attempts`, and what is done to them.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;
use uuid::Uuid;

use super::state::{Kind, State};
use crate::accounts::Staff;
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::jobs::{self, Job};
use crate::mail::{EmailAddress, Outcome};
use crate::schema::{deliveries, delivery_attempts};

/// A delivery that is due and was not tried for this long stands still.
pub(super) const STILL: Duration = Duration::minutes(15);
/// The bytes of mail that was handed over are erased after this long.
pub(super) const KEEP_BYTES: Duration = Duration::days(30);

/// One outgoing message.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = deliveries, check_for_backend(diesel::pg::Pg))]
pub struct Delivery {
    /// Its key.
    pub id: Uuid,
    /// The enquiry that it is about.
    pub enquiry_id: Option<Uuid>,
    kind: String,
    /// The member of staff that it is about.
    pub subject_staff: Option<Uuid>,
    /// The action link that it carries.
    pub action_link_id: Option<Uuid>,
    /// The recipient's address; empty where nobody was there.
    pub recipient: String,
    /// The recipient's name; may be empty.
    pub recipient_name: String,
    state: String,
    /// The Message-ID under which it is repeated.
    pub message_id: String,
    /// The rendered message, from the first attempt on.
    pub bytes: Option<Vec<u8>>,
    /// How often it was tried.
    pub attempts: i32,
    /// When it is tried next.
    pub due_at: Option<DateTime<Utc>>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it came to an end.
    pub done_at: Option<DateTime<Utc>>,
}

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

/// What is written for a message to come.
#[derive(Debug, Clone)]
pub struct NewDelivery {
    /// What for.
    pub kind: Kind,
    /// About which enquiry.
    pub enquiry_id: Option<Uuid>,
    /// To whom; `None` where nobody is there.
    pub recipient: Option<(String, EmailAddress)>,
    /// Whether it waits for somebody to say *not spam*.
    pub held: bool,
}

/// What staff are written about themselves.
#[derive(Debug, Clone, Copy)]
pub enum StaffMail {
    /// An action link, by its id.
    ActionLink(Uuid),
    /// The password was changed.
    PasswordChanged,
}

/// The key of a delivery's job.
pub(super) fn job_key(id: Uuid) -> String {
    format!("deliver {id}")
}

impl Delivery {
    /// What it is for.
    pub fn kind(&self) -> Kind {
        Kind::parse(&self.kind).unwrap_or(Kind::Notice)
    }

    /// How far it is.
    pub fn state(&self) -> State {
        State::parse(&self.state).unwrap_or(State::GivenUp)
    }

    /// Whether nothing happens to it although it should.
    pub fn is_stuck(&self, now: DateTime<Utc>) -> bool {
        self.state().is_dead() || self.due_at.is_some_and(|due| due + STILL < now)
    }

    /// Writes a message to come, and its job unless it is held or has no recipient.
    ///
    /// # Errors
    /// The database is away.
    pub async fn queue(tx: &mut Tx, at: Moment, new: &NewDelivery) -> Result<Uuid> {
        let state = match (&new.recipient, new.held) {
            (None, _) => State::NoRecipient,
            (Some(_), true) => State::Held,
            (Some(_), false) => State::Waiting,
        };
        let (name, email) = new.recipient.clone().map(|(name, email)| (name, email.to_string())).unwrap_or_default();
        let id = Self::insert(tx, at, new.kind, new.enquiry_id, None, None, (name, email), state).await?;
        Ok(id)
    }

    /// Writes a message to a member of staff about their own account.
    ///
    /// # Errors
    /// The database is away.
    pub async fn queue_for_staff(tx: &mut Tx, at: Moment, mail: StaffMail, staff: &Staff) -> Result<Uuid> {
        let (kind, link) = match mail {
            StaffMail::ActionLink(id) => (Kind::ActionLink, Some(id)),
            StaffMail::PasswordChanged => (Kind::PasswordChanged, None),
        };
        let to = (staff.name.clone(), staff.email.clone());
        Self::insert(tx, at, kind, None, Some(staff.id), link, to, State::Waiting).await
    }

    #[expect(clippy::too_many_arguments, reason = "one insert with all that a row has")]
    async fn insert(
        tx: &mut Tx,
        at: Moment,
        kind: Kind,
        enquiry_id: Option<Uuid>,
        staff: Option<Uuid>,
        link: Option<Uuid>,
        (name, email): (String, String),
        state: State,
    ) -> Result<Uuid> {
        let id = at.id();
        diesel::insert_into(deliveries::table)
            .values((
                deliveries::id.eq(id),
                deliveries::enquiry_id.eq(enquiry_id),
                deliveries::kind.eq(kind.as_str()),
                deliveries::subject_staff.eq(staff),
                deliveries::action_link_id.eq(link),
                deliveries::recipient.eq(email),
                deliveries::recipient_name.eq(name),
                deliveries::state.eq(state.as_str()),
                deliveries::message_id.eq(format!("<{id}@shingle.invalid>")),
                deliveries::due_at.eq((state == State::Waiting).then_some(at.now)),
                deliveries::created_at.eq(at.now),
            ))
            .execute(tx.conn())
            .await?;
        if state == State::Waiting {
            Self::wake(tx, at, id).await?;
        }
        Ok(id)
    }

    /// Enqueues the job of one delivery.
    pub(super) async fn wake(tx: &mut Tx, at: Moment, id: Uuid) -> Result<()> {
        Job::enqueue(tx, at, jobs::Kind::Deliver, &job_key(id), json!({ "delivery": id }), at.now).await
    }

    /// One delivery.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn find(conn: &mut Conn, id: Uuid) -> Result<Self> {
        Ok(deliveries::table.find(id).select(Self::as_select()).first(conn).await?)
    }

    /// The deliveries of an enquiry, oldest first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn of_enquiry(conn: &mut Conn, enquiry: Uuid) -> Result<Vec<Self>> {
        Ok(deliveries::table
            .filter(deliveries::enquiry_id.eq(enquiry))
            .order((deliveries::created_at, deliveries::kind, deliveries::id))
            .select(Self::as_select())
            .load(conn)
            .await?)
    }

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
        diesel::update(deliveries::table.find(id)).set(deliveries::bytes.eq(bytes)).execute(tx.conn()).await?;
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
            Outcome::TryAgain(words) => match again {
                Some(due) => (State::Waiting, "try-again", words, Some(due)),
                None => (State::GivenUp, "try-again", words, None),
            },
        };
        let failing_before = if state == State::HandedOver { Self::failed_last(tx.conn()).await? } else { false };
        let own = delivery_attempts::table.find((delivery.id, delivery.attempts));
        diesel::update(own)
            .set((
                delivery_attempts::ended_at.eq(at.now),
                delivery_attempts::outcome.eq(text),
                delivery_attempts::words.eq(words.chars().take(1000).collect::<String>()),
            ))
            .execute(tx.conn())
            .await?;
        let sending = deliveries::table
            .filter(deliveries::id.eq(delivery.id))
            .filter(deliveries::attempts.eq(delivery.attempts))
            .filter(deliveries::state.eq(State::Sending.as_str()));
        diesel::update(sending)
            .set((
                deliveries::state.eq(state.as_str()),
                deliveries::due_at.eq(due),
                deliveries::done_at.eq(due.is_none().then_some(at.now)),
            ))
            .execute(tx.conn())
            .await?;
        if failing_before {
            Self::make_all_due(tx, at).await?;
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

    /// The first success after a failure: all waiting mail goes now.
    async fn make_all_due(tx: &mut Tx, at: Moment) -> Result<()> {
        let waiting = deliveries::table
            .filter(deliveries::state.eq(State::Waiting.as_str()))
            .filter(deliveries::due_at.gt(at.now));
        let ids: Vec<Uuid> = diesel::update(waiting)
            .set(deliveries::due_at.eq(at.now))
            .returning(deliveries::id)
            .get_results(tx.conn())
            .await?;
        for id in ids {
            Self::wake(tx, at, id).await?;
        }
        Ok(())
    }
}
