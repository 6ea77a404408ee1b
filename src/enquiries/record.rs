//! One enquiry, for staff: who asked, what they wrote, where they came from, what is to be done, and what became of every
//! message. From 1200 px on its list stands beside it.

mod acts;
mod conflict;
mod deleted;
mod found;
mod page;
mod said;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use uuid::Uuid;

pub(super) use acts::DAY_FAULT;
pub use acts::{add_note, add_task, answer, assign, clear, set_state, suspect, tick_task};
pub use conflict::ConflictPage;
pub use deleted::DeletedPage;
pub(super) use found::Found;
pub(super) use page::title;
pub use page::{Mending, RecordPage};
pub(crate) use said::Done;
pub use said::Said;

use super::enquiry::Enquiry;
use super::inbox::{Filter, InboxQuery};
use super::reference::Reference;
use crate::accounts::access::Viewer;
use crate::app::App;
use crate::deliveries::Delivery;
use crate::error::{AppError, Result};
use crate::web::edge::Posted;
use crate::web::html::page;

/// `GET /admin/enquiries/{reference}`.
pub async fn show(
    app: web::Data<App>,
    viewer: Viewer,
    path: web::Path<String>,
    query: web::Query<InboxQuery>,
) -> Result<HttpResponse> {
    let reference = Reference::parse(&path).ok_or(AppError::NotFound)?;
    let mut conn = app.db.read().await?;
    let enquiry = Enquiry::by_reference(&mut conn, &reference).await?;
    if enquiry.deleted_at.is_some() {
        return page(StatusCode::GONE, &DeletedPage::load(&app, &mut conn, &viewer, &enquiry).await?);
    }
    page(StatusCode::OK, &RecordPage::load(&app, &mut conn, &viewer, enquiry, &query).await?)
}

/// The record again, with an address that was typed for a delivery and how to mend it.
///
/// # Errors
/// [`AppError::NotFound`] for a delivery without an enquiry.
pub(crate) async fn mend(
    app: &App,
    viewer: &Viewer,
    delivery: Uuid,
    typed: String,
    posted: &Posted,
) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let about = Delivery::find(&mut conn, delivery).await?.enquiry_id.ok_or(AppError::NotFound)?;
    let enquiry = Enquiry::find(&mut conn, about).await?;
    let record = RecordPage::load(app, &mut conn, viewer, enquiry, &list_of(posted)).await?;
    page(StatusCode::UNPROCESSABLE_ENTITY, &record.mending_address(delivery, typed))
}

/// The list that an act was made from; a strange one is the plain list.
pub(crate) fn list_of(posted: &Posted) -> InboxQuery {
    let query = posted.last("list").unwrap_or_default();
    web::Query::<InboxQuery>::from_query(query).map(web::Query::into_inner).unwrap_or_default()
}

/// Back to the record, with its list and with what was done.
pub(crate) fn back_to(reference: &str, list: &InboxQuery, done: Done) -> HttpResponse {
    let query = list.page().unwrap_or_else(|_| Filter::default().query());
    let to = format!("/admin/enquiries/{reference}?{query}&done={}", done.text());
    HttpResponse::SeeOther().insert_header((actix_web::http::header::LOCATION, to)).finish()
}
