//! What an action link opens: one page with a form. Opening it changes nothing, however often (promise 4); its button acts,
//! once. A dead link says why, and sends a new one.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use validator::Validate;

use super::inputs::{self, Input, InputFault};
use super::{ActionLink, LinkFault, LinkPurpose, Password, Staff, hashing, sessions};
use crate::app::App;
use crate::db::Tx;
use crate::deliveries::{Delivery, StaffMail};
use crate::error::{AppError, Result};
use crate::mail::one_line;
use crate::starter;
use crate::web::edge::Posted;
use crate::web::html::page;
use crate::web::layout::Plain;

/// The page of a link that is alive.
#[derive(Template)]
#[template(path = "account/set_password.html")]
pub struct SetPasswordPage {
    layout: Plain,
    errors: Vec<InputFault>,
    heading: &'static str,
    email: String,
    life: &'static str,
    inputs: Vec<Input>,
}

/// The page of a link that does nothing any more.
#[derive(Template)]
#[template(path = "account/dead_link.html")]
pub struct DeadLinkPage {
    layout: Plain,
    reason: &'static str,
    email: String,
}

#[derive(Validate)]
struct Typed {
    #[validate(length(max = 200, message = "Your name must be 200 characters or fewer"))]
    name: String,
    #[validate(custom(function = "inputs::chosen_password"))]
    password: String,
}

impl SetPasswordPage {
    pub(super) fn new(app: &App, purpose: LinkPurpose, email: &str, name: &str, errors: Vec<InputFault>) -> Self {
        let (heading, title) = match purpose {
            LinkPurpose::SetPassword => ("Set your password", "Error: Set your password"),
            LinkPurpose::ResetPassword => ("Choose a new password", "Error: Choose a new password"),
        };
        let mut inputs = vec![Input::new_password().with(&errors)];
        if purpose == LinkPurpose::SetPassword {
            inputs.insert(0, Input::person(name).with(&errors));
        }
        let layout = Plain::new(app, if errors.is_empty() { heading } else { title });
        Self { layout, errors, heading, email: email.to_owned(), life: purpose.life_in_words(), inputs }
    }
}

impl DeadLinkPage {
    pub(super) fn new(app: &App, fault: LinkFault, email: &str) -> Self {
        let reason = match fault {
            LinkFault::Used => "It works once, and the password has been set with it. If that was you, sign in.",
            LinkFault::Replaced => {
                "A newer link was sent, or the password has changed since. The newest mail holds the link that works."
            }
            LinkFault::Expired => "Its time is over. Links live a short while, so that an old mail opens nothing.",
        };
        Self { layout: Plain::new(app, "This link does nothing any more"), reason, email: email.to_owned() }
    }
}

/// `GET /account/link/{token}`: shows, and changes nothing.
///
/// # Errors
/// [`AppError::NotFound`] for what is no link of ours.
pub async fn show(app: web::Data<App>, token: web::Path<String>) -> Result<HttpResponse> {
    let mut reader = app.db.read().await?;
    let (link, staff) = match ActionLink::open(&mut reader, &app.keys, &token).await {
        Err(AppError::NotFound) => {
            drop(reader);
            return starter::pages::show(&app, &token).await;
        }
        opened => opened?,
    };
    match link.fault(&staff, app.clock.now()) {
        Some(fault) => page(StatusCode::GONE, &DeadLinkPage::new(&app, fault, &staff.email)),
        None => page(StatusCode::OK, &SetPasswordPage::new(&app, link.purpose, &staff.email, &staff.name, Vec::new())),
    }
}

/// `POST /account/link/{token}`: sets the password, ends every other session, and signs in.
///
/// # Errors
/// [`AppError::NotFound`] for what is no link of ours.
pub async fn act(
    app: web::Data<App>,
    token: web::Path<String>,
    posted: Posted,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let mut reader = app.db.read().await?;
    let opened = ActionLink::open(&mut reader, &app.keys, &token).await;
    drop(reader);
    let (link, staff) = match opened {
        Err(AppError::NotFound) => return starter::pages::act(&app, &token, &posted, &request).await,
        opened => opened?,
    };
    let dead = |fault| page(StatusCode::GONE, &DeadLinkPage::new(&app, fault, &staff.email));
    if let Some(fault) = link.fault(&staff, app.clock.now()) {
        return dead(fault);
    }
    let field = |name: &str| posted.last(name).unwrap_or_default();
    let typed = Typed { name: one_line(field("name")), password: field("password").to_owned() };
    let faults = inputs::faults(&typed, &["name", "password"]);
    let (true, Ok(password)) = (faults.is_empty(), Password::parse(&typed.password)) else {
        let name = if typed.name.is_empty() { &staff.name } else { &typed.name };
        return page(
            StatusCode::UNPROCESSABLE_ENTITY,
            &SetPasswordPage::new(&app, link.purpose, &staff.email, name, faults),
        );
    };
    let changed = set_password(&app, link, staff.clone(), typed.name, password).await?;
    let Some(staff) = changed else { return dead(LinkFault::Used) };
    sessions::begin(&request, &staff)?;
    tracing::info!(staff = %staff.id, "a password was set by an action link");
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, "/admin")).finish())
}

/// Uses the link up and sets the password with it, in one transaction; `None` where somebody else was quicker.
async fn set_password(
    app: &web::Data<App>,
    link: ActionLink,
    staff: Staff,
    name: String,
    password: Password,
) -> Result<Option<Staff>> {
    let hash = hashing::hash(app, password).await?;
    let at = app.clock.moment();
    let work = async move |tx: &mut Tx| {
        let mut staff = staff;
        if !link.claim(tx, &staff, at.now).await? {
            return Ok(None);
        }
        if link.purpose == LinkPurpose::SetPassword && !name.is_empty() {
            staff.rename(tx, &name).await?;
        }
        staff.set_password(tx, &hash).await?;
        Delivery::queue_for_staff(tx, at, StaffMail::PasswordChanged, &staff).await?;
        Ok::<_, AppError>(Some(staff))
    };
    app.db.write(work).await
}
