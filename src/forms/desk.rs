//! `/admin/forms`: every form with its state, where it is used and when it was last answered; closing, opening, deleting. What a form
//! asks is changed on its sheet: `editing`.

mod changes;
pub mod creation;
pub mod editing;
mod making;
pub mod preview;
mod question;
mod reading;
mod samples;
mod screen;
mod sheet;
pub mod versions;
mod when;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::{DateTime, Utc};

pub(crate) use samples::samples;

use super::{Form, FormState};
use crate::accounts::access::{Power, Viewer};
use crate::accounts::people::Done;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::site::Business;
use crate::site::usage::{Place, PlaceSeen};
use crate::web::edge::Posted;
use crate::web::html::page;

const PATH: &str = "/admin/forms";

/// The list.
#[derive(Debug, Template)]
#[template(path = "forms/desk.html")]
pub struct FormsPage {
    layout: Frame,
    rows: Vec<FormRow>,
    /// Whether the viewer may change more than words.
    whole: bool,
    /// Whether the viewer may change recipients and promises.
    sets: bool,
    /// Whether the viewer may send tests.
    tests: bool,
}

/// One form.
#[derive(Debug)]
struct FormRow {
    slug: String,
    title: String,
    open: bool,
    /// Its last day, and whether it is over.
    until: Option<(String, bool)>,
    version: i32,
    last: String,
    places: Vec<PlaceSeen>,
}

impl FormRow {
    /// Whether it takes enquiries now.
    fn takes(&self) -> bool {
        self.open && !self.until.as_ref().is_some_and(|(_, over)| *over)
    }

    fn of(
        business: &Business,
        form: Form,
        last: Option<DateTime<Utc>>,
        places: Vec<PlaceSeen>,
        now: DateTime<Utc>,
    ) -> Self {
        let today = business.today(now);
        Self {
            open: form.state == FormState::Open,
            until: form.definition.closes_on.map(|last| (last.format("%-d %B %Y").to_string(), last < today)),
            version: form.version,
            last: last.map_or_else(|| "never".to_owned(), |at| business.age(at, now)),
            places,
            title: form.definition.title,
            slug: form.slug,
        }
    }
}

/// Where a form is used, with the way to what is changed there.
fn seen(places: Vec<Place>, viewer: &Viewer) -> Vec<PlaceSeen> {
    places.into_iter().map(|place| place.seen_by(viewer)).collect()
}

/// `GET /admin/forms`.
pub async fn list(app: web::Data<App>, viewer: Viewer, done: web::Query<Done>) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let (business, now) = (app.business(), app.clock.now());
    let last = Form::last_answered(&mut conn).await?;
    let mut rows = Vec::new();
    for form in Form::all(&mut conn).await? {
        let places = seen(Form::places(&mut conn, form.id).await?, &viewer);
        rows.push(FormRow::of(&business, form.clone(), last.get(&form.id).copied(), places, now));
    }
    let mut layout = Frame::new(&app, &mut conn, &viewer, "Forms", Section::Forms).await?;
    layout.tell(&app, &mut conn, &viewer, done.act(), PATH).await?;
    let (whole, sets, tests) = (viewer.may(Power::Forms), viewer.may(Power::People), viewer.may(Power::Enquiries));
    page(StatusCode::OK, &FormsPage { layout, rows, whole, sets, tests })
}

/// Where a form is used, before it is closed.
#[derive(Debug, Template)]
#[template(path = "forms/closing.html")]
pub struct FormClosingPage {
    layout: Frame,
    slug: String,
    title: String,
    places: Vec<PlaceSeen>,
}

impl FormClosingPage {
    fn new(layout: Frame, form: Form, places: Vec<PlaceSeen>) -> Self {
        Self { layout, slug: form.slug, title: form.definition.title, places }
    }

    async fn load(app: &App, viewer: &Viewer, slug: &str) -> Result<Self> {
        let mut conn = app.db.read().await?;
        let form = Form::by_slug(&mut conn, slug).await?;
        let places = seen(Form::places(&mut conn, form.id).await?, viewer);
        let layout = Frame::new(app, &mut conn, viewer, "Close a form", Section::Forms).await?;
        Ok(Self::new(layout, form, places))
    }
}

/// `POST /admin/forms/{form}/state`: opens, or closes once it is said where the form is used.
pub async fn set_state(
    app: web::Data<App>,
    viewer: Viewer,
    slug: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let state = match posted.last("state") {
        Some("open") => FormState::Open,
        Some("closed") => FormState::Closed,
        _ => return Err(AppError::BadRequest("open or closed")),
    };
    if state == FormState::Closed && posted.last("confirmed").is_none() {
        return page(StatusCode::OK, &FormClosingPage::load(&app, &viewer, &slug).await?);
    }
    let (at, who) = (app.clock.moment(), viewer.staff_id);
    let act = app.db.write(async move |tx: &mut Tx| Form::turn(tx, at, &slug, state, who).await).await?;
    // Pages and menus show it open or closed.
    app.refresh_business().await?;
    app.cache.generation.changed();
    Ok(Done::at(PATH, act))
}

/// What is lost, before it is; or why it stays.
#[derive(Debug, Template)]
#[template(path = "forms/deletion.html")]
pub struct FormDeletionPage {
    layout: Frame,
    slug: String,
    title: String,
    open: bool,
    places: Vec<PlaceSeen>,
    answered: i64,
}

impl FormDeletionPage {
    async fn load(app: &App, conn: &mut Conn, viewer: &Viewer, slug: &str) -> Result<Self> {
        let form = Form::by_slug(conn, slug).await?;
        let places = seen(Form::places(conn, form.id).await?, viewer);
        let answered = Form::count_answered(conn, form.id).await?;
        let layout = Frame::new(app, conn, viewer, "Delete a form", Section::Forms).await?;
        Ok(Self::new(layout, form, places, answered))
    }

    fn new(layout: Frame, form: Form, places: Vec<PlaceSeen>, answered: i64) -> Self {
        let open = form.state == FormState::Open;
        Self { layout, slug: form.slug, title: form.definition.title, open, places, answered }
    }

    /// Whether it can be deleted.
    fn is_free(&self) -> bool {
        self.places.is_empty() && self.answered == 0
    }
}

/// `POST /admin/forms/{form}/deletion`: asks first; refused with the places while it is in use.
pub async fn delete(
    app: web::Data<App>,
    viewer: Viewer,
    slug: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    if posted.last("confirmed").is_some() {
        let (at, who, slug) = (app.clock.moment(), viewer.staff_id, slug.clone());
        match app.db.write(async move |tx: &mut Tx| Form::remove(tx, at, &slug, who).await).await {
            Ok(act) => return Ok(Done::at(PATH, Some(act))),
            // Used since it was asked: the page says where.
            Err(AppError::Conflict(_)) => {}
            Err(error) => return Err(error),
        }
    }
    let asked = FormDeletionPage::load(&app, &mut *app.db.read().await?, &viewer, &slug).await?;
    page(if asked.is_free() { StatusCode::OK } else { StatusCode::CONFLICT }, &asked)
}
