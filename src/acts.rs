//! What people did: who, what and when. An act on enquiries keeps how they stood before, so that it can be taken back.

mod list;
pub mod page;
mod site;

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

pub use site::SiteAct;

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
        /// Their references.
        #[serde(default)]
        references: Vec<String>,
        /// How many of those that were chosen stayed as they were, because somebody else was quicker.
        #[serde(default)]
        passed: usize,
    },
    /// A change of enquiries was taken back.
    EnquiriesPutBack {
        /// How many.
        count: usize,
        /// Of how many: the others were changed since.
        of: usize,
        /// Their references.
        references: Vec<String>,
    },
    /// Enquiries were deleted.
    EnquiriesDeleted {
        /// Their references.
        references: Vec<String>,
        /// How many of those that were chosen stayed, because somebody else was quicker.
        #[serde(default)]
        passed: usize,
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
        /// How many open enquiries they had, which nobody has now.
        #[serde(default)]
        given_back: usize,
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
    /// A form was made.
    FormAdded {
        /// Its title.
        title: String,
        /// Its name in addresses.
        slug: String,
    },
    /// What a form asks was changed.
    FormChanged {
        /// Its title.
        title: String,
        /// Its name in addresses.
        slug: String,
        /// What became of what, a line each.
        changes: Vec<String>,
    },
    /// A form asks again what it asked before.
    FormRestored {
        /// Its title.
        title: String,
        /// Its name in addresses.
        slug: String,
        /// The version to which it went back.
        version: i32,
    },
    /// A form was deleted.
    FormDeleted {
        /// Its title.
        title: String,
        /// Its name in addresses.
        slug: String,
    },
    /// Something was published.
    PagePublished {
        /// Its title.
        title: String,
        /// Its address; empty of a recurring part.
        path: String,
    },
    /// Something is to be published at a time.
    PagePlanned {
        /// Its title.
        title: String,
        /// When.
        day: String,
    },
    /// What was planned is not to be.
    PlanForgotten {
        /// The title of what it was planned for.
        title: String,
    },
    /// An author asked for something to be published.
    PublishingAsked {
        /// Its title.
        title: String,
    },
    /// Something was taken down.
    PageWithdrawn {
        /// Its title.
        title: String,
    },
    /// Something went back to an older version.
    PageRestored {
        /// Its title.
        title: String,
    },
    /// Something stands elsewhere now.
    PageMoved {
        /// Its title.
        title: String,
        /// Where it stood.
        from: String,
        /// Where it stands.
        to: String,
    },
    /// Something was deleted.
    PageDeleted {
        /// Its title.
        title: String,
        /// Its address; empty of a recurring part.
        path: String,
    },
    /// Files came to the media.
    MediaAdded {
        /// What is to be seen on each; of those that wait for their words, the names of the files.
        names: Vec<String>,
        /// Whether they wait for their words.
        waiting: bool,
    },
    /// Files that came without words were described, or thrown away.
    MediaDescribed {
        /// What is to be seen on each.
        names: Vec<String>,
        /// The names of the files that were thrown away.
        discarded: Vec<String>,
    },
    /// Something else is said of a file.
    MediaChanged {
        /// What is to be seen.
        name: String,
    },
    /// Another file stands in the place of one.
    MediaReplaced {
        /// What is to be seen.
        name: String,
    },
    /// A file was deleted.
    MediaDeleted {
        /// What was to be seen.
        name: String,
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
    /// Something was done to what the site is made of beside its pages.
    #[serde(untagged)]
    Site(SiteAct),
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
        match self {
            Self::EnquiriesChanged { words, count, undone, passed, .. } => {
                let since = if *undone { ", and put back since" } else { "" };
                format!("{}{since}", done(*count, words, *passed))
            }
            Self::EnquiriesPutBack { count: 0, .. } => "Nothing was put back: it was changed since".to_owned(),
            Self::EnquiriesPutBack { count, of, .. } if count < of => {
                format!("{count} of {of} enquiries put back as before; the others were changed since")
            }
            Self::EnquiriesPutBack { count, .. } => format!("{} put back as before", so_many(*count)),
            Self::EnquiriesDeleted { references, passed } => done(references.len(), "deleted", *passed),
            Self::EnquiriesExported { .. } => "Enquiries written to a file".to_owned(),
            Self::TestsWiped { count: 1 } => "One test enquiry wiped".to_owned(),
            Self::TestsWiped { count } => format!("{count} test enquiries wiped"),
            Self::StaffInvited { name, email, role } => format!("{name} ({email}) invited as {role}"),
            Self::StaffInvitedAgain { name } => format!("{name} sent a new link"),
            Self::StaffRoleChanged { name, from, to } => format!("{name} made {to}, {from} before"),
            Self::StaffDisabled { name, given_back: 0 } => format!("{name} disabled"),
            Self::StaffDisabled { name, given_back: 1 } => {
                format!("{name} disabled; one open enquiry of theirs has nobody now")
            }
            Self::StaffDisabled { name, given_back } => {
                format!("{name} disabled; {given_back} open enquiries of theirs have nobody now")
            }
            Self::StaffAdmitted { name } => format!("{name} let back in"),
            Self::StaffSignedOut { name } => format!("Every session of {name} ended"),
            Self::SettingChanged { setting, back_to: Some(version), .. } => {
                format!("{setting}: back to version {version}")
            }
            Self::SettingChanged { setting, .. } => format!("{setting} changed"),
            Self::FormOpened { title } => format!("Form “{title}” opened"),
            Self::FormClosed { title } => format!("Form “{title}” closed"),
            Self::FormAdded { title, slug } => format!("Form “{title}” ({slug}) made; it is closed until you open it"),
            Self::FormChanged { title, .. } => {
                format!("Form “{title}” changed; whoever is in the middle of it finishes as they began")
            }
            Self::FormRestored { title, version, .. } => format!("Form “{title}”: back to version {version}"),
            Self::FormDeleted { title, slug } => format!("Form “{title}” ({slug}) deleted"),
            Self::PagePublished { title, path } if path.is_empty() => format!("“{title}” published"),
            Self::PagePublished { title, path } => format!("“{title}” published at {path}"),
            Self::PagePlanned { title, day } => format!("“{title}” goes live on {day}"),
            Self::PlanForgotten { title } => format!("“{title}”: the plan was taken back"),
            Self::PublishingAsked { title } => format!("Asked for “{title}” to be published"),
            Self::PageWithdrawn { title } => format!("“{title}” taken down; it is a draft again"),
            Self::PageRestored { title } => format!("“{title}”: an older version is the draft now"),
            Self::PageMoved { title, from, to } => format!("“{title}” moved from {from} to {to}"),
            Self::PageDeleted { title, .. } => format!("“{title}” deleted"),
            Self::MediaAdded { names, waiting } => {
                let words = if *waiting { ", not described yet" } else { "" };
                format!("{} added to the media{words}", files(names))
            }
            Self::MediaDescribed { names, discarded } => match (names.is_empty(), discarded.is_empty()) {
                (false, true) => format!("{} described", files(names)),
                (true, _) => format!("{} thrown away", files(discarded)),
                (false, false) => format!("{} described, {} thrown away", files(names), files(discarded)),
            },
            Self::MediaChanged { name } => format!("“{name}”: what is said of it changed"),
            Self::MediaReplaced { name } => format!("“{name}”: another file stands in its place"),
            Self::MediaDeleted { name } => format!("“{name}” deleted"),
            Self::MailTested { to } => format!("Test message sent to {to}"),
            Self::AlertTested { host, fault: None } => format!("Test alert sent to {host}, which took it"),
            Self::AlertTested { host, fault: Some(fault) } => format!("Test alert to {host} not taken: {fault}"),
            Self::Site(act) => act.words(),
        }
    }

    /// What belongs to it in more words, a line each.
    pub fn details(&self) -> Vec<String> {
        match self {
            Self::EnquiriesChanged { references, .. }
            | Self::EnquiriesPutBack { references, .. }
            | Self::EnquiriesDeleted { references, .. } => references.clone(),
            Self::SettingChanged { changes, .. } | Self::FormChanged { changes, .. } => changes.clone(),
            Self::Site(act) => act.details(),
            Self::MediaAdded { names, .. } if names.len() > 1 => names.clone(),
            Self::MediaDescribed { names, discarded } if names.len() + discarded.len() > 1 => {
                names.iter().chain(discarded).cloned().collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether it can be taken back.
    pub fn can_be_undone(&self) -> bool {
        matches!(self, Self::EnquiriesChanged { before, undone: false, .. } if !before.is_empty())
    }
}

/// "Enquiry", "2 enquiries", "1,000 enquiries": no act is on more.
fn so_many(count: usize) -> String {
    match count {
        1 => "Enquiry".to_owned(),
        1_000 => "1,000 enquiries".to_owned(),
        _ => format!("{count} enquiries"),
    }
}

/// "“A red door”", "3 files".
fn files(names: &[String]) -> String {
    match names {
        [one] => format!("“{one}”"),
        some => format!("{} files", some.len()),
    }
}

/// What was done to how many, and with how many somebody else was quicker.
fn done(count: usize, words: &str, passed: usize) -> String {
    let stays = match passed {
        0 => return format!("{} {words}", so_many(count)),
        1 => "one was changed by somebody else meanwhile, and is as they left it",
        _ => "were changed by somebody else meanwhile, and are as they left them",
    };
    let stays = if passed == 1 { stays.to_owned() } else { format!("{passed} {stays}") };
    if count == 0 { format!("Nothing was {words}: {stays}") } else { format!("{} {words}; {stays}", so_many(count)) }
}
