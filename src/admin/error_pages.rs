//! What went wrong at the desk, for those who work at it. The edge makes these pages without the database: in the whole frame where
//! the guard has told who it is, otherwise on a page by itself, which tells a stranger nothing.

use std::collections::BTreeSet;
use std::sync::Arc;

use actix_web::http::StatusCode;
use askama::Template;
use uuid::Uuid;

use super::frame::Frame;
use crate::accounts::Role;
use crate::accounts::access::Viewer;
use crate::app::App;
use crate::error::Result;
use crate::samples::Sample;
use crate::web::edge::Posted;
use crate::web::html;
use crate::web::layout::Plain;

/// What a page steers itself with. Nobody typed it, so it is sent along and not shown.
const CONTROLS: [&str; 14] = [
    "act",
    "all",
    "back",
    "block",
    "confirmed",
    "done",
    "id",
    "list",
    "next",
    "owner",
    "seen",
    "state",
    "version",
    "view",
];

/// What happened, as far as the page says it.
#[derive(Debug)]
pub struct Happened {
    /// The status.
    pub status: StatusCode,
    /// Whether all that is wrong is that nobody is signed in.
    pub signed_out: bool,
    /// Words that say more than the status does.
    pub words: Option<String>,
    /// Whether to offer the same again.
    pub retry: bool,
    /// What was posted.
    pub kept: Option<Kept>,
    /// The request's id, as the log has it.
    pub request_id: String,
}

/// What was posted, given back: the way it can be sent again, and what somebody typed.
#[derive(Debug, Clone)]
pub struct Kept {
    action: String,
    hidden: Vec<(String, String)>,
    typed: Vec<Typed>,
    /// A password is never given back, and without it the rest can't be sent.
    can_send: bool,
}

/// One field that somebody filled in.
#[derive(Debug, Clone)]
pub struct Typed {
    /// Its name.
    pub name: String,
    /// Its name in words.
    pub label: String,
    /// What was typed.
    pub value: String,
    /// Whether it needs more than a line.
    pub long: bool,
}

/// What went wrong, in the frame of whoever is signed in.
#[derive(Debug, Template)]
#[template(path = "admin/error.html")]
pub struct DeskErrorPage {
    layout: Frame,
    heading: &'static str,
    happened: Happened,
    words: String,
    /// The list or screen to which the address belongs, where the viewer has it.
    way: (&'static str, &'static str),
}

/// What went wrong, for somebody of whom nothing is known.
#[derive(Debug, Template)]
#[template(path = "admin/error_by_itself.html")]
pub struct LoneErrorPage {
    layout: Plain,
    heading: &'static str,
    happened: Happened,
    words: String,
}

impl Kept {
    /// What was posted to `path`, where giving it back is of use.
    pub fn of(status: StatusCode, signed_out: bool, path: &str, posted: &Posted) -> Option<Self> {
        let lost = matches!(status, StatusCode::REQUEST_TIMEOUT | StatusCode::PAYLOAD_TOO_LARGE) || signed_out;
        if posted.0.is_empty() || !(lost || status.is_server_error()) {
            return None;
        }
        let is_secret = |name: &str| name == "current" || name.contains("password");
        let open = posted.0.iter().filter(|(name, _)| !is_secret(name)).cloned();
        // Of a field that comes more than once, the order of its values counts: they stay together.
        let said: BTreeSet<&str> =
            posted.0.iter().filter(|(_, value)| is_typed(value)).map(|(name, _)| name.as_str()).collect();
        let (hidden, typed): (Vec<_>, Vec<_>) =
            open.partition(|(name, _)| CONTROLS.contains(&name.as_str()) || !said.contains(name.as_str()));
        Some(Self {
            action: path.to_owned(),
            can_send: !posted.0.iter().any(|(name, _)| is_secret(name)),
            typed: typed.into_iter().map(|(name, value)| Typed::new(name, value)).collect(),
            hidden,
        })
    }
}

/// Whether somebody typed this: it is there, and no key of something.
fn is_typed(value: &str) -> bool {
    let key = value.rsplit(':').next().unwrap_or_default();
    !value.is_empty() && Uuid::parse_str(key).is_err()
}

impl Typed {
    fn new(name: String, value: String) -> Self {
        let label = match name.as_str() {
            "note" => "Note".to_owned(),
            "task" => "What is to be done".to_owned(),
            "due" => "By".to_owned(),
            "email" => "Email address".to_owned(),
            other => {
                let words = other.replace(['_', '-'], " ");
                let mut letters = words.chars();
                letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
            }
        };
        Self { long: name == "note" || value.len() > 80 || value.contains('\n'), name, label, value }
    }

    /// What somebody typed into these fields of a post, by name; empty ones aside.
    pub(crate) fn of(posted: &Posted, names: &[&str]) -> Vec<Self> {
        let typed = names.iter().filter_map(|name| Some((*name, posted.last(name)?)));
        typed
            .filter(|(_, value)| !value.trim().is_empty())
            .map(|(name, value)| Self::new(name.to_owned(), value.to_owned()))
            .collect()
    }
}

/// The page, rendered: in the frame where it is known who asks.
///
/// # Errors
/// A template that cannot be rendered.
pub fn render(app: &App, viewer: Option<&Viewer>, path: &str, happened: Happened) -> Result<String> {
    match viewer {
        Some(viewer) => html::render(&DeskErrorPage::new(app, viewer, path, happened)),
        None => html::render(&LoneErrorPage::new(app, happened)),
    }
}

impl DeskErrorPage {
    fn new(app: &App, viewer: &Viewer, path: &str, happened: Happened) -> Self {
        let (heading, words) = in_words(&happened);
        // To an owner nothing is closed.
        let words = match (happened.status, viewer.role) {
            (StatusCode::NOT_FOUND, Role::Owner) => "It may be gone, or the address has a slip in it.",
            _ => words,
        };
        let layout = Frame::bare(app, viewer, heading);
        let above = |href: &str| path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/'));
        let near = layout.jobs.iter().find(|job| job.href != "/admin" && above(job.href));
        Self {
            way: near.map_or(("/admin", "Today"), |job| (job.href, job.label)),
            heading,
            words: happened.words.clone().unwrap_or_else(|| words.to_owned()),
            layout,
            happened,
        }
    }
}

impl LoneErrorPage {
    fn new(app: &App, happened: Happened) -> Self {
        let (heading, words) = in_words(&happened);
        let words = happened.words.clone().unwrap_or_else(|| words.to_owned());
        Self { layout: Plain::new(app, heading), heading, words, happened }
    }
}

/// A status in plain words, for somebody who works here.
fn in_words(happened: &Happened) -> (&'static str, &'static str) {
    match happened.status {
        _ if happened.signed_out => (
            "You are signed out",
            "Nothing was changed. A session ends after 12 hours without use, or when somebody ends it.",
        ),
        // A role that may not reads the same as whoever asks for nothing.
        StatusCode::NOT_FOUND => (
            "There is nothing here",
            "It may be gone, the address may have a slip in it, or it is not for your role. An owner can tell.",
        ),
        StatusCode::GONE => ("This has been taken away", "What stood here is gone for good."),
        StatusCode::FORBIDDEN => (
            "That did not come from this site",
            "Your browser told us that another site sent this, so nothing was changed. If you meant to do it, do it here.",
        ),
        StatusCode::BAD_REQUEST => (
            "We could not read that",
            "Nothing was changed. Something was cut off or mixed up on the way: go back, load the page anew, and try once more.",
        ),
        StatusCode::CONFLICT => ("Somebody was quicker", "This changed while you were looking at it."),
        StatusCode::PAYLOAD_TOO_LARGE => {
            ("That is too much at once", "Nothing was changed. Shorten it and send it again.")
        }
        StatusCode::REQUEST_TIMEOUT => {
            ("That took too long to arrive", "Nothing was changed: the line broke off before everything was here.")
        }
        StatusCode::TOO_MANY_REQUESTS => ("Too many tries", "Wait a quarter of an hour, then try again."),
        StatusCode::METHOD_NOT_ALLOWED => ("That does not work here", "Go back and try another way."),
        StatusCode::SERVICE_UNAVAILABLE => {
            ("We can’t get to our books right now", "It passes. Try again in a few seconds.")
        }
        _ => (
            "Something broke on our side",
            "Try it once more. If it stays broken, whoever runs the server finds the reason in its log, under the number below.",
        ),
    }
}

/// Both pages with sample content.
///
/// # Errors
/// A template that cannot be rendered.
pub(crate) fn samples(app: &App) -> Result<Vec<Sample>> {
    let note = "Rang twice.\nThe shop closes at six; she would rather be rung after that.";
    let pairs = [("list", "view=new"), ("version", "3"), ("note", note)];
    let posted = Posted(Arc::new(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).into()));
    let path = "/admin/enquiries/SH-7K2M-Q9XD/notes";
    let happened = |status, signed_out, posted: &Posted| Happened {
        status,
        signed_out,
        words: None,
        retry: status == StatusCode::SERVICE_UNAVAILABLE && posted.0.is_empty(),
        kept: Kept::of(status, signed_out, path, posted),
        request_id: app.clock.moment().id().to_string(),
    };
    let nothing = Posted::default();
    let viewer = Viewer::sample();
    let known = |happened| DeskErrorPage::new(app, &viewer, path, happened);
    Ok(vec![
        Sample::of("desk-nothing-here", &known(happened(StatusCode::NOT_FOUND, false, &nothing)))?,
        Sample::of("desk-broken", &known(happened(StatusCode::INTERNAL_SERVER_ERROR, false, &posted)))?,
        Sample::of("desk-away", &LoneErrorPage::new(app, happened(StatusCode::SERVICE_UNAVAILABLE, false, &nothing)))?,
        Sample::of("desk-signed-out", &LoneErrorPage::new(app, happened(StatusCode::FORBIDDEN, true, &posted)))?,
        Sample::of("desk-signed-out-empty", &LoneErrorPage::new(app, happened(StatusCode::FORBIDDEN, true, &nothing)))?,
    ])
}
