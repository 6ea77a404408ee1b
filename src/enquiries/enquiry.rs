//! The noun: rows of `enquiries`, and what staff do with them.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::reference::Reference;
use super::state::EnquiryState;
use super::timeline::{Entry, Event};
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::deliveries::Delivery;
use crate::error::{AppError, Result};
use crate::forms::{Answers, Source};
use crate::schema::enquiries;

/// An accepted enquiry.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = enquiries, check_for_backend(diesel::pg::Pg))]
pub struct Enquiry {
    /// Its key in the table.
    pub id: Uuid,
    /// Its human number.
    pub reference: String,
    /// The key under which it was accepted once.
    pub key: String,
    /// The form that it came through.
    pub form_id: Uuid,
    /// The version of its definition.
    pub form_version: i32,
    answers: serde_json::Value,
    /// The visitor's name; may be empty.
    pub name: String,
    /// Their email address; may be empty.
    pub email: String,
    /// Their telephone number; may be empty.
    pub phone: String,
    /// Their firm; may be empty.
    pub company: String,
    /// The first words of their own answer.
    pub excerpt: String,
    state: String,
    /// Whether it is held as suspected spam.
    pub suspected: bool,
    suspicion: serde_json::Value,
    source: serde_json::Value,
    /// When it was accepted.
    pub received_at: DateTime<Utc>,
    /// Goes up with each change.
    pub version: i32,
    /// Whether staff sent it to try the way: it counts nowhere.
    pub test: bool,
    /// Whether it came with the demo: nothing is sent for it.
    pub seeded: bool,
    /// Who has taken it up.
    pub owner_id: Option<Uuid>,
    /// The reply promise: by when somebody has answered; `None` where nothing was promised.
    pub due_at: Option<DateTime<Utc>>,
    /// When somebody answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// When it was deleted: only its key, reference, form and dates are left.
    pub deleted_at: Option<DateTime<Utc>>,
}

impl Enquiry {
    /// The answers, checked and tidied.
    pub fn answers(&self) -> Answers {
        serde_json::from_value(self.answers.clone()).unwrap_or_default()
    }

    /// How far it is.
    pub fn state(&self) -> EnquiryState {
        EnquiryState::parse(&self.state).unwrap_or(EnquiryState::New)
    }

    /// Why it is suspected.
    pub fn suspicion(&self) -> Vec<String> {
        serde_json::from_value(self.suspicion.clone()).unwrap_or_default()
    }

    /// Where it came from.
    pub fn source(&self) -> Source {
        serde_json::from_value(self.source.clone()).unwrap_or_default()
    }

    /// Whom to name: the visitor, else their address, else their number.
    pub fn title(&self) -> &str {
        [&self.name, &self.email, &self.phone]
            .into_iter()
            .find(|text| !text.is_empty())
            .map_or("No name", String::as_str)
    }

    /// An enquiry by its key.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn find(conn: &mut Conn, id: Uuid) -> Result<Self> {
        Ok(enquiries::table.find(id).select(Self::as_select()).first(conn).await?)
    }

    /// An enquiry by its reference.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn by_reference(conn: &mut Conn, reference: &Reference) -> Result<Self> {
        Ok(enquiries::table
            .filter(enquiries::reference.eq(reference.as_str()))
            .select(Self::as_select())
            .first(conn)
            .await?)
    }

    /// The enquiry that a key was used for.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn by_key(conn: &mut Conn, key: &str) -> Result<Self> {
        Ok(enquiries::table.filter(enquiries::key.eq(key)).select(Self::as_select()).first(conn).await?)
    }

    /// Whether a key was used.
    ///
    /// # Errors
    /// The database is away.
    pub async fn key_is_used(conn: &mut Conn, key: &str) -> Result<bool> {
        Ok(diesel::select(diesel::dsl::exists(enquiries::table.filter(enquiries::key.eq(key))))
            .get_result(conn)
            .await?)
    }

    pub(super) async fn lock(tx: &mut Tx, reference: &Reference) -> Result<Self> {
        Ok(enquiries::table
            .filter(enquiries::reference.eq(reference.as_str()))
            .select(Self::as_select())
            .for_update()
            .first(tx.conn())
            .await?)
    }

    /// Refuses to change an enquiry that somebody changed since the viewer saw it in `seen` version.
    pub(super) fn unchanged(&self, seen: i32) -> Result<()> {
        if self.version == seen {
            return Ok(());
        }
        Err(AppError::Conflict(format!(
            "Somebody changed this enquiry meanwhile: it is {} now. Look at it again before you change it.",
            self.state().words().to_lowercase()
        )))
    }

    /// Changes the state of an enquiry that the viewer saw in `seen` version. Who waits for the other side, or is at the end,
    /// has answered.
    ///
    /// # Errors
    /// [`AppError::Conflict`] where somebody changed it meanwhile.
    pub async fn set_state(
        tx: &mut Tx,
        at: Moment,
        reference: &Reference,
        seen: i32,
        to: EnquiryState,
        who: Uuid,
    ) -> Result<Self> {
        let enquiry = Self::lock(tx, reference).await?;
        if enquiry.state() == to {
            return Ok(enquiry);
        }
        enquiry.unchanged(seen)?;
        diesel::update(enquiries::table.find(enquiry.id))
            .set((enquiries::state.eq(to.as_str()), enquiries::version.eq(enquiries::version + 1)))
            .execute(tx.conn())
            .await?;
        if to.is_answered() {
            enquiry.answer(tx, at, who).await?;
        }
        let event = Event::State { from: enquiry.state.clone(), to: to.as_str().to_owned() };
        Entry::write(tx, at, enquiry.id, Some(who), &event).await?;
        Ok(enquiry)
    }

    /// *Not spam*: the enquiry joins the others and its held messages go.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn clear(tx: &mut Tx, at: Moment, reference: &Reference, who: Uuid) -> Result<Self> {
        let enquiry = Self::lock(tx, reference).await?;
        if !enquiry.suspected {
            return Ok(enquiry);
        }
        // Nothing was promised while it was held: the promise begins now.
        let due = if enquiry.test { None } else { enquiry.due_from(tx.conn(), at.now).await? };
        diesel::update(enquiries::table.find(enquiry.id))
            .set((
                enquiries::suspected.eq(false),
                enquiries::due_at.eq(due),
                enquiries::version.eq(enquiries::version + 1),
            ))
            .execute(tx.conn())
            .await?;
        Delivery::release(tx, at, enquiry.id).await?;
        Entry::write(tx, at, enquiry.id, Some(who), &Event::Cleared).await?;
        Ok(enquiry)
    }
}
