//! The dashboard: what needs somebody today, and whether anything is stuck, said plainly (promise 5: failure is seen).

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::Duration;

use super::frame::{Frame, Section};
use crate::accounts::access::{Power, Viewer};
use crate::app::App;
use crate::db::Conn;
use crate::deliveries::Delivery;
use crate::enquiries::{Counts, Enquiry};
use crate::error::Result;
use crate::web::html::page;

/// How many new enquiries are listed.
const WAITING: i64 = 5;
/// How many stuck messages are listed.
const LISTED: i64 = 20;

/// The dashboard.
#[derive(Debug, Template)]
#[template(path = "admin/dashboard.html")]
pub struct DashboardPage {
    layout: Frame,
    counts: Option<Counts>,
    waiting: Vec<WaitingRow>,
    stuck: Vec<StuckRow>,
}

/// An enquiry that nobody has taken up.
#[derive(Debug)]
pub struct WaitingRow {
    title: String,
    reference: String,
    words: String,
    age: String,
}

/// A message that is stuck.
#[derive(Debug)]
pub struct StuckRow {
    whom: String,
    reference: String,
    reason: &'static str,
    age: String,
}

/// `GET /admin`.
pub async fn show(app: web::Data<App>, viewer: Viewer) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let layout = Frame::new(&app, &mut conn, &viewer, "Today", Section::Dashboard).await?;
    let now = app.clock.now();
    let sees = viewer.may(Power::Enquiries);
    let counts = if sees { Some(Enquiry::counts(&mut conn, now - Duration::days(1)).await?) } else { None };
    let stuck = if sees { stuck_rows(&app, &mut conn).await? } else { Vec::new() };
    let waiting = if sees { waiting_rows(&app, &mut conn).await? } else { Vec::new() };
    page(StatusCode::OK, &DashboardPage { layout, counts, waiting, stuck })
}

async fn waiting_rows(app: &App, conn: &mut Conn) -> Result<Vec<WaitingRow>> {
    let (business, now) = (app.business(), app.clock.now());
    let longest = Enquiry::waiting_longest(conn, WAITING).await?;
    let rows = longest.into_iter().map(|enquiry| WaitingRow {
        title: enquiry.title().to_owned(),
        age: business.age(enquiry.received_at, now),
        reference: enquiry.reference,
        words: enquiry.excerpt,
    });
    Ok(rows.collect())
}

async fn stuck_rows(app: &App, conn: &mut Conn) -> Result<Vec<StuckRow>> {
    let (business, now) = (app.business(), app.clock.now());
    Ok(Delivery::stuck(conn, now, LISTED)
        .await?
        .into_iter()
        .map(|(delivery, reference)| StuckRow {
            reason: delivery.reason(now).unwrap_or_default(),
            whom: if delivery.recipient.is_empty() { "nobody".to_owned() } else { delivery.recipient.clone() },
            reference: reference.unwrap_or_default(),
            age: business.age(delivery.created_at, now),
        })
        .collect())
}
