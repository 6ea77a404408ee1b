//! One's own account: where one is signed in, and the password.

use actix_session::Session;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::TimeDelta;
use secrecy::SecretString;
use serde::Deserialize;
use uuid::Uuid;
use validator::Validate;

use super::access::{Power, Viewer};
use super::inputs::{self, Input, InputFault};
use super::profile::ProfileView;
use super::sessions::{self, OwnSession};
use super::throttle::{Kind, Try, Who};
use super::{Choices, Face, Password, Staff, hashing, sign_in};
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::clock::stamp;
use crate::db::{Conn, Tx};
use crate::deliveries::{Delivery, StaffMail};
use crate::error::{AppError, Result};
use crate::web::edge::Posted;
use crate::web::html::page;

/// The last use is written once a minute: what is younger than this is in use.
const JUST_NOW: TimeDelta = TimeDelta::minutes(2);

/// The page.
#[derive(Template)]
#[template(path = "account/own.html")]
pub struct OwnPage {
    layout: Frame,
    errors: Vec<InputFault>,
    done: Option<&'static str>,
    email: String,
    role: &'static str,
    face: Face,
    picture_fault: Option<String>,
    profile: ProfileView,
    inputs: [Input; 2],
    sessions: Vec<SessionRow>,
    others: bool,
}

/// One session as it is shown.
struct SessionRow {
    id: Uuid,
    browser: String,
    seen: String,
    seen_at: String,
    here: bool,
}

/// What was just done, as the address of the page says.
#[derive(Debug, Deserialize)]
pub struct Done {
    done: Option<String>,
}

#[derive(Validate)]
struct Typed {
    #[validate(length(min = 1, message = "Enter your current password"))]
    current: String,
    #[validate(custom(function = "inputs::chosen_password"))]
    password: String,
}

impl OwnPage {
    pub(super) async fn load(
        app: &App,
        conn: &mut Conn,
        viewer: &Viewer,
        done: Option<&str>,
        typed: Option<Choices>,
        errors: Vec<InputFault>,
    ) -> Result<Self> {
        let open = OwnSession::of_staff(conn, viewer.staff_id, app.clock.now()).await?;
        let title = if errors.is_empty() { "Your account" } else { "Error: Your account" };
        let layout = Frame::new(app, conn, viewer, title, Section::Account).await?;
        let choices = match typed {
            Some(typed) => typed,
            None => Staff::find(conn, viewer.staff_id).await?.ok_or(AppError::NotFound)?.into(),
        };
        Ok(Self::new(app, layout, viewer, open, &choices, done, errors))
    }

    pub(super) fn new(
        app: &App,
        layout: Frame,
        viewer: &Viewer,
        open: Vec<OwnSession>,
        choices: &Choices,
        done: Option<&str>,
        errors: Vec<InputFault>,
    ) -> Self {
        let (business, now) = (app.business(), app.clock.now());
        Self {
            layout,
            profile: ProfileView::new(choices, viewer.may(Power::Enquiries), &errors),
            inputs: [Input::current_password(), Input::new_password()].map(|input| input.with(&errors)),
            face: viewer.face.clone(),
            picture_fault: errors.iter().find(|fault| fault.id == "picture").map(|fault| fault.message.clone()),
            errors,
            done: match done {
                Some("password") => Some("Your password is changed. Every other browser was signed out."),
                Some("profile") => Some("Your choices are kept."),
                Some("picture") => Some("Your picture is kept. Colleagues see it beside your name."),
                Some("no-picture") => Some("Your picture is taken away."),
                Some("session") => Some("That browser is signed out."),
                Some("others") => Some("Every other browser is signed out."),
                _ => None,
            },
            email: viewer.email.clone(),
            role: viewer.role.as_str(),
            others: open.iter().any(|session| session.id != viewer.session_id),
            sessions: open
                .into_iter()
                .map(|session| SessionRow {
                    here: session.id == viewer.session_id,
                    seen: if session.seen_at + JUST_NOW > now {
                        "In use now".to_owned()
                    } else {
                        format!("Last used {} ago", business.age(session.seen_at, now))
                    },
                    seen_at: stamp(session.seen_at),
                    id: session.id,
                    browser: session.browser,
                })
                .collect(),
        }
    }
}

async fn answer(app: &App, viewer: &Viewer, status: StatusCode, errors: Vec<InputFault>) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    page(status, &OwnPage::load(app, &mut conn, viewer, None, None, errors).await?)
}

/// `GET /account`.
///
/// # Errors
/// The database is away.
pub async fn own(app: web::Data<App>, viewer: Viewer, query: web::Query<Done>) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    page(StatusCode::OK, &OwnPage::load(&app, &mut conn, &viewer, query.done.as_deref(), None, Vec::new()).await?)
}

/// `POST /account`: changes the password, ends every other session, and gives this one a new key.
///
/// # Errors
/// The database is away.
pub async fn change_password(
    app: web::Data<App>,
    viewer: Viewer,
    posted: Posted,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let field = |name: &str| posted.last(name).unwrap_or_default().to_owned();
    let typed = Typed { current: field("current"), password: field("password") };
    let refuse = async |status, errors| answer(&app, &viewer, status, errors).await;
    let faults = inputs::faults(&typed, &["current", "password"]);
    let (true, Ok(password)) = (faults.is_empty(), Password::parse(&typed.password)) else {
        return refuse(StatusCode::UNPROCESSABLE_ENTITY, faults).await;
    };
    let wrong = |words: &str| vec![InputFault::new("current", words.to_owned())];
    let (at, who) = (app.clock.moment(), Who::of(&app, &request, &viewer.email));
    let Some(counted) = app.db.write(async move |tx: &mut Tx| Try::begin(tx, at, Kind::SignIn, &who).await).await?
    else {
        let words = "There were too many tries. Try again in 15 minutes";
        return sign_in::too_many(refuse(StatusCode::TOO_MANY_REQUESTS, wrong(words)).await?);
    };
    let mut reader = app.db.read().await?;
    let staff = Staff::find(&mut reader, viewer.staff_id).await?.ok_or(AppError::NotFound)?;
    drop(reader);
    if !staff.has_password(&app, SecretString::from(typed.current)).await? {
        return refuse(StatusCode::UNPROCESSABLE_ENTITY, wrong("Current password is not the one that we know")).await;
    }
    let hash = hashing::hash(&app, password).await?;
    let work = async move |tx: &mut Tx| {
        let mut staff = staff;
        counted.succeed(tx).await?;
        staff.set_password(tx, &hash).await?;
        Delivery::queue_for_staff(tx, at, StaffMail::PasswordChanged, &staff).await?;
        Ok::<_, AppError>(staff)
    };
    let staff = app.db.write(work).await?;
    sessions::begin(&request, &staff)?;
    tracing::info!(staff = %staff.id, "a password was changed");
    Ok(to("/account?done=password"))
}

/// `POST /account/sessions`: ends every session but this one.
///
/// # Errors
/// The database is away.
pub async fn end_other_sessions(app: web::Data<App>, viewer: Viewer) -> Result<HttpResponse> {
    let (staff, here) = (viewer.staff_id, viewer.session_id);
    app.db.write(async move |tx: &mut Tx| OwnSession::end_others(tx, staff, here).await).await?;
    Ok(to("/account?done=others"))
}

/// `POST /account/sessions/{id}`: ends one of one's own sessions; this one too.
///
/// # Errors
/// [`AppError::NotFound`] where it is somebody else's, or has ended.
pub async fn end_session(
    app: web::Data<App>,
    viewer: Viewer,
    id: web::Path<Uuid>,
    session: Session,
) -> Result<HttpResponse> {
    let id = id.into_inner();
    if id == viewer.session_id {
        sessions::end(&session);
        return Ok(to("/account/sign-in"));
    }
    let staff = viewer.staff_id;
    app.db.write(async move |tx: &mut Tx| OwnSession::end_one(tx, staff, id).await).await?;
    Ok(to("/account?done=session"))
}

fn to(address: &'static str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, address)).finish()
}
