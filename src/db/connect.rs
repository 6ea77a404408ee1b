//! Opening connections: time-outs, and TLS that is verified for remote hosts.

use std::sync::Arc;
use std::time::Duration;

use diesel_async::AsyncPgConnection;
use percent_encoding::percent_decode_str;
use rustls::{ClientConfig, RootCertStore};
use secrecy::{ExposeSecret, SecretString};
use tokio_postgres::config::{Host, SslMode};

use crate::certificates::{self, Fault};

/// How long a server may take until it has let us in.
const GREETING: Duration = Duration::from_secs(10);

/// A database address, with the parts that PostgreSQL's own tools know and our driver does not (`sslmode`, `sslrootcert`).
#[derive(Clone)]
pub struct DatabaseUrl {
    config: tokio_postgres::Config,
    tls: Option<Arc<ClientConfig>>,
}

/// Why a connection could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The address cannot be read.
    #[error("DATABASE_URL cannot be used: {0}")]
    Url(String),
    /// The server refused, or is away.
    #[error("the database cannot be reached: {0}")]
    Away(String),
}

/// Which limits a connection has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeOuts {
    /// For requests and jobs: 5 s a statement, 2 s for a lock, 10 s idle in a transaction.
    Short,
    /// For migrations, which may wait for each other.
    None,
}

impl DatabaseUrl {
    /// Reads an address. Remote hosts get verified TLS unless `sslmode=disable` says otherwise; `require`, `verify-ca` and
    /// `verify-full` all verify chain and name, against `sslrootcert` where given.
    ///
    /// # Errors
    /// [`ConnectError::Url`] with what is wrong.
    pub fn parse(text: &SecretString) -> Result<Self, ConnectError> {
        let (bare, mode, root) = take_ssl(text.expose_secret())?;
        let mut config: tokio_postgres::Config =
            bare.parse().map_err(|error: tokio_postgres::Error| ConnectError::Url(chain(&error)))?;
        let local = config.get_hosts().iter().all(|host| match host {
            Host::Tcp(name) => {
                name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
            }
            #[cfg(unix)]
            Host::Unix(_) => true,
        });
        let wanted = match mode.as_deref() {
            Some("disable") => false,
            Some("require" | "verify-ca" | "verify-full") => true,
            None | Some("allow" | "prefer") => !local,
            Some(other) => return Err(ConnectError::Url(format!("sslmode={other} is not known"))),
        };
        let tls = if wanted { Some(Arc::new(tls_config(root.as_deref())?)) } else { None };
        config.ssl_mode(if tls.is_some() { SslMode::Require } else { SslMode::Disable });
        config.application_name("shingle").connect_timeout(Duration::from_secs(5));
        Ok(Self { config, tls })
    }

    /// The driver's settings without time-outs.
    pub fn driver(&self) -> &tokio_postgres::Config {
        &self.config
    }
}

/// Where the server is, in words: hosts and ports, and nothing secret.
impl std::fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the server at ")?;
        let ports = self.config.get_ports();
        for (place, host) in self.config.get_hosts().iter().enumerate() {
            let port = ports.get(place).or(ports.first()).copied().unwrap_or(5432);
            let comma = if place == 0 { "" } else { ", " };
            match host {
                Host::Tcp(name) => write!(f, "{comma}{name}:{port}")?,
                #[cfg(unix)]
                Host::Unix(path) => write!(f, "{comma}{}", path.display())?,
            }
        }
        Ok(())
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DatabaseUrl").field("hosts", &self.config.get_hosts()).finish_non_exhaustive()
    }
}

/// Opens a connection on the runtime of the caller, which must be the main one.
pub(super) async fn open(url: &DatabaseUrl, limits: TimeOuts) -> Result<AsyncPgConnection, ConnectError> {
    // The driver's own time-out ends with the TCP connection: a server that takes it and says nothing would be waited for.
    match tokio::time::timeout(GREETING, greet(url, limits)).await {
        Ok(opened) => opened,
        Err(_) => Err(ConnectError::Away(format!("the server said nothing for {} s", GREETING.as_secs()))),
    }
}

async fn greet(url: &DatabaseUrl, limits: TimeOuts) -> Result<AsyncPgConnection, ConnectError> {
    let mut config = url.config.clone();
    config.options(match limits {
        TimeOuts::Short => {
            "-c TimeZone=UTC -c statement_timeout=5s -c lock_timeout=2s -c idle_in_transaction_session_timeout=10s"
        }
        TimeOuts::None => "-c TimeZone=UTC -c statement_timeout=0 -c lock_timeout=0",
    });
    let away = |error: &(dyn std::error::Error + 'static)| {
        let words = chain(error);
        ConnectError::Away(certificates::fault(error).map_or(words.clone(), |fault| {
            let mend = match fault {
                Fault::Authority => "name the file of that authority with sslrootcert= in DATABASE_URL",
                Fault::Name => "DATABASE_URL must call the server by a name that stands in the certificate",
                Fault::Time => "renew it on the server, and look whether both clocks are right",
                Fault::Other => "give the server another one",
            };
            format!("{fault} ({words}): {mend}")
        }))
    };
    match &url.tls {
        None => {
            let (client, connection) = config.connect(tokio_postgres::NoTls).await.map_err(|e| away(&e))?;
            AsyncPgConnection::try_from_client_and_connection(client, connection).await.map_err(|e| away(&e))
        }
        Some(tls) => {
            let connector = tokio_postgres_rustls::MakeRustlsConnect::new(ClientConfig::clone(tls));
            let (client, connection) = config.connect(connector).await.map_err(|e| away(&e))?;
            AsyncPgConnection::try_from_client_and_connection(client, connection).await.map_err(|e| away(&e))
        }
    }
}

/// Splits `sslmode` and `sslrootcert` from the address.
fn take_ssl(text: &str) -> Result<(String, Option<String>, Option<String>), ConnectError> {
    // A socket directory in the host part (%2Ftmp) is not a host to the `url` crate, so only the query is taken apart.
    let Some((front, query)) = text.split_once('?') else { return Ok((text.to_owned(), None, None)) };
    let (mut mode, mut root, mut rest) = (None, None, Vec::new());
    for pair in query.split('&') {
        let decoded = |value: &str| percent_decode_str(value).decode_utf8_lossy().into_owned();
        match pair.split_once('=') {
            Some(("sslmode", value)) => mode = Some(decoded(value)),
            Some(("sslrootcert", value)) => root = Some(decoded(value)),
            _ => rest.push(pair),
        }
    }
    let bare = if rest.is_empty() { front.to_owned() } else { format!("{front}?{}", rest.join("&")) };
    Ok((bare, mode, root))
}

fn tls_config(root: Option<&str>) -> Result<ClientConfig, ConnectError> {
    let mut roots = RootCertStore::empty();
    match root {
        None | Some("system") => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(path) => {
            let bad = |problem: String| ConnectError::Url(format!("sslrootcert {path}: {problem}"));
            let pem = std::fs::read(path).map_err(|error| bad(error.to_string()))?;
            for certificate in rustls_pemfile::certs(&mut pem.as_slice()) {
                let certificate = certificate.map_err(|error| bad(error.to_string()))?;
                roots.add(certificate).map_err(|error| bad(error.to_string()))?;
            }
            if roots.is_empty() {
                return Err(bad("it holds no certificate".to_owned()));
            }
        }
    }
    Ok(ClientConfig::builder().with_root_certificates(roots).with_no_client_auth())
}

/// An error with its causes: the driver's own text hides them.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let words = cause.to_string();
        if !text.contains(&words) {
            text = format!("{text}: {words}");
        }
        next = cause.source();
    }
    text
}

impl DatabaseUrl {
    /// A connection of its own for a task that holds it for long; must be called on the main runtime.
    ///
    /// # Errors
    /// The database is away.
    pub async fn open_long(&self) -> Result<AsyncPgConnection, ConnectError> {
        open(self, TimeOuts::None).await
    }
}
