//! The guard in front of every route of staff: deny by default (promise 6).
//!
//! `routes.rs` puts it around each route that is not public. It loads the person behind the session once, and hands them on as
//! [`Viewer`]. Nobody's GET leads to the sign-in page and back; a role that may not is told what a stranger is told: not found.

use std::future::{Ready, ready};

use actix_web::body::BoxBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::{Method, header};
use actix_web::middleware::{Next, from_fn};
use actix_web::{Error, FromRequest, HttpMessage, HttpRequest, HttpResponse, Route, web};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use uuid::Uuid;

use super::sessions::{self, OwnSession};
use super::{Face, Role, Staff, Theme};
use crate::app::App;
use crate::db::Tx;
use crate::error::{AppError, Result};

/// What a role may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Power {
    /// Read and answer enquiries and their deliveries.
    Enquiries,
    /// Write articles of one's own, and ask that they be published.
    Articles,
    /// Write and publish everything: pages, articles, media.
    Content,
    /// Change the words of forms.
    FormTexts,
    /// Change forms: what is asked, of whom, and whether they are open.
    Forms,
    /// Add staff and change what they may.
    People,
    /// Read kept mail, which holds action links.
    KeptMail,
    /// See every page and mail with its sample.
    Samples,
}

/// The member of staff who makes a request, already checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// Their key.
    pub staff_id: Uuid,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// What they are.
    pub role: Role,
    /// The session of this browser.
    pub session_id: Uuid,
    /// Whether they use the keyboard's shortcuts.
    pub shortcuts: bool,
    /// Light or dark.
    pub theme: Theme,
    /// How they are shown beside their name.
    pub face: Face,
}

impl Viewer {
    /// Whether they have a power.
    pub fn may(&self, power: Power) -> bool {
        self.role.may(power)
    }

    /// Who looks at samples.
    pub(crate) fn sample() -> Self {
        Self {
            staff_id: Uuid::nil(),
            name: "Ines Marlow".to_owned(),
            email: "ines@bellpull.example".to_owned(),
            role: Role::Owner,
            session_id: Uuid::nil(),
            shortcuts: true,
            theme: Theme::System,
            face: Face::of(Uuid::nil(), "Ines Marlow", None),
        }
    }
}

impl FromRequest for Viewer {
    type Error = AppError;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let viewer = request.extensions().get::<Self>().cloned();
        ready(
            viewer.ok_or_else(|| AppError::internal("a route", "its handler asks for the viewer, but it has no guard")),
        )
    }
}

/// Lets only staff pass, and of them only those who have `power` where one is named.
pub fn guard(route: Route, power: Option<Power>) -> Route {
    route.wrap(from_fn(move |request: ServiceRequest, next: Next<BoxBody>| admit(request, next, power)))
}

/// What stands at every unknown address of the admin: for nobody the sign-in page, for staff nothing.
///
/// # Errors
/// Always [`AppError::NotFound`].
pub async fn nothing_here() -> Result<HttpResponse> {
    Err(AppError::NotFound)
}

async fn admit(request: ServiceRequest, next: Next<BoxBody>, power: Option<Power>) -> Result<ServiceResponse, Error> {
    let found = match app_of(&request) {
        Ok(app) => viewer(app, request.request()).await,
        Err(error) => Err(error),
    };
    let refusal = match found {
        Ok(Some(viewer)) if power.is_none_or(|power| viewer.may(power)) => match note_use(&request).await {
            Ok(()) => {
                request.extensions_mut().insert(viewer);
                return next.call(request).await;
            }
            Err(error) => error,
        },
        Ok(Some(viewer)) => {
            // No handler is called: only the error page asks who it is for.
            request.extensions_mut().insert(viewer);
            AppError::NotFound
        }
        Ok(None) if matches!(*request.method(), Method::GET | Method::HEAD) => {
            let door = sign_in_address(&request);
            return Ok(request.into_response(HttpResponse::SeeOther().insert_header((header::LOCATION, door)).finish()));
        }
        Ok(None) => AppError::SignedOut,
        Err(error) => error,
    };
    Ok(request.error_response(refusal))
}

/// The sign-in page, with the way back to what was asked for.
fn sign_in_address(request: &ServiceRequest) -> String {
    let wanted = request.uri().path_and_query().map_or("/admin", |path| path.as_str());
    format!("/account/sign-in?next={}", utf8_percent_encode(wanted, NON_ALPHANUMERIC))
}

fn app_of(request: &ServiceRequest) -> Result<&web::Data<App>> {
    request.app_data::<web::Data<App>>().ok_or_else(|| AppError::internal("a route", "there is no App"))
}

/// The person behind the session: not disabled, and not with a session from before their last change of power.
async fn viewer(app: &App, request: &HttpRequest) -> Result<Option<Viewer>> {
    let Some(claim) = sessions::claim(request) else { return Ok(None) };
    let mut reader = app.db.read().await?;
    let staff = Staff::find(&mut reader, claim.staff_id).await?;
    let trusted = staff.filter(|staff| staff.is_active() && staff.credential_version == claim.credential_version);
    Ok(trusted.map(|staff| Viewer {
        staff_id: staff.id,
        face: staff.face(),
        name: staff.name,
        email: staff.email,
        role: staff.role,
        session_id: claim.session_id,
        shortcuts: staff.shortcuts,
        theme: staff.theme,
    }))
}

/// Whether somebody of the staff makes a request of a public form: what they send is a test. Without a session cookie
/// nothing is read.
///
/// # Errors
/// The database is away.
pub async fn is_staff(app: &App, request: &HttpRequest) -> Result<bool> {
    Ok(viewer(app, request).await?.is_some())
}

/// Writes that the session is in use, at most once a minute.
async fn note_use(request: &ServiceRequest) -> Result<()> {
    let app = app_of(request)?;
    let now = app.clock.now();
    let Some(claim) = sessions::claim(request.request()).filter(|claim| claim.is_stale(now)) else { return Ok(()) };
    let touch = async move |tx: &mut Tx| {
        OwnSession::touch(tx, claim.session_id, now).await?;
        Staff::seen(tx, claim.staff_id, now).await
    };
    app.db.write(touch).await
}
