//! `/admin/media/{id}/deletion`: what is lost, and what keeps it from being deleted.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use uuid::Uuid;

use super::PATH;
use super::one::UseRow;
use crate::accounts::access::Viewer;
use crate::accounts::people::Done;
use crate::acts::Act;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::db::Tx;
use crate::error::{AppError, Result};
use crate::media::{Known, PictureHtml, Sizes, Use};
use crate::site::{Reference, usage};
use crate::web::html::page;

/// The question.
#[derive(Debug, Template)]
#[template(path = "media/deletion.html")]
pub struct MediaDeletionPage {
    layout: Frame,
    id: Uuid,
    title: String,
    kind: String,
    name: String,
    picture: Option<PictureHtml>,
    uses: Vec<UseRow>,
}

impl MediaDeletionPage {
    pub(super) fn new(layout: Frame, viewer: &Viewer, known: &Known, uses: Vec<Use>) -> Result<Self> {
        let media = &known.media;
        Ok(Self {
            layout,
            id: media.id,
            title: media.title(),
            kind: media.kind.word().to_lowercase(),
            name: media.name.clone(),
            picture: if media.is_seen() { Some(media.shown_at_desk(Sizes::Face)?) } else { None },
            uses: uses.into_iter().map(|place| UseRow::of(place, viewer)).collect(),
        })
    }
}

async fn answer(app: &App, viewer: &Viewer, id: Uuid, status: StatusCode) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let known = Known::open(&mut conn, id).await?;
    let uses = Use::of(&mut conn, id).await?;
    let title = format!("Delete: {}", known.media.title());
    let layout = Frame::new(app, &mut conn, viewer, &title, Section::Media).await?;
    page(status, &MediaDeletionPage::new(layout, viewer, &known, uses)?)
}

/// `GET /admin/media/{id}/deletion`.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn show(app: web::Data<App>, viewer: Viewer, id: web::Path<Uuid>) -> Result<HttpResponse> {
    answer(&app, &viewer, *id, StatusCode::OK).await
}

/// `POST /admin/media/{id}/deletion`.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn delete(app: web::Data<App>, viewer: Viewer, id: web::Path<Uuid>) -> Result<HttpResponse> {
    let id = id.into_inner();
    let name = Known::open(&mut *app.db.read().await?, id).await?.media.title();
    let (at, who) = (app.clock.moment(), viewer.staff_id);
    let work = async move |tx: &mut Tx| {
        usage::delete(tx, at, Reference::Media(id)).await?;
        Act::MediaDeleted { name }.write(tx, at, who).await
    };
    match app.db.write(work).await {
        Ok(act) => Ok(Done::at(PATH, Some(act))),
        Err(AppError::Conflict(_)) => answer(&app, &viewer, id, StatusCode::CONFLICT).await,
        Err(error) => Err(error),
    }
}
