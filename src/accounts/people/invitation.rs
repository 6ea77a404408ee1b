//! `/admin/staff/invitation`: name, address, role, and a link is on its way.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use validator::{Validate, ValidationError};

use super::Done;
use crate::accounts::access::Viewer;
use crate::accounts::inputs::{self, Input, InputFault};
use crate::accounts::{Role, Staff};
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::db::Tx;
use crate::error::{AppError, Result};
use crate::mail::{EmailAddress, one_line};
use crate::web::edge::Posted;
use crate::web::html::page;

/// The form.
#[derive(Debug, Template)]
#[template(path = "people/invitation.html")]
pub struct InvitationPage {
    layout: Frame,
    errors: Vec<InputFault>,
    inputs: [Input; 2],
    roles: Vec<RoleChoice>,
    role_error: Option<String>,
    kept_mail: bool,
}

/// A role that can be given.
#[derive(Debug)]
pub struct RoleChoice {
    pub(super) role: Role,
    pub(super) chosen: bool,
}

/// Every role, with the one that is chosen.
pub(super) fn roles(chosen: Option<Role>) -> Vec<RoleChoice> {
    Role::ALL.into_iter().map(|role| RoleChoice { role, chosen: chosen == Some(role) }).collect()
}

#[derive(Debug, Default, Validate)]
pub(crate) struct Typed {
    #[validate(custom(function = "inputs::their_name"))]
    pub name: String,
    #[validate(custom(function = "their_address"))]
    pub email: String,
    #[validate(custom(function = "a_role"))]
    pub role: String,
}

fn their_address(text: &str) -> Result<(), ValidationError> {
    let words = match text {
        "" => "Enter their email address",
        other if EmailAddress::parse(other).is_none() => "Enter an email address like name@example.com",
        _ => return Ok(()),
    };
    Err(ValidationError::new("email").with_message(words.into()))
}

/// The rule for a role that is chosen.
pub(super) fn a_role(text: &str) -> Result<(), ValidationError> {
    let words = "Choose what they may do";
    Role::parse(text).map(drop).ok_or_else(|| ValidationError::new("role").with_message(words.into()))
}

impl InvitationPage {
    pub(crate) fn new(layout: Frame, typed: &Typed, kept_mail: bool, errors: Vec<InputFault>) -> Self {
        let inputs = [
            Input::text("name", "Their name", &typed.name).hinted("They can change it when they set their password."),
            Input::address("email", "Their email address", &typed.email)
                .hinted("They sign in with it. The invitation goes there, and works for three days."),
        ];
        Self {
            layout,
            kept_mail,
            inputs: inputs.map(|input| input.with(&errors)),
            roles: roles(Role::parse(&typed.role)),
            role_error: errors.iter().find(|fault| fault.id == "role").map(|fault| fault.message.clone()),
            errors,
        }
    }
}

async fn answer(app: &App, viewer: &Viewer, typed: &Typed, errors: Vec<InputFault>) -> Result<HttpResponse> {
    let (status, title) = match errors.is_empty() {
        true => (StatusCode::OK, "Invite somebody"),
        false => (StatusCode::UNPROCESSABLE_ENTITY, "Error: Invite somebody"),
    };
    let mut conn = app.db.read().await?;
    let layout = Frame::new(app, &mut conn, viewer, title, Section::Staff).await?;
    page(status, &InvitationPage::new(layout, typed, app.mailer().folder().is_some(), errors))
}

/// `GET /admin/staff/invitation`.
pub async fn show(app: web::Data<App>, viewer: Viewer) -> Result<HttpResponse> {
    answer(&app, &viewer, &Typed { role: Role::Manager.to_string(), ..Typed::default() }, Vec::new()).await
}

/// `POST /admin/staff/invitation`.
pub async fn send(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    let field = |name: &str| one_line(posted.last(name).unwrap_or_default());
    let typed = Typed { name: field("name"), email: field("email"), role: field("role") };
    let faults = inputs::faults(&typed, &["name", "email", "role"]);
    let (true, Some(email), Some(role)) =
        (faults.is_empty(), EmailAddress::parse(&typed.email), Role::parse(&typed.role))
    else {
        return answer(&app, &viewer, &typed, faults).await;
    };
    let (at, keys, name, who) = (app.clock.moment(), app.keys.clone(), typed.name.clone(), viewer.staff_id);
    let work = async move |tx: &mut Tx| Staff::invite(tx, at, &keys, &name, &email, role, who).await;
    match app.db.write(work).await {
        Ok((staff, act)) => Ok(Done::at(&format!("/admin/staff/{}", staff.id), Some(act))),
        Err(AppError::Conflict(_)) => {
            let words = "Somebody with this address works here already. They are on the list of staff";
            answer(&app, &viewer, &typed, vec![InputFault::new("email", words)]).await
        }
        Err(error) => Err(error),
    }
}
