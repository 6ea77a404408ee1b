//! The noun: rows of `staff`, and what is done to them.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use secrecy::SecretString;
use uuid::Uuid;

use super::hashing::{self, StoredHash};
use super::sessions::OwnSession;
use super::{Colleague, Face, Role, Theme};
use crate::app::App;
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::mail::EmailAddress;
use crate::schema::staff;

diesel::define_sql_function! {
    /// PostgreSQL's own folding: the one that the unique index uses.
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}

/// A person who works here.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = staff)]
pub struct Staff {
    /// Their key.
    pub id: Uuid,
    /// What colleagues call them.
    pub name: String,
    /// Where they sign in and are written to.
    pub email: String,
    /// What they may.
    #[diesel(deserialize_as = String)]
    pub role: Role,
    /// Their password as it is stored.
    #[diesel(deserialize_as = Option<String>)]
    password_hash: StoredHash,
    /// Goes up with each change of power; sessions and links of an older one are dead.
    pub credential_version: i32,
    /// Since when they may not come in.
    pub disabled_at: Option<DateTime<Utc>>,
    /// When they were last here.
    pub last_seen_at: Option<DateTime<Utc>>,
    /// Whether they use the keyboard's shortcuts.
    pub shortcuts: bool,
    /// Light or dark.
    #[diesel(deserialize_as = String)]
    pub theme: Theme,
    /// Whether they get the morning mail.
    pub morning_mail: bool,
    /// Whether they are reminded before a promise breaks.
    pub reminders: bool,
    /// The tag of their picture; it goes with the picture's address.
    pub picture_tag: Option<String>,
}

/// What somebody chose for themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// What colleagues call them.
    pub name: String,
    /// Light or dark.
    pub theme: Theme,
    /// Whether they use the keyboard's shortcuts.
    pub shortcuts: bool,
    /// Whether they get the morning mail.
    pub morning_mail: bool,
    /// Whether they are reminded before a promise breaks.
    pub reminders: bool,
}

impl Staff {
    /// Somebody for samples, who has been here or not.
    pub(crate) fn sample(name: &str, email: &str, role: Role, seen: Option<DateTime<Utc>>) -> Self {
        Self {
            id: Uuid::nil(),
            name: name.to_owned(),
            email: email.to_owned(),
            role,
            password_hash: StoredHash::from(seen.map(|_| String::new())),
            credential_version: 1,
            disabled_at: None,
            last_seen_at: seen,
            shortcuts: true,
            theme: Theme::System,
            morning_mail: true,
            reminders: true,
            picture_tag: None,
        }
    }

    /// How they are shown beside their name.
    pub fn face(&self) -> Face {
        Face::of(self.id, &self.name, self.picture_tag.as_deref())
    }

    /// One person, where there is one.
    ///
    /// # Errors
    /// The database is away.
    pub async fn find(conn: &mut Conn, id: Uuid) -> Result<Option<Self>> {
        Ok(staff::table.find(id).select(Self::as_select()).first(conn).await.optional()?)
    }

    /// Everybody, those who may come in first, by name.
    ///
    /// # Errors
    /// The database is away.
    pub async fn everybody(conn: &mut Conn) -> Result<Vec<Self>> {
        Ok(staff::table
            .order((staff::disabled_at.is_not_null(), staff::name, staff::id))
            .select(Self::as_select())
            .load(conn)
            .await?)
    }

    /// Everybody as lists show them, also those who may not come in any more: what they have had bears their name.
    ///
    /// # Errors
    /// The database is away.
    pub async fn names(conn: &mut Conn) -> Result<Vec<Colleague>> {
        Ok(staff::table
            .order((staff::disabled_at.is_not_null(), staff::name, staff::id))
            .select(Colleague::as_select())
            .load(conn)
            .await?)
    }

    /// Everybody who may come in, by name: to whom something can be given.
    ///
    /// # Errors
    /// The database is away.
    pub async fn hands(conn: &mut Conn) -> Result<Vec<Colleague>> {
        Ok(staff::table
            .filter(staff::disabled_at.is_null())
            .order((staff::name, staff::id))
            .select(Colleague::as_select())
            .load(conn)
            .await?)
    }

    /// The person with this address, however its letters are written.
    ///
    /// # Errors
    /// The database is away.
    pub async fn by_email(conn: &mut Conn, email: &str) -> Result<Option<Self>> {
        let same = lower(staff::email).eq(lower(email.trim()));
        Ok(staff::table.filter(same).select(Self::as_select()).first(conn).await.optional()?)
    }

    /// The owners who may come in: they hear what nobody else is there to hear.
    ///
    /// # Errors
    /// The database is away.
    pub async fn owners(conn: &mut Conn) -> Result<Vec<Self>> {
        Ok(staff::table
            .filter(staff::role.eq(Role::Owner.as_str()))
            .filter(staff::disabled_at.is_null())
            .order((staff::created_at, staff::id))
            .select(Self::as_select())
            .load(conn)
            .await?)
    }

    /// Whether they have set a password yet.
    pub fn has_come(&self) -> bool {
        self.password_hash.is_set()
    }

    /// Whether this person may come in at all.
    pub fn is_active(&self) -> bool {
        self.disabled_at.is_none()
    }

    /// Whether this is the person's password. The work is the same where they have none yet.
    ///
    /// # Errors
    /// [`AppError::Unavailable`] when too many others are waiting.
    pub async fn has_password(&self, app: &Arc<App>, typed: SecretString) -> Result<bool> {
        hashing::verify(app, typed, Some(self.password_hash.clone())).await
    }

    /// Adds a person without a password: their first action link sets one.
    ///
    /// # Errors
    /// [`AppError::Conflict`] where the address is taken, with words for whoever typed it.
    pub async fn add(tx: &mut Tx, at: Moment, name: &str, email: &EmailAddress, role: Role) -> Result<Self> {
        let added = diesel::insert_into(staff::table)
            .values((
                staff::id.eq(at.id()),
                staff::name.eq(name),
                staff::email.eq(email.as_str()),
                staff::role.eq(role.as_str()),
                staff::created_at.eq(at.now),
            ))
            .on_conflict_do_nothing()
            .returning(Self::as_returning())
            .get_result(tx.conn())
            .await
            .optional()?;
        added.ok_or_else(|| {
            AppError::Conflict(format!("{email} is staff already: a new password comes by /account/password"))
        })
    }

    /// Keeps others from changing this person until the transaction ends.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where the person is gone.
    pub(super) async fn hold(tx: &mut Tx, id: Uuid) -> Result<()> {
        staff::table.find(id).select(staff::id).for_no_key_update().first::<Uuid>(tx.conn()).await?;
        Ok(())
    }

    /// Gives a name.
    ///
    /// # Errors
    /// The database is away.
    pub async fn rename(&mut self, tx: &mut Tx, name: &str) -> Result<()> {
        diesel::update(staff::table.find(self.id)).set(staff::name.eq(name)).execute(tx.conn()).await?;
        name.clone_into(&mut self.name);
        Ok(())
    }

    /// Keeps what somebody chose for themselves.
    ///
    /// # Errors
    /// The database is away.
    pub async fn choose(tx: &mut Tx, id: Uuid, choices: &Choices) -> Result<()> {
        diesel::update(staff::table.find(id))
            .set((
                staff::name.eq(&choices.name),
                staff::theme.eq(choices.theme.as_str()),
                staff::shortcuts.eq(choices.shortcuts),
                staff::morning_mail.eq(choices.morning_mail),
                staff::reminders.eq(choices.reminders),
            ))
            .execute(tx.conn())
            .await?;
        Ok(())
    }

    /// Sets a password. Every session and every action link of this person is dead with it.
    ///
    /// # Errors
    /// [`AppError::Conflict`] where their power has changed since they were read: nobody sets a password with a proof from before.
    pub async fn set_password(&mut self, tx: &mut Tx, hash: &StoredHash) -> Result<()> {
        let unchanged = staff::table.find(self.id).filter(staff::credential_version.eq(self.credential_version));
        let raised: Option<i32> = diesel::update(unchanged)
            .set((
                staff::password_hash.eq(hash.as_deref()),
                staff::credential_version.eq(staff::credential_version + 1),
            ))
            .returning(staff::credential_version)
            .get_result(tx.conn())
            .await
            .optional()?;
        let changed = || AppError::Conflict("The password was changed meanwhile. Sign in with the new one.".to_owned());
        self.credential_version = raised.ok_or_else(changed)?;
        self.password_hash = hash.clone();
        OwnSession::end_all(tx, self.id).await
    }

    /// Shuts this person out, now and everywhere.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where the person is gone.
    pub async fn disable(&mut self, tx: &mut Tx, at: Moment) -> Result<()> {
        self.credential_version = diesel::update(staff::table.find(self.id))
            .set((staff::disabled_at.eq(at.now), staff::credential_version.eq(staff::credential_version + 1)))
            .returning(staff::credential_version)
            .get_result(tx.conn())
            .await?;
        self.disabled_at = Some(at.now);
        OwnSession::end_all(tx, self.id).await
    }

    /// Remembers when this person was here.
    ///
    /// # Errors
    /// The database is away.
    pub(super) async fn seen(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<()> {
        diesel::update(staff::table.find(id)).set(staff::last_seen_at.eq(now)).execute(tx.conn()).await?;
        Ok(())
    }
}
