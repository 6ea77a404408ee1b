//! The alert address as it is stored: its host in words, the whole of it sealed, because its path often is a password.

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::config::AlertUrl;
use crate::error::Result;
use crate::keys::SecretKey;
use crate::settings::{Fact, Facts};

/// What the sealed address is, so that it opens nowhere else.
const CONTEXT: &str = "alert address";

/// What people set about alerts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AlertSetting {
    /// The host to which alerts go; empty for none.
    pub host: String,
    /// The whole address, sealed; empty for none.
    address: String,
}

impl AlertSetting {
    /// The setting for an address.
    ///
    /// # Errors
    /// The address can't be sealed.
    pub fn of(keys: &SecretKey, at: Moment, url: &AlertUrl) -> Result<Self> {
        let whole = url.expose().map(String::from).unwrap_or_default();
        let address = keys.seal(at, CONTEXT, &SecretString::from(whole))?;
        Ok(Self { host: url.host().to_owned(), address })
    }

    /// Whether an address is set.
    pub fn is_set(&self) -> bool {
        !self.address.is_empty()
    }

    /// The address, where one is set and can be opened.
    pub fn url(&self, keys: &SecretKey) -> Option<AlertUrl> {
        let whole = keys.unseal(CONTEXT, &self.address)?;
        AlertUrl::parse(secrecy::ExposeSecret::expose_secret(&whole))
    }
}

impl Facts for AlertSetting {
    fn facts(&self) -> Vec<Fact> {
        vec![Fact::new("Host", &self.host), Fact { secret: true, ..Fact::new("Address", &self.address) }]
    }
}
