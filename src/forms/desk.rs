//! `/admin/forms`: every form with its state, where it is used and when it was last answered; closing, opening, deleting.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::{DateTime, Utc};

use super::{Form, FormState};
use crate::accounts::access::{Power, Viewer};
use crate::accounts::people::Done;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::samples::Sample;
use crate::site::Business;
use crate::site::usage::Place;
use crate::web::edge::Posted;
use crate::web::html::page;

const PATH: &str = "/admin/forms";

/// The list.
#[derive(Debug, Template)]
#[template(path = "forms/desk.html")]
pub struct FormsPage {
    layout: Frame,
    rows: Vec<FormRow>,
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
    version: i32,
    last: String,
    places: Vec<Place>,
}

impl FormRow {
    fn of(
        business: &Business,
        form: Form,
        last: Option<DateTime<Utc>>,
        places: Vec<Place>,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            open: form.state == FormState::Open,
            version: form.version,
            last: last.map_or_else(|| "never".to_owned(), |at| business.age(at, now)),
            places,
            title: form.definition.title,
            slug: form.slug,
        }
    }
}

/// `GET /admin/forms`.
pub async fn list(app: web::Data<App>, viewer: Viewer, done: web::Query<Done>) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let (business, now) = (app.business(), app.clock.now());
    let last = Form::last_answered(&mut conn).await?;
    let mut rows = Vec::new();
    for form in Form::all(&mut conn).await? {
        let places = Form::places(&mut conn, form.id).await?;
        rows.push(FormRow::of(&business, form.clone(), last.get(&form.id).copied(), places, now));
    }
    let mut layout = Frame::new(&app, &mut conn, &viewer, "Forms", Section::Forms).await?;
    layout.tell(&app, &mut conn, &viewer, done.act(), PATH).await?;
    page(
        StatusCode::OK,
        &FormsPage { layout, rows, sets: viewer.may(Power::People), tests: viewer.may(Power::Enquiries) },
    )
}

/// `POST /admin/forms/{form}/state`: opens or closes.
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
    let (at, who) = (app.clock.moment(), viewer.staff_id);
    let act = app.db.write(async move |tx: &mut Tx| Form::turn(tx, at, &slug, state, who).await).await?;
    // Pages show it open or closed.
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
    places: Vec<Place>,
    answered: i64,
}

impl FormDeletionPage {
    async fn load(app: &App, conn: &mut Conn, viewer: &Viewer, slug: &str) -> Result<Self> {
        let form = Form::by_slug(conn, slug).await?;
        let (places, answered) = (Form::places(conn, form.id).await?, Form::count_answered(conn, form.id).await?);
        let layout = Frame::new(app, conn, viewer, "Delete a form", Section::Forms).await?;
        Ok(Self::new(layout, form, places, answered))
    }

    fn new(layout: Frame, form: Form, places: Vec<Place>, answered: i64) -> Self {
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

/// The list and the question with sample content.
///
/// # Errors
/// A template that cannot be rendered.
pub(crate) fn samples(app: &App) -> Result<Vec<Sample>> {
    let (business, at) = (app.business(), app.clock.moment());
    let layout = |title: &str| Frame::sample(app, title, Section::Forms);
    let form = |slug| crate::demo::sample_form(at, slug);
    let place = |title: &str, path: Option<&str>| Place { title: title.to_owned(), path: path.map(str::to_owned) };
    let places =
        || vec![place("Start", Some("/")), place("Contact", Some("/contact")), place("the menu (Ring the bell)", None)];
    let closed = Form { state: FormState::Closed, ..form("audit-request")? };
    let rows = vec![
        FormRow::of(&business, form("project")?, Some(at.now), places(), at.now),
        FormRow::of(&business, closed, None, Vec::new(), at.now),
    ];
    let asks = |places, answered| {
        Ok::<_, AppError>(FormDeletionPage::new(layout("Delete a form"), form("contact")?, places, answered))
    };
    Ok(vec![
        Sample::of("forms-list", &FormsPage { layout: layout("Forms"), rows, sets: true, tests: true })?,
        Sample::of(
            "forms-list-empty",
            &FormsPage { layout: layout("Forms"), rows: Vec::new(), sets: false, tests: false },
        )?,
        Sample::of("form-deletion", &asks(Vec::new(), 0)?)?,
        Sample::of("form-deletion-in-use", &asks(places(), 0)?)?,
        Sample::of("form-deletion-answered", &asks(Vec::new(), 12)?)?,
    ])
}
