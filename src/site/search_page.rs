//! `/search`: works without script, and is quick with it.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::search::{self, Found, Hit};
use super::topic::Topic;
use crate::app::App;
use crate::error::Result;
use crate::web::html::page;
use crate::web::layout::SiteLayout;

/// The longest query that is read.
const LONGEST: usize = 200;

/// The page.
#[derive(Debug, Template)]
#[template(path = "site/search.html")]
pub struct SearchPage {
    layout: SiteLayout,
    query: String,
    found: Found,
    topics: Vec<Topic>,
}

/// What is asked.
#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
}

impl SearchPage {
    pub(super) fn new(app: &App, query: &str, found: Found, topics: Vec<Topic>) -> Self {
        let title = if query.is_empty() { "Search".to_owned() } else { format!("Search: {query}") };
        let mut layout = SiteLayout::new(app, &title, "Everything on this site, by its words.", "/search");
        layout.hidden = true;
        Self { layout, query: query.to_owned(), found, topics }
    }

    /// How many there are, in words; empty before anything was asked.
    pub fn count(&self) -> String {
        count(&self.query, &self.found)
    }
}

/// How many were found, in words.
fn count(query: &str, found: &Found) -> String {
    match (query.is_empty(), found.hits.len(), found.is_near) {
        (true, _, _) => String::new(),
        (_, 0, _) => "Nothing here says that.".to_owned(),
        (_, 1, true) => "Nothing says exactly that. One page comes near.".to_owned(),
        (_, many, true) => format!("Nothing says exactly that. {many} pages come near."),
        (_, 1, false) => "One page.".to_owned(),
        (_, many, false) => format!("{many} pages."),
    }
}

/// `GET /search`: as a page; as JSON for the script, which asks again while somebody types.
pub async fn show(app: web::Data<App>, asked: web::Query<Asked>, request: HttpRequest) -> Result<HttpResponse> {
    let query: String = asked.q.replace('\0', " ").trim().chars().take(LONGEST).collect();
    let mut conn = app.db.read().await?;
    let found = search::search(&mut conn, &query).await?;
    let wants = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if wants.starts_with("application/json") {
        let hit = |hit: &Hit| serde_json::json!({ "title": hit.title, "path": hit.path, "kind": hit.kind, "parts": hit.snippet.parts() });
        let hits: Vec<_> = found.hits.iter().map(hit).collect();
        let answer = serde_json::json!({ "count": count(&query, &found), "hits": hits });
        return Ok(HttpResponse::Ok().insert_header((header::VARY, "Accept")).json(answer));
    }
    let topics = if found.hits.is_empty() { Topic::in_use(&conn).await? } else { Vec::new() };
    let mut response = page(StatusCode::OK, &SearchPage::new(&app, &query, found, topics))?;
    response.headers_mut().append(header::VARY, header::HeaderValue::from_static("Accept"));
    Ok(response)
}
