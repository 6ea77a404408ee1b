//! The forgotten password: asks for an action link by mail. The answer is the same, word for word and after the same time,
//! whether the address is somebody's or nobody's.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use validator::Validate;

use super::inputs::{self, Input, InputFault};
use super::throttle::{Kind, Try, Who};
use super::{ActionLink, LinkPurpose, Staff};
use crate::app::App;
use crate::clock::Moment;
use crate::db::Tx;
use crate::deliveries::{Delivery, StaffMail};
use crate::error::Result;
use crate::keys::SecretKey;
use crate::web::edge::Posted;
use crate::web::html::page;
use crate::web::layout::Plain;

/// Every answer takes this long: writing a mail for somebody must not take longer than writing none for nobody.
const EVERYBODY_WAITS: Duration = Duration::from_millis(250);

/// The page that asks for the address.
#[derive(Template)]
#[template(path = "account/forgotten.html")]
pub struct ForgottenPage {
    layout: Plain,
    errors: Vec<InputFault>,
    inputs: [Input; 1],
    life: &'static str,
}

/// The page after it.
#[derive(Template)]
#[template(path = "account/link_sent.html")]
pub struct LinkSentPage {
    layout: Plain,
    email: String,
    life: &'static str,
}

#[derive(Validate)]
struct Typed {
    #[validate(custom(function = "inputs::email_address"))]
    email: String,
}

impl ForgottenPage {
    pub(super) fn new(app: &App, email: &str, errors: Vec<InputFault>) -> Self {
        let title = if errors.is_empty() { "Choose a new password" } else { "Error: Choose a new password" };
        let inputs = [Input::email(email).with(&errors)];
        Self { layout: Plain::new(app, title), errors, inputs, life: LinkPurpose::ResetPassword.life_in_words() }
    }
}

impl LinkSentPage {
    pub(super) fn new(app: &App, email: &str) -> Self {
        let life = LinkPurpose::ResetPassword.life_in_words();
        Self { layout: Plain::new(app, "Look into your inbox"), email: email.to_owned(), life }
    }
}

/// `GET /account/password`.
///
/// # Errors
/// A template that cannot be rendered.
pub async fn show(app: web::Data<App>) -> Result<HttpResponse> {
    page(StatusCode::OK, &ForgottenPage::new(&app, "", Vec::new()))
}

/// `POST /account/password`: queues a link where the address is somebody's, at most three an hour.
///
/// # Errors
/// The database is away.
pub async fn ask(app: web::Data<App>, posted: Posted, request: HttpRequest) -> Result<HttpResponse> {
    let typed = Typed { email: posted.last("email").unwrap_or_default().trim().to_owned() };
    let faults = inputs::faults(&typed, &["email"]);
    if !faults.is_empty() {
        return page(StatusCode::UNPROCESSABLE_ENTITY, &ForgottenPage::new(&app, &typed.email, faults));
    }
    let answer_at = tokio::time::Instant::now() + EVERYBODY_WAITS;
    let (at, keys, who) = (app.clock.moment(), app.keys.clone(), Who::of(&app, &request, &typed.email));
    let email = typed.email.clone();
    let queued = app.db.write(async move |tx: &mut Tx| queue_link(tx, at, &keys, &who, &email).await).await;
    tokio::time::sleep_until(answer_at).await;
    queued?;
    page(StatusCode::OK, &LinkSentPage::new(&app, &typed.email))
}

/// Makes the link and its mail in one transaction; nothing where the address is nobody's, or was asked for too often.
async fn queue_link(tx: &mut Tx, at: Moment, keys: &SecretKey, who: &Who, email: &str) -> Result<()> {
    let counted = Try::begin(tx, at, Kind::Forgotten, who).await?;
    let staff = Staff::by_email(tx.conn(), email).await?.filter(Staff::is_active);
    let (Some(_), Some(staff)) = (counted, staff) else { return Ok(()) };
    let link = ActionLink::make(tx, at, keys, LinkPurpose::ResetPassword, &staff).await?;
    Delivery::queue_for_staff(tx, at, StaffMail::ActionLink(link.id), &staff).await?;
    Ok(())
}
