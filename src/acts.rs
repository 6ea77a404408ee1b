//! What people did: who, what and when. An act on enquiries keeps how they stood before, so that it can be taken back.

mod list;
pub mod page;
mod record;
mod site;
mod words;

use serde::{Deserialize, Serialize};

use crate::enquiries::Before;

pub use site::SiteAct;

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
    /// Whether it can be taken back.
    pub fn can_be_undone(&self) -> bool {
        matches!(self, Self::EnquiriesChanged { before, undone: false, .. } if !before.is_empty())
    }
}
