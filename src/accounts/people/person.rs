//! `/admin/staff/{id}`: one person, and what an owner can do about them.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use uuid::Uuid;

use super::invitation::{RoleChoice, roles};
use super::{Done, Standing, seen};
use crate::accounts::access::Viewer;
use crate::accounts::inputs::InputFault;
use crate::accounts::sessions::OwnSession;
use crate::accounts::{ActionLink, Face, Role, Staff};
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::web::edge::Posted;
use crate::web::html::page;

/// The page.
#[derive(Debug, Template)]
#[template(path = "people/person.html")]
pub struct PersonPage {
    layout: Frame,
    errors: Vec<InputFault>,
    id: Uuid,
    name: String,
    face: Face,
    email: String,
    role: Role,
    standing: Standing,
    seen: String,
    own: bool,
    roles: Vec<RoleChoice>,
    sessions: Vec<(String, String)>,
    invitation: Option<Invitation>,
}

/// What became of the link that somebody was invited with.
#[derive(Debug)]
pub(crate) struct Invitation {
    /// Until when it works; empty where it does no more.
    pub until: String,
    /// The link itself, where mail is kept in a folder and nobody receives it.
    pub link: Option<String>,
}

impl PersonPage {
    pub(crate) fn new(
        app: &App,
        layout: Frame,
        viewer: &Viewer,
        staff: Staff,
        open: &[OwnSession],
        invitation: Option<Invitation>,
        errors: Vec<InputFault>,
    ) -> Self {
        let (business, now) = (app.business(), app.clock.now());
        let session = |session: &OwnSession| (session.browser.clone(), business.day_and_time(session.seen_at));
        Self {
            layout,
            errors,
            id: staff.id,
            face: staff.face(),
            role: staff.role,
            standing: Standing::of(&staff),
            seen: seen(&business, &staff, now),
            own: staff.id == viewer.staff_id,
            roles: roles(Some(staff.role)),
            sessions: open.iter().map(session).collect(),
            invitation,
            name: staff.name,
            email: staff.email,
        }
    }

    async fn load(
        app: &App,
        conn: &mut Conn,
        viewer: &Viewer,
        id: Uuid,
        done: Option<Uuid>,
        errors: Vec<InputFault>,
    ) -> Result<Self> {
        let now = app.clock.now();
        let staff = Staff::find(conn, id).await?.ok_or(AppError::NotFound)?;
        let open = OwnSession::of_staff(conn, id, now).await?;
        let invitation = match Standing::of(&staff) {
            Standing::Invited => {
                let link = ActionLink::first(conn, &staff, now).await?;
                let kept = app.mailer().folder().is_some();
                Some(Invitation {
                    until: link.as_ref().map(|link| app.business().day_and_time(link.ends_at)).unwrap_or_default(),
                    link: link.filter(|_| kept).map(|link| app.link(&link.path(&app.keys))),
                })
            }
            _ => None,
        };
        let title = if errors.is_empty() { staff.name.clone() } else { format!("Error: {}", staff.name) };
        let mut layout = Frame::new(app, conn, viewer, &title, Section::Staff).await?;
        layout.tell(app, conn, viewer, done, &format!("/admin/staff/{id}")).await?;
        Ok(Self::new(app, layout, viewer, staff, &open, invitation, errors))
    }
}

/// `GET /admin/staff/{id}`.
pub async fn show(
    app: web::Data<App>,
    viewer: Viewer,
    id: web::Path<Uuid>,
    done: web::Query<Done>,
) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let person = PersonPage::load(&app, &mut conn, &viewer, id.into_inner(), done.act(), Vec::new()).await?;
    page(StatusCode::OK, &person)
}

/// What came of an act: the page with what was done, or with why it wasn't.
async fn answer(
    app: &App,
    viewer: &Viewer,
    id: Uuid,
    place: &'static str,
    done: Result<Option<Uuid>>,
) -> Result<HttpResponse> {
    match done {
        // Whoever took power from themselves is signed out by it.
        Ok(act) => Ok(Done::at(&format!("/admin/staff/{id}"), act)),
        Err(AppError::Conflict(words)) => {
            let mut conn = app.db.read().await?;
            let fault = vec![InputFault::new(place, words)];
            page(StatusCode::CONFLICT, &PersonPage::load(app, &mut conn, viewer, id, None, fault).await?)
        }
        Err(error) => Err(error),
    }
}

/// `POST /admin/staff/{id}/role`.
pub async fn set_role(
    app: web::Data<App>,
    viewer: Viewer,
    id: web::Path<Uuid>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (at, id, who) = (app.clock.moment(), id.into_inner(), viewer.staff_id);
    let Some(role) = posted.last("role").and_then(Role::parse) else {
        let mut conn = app.db.read().await?;
        let fault = vec![InputFault::new("role", "Choose what they may do")];
        let asked = PersonPage::load(&app, &mut conn, &viewer, id, None, fault).await?;
        return page(StatusCode::UNPROCESSABLE_ENTITY, &asked);
    };
    let done = app.db.write(async move |tx: &mut Tx| Staff::change_role(tx, at, id, role, who).await).await;
    answer(&app, &viewer, id, "role", done).await
}

/// `POST /admin/staff/{id}/exclusion`: shuts out.
pub async fn shut_out(app: web::Data<App>, viewer: Viewer, id: web::Path<Uuid>) -> Result<HttpResponse> {
    let (at, id, who) = (app.clock.moment(), id.into_inner(), viewer.staff_id);
    let done = app.db.write(async move |tx: &mut Tx| Staff::shut_out(tx, at, id, who).await).await;
    answer(&app, &viewer, id, "access", done).await
}

/// `POST /admin/staff/{id}/admission`: lets back in.
pub async fn let_in(app: web::Data<App>, viewer: Viewer, id: web::Path<Uuid>) -> Result<HttpResponse> {
    let (at, id, who) = (app.clock.moment(), id.into_inner(), viewer.staff_id);
    let done = app.db.write(async move |tx: &mut Tx| Staff::let_in(tx, at, id, who).await).await;
    answer(&app, &viewer, id, "access", done).await
}

/// `POST /admin/staff/{id}/invitation`: a new link for somebody who has not come yet.
pub async fn invite_again(app: web::Data<App>, viewer: Viewer, id: web::Path<Uuid>) -> Result<HttpResponse> {
    let (at, id, who, keys) = (app.clock.moment(), id.into_inner(), viewer.staff_id, app.keys.clone());
    let work = async move |tx: &mut Tx| Staff::invite_again(tx, at, &keys, id, who).await.map(Some);
    let done = app.db.write(work).await;
    answer(&app, &viewer, id, "access", done).await
}

/// `POST /admin/staff/{id}/sessions`: ends them all.
pub async fn end_sessions(app: web::Data<App>, viewer: Viewer, id: web::Path<Uuid>) -> Result<HttpResponse> {
    let (at, id, who) = (app.clock.moment(), id.into_inner(), viewer.staff_id);
    let work = async move |tx: &mut Tx| Staff::sign_out_everywhere(tx, at, id, who).await.map(Some);
    let done = app.db.write(work).await;
    answer(&app, &viewer, id, "sessions", done).await
}
