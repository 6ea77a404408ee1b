//! `/admin/settings/search-engines`: whether search engines may list the site. While they are asked to stay away, every screen of
//! the desk says so: a site that nobody can find looks well from inside.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use uuid::Uuid;

use super::history::{Fact, History};
use super::part::{self, Part};
use crate::accounts::access::Viewer;
use crate::accounts::inputs::InputFault;
use crate::accounts::people::Done;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::error::Result;
use crate::site::Business;
use crate::web::edge::Posted;
use crate::web::html::page;

/// Whether search engines may list the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Listing(bool);

impl Listing {
    fn read(posted: &Posted) -> Option<Self> {
        match posted.last("search")? {
            "listed" => Some(Self(true)),
            "left-out" => Some(Self(false)),
            _ => None,
        }
    }

    /// In a line.
    pub(super) fn words(self) -> &'static str {
        if self.0 { "May list the site" } else { "Are asked to stay away" }
    }
}

impl Part for Listing {
    const NAME: &'static str = "Search engines";
    const PATH: &'static str = "/admin/settings/search-engines";

    fn of(business: &Business) -> Self {
        Self(business.listed)
    }

    fn onto(self, before: &Business) -> Business {
        Business { listed: self.0, ..before.clone() }
    }

    fn facts(&self) -> Vec<Fact> {
        vec![Fact::new("Search engines", self.words())]
    }
}

/// Why search engines stay away whatever is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Away {
    /// It is the demonstration.
    Demo,
    /// The site is not open yet.
    Closed,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "settings/search_engines.html")]
pub struct SearchEnginesPage {
    layout: Frame,
    errors: Vec<InputFault>,
    listed: bool,
    away: Option<Away>,
    history: History,
}

impl SearchEnginesPage {
    fn new(
        layout: Frame,
        Listing(listed): Listing,
        away: Option<Away>,
        history: History,
        errors: Vec<InputFault>,
    ) -> Self {
        Self { layout, errors, listed, away, history }
    }

    fn is_demo(&self) -> bool {
        self.away == Some(Away::Demo)
    }

    fn is_closed(&self) -> bool {
        self.away == Some(Away::Closed)
    }
}

async fn answer(
    app: &App,
    viewer: &Viewer,
    chosen: Option<Listing>,
    done: Option<Uuid>,
    status: StatusCode,
    errors: Vec<InputFault>,
) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let stored: Listing = part::stored(&mut conn).await?;
    let (layout, history) = part::screen::<Listing>(app, &mut conn, viewer, done, !errors.is_empty()).await?;
    let away = match (app.is_demo(), app.business().open) {
        (true, _) => Some(Away::Demo),
        (false, false) => Some(Away::Closed),
        (false, true) => None,
    };
    page(status, &SearchEnginesPage::new(layout, chosen.unwrap_or(stored), away, history, errors))
}

/// `GET /admin/settings/search-engines`.
pub async fn show(app: web::Data<App>, viewer: Viewer, done: web::Query<Done>) -> Result<HttpResponse> {
    answer(&app, &viewer, None, done.act(), StatusCode::OK, Vec::new()).await
}

/// `POST /admin/settings/search-engines`.
pub async fn save(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    let Some(chosen) = Listing::read(&posted) else {
        let faults = vec![InputFault::new("search", "Choose whether search engines may list the site")];
        return answer(&app, &viewer, None, None, StatusCode::UNPROCESSABLE_ENTITY, faults).await;
    };
    match part::save::<Listing>(&app, &viewer, &posted, move |_| chosen).await? {
        Some(answer) => Ok(answer),
        None => answer(&app, &viewer, Some(chosen), None, StatusCode::CONFLICT, vec![super::meanwhile()]).await,
    }
}

/// `POST /admin/settings/search-engines/restoration`.
pub async fn restore(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    part::restore::<Listing>(&app, &viewer, &posted).await
}

impl SearchEnginesPage {
    /// The page with sample content.
    pub(super) fn sample(app: &App, listed: bool, wrong: bool, away: Option<Away>) -> Self {
        let changes = vec!["Search engines: “May list the site” became “Are asked to stay away”".to_owned()];
        let action = "/admin/settings/search-engines/restoration";
        let history = History::sample(&app.business(), app.clock.now(), action, changes);
        let fault = || InputFault::new("search", "Choose whether search engines may list the site");
        let title = if wrong { "Error: Search engines" } else { "Search engines" };
        let errors = if wrong { vec![fault()] } else { Vec::new() };
        Self::new(Frame::sample(app, title, Section::Settings), Listing(listed), away, history, errors)
    }
}
