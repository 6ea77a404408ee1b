//! The kinds of values that settings have.

use std::net::IpAddr;

use percent_encoding::percent_decode_str;
use secrecy::{ExposeSecret, SecretString};
use url::{Host, Url};

/// An address or a network of addresses, such as `10.0.0.0/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    base: IpAddr,
    bits: u8,
}

impl Network {
    /// Reads `10.0.0.0/8` or a single address.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse::<u8>().ok()?)),
            None => (text, None),
        };
        let base: IpAddr = address.parse().ok()?;
        let most = if base.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(most);
        (bits <= most).then_some(Self { base, bits })
    }

    /// Whether the address lies in this network.
    pub fn contains(&self, address: IpAddr) -> bool {
        let shift = |width: u32| width.saturating_sub(u32::from(self.bits));
        match (self.base, address) {
            (IpAddr::V4(base), IpAddr::V4(other)) => {
                base.to_bits().checked_shr(shift(32)) == other.to_bits().checked_shr(shift(32))
            }
            (IpAddr::V6(base), IpAddr::V6(other)) => {
                base.to_bits().checked_shr(shift(128)) == other.to_bits().checked_shr(shift(128))
            }
            _ => false,
        }
    }
}

/// How the connection to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmtpTls {
    /// TLS from the first byte (`smtps://`).
    Implicit,
    /// STARTTLS, and no mail without it (`smtp://`).
    StartTls,
    /// In clear: to this machine, or said openly with `?tls=none`.
    None,
}

/// A mail server to hand mail to.
#[derive(Debug, Clone)]
pub struct SmtpSettings {
    /// Host name or address.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// Protection of the connection.
    pub tls: SmtpTls,
    /// User name and password, where the server wants them.
    pub credentials: Option<(String, SecretString)>,
}

/// Reads `smtp://` and `smtps://` addresses.
pub fn smtp(text: &str) -> Option<SmtpSettings> {
    let url = Url::parse(text).ok()?;
    let host = url.host()?;
    let loopback = match &host {
        // Of other schemes than HTTP's an IPv4 address is read as a name.
        Host::Domain(name) => {
            name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    };
    let host_text = match host {
        Host::Domain(name) => percent_decode_str(name).decode_utf8().ok()?.into_owned(),
        Host::Ipv4(address) => address.to_string(),
        Host::Ipv6(address) => address.to_string(),
    };
    let mut clear = false;
    for (name, value) in url.query_pairs() {
        match (name.as_ref(), value.as_ref()) {
            ("tls", "none") => clear = true,
            _ => return None,
        }
    }
    let (tls, port) = match url.scheme() {
        "smtps" if !clear => (SmtpTls::Implicit, 465),
        "smtp" if clear || loopback => (SmtpTls::None, 25),
        "smtp" => (SmtpTls::StartTls, 587),
        _ => return None,
    };
    let decode = |part: &str| percent_decode_str(part).decode_utf8().ok().map(std::borrow::Cow::into_owned);
    let credentials = match (url.username(), url.password()) {
        ("", None) => None,
        (user, password) => Some((decode(user)?, SecretString::from(decode(password.unwrap_or(""))?))),
    };
    if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
        return None;
    }
    Some(SmtpSettings { host: host_text, port: url.port().unwrap_or(port), tls, credentials })
}

/// Reads a log filter: levels, alone or after a target. A misspelt level would be taken for a target, so it is refused.
pub fn log_filter(text: &str) -> Option<String> {
    const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];
    let is_level = |word: &str| LEVELS.contains(&word.to_ascii_lowercase().as_str());
    let legal = text.split(',').all(|part| match part.trim().rsplit_once('=') {
        Some((target, level)) => !target.is_empty() && is_level(level),
        None => is_level(part.trim()),
    });
    (legal && tracing_subscriber::EnvFilter::try_new(text).is_ok()).then(|| text.to_owned())
}

/// Reads an origin: scheme, host, port and nothing else.
pub fn origin(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let bare = matches!(url.scheme(), "http" | "https")
        && url.host_str().is_some_and(|host| !host.is_empty())
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    bare.then_some(url)
}

/// Where alerts are posted. Its path and query often hold a token, so it never shows more than its host.
#[derive(Clone)]
pub struct AlertUrl {
    whole: SecretString,
    host: String,
}

impl AlertUrl {
    /// Reads an `http://` or `https://` address.
    pub fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let host = url.host_str().filter(|host| !host.is_empty())?.to_owned();
        let plain = matches!(url.scheme(), "http" | "https")
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        plain.then(|| Self { whole: SecretString::from(url.to_string()), host })
    }

    /// The whole address, for the one place that posts to it.
    pub fn expose(&self) -> Option<Url> {
        Url::parse(self.whole.expose_secret()).ok()
    }

    /// The host, which may be shown.
    pub fn host(&self) -> &str {
        &self.host
    }
}

impl std::fmt::Debug for AlertUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AlertUrl").field("host", &self.host).finish_non_exhaustive()
    }
}
