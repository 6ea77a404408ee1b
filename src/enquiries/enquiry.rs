//! The noun: rows of `enquiries`, and what staff do with them.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::reference::Reference;
use super::state::EnquiryState;
use super::timeline::{Entry, Event};
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::deliveries::Delivery;
use crate::demo;
use crate::error::Result;
use crate::forms::{Answers, Form, Source};
use crate::schema::enquiries;
use crate::site::Business;

diesel::define_sql_function! {
    /// PostgreSQL's own folding, as the indexes on names and addresses have it.
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}

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

    /// Those of these that are still there, newest first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn by_keys(conn: &mut Conn, ids: &[Uuid]) -> Result<Vec<Self>> {
        Ok(enquiries::table
            .filter(enquiries::id.eq_any(ids))
            .filter(enquiries::deleted_at.is_null())
            .order((enquiries::received_at.desc(), enquiries::id.desc()))
            .select(Self::as_select())
            .load(conn)
            .await?)
    }

    /// Others of the same address, newest first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn of_same_address(&self, conn: &mut Conn, most: i64) -> Result<Vec<Self>> {
        if self.email.is_empty() {
            return Ok(Vec::new());
        }
        Ok(enquiries::table
            .filter(lower(enquiries::email).eq(self.email.to_lowercase()))
            .filter(enquiries::id.ne(self.id))
            .filter(enquiries::deleted_at.is_null())
            .order((enquiries::received_at.desc(), enquiries::id.desc()))
            .limit(most)
            .select(Self::as_select())
            .load(conn)
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

    /// A believable one, that came a while ago through the demo's form for projects.
    ///
    /// # Errors
    /// None that is known: answers can be written.
    pub(crate) fn sample(at: Moment, form: &Form) -> Result<Self> {
        let answers = demo::sample_answers();
        let source =
            Source { page: Some("/services".to_owned()), call: Some("Ask us".to_owned()), ..Source::default() };
        Ok(Self {
            id: at.id(),
            reference: demo::SAMPLE_REFERENCE.to_owned(),
            key: String::new(),
            form_id: form.id,
            form_version: form.version,
            name: answers.text("name").to_owned(),
            email: answers.text("email").to_owned(),
            phone: answers.text("phone").to_owned(),
            company: answers.text("company").to_owned(),
            excerpt: answers.text("goals").to_owned(),
            answers: serde_json::to_value(&answers)?,
            state: EnquiryState::New.as_str().to_owned(),
            suspected: false,
            suspicion: serde_json::json!([]),
            source: serde_json::to_value(source)?,
            received_at: at.now - TimeDelta::minutes(50),
            version: 1,
            test: false,
            seeded: false,
            owner_id: None,
            due_at: Some(at.now + TimeDelta::hours(7)),
            answered_at: None,
            deleted_at: None,
        })
    }

    /// The same as suspected spam.
    pub(crate) fn into_suspected(self) -> Self {
        let suspicion =
            serde_json::json!(["It offers a place on the first page of Google", "It was sent after 2 seconds"]);
        Self { suspected: true, suspicion, ..self }
    }

    /// The same in another state.
    pub(crate) fn in_state(self, state: EnquiryState) -> Self {
        Self { state: state.as_str().to_owned(), ..self }
    }

    /// *Not spam*: the enquiry joins the others and its held messages go.
    pub(super) async fn release(&self, tx: &mut Tx, at: Moment, who: Uuid) -> Result<()> {
        // What was held on arrival was promised nothing: its promise begins now. What staff took for spam keeps its own.
        let due = match (self.due_at, self.test) {
            (Some(due), _) => Some(due),
            (None, true) => None,
            (None, false) => Form::at_version(tx.conn(), self.form_id, self.form_version)
                .await?
                .due(&Business::current(tx.conn()).await?, at.now),
        };
        diesel::update(enquiries::table.find(self.id))
            .set((
                enquiries::suspected.eq(false),
                enquiries::due_at.eq(due),
                enquiries::version.eq(enquiries::version + 1),
            ))
            .execute(tx.conn())
            .await?;
        Delivery::release(tx, at, self.id).await?;
        Entry::write(tx, at, self.id, Some(who), &Event::Cleared).await
    }
}
