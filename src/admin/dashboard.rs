//! The dashboard: what needs somebody today, and whether anything is stuck, said plainly (promise 5: failure is seen).

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::{DateTime, Duration, Utc};

use super::frame::{Frame, Line, Section};
use crate::accounts::access::{Power, Viewer};
use crate::app::App;
use crate::db::Conn;
use crate::deliveries::{Delivery, Kind, State};
use crate::demo;
use crate::enquiries::{Counts, Enquiry};
use crate::error::Result;
use crate::samples::Sample;
use crate::site::Business;
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

impl WaitingRow {
    fn of(business: &Business, enquiry: Enquiry, now: DateTime<Utc>) -> Self {
        Self {
            title: enquiry.title().to_owned(),
            age: business.age(enquiry.received_at, now),
            reference: enquiry.reference,
            words: enquiry.excerpt,
        }
    }
}

impl StuckRow {
    fn of(business: &Business, delivery: &Delivery, reference: Option<String>, now: DateTime<Utc>) -> Self {
        Self {
            reason: delivery.reason(now).unwrap_or_default(),
            whom: if delivery.recipient.is_empty() { "nobody".to_owned() } else { delivery.recipient.clone() },
            reference: reference.unwrap_or_default(),
            age: business.age(delivery.created_at, now),
        }
    }
}

async fn waiting_rows(app: &App, conn: &mut Conn) -> Result<Vec<WaitingRow>> {
    let (business, now) = (app.business(), app.clock.now());
    let longest = Enquiry::waiting_longest(conn, WAITING).await?;
    Ok(longest.into_iter().map(|enquiry| WaitingRow::of(&business, enquiry, now)).collect())
}

async fn stuck_rows(app: &App, conn: &mut Conn) -> Result<Vec<StuckRow>> {
    let (business, now) = (app.business(), app.clock.now());
    let stuck = Delivery::stuck(conn, now, LISTED).await?;
    Ok(stuck.into_iter().map(|(delivery, reference)| StuckRow::of(&business, &delivery, reference, now)).collect())
}

/// The dashboard with sample content: on a good day, before the first enquiry, and with everything that can be wrong.
///
/// # Errors
/// A template that cannot be rendered.
pub(crate) fn samples(app: &App) -> Result<Vec<Sample>> {
    let (business, at) = (app.business(), app.clock.moment());
    let form = demo::sample_form(at, "project")?;
    let enquiry = Enquiry::sample(at, &form)?;
    let frame = || Frame::sample(app, "Today", Section::Dashboard);
    let quiet = |counts, waiting| DashboardPage { layout: frame(), counts: Some(counts), waiting, stuck: Vec::new() };
    let (some, none) = (
        Counts { new: 4, open: 9, last_day: 3, suspected: 2, all: 61 },
        Counts { new: 0, open: 0, last_day: 0, suspected: 0, all: 0 },
    );
    let waiting = || vec![WaitingRow::of(&business, enquiry.clone(), at.now)];
    let stuck = [State::Refused, State::GivenUp, State::NoRecipient, State::Waiting].map(|state| {
        let delivery = Delivery::sample(at, Kind::Notice, state);
        StuckRow::of(&business, &delivery, Some(enquiry.reference.clone()), at.now)
    });
    let troubled = DashboardPage {
        layout: Frame { lines: Line::samples(), ..frame() },
        stuck: stuck.into(),
        ..quiet(some, waiting())
    };
    Ok(vec![
        Sample::of("dashboard", &quiet(some, waiting()))?,
        Sample::of("dashboard-before-the-first", &quiet(none, Vec::new()))?,
        Sample::of("dashboard-with-troubles", &troubled)?,
    ])
}
