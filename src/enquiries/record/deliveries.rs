//! The messages of a record: tried again, or sent elsewhere.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use uuid::Uuid;

use super::{RecordPage, back_to, list_of};
use crate::accounts::access::Viewer;
use crate::app::App;
use crate::db::Tx;
use crate::deliveries::Delivery;
use crate::enquiries::enquiry::Enquiry;
use crate::enquiries::timeline::{Entry, Event};
use crate::error::{AppError, Result};
use crate::mail::EmailAddress;
use crate::web::edge::Posted;
use crate::web::html::page;

/// `POST /admin/deliveries/{id}/attempt`: *Try again*.
pub async fn try_again(
    app: web::Data<App>,
    viewer: Viewer,
    path: web::Path<Uuid>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (id, at, who) = (path.into_inner(), app.clock.moment(), viewer.staff_id);
    let reference = app
        .db
        .write(async move |tx: &mut Tx| {
            let delivery = Delivery::try_again(tx, at, id).await?;
            let enquiry = Enquiry::find(tx.conn(), delivery.enquiry_id.ok_or(AppError::NotFound)?).await?;
            let event = Event::TriedAgain { recipient: delivery.recipient };
            Entry::write(tx, at, enquiry.id, Some(who), &event).await?;
            Ok(enquiry.reference)
        })
        .await?;
    Ok(back_to(&reference, &list_of(&posted), None))
}

/// `POST /admin/deliveries/{id}/recipient`: *Send to another address*.
pub async fn send_elsewhere(
    app: web::Data<App>,
    viewer: Viewer,
    path: web::Path<Uuid>,
    posted: Posted,
) -> Result<HttpResponse> {
    let id = path.into_inner();
    let typed = posted.last("email").unwrap_or_default().to_owned();
    let Some(email) = EmailAddress::parse(&typed) else {
        let mut conn = app.db.read().await?;
        let delivery = Delivery::find(&mut conn, id).await?;
        let enquiry = Enquiry::find(&mut conn, delivery.enquiry_id.ok_or(AppError::NotFound)?).await?;
        let record = RecordPage::load(&app, &mut conn, &viewer, enquiry, &list_of(&posted)).await?;
        return page(StatusCode::UNPROCESSABLE_ENTITY, &record.mending_address(id, typed));
    };
    let (at, who) = (app.clock.moment(), viewer.staff_id);
    let reference = app
        .db
        .write(async move |tx: &mut Tx| {
            let to = email.to_string();
            let delivery = Delivery::send_elsewhere(tx, at, id, email).await?;
            let enquiry = Enquiry::find(tx.conn(), delivery.enquiry_id.ok_or(AppError::NotFound)?).await?;
            Entry::write(tx, at, enquiry.id, Some(who), &Event::SentElsewhere { from: delivery.recipient, to }).await?;
            Ok(enquiry.reference)
        })
        .await?;
    Ok(back_to(&reference, &list_of(&posted), None))
}
