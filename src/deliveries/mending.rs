//! What staff do with messages that did not leave: try them again, all at once or one, and send one to another address.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};
use uuid::Uuid;

use super::delivery::Delivery;
use super::listing::View;
use super::pages::{DeliveriesPage, Row};
use crate::accounts::access::Viewer;
use crate::app::App;
use crate::clock::Moment;
use crate::db::Tx;
use crate::enquiries::record::{Done, Said};
use crate::enquiries::{Enquiry, Entry, Event, record};
use crate::error::{AppError, Result};
use crate::mail::EmailAddress;
use crate::web::edge::Posted;
use crate::web::html::page;

fn see(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, path)).finish()
}

/// Back to where a post came from: the list, or the enquiry's record with its own list.
fn back(posted: &Posted, reference: Option<&str>, said: Said) -> HttpResponse {
    match reference {
        Some(reference) if posted.last("back") != Some("deliveries") => {
            record::back_to(reference, &record::list_of(posted), Done::Said(said))
        }
        _ => see("/admin/deliveries?tried=1"),
    }
}

/// The enquiry of a delivery, whose timeline keeps what staff did.
async fn note(tx: &mut Tx, at: Moment, who: Uuid, delivery: &Delivery, event: &Event) -> Result<Option<String>> {
    let Some(id) = delivery.enquiry_id else { return Ok(None) };
    Entry::write(tx, at, id, Some(who), event).await?;
    Ok(Some(Enquiry::find(tx.conn(), id).await?.reference))
}

/// `POST /admin/deliveries/attempts`: *Try all again* (`all`), jobs that were set aside included.
pub async fn try_many(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    if posted.last("all") != Some("yes") {
        return Err(AppError::BadRequest("it does not say which messages"));
    }
    let (at, who, inner) = (app.clock.moment(), viewer.staff_id, app.clone().into_inner());
    let count = app
        .db
        .write(async move |tx: &mut Tx| {
            let tried = Delivery::try_all(tx, at, &inner).await?;
            for delivery in &tried {
                if let Some(enquiry) = delivery.enquiry_id {
                    let event = Event::TriedAgain { recipient: delivery.recipient.clone() };
                    Entry::write(tx, at, enquiry, Some(who), &event).await?;
                }
            }
            Ok(tried.len())
        })
        .await?;
    Ok(see(&format!("/admin/deliveries?tried={count}")))
}

/// `POST /admin/deliveries/{id}/attempt`: *Try again*.
pub async fn try_again(
    app: web::Data<App>,
    viewer: Viewer,
    path: web::Path<Uuid>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (id, at, who) = (path.into_inner(), app.clock.moment(), viewer.staff_id);
    let inner = app.clone().into_inner();
    let reference = app
        .db
        .write(async move |tx: &mut Tx| {
            let delivery = Delivery::try_again(tx, at, &inner, id).await?;
            let event = Event::TriedAgain { recipient: delivery.recipient.clone() };
            note(tx, at, who, &delivery, &event).await
        })
        .await?;
    Ok(back(&posted, reference.as_deref(), Said::TriedAgain))
}

/// `POST /admin/deliveries/{id}/recipient`: *Send to another address*. A fault comes back to the page it was typed on.
pub async fn send_elsewhere(
    app: web::Data<App>,
    viewer: Viewer,
    path: web::Path<Uuid>,
    posted: Posted,
) -> Result<HttpResponse> {
    let id = path.into_inner();
    let typed = posted.last("email").unwrap_or_default().to_owned();
    let Some(email) = EmailAddress::parse(&typed) else {
        return match posted.last("back") {
            Some("deliveries") => mend(&app, &viewer, id, typed).await,
            _ => record::mend(&app, &viewer, id, typed, &posted).await,
        };
    };
    let (at, who) = (app.clock.moment(), viewer.staff_id);
    let reference = app
        .db
        .write(async move |tx: &mut Tx| {
            let to = email.to_string();
            let delivery = Delivery::send_elsewhere(tx, at, id, email).await?;
            let event = Event::SentElsewhere { from: delivery.recipient.clone(), to };
            note(tx, at, who, &delivery, &event).await
        })
        .await?;
    Ok(back(&posted, reference.as_deref(), Said::SentElsewhere))
}

/// The list again, with what was typed and how to mend it; the row stands there wherever the list begins.
async fn mend(app: &App, viewer: &Viewer, id: Uuid, typed: String) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let mut found = DeliveriesPage::load(app, &mut conn, viewer, View::Stuck, None).await?;
    if !found.rows.iter().any(|row| row.id == id) {
        let listed = Delivery::listed(&mut conn, &[id]).await?.into_iter().next().ok_or(AppError::NotFound)?;
        found.rows.insert(0, Row::of(&app.business(), listed, app.clock.now()));
    }
    if let Some(row) = found.rows.iter_mut().find(|row| row.id == id) {
        row.mending = Some(typed);
    }
    page(StatusCode::UNPROCESSABLE_ENTITY, &found)
}
