//! Typed settings. Nothing else reads the environment.
//!
//! Every setting comes from the environment or from `shingle.toml`; the environment wins. Unknown names are refused, so
//! that a misspelt setting never goes unnoticed. A wrong value is refused with its name, the value and what is allowed.

mod source;
mod values;

use std::net::SocketAddr;
use std::path::PathBuf;

use secrecy::SecretString;
use url::Url;

pub use source::{SettingError, Source};
pub(crate) use values::smtp as smtp_address;
pub use values::{AlertUrl, Network, SmtpSettings, SmtpTls};

use crate::mail::EmailAddress;

/// All settings of one process, checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where HTTP is served. Port 0 lets the system choose.
    pub listen: SocketAddr,
    /// The only origin put into links and mail; `None` means the bound loopback address.
    pub base_url: Option<Url>,
    /// The embedded cluster, kept mail and keys.
    pub data_dir: PathBuf,
    /// A PostgreSQL of the operator's own; `None` means the embedded server.
    pub database_url: Option<SecretString>,
    /// Where mail is handed over; `None` means that it is kept in the data directory.
    pub smtp: Option<SmtpSettings>,
    /// The sender of every mail; `None` means `hello@` and the site's host.
    pub mail_from: Option<EmailAddress>,
    /// When set, the only recipient of all the demo's forms.
    pub notify: Option<EmailAddress>,
    /// The secret key when the operator gives it; otherwise one is made and kept in the data directory.
    pub secret_key: Option<SecretString>,
    /// The demo owner's password when the operator gives it.
    pub demo_password: Option<SecretString>,
    /// Proxies whose forwarding headers are believed.
    pub trusted_proxies: Vec<Network>,
    /// Enquiries an hour from one address before the next ones look suspicious; 0 is off.
    pub enquiry_limit: u32,
    /// Seconds that a person needs at least for a form; 0 is off.
    pub enquiry_min_seconds: u32,
    /// Who may read `/metrics` from elsewhere.
    pub metrics_token: Option<SecretString>,
    /// What gets a POST when something is wrong and when it is over.
    pub alert_url: Option<AlertUrl>,
    /// The log filter, such as `info` or `shingle=debug`.
    pub log: String,
}

/// Every setting by name, in the order of the documentation.
pub const NAMES: [&str; 15] = [
    "SHINGLE_LISTEN",
    "SHINGLE_BASE_URL",
    "SHINGLE_DATA_DIR",
    "DATABASE_URL",
    "SHINGLE_SMTP_URL",
    "SHINGLE_MAIL_FROM",
    "SHINGLE_NOTIFY",
    "SHINGLE_SECRET_KEY",
    "SHINGLE_DEMO_PASSWORD",
    "SHINGLE_TRUSTED_PROXIES",
    "SHINGLE_ENQUIRY_LIMIT",
    "SHINGLE_ENQUIRY_MIN_SECONDS",
    "SHINGLE_METRICS_TOKEN",
    "SHINGLE_ALERT_URL",
    "SHINGLE_LOG",
];

impl Config {
    /// Reads and checks every setting.
    ///
    /// # Errors
    /// The first setting that is unknown or wrong, with what is allowed.
    pub fn read(source: &Source) -> Result<Self, SettingError> {
        source.refuse_unknown(&NAMES)?;
        let listen: SocketAddr = source
            .parse("SHINGLE_LISTEN", "an address and port such as 127.0.0.1:8080", |v| v.parse().ok())?
            .unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8080)));
        let base_url = source.parse(
            "SHINGLE_BASE_URL",
            "an origin such as https://www.example.com, without a path",
            values::origin,
        )?;
        if base_url.is_none() && !listen.ip().is_loopback() {
            return Err(SettingError::missing(
                "SHINGLE_BASE_URL",
                "set it to the address that visitors use, such as https://www.example.com, because SHINGLE_LISTEN is not a loopback address",
            ));
        }
        Ok(Self {
            listen,
            base_url,
            data_dir: source.get("SHINGLE_DATA_DIR").map_or_else(|| PathBuf::from("./data"), PathBuf::from),
            database_url: source
                .parse("DATABASE_URL", "postgres://user:password@host:5432/database", |v| {
                    (v.starts_with("postgres://") || v.starts_with("postgresql://")).then(|| SecretString::from(v))
                })?,
            smtp: source.parse(
                "SHINGLE_SMTP_URL",
                "smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host:465 (TLS); ?tls=none sends in clear",
                values::smtp,
            )?,
            mail_from: source.parse("SHINGLE_MAIL_FROM", "an email address", EmailAddress::parse)?,
            notify: source.parse("SHINGLE_NOTIFY", "an email address", EmailAddress::parse)?,
            secret_key: source.parse("SHINGLE_SECRET_KEY", "at least 32 characters of random text", |v| {
                (v.len() >= 32).then(|| SecretString::from(v))
            })?,
            demo_password: source.parse(
                "SHINGLE_DEMO_PASSWORD",
                "12 to 128 characters, not a common password",
                |v| crate::accounts::Password::parse(v).ok().map(|_| SecretString::from(v)),
            )?,
            trusted_proxies: source
                .parse("SHINGLE_TRUSTED_PROXIES", "addresses or networks such as 10.0.0.0/8, separated by commas", |v| {
                    v.split(',').map(|n| Network::parse(n.trim())).collect()
                })?
                .unwrap_or_default(),
            enquiry_limit: source.parse("SHINGLE_ENQUIRY_LIMIT", "a whole number; 0 is off", |v| v.parse().ok())?.unwrap_or(30),
            enquiry_min_seconds: source
                .parse("SHINGLE_ENQUIRY_MIN_SECONDS", "whole seconds; 0 is off", |v| v.parse().ok())?
                .unwrap_or(3),
            metrics_token: source.parse("SHINGLE_METRICS_TOKEN", "at least 16 characters", |v| {
                (v.len() >= 16).then(|| SecretString::from(v))
            })?,
            alert_url: source.parse(
                "SHINGLE_ALERT_URL",
                "a web address such as https://hooks.example.com/services/…, without a user or a fragment",
                AlertUrl::parse,
            )?,
            log: source
                .parse("SHINGLE_LOG", "a level (off, error, warn, info, debug, trace) or a filter such as shingle=debug,info", values::log_filter)?
                .unwrap_or_else(|| "info".to_owned()),
        })
    }
}
