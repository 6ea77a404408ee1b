//! `/admin/pages/{id}/deletion`: what is lost, and what keeps it from being deleted.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use uuid::Uuid;

use super::screen::words;
use super::written::Written;
use crate::accounts::access::Viewer;
use crate::accounts::people::Done;
use crate::acts::Act;
use crate::admin::frame::Frame;
use crate::app::App;
use crate::db::Tx;
use crate::error::{AppError, Result};
use crate::site::Reference;
use crate::site::usage::{self, PlaceSeen};
use crate::web::html::page;

/// The question.
#[derive(Debug, Template)]
#[template(path = "editor/deletion.html")]
pub struct DeletionPage {
    layout: Frame,
    id: Uuid,
    title: String,
    kind: &'static str,
    path: String,
    is_live: bool,
    places: Vec<PlaceSeen>,
}

impl DeletionPage {
    /// The question with sample content.
    pub(super) fn sample(layout: Frame, written: &Written, in_use: bool) -> Self {
        let place = |title: &str, path: Option<&str>, edit: &str| PlaceSeen {
            title: title.to_owned(),
            path: path.map(str::to_owned),
            edit: Some(edit.to_owned()),
        };
        let prices = format!("/admin/pages/{}", written.id);
        let places =
            vec![place("Prices", Some("/prices"), &prices), place("the menu (What it costs)", None, "/admin/menus")];
        Self {
            layout,
            id: written.id,
            title: written.newest.content.title.clone(),
            kind: words(written.kind).0,
            path: written.path.clone(),
            is_live: true,
            places: if in_use { places } else { Vec::new() },
        }
    }
}

async fn answer(app: &App, viewer: &Viewer, id: Uuid, status: StatusCode) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let written = Written::open(&mut conn, viewer, id).await?;
    let (kind, _, section) = words(written.kind);
    let title = written.newest.content.title.clone();
    let places = usage::places(&mut conn, Reference::Page(id)).await?;
    let places = places.into_iter().map(|place| place.seen_by(viewer)).collect();
    let screen = DeletionPage {
        layout: Frame::new(app, &mut conn, viewer, &format!("Delete: {title}"), section).await?,
        id,
        title,
        kind,
        path: written.path.clone(),
        is_live: written.live.is_some(),
        places,
    };
    page(status, &screen)
}

/// `GET /admin/pages/{id}/deletion`.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn show(app: web::Data<App>, viewer: Viewer, id: web::Path<Uuid>) -> Result<HttpResponse> {
    answer(&app, &viewer, *id, StatusCode::OK).await
}

/// `POST /admin/pages/{id}/deletion`.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn delete(app: web::Data<App>, viewer: Viewer, id: web::Path<Uuid>) -> Result<HttpResponse> {
    let id = id.into_inner();
    let mut conn = app.db.read().await?;
    let written = Written::open(&mut conn, &viewer, id).await?;
    let (_, list, _) = words(written.kind);
    let (at, who, title, path) = (app.clock.moment(), viewer.staff_id, written.newest.content.title, written.path);
    let work = async move |tx: &mut Tx| {
        if path == "/" {
            return Err(AppError::Conflict("The front page stays: a site without one is no site.".to_owned()));
        }
        usage::delete(tx, at, Reference::Page(id)).await?;
        Act::PageDeleted { title, path }.write(tx, at, who).await
    };
    match app.db.write(work).await {
        Ok(act) => Ok(Done::at(list.0, Some(act))),
        Err(AppError::Conflict(_)) => answer(&app, &viewer, id, StatusCode::CONFLICT).await,
        Err(error) => Err(error),
    }
}
