//! `/admin/pages/{id}/versions`: every revision with who saved it and when, what is otherwise in each, and the way back.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::compare::{self, Difference};
use super::screen::words;
use super::written::{Saved, Written};
use crate::accounts::access::Viewer;
use crate::accounts::people::Done;
use crate::acts::Act;
use crate::admin::frame::Frame;
use crate::app::App;
use crate::clock::stamp;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::schema::{revisions, staff};
use crate::site::Revision;
use crate::web::html::page;

/// So many versions on one page.
const LISTED: i64 = 200;

/// The list.
#[derive(Debug, Template)]
#[template(path = "editor/versions.html")]
pub struct VersionsPage {
    layout: Frame,
    id: Uuid,
    title: String,
    list: (&'static str, &'static str),
    rows: Vec<VersionRow>,
    full: bool,
}

/// One version.
#[derive(Debug)]
struct VersionRow {
    id: Uuid,
    time: String,
    machine: String,
    who: String,
    title: String,
    live: bool,
    newest: bool,
    published: Option<String>,
}

/// One version beside the newest.
#[derive(Debug, Template)]
#[template(path = "editor/version.html")]
pub struct VersionPage {
    layout: Frame,
    id: Uuid,
    revision: Uuid,
    title: String,
    time: String,
    who: String,
    is_newest: bool,
    refused: Option<String>,
    differences: Vec<Difference>,
}

impl VersionsPage {
    /// The list with sample content.
    pub(super) fn sample(layout: Frame, written: &Written) -> Self {
        let title = written.newest.content.title.clone();
        let row = |day: u8, who: &str, live, newest| VersionRow {
            id: Uuid::from_u128(u128::from(day)),
            time: format!("{day} November 2026, 14:02"),
            machine: format!("2026-11-{day:02}T14:02:00Z"),
            who: who.to_owned(),
            title: title.clone(),
            live,
            newest,
            published: live.then(|| format!("{day} November 2026, 14:10")),
        };
        let rows = vec![
            row(23, "Ines Marlow", false, true),
            row(20, "Kit Marsh-Okafor", true, false),
            row(2, "", false, false),
        ];
        Self { layout, id: written.id, list: words(written.kind).1, rows, full: true, title }
    }
}

impl VersionPage {
    /// One version with sample content.
    pub(super) fn sample(
        layout: Frame,
        written: &Written,
        differences: Vec<Difference>,
        refused: Option<String>,
    ) -> Self {
        Self {
            layout,
            id: written.id,
            revision: written.newest.id,
            title: written.newest.content.title.clone(),
            time: "20 November 2026, 14:02".to_owned(),
            who: "Kit Marsh-Okafor".to_owned(),
            is_newest: false,
            refused,
            differences,
        }
    }
}

/// What is known of a revision without opening it.
type Row = (Uuid, String, DateTime<Utc>, Option<DateTime<Utc>>, Option<String>);

async fn rows(conn: &mut Conn, page: Uuid) -> Result<Vec<Row>> {
    Ok(revisions::table
        .left_join(staff::table.on(staff::id.nullable().eq(revisions::staff_id)))
        .filter(revisions::page_id.eq(page))
        .order((revisions::at.desc(), revisions::id.desc()))
        .limit(LISTED)
        .select((revisions::id, revisions::title, revisions::at, revisions::published_at, staff::name.nullable()))
        .load(conn)
        .await?)
}

/// `GET /admin/pages/{id}/versions`.
///
/// # Errors
/// [`AppError::NotFound`], also where it is not theirs.
pub async fn list(app: web::Data<App>, viewer: Viewer, id: web::Path<Uuid>) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let written = Written::open(&mut conn, &viewer, *id).await?;
    let rows = rows(&mut conn, *id).await?;
    let (_, list, section) = words(written.kind);
    let business = app.business();
    let row = |(revision, title, at, published, who): Row| VersionRow {
        id: revision,
        time: business.day_and_time(at),
        machine: stamp(at),
        who: who.unwrap_or_default(),
        title,
        live: written.live == Some(revision),
        newest: written.newest.id == revision,
        published: published.map(|at| business.day_and_time(at)),
    };
    let title = written.newest.content.title.clone();
    let layout = Frame::new(&app, &mut conn, &viewer, &format!("Versions: {title}"), section).await?;
    let full = i64::try_from(rows.len()).is_ok_and(|count| count >= LISTED);
    let rows = rows.into_iter().map(row).collect();
    page(StatusCode::OK, &VersionsPage { layout, id: *id, title, list, rows, full })
}

async fn compared(
    app: &App,
    viewer: &Viewer,
    (id, revision): (Uuid, Uuid),
    status: StatusCode,
    refused: Option<String>,
) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let written = Written::open(&mut conn, viewer, id).await?;
    let mut old = Revision::of_page(&mut conn, id, revision).await?;
    if old.content.aside.is_none() {
        old.content.aside.clone_from(&written.newest.content.aside);
    }
    let row = rows(&mut conn, id).await?.into_iter().find(|row| row.0 == revision);
    let (_, _, at, _, who) = row.ok_or(AppError::NotFound)?;
    let (_, _, section) = words(written.kind);
    let title = written.newest.content.title.clone();
    let layout = Frame::new(app, &mut conn, viewer, &format!("Version: {title}"), section).await?;
    let screen = VersionPage {
        layout,
        id,
        revision,
        title,
        time: app.business().day_and_time(at),
        who: who.unwrap_or_default(),
        is_newest: written.newest.id == revision,
        refused,
        differences: compare::differences(&old.content, &written.newest.content),
    };
    page(status, &screen)
}

/// `GET /admin/pages/{id}/versions/{revision}`: what was changed since.
///
/// # Errors
/// [`AppError::NotFound`], also where it is not theirs.
pub async fn show(app: web::Data<App>, viewer: Viewer, path: web::Path<(Uuid, Uuid)>) -> Result<HttpResponse> {
    compared(&app, &viewer, path.into_inner(), StatusCode::OK, None).await
}

/// `POST /admin/pages/{id}/versions/{revision}/restoration`: the same as a new draft, on top.
///
/// # Errors
/// [`AppError::NotFound`], also where it is not theirs.
pub async fn restore(app: web::Data<App>, viewer: Viewer, path: web::Path<(Uuid, Uuid)>) -> Result<HttpResponse> {
    let (id, revision) = path.into_inner();
    let mut conn = app.db.read().await?;
    let written = Written::open(&mut conn, &viewer, id).await?;
    let mut old = Revision::of_page(&mut conn, id, revision).await?;
    if old.content.aside.is_none() {
        old.content.aside.clone_from(&written.newest.content.aside);
    }
    let (at, whose, seen, title) =
        (app.clock.moment(), viewer.clone(), written.newest.id, written.newest.content.title);
    let work = async move |tx: &mut Tx| match Written::save(tx, at, &whose, id, seen, &old.content).await? {
        Saved::Kept => Act::PageRestored { title }.write(tx, at, whose.staff_id).await,
        Saved::Meanwhile => Err(AppError::Conflict("Somebody saved another version meanwhile. Look again.".to_owned())),
    };
    match app.db.write(work).await {
        Ok(act) => Ok(Done::at(&format!("/admin/pages/{id}"), Some(act))),
        Err(AppError::Conflict(words)) => {
            compared(&app, &viewer, (id, revision), StatusCode::CONFLICT, Some(words)).await
        }
        Err(error) => Err(error),
    }
}
