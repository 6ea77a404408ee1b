//! `/admin/settings/mail`: the mail server and the sender. The password is sealed with the secret key, and no page shows it.
//! What the environment sets counts, and stands here to be read only.

mod test;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use percent_encoding::percent_decode_str;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use url::Url;
use uuid::Uuid;

use super::history::{self, Change, Fact, Facts, History};
use crate::accounts::access::Viewer;
use crate::accounts::inputs::{Input, InputFault};
use crate::accounts::people::Done;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::clock::Moment;
use crate::config::{self, SmtpSettings, SmtpTls};
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::keys::SecretKey;
use crate::mail::{EmailAddress, one_line};
use crate::settings;
use crate::web::edge::Posted;
use crate::web::html::page;

pub(crate) use test::LastTest;
pub use test::send as send_test;

/// The topic under which it is stored.
pub const TOPIC: &str = "mail";
const PATH: &str = "/admin/settings/mail";
/// What the sealed password is, so that it opens nowhere else.
const CONTEXT: &str = "mail password";
const SERVER_WORDS: &str =
    "Enter an address such as smtps://mail.example.com:465 or smtp://mail.example.com:587, or leave it empty";

/// What people set about mail.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MailSetting {
    /// The mail server as an address without user and password; empty for none.
    pub server: String,
    /// The user name; empty where the server wants none.
    pub user: String,
    /// The password, sealed; empty for none.
    password: String,
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

/// What the environment sets.
#[derive(Debug, Clone, Default)]
pub(super) struct Given {
    pub server: Option<(String, String)>,
    pub from: Option<String>,
}

impl Given {
    fn of(app: &App) -> Self {
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
pub(super) struct Typed {
    pub server: String,
    pub user: String,
    password: String,
    pub from: String,
}

impl Typed {
    /// Reads it. A whole address with user and password is taken apart, so that no page repeats the password.
    fn read(posted: &Posted) -> Self {
        let field = |name: &str| one_line(posted.last(name).unwrap_or_default());
        let mut typed = Self {
            server: field("server"),
            user: field("user"),
            password: posted.last("password").unwrap_or_default().to_owned(),
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
        typed
    }

    fn of(setting: &MailSetting) -> Self {
        Self {
            server: setting.server.clone(),
            user: setting.user.clone(),
            password: String::new(),
            from: setting.from.clone(),
        }
    }

    /// What is wrong with it, beside how it stands now.
    fn faults(&self, given: &Given, before: &MailSetting) -> Vec<InputFault> {
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
    fn onto(&self, app_keys: &SecretKey, at: Moment, given: &Given, before: &MailSetting) -> Result<MailSetting> {
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

/// The page.
#[derive(Debug, Template)]
#[template(path = "settings/mail.html")]
pub struct MailPage {
    layout: Frame,
    errors: Vec<InputFault>,
    server: Vec<Input>,
    from: Input,
    server_given: bool,
    from_given: bool,
    usual: String,
    to: String,
    test: Option<LastTest>,
    history: History,
}

pub(super) struct Parts {
    pub given: Given,
    pub stored: MailSetting,
    pub usual: String,
    pub to: String,
    pub test: Option<LastTest>,
    pub history: History,
}

impl MailPage {
    pub(super) fn new(layout: Frame, typed: &Typed, parts: Parts, errors: Vec<InputFault>) -> Self {
        let given = parts.given;
        let server_given = given.server.is_some();
        let (server, user) = given.server.unwrap_or_else(|| (typed.server.clone(), typed.user.clone()));
        let mut inputs = vec![
            Input::text("server", "Mail server", &server)
                .hinted("smtps:// for TLS, smtp:// for STARTTLS. Empty: mail is kept on this machine.")
                .fixed_if(server_given),
            Input::text("user", "User name", &user).fixed_if(server_given),
        ];
        if !server_given {
            let hint = if parts.stored.password_is_set() { "Leave it empty to keep the one that we have." } else { "" };
            inputs.push(Input::secret("password", "Password").hinted(hint));
        }
        let from_given = given.from.is_some();
        let from = given.from.unwrap_or_else(|| typed.from.clone());
        Self {
            layout,
            server: inputs.into_iter().map(|input| input.with(&errors)).collect(),
            from: Input::address("from", "From", &from).fixed_if(from_given).with(&errors),
            server_given,
            from_given,
            usual: parts.usual,
            to: parts.to,
            test: parts.test,
            history: parts.history,
            errors,
        }
    }
}

impl MailSetting {
    fn password_is_set(&self) -> bool {
        !self.password.is_empty()
    }
}

/// Where mail goes, in words.
pub(super) fn words(app: &App, stored: &MailSetting) -> String {
    let given = Given::of(app);
    match (given.server, stored.server.is_empty()) {
        (Some((server, _)), _) => format!("{server}, set where the program runs"),
        (None, false) => format!("{}, from {}", stored.server, app.mail_from()),
        (None, true) => "No mail server is set: mail is kept on this machine".to_owned(),
    }
}

async fn current(conn: &mut Conn) -> Result<MailSetting> {
    Ok(settings::current(conn, TOPIC).await?.unwrap_or_default())
}

async fn answer(
    app: &App,
    viewer: &Viewer,
    typed: Option<Typed>,
    done: Option<Uuid>,
    status: StatusCode,
    errors: Vec<InputFault>,
) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let stored = current(&mut conn).await?;
    let business = app.business();
    let parts = Parts {
        given: Given::of(app),
        usual: app.usual_sender(),
        to: viewer.email.clone(),
        test: LastTest::load(&mut conn, &business).await?,
        history: History::load::<MailSetting>(&mut conn, &business, TOPIC, format!("{PATH}/restoration")).await?,
        stored,
    };
    let title = if errors.is_empty() { "Mail" } else { "Error: Mail" };
    let mut layout = Frame::new(app, &mut conn, viewer, title, Section::Settings).await?;
    layout.tell(app, &mut conn, viewer, done, PATH).await?;
    let typed = typed.unwrap_or_else(|| Typed::of(&parts.stored));
    page(status, &MailPage::new(layout, &typed, parts, errors))
}

/// `GET /admin/settings/mail`.
pub async fn show(app: web::Data<App>, viewer: Viewer, done: web::Query<Done>) -> Result<HttpResponse> {
    answer(&app, &viewer, None, done.act(), StatusCode::OK, Vec::new()).await
}

/// `POST /admin/settings/mail`. What leaves from now on leaves by it; other nodes follow within a minute.
pub async fn save(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    let (typed, given) = (Typed::read(&posted), Given::of(&app));
    let before = current(&mut *app.db.read().await?).await?;
    let faults = typed.faults(&given, &before);
    if !faults.is_empty() {
        return answer(&app, &viewer, Some(typed), None, StatusCode::UNPROCESSABLE_ENTITY, faults).await;
    }
    let (at, who, seen) = (app.clock.moment(), viewer.staff_id, super::seen(&posted));
    let after = typed.onto(&app.keys, at, &given, &before)?;
    let change = Change { topic: TOPIC.to_owned(), setting: "Mail".to_owned(), seen, before, after, back_to: None };
    match app.db.write(async move |tx: &mut Tx| change.write(tx, at, who).await).await {
        Ok(act) => {
            app.refresh_business().await?;
            Ok(Done::at(PATH, act))
        }
        Err(AppError::Conflict(_)) => {
            answer(&app, &viewer, Some(typed), None, StatusCode::CONFLICT, vec![super::meanwhile()]).await
        }
        Err(error) => Err(error),
    }
}

/// `POST /admin/settings/mail/restoration`: the password of then goes with the server of then.
pub async fn restore(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    let (at, who, number) = (app.clock.moment(), viewer.staff_id, super::number(&posted)?);
    let work = async move |tx: &mut Tx| {
        let (before, after) = (current(tx.conn()).await?, history::version(tx.conn(), TOPIC, number).await?);
        let (topic, setting) = (TOPIC.to_owned(), "Mail".to_owned());
        Change { topic, setting, seen: None, before, after, back_to: Some(number) }.write(tx, at, who).await
    };
    let act = app.db.write(work).await?;
    app.refresh_business().await?;
    Ok(Done::at(PATH, act))
}

impl MailPage {
    /// The page with sample content: set here, with mistakes, or set by the environment.
    pub(super) fn sample(app: &App, given: bool, wrong: bool, test: Option<LastTest>) -> Self {
        let (business, at) = (app.business(), app.clock.moment());
        let stored = MailSetting {
            server: "smtps://mail.example.com:465".to_owned(),
            user: "bellpull".to_owned(),
            password: "sealed".to_owned(),
            from: "hello@bellpull.example".to_owned(),
        };
        let mut typed = Typed::of(&stored);
        if wrong {
            (typed.server, typed.from) = ("mail.example.com".to_owned(), "hello".to_owned());
        }
        let none = Given::default();
        let faults = if wrong { typed.faults(&none, &stored) } else { Vec::new() };
        let set = Given {
            server: Some(("smtp://10.0.0.7:587".to_owned(), "bellpull".to_owned())),
            from: Some("hello@bellpull.example".to_owned()),
        };
        let changes = vec!["Mail server: “smtps://mail.example.com:465” added".to_owned(), "Password: set".to_owned()];
        let parts = Parts {
            given: if given { set } else { none },
            stored,
            usual: "hello@bellpull.example".to_owned(),
            to: "ines@bellpull.example".to_owned(),
            test,
            history: History::sample(&business, at.now, "/admin/settings/mail/restoration", changes),
        };
        let title = if wrong { "Error: Mail" } else { "Mail" };
        Self::new(Frame::sample(app, title, Section::Settings), &typed, parts, faults)
    }
}
