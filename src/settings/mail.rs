//! `/admin/settings/mail`: the mail server and the sender. The password is sealed with the secret key, and no page shows it.
//! What the environment sets counts, and stands here to be read only.

mod setting;
mod test;
mod typed;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use uuid::Uuid;

use super::history::{Change, History};
use super::topic::{self, Topic};
use crate::accounts::access::Viewer;
use crate::accounts::inputs::{Input, InputFault};
use crate::accounts::people::Done;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::db::Tx;
use crate::error::Result;
use crate::web::edge::Posted;
use crate::web::html::page;

pub use setting::MailSetting;
pub(crate) use test::LastTest;
pub use test::send as send_test;
use typed::{Given, Typed};

impl Topic for MailSetting {
    const TOPIC: &'static str = "mail";
    const NAME: &'static str = "Mail";
    const PATH: &'static str = "/admin/settings/mail";
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

/// Where mail goes, in words.
pub(super) fn words(app: &App, stored: &MailSetting) -> String {
    let given = Given::of(app);
    match (given.server, stored.server.is_empty()) {
        (Some((server, _)), _) => format!("{server}, set where the program runs"),
        (None, false) => format!("{}, from {}", stored.server, app.mail_from()),
        (None, true) => "No mail server is set: mail is kept on this machine".to_owned(),
    }
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
    let (layout, history) = topic::screen::<MailSetting>(app, &mut conn, viewer, done, !errors.is_empty()).await?;
    let parts = Parts {
        given: Given::of(app),
        usual: app.usual_sender(),
        to: viewer.email.clone(),
        test: LastTest::load(&mut conn, &app.business()).await?,
        history,
        stored: topic::stored(&mut conn).await?,
    };
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
    let before: MailSetting = topic::stored(&mut *app.db.read().await?).await?;
    let faults = typed.faults(&given, &before);
    if !faults.is_empty() {
        return answer(&app, &viewer, Some(typed), None, StatusCode::UNPROCESSABLE_ENTITY, faults).await;
    }
    let (at, who, seen) = (app.clock.moment(), viewer.staff_id, super::seen(&posted));
    let after = typed.onto(&app.keys, at, &given, &before)?;
    let work = async move |tx: &mut Tx| Change::of(seen, before, after).write(tx, at, who).await;
    match topic::written::<MailSetting>(&app, app.db.write(work).await).await? {
        Some(answer) => Ok(answer),
        None => answer(&app, &viewer, Some(typed), None, StatusCode::CONFLICT, vec![super::meanwhile()]).await,
    }
}

/// `POST /admin/settings/mail/restoration`: the password of then goes with the server of then.
pub async fn restore(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    topic::restore::<MailSetting>(&app, &viewer, &posted).await
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
