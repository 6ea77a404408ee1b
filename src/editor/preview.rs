//! The draft as the page that it will be: in a frame beside its writer, and for others through a link that expires.

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_SECURITY_POLICY, HeaderValue, USER_AGENT};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::{DateTime, Duration, Utc};
use serde::Deserialize;
use uuid::Uuid;

use super::screen::words;
use super::written::Written;
use crate::accounts::access::Viewer;
use crate::admin::frame::Frame;
use crate::app::App;
use crate::error::{AppError, Result};
use crate::keys::{Purpose, SecretKey};
use crate::site;
use crate::web::headers;
use crate::web::html::page;

/// A link is good for so long.
const DAYS: i64 = 7;
/// Widths, by name.
const WIDTHS: [(&str, &str); 3] = [("phone", "Telephone"), ("tablet", "Tablet"), ("desktop", "Desktop")];

/// The preview.
#[derive(Debug, Template)]
#[template(path = "editor/preview.html")]
pub struct PreviewPage {
    layout: Frame,
    id: Uuid,
    title: String,
    address: String,
    link: String,
    until: String,
    width: &'static str,
    widths: Vec<(&'static str, &'static str, bool)>,
}

/// How wide it is to be.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    width: String,
}

impl Asked {
    /// As wide as was asked for; at first as wide as what it is looked at with.
    fn width(&self, request: &HttpRequest) -> &str {
        let agent = request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if self.width.is_empty() && agent.contains("Mobi") { "phone" } else { &self.width }
    }
}

/// The token of a preview link: whose draft, until when, and the proof that we made it.
fn token(keys: &SecretKey, id: Uuid, until: DateTime<Utc>) -> String {
    let until = until.timestamp();
    let tag = keys.tag(Purpose::Preview, &[id.as_bytes(), &until.to_be_bytes()]);
    format!("{}-{until:x}-{}", id.simple(), hex::encode(tag))
}

/// Whose draft a token opens.
fn opened(keys: &SecretKey, token: &str, now: DateTime<Utc>) -> Option<Uuid> {
    let mut parts = token.split('-');
    let id: Uuid = parts.next()?.parse().ok()?;
    let until = i64::from_str_radix(parts.next()?, 16).ok()?;
    let tag = hex::decode(parts.next()?).ok()?;
    let good = keys.verifies(Purpose::Preview, &[id.as_bytes(), &until.to_be_bytes()], &tag);
    (good && parts.next().is_none() && now.timestamp() < until).then_some(id)
}

impl PreviewPage {
    fn new(app: &App, layout: Frame, written: &Written, asked: &str) -> Self {
        // Until the end of an hour, so that the address stays the same for a while.
        let until = app.clock.now() + Duration::days(DAYS);
        let until = DateTime::from_timestamp(until.timestamp() / 3600 * 3600, 0).unwrap_or(until);
        let address = format!("/preview/{}", token(&app.keys, written.id, until));
        let width = WIDTHS.iter().map(|(name, _)| *name).find(|name| *name == asked).unwrap_or("desktop");
        Self {
            id: written.id,
            title: written.newest.content.title.clone(),
            link: app.link(&address),
            address,
            until: app.business().day_and_time(until),
            width,
            widths: WIDTHS.into_iter().map(|(name, label)| (name, label, name == width)).collect(),
            layout,
        }
    }
}

impl PreviewPage {
    /// The preview with sample content.
    pub(super) fn sample(app: &App, layout: Frame, written: &Written) -> Self {
        let sample = Self::new(app, layout, written, "phone");
        // A sample looks the same at every time, and shows no draft.
        let address = "about:blank".to_owned();
        Self { link: app.link("/preview/…"), until: "30 November 2026, 14:00".to_owned(), address, ..sample }
    }
}

/// `GET /admin/pages/{id}/preview`.
///
/// # Errors
/// [`AppError::NotFound`], also where it is not theirs.
pub async fn show(
    app: web::Data<App>,
    viewer: Viewer,
    id: web::Path<Uuid>,
    asked: web::Query<Asked>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let written = Written::open(&mut conn, &viewer, *id).await?;
    let (_, _, section) = words(written.kind);
    let title = format!("Preview: {}", written.newest.content.title);
    let layout = Frame::new(&app, &mut conn, &viewer, &title, section).await?;
    Ok(framing(page(StatusCode::OK, &PreviewPage::new(&app, layout, &written, asked.width(&request)))?))
}

/// A screen that shows a draft in a frame.
pub(super) fn framing(mut screen: HttpResponse) -> HttpResponse {
    screen.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(headers::FRAMING));
    screen
}

/// `GET /preview/{token}`: the draft itself, for whoever has the link.
///
/// # Errors
/// [`AppError::NotFound`] once the link has expired.
pub async fn draft(app: web::Data<App>, token: web::Path<String>) -> Result<HttpResponse> {
    let id = opened(&app.keys, &token, app.clock.now()).ok_or(AppError::NotFound)?;
    let mut response = site::drafted(&app, id).await?;
    let policy = response.headers().get(CONTENT_SECURITY_POLICY).and_then(|policy| policy.to_str().ok());
    if let Ok(framed) = HeaderValue::from_str(&headers::framed(policy)) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, framed);
    }
    Ok(response)
}
