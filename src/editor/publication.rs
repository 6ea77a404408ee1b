//! `/admin/pages/{id}/publication`: what has to be seen before others see it; now or at a time; and taking it down.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use uuid::Uuid;

use super::checks::Checks;
use super::planning::{Typed, Wanted};
use super::screen::words;
use super::written::Written;
use crate::accounts::access::{Power, Viewer};
use crate::accounts::inputs::InputFault;
use crate::accounts::people::Done;
use crate::acts::Act;
use crate::admin::frame::Frame;
use crate::app::App;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::site::{Page, PageKind, Plan, Planned};
use crate::web::edge::Posted;
use crate::web::html::page;

/// The page before publishing.
#[derive(Debug, Template)]
#[template(path = "editor/publication.html")]
pub struct PublicationPage {
    layout: Frame,
    errors: Vec<InputFault>,
    id: Uuid,
    revision: Uuid,
    title: String,
    address: Option<String>,
    is_live: bool,
    is_newest: bool,
    is_front: bool,
    may_publish: bool,
    asked: Option<String>,
    checks: Checks,
    plans: Vec<PlanRow>,
    typed: Typed,
    zone: &'static str,
}

/// What is planned.
#[derive(Debug)]
struct PlanRow {
    act: &'static str,
    words: String,
    fault: String,
}

impl PublicationPage {
    async fn load(
        app: &App,
        conn: &mut Conn,
        viewer: &Viewer,
        written: &Written,
        typed: Typed,
        errors: Vec<InputFault>,
    ) -> Result<Self> {
        let business = app.business();
        let content = &written.newest.content;
        let (_, _, section) = words(written.kind);
        let checks = Checks::of(conn, written.id, written.kind, content, business.today(app.clock.now())).await?;
        let plan = |plan: Plan| {
            let when = business.day_and_time(plan.at);
            match plan.what {
                Planned::Publish(_) => {
                    PlanRow { act: "publish", words: format!("It goes live on {when}"), fault: plan.fault }
                }
                Planned::Withdraw => {
                    PlanRow { act: "withdraw", words: format!("It is taken down on {when}"), fault: plan.fault }
                }
            }
        };
        let title = format!("{}Publish: {}", if errors.is_empty() { "" } else { "Error: " }, content.title);
        Ok(Self {
            layout: Frame::new(app, conn, viewer, &title, section).await?,
            id: written.id,
            revision: written.newest.id,
            title: content.title.clone(),
            address: (written.kind != PageKind::Part).then(|| written.path.clone()),
            is_live: written.live.is_some(),
            is_newest: written.live == Some(written.newest.id),
            is_front: written.path == "/",
            may_publish: viewer.may(Power::Content),
            asked: written.asked_at.map(|at| business.day_and_time(at)),
            checks,
            plans: Page::plans(conn, written.id).await?.into_iter().map(plan).collect(),
            typed,
            zone: business.zone.name(),
            errors,
        })
    }
}

impl PublicationPage {
    /// The page with sample content.
    pub(super) fn sample(app: &App, written: &Written, checks: Checks, planned: bool) -> Self {
        let (_, _, section) = words(written.kind);
        let content = &written.newest.content;
        let row = |act, words: &str, fault: &str| PlanRow { act, words: words.to_owned(), fault: fault.to_owned() };
        let plans = vec![
            row("publish", "It goes live on 1 December 2026, 09:00", ""),
            row("withdraw", "It is taken down on 24 December 2026, 18:00", "This page is used on Prices (/prices)."),
        ];
        Self {
            layout: Frame::sample(app, &format!("Publish: {}", content.title), section),
            errors: Vec::new(),
            id: written.id,
            revision: written.newest.id,
            title: content.title.clone(),
            address: Some(written.path.clone()),
            is_live: written.live.is_some(),
            is_newest: written.live == Some(written.newest.id),
            is_front: written.path == "/",
            may_publish: true,
            asked: planned.then(|| "23 November 2026, 14:02".to_owned()),
            checks,
            plans: if planned { plans } else { Vec::new() },
            typed: Typed::default(),
            zone: "Europe/London",
        }
    }

    /// The same as an author sees it.
    pub(super) fn sample_for_author(app: &App, written: &Written) -> Self {
        Self { may_publish: false, ..Self::sample(app, written, Checks::default(), false) }
    }
}

/// `GET /admin/pages/{id}/publication`.
///
/// # Errors
/// [`AppError::NotFound`], also where it is not theirs.
pub async fn show(
    app: web::Data<App>,
    viewer: Viewer,
    id: web::Path<Uuid>,
    done: web::Query<Done>,
) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let written = Written::open(&mut conn, &viewer, *id).await?;
    let mut screen = PublicationPage::load(&app, &mut conn, &viewer, &written, Typed::default(), Vec::new()).await?;
    let back = format!("/admin/pages/{id}/publication");
    screen.layout.tell(&app, &mut conn, &viewer, done.act(), &back).await?;
    page(StatusCode::OK, &screen)
}

/// `POST /admin/pages/{id}/publication`: now, or at a time; and until when.
///
/// # Errors
/// [`AppError::NotFound`], also where it is not theirs.
pub async fn publish(app: web::Data<App>, viewer: Viewer, id: web::Path<Uuid>, posted: Posted) -> Result<HttpResponse> {
    let business = app.business();
    let (at, typed) = (app.clock.moment(), Typed::read(&posted));
    let (wanted, mut faults) = Wanted::of(&typed, &business, at.now);
    let mut conn = app.db.read().await?;
    let written = Written::open(&mut conn, &viewer, *id).await?;
    let revision = posted.last("revision").and_then(|key| Uuid::parse_str(key).ok());
    if revision != Some(written.newest.id) {
        faults
            .push(InputFault::new("checks", "Somebody saved a newer version meanwhile: look at it, and publish again"));
    }
    if faults.is_empty() {
        let (draft, who) = (written.clone(), viewer.staff_id);
        let work = async move |tx: &mut Tx| wanted.carry_out(tx, at, &draft, who).await;
        match app.db.write(work).await {
            Ok(act) => return Ok(Done::at(&format!("/admin/pages/{id}/publication"), Some(act))),
            Err(AppError::Conflict(words)) => faults.push(InputFault::new("checks", words)),
            Err(error) => return Err(error),
        }
    }
    let screen = PublicationPage::load(&app, &mut conn, &viewer, &written, typed, faults).await?;
    page(StatusCode::UNPROCESSABLE_ENTITY, &screen)
}

/// `POST /admin/pages/{id}/withdrawal`: nobody reads it any more.
///
/// # Errors
/// [`AppError::Conflict`] with the places where it is used.
pub async fn withdraw(app: web::Data<App>, viewer: Viewer, id: web::Path<Uuid>) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let written = Written::open(&mut conn, &viewer, *id).await?;
    let (at, who, page_id, title) = (app.clock.moment(), viewer.staff_id, *id, written.newest.content.title.clone());
    let work = async move |tx: &mut Tx| {
        Page::withdraw(tx, page_id).await?;
        Act::PageWithdrawn { title }.write(tx, at, who).await
    };
    match app.db.write(work).await {
        Ok(act) => Ok(Done::at(&format!("/admin/pages/{id}/publication"), Some(act))),
        Err(AppError::Conflict(words)) => {
            let faults = vec![InputFault::new("withdrawal", words)];
            let screen = PublicationPage::load(&app, &mut conn, &viewer, &written, Typed::default(), faults).await?;
            page(StatusCode::CONFLICT, &screen)
        }
        Err(error) => Err(error),
    }
}

/// `POST /admin/pages/{id}/plans/{act}/removal`: what was planned is not to be.
///
/// # Errors
/// [`AppError::NotFound`], also where it is not theirs.
pub async fn forget(app: web::Data<App>, viewer: Viewer, path: web::Path<(Uuid, String)>) -> Result<HttpResponse> {
    let (id, act) = path.into_inner();
    let mut conn = app.db.read().await?;
    let written = Written::open(&mut conn, &viewer, id).await?;
    let (at, who, title) = (app.clock.moment(), viewer.staff_id, written.newest.content.title);
    let work = async move |tx: &mut Tx| {
        Page::forget_plan(tx, id, &act).await?;
        Act::PlanForgotten { title }.write(tx, at, who).await
    };
    let act = app.db.write(work).await?;
    Ok(Done::at(&format!("/admin/pages/{id}/publication"), Some(act)))
}

/// `POST /admin/pages/{id}/request`: an author asks an editor to publish it.
///
/// # Errors
/// [`AppError::NotFound`], also where it is not theirs.
pub async fn ask(app: web::Data<App>, viewer: Viewer, id: web::Path<Uuid>) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let written = Written::open(&mut conn, &viewer, *id).await?;
    let (at, who, page_id, title) = (app.clock.moment(), viewer.staff_id, *id, written.newest.content.title);
    let work = async move |tx: &mut Tx| {
        Written::ask(tx, at, page_id, who).await?;
        Act::PublishingAsked { title }.write(tx, at, who).await
    };
    let act = app.db.write(work).await?;
    Ok(Done::at(&format!("/admin/pages/{id}/publication"), Some(act)))
}
