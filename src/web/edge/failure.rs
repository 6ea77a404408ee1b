//! Pages for what went wrong. They need no database: name, menu and telephone come from memory. A failed post of a public form
//! comes back with everything that was typed, ready to be sent again under the same key.

use std::cell::RefCell;
use std::fmt;

use actix_web::body::BoxBody;
use actix_web::http::{Method, StatusCode, header};
use actix_web::{Error, HttpResponse, ResponseError};
use askama::Template;

use super::Seen;
use crate::error::AppError;
use crate::web::compress;
use crate::web::headers::is_private;
use crate::web::layout::{SiteLayout, WizardLayout};

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

/// A page that says what went wrong and where to go from here.
#[derive(Debug, Template)]
#[template(path = "web/error.html")]
pub struct ErrorPage {
    layout: SiteLayout,
    heading: String,
    words: String,
    request_id: String,
    retry: bool,
}

/// What was typed, given back.
#[derive(Debug, Template)]
#[template(path = "web/kept.html")]
pub struct KeptPage {
    layout: WizardLayout,
    heading: String,
    words: String,
    action: String,
    hidden: Vec<(String, String)>,
    shown: Vec<(String, String)>,
    request_id: String,
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
    let (heading, mut words) = in_words(status);
    if let Failed::Error(AppError::Conflict(own)) = failed {
        words.clone_from(own);
    }
    if status == StatusCode::SERVICE_UNAVAILABLE && is_private(&seen.path) {
        words = FOR_STAFF.to_owned();
    }
    let rendered = if is_form_post(seen) && !matches!(status, StatusCode::NOT_FOUND | StatusCode::GONE) {
        kept_page(seen, status, &heading, words).render()
    } else {
        let layout = SiteLayout::of_error(&seen.app, &heading);
        let retry = status.is_server_error() && seen.method == Method::GET;
        ErrorPage { layout, heading, words, request_id: seen.id.to_string(), retry }.render()
    };
    match rendered {
        Ok(html) => {
            let response = response.content_type("text/html; charset=utf-8").body(html);
            if is_private(&seen.path) { response } else { compress::page(seen.takes_gzip, response) }
        }
        Err(error) => {
            tracing::error!(%error, "an error page could not be rendered");
            response.content_type("text/plain; charset=utf-8").body("Something went wrong on our side.\n")
        }
    }
}

/// Whether this is a post of a public form.
fn is_form_post(seen: &Seen) -> bool {
    seen.method == Method::POST && seen.path.starts_with("/forms/")
}

fn kept_page(seen: &Seen, status: StatusCode, heading: &str, words: String) -> KeptPage {
    let (hidden, shown): (Vec<_>, Vec<_>) =
        seen.posted.0.iter().cloned().partition(|(name, value)| name.starts_with('_') || value.is_empty());
    let too_large = status == StatusCode::PAYLOAD_TOO_LARGE;
    let words = match (too_large, shown.is_empty()) {
        (true, true) => "That is more than we can take in one go. Your browser’s Back button returns to what you typed: shorten it and send it again.".to_owned(),
        (true, false) => "That is more than we can take in one go. Shorten the longest answer here and send it again.".to_owned(),
        _ => words,
    };
    KeptPage {
        layout: WizardLayout::new(&seen.app, heading, &seen.path),
        heading: heading.to_owned(),
        words,
        action: seen.path.clone(),
        hidden,
        shown,
        request_id: seen.id.to_string(),
    }
}

/// A status in plain words: what happened, and what to do.
fn in_words(status: StatusCode) -> (String, String) {
    let (heading, words) = match status {
        StatusCode::NOT_FOUND => {
            ("There is no door here", "The page may have moved, or the address has a slip in it. These lead on:")
        }
        StatusCode::GONE => ("This has been taken away", "What stood here is gone for good. These lead on:"),
        StatusCode::FORBIDDEN => (
            "That did not come from this site",
            "Your browser told us that another site sent this. If you typed it here yourself, send it once more.",
        ),
        StatusCode::BAD_REQUEST => (
            "We could not read that",
            "Something in the request was cut off or mixed up. Go back and try it once more.",
        ),
        StatusCode::CONFLICT => ("Somebody was quicker", "This changed while you were looking at it."),
        StatusCode::PAYLOAD_TOO_LARGE => ("That is too much at once", "Shorten it and send it again."),
        StatusCode::REQUEST_TIMEOUT => {
            ("That took too long to arrive", "The line broke off before everything was here. Send it once more.")
        }
        StatusCode::TOO_MANY_REQUESTS => ("Too many tries", "Wait a quarter of an hour, then try again."),
        StatusCode::METHOD_NOT_ALLOWED => ("That does not work here", "Go back and try another way."),
        StatusCode::SERVICE_UNAVAILABLE => (
            "We can’t get to our books right now",
            "It is our fault, not yours, and it passes. Try again in a few seconds.",
        ),
        _ => ("Something broke on our side", "We have been told. Try it once more; if it stays broken, ring us."),
    };
    (heading.to_owned(), words.to_owned())
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
