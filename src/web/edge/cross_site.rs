//! Cross-site defence without tokens in pages, so that cached pages can hold forms.
//!
//! Browsers say where a request comes from. One that says neither `Sec-Fetch-Site` nor `Origin` is old: it may enquire, but
//! it may not act for a signed-in person.

use actix_web::dev::ServiceRequest;
use actix_web::http::header;

use crate::app::App;
use crate::error::AppError;

/// Whether the browser says that a request comes from a page of ours.
pub(super) fn is_ours(request: &ServiceRequest, app: &App) -> bool {
    let told = |name: &str| request.headers().contains_key(name);
    (told("sec-fetch-site") || told("origin")) && check(request, app).is_ok()
}

/// Refuses a request that changes something and comes from another site.
pub(super) fn check(request: &ServiceRequest, app: &App) -> Result<(), AppError> {
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    const OTHER: AppError = AppError::Forbidden("it came from another site");
    if let Some(site) = request.headers().get("sec-fetch-site") {
        return if site == "same-origin" { Ok(()) } else { Err(OTHER) };
    }
    if request.headers().contains_key(header::ORIGIN) {
        let ours = app.origin();
        return if text("origin") == Some(ours.as_str()) { Ok(()) } else { Err(OTHER) };
    }
    let signed_in = request.cookie(app.cookies().session).is_some();
    if signed_in { Err(AppError::Forbidden("the browser did not say where it came from")) } else { Ok(()) }
}
