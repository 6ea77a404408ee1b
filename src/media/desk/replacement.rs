//! `POST /admin/media/{id}/replacement`: another file under the same key, so that every page that shows this one shows the new one.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use uuid::Uuid;

use super::one::{self, Showing};
use super::{FILE, PATH, Sent, in_turn};
use crate::accounts::access::Viewer;
use crate::accounts::inputs::InputFault;
use crate::accounts::people::Done;
use crate::acts::Act;
use crate::app::App;
use crate::db::Tx;
use crate::error::{AppError, Result};
use crate::media::{Incoming, Known, Media, MediaFault};
use crate::web::edge::Upload;

/// `POST /admin/media/{id}/replacement`.
///
/// # Errors
/// [`AppError::NotFound`]; the store or the database is away, or too many files are being read.
pub async fn replace(app: web::Data<App>, viewer: Viewer, id: web::Path<Uuid>, upload: Upload) -> Result<HttpResponse> {
    let id = id.into_inner();
    Known::open(&mut *app.db.read().await?, id).await?;
    let sent = Sent::of(upload).await;
    let fault = if sent.cut { MediaFault::TooLarge } else { MediaFault::Nothing };
    let Some(file) = sent.files.into_iter().next() else { return refuse(&app, &viewer, id, fault.words()).await };
    let name = file.name.clone();
    let incoming = match in_turn(&app, file).await? {
        Ok(incoming) => incoming,
        Err(fault) => return refuse(&app, &viewer, id, fault.words()).await,
    };
    match keep(&app, &viewer, id, incoming, name).await {
        Ok(act) => {
            // It may be the logo.
            app.refresh_business().await?;
            app.cache.generation.changed();
            Ok(Done::at(&format!("{PATH}/{id}"), Some(act)))
        }
        Err(AppError::Conflict(words)) => refuse(&app, &viewer, id, &words).await,
        Err(error) => Err(error),
    }
}

/// The bytes, the row, and the bytes once more: the same ones may just have been removed with another row.
async fn keep(app: &App, viewer: &Viewer, id: Uuid, incoming: Incoming, file: String) -> Result<Uuid> {
    Media::keep(app, &incoming).await?;
    let (at, who, kept) = (app.clock.moment(), viewer.staff_id, incoming.clone());
    let work = async move |tx: &mut Tx| {
        let name = Media::replace(tx, at, id, &incoming, &file).await?;
        Act::MediaReplaced { name }.write(tx, at, who).await
    };
    let act = app.db.write(work).await?;
    Media::keep(app, &kept).await?;
    Ok(act)
}

async fn refuse(app: &App, viewer: &Viewer, id: Uuid, words: &str) -> Result<HttpResponse> {
    let showing = Showing { faults: vec![InputFault::new(FILE, words.to_owned())], ..Showing::default() };
    one::answer(app, viewer, id, StatusCode::UNPROCESSABLE_ENTITY, showing, (None, false)).await
}
