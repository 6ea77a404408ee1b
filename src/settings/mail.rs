//! `/admin/settings/mail`: the mail server and the sender. The password is sealed with the secret key, and no page shows it.
//! What the environment sets counts, and stands here to be read only.

mod setting;
mod test;
mod typed;

use actix_web::{HttpResponse, web};
use askama::Template;
use uuid::Uuid;

use super::history::{Change, History};
use super::screen::{self, Around, Screen};
use super::topic::{self, Topic, Whole};
use crate::accounts::access::Viewer;
use crate::accounts::inputs::{Input, InputFault};
use crate::admin::frame::Frame;
use crate::app::App;
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::web::edge::Posted;

pub use setting::MailSetting;
pub(crate) use test::LastTest;
pub use test::send as send_test;
pub(crate) use typed::{Given, Typed};

impl Topic for MailSetting {
    const TOPIC: &'static str = "mail";
    const NAME: &'static str = "Mail";
    const PATH: &'static str = "/admin/settings/mail";
}

impl MailSetting {
    /// Writes the first one, of a site that is being set up.
    ///
    /// # Errors
    /// The database is away.
    pub(crate) async fn begin(&self, tx: &mut Tx, at: Moment, who: Uuid) -> Result<()> {
        super::append(tx, at.now, Self::TOPIC, self, Some(who)).await.map(drop)
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

struct Parts {
    given: Given,
    stored: MailSetting,
    usual: String,
    to: String,
    test: Option<LastTest>,
}

impl MailPage {
    fn new(typed: &Typed, parts: Parts, around: Around) -> Self {
        let Around { layout, history, errors } = around;
        let given = parts.given;
        let server_given = given.server.is_some();
        let (server, user) = given.server.unwrap_or_else(|| (typed.server.clone(), typed.user.clone()));
        let mut inputs = vec![
            Input::text("server", "Mail server", &server)
                .hinted(
                    "As your provider writes it, such as mail.example.com:465. Empty: mail is kept on this machine.",
                )
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
            history,
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

impl Screen for MailPage {
    type Setting = Whole<MailSetting>;
    type Typed = Typed;

    async fn page(app: &App, conn: &mut Conn, viewer: &Viewer, typed: Option<Typed>, around: Around) -> Result<Self> {
        let parts = Parts {
            given: Given::of(app),
            usual: app.usual_sender(),
            to: viewer.email.clone(),
            test: LastTest::load(conn, &app.business()).await?,
            stored: topic::stored(conn).await?,
        };
        let typed = typed.unwrap_or_else(|| Typed::of(&parts.stored));
        Ok(Self::new(&typed, parts, around))
    }
}

/// `POST /admin/settings/mail`. What leaves from now on leaves by it; other nodes follow within a minute.
pub async fn save(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    let (typed, given) = (Typed::read(&posted), Given::of(&app));
    let before: MailSetting = topic::stored(&mut *app.db.read().await?).await?;
    let faults = typed.faults(&given, &before);
    if !faults.is_empty() {
        return screen::refuse::<MailPage>(&app, &viewer, typed, faults).await;
    }
    let (at, who, seen) = (app.clock.moment(), viewer.staff_id, super::seen(&posted));
    let after = typed.onto(&app.keys, at, &given, &before)?;
    let work = async move |tx: &mut Tx| Change::of(seen, before, after).write(tx, at, who).await;
    screen::settle::<MailPage>(&app, &viewer, Some(typed), app.db.write(work).await).await
}

impl MailPage {
    /// The page with sample content: set here, with mistakes, or set by the environment.
    pub(super) fn sample(app: &App, given: bool, wrong: bool, test: Option<LastTest>) -> Self {
        let stored = MailSetting {
            server: "smtps://mail.example.com:465".to_owned(),
            user: "bellpull".to_owned(),
            password: "sealed".to_owned(),
            from: "hello@bellpull.example".to_owned(),
        };
        let mut typed = Typed::of(&stored);
        if wrong {
            (typed.server, typed.from) = ("ftp://mail.example.com".to_owned(), "hello".to_owned());
        }
        let none = Given::default();
        let faults = if wrong { typed.faults(&none, &stored) } else { Vec::new() };
        let set = Given {
            server: Some(("smtp://10.0.0.7:587".to_owned(), "bellpull".to_owned())),
            from: Some("hello@bellpull.example".to_owned()),
        };
        let parts = Parts {
            given: if given { set } else { none },
            stored,
            usual: "hello@bellpull.example".to_owned(),
            to: "ines@bellpull.example".to_owned(),
            test,
        };
        let changes = ["Mail server: “smtps://mail.example.com:465” added", "Password: set"];
        Self::new(&typed, parts, Around::sample::<Whole<MailSetting>>(app, &changes, faults))
    }
}
