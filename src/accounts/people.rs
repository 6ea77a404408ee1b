//! `/admin/staff`: everybody who works here, for owners. Who may what, who is where, who was invited and never came.

pub mod invitation;
pub mod person;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::access::Viewer;
use super::{Face, Role, Staff};
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::error::Result;
use crate::site::Business;
use crate::web::html::page;

/// The list.
#[derive(Debug, Template)]
#[template(path = "people/list.html")]
pub struct StaffPage {
    layout: Frame,
    rows: Vec<PersonRow>,
}

/// One person on the list.
#[derive(Debug)]
struct PersonRow {
    id: Uuid,
    name: String,
    face: Face,
    email: String,
    role: Role,
    standing: Standing,
    seen: String,
    own: bool,
}

/// Whether somebody can come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// They can.
    Active,
    /// They have set no password yet.
    Invited,
    /// They were shut out.
    Disabled,
}

impl Standing {
    /// How somebody stands.
    pub fn of(staff: &Staff) -> Self {
        match (staff.is_active(), staff.has_come()) {
            (false, _) => Self::Disabled,
            (true, false) => Self::Invited,
            (true, true) => Self::Active,
        }
    }

    /// In a word; nothing where all is as usual.
    pub fn words(self) -> &'static str {
        match self {
            Self::Active => "",
            Self::Invited => "Invited",
            Self::Disabled => "Disabled",
        }
    }

    /// Its classes.
    pub fn class(self) -> &'static str {
        match self {
            Self::Active => "tag",
            Self::Invited => "tag tag-note",
            Self::Disabled => "tag tag-bad",
        }
    }
}

/// What was just done, as the address of a page says.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    done: Option<String>,
}

impl Done {
    /// The act.
    pub fn act(&self) -> Option<Uuid> {
        self.done.as_deref().and_then(|id| Uuid::try_parse(id).ok())
    }

    /// To a page that says what was done.
    pub fn at(path: &str, act: Option<Uuid>) -> HttpResponse {
        Self::to(path, act, "")
    }

    /// The same, at a place of the page: whoever goes by keyboard goes on from there.
    pub fn at_place(path: &str, act: Option<Uuid>, place: &str) -> HttpResponse {
        Self::to(path, act, &format!("#{place}"))
    }

    fn to(path: &str, act: Option<Uuid>, place: &str) -> HttpResponse {
        let done = act.map(|act| format!("?done={}", act.simple())).unwrap_or_default();
        HttpResponse::SeeOther().insert_header((header::LOCATION, format!("{path}{done}{place}"))).finish()
    }
}

impl PersonRow {
    fn of(business: &Business, staff: &Staff, viewer: &Viewer, now: chrono::DateTime<chrono::Utc>) -> Self {
        Self {
            id: staff.id,
            name: staff.name.clone(),
            face: staff.face(),
            email: staff.email.clone(),
            role: staff.role,
            standing: Standing::of(staff),
            seen: seen(business, staff, now),
            own: staff.id == viewer.staff_id,
        }
    }
}

/// When somebody was last here, in words.
fn seen(business: &Business, staff: &Staff, now: chrono::DateTime<chrono::Utc>) -> String {
    match staff.last_seen_at.map(|at| business.age(at, now)) {
        None => "never here yet".to_owned(),
        Some(age) if age == "just now" && staff.is_active() => "here now".to_owned(),
        Some(age) if age == "just now" => "last here just now".to_owned(),
        Some(age) if age == "yesterday" => "last here yesterday".to_owned(),
        Some(age)
            if age.chars().next().is_some_and(|c| c.is_ascii_digit())
                && !age.ends_with(|c: char| c.is_ascii_digit()) =>
        {
            format!("last here {age} ago")
        }
        Some(day) => format!("last here {day}"),
    }
}

impl StaffPage {
    pub(super) fn new(app: &App, layout: Frame, viewer: &Viewer, people: &[Staff]) -> Self {
        let (business, now) = (app.business(), app.clock.now());
        Self { layout, rows: people.iter().map(|staff| PersonRow::of(&business, staff, viewer, now)).collect() }
    }
}

/// `GET /admin/staff`.
pub async fn list(app: web::Data<App>, viewer: Viewer, done: web::Query<Done>) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let people = Staff::everybody(&mut conn).await?;
    let mut layout = Frame::new(&app, &mut conn, &viewer, "Staff", Section::Staff).await?;
    layout.tell(&app, &mut conn, &viewer, done.act(), "/admin/staff").await?;
    page(StatusCode::OK, &StaffPage::new(&app, layout, &viewer, &people))
}
