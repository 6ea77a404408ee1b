//! Answering to what went wrong. A failed post of a public form comes back with everything that was typed, ready to be sent
//! again under the same key.

use std::cell::RefCell;
use std::fmt;

use actix_web::body::BoxBody;
use actix_web::http::{Method, StatusCode, header};
use actix_web::{Error, HttpResponse, ResponseError};

use super::Seen;
use super::error_pages::{ErrorPage, KeptPage};
use crate::admin::error_pages::{self, Happened, Kept};
use crate::error::AppError;
use crate::web::compress;
use crate::web::headers::is_private;
use crate::web::html::render;

/// The database is away, for those who can do something about it.
const FOR_STAFF: &str = "The database does not answer. Nothing that was accepted is lost, and forms give visitors back what they \
    typed. Try again in a few seconds. If it stays like this, look at the database server and the program’s log, and run shingle doctor.";

/// What failed.
pub(super) enum Failed<'a> {
    /// An error of ours.
    Error(&'a AppError),
    /// A bare status of the framework.
    Status(StatusCode),
}

/// The answer to a failure.
pub(super) fn answer(seen: &Seen, failed: Failed<'_>) -> HttpResponse<BoxBody> {
    let (status, ours) = match &failed {
        Failed::Error(error) => (error.status(), error.is_ours()),
        Failed::Status(status) => (*status, status.is_server_error()),
    };
    if let (Failed::Error(error), true) = (&failed, ours) {
        tracing::error!(request_id = %seen.id, %error, "a request failed");
        seen.app.signs.saw_error(seen.app.clock.moment(), error);
    }
    let mut response = HttpResponse::build(status);
    if status == StatusCode::SERVICE_UNAVAILABLE || status == StatusCode::TOO_MANY_REQUESTS {
        response.insert_header((header::RETRY_AFTER, "5"));
    }
    if matches!(status, StatusCode::REQUEST_TIMEOUT | StatusCode::PAYLOAD_TOO_LARGE) {
        // What is still on its way is not waited for.
        response.force_close();
    }
    if !seen.wants_html {
        let words = status.canonical_reason().unwrap_or("error");
        return response.content_type("text/plain; charset=utf-8").body(format!("{words}\n"));
    }
    let busy = matches!(&failed, Failed::Error(AppError::Busy(_)));
    let words = match &failed {
        Failed::Error(AppError::Conflict(words)) => Some(words.clone()),
        _ if status == StatusCode::SERVICE_UNAVAILABLE && is_for_staff(seen) => Some(FOR_STAFF.to_owned()),
        _ => None,
    };
    let rendered = if busy {
        render(&ErrorPage::busy(&seen.app, seen.id))
    } else if is_at_desk(seen, &failed) {
        let given_back = (seen.vouched && seen.method == Method::POST).then_some(&seen.posted);
        let signed_out = matches!(failed, Failed::Error(AppError::SignedOut));
        let happened = Happened {
            status,
            signed_out,
            words,
            retry: seen.method == Method::GET && status.is_server_error(),
            kept: given_back.and_then(|posted| Kept::of(status, signed_out, &seen.path, posted)),
            request_id: seen.id.to_string(),
        };
        error_pages::render(&seen.app, seen.viewer.as_ref(), &seen.path, happened)
    } else if is_form_post(seen) && !matches!(status, StatusCode::NOT_FOUND | StatusCode::GONE) {
        render(&KeptPage::new(&seen.app, seen.id, status, words, &seen.path, &seen.posted))
    } else {
        render(&ErrorPage::new(&seen.app, seen.id, status, words, seen.method == Method::GET))
    };
    match rendered {
        Ok(html) => {
            let response = response.content_type("text/html; charset=utf-8").body(html);
            if is_private(&seen.path) { response } else { compress::page(seen.accepted, response) }
        }
        Err(error) => {
            tracing::error!(%error, "an error page could not be rendered");
            response.content_type("text/plain; charset=utf-8").body("Something went wrong on our side.\n")
        }
    }
}

/// Whether the page is for somebody of the staff. Of `/account` that is known only once the guard has told; its doors are public.
fn is_at_desk(seen: &Seen, failed: &Failed<'_>) -> bool {
    let within = |area: &str| seen.path.strip_prefix(area).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let known = seen.viewer.is_some() || matches!(failed, Failed::Error(AppError::SignedOut));
    within("/admin") || within("/dev") || (within("/account") && known)
}

/// Whether those who ask can do something about the database. Forms are private, but for visitors.
fn is_for_staff(seen: &Seen) -> bool {
    is_private(&seen.path) && !seen.path.starts_with("/forms/")
}

/// Whether this is a post of a public form.
fn is_form_post(seen: &Seen) -> bool {
    seen.method == Method::POST && seen.path.starts_with("/forms/")
}

/// A complete answer that travels as an error: after a panic the framework's request is gone.
pub(super) struct Prebuilt(RefCell<Option<HttpResponse<BoxBody>>>, StatusCode);

impl Prebuilt {
    pub(super) fn error(response: HttpResponse<BoxBody>) -> Error {
        let status = response.status();
        Self(RefCell::new(Some(response)), status).into()
    }
}

impl fmt::Debug for Prebuilt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an answer that is complete already")
    }
}

impl fmt::Display for Prebuilt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an answer that is complete already")
    }
}

impl ResponseError for Prebuilt {
    fn status_code(&self) -> StatusCode {
        self.1
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        self.0.borrow_mut().take().unwrap_or_else(|| HttpResponse::new(self.1))
    }
}
