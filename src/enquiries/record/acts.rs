//! What staff do on a record. Each act names the version that its maker saw; where somebody was quicker, both are shown.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use super::conflict::ConflictPage;
use super::{DeletedPage, Done, Mending, RecordPage, Said, back_to, list_of};
use crate::accounts::Staff;
use crate::accounts::access::Viewer;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::db::Tx;
use crate::enquiries::changes::{Change, Changed};
use crate::enquiries::enquiry::Enquiry;
use crate::enquiries::reference::Reference;
use crate::enquiries::state::EnquiryState;
use crate::enquiries::tasks::Task;
use crate::enquiries::timeline::Entry;
use crate::error::{AppError, Result};
use crate::web::edge::Posted;
use crate::web::html::page;

/// How to mend a day.
pub(in crate::enquiries) const DAY_FAULT: &str = "Enter the day as 30 November 2026 or 2026-11-30";
/// Nobody plans for other years, and PostgreSQL knows not all of them.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2200;

/// A day, as browsers send it or as somebody writes it.
fn day_of(typed: &str) -> Option<NaiveDate> {
    let written = ["%Y-%m-%d", "%d %B %Y"].iter().find_map(|form| NaiveDate::parse_from_str(typed, form).ok());
    written.filter(|day| YEARS.contains(&day.year()))
}

/// The enquiry of an address, as long as it is not deleted.
async fn enquiry_at(app: &App, path: &str) -> Result<Enquiry> {
    let reference = Reference::parse(path).ok_or(AppError::NotFound)?;
    let enquiry = Enquiry::by_reference(&mut *app.db.read().await?, &reference).await?;
    if enquiry.deleted_at.is_some() { Err(AppError::NotFound) } else { Ok(enquiry) }
}

/// The answer of an act, unless the enquiry is not there any more because somebody deleted it: then what is left of it, with what was
/// typed.
async fn unless_deleted(
    done: Result<HttpResponse>,
    app: &App,
    viewer: &Viewer,
    path: &str,
    posted: &Posted,
) -> Result<HttpResponse> {
    let (Err(AppError::NotFound), Some(reference)) = (&done, Reference::parse(path)) else { return done };
    let mut conn = app.db.read().await?;
    let enquiry = Enquiry::by_reference(&mut conn, &reference).await?;
    if enquiry.deleted_at.is_none() {
        return done;
    }
    page(StatusCode::GONE, &DeletedPage::load(app, &mut conn, viewer, &enquiry).await?.keeping(posted))
}

/// One change of one enquiry.
async fn change(
    app: &web::Data<App>,
    viewer: &Viewer,
    path: &str,
    part: &'static str,
    posted: &Posted,
    change: Change,
) -> Result<HttpResponse> {
    let done = try_change(app, viewer, path, part, posted, change).await;
    unless_deleted(done, app, viewer, path, posted).await
}

async fn try_change(
    app: &web::Data<App>,
    viewer: &Viewer,
    path: &str,
    part: &'static str,
    posted: &Posted,
    change: Change,
) -> Result<HttpResponse> {
    let enquiry = enquiry_at(app, path).await?;
    let seen: i32 = match change {
        // Whoever says so first is right: there is nothing to overwrite.
        Change::NotSpam => enquiry.version,
        _ => posted
            .last("version")
            .and_then(|text| text.parse().ok())
            .ok_or(AppError::BadRequest("the version is missing"))?,
    };
    let (at, who, id) = (app.clock.moment(), viewer.staff_id, enquiry.id);
    match app.db.write(async move |tx: &mut Tx| Enquiry::change(tx, at, id, seen, change, who).await).await? {
        Changed::Done(act) => {
            app.wake.changed(id);
            app.wake.runner.notify_one();
            Ok(back_to(&enquiry.reference, &list_of(posted), Done::of(act)))
        }
        Changed::Stale(now) => {
            let mut conn = app.db.read().await?;
            let layout =
                Frame::new(app, &mut conn, viewer, "Somebody was quicker - Enquiries", Section::Enquiries).await?;
            let people = Staff::names(&mut conn).await?;
            let last = Entry::of_enquiry(&mut conn, id).await?.into_iter().next();
            page(StatusCode::CONFLICT, &ConflictPage::new(app, layout, &now, part, posted, change, &people, last))
        }
    }
}

/// `POST /admin/enquiries/{reference}/state`.
pub async fn set_state(
    app: web::Data<App>,
    viewer: Viewer,
    path: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let to = posted.last("state").and_then(EnquiryState::parse).ok_or(AppError::BadRequest("that is no state"))?;
    change(&app, &viewer, &path, "state", &posted, Change::State(to)).await
}

/// `POST /admin/enquiries/{reference}/assignment`: to somebody, to nobody, or to oneself.
pub async fn assign(
    app: web::Data<App>,
    viewer: Viewer,
    path: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let owner = match posted.last("owner") {
        Some("nobody") => None,
        Some("me") => Some(viewer.staff_id),
        Some(id) => Some(Uuid::try_parse(id).map_err(|_| AppError::BadRequest("that is nobody’s key"))?),
        None => return Err(AppError::BadRequest("the owner is missing")),
    };
    change(&app, &viewer, &path, "assignment", &posted, Change::Owner(owner)).await
}

/// `POST /admin/enquiries/{reference}/answer`: *Mark answered*.
pub async fn answer(
    app: web::Data<App>,
    viewer: Viewer,
    path: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    change(&app, &viewer, &path, "answer", &posted, Change::Answered).await
}

/// `POST /admin/enquiries/{reference}/clearance`: *not spam*.
pub async fn clear(
    app: web::Data<App>,
    viewer: Viewer,
    path: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    change(&app, &viewer, &path, "clearance", &posted, Change::NotSpam).await
}

/// `POST /admin/enquiries/{reference}/suspicion`: *spam*.
pub async fn suspect(
    app: web::Data<App>,
    viewer: Viewer,
    path: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    change(&app, &viewer, &path, "suspicion", &posted, Change::Spam).await
}

/// The record again, with what was typed and how to mend it.
async fn mend(app: &App, viewer: &Viewer, enquiry: Enquiry, posted: &Posted, mending: Mending) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let record = RecordPage::load(app, &mut conn, viewer, enquiry, &list_of(posted)).await?;
    page(StatusCode::UNPROCESSABLE_ENTITY, &record.mending(mending))
}

/// `POST /admin/enquiries/{reference}/notes`.
pub async fn add_note(
    app: web::Data<App>,
    viewer: Viewer,
    path: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let done = note(&app, &viewer, &path, &posted).await;
    unless_deleted(done, &app, &viewer, &path, &posted).await
}

async fn note(app: &App, viewer: &Viewer, path: &str, posted: &Posted) -> Result<HttpResponse> {
    let enquiry = enquiry_at(app, path).await?;
    let text = posted.last("note").unwrap_or_default().trim().to_owned();
    if text.is_empty() {
        let mending = Mending { field: "note", message: "Write the note first", ..Mending::default() };
        return mend(app, viewer, enquiry, posted, mending).await;
    }
    let (at, who) = (app.clock.moment(), viewer.staff_id);
    let noted = enquiry.clone();
    app.db.write(async move |tx: &mut Tx| noted.note(tx, at, &text, who).await).await?;
    app.wake.changed(enquiry.id);
    Ok(back_to(&enquiry.reference, &list_of(posted), Done::Said(Said::NoteAdded)))
}

/// `POST /admin/enquiries/{reference}/tasks`.
pub async fn add_task(
    app: web::Data<App>,
    viewer: Viewer,
    path: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let done = task(&app, &viewer, &path, &posted).await;
    unless_deleted(done, &app, &viewer, &path, &posted).await
}

async fn task(app: &App, viewer: &Viewer, path: &str, posted: &Posted) -> Result<HttpResponse> {
    let enquiry = enquiry_at(app, path).await?;
    let words = posted.last("task").unwrap_or_default().trim().to_owned();
    let typed = posted.last("due").unwrap_or_default().trim().to_owned();
    let due = (!typed.is_empty()).then(|| day_of(&typed));
    let fault = match (&due, words.is_empty()) {
        (_, true) => Some(("task", "Write what is to be done")),
        (Some(None), _) => Some(("due", DAY_FAULT)),
        _ => None,
    };
    if let Some((field, message)) = fault {
        return mend(app, viewer, enquiry, posted, Mending { field, message, task: words, due: typed }).await;
    }
    let (at, who, due) = (app.clock.moment(), viewer.staff_id, due.flatten());
    let own = enquiry.clone();
    app.db.write(async move |tx: &mut Tx| Task::add(tx, at, &own, &words, due, who).await).await?;
    app.wake.changed(enquiry.id);
    Ok(back_to(&enquiry.reference, &list_of(posted), Done::Said(Said::TaskAdded)))
}

/// `POST /admin/enquiries/{reference}/tasks/{id}`: done, or not done after all.
pub async fn tick_task(
    app: web::Data<App>,
    viewer: Viewer,
    path: web::Path<(String, Uuid)>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (reference, id) = path.into_inner();
    let done = tick(&app, &viewer, &reference, id, &posted).await;
    unless_deleted(done, &app, &viewer, &reference, &posted).await
}

async fn tick(app: &App, viewer: &Viewer, reference: &str, id: Uuid, posted: &Posted) -> Result<HttpResponse> {
    let enquiry = enquiry_at(app, reference).await?;
    let done = posted.last("done") == Some("yes");
    let (at, who) = (app.clock.moment(), viewer.staff_id);
    let own = enquiry.clone();
    app.db.write(async move |tx: &mut Tx| Task::tick(tx, at, &own, id, done, who).await).await?;
    app.wake.changed(enquiry.id);
    let said = if done { Said::TaskDone } else { Said::TaskOpened };
    Ok(back_to(&enquiry.reference, &list_of(posted), Done::Said(said)))
}
