//! The noun: a form with the definition that is in force, and its earlier ones.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::definition::{Definition, Field};
use crate::clock::Moment;
use crate::db::{Conn, Stored, Tx};
use crate::error::{AppError, Result};
use crate::mail::EmailAddress;
use crate::schema::{form_recipients, form_versions, forms};
use crate::site::{Business, Service};

/// Whether a form takes enquiries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormState {
    /// It does.
    Open,
    /// It doesn't: blocks with it show the contact link instead.
    Closed,
}

/// A form with one version of its definition.
#[derive(Debug, Clone)]
pub struct Form {
    /// Its key.
    pub id: Uuid,
    /// Its name in addresses.
    pub slug: String,
    /// Whether it takes enquiries.
    pub state: FormState,
    /// The version of the definition.
    pub version: i32,
    /// What it asks.
    pub definition: Definition,
}

type Row = (Uuid, String, String, i32, Stored<Definition>);

impl Form {
    fn of_row((id, slug, state, version, Stored(definition)): Row) -> Self {
        let state = if state == "open" { FormState::Open } else { FormState::Closed };
        Self { id, slug, state, version, definition }
    }

    /// A form with the services that it offers, where it does.
    async fn offering(conn: &mut Conn, row: Row) -> Result<Self> {
        let mut form = Self::of_row(row);
        if form.definition.asks_for_services() {
            form.definition.offer(&Service::all(conn).await?);
        }
        Ok(form)
    }

    /// The form of an address, with the definition in force.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn by_slug(conn: &mut Conn, slug: &str) -> Result<Self> {
        let row: Row = forms::table
            .inner_join(
                form_versions::table
                    .on(form_versions::form_id.eq(forms::id).and(form_versions::version.eq(forms::version))),
            )
            .filter(forms::slug.eq(slug))
            .select((forms::id, forms::slug, forms::state, forms::version, form_versions::definition))
            .first(conn)
            .await?;
        Self::offering(conn, row).await
    }

    /// These forms with the definition in force, and still without the services that they offer: [`Definition::offer`].
    ///
    /// # Errors
    /// The database is away.
    pub async fn these(mut conn: &Conn, keys: &[Uuid]) -> Result<Vec<Self>> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<Row> = forms::table
            .inner_join(
                form_versions::table
                    .on(form_versions::form_id.eq(forms::id).and(form_versions::version.eq(forms::version))),
            )
            .filter(forms::id.eq_any(keys))
            .select((forms::id, forms::slug, forms::state, forms::version, form_versions::definition))
            .load(&mut conn)
            .await?;
        Ok(rows.into_iter().map(Self::of_row).collect())
    }

    /// Every form with the definition in force, by its name in addresses.
    ///
    /// # Errors
    /// The database is away.
    pub async fn all(conn: &mut Conn) -> Result<Vec<Self>> {
        let rows: Vec<Row> = forms::table
            .inner_join(
                form_versions::table
                    .on(form_versions::form_id.eq(forms::id).and(form_versions::version.eq(forms::version))),
            )
            .order(forms::slug)
            .select((forms::id, forms::slug, forms::state, forms::version, form_versions::definition))
            .load(conn)
            .await?;
        let mut forms = Vec::with_capacity(rows.len());
        for row in rows {
            forms.push(Self::offering(conn, row).await?);
        }
        Ok(forms)
    }

    /// Every question that a form has ever asked, as it was asked last: those of today first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn questions_ever(&self, conn: &mut Conn) -> Result<Vec<Field>> {
        let versions: Vec<Stored<Definition>> = form_versions::table
            .filter(form_versions::form_id.eq(self.id))
            .order(form_versions::version.desc())
            .select(form_versions::definition)
            .load(conn)
            .await?;
        let mut all: Vec<Field> = Vec::new();
        for Stored(mut definition) in versions {
            if definition.asks_for_services() {
                definition.offer(&Service::all(conn).await?);
            }
            for field in definition.steps.into_iter().flat_map(|step| step.fields) {
                if !all.iter().any(|other| other.name == field.name) {
                    all.push(field);
                }
            }
        }
        Ok(all)
    }

    /// The slug and the title of every form.
    ///
    /// # Errors
    /// The database is away.
    pub async fn titles(conn: &mut Conn) -> Result<Vec<(String, String)>> {
        Ok(Self::all(conn).await?.into_iter().map(|form| (form.slug, form.definition.title)).collect())
    }

    /// Every field, in the order in which they are asked.
    pub fn questions(&self) -> impl Iterator<Item = &Field> {
        self.definition.questions()
    }

    /// Whether it takes enquiries: it is open, and its last day is not over where the business is.
    pub fn is_open(&self, business: &Business, now: DateTime<Utc>) -> bool {
        self.state == FormState::Open && self.definition.closes_on.is_none_or(|last| business.today(now) <= last)
    }

    /// When an enquiry that came through this form is to be answered, where that is promised.
    pub fn due(&self, business: &Business, from: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let minutes = self.definition.reply_promise.working_hours.saturating_mul(60);
        business.working_time().due(from, minutes)
    }

    /// A form with the definition in force.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn find(conn: &mut Conn, id: Uuid) -> Result<Self> {
        let slug: String = forms::table.find(id).select(forms::slug).first(conn).await?;
        Self::by_slug(conn, &slug).await
    }

    /// A form with the definition that was in force when somebody answered it.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn at_version(conn: &mut Conn, id: Uuid, version: i32) -> Result<Self> {
        let row: Row = forms::table
            .inner_join(form_versions::table.on(form_versions::form_id.eq(forms::id)))
            .filter(forms::id.eq(id).and(form_versions::version.eq(version)))
            .select((forms::id, forms::slug, forms::state, form_versions::version, form_versions::definition))
            .first(conn)
            .await?;
        Self::offering(conn, row).await
    }

    /// Adds a form whose definition is legal.
    ///
    /// # Errors
    /// [`AppError::Conflict`] with the fault of the definition.
    pub async fn add(tx: &mut Tx, at: Moment, slug: &str, definition: &Definition) -> Result<Uuid> {
        let id = at.id();
        Self::add_as(tx, at, id, slug, definition).await?;
        Ok(id)
    }

    /// The same under a key that is known before, so that pages can point to it.
    ///
    /// # Errors
    /// [`AppError::Conflict`] with the fault of the definition.
    pub async fn add_as(tx: &mut Tx, at: Moment, id: Uuid, slug: &str, definition: &Definition) -> Result<()> {
        definition.check().map_err(|fault| AppError::Conflict(fault.to_string()))?;
        diesel::insert_into(forms::table)
            .values((forms::id.eq(id), forms::slug.eq(slug), forms::version.eq(1), forms::created_at.eq(at.now)))
            .execute(tx.conn())
            .await?;
        Self::write_version(tx, at, id, 1, definition, None).await
    }

    /// Replaces the recipients of a form's notices.
    ///
    /// # Errors
    /// The database is away.
    pub async fn set_recipients(tx: &mut Tx, at: Moment, id: Uuid, people: &[(String, EmailAddress)]) -> Result<()> {
        diesel::delete(form_recipients::table.filter(form_recipients::form_id.eq(id))).execute(tx.conn()).await?;
        for (name, email) in people {
            diesel::insert_into(form_recipients::table)
                .values((
                    form_recipients::id.eq(at.id()),
                    form_recipients::form_id.eq(id),
                    form_recipients::name.eq(name),
                    form_recipients::email.eq(email.as_str()),
                ))
                .execute(tx.conn())
                .await?;
        }
        Ok(())
    }

    /// The usable recipients of a form's notices.
    ///
    /// # Errors
    /// The database is away.
    pub async fn recipients(conn: &mut Conn, id: Uuid) -> Result<Vec<(String, EmailAddress)>> {
        let rows: Vec<(String, String)> = form_recipients::table
            .filter(form_recipients::form_id.eq(id))
            .order(form_recipients::email)
            .select((form_recipients::name, form_recipients::email))
            .load(conn)
            .await?;
        Ok(rows.into_iter().filter_map(|(name, email)| Some((name, EmailAddress::parse(&email)?))).collect())
    }
}
