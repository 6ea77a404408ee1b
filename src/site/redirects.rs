//! Redirects from addresses that were, and a record of addresses that never led anywhere.

mod listed;
mod missing;
mod redirect;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use askama::Template;

use super::search::{self, Hit, Snippet};
use crate::app::App;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::web::edge::RequestId;
use crate::web::html::page;
use crate::web::layout::SiteLayout;

pub use listed::Listed;
pub use missing::Missing;
pub use redirect::{Goal, Redirect, Wrong};

/// Where nothing lives: the redirect from there; or a page that says so and offers what is likely, and the record that somebody
/// asked.
pub(super) async fn instead(app: &App, conn: &mut Conn, path: &str, request: &HttpRequest) -> Result<HttpResponse> {
    let now = app.clock.now();
    if let Some((id, to)) = Redirect::lead(conn, path).await? {
        Redirect::hit(conn, id, now).await?;
        return Ok(HttpResponse::MovedPermanently().insert_header((header::LOCATION, to)).finish());
    }
    Missing::note(conn, path, &referrer(app, request), now).await?;
    let likely = search::likely(conn, path).await?;
    let id = request.extensions().get::<RequestId>().map(|id| id.0.to_string()).unwrap_or_default();
    page(StatusCode::NOT_FOUND, &MissingPage { layout: SiteLayout::of_error(app, "Not found"), likely, id })
}

/// An answer; where it is that there is no such thing, the redirect from there or the page that says so.
pub(super) async fn or_instead(
    app: &App,
    path: &str,
    request: &HttpRequest,
    answer: Result<HttpResponse>,
) -> Result<HttpResponse> {
    match answer {
        Err(AppError::NotFound) => instead(app, &mut *app.db.read().await?, path, request).await,
        other => other,
    }
}

/// The site whose link led here; empty where it is ours, or unknown.
fn referrer(app: &App, request: &HttpRequest) -> String {
    let from = request.headers().get(header::REFERER).and_then(|value| value.to_str().ok());
    let url = from
        .and_then(|from| url::Url::parse(from).ok())
        .filter(|url| url.origin().ascii_serialization() != app.origin());
    url.and_then(|url| url.host_str().map(|host| host.chars().take(200).collect())).unwrap_or_default()
}

/// The page where nothing lives.
#[derive(Debug, Template)]
#[template(path = "site/missing.html")]
pub struct MissingPage {
    layout: SiteLayout,
    likely: Vec<Hit>,
    id: String,
}

impl MissingPage {
    pub(super) fn sample(app: &App) -> Self {
        let hit = |title: &str, path: &str| Hit {
            title: title.to_owned(),
            path: path.to_owned(),
            kind: "",
            snippet: Snippet::plain("What we do, and what it costs."),
        };
        let likely = vec![hit("Services and prices", "/services"), hit("Repairs", "/services/repairs")];
        Self {
            layout: SiteLayout::of_error(app, "Not found"),
            likely,
            id: "0190a0b0-0000-7000-8000-000000000000".to_owned(),
        }
    }
}
