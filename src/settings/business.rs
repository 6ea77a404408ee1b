//! `/admin/settings/business`: what the business is called, how it is reached, where it is.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono_tz::{TZ_VARIANTS, Tz};
use uuid::Uuid;
use validator::{Validate, ValidationError};

use super::history::{Change, Fact, Facts, History};
use super::topic::{self, Topic};
use crate::accounts::access::Viewer;
use crate::accounts::inputs::{self, Input, InputFault};
use crate::accounts::people::Done;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::db::Tx;
use crate::error::Result;
use crate::mail::{EmailAddress, one_line};
use crate::site::{Business, TOPIC};
use crate::web::edge::Posted;
use crate::web::html::page;

const ORDER: [&str; 8] = ["name", "strapline", "phone", "email", "address", "hours", "zone", "prefix"];
/// Parts of the world in whose names zones are proposed.
const PLACES: [&str; 9] =
    ["Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/"];

/// The page.
#[derive(Debug, Template)]
#[template(path = "settings/business.html")]
pub struct BusinessPage {
    layout: Frame,
    errors: Vec<InputFault>,
    naming: [Input; 2],
    contact: [Input; 4],
    place: [Input; 2],
    zones: Vec<&'static str>,
    history: History,
}

/// What was typed.
#[derive(Debug, Default, Validate)]
pub(crate) struct Typed {
    #[validate(custom(function = "a_name"))]
    name: String,
    #[validate(length(max = 160, message = "The strapline must be 160 characters or fewer"))]
    strapline: String,
    #[validate(custom(function = "a_phone"))]
    phone: String,
    #[validate(custom(function = "an_address"))]
    email: String,
    #[validate(length(max = 300, message = "The address must be 300 characters or fewer"))]
    address: String,
    #[validate(length(max = 160, message = "The hours must be 160 characters or fewer"))]
    hours: String,
    #[validate(custom(function = "a_zone"))]
    zone: String,
    #[validate(custom(function = "a_prefix"))]
    prefix: String,
}

fn fault(words: &'static str) -> ValidationError {
    ValidationError::new("field").with_message(words.into())
}

fn a_name(text: &str) -> Result<(), ValidationError> {
    inputs::required(text, 80, "Enter the name of the business", "The name must be 80 characters or fewer")
}

fn a_phone(text: &str) -> Result<(), ValidationError> {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let legal = text.chars().all(|c| c.is_ascii_digit() || " +()-./".contains(c));
    if text.is_empty() || (legal && (4..=20).contains(&digits) && text.len() <= 40) {
        return Ok(());
    }
    Err(fault("Enter a telephone number with digits and spaces, such as 01632 960 441, or leave it empty"))
}

fn an_address(text: &str) -> Result<(), ValidationError> {
    if text.is_empty() || EmailAddress::parse(text).is_some() {
        return Ok(());
    }
    Err(fault("Enter an email address like hello@example.com, or leave it empty"))
}

/// Reads a zone, however its letters are written.
fn zone(text: &str) -> Option<Tz> {
    let text = text.trim().replace(' ', "_");
    TZ_VARIANTS.into_iter().find(|zone| zone.name().eq_ignore_ascii_case(&text))
}

fn a_zone(text: &str) -> Result<(), ValidationError> {
    zone(text).map(drop).ok_or_else(|| fault("Choose a time zone from the list, such as Europe/London"))
}

fn a_prefix(text: &str) -> Result<(), ValidationError> {
    let legal = (2..=4).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphabetic());
    if legal { Ok(()) } else { Err(fault("Enter 2 to 4 letters from A to Z, such as SH")) }
}

impl Typed {
    fn read(posted: &Posted) -> Self {
        let field = |name: &str| one_line(posted.last(name).unwrap_or_default());
        let lines = posted.last("address").unwrap_or_default().lines().map(one_line);
        Self {
            name: field("name"),
            strapline: field("strapline"),
            phone: field("phone"),
            email: field("email"),
            address: lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(", "),
            hours: field("hours"),
            zone: field("zone"),
            prefix: field("prefix"),
        }
    }

    fn of(business: &Business) -> Self {
        Self {
            name: business.name.clone(),
            strapline: business.strapline.clone(),
            phone: business.phone.clone(),
            email: business.email.clone(),
            address: business.address.clone(),
            hours: business.hours.clone(),
            zone: business.zone.name().to_owned(),
            prefix: business.prefix.clone(),
        }
    }

    /// The business with what was typed, which holds.
    fn onto(self, before: &Business) -> Business {
        Business {
            zone: zone(&self.zone).unwrap_or(before.zone),
            prefix: self.prefix.to_ascii_uppercase(),
            name: self.name,
            strapline: self.strapline,
            phone: self.phone,
            email: self.email,
            address: self.address,
            hours: self.hours,
            ..before.clone()
        }
    }
}

impl Topic for Business {
    const TOPIC: &'static str = TOPIC;
    const NAME: &'static str = "Business";
    const PATH: &'static str = "/admin/settings/business";
}

impl Facts for Business {
    fn facts(&self) -> Vec<Fact> {
        let typed = Typed::of(self);
        vec![
            Fact::new("Name", typed.name),
            Fact::new("Strapline", typed.strapline),
            Fact::new("Telephone", typed.phone),
            Fact::new("Email", typed.email),
            Fact::new("Address", typed.address),
            Fact::new("Hours in words", typed.hours),
            Fact::new("Time zone", typed.zone),
            Fact::new("Prefix", typed.prefix),
            Fact::new("Last line of the footer", self.footer_note.as_str()),
        ]
    }
}

impl BusinessPage {
    pub(crate) fn new(layout: Frame, typed: &Typed, history: History, errors: Vec<InputFault>) -> Self {
        let shown = |input: Input| input.with(&errors);
        Self {
            layout,
            naming: [
                shown(Input::text("name", "Name", &typed.name)),
                shown(
                    Input::text("strapline", "Strapline (optional)", &typed.strapline)
                        .hinted("What you do, in a few words."),
                ),
            ],
            contact: [
                shown(Input::text("phone", "Telephone (optional)", &typed.phone)),
                shown(Input::address("email", "Email address (optional)", &typed.email)),
                shown(Input::text("address", "Address (optional)", &typed.address)),
                shown(Input::text("hours", "Hours in words (optional)", &typed.hours).hinted(
                    "As visitors read them. Promises count by the working hours, which have a page of their own.",
                )),
            ],
            place: [
                shown(Input { proposals: "zones", ..Input::text("zone", "Time zone", &typed.zone) }),
                shown(
                    Input::text("prefix", "References begin with", &typed.prefix)
                        .hinted("2 to 4 letters. References that are given keep theirs."),
                ),
            ],
            zones: TZ_VARIANTS
                .iter()
                .map(|zone| zone.name())
                .filter(|name| PLACES.iter().any(|place| name.starts_with(place)))
                .collect(),
            history,
            errors,
        }
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
    // Without its opening hours, which are a setting of their own.
    let stored: Business = topic::stored(&mut conn).await?;
    let (layout, history) = topic::screen::<Business>(app, &mut conn, viewer, done, !errors.is_empty()).await?;
    page(status, &BusinessPage::new(layout, &typed.unwrap_or_else(|| Typed::of(&stored)), history, errors))
}

/// `GET /admin/settings/business`.
pub async fn show(app: web::Data<App>, viewer: Viewer, done: web::Query<Done>) -> Result<HttpResponse> {
    answer(&app, &viewer, None, done.act(), StatusCode::OK, Vec::new()).await
}

/// `POST /admin/settings/business`.
pub async fn save(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    let typed = Typed::read(&posted);
    let faults = inputs::faults(&typed, &ORDER);
    if !faults.is_empty() {
        return answer(&app, &viewer, Some(typed), None, StatusCode::UNPROCESSABLE_ENTITY, faults).await;
    }
    let (at, who, seen) = (app.clock.moment(), viewer.staff_id, super::seen(&posted));
    let work = async move |tx: &mut Tx| {
        let before: Business = topic::stored(tx.conn()).await?;
        let after = typed.onto(&before);
        Change::of(seen, before, after).write(tx, at, who).await
    };
    match topic::written::<Business>(&app, app.db.write(work).await).await? {
        Some(answer) => Ok(answer),
        None => {
            let (typed, faults) = (Typed::read(&posted), vec![super::meanwhile()]);
            answer(&app, &viewer, Some(typed), None, StatusCode::CONFLICT, faults).await
        }
    }
}

/// `POST /admin/settings/business/restoration`.
pub async fn restore(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    topic::restore::<Business>(&app, &viewer, &posted).await
}

impl BusinessPage {
    /// The page with sample content.
    pub(super) fn sample(app: &App, wrong: bool) -> Self {
        let business = app.business();
        let changes = vec!["Telephone: “01632 960 440” became “01632 960 441”".to_owned()];
        let history = History::sample(&business, app.clock.now(), "/admin/settings/business/restoration", changes);
        let typed =
            Typed { zone: if wrong { "Londn".to_owned() } else { "Europe/London".to_owned() }, ..Typed::of(&business) };
        let faults = if wrong { inputs::faults(&typed, &ORDER) } else { Vec::new() };
        let title = if wrong { "Error: Business" } else { "Business" };
        Self::new(Frame::sample(app, title, Section::Settings), &typed, history, faults)
    }
}
