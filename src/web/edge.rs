//! The outermost layer: request id, pages from memory, body limits and deadlines, cross-site defence, caught panics, error
//! pages, headers, metrics. Whatever happens further in, a visitor gets an answer here, and what they typed comes back with it.

mod allowance;
mod body;
mod cross_site;
mod error_pages;
mod failure;
mod upload;

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpResponse, web};
use futures_util::FutureExt;
use uuid::Uuid;

use allowance::Allowance;
pub use allowance::{MOST_BYTES, TEXT_BYTES};
pub use body::Posted;
pub(crate) use error_pages::samples;
use failure::{Failed, Prebuilt};
pub use upload::{Parts, SentFile, Upload};

use super::cache;
use super::encoding::Accepted;
use super::peer::Peer;
use crate::accounts::access::Viewer;
use crate::app::App;
use crate::error::AppError;

/// The id of one request: in every log line, in the response and on error pages.
#[derive(Debug, Clone, Copy)]
pub struct RequestId(pub Uuid);

/// What the edge remembers of a request, to answer even when everything further in fails.
struct Seen {
    app: web::Data<App>,
    id: Uuid,
    method: Method,
    path: String,
    posted: Posted,
    /// Whether the browser said that our own page sent it: only then is what was posted given back at the desk.
    vouched: bool,
    /// Who is signed in, once the guard has told.
    viewer: Option<Viewer>,
    wants_html: bool,
    accepted: Accepted,
    started: Instant,
}

/// The layer itself; wrapped last, so that it is outermost.
///
/// # Errors
/// Only with a complete response in it: after a panic the framework's request is gone.
pub async fn edge(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let Some(app) = request.app_data::<web::Data<App>>().cloned() else {
        return Err(AppError::internal("the edge", "there is no App").into());
    };
    let (id, started) = (app.clock.moment().id(), Instant::now());
    let peer = Peer::of(request.peer_addr(), request.headers(), &app.config.trusted_proxies);
    if peer.untrusted_forwarding {
        app.signs.saw_unknown_proxy(app.clock.now());
    }
    if let Some(response) = from_memory(&app, id, &request, started) {
        return Ok(request.into_response(response));
    }
    request.extensions_mut().insert(RequestId(id));
    let mut seen = Seen {
        id,
        method: request.method().clone(),
        path: request.path().to_owned(),
        posted: Posted::default(),
        vouched: cross_site::is_ours(&request, &app),
        viewer: None,
        wants_html: wants_html(&request),
        accepted: Accepted::of(request.headers()),
        started,
        app,
    };
    // PostgreSQL's text can't hold U+0000, so nothing of ours has such an address.
    let nowhere = seen.path.contains('\0') || seen.path.to_ascii_lowercase().contains("%00");
    // It holds an upload's turn until the request is answered.
    let allowed = Allowance::of(&request, &seen.app).await;
    let admitted =
        if nowhere { Err(AppError::NotFound.into()) } else { admit(&mut request, &mut seen, &allowed).await };
    if let Err(Refused { error, rest }) = admitted {
        let mut response = finish(&seen, None, failure::answer(&seen, Failed::Error(&error)));
        if let Some(rest) = rest {
            response = response.map_body(|_, body| body::Unread::under(body, rest));
        }
        return Ok(request.into_response(response));
    }
    match AssertUnwindSafe(next.call(request)).catch_unwind().await {
        Ok(Ok(response)) => {
            let pattern = response.request().match_pattern();
            let (request, response) = response.into_parts();
            seen.viewer = request.extensions().get::<Viewer>().cloned();
            if let Some(kept) = cache::carried(&response) {
                let response = finish(&seen, pattern.as_deref(), kept.answer(request.headers()));
                return Ok(ServiceResponse::new(request, response));
            }
            let response = mend(&seen, response.map_into_boxed_body());
            Ok(ServiceResponse::new(request, finish(&seen, pattern.as_deref(), response)))
        }
        Ok(Err(error)) => {
            let response = mend(&seen, error.error_response());
            Err(Prebuilt::error(finish(&seen, None, response)))
        }
        Err(_) => {
            let error = AppError::internal("a handler", "panicked");
            let response = failure::answer(&seen, Failed::Error(&error));
            Err(Prebuilt::error(finish(&seen, None, response)))
        }
    }
}

/// A page that is in memory: nothing further in hears of it, neither the span nor sessions nor the database.
fn from_memory(app: &App, id: Uuid, request: &ServiceRequest, started: Instant) -> Option<HttpResponse<BoxBody>> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return None;
    }
    if !app.business().open {
        return None;
    }
    let kept = app.cache.asked(request.path(), request.query_string(), app.clock.now())?;
    let mut response = kept.answer(request.headers());
    super::headers::apply(app, request.path(), id, response.headers_mut());
    super::metrics::from_memory(request.method(), response.status());
    // A line for each would cost as much as the page.
    ::tracing::debug!(
        request_id = %id,
        method = %request.method(),
        route = super::metrics::MEMORY,
        status = response.status().as_u16(),
        ms = started.elapsed().as_secs_f64() * 1000.0,
        "request"
    );
    Some(response)
}

/// Why a request goes no further, and what of its body was left unread.
struct Refused {
    error: AppError,
    rest: Option<Payload>,
}

impl From<AppError> for Refused {
    fn from(error: AppError) -> Self {
        Self { error, rest: None }
    }
}

/// Reads the body within its limits and refuses other sites' posts.
async fn admit(request: &mut ServiceRequest, seen: &mut Seen, allowed: &Allowance) -> Result<(), Refused> {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let read = body::read(request, allowed).await;
    seen.posted = read.posted;
    if let Some(error) = read.refused {
        return Err(Refused { error, rest: read.rest });
    }
    request.extensions_mut().insert(seen.posted.clone());
    if let Some(upload) = read.upload {
        request.extensions_mut().insert(upload);
    }
    request.set_payload(Payload::from(read.bytes));
    Ok(cross_site::check(request, &seen.app)?)
}

/// Turns an answer that carries an error, or an empty one with an error status, into a page.
fn mend(seen: &Seen, response: HttpResponse<BoxBody>) -> HttpResponse<BoxBody> {
    let error = response.extensions().get::<AppError>().cloned();
    if let Some(error) = error {
        return failure::answer(seen, Failed::Error(&error));
    }
    let bare = response.status().is_client_error() || response.status().is_server_error();
    if bare && !response.headers().contains_key(header::CONTENT_TYPE) {
        return failure::answer(seen, Failed::Status(response.status()));
    }
    if response.status() == StatusCode::INTERNAL_SERVER_ERROR {
        return failure::answer(seen, Failed::Status(response.status()));
    }
    response
}

/// Headers, metrics and the one log line; [`from_memory`] has its own, which only `debug` shows.
fn finish(seen: &Seen, pattern: Option<&str>, mut response: HttpResponse<BoxBody>) -> HttpResponse<BoxBody> {
    super::headers::apply(&seen.app, &seen.path, seen.id, response.headers_mut());
    let elapsed = seen.started.elapsed();
    super::metrics::request(&seen.method, pattern.unwrap_or("none"), response.status(), elapsed);
    // The pattern and never the path: paths hold tokens and references.
    ::tracing::info!(
        request_id = %seen.id,
        method = %seen.method,
        route = pattern.unwrap_or("none"),
        status = response.status().as_u16(),
        ms = elapsed.as_secs_f64() * 1000.0,
        "request"
    );
    response
}

/// Whether a person with a browser asks, as far as the request tells.
fn wants_html(request: &ServiceRequest) -> bool {
    let path = request.path();
    let machine = ["/healthz", "/readyz", "/metrics", "/events"].contains(&path) || path.starts_with("/a/");
    !machine
}
