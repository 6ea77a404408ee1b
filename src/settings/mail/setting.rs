//! Mail server and sender as they are stored: the password sealed.

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::config::{self, SmtpSettings};
use crate::keys::SecretKey;
use crate::mail::EmailAddress;
use crate::settings::{Fact, Facts};

/// What the sealed password is, so that it opens nowhere else.
pub(super) const CONTEXT: &str = "mail password";

/// What people set about mail.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MailSetting {
    /// The mail server as an address without user and password; empty for none.
    pub server: String,
    /// The user name; empty where the server wants none.
    pub user: String,
    /// The password, sealed; empty for none.
    pub(super) password: String,
    /// The sender; empty for the usual one.
    pub from: String,
}

impl MailSetting {
    /// The mail server to hand mail to, where one is set and its password can be opened.
    pub fn smtp(&self, keys: &SecretKey) -> Option<SmtpSettings> {
        let server = config::smtp_address(&self.server)?;
        let credentials = match (self.user.is_empty(), self.password.is_empty()) {
            (true, _) => None,
            (false, true) => Some((self.user.clone(), SecretString::from(""))),
            (false, false) => Some((self.user.clone(), keys.unseal(CONTEXT, &self.password)?)),
        };
        Some(SmtpSettings { credentials, ..server })
    }

    /// Whether a password is kept.
    pub(super) fn password_is_set(&self) -> bool {
        !self.password.is_empty()
    }

    /// The sender.
    pub fn sender(&self) -> Option<EmailAddress> {
        EmailAddress::parse(&self.from)
    }
}

impl Facts for MailSetting {
    fn facts(&self) -> Vec<Fact> {
        vec![
            Fact::new("Mail server", &self.server),
            Fact::new("User name", &self.user),
            Fact { secret: true, ..Fact::new("Password", &self.password) },
            Fact::new("Sender", &self.from),
        ]
    }
}
