//! `/admin/pages/{id}/position`: the order of cases, which stand in the list of pages.

use actix_web::{HttpResponse, web};
use uuid::Uuid;

use crate::accounts::access::Viewer;
use crate::accounts::people::Done;
use crate::acts::{Act, SiteAct};
use crate::app::App;
use crate::db::Tx;
use crate::error::{AppError, Result};
use crate::site::{Case, Way};
use crate::web::edge::Posted;

/// `POST /admin/pages/{id}/position`: up or down, as the pressed button says.
///
/// # Errors
/// [`AppError::NotFound`] for what is no case.
pub async fn shift(app: web::Data<App>, viewer: Viewer, id: web::Path<Uuid>, posted: Posted) -> Result<HttpResponse> {
    let (id, at, who) = (*id, app.clock.moment(), viewer.staff_id);
    let way = posted.last("to").and_then(Way::parse).ok_or(AppError::BadRequest("up or down"))?;
    let work = async move |tx: &mut Tx| {
        let Some(place) = Case::shift(tx, id, way).await? else { return Ok(None) };
        let name = Case::title(tx.conn(), id).await?;
        Act::from(SiteAct::ItemMoved { what: "case".to_owned(), name, place }).write(tx, at, who).await.map(Some)
    };
    let act = app.db.write(work).await?;
    app.cache.generation.changed();
    Ok(Done::at_place("/admin/pages", act, &format!("row-{id}")))
}
