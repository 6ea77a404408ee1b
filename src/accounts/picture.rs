//! The picture of somebody who works here: sent and taken away by themselves alone, seen by whoever is signed in.
//!
//! What is stored is never what was sent: [`portrait`] draws it anew, 256 pixels square, so that nothing hidden in a file (where it
//! was taken, say) is kept or handed on. A picture's address holds its tag, so that browsers may keep it and a new one shows at once.

mod face;
mod portrait;

use std::sync::Arc;
use std::time::Duration;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::Deserialize;
use uuid::Uuid;

pub use face::{Colleague, Face};
pub use portrait::{MOST_BYTES, MOST_PIXELS, MOST_SIDE, PictureFault, SIDE, portrait};

use super::Staff;
use super::access::Viewer;
use super::inputs::InputFault;
use super::pages::OwnPage;
use crate::app::App;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::schema::staff;
use crate::web::edge::Upload;
use crate::web::html::page;

/// How long a picture waits for its turn before its sender is told that we are busy.
const WAIT: Duration = Duration::from_secs(10);
/// The name of the field.
const FIELD: &str = "picture";

impl Staff {
    /// Keeps somebody's picture, as [`portrait`] has drawn it; nothing takes it away.
    ///
    /// # Errors
    /// The database is away.
    pub async fn set_picture(tx: &mut Tx, id: Uuid, jpeg: Option<&[u8]>) -> Result<()> {
        diesel::update(staff::table.find(id)).set(staff::picture.eq(jpeg)).execute(tx.conn()).await?;
        Ok(())
    }

    /// Somebody's picture with its tag.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is nobody, or no picture.
    pub async fn picture(conn: &mut Conn, id: Uuid) -> Result<(Vec<u8>, String)> {
        let (jpeg, tag): (Option<Vec<u8>>, Option<String>) =
            staff::table.find(id).select((staff::picture, staff::picture_tag)).first(conn).await?;
        jpeg.zip(tag).ok_or(AppError::NotFound)
    }
}

/// `POST /account/picture`.
///
/// # Errors
/// The database is away, or too many pictures are being read.
pub async fn save(app: web::Data<App>, viewer: Viewer, upload: Upload) -> Result<HttpResponse> {
    let drawn = match file_in(upload).await {
        Ok(file) => in_turn(&app, file).await?,
        Err(fault) => Err(fault),
    };
    match drawn {
        Ok(jpeg) => {
            let who = viewer.staff_id;
            app.db.write(async move |tx: &mut Tx| Staff::set_picture(tx, who, Some(&jpeg)).await).await?;
            Ok(to("/account?done=picture"))
        }
        Err(fault) => {
            let mut conn = app.db.read().await?;
            let faults = vec![InputFault::new(FIELD, fault.words())];
            let shown = OwnPage::load(&app, &mut conn, &viewer, None, None, faults).await?;
            page(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
    }
}

/// `POST /account/picture/removal`.
///
/// # Errors
/// The database is away.
pub async fn remove(app: web::Data<App>, viewer: Viewer) -> Result<HttpResponse> {
    let who = viewer.staff_id;
    app.db.write(async move |tx: &mut Tx| Staff::set_picture(tx, who, None).await).await?;
    Ok(to("/account?done=no-picture"))
}

/// Which picture of somebody an address means.
#[derive(Debug, Deserialize)]
pub struct Which {
    tag: Option<String>,
}

/// `GET /account/pictures/{id}`.
///
/// # Errors
/// [`AppError::NotFound`] where there is none.
pub async fn show(app: web::Data<App>, id: web::Path<Uuid>, which: web::Query<Which>) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let (jpeg, tag) = Staff::picture(&mut conn, id.into_inner()).await?;
    let mut response = HttpResponse::Ok();
    if which.tag.as_deref() == Some(tag.as_str()) {
        // This address never means another picture. A week, so that one that was taken away does not lie about for ever.
        response.insert_header((header::CACHE_CONTROL, "private, max-age=604800, immutable"));
    }
    Ok(response.content_type("image/jpeg").body(jpeg))
}

/// The one file that was sent.
async fn file_in(upload: Upload) -> Result<web::Bytes, PictureFault> {
    if upload.cut {
        return Err(PictureFault::TooLarge);
    }
    let sent = upload.parts().await.files.into_iter().find(|file| file.field == FIELD);
    sent.map(|file| file.bytes).ok_or(PictureFault::Nothing)
}

/// Draws the portrait off the workers, one at a time: the largest takes some hundred megabytes. The turn is kept until the work is
/// done, even when its sender vanishes meanwhile.
async fn in_turn(app: &Arc<App>, file: web::Bytes) -> Result<Result<Vec<u8>, PictureFault>> {
    let app = Arc::clone(app);
    let task = app.db.main().clone().spawn(async move {
        let turn = tokio::time::timeout(WAIT, app.drawing.acquire()).await;
        let Ok(Ok(turn)) = turn else { return Err(AppError::Busy("another picture is being read")) };
        let done = tokio::task::spawn_blocking(move || portrait(&file)).await;
        drop(turn);
        match done {
            // A file at which a decoder stumbles is its sender's to mend. The log has a line with the place.
            Err(cut) if cut.is_panic() => Ok(Err(PictureFault::Damaged)),
            done => done.map_err(|cut| AppError::unfinished("a picture", &cut)),
        }
    });
    task.await.map_err(|cut| AppError::unfinished("a picture", &cut))?
}

fn to(address: &'static str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, address)).finish()
}
