//! One error for everything that a request can run into: a status, and words for the person who reads it.
//!
//! Verbs and handlers answer [`Result`]. The edge turns an [`AppError`] into a page (or, for programs, JSON), logs what is
//! ours to mend once, and never shows a visitor an internal message.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

/// What handlers and verbs answer.
pub type Result<T, E = AppError> = std::result::Result<T, E>;

/// Everything that can go wrong with a request.
#[derive(Debug, Clone, thiserror::Error)]
pub enum AppError {
    /// There is no such thing, or it is not this viewer's.
    #[error("not found")]
    NotFound,
    /// The request itself is refused (another site's form, for instance).
    #[error("refused: {0}")]
    Forbidden(&'static str),
    /// Something is to be changed, but nobody is signed in: the session ended while they typed, for instance.
    #[error("nobody is signed in")]
    SignedOut,
    /// Something in the request cannot be understood.
    #[error("bad request: {0}")]
    BadRequest(&'static str),
    /// Somebody else changed it meanwhile, or it is in use; the words say what to do.
    #[error("conflict: {0}")]
    Conflict(String),
    /// The body is larger than we take.
    #[error("the body is too large")]
    TooLarge,
    /// The body came too slowly.
    #[error("the body came too slowly")]
    TooSlow,
    /// Too many tries.
    #[error("too many tries")]
    TooMany,
    /// Others do the same right now, and there is room for a few; trying again soon helps.
    #[error("busy: {0}")]
    Busy(&'static str),
    /// The database or something else that we need is away; trying again helps.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// A fault of ours.
    #[error("internal: {0}")]
    Internal(String),
}

impl AppError {
    /// Something that we need is away.
    pub fn unavailable(cause: impl std::fmt::Display) -> Self {
        Self::Unavailable(cause.to_string())
    }

    /// A fault of ours, with where it happened and its cause.
    pub fn internal(place: &str, cause: impl std::fmt::Display) -> Self {
        Self::Internal(format!("{place}: {cause}"))
    }

    /// A task of ours that did not end by itself. What a panic says can quote what a visitor wrote, so it is told nowhere; the log
    /// has a line with its place.
    pub fn unfinished(place: &str, task: &tokio::task::JoinError) -> Self {
        Self::internal(place, if task.is_panic() { "it panicked; the log says where" } else { "it was cut off" })
    }

    /// Whether the database could not write because its disk is full (PostgreSQL's class 53100).
    pub fn is_disk_full(&self) -> bool {
        matches!(self, Self::Unavailable(words) if words.contains("No space left"))
    }

    /// Whether the database does not answer, or is going or coming; not that it is merely busy.
    pub fn is_database_away(&self) -> bool {
        let Self::Unavailable(words) = self else { return false };
        let signs = [
            "connection",
            "cannot be reached",
            "did not answer in time",
            "shutting down",
            "starting up",
            "recovery mode",
        ];
        !words.contains("free in time") && signs.iter().any(|sign| words.contains(sign))
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden(_) | Self::SignedOut => StatusCode::FORBIDDEN,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy(_) | Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Whether somebody who runs this server should hear of it.
    pub fn is_ours(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Internal(_))
    }
}

impl ResponseError for AppError {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    /// An empty answer that carries the error: the edge makes the page, because it knows the site's name and what was posted.
    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::new(self.status());
        response.extensions_mut().insert(self.clone());
        response
    }
}

impl From<diesel::result::Error> for AppError {
    fn from(error: diesel::result::Error) -> Self {
        use diesel::result::{DatabaseErrorKind as Kind, Error};
        match &error {
            Error::NotFound => Self::NotFound,
            Error::BrokenTransactionManager => Self::unavailable("the connection was lost"),
            Error::DatabaseError(
                Kind::ClosedConnection | Kind::SerializationFailure | Kind::UnableToSendCommand,
                info,
            ) => Self::unavailable(info.message()),
            Error::DatabaseError(kind, info) => {
                let words = info.message();
                // Time-outs, a full disk and a server that is stopping or starting are trouble that passes.
                let passes = [
                    "timeout",
                    "canceling statement",
                    "No space left",
                    "shutting down",
                    "starting up",
                    "terminating connection",
                    "recovery mode",
                    "connection closed",
                ];
                if passes.iter().any(|part| words.contains(part)) {
                    Self::unavailable(words)
                } else {
                    Self::internal("the database", format!("{kind:?}: {words}"))
                }
            }
            _ => Self::internal("the database", error),
        }
    }
}

impl From<askama::Error> for AppError {
    fn from(error: askama::Error) -> Self {
        Self::internal("a template", error)
    }
}

impl From<serde_json::Error> for AppError {
    fn from(error: serde_json::Error) -> Self {
        Self::internal("stored JSON", error)
    }
}
