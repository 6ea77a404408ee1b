//! Signing in and out.
//!
//! Wrong password, unknown address, disabled account and an account without a password give one answer after one amount of
//! work. A try is counted before its password is looked at.

use actix_session::Session;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use secrecy::SecretString;
use serde::Deserialize;
use validator::Validate;

use super::inputs::{self, Input, InputFault};
use super::throttle::{Kind, Try, Who};
use super::{NextPath, Staff, hashing, sessions};
use crate::app::App;
use crate::db::Tx;
use crate::error::Result;
use crate::web::edge::Posted;
use crate::web::html::page;
use crate::web::layout::Plain;

/// The sign-in page.
#[derive(Template)]
#[template(path = "account/sign_in.html")]
pub struct SignInPage {
    layout: Plain,
    errors: Vec<InputFault>,
    inputs: [Input; 2],
    next: String,
}

/// What the address of the page may carry.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    next: Option<String>,
}

#[derive(Validate)]
struct Typed {
    #[validate(length(min = 1, message = "Enter your email address"))]
    email: String,
    #[validate(length(min = 1, message = "Enter your password"))]
    password: String,
}

/// One answer for everything that can be wrong with an address and a password.
pub(super) const WRONG: &str = "Email address and password do not match. Check both, or ask for a new password";
/// What is said to those who tried too often, whoever they are.
const TOO_MANY: &str =
    "There were too many tries. Try again in 15 minutes, or ask for a new password, which works at once";

impl SignInPage {
    pub(super) fn new(app: &App, email: &str, next: &NextPath, errors: Vec<InputFault>) -> Self {
        let title = if errors.is_empty() { "Sign in" } else { "Error: Sign in" };
        let inputs = [Input::email(email), Input::password()].map(|input| input.with(&errors));
        Self { layout: Plain::new(app, title), errors, inputs, next: next.as_str().to_owned() }
    }
}

/// `GET /account/sign-in`.
///
/// # Errors
/// A template that cannot be rendered.
pub async fn show(app: web::Data<App>, wanted: web::Query<Wanted>) -> Result<HttpResponse> {
    let next = NextPath::or_desk(wanted.next.as_deref());
    page(StatusCode::OK, &SignInPage::new(&app, "", &next, Vec::new()))
}

/// `POST /account/sign-in`: 303 where they wanted to go, 422 where something is wrong, 429 after too many tries.
///
/// # Errors
/// The database is away.
pub async fn enter(app: web::Data<App>, posted: Posted, request: HttpRequest) -> Result<HttpResponse> {
    let field = |name: &str| posted.last(name).unwrap_or_default();
    let typed = Typed { email: field("email").trim().to_owned(), password: field("password").to_owned() };
    let next = NextPath::or_desk(posted.last("next"));
    let refuse = |status, errors| page(status, &SignInPage::new(&app, &typed.email, &next, errors));
    let missing = inputs::faults(&typed, &["email", "password"]);
    if !missing.is_empty() {
        return refuse(StatusCode::UNPROCESSABLE_ENTITY, missing);
    }
    let at = app.clock.moment();
    let who = Who::of(&app, &request, &typed.email);
    let Some(counted) = app.db.write(async move |tx: &mut Tx| Try::begin(tx, at, Kind::SignIn, &who).await).await?
    else {
        tracing::warn!("a sign-in was throttled");
        return too_many(refuse(StatusCode::TOO_MANY_REQUESTS, whole(TOO_MANY))?);
    };
    match right_person(&app, &typed).await? {
        None => {
            tracing::warn!("a sign-in failed");
            refuse(StatusCode::UNPROCESSABLE_ENTITY, whole(WRONG))
        }
        Some(staff) => {
            let id = staff.id;
            let note = async move |tx: &mut Tx| {
                counted.succeed(tx).await?;
                Staff::seen(tx, id, at.now).await
            };
            app.db.write(note).await?;
            sessions::begin(&request, &staff)?;
            tracing::info!(staff = %staff.id, "signed in");
            Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, next.as_str())).finish())
        }
    }
}

/// `POST /account/sign-out`: ends the session here and on the server.
///
/// # Errors
/// None; the session layer answers 503 where the database is away.
pub async fn leave(session: Session) -> Result<HttpResponse> {
    sessions::end(&session);
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, "/account/sign-in")).finish())
}

/// The person whose address and password these are, if they may come in. The work is the same for everybody.
async fn right_person(app: &web::Data<App>, typed: &Typed) -> Result<Option<Staff>> {
    let mut reader = app.db.read().await?;
    let staff = Staff::by_email(&mut reader, &typed.email).await?;
    drop(reader);
    let password = SecretString::from(typed.password.as_str());
    let right = match &staff {
        Some(staff) => staff.has_password(app, password).await?,
        None => hashing::verify(app, password, None).await?,
    };
    Ok(staff.filter(|staff| right && staff.is_active()))
}

/// A mistake of the form as a whole, shown at its first input.
fn whole(words: &str) -> Vec<InputFault> {
    vec![InputFault::new("email", words.to_owned())]
}

/// Says when trying makes sense again.
pub(super) fn too_many(mut response: HttpResponse) -> Result<HttpResponse> {
    response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("900"));
    Ok(response)
}
