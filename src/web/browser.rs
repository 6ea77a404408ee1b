//! The visitor's browser: one random cookie that serves all forms and opens receipts. Only its hash is stored.

use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::{HttpRequest, HttpResponse};

use crate::app::App;
use crate::clock::Moment;
use crate::keys::sha256;

/// How long the cookie lives after the last form.
const LIFE: Duration = Duration::days(30);

/// A browser, known by its cookie or given a fresh one.
#[derive(Debug, Clone)]
pub struct Browser {
    secret: String,
    /// Whether the request brought the cookie.
    pub known: bool,
}

impl Browser {
    /// The browser of a request.
    pub fn of(app: &App, request: &HttpRequest, at: Moment) -> Self {
        match Self::known(app, request) {
            Some(browser) => browser,
            None => Self { secret: hex::encode(at.bytes::<32>()), known: false },
        }
    }

    /// The browser of a request that brought a well-formed cookie.
    pub fn known(app: &App, request: &HttpRequest) -> Option<Self> {
        let cookie = request.cookie(app.cookies().visitor)?;
        let value = cookie.value();
        let formed = value.len() == 64 && value.chars().all(|c| c.is_ascii_hexdigit());
        formed.then(|| Self { secret: value.to_owned(), known: true })
    }

    /// What is stored of it.
    pub fn hash(&self) -> Vec<u8> {
        sha256(self.secret.as_bytes())
    }

    /// Sets or prolongs the cookie.
    pub fn remember(&self, app: &App, response: &mut HttpResponse) {
        let names = app.cookies();
        let cookie = Cookie::build(names.visitor, self.secret.clone())
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(names.secure)
            .max_age(LIFE)
            .finish();
        if let Err(error) = response.add_cookie(&cookie) {
            tracing::warn!(%error, "the visitor's cookie could not be set");
        }
    }
}
