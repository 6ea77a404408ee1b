//! `/admin/pages/{id}/address`: where it stands. What lies below comes along, and every old address leads to the new one.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::screen::words;
use super::written::Written;
use crate::accounts::access::Viewer;
use crate::accounts::inputs::{Input, InputFault};
use crate::accounts::people::Done;
use crate::acts::Act;
use crate::admin::frame::Frame;
use crate::app::App;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::schema::pages;
use crate::site::{Page, PageKind};
use crate::web::edge::Posted;
use crate::web::html::page;

/// The address.
#[derive(Debug, Template)]
#[template(path = "editor/address.html")]
pub struct AddressPage {
    layout: Frame,
    errors: Vec<InputFault>,
    id: Uuid,
    title: String,
    is_front: bool,
    address: Input,
    below: Vec<String>,
}

impl AddressPage {
    /// The address with sample content.
    pub(super) fn sample(layout: Frame, written: &Written, taken: bool) -> Self {
        let fault = InputFault::new("path", "There is a page at /prices already.");
        let errors = if taken { vec![fault] } else { Vec::new() };
        Self {
            layout,
            id: written.id,
            title: written.newest.content.title.clone(),
            is_front: false,
            address: Input::text("path", "Address", &written.path).hinted("It begins with /.").with(&errors),
            below: vec!["/services/repairs".to_owned(), "/services/care".to_owned()],
            errors,
        }
    }
}

/// The paths below one.
async fn below(conn: &mut Conn, path: &str) -> Result<Vec<String>> {
    let like = format!("{}/%", path.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
    Ok(pages::table
        .filter(pages::path.like(like))
        .order(pages::path)
        .select(pages::path.assume_not_null())
        .load(conn)
        .await?)
}

async fn answer(app: &App, viewer: &Viewer, id: Uuid, typed: Option<(String, String)>) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let written = Written::open(&mut conn, viewer, id).await?;
    if written.kind == PageKind::Part {
        return Err(AppError::NotFound);
    }
    let (_, _, section) = words(written.kind);
    let title = written.newest.content.title.clone();
    let (status, value, errors) = match typed {
        None => (StatusCode::OK, written.path.clone(), Vec::new()),
        Some((value, words)) => (StatusCode::UNPROCESSABLE_ENTITY, value, vec![InputFault::new("path", words)]),
    };
    let heading = format!("{}Address: {title}", if errors.is_empty() { "" } else { "Error: " });
    let hint = match written.kind {
        PageKind::Article => "It begins with /blog/. Small letters, digits and hyphens.",
        PageKind::Case => "It begins with /cases/. Small letters, digits and hyphens.",
        _ => "It begins with /. Small letters, digits and hyphens; what stands before the last / is the page above.",
    };
    let screen = AddressPage {
        layout: Frame::new(app, &mut conn, viewer, &heading, section).await?,
        id,
        title,
        is_front: written.path == "/",
        address: Input::text("path", "Address", &value).hinted(hint).with(&errors),
        below: below(&mut conn, &written.path).await?,
        errors,
    };
    page(status, &screen)
}

/// `GET /admin/pages/{id}/address`.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn show(app: web::Data<App>, viewer: Viewer, id: web::Path<Uuid>) -> Result<HttpResponse> {
    answer(&app, &viewer, *id, None).await
}

/// `POST /admin/pages/{id}/address`.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn change(app: web::Data<App>, viewer: Viewer, id: web::Path<Uuid>, posted: Posted) -> Result<HttpResponse> {
    let id = id.into_inner();
    let mut conn = app.db.read().await?;
    let written = Written::open(&mut conn, &viewer, id).await?;
    let typed = posted.last("path").unwrap_or_default().trim().to_owned();
    let to = format!("/{}", typed.trim_matches('/').to_lowercase());
    let (at, who, title, from) = (app.clock.moment(), viewer.staff_id, written.newest.content.title, written.path);
    let (path, new) = (to.clone(), to);
    let work = async move |tx: &mut Tx| {
        Page::move_to(tx, at, id, &path, Some(who)).await?;
        Act::PageMoved { title, from, to: path }.write(tx, at, who).await
    };
    match app.db.write(work).await {
        Ok(act) => Ok(Done::at(&format!("/admin/pages/{id}"), Some(act))),
        Err(AppError::Conflict(words)) => answer(&app, &viewer, id, Some((new, words))).await,
        Err(error) => Err(error),
    }
}
