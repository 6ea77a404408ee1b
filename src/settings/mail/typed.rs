//! Mail server and sender as they were typed beside what the environment sets, and what is wrong with them.

use percent_encoding::percent_decode_str;
use secrecy::SecretString;
use url::Url;

use super::setting::{CONTEXT, MailSetting};
use crate::accounts::inputs::InputFault;
use crate::app::App;
use crate::clock::Moment;
use crate::config::{self, SmtpSettings, SmtpTls};
use crate::error::Result;
use crate::keys::SecretKey;
use crate::mail::{EmailAddress, one_line};
use crate::web::edge::Posted;

const SERVER_WORDS: &str =
    "Enter the server as your provider writes it, such as mail.example.com:465, or leave it empty";

/// The address of a server that was typed without its scheme: 465 is the port of TLS from the start, any other that of STARTTLS.
fn whole(server: &str) -> String {
    match server.rsplit_once(':') {
        _ if server.is_empty() || server.contains("://") => server.to_owned(),
        Some((_, "465")) => format!("smtps://{server}"),
        Some(_) => format!("smtp://{server}"),
        None => format!("smtp://{server}:587"),
    }
}

/// What the environment sets.
#[derive(Debug, Clone, Default)]
pub(crate) struct Given {
    pub server: Option<(String, String)>,
    pub from: Option<String>,
}

impl Given {
    pub fn of(app: &App) -> Self {
        let shown = |smtp: &SmtpSettings| {
            let (scheme, tail) = match smtp.tls {
                SmtpTls::Implicit => ("smtps", ""),
                SmtpTls::StartTls => ("smtp", ""),
                SmtpTls::None => ("smtp", "?tls=none"),
            };
            let user = smtp.credentials.as_ref().map(|(user, _)| user.clone()).unwrap_or_default();
            (format!("{scheme}://{}:{}{tail}", smtp.host, smtp.port), user)
        };
        Self {
            server: app.config.smtp.as_ref().map(shown),
            from: app.config.mail_from.as_ref().map(ToString::to_string),
        }
    }
}

/// What was typed.
#[derive(Default)]
pub(crate) struct Typed {
    pub server: String,
    pub user: String,
    password: String,
    pub from: String,
}

impl Typed {
    /// Reads it.
    pub fn read(posted: &Posted) -> Self {
        Self::read_with(posted, "password")
    }

    /// Reads it from a form with another password in it. A whole address with user and password is taken apart, so that no page
    /// repeats the password.
    pub fn read_with(posted: &Posted, password: &str) -> Self {
        let field = |name: &str| one_line(posted.last(name).unwrap_or_default());
        let mut typed = Self {
            server: field("server"),
            user: field("user"),
            password: posted.last(password).unwrap_or_default().to_owned(),
            from: field("from"),
        };
        if let Ok(mut url) = Url::parse(&typed.server)
            && !url.username().is_empty()
        {
            let plain = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
            typed.user = plain(url.username());
            if let Some(password) = url.password() {
                typed.password = plain(password);
            }
            if url.set_username("").is_ok() && url.set_password(None).is_ok() {
                typed.server = url.to_string();
            }
        }
        if typed.server.contains('@') {
            // What can't be read as an address may hold a password all the same.
            typed.server = typed.server.rsplit('@').next().unwrap_or_default().to_owned();
        }
        typed.server = whole(&typed.server);
        typed
    }

    pub fn of(setting: &MailSetting) -> Self {
        Self {
            server: setting.server.clone(),
            user: setting.user.clone(),
            password: String::new(),
            from: setting.from.clone(),
        }
    }

    /// What is wrong with it, beside how it stands now.
    pub fn faults(&self, given: &Given, before: &MailSetting) -> Vec<InputFault> {
        let mut faults = Vec::new();
        if given.server.is_none() {
            let legal = config::smtp_address(&self.server).is_some_and(|smtp| smtp.credentials.is_none());
            if !self.server.is_empty() && !legal {
                faults.push(InputFault::new("server", SERVER_WORDS));
            }
            if self.user.chars().count() > 254 {
                faults.push(InputFault::new("user", "The user name must be 254 characters or fewer"));
            }
            if self.user.is_empty() && !self.password.is_empty() {
                faults.push(InputFault::new("user", "Enter the user name that belongs to the password"));
            }
            if self.password.chars().count() > 500 {
                faults.push(InputFault::new("password", "The password must be 500 characters or fewer"));
            } else if !self.user.is_empty() && self.password.is_empty() {
                // A password is never carried to a server or user that it was not typed for.
                let same = self.server == before.server && self.user == before.user;
                if before.password.is_empty() {
                    faults.push(InputFault::new("password", "Enter the password of this user"));
                } else if !same {
                    let words = "Enter the password again: the one that we keep belongs to the server and user before";
                    faults.push(InputFault::new("password", words));
                }
            }
        }
        if given.from.is_none() && !self.from.is_empty() && EmailAddress::parse(&self.from).is_none() {
            let words = "Enter an email address like hello@example.com, or leave it empty";
            faults.push(InputFault::new("from", words));
        }
        faults
    }

    /// The setting with what was typed, which holds.
    pub fn onto(&self, app_keys: &SecretKey, at: Moment, given: &Given, before: &MailSetting) -> Result<MailSetting> {
        let mut after = before.clone();
        if given.server.is_none() {
            after.server = self.server.clone();
            after.user = if self.server.is_empty() { String::new() } else { self.user.clone() };
            if after.user.is_empty() {
                after.password = String::new();
            } else if !self.password.is_empty() {
                after.password = app_keys.seal(at, CONTEXT, &SecretString::from(self.password.as_str()))?;
            }
        }
        if given.from.is_none() {
            after.from = self.from.clone();
        }
        Ok(after)
    }
}
