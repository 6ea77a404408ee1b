//! The noun: rows of `deliveries`, how they come to be and how they become due.

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
use crate::mail::EmailAddress;
use crate::schema::deliveries;

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
    pub(super) kind: String,
    /// The member of staff that it is about.
    pub subject_staff: Option<Uuid>,
    /// The action link that it carries.
    pub action_link_id: Option<Uuid>,
    /// The recipient's address; empty where nobody was there.
    pub recipient: String,
    /// The recipient's name; may be empty.
    pub recipient_name: String,
    pub(super) state: String,
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
    /// What waits this morning.
    Morning,
    /// A message to look whether mail leaves.
    Test,
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
            StaffMail::Morning => (Kind::Morning, None),
            StaffMail::Test => (Kind::MailTest, None),
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
    async fn wake(tx: &mut Tx, at: Moment, id: Uuid) -> Result<()> {
        Job::enqueue(tx, at, jobs::Kind::Deliver, &job_key(id), json!({ "delivery": id }), at.now).await
    }

    /// Whatever they were: these are tried now.
    pub(super) async fn make_due(tx: &mut Tx, at: Moment, ids: &[Uuid]) -> Result<()> {
        diesel::update(deliveries::table.filter(deliveries::id.eq_any(ids)))
            .set((
                deliveries::state.eq(State::Waiting.as_str()),
                deliveries::due_at.eq(at.now),
                deliveries::done_at.eq(None::<DateTime<Utc>>),
            ))
            .execute(tx.conn())
            .await?;
        for id in ids {
            Self::wake(tx, at, *id).await?;
        }
        Ok(())
    }

    /// The newest delivery of a kind.
    ///
    /// # Errors
    /// The database is away.
    pub async fn newest(conn: &mut Conn, kind: Kind) -> Result<Option<Self>> {
        Ok(deliveries::table
            .filter(deliveries::kind.eq(kind.as_str()))
            .order((deliveries::created_at.desc(), deliveries::id.desc()))
            .select(Self::as_select())
            .first(conn)
            .await
            .optional()?)
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
}
