//! The noun: rows of `action_links`, emailed links that do one thing for one person, once (promise 4).
//!
//! A link's token is an HMAC of its id: it is made whenever the link is written out, and only its hash is stored. The newest
//! link for a purpose kills the older ones; a change of power kills them all.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Staff;
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::keys::{Purpose, SecretKey, sha256};
use crate::schema::action_links;

/// What a link does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkPurpose {
    /// Sets a new person's first password.
    SetPassword,
    /// Sets a new password for one who forgot theirs.
    ResetPassword,
}

/// One link.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = action_links)]
pub struct ActionLink {
    /// Its key.
    pub id: Uuid,
    /// What it does.
    #[diesel(deserialize_as = String)]
    pub purpose: LinkPurpose,
    /// For whom.
    pub staff_id: Uuid,
    credential_version: i32,
    created_at: DateTime<Utc>,
    /// When it dies by itself, or died for a newer one.
    pub ends_at: DateTime<Utc>,
    used_at: Option<DateTime<Utc>>,
}

/// Why a link does nothing any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkFault {
    /// It has done what it was for.
    Used,
    /// A newer link was sent, or the password has changed since.
    Replaced,
    /// Its time is over.
    Expired,
}

impl LinkPurpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::SetPassword => "set-password",
            Self::ResetPassword => "reset-password",
        }
    }

    /// How long such a link lives.
    fn life(self) -> TimeDelta {
        match self {
            Self::SetPassword => TimeDelta::hours(72),
            Self::ResetPassword => TimeDelta::minutes(30),
        }
    }

    /// How long such a link lives, in words.
    pub fn life_in_words(self) -> &'static str {
        match self {
            Self::SetPassword => "three days",
            Self::ResetPassword => "30 minutes",
        }
    }
}

impl TryFrom<String> for LinkPurpose {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let known = [Self::SetPassword, Self::ResetPassword].into_iter().find(|purpose| purpose.as_str() == text);
        known.ok_or_else(|| format!("{text:?} is not what a link is for"))
    }
}

impl ActionLink {
    /// Makes a link; older ones of the same person and purpose are dead.
    ///
    /// # Errors
    /// The database is away.
    pub async fn make(tx: &mut Tx, at: Moment, keys: &SecretKey, purpose: LinkPurpose, staff: &Staff) -> Result<Self> {
        // Of two made at once, one waits here for the other, and then kills it.
        Staff::hold(tx, staff.id).await?;
        let older = action_links::table
            .filter(action_links::staff_id.eq(staff.id))
            .filter(action_links::purpose.eq(purpose.as_str()))
            .filter(action_links::ends_at.gt(at.now));
        diesel::update(older).set(action_links::ends_at.eq(at.now)).execute(tx.conn()).await?;
        let id = at.id();
        Ok(diesel::insert_into(action_links::table)
            .values((
                action_links::id.eq(id),
                action_links::purpose.eq(purpose.as_str()),
                action_links::staff_id.eq(staff.id),
                action_links::credential_version.eq(staff.credential_version),
                action_links::token_hash.eq(sha256(&token(keys, id))),
                action_links::created_at.eq(at.now),
                action_links::ends_at.eq(at.now + purpose.life()),
            ))
            .returning(Self::as_returning())
            .get_result(tx.conn())
            .await?)
    }

    /// One link by its id, for the mail that carries it.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn find(conn: &mut Conn, id: Uuid) -> Result<Self> {
        Ok(action_links::table.find(id).select(Self::as_select()).first(conn).await?)
    }

    /// The link with which somebody sets their first password, where it still works.
    ///
    /// # Errors
    /// The database is away.
    pub async fn first(conn: &mut Conn, staff: &Staff, now: DateTime<Utc>) -> Result<Option<Self>> {
        let newest: Option<Self> = action_links::table
            .filter(action_links::staff_id.eq(staff.id))
            .filter(action_links::purpose.eq(LinkPurpose::SetPassword.as_str()))
            .order(action_links::created_at.desc())
            .then_order_by(action_links::ends_at.desc())
            .select(Self::as_select())
            .first(conn)
            .await
            .optional()?;
        Ok(newest.filter(|link| link.fault(staff, now).is_none()))
    }

    /// The link that an address names, dead or alive, and its person.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for everything that is no link of ours; an unsound token reads nothing.
    pub async fn open(conn: &mut Conn, keys: &SecretKey, named: &str) -> Result<(Self, Staff)> {
        let (id, given) = named.split_once('-').ok_or(AppError::NotFound)?;
        let id: Uuid = id.parse().map_err(|_| AppError::NotFound)?;
        let given = hex::decode(given).map_err(|_| AppError::NotFound)?;
        if !keys.verifies(Purpose::ActionLink, &[id.as_bytes()], &given) {
            return Err(AppError::NotFound);
        }
        let link: Self = action_links::table
            .find(id)
            .filter(action_links::token_hash.eq(sha256(&given)))
            .select(Self::as_select())
            .first(conn)
            .await?;
        let staff = Staff::find(conn, link.staff_id).await?.filter(Staff::is_active).ok_or(AppError::NotFound)?;
        Ok((link, staff))
    }

    /// Where it is opened: `/account/link/{id}-{token}`.
    pub fn path(&self, keys: &SecretKey) -> String {
        format!("/account/link/{}-{}", self.id.simple(), hex::encode(token(keys, self.id)))
    }

    /// Why it does nothing any more, if so.
    pub fn fault(&self, staff: &Staff, now: DateTime<Utc>) -> Option<LinkFault> {
        let cut_short = self.ends_at < self.created_at + self.purpose.life();
        if self.used_at.is_some() {
            Some(LinkFault::Used)
        } else if cut_short || self.credential_version != staff.credential_version {
            Some(LinkFault::Replaced)
        } else if self.ends_at <= now {
            Some(LinkFault::Expired)
        } else {
            None
        }
    }

    /// Uses the link up; of many who try at once, one succeeds.
    ///
    /// # Errors
    /// The database is away.
    pub async fn claim(&self, tx: &mut Tx, staff: &Staff, now: DateTime<Utc>) -> Result<bool> {
        let alive = action_links::table
            .filter(action_links::id.eq(self.id))
            .filter(action_links::used_at.is_null())
            .filter(action_links::ends_at.gt(now))
            .filter(action_links::credential_version.eq(staff.credential_version));
        Ok(diesel::update(alive).set(action_links::used_at.eq(now)).execute(tx.conn()).await? == 1)
    }
}

fn token(keys: &SecretKey, id: Uuid) -> [u8; 32] {
    keys.tag(Purpose::ActionLink, &[id.as_bytes()])
}
