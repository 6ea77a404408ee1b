//! Whether the site is open. Until the owner opens it, visitors and search engines find one calm page with the contact, and only
//! staff see the site itself.

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::{Next, from_fn};
use actix_web::{Error, HttpResponse, Route, web};
use askama::Template;

use crate::accounts::access::{self, Viewer};
use crate::app::App;
use crate::db::Tx;
use crate::error::{AppError, Result};
use crate::settings::{Change, stored};
use crate::site::Business;
use crate::web::html::page;
use crate::web::layout::Plain;

/// What visitors find before the site is open.
#[derive(Debug, Template)]
#[template(path = "starter/opening_soon.html")]
pub struct OpeningSoonPage {
    layout: Plain,
}

impl OpeningSoonPage {
    pub(super) fn new(app: &App) -> Self {
        Self { layout: Plain::new(app, "Opening soon") }
    }
}

/// Lets only staff pass before the site is open.
pub fn guard(route: Route) -> Route {
    route.wrap(from_fn(admit))
}

async fn admit(request: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse, Error> {
    let Some(app) = request.app_data::<web::Data<App>>().cloned() else {
        return Err(AppError::internal("a route", "there is no App").into());
    };
    if app.business().open {
        return next.call(request).await;
    }
    match access::is_staff(&app, request.request()).await {
        Ok(true) => next.call(request).await,
        Ok(false) => {
            let answer = page(StatusCode::OK, &OpeningSoonPage::new(&app))?;
            Ok(request.into_response(answer))
        }
        Err(error) => Ok(request.error_response(error)),
    }
}

/// `POST /admin/opening`: *Open the site*.
///
/// # Errors
/// The database is away.
pub async fn open(app: web::Data<App>, viewer: Viewer) -> Result<HttpResponse> {
    let (at, who) = (app.clock.moment(), viewer.staff_id);
    let work = async move |tx: &mut Tx| {
        let before: Business = stored(tx.conn()).await?;
        if before.open {
            return Ok(None);
        }
        let after = Business { open: true, ..before.clone() };
        Change::of(None, before, after).write(tx, at, who).await
    };
    app.db.write(work).await?;
    app.refresh_business().await?;
    app.cache.generation.changed();
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, "/admin")).finish())
}
