//! The set-up page: what somebody is asked who starts a site of their own.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::answers::{HUES, Typed};
use super::countries::{self, Country};
use super::{SetUpLink, Trade, set_up};
use crate::accounts::inputs::{Input, InputFault};
use crate::accounts::{hashing, sessions};
use crate::app::App;
use crate::db::Tx;
use crate::error::Result;
use crate::installation::Installation;
use crate::settings::mail::{self, MailSetting};
use crate::settings::zones;
use crate::site::brand::Brand;
use crate::web::edge::Posted;
use crate::web::html::page;
use crate::web::layout::Plain;

/// The password of the mail server, beside the owner's own.
const MAIL_PASSWORD: &str = "mail_password";

/// One colour that is offered, as its site would look.
#[derive(Debug)]
pub struct Swatch {
    hue: u16,
    name: &'static str,
    chosen: bool,
    ground: String,
    band: String,
    button: String,
    accent: String,
    text: String,
}

/// The set-up page.
#[derive(Debug, Template)]
#[template(path = "starter/set_up.html")]
pub struct SetUpPage {
    layout: Plain,
    errors: Vec<InputFault>,
    name: Input,
    trades: Vec<(Trade, bool)>,
    trade_error: Option<String>,
    person: [Input; 3],
    recipient: Input,
    countries: Vec<(Country, bool)>,
    country_error: Option<String>,
    currencies: Vec<(&'static str, bool)>,
    currency_error: Option<String>,
    zone: Input,
    zones: Vec<&'static str>,
    /// Mail server, user and password; empty where the environment names a server.
    mail: Vec<Input>,
    swatches: Vec<Swatch>,
    test: bool,
}

/// What stands where the site was set up already.
#[derive(Debug, Template)]
#[template(path = "starter/done.html")]
pub struct SetUpDonePage {
    layout: Plain,
}

impl Swatch {
    fn of(hue: u16, name: &'static str, chosen: bool) -> Self {
        let palette = Brand { hue: f64::from(hue), strength: 0.13 }.palette(false);
        let colour = |part: &str| {
            palette.iter().find(|(other, _)| *other == part).map(|(_, colour)| colour.to_string()).unwrap_or_default()
        };
        Self {
            hue,
            name,
            chosen,
            ground: colour("plaster"),
            band: colour("band"),
            button: colour("button"),
            accent: colour("accent"),
            text: colour("text"),
        }
    }
}

impl SetUpPage {
    pub(super) fn new(app: &App, typed: &Typed, mail: &mail::Typed, errors: Vec<InputFault>) -> Self {
        let shown = |input: Input| input.with(&errors);
        let error_of = |id: &str| errors.iter().find(|error| error.id == id).map(|error| error.message.clone());
        let title = if errors.is_empty() { "Set up your site" } else { "Error: Set up your site" };
        Self {
            layout: Plain::new(app, title),
            name: shown(Input::text("name", "Name of the business", &typed.name)),
            trades: Trade::ALL.map(|trade| (trade, trade.as_str() == typed.trade)).into(),
            trade_error: error_of("trade"),
            person: [
                shown(Input::text("owner", "Your name", &typed.owner)),
                shown(Input::address("email", "Your email address", &typed.email).hinted("You sign in with it.")),
                shown(Input::new_password()),
            ],
            recipient: shown(
                Input::address("recipient", "Email address for enquiries (optional)", &typed.recipient)
                    .hinted("It stands on the site, and enquiries go there. Your own where it is empty."),
            ),
            countries: countries::all().map(|country| (country, country.code == typed.country)).collect(),
            country_error: error_of("country"),
            currencies: countries::currencies().into_iter().map(|code| (code, code == typed.currency)).collect(),
            currency_error: error_of("currency"),
            zone: shown(
                Input { proposals: "zones", ..Input::text("zone", "Time zone (optional)", &typed.zone) }
                    .hinted("Every time on the site is in it. The country’s where it is empty."),
            ),
            zones: zones::proposed(),
            mail: if app.config.smtp.is_some() { Vec::new() } else { mail_inputs(mail).map(shown).into() },
            swatches: HUES.map(|(hue, name)| Swatch::of(hue, name, hue.to_string() == typed.hue)).into(),
            test: typed.test,
            errors,
        }
    }
}

fn mail_inputs(mail: &mail::Typed) -> [Input; 3] {
    [
        Input::text("server", "Mail server (optional)", &mail.server)
            .hinted("As your provider writes it, such as mail.example.com:465."),
        Input::text("user", "User name (optional)", &mail.user),
        Input::secret(MAIL_PASSWORD, "Its password (optional)"),
    ]
}

/// What is wrong with the mail server, under the names of this form.
fn mail_faults(mail: &mail::Typed, given: &mail::Given) -> Vec<InputFault> {
    let own =
        |fault: InputFault| if fault.id == "password" { InputFault::new(MAIL_PASSWORD, fault.message) } else { fault };
    mail.faults(given, &MailSetting::default()).into_iter().map(own).collect()
}

impl SetUpDonePage {
    pub(super) fn new(app: &App) -> Self {
        Self { layout: Plain::new(app, "The site is set up") }
    }
}

/// What a set-up link opens. Opening it changes nothing.
///
/// # Errors
/// [`AppError::NotFound`] for what is no set-up link of ours.
pub(crate) async fn show(app: &App, named: &str) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    SetUpLink::open(&mut conn, &app.keys, named).await?;
    if !Installation::is_empty(&mut conn).await? {
        return page(StatusCode::GONE, &SetUpDonePage::new(app));
    }
    page(StatusCode::OK, &SetUpPage::new(app, &Typed::blank(), &mail::Typed::default(), Vec::new()))
}

/// Makes the owner and the starter site, and signs in.
///
/// # Errors
/// [`AppError::NotFound`] for what is no set-up link of ours.
pub(crate) async fn act(
    app: &std::sync::Arc<App>,
    named: &str,
    posted: &Posted,
    request: &HttpRequest,
) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    SetUpLink::open(&mut conn, &app.keys, named).await?;
    if !Installation::is_empty(&mut conn).await? {
        return page(StatusCode::GONE, &SetUpDonePage::new(app));
    }
    drop(conn);
    let (typed, mail, given) =
        (Typed::read(posted), mail::Typed::read_with(posted, MAIL_PASSWORD), mail::Given::of(app));
    let wrong = mail_faults(&mail, &given);
    let (answers, password) = match typed.check() {
        Ok(checked) if wrong.is_empty() => checked,
        checked => {
            let faults = checked.err().unwrap_or_default().into_iter().chain(wrong).collect();
            return page(StatusCode::UNPROCESSABLE_ENTITY, &SetUpPage::new(app, &typed, &mail, faults));
        }
    };
    let hash = hashing::hash(app, password).await?;
    let at = app.clock.moment();
    let mail = mail.onto(&app.keys, at, &given, &MailSetting::default())?;
    let work = async move |tx: &mut Tx| {
        let owner = set_up(tx, at, &answers, Some(&hash)).await?;
        if let (Some(owner), false) = (&owner, mail == MailSetting::default()) {
            mail.begin(tx, at, owner.id).await?;
        }
        Ok(owner)
    };
    let owner = app.db.write(work).await?;
    let Some(owner) = owner else { return page(StatusCode::GONE, &SetUpDonePage::new(app)) };
    app.refresh_business().await?;
    app.cache.generation.changed();
    sessions::begin(request, &owner)?;
    tracing::info!(staff = %owner.id, "the site was set up");
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, "/admin")).finish())
}
