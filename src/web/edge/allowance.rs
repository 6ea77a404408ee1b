//! How much of a request's body is read, decided in this one place, before routing and before anybody is known.
//!
//! Everything has the ordinary allowance. A larger one is for what a signed-in browser posts from our own page to an address that
//! takes files or a whole page's text, as [`Sent::to`] says: whoever lacks one of these is read, and refused, like everybody else.

use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::ServiceRequest;
use actix_web::http::{Method, header};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;
use uuid::Uuid;

use super::cross_site;
use crate::accounts::{picture, sessions};
use crate::app::App;
use crate::media::incoming;

/// A form's body up to here is taken; above, it is given back with its text.
pub const TEXT_BYTES: usize = 128 * 1024;
/// Above this nothing is kept, and the answer names the browser's Back.
pub const MOST_BYTES: usize = 256 * 1024;

/// What is wrapped around a file: its text, and the lines between the parts.
const AROUND: usize = 64 * 1024;
/// A page of a thousand blocks, as its sheet is posted.
const SHEET_BYTES: usize = 4 * 1024 * 1024;
/// How long a large body waits until another one is through.
const WAIT: Duration = Duration::from_secs(5);

/// How much of a body is read, and how long that may take.
#[derive(Debug)]
pub(super) struct Allowance {
    /// What a handler gets at most.
    pub taken: usize,
    /// What is kept in memory at most.
    pub kept: usize,
    /// How much of a larger body is read and thrown away, so that the browser reads our answer.
    pub drained: usize,
    /// The whole body must be here by then.
    pub deadline: Duration,
    /// What a body beyond the ordinary needs.
    pub turn: Option<Turn>,
    /// Whether it holds files.
    pub files: bool,
}

/// The turn of a large body: at most two are in memory at a time.
#[derive(Debug)]
pub(super) enum Turn {
    /// It is, until the request is answered.
    Here { _until_answered: OwnedSemaphorePermit },
    /// Others took too long. What comes is thrown away.
    Missed,
}

/// What is sent to an address that takes more than others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sent {
    /// The picture of somebody who works here.
    Portrait,
    /// Pictures, drawings and documents for the site, several together.
    Media,
    /// One of them in the place of another.
    Replacement,
    /// The business's logo, for light grounds and for dark ones.
    Logo,
    /// Everything that stands on a page, or that a form asks, as text.
    Sheet,
}

impl Sent {
    /// What is sent to a path; `None` where it is nothing large.
    fn to(path: &str) -> Option<Self> {
        let one = |rest: &str| rest.strip_suffix("/replacement").is_some_and(|id| Uuid::try_parse(id).is_ok());
        let sheet = || match path.strip_prefix("/admin/forms/") {
            Some(form) => !form.contains('/'),
            None => path.strip_prefix("/admin/pages/").is_some_and(|id| Uuid::try_parse(id).is_ok()),
        };
        match path {
            "/account/picture" => Some(Self::Portrait),
            "/admin/settings/logo" => Some(Self::Logo),
            "/admin/media" => Some(Self::Media),
            _ if path.strip_prefix("/admin/media/").is_some_and(one) => Some(Self::Replacement),
            _ => sheet().then_some(Self::Sheet),
        }
    }

    /// The body is taken up to here.
    fn most(self) -> usize {
        match self {
            Self::Portrait => picture::MOST_BYTES + AROUND,
            Self::Logo => 2 * picture::MOST_BYTES + AROUND,
            Self::Media => incoming::MOST_TOGETHER + AROUND,
            Self::Replacement => incoming::MOST_BYTES + AROUND,
            Self::Sheet => SHEET_BYTES,
        }
    }

    /// The whole body must be here by then: a line that brings 90 kB a second is in time.
    fn deadline(self) -> Duration {
        match self {
            Self::Portrait | Self::Logo | Self::Sheet => Duration::from_secs(120),
            Self::Replacement => Duration::from_secs(240),
            Self::Media => Duration::from_secs(480),
        }
    }

    /// Whether a request sends it: files in parts, text as any form, where it says that it is larger than other forms.
    fn is_in(self, request: &ServiceRequest) -> bool {
        let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let is = |kind: &str| header(header::CONTENT_TYPE).trim_start().to_ascii_lowercase().starts_with(kind);
        match self {
            Self::Portrait | Self::Logo | Self::Media | Self::Replacement => is("multipart/form-data"),
            Self::Sheet => {
                let length = header(header::CONTENT_LENGTH).parse().unwrap_or(0_usize);
                is("application/x-www-form-urlencoded") && length > TEXT_BYTES
            }
        }
    }
}

impl Allowance {
    const ORDINARY: Self = Self {
        taken: TEXT_BYTES,
        kept: MOST_BYTES,
        drained: 4 * 1024 * 1024,
        deadline: Duration::from_secs(30),
        turn: None,
        files: false,
    };

    /// The allowance of a request. A large body may have to wait for it.
    pub(super) async fn of(request: &ServiceRequest, app: &App) -> Self {
        let Some(sent) = Sent::to(request.path()).filter(|sent| is_allowed(*sent, request, app)) else {
            return Self::ORDINARY;
        };
        let turn = match timeout(WAIT, Arc::clone(&app.uploads).acquire_owned()).await {
            Ok(Ok(permit)) => Turn::Here { _until_answered: permit },
            _ => Turn::Missed,
        };
        Self {
            taken: sent.most(),
            kept: if matches!(turn, Turn::Here { .. }) { sent.most() } else { 0 },
            drained: 4 * sent.most(),
            deadline: sent.deadline(),
            turn: Some(turn),
            files: sent != Sent::Sheet,
        }
    }
}

/// Whether a request may be larger than others. The session itself is looked up later; that its cookie is one that we signed is
/// enough to keep strangers from filling the memory.
fn is_allowed(sent: Sent, request: &ServiceRequest, app: &App) -> bool {
    request.method() == Method::POST
        && sent.is_in(request)
        && sessions::is_signed(app, request)
        && cross_site::check(request, app).is_ok()
}
