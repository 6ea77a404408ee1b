//! Everything that can be wrong, by name, with how loud it is and where it is mended.

use crate::accounts::access::Power;
use crate::deliveries::stored_text;

stored_text! {
    /// What is wrong.
    AlertKind {
        /// Messages are dead, or due for 15 minutes without an attempt.
        DeliveriesStuck = "deliveries-stuck",
        /// No attempt has succeeded for 15 minutes.
        MailFailing = "mail-failing",
        /// The database went away and came back, or was started again.
        DatabaseRestarted = "database-restarted",
        /// An open form whose notices would reach nobody.
        NoRecipient = "no-recipient",
        /// Jobs that failed again and again.
        JobsSetAside = "jobs-set-aside",
        /// The disk is full, or nearly.
        DiskFull = "disk-full",
        /// Forwarding headers from a proxy that is not named in the settings.
        UnknownProxy = "unknown-proxy",
        /// Mail is kept in a folder: a notice.
        MailKept = "mail-kept",
        /// A closed form that pages still show.
        ClosedForm = "closed-form",
        /// The alert address itself does not take what it is sent.
        AlertUrl = "alert-url",
        /// Something was to go live or be taken down, and could not be.
        PlanFailed = "plan-failed",
        /// Search engines are asked to stay away: only shown, and never written down.
        Unlisted = "unlisted",
    }
}

/// How loud a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Enquiries or messages are in danger: red, and told to the alert address.
    Alarm,
    /// Somebody should know: amber.
    Warning,
    /// As it was set up: quiet.
    Notice,
}

impl AlertKind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::DeliveriesStuck,
        Self::MailFailing,
        Self::DatabaseRestarted,
        Self::NoRecipient,
        Self::JobsSetAside,
        Self::DiskFull,
        Self::UnknownProxy,
        Self::MailKept,
        Self::ClosedForm,
        Self::AlertUrl,
        Self::PlanFailed,
        Self::Unlisted,
    ];

    /// How loud it is. An unknown proxy is no alarm: any visitor can send such a header.
    pub fn tone(self) -> Tone {
        match self {
            Self::DeliveriesStuck
            | Self::MailFailing
            | Self::DatabaseRestarted
            | Self::NoRecipient
            | Self::JobsSetAside
            | Self::DiskFull => Tone::Alarm,
            Self::UnknownProxy | Self::ClosedForm | Self::AlertUrl | Self::PlanFailed | Self::Unlisted => Tone::Warning,
            Self::MailKept => Tone::Notice,
        }
    }

    /// Minutes after which it is over when no node has seen it again; `None` for what the database itself tells.
    pub(super) fn lingers(self) -> Option<i64> {
        match self {
            Self::DiskFull | Self::MailKept => Some(3),
            Self::DatabaseRestarted => Some(15),
            Self::UnknownProxy => Some(60),
            _ => None,
        }
    }

    /// What it is, in a line, for whoever wants to know what can be told.
    pub fn words(self) -> &'static str {
        match self {
            Self::DeliveriesStuck => {
                "A message is stuck: refused, given up, without a recipient, or late by 15 minutes"
            }
            Self::MailFailing => "No mail has left for 15 minutes",
            Self::DatabaseRestarted => "The database was away, or was restarted",
            Self::NoRecipient => "Nobody hears of the enquiries of a form",
            Self::JobsSetAside => "A job was set aside after failing again and again",
            Self::DiskFull => "The disk is full, or nearly",
            Self::UnknownProxy => "A proxy that is not named in the settings",
            Self::MailKept => "Mail that is kept on this machine, because no mail server is set",
            Self::ClosedForm => "A closed form that still stands on pages",
            Self::AlertUrl => "An alert address that does not take what it is sent",
            Self::PlanFailed => "Something that was to be published, or taken down, and could not be",
            Self::Unlisted => "Search engines that are asked to stay away from the site",
        }
    }

    /// The screen on which it is mended, with the power that opens it.
    pub fn place(self) -> (&'static str, Option<Power>) {
        match self {
            Self::DeliveriesStuck => ("/admin/deliveries", Some(Power::Enquiries)),
            Self::MailFailing => ("/admin/deliveries?view=waiting", Some(Power::Enquiries)),
            Self::NoRecipient | Self::ClosedForm => ("/admin/forms", Some(Power::FormTexts)),
            Self::AlertUrl => ("/admin/settings/alerts", Some(Power::People)),
            Self::PlanFailed => ("/admin/pages", Some(Power::Content)),
            Self::MailKept => ("/admin/mail", Some(Power::KeptMail)),
            Self::Unlisted => ("/admin/settings/search-engines", Some(Power::People)),
            _ => ("/admin", None),
        }
    }
}
