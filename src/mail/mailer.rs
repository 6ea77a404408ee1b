//! The ways a message leaves: SMTP, a folder of `.eml` files, or memory in tests.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use lettre::address::Envelope as SmtpEnvelope;
use lettre::transport::smtp::PoolConfig;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters, TlsParametersBuilder};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use secrecy::ExposeSecret;
use tokio::runtime::Handle;
use uuid::Uuid;

use crate::certificates;
use crate::config::{SmtpSettings, SmtpTls};
use crate::db::Db;
use crate::error::AppError;

/// How long one step of the talk with a mail server may take.
const STEP: Duration = Duration::from_secs(20);

/// What became of one attempt, with the server's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The mail server took it.
    HandedOver(String),
    /// It lies in the folder.
    Kept(String),
    /// Not now: a network fault, a time-out or a 4xx answer.
    TryAgain(String),
    /// Never: a 5xx answer to this message.
    Refused(String),
}

/// A message in memory.
#[derive(Debug, Clone)]
pub struct MemoryMail {
    /// The recipient.
    pub to: String,
    /// The whole message.
    pub bytes: Vec<u8>,
}

/// Where mail goes.
#[derive(Clone)]
pub enum Mailer {
    /// To a mail server.
    Smtp {
        /// The pooled connection.
        transport: AsyncSmtpTransport<Tokio1Executor>,
        /// The runtime that drives it.
        main: Handle,
    },
    /// Into a folder; every admin screen says so.
    Folder(PathBuf),
    /// Into memory, for tests.
    Memory(Arc<Mutex<Vec<MemoryMail>>>),
}

impl Mailer {
    /// The mailer of the settings: SMTP, or the folder `mail` in the data directory.
    ///
    /// # Errors
    /// TLS parameters that cannot be made for the host.
    pub fn of_settings(smtp: Option<&SmtpSettings>, data_dir: &Path, db: &Db) -> Result<Self, String> {
        match smtp {
            None => Ok(Self::Folder(data_dir.join("mail"))),
            Some(settings) => Self::smtp(settings, Vec::new(), db.main().clone()),
        }
    }

    /// A mailer to a mail server. These authorities are trusted beside the public ones.
    ///
    /// # Errors
    /// TLS parameters that cannot be made for the host.
    pub fn smtp(settings: &SmtpSettings, authorities: Vec<Certificate>, main: Handle) -> Result<Self, String> {
        Ok(Self::Smtp { transport: transport(settings, authorities)?, main })
    }

    /// Whether messages really leave.
    pub fn is_smtp(&self) -> bool {
        matches!(self, Self::Smtp { .. })
    }

    /// The folder, where mail is kept instead of sent.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Self::Folder(path) => Some(path),
            _ => None,
        }
    }

    /// Hands over one message; runs on the main runtime, which drives the connection.
    pub async fn hand_over(&self, id: Uuid, from: &str, to: &str, bytes: Vec<u8>) -> Outcome {
        match self {
            Self::Memory(list) => {
                let mail = MemoryMail { to: to.to_owned(), bytes };
                list.lock().unwrap_or_else(PoisonError::into_inner).push(mail);
                Outcome::HandedOver("250 taken into memory".to_owned())
            }
            Self::Folder(folder) => keep(folder, id, &bytes),
            Self::Smtp { transport, main } => {
                let (Ok(sender), Ok(recipient)) = (from.parse::<Address>(), to.parse::<Address>()) else {
                    return Outcome::Refused("the address cannot be written in a mail".to_owned());
                };
                let envelope = match SmtpEnvelope::new(Some(sender), vec![recipient]) {
                    Ok(envelope) => envelope,
                    Err(error) => return Outcome::Refused(error.to_string()),
                };
                let transport = transport.clone();
                let sent = main.spawn(async move { transport.send_raw(&envelope, &bytes).await }).await;
                match sent {
                    Ok(Ok(response)) => {
                        let words = response.message().collect::<Vec<_>>().join(" ");
                        Outcome::HandedOver(format!("{} {words}", response.code()))
                    }
                    Ok(Err(error)) if error.is_permanent() => Outcome::Refused(words_of(&error)),
                    Ok(Err(error)) => Outcome::TryAgain(words_of(&error)),
                    Err(cut) => Outcome::TryAgain(AppError::unfinished("the hand-over", &cut).to_string()),
                }
            }
        }
    }

    /// Takes a kept message out of the folder, if it lies there.
    ///
    /// # Errors
    /// The file is there and can't be removed.
    pub fn forget(&self, id: Uuid) -> Result<(), AppError> {
        let Some(folder) = self.folder() else { return Ok(()) };
        match std::fs::remove_file(folder.join(format!("{id}.eml"))) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(AppError::internal("a kept message", error))
            }
            _ => Ok(()),
        }
    }

    /// Connects, protects and signs in, without sending: what `doctor` asks.
    ///
    /// # Errors
    /// The server's or the network's words.
    pub async fn test_connection(&self) -> Result<(), String> {
        match self {
            Self::Smtp { transport, .. } => match transport.test_connection().await {
                Ok(true) => Ok(()),
                Ok(false) => Err("the server did not answer as a mail server".to_owned()),
                Err(error) => Err(words_of(&error)),
            },
            Self::Folder(folder) => {
                std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
            }
            Self::Memory(_) => Ok(()),
        }
    }
}

/// An error with the server's words, which its plain text leaves out.
fn words_of(error: &lettre::transport::smtp::Error) -> String {
    let words = crate::db::chain(error);
    certificates::fault(error).map_or(words.clone(), |fault| format!("{fault} ({words})"))
}

fn transport(
    settings: &SmtpSettings,
    authorities: Vec<Certificate>,
) -> Result<AsyncSmtpTransport<Tokio1Executor>, String> {
    let tls = || {
        let with = |builder: TlsParametersBuilder, authority| builder.add_root_certificate(authority);
        let builder = authorities.into_iter().fold(TlsParameters::builder(settings.host.clone()), with);
        builder.build().map_err(|error| error.to_string())
    };
    let tls = match settings.tls {
        SmtpTls::Implicit => Tls::Wrapper(tls()?),
        SmtpTls::StartTls => Tls::Required(tls()?),
        SmtpTls::None => Tls::None,
    };
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host)
        .port(settings.port)
        .tls(tls)
        .timeout(Some(STEP))
        .pool_config(PoolConfig::new().max_size(4).idle_timeout(Duration::from_secs(30)));
    if let Some((user, password)) = &settings.credentials {
        builder = builder.credentials(Credentials::new(user.clone(), password.expose_secret().to_owned()));
    }
    Ok(builder.build())
}

/// Writes one message as a file that only owners read; whole or not at all.
fn keep(folder: &Path, id: Uuid, bytes: &[u8]) -> Outcome {
    let name = format!("{id}.eml");
    let (fresh, path) = (folder.join(format!(".{name}.new")), folder.join(&name));
    let write = || -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
            options.mode(0o600);
            std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
        }
        let mut file = options.open(&fresh)?;
        std::io::Write::write_all(&mut file, bytes)?;
        file.sync_all()?;
        std::fs::rename(&fresh, &path)
    };
    match write() {
        Ok(()) => Outcome::Kept(format!("kept as mail/{name}")),
        Err(error) => Outcome::TryAgain(format!("{}: {error}", path.display())),
    }
}
