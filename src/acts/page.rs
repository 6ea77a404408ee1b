//! `/admin/staff/acts`: what people did, newest first, for owners.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::Act;
use super::list::Told;
use crate::accounts::access::Viewer;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::clock::stamp;
use crate::error::Result;
use crate::samples::Sample;
use crate::site::Business;
use crate::web::html::page;

/// Acts on a page.
const PAGE: usize = 50;

/// The page.
#[derive(Debug, Template)]
#[template(path = "people/acts.html")]
pub struct ActsPage {
    layout: Frame,
    rows: Vec<ActRow>,
    /// The last act of this page, where there are older ones.
    older: Option<Uuid>,
    /// Whether newer ones come before.
    later: bool,
}

/// One act.
#[derive(Debug)]
struct ActRow {
    at: String,
    time: String,
    who: String,
    words: String,
    details: Vec<String>,
}

/// Where the page begins.
#[derive(Debug, Deserialize)]
pub struct Place {
    after: Option<String>,
}

impl ActRow {
    fn of(business: &Business, told: Told) -> Self {
        let unknown = || "Something that this version of the program does not know".to_owned();
        Self {
            at: stamp(told.at),
            time: business.day_and_time(told.at),
            who: told.who.unwrap_or_else(|| "Somebody who is gone".to_owned()),
            words: told.act.as_ref().map_or_else(unknown, Act::words),
            details: told.act.as_ref().map(Act::details).unwrap_or_default(),
        }
    }
}

impl ActsPage {
    fn new(business: &Business, layout: Frame, mut told: Vec<Told>, later: bool) -> Self {
        let more = told.len() > PAGE;
        told.truncate(PAGE);
        let older = told.last().map(|told| told.id).filter(|_| more);
        Self { layout, rows: told.into_iter().map(|told| ActRow::of(business, told)).collect(), older, later }
    }
}

/// `GET /admin/staff/acts`.
pub async fn show(app: web::Data<App>, viewer: Viewer, place: web::Query<Place>) -> Result<HttpResponse> {
    let after = place.after.as_deref().and_then(|id| Uuid::try_parse(id).ok());
    let mut conn = app.db.read().await?;
    let told = Act::list(&mut conn, after, i64::try_from(PAGE + 1).unwrap_or(i64::MAX)).await?;
    let layout = Frame::new(&app, &mut conn, &viewer, "What people did", Section::Staff).await?;
    page(StatusCode::OK, &ActsPage::new(&app.business(), layout, told, after.is_some()))
}

/// The record with sample content, and before anything was done.
///
/// # Errors
/// A template that cannot be rendered.
pub(crate) fn samples(app: &App) -> Result<Vec<Sample>> {
    let at = app.clock.moment();
    let layout = || Frame::sample(app, "What people did", Section::Staff);
    let told = |act: Option<Act>| Told { id: at.id(), at: at.now, who: Some("Ines Marlow".to_owned()), act };
    let acts = vec![
        told(Some(Act::StaffInvited {
            name: "Una Bell".to_owned(),
            email: "una@bellpull.example".to_owned(),
            role: "editor".to_owned(),
        })),
        told(Some(Act::SettingChanged {
            setting: "Business".to_owned(),
            changes: vec!["Telephone: “01632 960 440” became “01632 960 441”".to_owned()],
            back_to: None,
        })),
        Told {
            who: None,
            ..told(Some(Act::EnquiriesDeleted { references: vec!["SH-7K3-MQ9-TWC".to_owned()], passed: 0 }))
        },
        told(None),
    ];
    let business = app.business();
    Ok(vec![
        Sample::of("acts", &ActsPage::new(&business, layout(), acts, true))?,
        Sample::of("acts-before-the-first", &ActsPage::new(&business, layout(), Vec::new(), false))?,
    ])
}
