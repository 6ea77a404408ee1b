//! What people did: who, what and when. An act on enquiries keeps how they stood before, so that it can be taken back.

mod list;
pub mod page;

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::enquiries::Before;
use crate::error::Result;
use crate::schema::staff_acts;

/// An act can be taken back for so long.
const TAKEN_BACK: Duration = Duration::hours(24);

/// Something that somebody did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Act {
    /// Enquiries were changed.
    EnquiriesChanged {
        /// What was done to them, such as "moved to Won".
        words: String,
        /// How many.
        count: usize,
        /// How each of them stood before, where it can be taken back.
        #[serde(default)]
        before: Vec<Before>,
        /// Whether it was taken back.
        #[serde(default)]
        undone: bool,
    },
    /// Enquiries were deleted.
    EnquiriesDeleted {
        /// Their references.
        references: Vec<String>,
    },
    /// Enquiries were written to a file.
    EnquiriesExported {
        /// Which, as the address of the list says.
        which: String,
    },
    /// Test enquiries were wiped.
    TestsWiped {
        /// How many.
        count: usize,
    },
    /// Somebody was invited.
    StaffInvited {
        /// Their name.
        name: String,
        /// Their address.
        email: String,
        /// Their role.
        role: String,
    },
    /// Somebody who had not come was sent a new link.
    StaffInvitedAgain {
        /// Their name.
        name: String,
    },
    /// Somebody may do something else.
    StaffRoleChanged {
        /// Their name.
        name: String,
        /// The role before.
        from: String,
        /// The role since.
        to: String,
    },
    /// Somebody was shut out.
    StaffDisabled {
        /// Their name.
        name: String,
    },
    /// Somebody was let back in.
    StaffAdmitted {
        /// Their name.
        name: String,
    },
    /// Somebody's sessions were ended.
    StaffSignedOut {
        /// Their name.
        name: String,
    },
    /// A setting was changed.
    SettingChanged {
        /// Which.
        setting: String,
        /// What became of what, a line each.
        changes: Vec<String>,
        /// The version to which it went back, where it did.
        #[serde(default)]
        back_to: Option<i32>,
    },
    /// A form takes enquiries again.
    FormOpened {
        /// Its title.
        title: String,
    },
    /// A form takes no more enquiries.
    FormClosed {
        /// Its title.
        title: String,
    },
    /// A form was deleted.
    FormDeleted {
        /// Its title.
        title: String,
        /// Its name in addresses.
        slug: String,
    },
    /// A test message was sent.
    MailTested {
        /// To whom.
        to: String,
    },
    /// A test was sent to the alert address.
    AlertTested {
        /// Its host.
        host: String,
        /// Why it was not taken, where it was not.
        #[serde(default)]
        fault: Option<String>,
    },
}

impl Act {
    /// Writes down what somebody did.
    ///
    /// # Errors
    /// The database is away.
    pub async fn write(&self, tx: &mut Tx, at: Moment, who: Uuid) -> Result<Uuid> {
        let id = at.id();
        diesel::insert_into(staff_acts::table)
            .values((
                staff_acts::id.eq(id),
                staff_acts::at.eq(at.now),
                staff_acts::staff_id.eq(who),
                staff_acts::act.eq(serde_json::to_value(self)?),
            ))
            .execute(tx.conn())
            .await?;
        Ok(id)
    }

    /// What this person did a short while ago, where it is theirs.
    ///
    /// # Errors
    /// The database is away.
    pub async fn own(conn: &mut Conn, id: Uuid, who: Uuid, now: DateTime<Utc>) -> Result<Option<Self>> {
        let found: Option<serde_json::Value> = staff_acts::table
            .find(id)
            .filter(staff_acts::staff_id.eq(who))
            .filter(staff_acts::at.gt(now - TAKEN_BACK))
            .select(staff_acts::act)
            .first(conn)
            .await
            .optional()?;
        Ok(found.map(serde_json::from_value).transpose()?)
    }

    /// The newest act of a kind since then, whoever did it, and when.
    ///
    /// # Errors
    /// The database is away.
    pub async fn newest(conn: &mut Conn, kind: &str, since: DateTime<Utc>) -> Result<Option<(Self, DateTime<Utc>)>> {
        let is =
            diesel::dsl::sql::<diesel::sql_types::Bool>("act->>'kind' = ").bind::<diesel::sql_types::Text, _>(kind);
        let found: Option<(serde_json::Value, DateTime<Utc>)> = staff_acts::table
            .filter(staff_acts::at.gt(since))
            .filter(is)
            .order((staff_acts::at.desc(), staff_acts::id.desc()))
            .select((staff_acts::act, staff_acts::at))
            .first(conn)
            .await
            .optional()?;
        Ok(found.map(|(act, at)| Ok::<_, serde_json::Error>((serde_json::from_value(act)?, at))).transpose()?)
    }

    /// Writes how an act stands now.
    ///
    /// # Errors
    /// The database is away.
    pub async fn rewrite(&self, tx: &mut Tx, id: Uuid) -> Result<()> {
        diesel::update(staff_acts::table.find(id))
            .set(staff_acts::act.eq(serde_json::to_value(self)?))
            .execute(tx.conn())
            .await?;
        Ok(())
    }

    /// What happened, and to how many, for whoever did it just now.
    pub fn words(&self) -> String {
        let so_many = |count: usize| if count == 1 { "Enquiry".to_owned() } else { format!("{count} enquiries") };
        match self {
            Self::EnquiriesChanged { count, undone: true, .. } => format!("{} put back as before", so_many(*count)),
            Self::EnquiriesChanged { words, count, .. } => format!("{} {words}", so_many(*count)),
            Self::EnquiriesDeleted { references } => format!("{} deleted", so_many(references.len())),
            Self::EnquiriesExported { .. } => "Enquiries written to a file".to_owned(),
            Self::TestsWiped { count: 1 } => "One test enquiry wiped".to_owned(),
            Self::TestsWiped { count } => format!("{count} test enquiries wiped"),
            Self::StaffInvited { name, email, role } => format!("{name} ({email}) invited as {role}"),
            Self::StaffInvitedAgain { name } => format!("{name} sent a new link"),
            Self::StaffRoleChanged { name, from, to } => format!("{name} made {to}, {from} before"),
            Self::StaffDisabled { name } => format!("{name} disabled"),
            Self::StaffAdmitted { name } => format!("{name} let back in"),
            Self::StaffSignedOut { name } => format!("Every session of {name} ended"),
            Self::SettingChanged { setting, back_to: Some(version), .. } => {
                format!("{setting}: back to version {version}")
            }
            Self::SettingChanged { setting, .. } => format!("{setting} changed"),
            Self::FormOpened { title } => format!("Form “{title}” opened"),
            Self::FormClosed { title } => format!("Form “{title}” closed"),
            Self::FormDeleted { title, slug } => format!("Form “{title}” ({slug}) deleted"),
            Self::MailTested { to } => format!("Test message sent to {to}"),
            Self::AlertTested { host, fault: None } => format!("Test alert sent to {host}, which took it"),
            Self::AlertTested { host, fault: Some(fault) } => format!("Test alert to {host} not taken: {fault}"),
        }
    }

    /// What belongs to it in more words, a line each.
    pub fn details(&self) -> Vec<String> {
        match self {
            Self::EnquiriesDeleted { references } => references.clone(),
            Self::SettingChanged { changes, .. } => changes.clone(),
            _ => Vec::new(),
        }
    }

    /// Whether it can be taken back.
    pub fn can_be_undone(&self) -> bool {
        matches!(self, Self::EnquiriesChanged { before, undone: false, .. } if !before.is_empty())
    }
}
