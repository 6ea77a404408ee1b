//! `/admin/forms/{form}/versions`: who changed what and when, and the way back to any of them.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::editing::address;
use crate::accounts::access::{Power, Viewer};
use crate::accounts::people::Done;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::clock::stamp;
use crate::db::Tx;
use crate::error::{AppError, Result};
use crate::forms::{Form, Version, differences};
use crate::site::Business;
use crate::web::edge::Posted;
use crate::web::html::page;

/// So many versions on the page.
const LISTED: usize = 100;

/// The list.
#[derive(Debug, Template)]
#[template(path = "forms/versions.html")]
pub struct FormVersionsPage {
    layout: Frame,
    slug: String,
    title: String,
    seen: i32,
    whole: bool,
    rows: Vec<VersionRow>,
    full: bool,
    refused: Option<String>,
}

/// One version.
#[derive(Debug)]
struct VersionRow {
    number: i32,
    time: String,
    machine: String,
    who: String,
    newest: bool,
    changes: Vec<String>,
}

impl FormVersionsPage {
    pub(super) fn new(
        layout: Frame,
        business: &Business,
        whole: bool,
        slug: &str,
        versions: &[Version],
        refused: Option<String>,
    ) -> Self {
        let newest = versions.iter().map(|version| version.number).max().unwrap_or_default();
        let older = versions.iter().skip(1).map(Some).chain([None]);
        let row = |(version, before): (&Version, Option<&Version>)| VersionRow {
            number: version.number,
            time: business.day_and_time(version.at),
            machine: stamp(version.at),
            who: version.who.clone().unwrap_or_default(),
            newest: version.number == newest,
            changes: before.map(|old| differences(&old.definition, &version.definition)).unwrap_or_default(),
        };
        Self {
            layout,
            slug: slug.to_owned(),
            title: versions.iter().next().map(|version| version.definition.title.clone()).unwrap_or_default(),
            seen: newest,
            whole,
            rows: versions.iter().zip(older).take(LISTED).map(row).collect(),
            full: versions.len() > LISTED,
            refused,
        }
    }
}

async fn answer(
    app: &App,
    viewer: &Viewer,
    slug: &str,
    status: StatusCode,
    refused: Option<String>,
) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let form = Form::by_slug(&mut conn, slug).await?;
    let versions = Version::all(&mut conn, form.id).await?;
    let title = format!("Versions: {}", form.definition.title);
    let layout = Frame::new(app, &mut conn, viewer, &title, Section::Forms).await?;
    let whole = viewer.may(Power::Forms);
    page(status, &FormVersionsPage::new(layout, &app.business(), whole, slug, &versions, refused))
}

/// `GET /admin/forms/{form}/versions`.
pub async fn list(app: web::Data<App>, viewer: Viewer, slug: web::Path<String>) -> Result<HttpResponse> {
    answer(&app, &viewer, &slug, StatusCode::OK, None).await
}

/// `POST /admin/forms/{form}/versions/{version}/restoration`: asks again what it asked then, as a new version.
pub async fn restore(
    app: web::Data<App>,
    viewer: Viewer,
    path: web::Path<(String, i32)>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (slug, number) = path.into_inner();
    let seen = posted.last("seen").and_then(|text| text.parse().ok());
    let seen: i32 = seen.ok_or(AppError::BadRequest("which version was looked at last"))?;
    let (at, who, name) = (app.clock.moment(), viewer.staff_id, slug.clone());
    let work = async move |tx: &mut Tx| Form::restore(tx, at, &name, number, seen, who).await;
    match app.db.write(work).await {
        Ok(act) => {
            // Menus leave it out after its last day.
            app.refresh_business().await?;
            app.cache.generation.changed();
            Ok(Done::at(&address(&slug), act))
        }
        Err(AppError::Conflict(words)) => answer(&app, &viewer, &slug, StatusCode::CONFLICT, Some(words)).await,
        Err(error) => Err(error),
    }
}
