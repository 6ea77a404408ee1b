//! `/admin/redirects/{id}/deletion`: who came that way, before nobody does any more.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use uuid::Uuid;

use super::{PATH, times};
use crate::accounts::access::Viewer;
use crate::accounts::people::Done;
use crate::acts::{Act, SiteAct};
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::db::Tx;
use crate::error::Result;
use crate::site::redirects::{Listed, Redirect};
use crate::web::html::page;

/// The question.
#[derive(Debug, Template)]
#[template(path = "site/desk/redirect_deletion.html")]
pub struct RedirectDeletionPage {
    layout: Frame,
    listed: Listed,
    hits: String,
}

impl RedirectDeletionPage {
    pub(in crate::site::desk) fn new(app: &App, layout: Frame, listed: Listed) -> Self {
        let hits = times(&app.business(), listed.hits, listed.last_at, app.clock.now());
        Self { layout, listed, hits }
    }
}

/// `GET /admin/redirects/{id}/deletion`.
///
/// # Errors
/// [`crate::error::AppError::NotFound`].
pub async fn show(app: web::Data<App>, viewer: Viewer, id: web::Path<Uuid>) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let listed = Listed::find(&mut conn, *id).await?;
    let layout = Frame::new(&app, &mut conn, &viewer, "Delete a redirect", Section::Pages).await?;
    page(StatusCode::OK, &RedirectDeletionPage::new(&app, layout, listed))
}

/// `POST /admin/redirects/{id}/deletion`.
///
/// # Errors
/// [`crate::error::AppError::NotFound`].
pub async fn delete(app: web::Data<App>, viewer: Viewer, id: web::Path<Uuid>) -> Result<HttpResponse> {
    let (at, who, id) = (app.clock.moment(), viewer.staff_id, *id);
    let work = async move |tx: &mut Tx| {
        let Listed { from, to, .. } = Redirect::remove(tx, id).await?;
        Act::from(SiteAct::RedirectDeleted { from, to }).write(tx, at, who).await
    };
    let act = app.db.write(work).await?;
    app.cache.generation.changed();
    Ok(Done::at(PATH, Some(act)))
}
