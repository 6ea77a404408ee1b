//! What changes somebody's power: a role, being shut out and let in again. Each ends what was begun with the power before, and
//! each is written down. Whatever happens at once, one active owner is left.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::sessions::OwnSession;
use super::{ActionLink, LinkPurpose, Role, Staff};
use crate::acts::Act;
use crate::clock::Moment;
use crate::db::Tx;
use crate::deliveries::{Delivery, StaffMail};
use crate::enquiries::Enquiry;
use crate::error::{AppError, Result};
use crate::keys::SecretKey;
use crate::mail::EmailAddress;
use crate::schema::staff;

impl Staff {
    /// The active owners, held until the transaction ends: of two who change an owner at once, one waits here for the other and
    /// then sees what is left. Whoever acts has to be among them still.
    async fn hold_owners(tx: &mut Tx, who: Uuid) -> Result<Vec<Uuid>> {
        let owners: Vec<Uuid> = staff::table
            .filter(staff::role.eq(Role::Owner.as_str()))
            .filter(staff::disabled_at.is_null())
            .order(staff::id)
            .select(staff::id)
            .for_no_key_update()
            .load(tx.conn())
            .await?;
        if owners.contains(&who) { Ok(owners) } else { Err(AppError::Forbidden("they are no owner any more")) }
    }

    /// Somebody whose power is to be changed, held, and not the last active owner where that would leave none.
    async fn hold_for_change(tx: &mut Tx, id: Uuid, who: Uuid, leaves: bool) -> Result<Self> {
        let owners = Self::hold_owners(tx, who).await?;
        if leaves && owners == [id] {
            let words = "There has to be an owner who can come in. Make somebody else an owner first.";
            return Err(AppError::Conflict(words.to_owned()));
        }
        Self::hold(tx, id).await?;
        Self::find(tx.conn(), id).await?.ok_or(AppError::NotFound)
    }

    /// Invites somebody: they are staff from now on, and set their password with the link that is mailed to them.
    ///
    /// # Errors
    /// [`AppError::Conflict`] where the address is taken.
    pub async fn invite(
        tx: &mut Tx,
        at: Moment,
        keys: &SecretKey,
        name: &str,
        email: &EmailAddress,
        role: Role,
        who: Uuid,
    ) -> Result<(Self, Uuid)> {
        Self::hold_owners(tx, who).await?;
        let added = Self::add(tx, at, name, email, role).await?;
        added.send_link(tx, at, keys).await?;
        let act = Act::StaffInvited { name: name.to_owned(), email: email.to_string(), role: role.to_string() };
        let act = act.write(tx, at, who).await?;
        Ok((added, act))
    }

    /// Mails a new link to somebody who has not come yet; the link before is dead.
    ///
    /// # Errors
    /// [`AppError::Conflict`] where they have set a password already, or are shut out.
    pub async fn invite_again(tx: &mut Tx, at: Moment, keys: &SecretKey, id: Uuid, who: Uuid) -> Result<Uuid> {
        let person = Self::hold_for_change(tx, id, who, false).await?;
        if person.has_come() || !person.is_active() {
            return Err(AppError::Conflict(format!("{} needs no invitation.", person.name)));
        }
        person.send_link(tx, at, keys).await?;
        Act::StaffInvitedAgain { name: person.name }.write(tx, at, who).await
    }

    async fn send_link(&self, tx: &mut Tx, at: Moment, keys: &SecretKey) -> Result<()> {
        let link = ActionLink::make(tx, at, keys, LinkPurpose::SetPassword, self).await?;
        Delivery::queue_for_staff(tx, at, StaffMail::ActionLink(link.id), self).await?;
        Ok(())
    }

    /// Gives another role. Every session ends, so that nothing goes on with the power before.
    ///
    /// # Errors
    /// [`AppError::Conflict`] where no active owner would be left.
    pub async fn change_role(tx: &mut Tx, at: Moment, id: Uuid, role: Role, who: Uuid) -> Result<Option<Uuid>> {
        let person = Self::hold_for_change(tx, id, who, role != Role::Owner).await?;
        if person.role == role {
            return Ok(None);
        }
        diesel::update(staff::table.find(id))
            .set((staff::role.eq(role.as_str()), staff::credential_version.eq(staff::credential_version + 1)))
            .execute(tx.conn())
            .await?;
        OwnSession::end_all(tx, id).await?;
        let act = Act::StaffRoleChanged { name: person.name, from: person.role.to_string(), to: role.to_string() };
        Ok(Some(act.write(tx, at, who).await?))
    }

    /// Shuts somebody out, now and everywhere.
    ///
    /// # Errors
    /// [`AppError::Conflict`] where no active owner would be left.
    pub async fn shut_out(tx: &mut Tx, at: Moment, id: Uuid, who: Uuid) -> Result<Option<Uuid>> {
        let mut person = Self::hold_for_change(tx, id, who, true).await?;
        if !person.is_active() {
            return Ok(None);
        }
        person.disable(tx, at).await?;
        // Nobody's enquiries are seen to; somebody's who is not there are not.
        let given_back = Enquiry::give_back_all(tx, at, id, who).await?;
        Ok(Some(Act::StaffDisabled { name: person.name, given_back }.write(tx, at, who).await?))
    }

    /// Lets somebody back in: with the password they had, and none of the sessions.
    ///
    /// # Errors
    /// The database is away.
    pub async fn let_in(tx: &mut Tx, at: Moment, id: Uuid, who: Uuid) -> Result<Option<Uuid>> {
        let person = Self::hold_for_change(tx, id, who, false).await?;
        if person.is_active() {
            return Ok(None);
        }
        diesel::update(staff::table.find(id))
            .set((
                staff::disabled_at.eq(None::<chrono::DateTime<chrono::Utc>>),
                staff::credential_version.eq(staff::credential_version + 1),
            ))
            .execute(tx.conn())
            .await?;
        Ok(Some(Act::StaffAdmitted { name: person.name }.write(tx, at, who).await?))
    }

    /// Ends every session of somebody: a lost telephone, a borrowed machine.
    ///
    /// # Errors
    /// The database is away.
    pub async fn sign_out_everywhere(tx: &mut Tx, at: Moment, id: Uuid, who: Uuid) -> Result<Uuid> {
        let person = Self::hold_for_change(tx, id, who, false).await?;
        OwnSession::end_all(tx, id).await?;
        Act::StaffSignedOut { name: person.name }.write(tx, at, who).await
    }
}
