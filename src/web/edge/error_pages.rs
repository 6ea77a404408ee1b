//! The pages of what went wrong. They need no database: name, menu and telephone come from memory.

use std::sync::Arc;

use actix_web::http::StatusCode;
use askama::Template;
use uuid::Uuid;

use super::Posted;
use crate::app::App;
use crate::error::Result;
use crate::samples::Sample;
use crate::web::layout::{SiteLayout, WizardLayout};

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

impl ErrorPage {
    /// The page of a status. `own` are words that say more than the status does; `retry` is whether asking again is harmless.
    pub(super) fn new(app: &App, id: Uuid, status: StatusCode, own: Option<String>, retry: bool) -> Self {
        let (heading, words) = in_words(status);
        Self {
            layout: SiteLayout::of_error(app, &heading),
            heading,
            words: own.unwrap_or(words),
            request_id: id.to_string(),
            retry: retry && status.is_server_error(),
        }
    }
}

impl ErrorPage {
    /// The page of what only a few can do at a time, while others do.
    pub(super) fn busy(app: &App, id: Uuid) -> Self {
        let heading = "One moment, please";
        Self {
            layout: SiteLayout::of_error(app, heading),
            heading: heading.to_owned(),
            words: "Others are sending pictures right now, and we take a few at a time. Yours was not taken: go back, and send \
                it again in a few seconds."
                .to_owned(),
            request_id: id.to_string(),
            retry: false,
        }
    }
}

impl KeptPage {
    /// The page of a status, with what was posted to `path`.
    pub(super) fn new(
        app: &App,
        id: Uuid,
        status: StatusCode,
        own: Option<String>,
        path: &str,
        posted: &Posted,
    ) -> Self {
        let (heading, words) = in_words(status);
        let (hidden, shown): (Vec<_>, Vec<_>) =
            posted.0.iter().cloned().partition(|(name, value)| name.starts_with('_') || value.is_empty());
        let too_large = status == StatusCode::PAYLOAD_TOO_LARGE;
        let words = match (too_large, shown.is_empty()) {
            (true, true) => "That is more than we can take in one go. Your browser’s Back button returns to what you typed: shorten it and send it again.".to_owned(),
            (true, false) => "That is more than we can take in one go. Shorten the longest answer here and send it again.".to_owned(),
            _ => own.unwrap_or(words),
        };
        Self {
            layout: WizardLayout::new(app, &heading, path),
            heading,
            words,
            action: path.to_owned(),
            hidden,
            shown,
            request_id: id.to_string(),
        }
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

/// All of them with sample content.
///
/// # Errors
/// A template that cannot be rendered.
pub(crate) fn samples(app: &App) -> Result<Vec<Sample>> {
    let id = app.clock.moment().id();
    let error = |status| ErrorPage::new(app, id, status, None, true);
    let typed = [("_draft", ""), ("name", "Nadia Brightwell"), ("goals", "People find us,\nand book without ringing.")];
    let posted = Posted(Arc::new(typed.map(|(name, value)| (name.to_owned(), value.to_owned())).into()));
    let kept = |status, posted| KeptPage::new(app, id, status, None, "/forms/project/project", posted);
    Ok(vec![
        Sample::of("not-found", &error(StatusCode::NOT_FOUND))?,
        Sample::of("gone", &error(StatusCode::GONE))?,
        Sample::of("forbidden", &error(StatusCode::FORBIDDEN))?,
        Sample::of("broken", &error(StatusCode::INTERNAL_SERVER_ERROR))?,
        Sample::of("database-away", &error(StatusCode::SERVICE_UNAVAILABLE))?,
        Sample::of("busy", &ErrorPage::busy(app, id))?,
        Sample::of("kept", &kept(StatusCode::SERVICE_UNAVAILABLE, &posted))?,
        Sample::of("kept-nothing", &kept(StatusCode::PAYLOAD_TOO_LARGE, &Posted::default()))?,
    ])
}
