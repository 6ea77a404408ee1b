//! The noun: a version of what a form asks. Versions are only ever added: what was answered keeps its questions, and a visitor who
//! has begun goes on with the version begun (promise 3).

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::definition::Definition;
use super::form::{Form, FormState};
use super::known::Known;
use crate::acts::Act;
use crate::clock::Moment;
use crate::db::{Conn, Stored, Tx};
use crate::error::{AppError, Result};
use crate::schema::{form_versions, forms, staff};

/// One version, with who made it.
#[derive(Debug, Clone)]
pub struct Version {
    /// Its number; the highest is in force.
    pub number: i32,
    /// What it asks, as it is stored.
    pub definition: Definition,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// By whom; nobody where the program made it.
    pub who: Option<String>,
}

/// What came of saving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// It is a version now; without an act it stood so already.
    Kept(Option<Uuid>),
    /// Somebody else saved another version since: nothing is written.
    Meanwhile,
}

/// A change of what a form asks.
#[derive(Debug)]
pub struct Edit {
    /// The version from which it set out.
    pub seen: i32,
    /// What the form is to ask.
    pub definition: Definition,
    /// Whether whoever makes it may change more than the words.
    pub whole: bool,
}

/// A version as it is stored.
type Row = (i32, Stored<Definition>, DateTime<Utc>, Option<String>);

impl Version {
    fn of_row((number, Stored(definition), at, who): Row) -> Self {
        Self { number, definition, at, who }
    }

    /// The version in force.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn newest(conn: &mut Conn, form: Uuid) -> Result<Self> {
        let row: Row = form_versions::table
            .left_join(staff::table.on(staff::id.nullable().eq(form_versions::staff_id)))
            .filter(form_versions::form_id.eq(form))
            .order(form_versions::version.desc())
            .select((form_versions::version, form_versions::definition, form_versions::at, staff::name.nullable()))
            .first(conn)
            .await?;
        Ok(Self::of_row(row))
    }

    /// Every version of a form, the newest first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn all(conn: &mut Conn, form: Uuid) -> Result<Vec<Self>> {
        let rows: Vec<Row> = form_versions::table
            .left_join(staff::table.on(staff::id.nullable().eq(form_versions::staff_id)))
            .filter(form_versions::form_id.eq(form))
            .order(form_versions::version.desc())
            .select((form_versions::version, form_versions::definition, form_versions::at, staff::name.nullable()))
            .load(conn)
            .await?;
        Ok(rows.into_iter().map(Self::of_row).collect())
    }
}

impl Form {
    /// A new form, closed until somebody opens it, and who made it.
    ///
    /// # Errors
    /// [`AppError::Conflict`] with the fault of the definition.
    pub async fn create(tx: &mut Tx, at: Moment, slug: &str, definition: &Definition, who: Uuid) -> Result<Uuid> {
        let id = Self::add(tx, at, slug, definition).await?;
        diesel::update(form_versions::table.filter(form_versions::form_id.eq(id)))
            .set(form_versions::staff_id.eq(who))
            .execute(tx.conn())
            .await?;
        Self::set_state(tx, id, FormState::Closed).await?;
        Act::FormAdded { title: definition.title.clone(), slug: slug.to_owned() }.write(tx, at, who).await
    }

    /// Changes what a form asks: always a new version, so that what was answered keeps its questions. Drafts go on with theirs.
    ///
    /// # Errors
    /// [`AppError::Conflict`] with the fault of the definition.
    pub async fn change(tx: &mut Tx, at: Moment, id: Uuid, definition: &Definition) -> Result<i32> {
        Self::change_by(tx, at, id, definition, None).await
    }

    /// The same by somebody.
    ///
    /// # Errors
    /// [`AppError::Conflict`] with the fault of the definition.
    pub async fn change_by(
        tx: &mut Tx,
        at: Moment,
        id: Uuid,
        definition: &Definition,
        who: Option<Uuid>,
    ) -> Result<i32> {
        definition.check().map_err(|fault| AppError::Conflict(fault.to_string()))?;
        let version: i32 = diesel::update(forms::table.find(id))
            .set(forms::version.eq(forms::version + 1))
            .returning(forms::version)
            .get_result(tx.conn())
            .await?;
        Self::write_version(tx, at, id, version, definition, who).await?;
        Ok(version)
    }

    pub(super) async fn write_version(
        tx: &mut Tx,
        at: Moment,
        id: Uuid,
        version: i32,
        definition: &Definition,
        who: Option<Uuid>,
    ) -> Result<()> {
        diesel::insert_into(form_versions::table)
            .values((
                form_versions::form_id.eq(id),
                form_versions::version.eq(version),
                form_versions::definition.eq(Stored(definition.stored())),
                form_versions::at.eq(at.now),
                form_versions::staff_id.eq(who),
            ))
            .execute(tx.conn())
            .await?;
        Ok(())
    }

    /// Makes a form ask something else, and writes down who did and what became of what. Choices that it ever offered stay known.
    ///
    /// # Errors
    /// [`AppError::Conflict`] with the fault of the definition; [`AppError::Forbidden`] where more than words is changed by somebody
    /// who may change words.
    pub async fn edit(tx: &mut Tx, at: Moment, slug: &str, edit: Edit, who: Uuid) -> Result<Saved> {
        let id = Self::hold(tx, slug).await?;
        let versions = Version::all(tx.conn(), id).await?;
        let now = versions.as_slice().first().ok_or(AppError::NotFound)?;
        let mut definition = edit.definition.stored();
        Known::of(&versions).remember_in(&mut definition);
        if definition == now.definition {
            return Ok(Saved::Kept(None));
        }
        if now.number != edit.seen {
            return Ok(Saved::Meanwhile);
        }
        if !edit.whole && definition.bare() != now.definition.bare() {
            return Err(AppError::Forbidden("they change words of forms, and this changes what is asked"));
        }
        Self::change_by(tx, at, id, &definition, Some(who)).await?;
        let changes = super::differences(&now.definition, &definition);
        let act = Act::FormChanged { title: definition.title, slug: slug.to_owned(), changes };
        Ok(Saved::Kept(Some(act.write(tx, at, who).await?)))
    }

    /// Makes a form ask again what it asked before, as a new version. What it has offered since stays known, but is not offered.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; [`AppError::Conflict`] where somebody saved another version since `seen`, or where the old one can't
    /// be used any more.
    pub async fn restore(
        tx: &mut Tx,
        at: Moment,
        slug: &str,
        number: i32,
        seen: i32,
        who: Uuid,
    ) -> Result<Option<Uuid>> {
        let id = Self::hold(tx, slug).await?;
        let versions = Version::all(tx.conn(), id).await?;
        let now = versions.as_slice().first().ok_or(AppError::NotFound)?;
        let old = versions.iter().find(|version| version.number == number).ok_or(AppError::NotFound)?;
        if now.number != seen {
            let whose = now.who.clone().unwrap_or_else(|| "Somebody".to_owned());
            let words = format!("{whose} saved version {} meanwhile. Look at it first, then decide again.", now.number);
            return Err(AppError::Conflict(words));
        }
        let mut definition = old.definition.clone();
        Known::of(&versions).remember_in(&mut definition);
        if definition == now.definition {
            return Ok(None);
        }
        definition.check().map_err(|fault| {
            AppError::Conflict(format!("Version {number} can’t be used as it is: {fault}. Change it by hand instead."))
        })?;
        Self::change_by(tx, at, id, &definition, Some(who)).await?;
        let act = Act::FormRestored { title: definition.title, slug: slug.to_owned(), version: number };
        Ok(Some(act.write(tx, at, who).await?))
    }

    /// A name in addresses that no form has, made from a title.
    ///
    /// # Errors
    /// The database is away.
    pub async fn free_slug(tx: &mut Tx, title: &str) -> Result<String> {
        let taken: Vec<String> = forms::table.select(forms::slug).load(tx.conn()).await?;
        // `/admin/forms/creation` is where forms are made.
        Ok(super::known::free_name(title, |name| name == "creation" || taken.iter().any(|other| other == name)))
    }
}
