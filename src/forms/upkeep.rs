//! What staff do with a form as a whole: open it, close it, delete it; and where it is used.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::form::{Form, FormState};
use crate::acts::Act;
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::mail::EmailAddress;
use crate::schema::{enquiries, form_recipients, form_versions, forms};
use crate::site::{Reference, usage};

impl Form {
    /// Opens or closes a form. Blocks with a closed one show the contact link.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn set_state(tx: &mut Tx, id: Uuid, state: FormState) -> Result<()> {
        let text = if state == FormState::Open { "open" } else { "closed" };
        let changed = diesel::update(forms::table.find(id)).set(forms::state.eq(text)).execute(tx.conn()).await?;
        if changed == 0 { Err(AppError::NotFound) } else { Ok(()) }
    }

    /// Keeps others from changing a form until the transaction ends.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn hold(tx: &mut Tx, slug: &str) -> Result<Uuid> {
        Ok(forms::table.filter(forms::slug.eq(slug)).select(forms::id).for_no_key_update().first(tx.conn()).await?)
    }

    /// Opens or closes a form, and writes down who did. Nothing where it stands so already.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn turn(tx: &mut Tx, at: Moment, slug: &str, state: FormState, who: Uuid) -> Result<Option<Uuid>> {
        let id = Self::hold(tx, slug).await?;
        let form = Self::by_slug(tx.conn(), slug).await?;
        if form.state == state {
            return Ok(None);
        }
        Self::set_state(tx, id, state).await?;
        let title = form.definition.title;
        let act = if state == FormState::Open { Act::FormOpened { title } } else { Act::FormClosed { title } };
        Ok(Some(act.write(tx, at, who).await?))
    }

    /// Deletes a form, and writes down who did.
    ///
    /// # Errors
    /// [`AppError::Conflict`] with the places where it is used.
    pub async fn remove(tx: &mut Tx, at: Moment, slug: &str, who: Uuid) -> Result<Uuid> {
        let id = Self::hold(tx, slug).await?;
        let form = Self::by_slug(tx.conn(), slug).await?;
        Self::delete(tx, at, id).await?;
        Act::FormDeleted { title: form.definition.title, slug: form.slug }.write(tx, at, who).await
    }

    /// How many enquiries came through a form, of whatever kind.
    ///
    /// # Errors
    /// The database is away.
    pub async fn count_answered(conn: &mut Conn, id: Uuid) -> Result<i64> {
        Ok(enquiries::table.filter(enquiries::form_id.eq(id)).count().get_result(conn).await?)
    }

    /// When each form was last answered, by an enquiry that is neither spam nor a test.
    ///
    /// # Errors
    /// The database is away.
    pub async fn last_answered(conn: &mut Conn) -> Result<BTreeMap<Uuid, DateTime<Utc>>> {
        let rows: Vec<(Uuid, Option<DateTime<Utc>>)> = enquiries::table
            .filter(enquiries::suspected.eq(false))
            .filter(enquiries::test.eq(false))
            .group_by(enquiries::form_id)
            .select((enquiries::form_id, diesel::dsl::max(enquiries::received_at)))
            .load(conn)
            .await?;
        Ok(rows.into_iter().filter_map(|(id, at)| Some((id, at?))).collect())
    }

    /// Deletes a form that nothing points to and nobody answered.
    ///
    /// # Errors
    /// [`AppError::Conflict`] with the places where it is used (promise 2).
    pub async fn delete(tx: &mut Tx, at: Moment, id: Uuid) -> Result<()> {
        usage::refuse_used(tx, Reference::Form(id), "form").await?;
        let answered = Self::count_answered(tx.conn(), id).await?;
        if answered > 0 {
            return Err(AppError::Conflict(format!("{answered} enquiries came through this form. Close it instead.")));
        }
        usage::delete(tx, at, Reference::Form(id)).await
    }

    /// The places where a form is used: pages whose live or draft revision points to it, and menus.
    ///
    /// # Errors
    /// The database is away.
    pub async fn places(conn: &mut Conn, id: Uuid) -> Result<Vec<usage::Place>> {
        usage::places(conn, Reference::Form(id)).await
    }

    /// Closed forms that pages still show, with the places: what the dashboard warns of. `today` is the day where the business is.
    ///
    /// # Errors
    /// The database is away.
    pub async fn closed_in_use(conn: &mut Conn, today: NaiveDate) -> Result<Vec<(String, Vec<usage::Place>)>> {
        let over = diesel::dsl::sql::<diesel::sql_types::Bool>("(definition->>'closes_on')::date < ")
            .bind::<diesel::sql_types::Date, _>(today);
        let closed: Vec<(Uuid, String)> = forms::table
            .inner_join(
                form_versions::table
                    .on(form_versions::form_id.eq(forms::id).and(form_versions::version.eq(forms::version))),
            )
            .filter(forms::state.eq("closed").or(over))
            .select((forms::id, forms::slug))
            .order(forms::slug)
            .load(conn)
            .await?;
        let mut list = Vec::new();
        for (id, slug) in closed {
            let places = Self::places(conn, id).await?;
            if !places.is_empty() {
                list.push((slug, places));
            }
        }
        Ok(list)
    }

    /// Open forms without a usable recipient.
    ///
    /// # Errors
    /// The database is away.
    pub async fn open_without_recipient(conn: &mut Conn) -> Result<Vec<String>> {
        let open: Vec<(Uuid, String)> = forms::table
            .filter(forms::state.eq("open"))
            .order(forms::slug)
            .select((forms::id, forms::slug))
            .load(conn)
            .await?;
        let ids: Vec<Uuid> = open.iter().map(|(id, _)| *id).collect();
        let named: Vec<(Uuid, String)> = form_recipients::table
            .filter(form_recipients::form_id.eq_any(&ids))
            .select((form_recipients::form_id, form_recipients::email))
            .load(conn)
            .await?;
        let heard = |form: Uuid| named.iter().any(|(id, email)| *id == form && EmailAddress::parse(email).is_some());
        Ok(open.into_iter().filter(|(id, _)| !heard(*id)).map(|(_, slug)| slug).collect())
    }
}
