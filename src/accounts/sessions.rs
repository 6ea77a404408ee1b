//! Who is signed in: sessions in PostgreSQL, found by the hash of a key that only the browser has.
//!
//! [`wrap`] stands around the routes of `/account`, `/admin`, `/dev` and `/forms`; a request without our cookie reads nothing. A session
//! ends after 12 hours without use and after 14 days at the latest, with its row: whoever removes the row has ended it
//! everywhere at once.

mod own;
mod store;

use actix_identity::{Identity, IdentityExt, IdentityMiddleware};
use actix_session::config::{CookieContentSecurity, PersistentSession};
use actix_session::storage::{LoadError, SaveError, UpdateError};
use actix_session::{Session, SessionExt, SessionMiddleware};
use actix_web::body::MessageBody;
use actix_web::cookie::{CookieJar, Key, SameSite, time};
use actix_web::dev::{HttpServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header;
use actix_web::middleware::{Next, from_fn};
use actix_web::{Error, HttpMessage, HttpRequest, Resource};
use chrono::{DateTime, Utc};
use uuid::Uuid;

pub use own::OwnSession;
use store::Store;

use super::{Staff, browser_words};
use crate::app::App;
use crate::error::{AppError, Result};
use crate::keys::Purpose;

/// After this many days a session ends, used or not.
const MOST_DAYS: i64 = 14;

/// What a session's state holds, by name. The identity's own name is fixed by its crate.
mod names {
    pub const STAFF: &str = "actix_identity.user_id";
    pub const VERSION: &str = "credential_version";
    pub const BROWSER: &str = "browser";
    /// Put in when a session is read; not stored with it.
    pub const ID: &str = "session_id";
    /// Put in when a session is read; not stored with it.
    pub const SEEN: &str = "seen_at";
}

/// Whoever this request's session says that it is; not yet checked against `staff`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Claim {
    pub session_id: Uuid,
    pub staff_id: Uuid,
    pub credential_version: i32,
    pub seen_at: DateTime<Utc>,
}

impl Claim {
    /// Whether the last use was long enough ago to be written anew.
    pub fn is_stale(&self, now: DateTime<Utc>) -> bool {
        self.seen_at + own::TOUCH <= now
    }
}

/// What the cookie is signed with.
fn cookie_key(app: &App) -> Key {
    let key: Vec<u8> = [b"first half".as_slice(), b"second half"]
        .iter()
        .flat_map(|half| app.keys.tag(Purpose::SessionCookie, &[half]))
        .collect();
    Key::from(&key)
}

/// Whether a request carries a session cookie that we gave. The session may have ended since: this reads nothing, and proves
/// nobody.
pub fn is_signed(app: &App, request: &ServiceRequest) -> bool {
    let Some(cookie) = request.cookie(app.cookies().session) else { return false };
    let mut jar = CookieJar::new();
    let name = cookie.name().to_owned();
    jar.add_original(cookie);
    jar.signed(&cookie_key(app)).get(&name).is_some()
}

/// Puts sessions around the routes of one address.
pub fn wrap(app: &App, resource: Resource) -> impl HttpServiceFactory + use<> {
    let cookies = app.cookies();
    let sessions = SessionMiddleware::builder(Store::new(app.db.clone(), app.clock.clone()), cookie_key(app))
        .cookie_name(cookies.session.to_owned())
        .cookie_secure(cookies.secure)
        .cookie_http_only(true)
        .cookie_same_site(SameSite::Lax)
        .cookie_path("/".to_owned())
        .cookie_content_security(CookieContentSecurity::Signed)
        .session_lifecycle(PersistentSession::default().session_ttl(time::Duration::days(MOST_DAYS)))
        .build();
    resource.wrap(IdentityMiddleware::default()).wrap(sessions).wrap(from_fn(unavailable))
}

/// A session that cannot be read or kept because the database is away is trouble that passes: 503, and never a sign-out.
async fn unavailable<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    next.call(request).await.map_err(|error| {
        let from_store = error.as_error::<InternalError<LoadError>>().is_some()
            || error.as_error::<InternalError<SaveError>>().is_some()
            || error.as_error::<InternalError<UpdateError>>().is_some()
            || error.as_error::<InternalError<anyhow::Error>>().is_some();
        if from_store { AppError::unavailable(format!("sessions: {error}")).into() } else { error }
    })
}

/// What the session of a request claims.
pub(super) fn claim(request: &HttpRequest) -> Option<Claim> {
    let session = request.get_session();
    let staff = request.get_identity().ok()?.id().ok()?;
    Some(Claim {
        session_id: session.get(names::ID).ok()??,
        staff_id: staff.parse().ok()?,
        credential_version: session.get(names::VERSION).ok()??,
        seen_at: session.get(names::SEEN).ok()??,
    })
}

/// Signs a person in on this browser, under a new key. An older session of this browser ends.
///
/// # Errors
/// Only where the session's state cannot be written as JSON.
pub(crate) fn begin(request: &HttpRequest, staff: &Staff) -> Result<()> {
    let session = request.get_session();
    session.clear();
    let agent = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let fail = |cause: &dyn std::fmt::Display| AppError::internal("a session", cause);
    session.insert(names::VERSION, staff.credential_version).map_err(|error| fail(&error))?;
    session.insert(names::BROWSER, browser_words::of(agent)).map_err(|error| fail(&error))?;
    Identity::login(&request.extensions(), staff.id.to_string()).map_err(|error| fail(&error))?;
    Ok(())
}

/// Signs this browser out; its session ends on the server too.
pub(super) fn end(session: &Session) {
    session.purge();
}
