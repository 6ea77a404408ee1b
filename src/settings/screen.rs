//! What every screen of the settings does: it shows how its setting stands, takes another, and goes back to an older one. A screen
//! says what it sets and how its page is made; where that is all there is to know, also how what was typed becomes what it sets.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use uuid::Uuid;

use super::history::History;
use crate::accounts::access::Viewer;
use crate::accounts::inputs::InputFault;
use crate::accounts::people::Done;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::web::edge::Posted;
use crate::web::html::page;

/// What one screen sets: a part of the business, or a topic of its own.
pub(crate) trait Setting: Send + Sized + 'static {
    /// What it is called.
    const NAME: &'static str;
    /// Where its screen is.
    const PATH: &'static str;

    /// Who changed it, and what.
    async fn history(app: &App, conn: &mut Conn) -> Result<History>;

    /// Writes it for somebody who had this version before them. Answers the act, or nothing where nothing changes;
    /// [`AppError::Conflict`] where somebody else was quicker.
    fn write(
        self,
        tx: &mut Tx,
        at: Moment,
        who: Uuid,
        seen: Option<i32>,
    ) -> impl Future<Output = Result<Option<Uuid>>> + Send;

    /// Writes an older version anew: [`AppError::NotFound`] where there is none of that number.
    fn write_back(tx: &mut Tx, at: Moment, who: Uuid, number: i32)
    -> impl Future<Output = Result<Option<Uuid>>> + Send;
}

/// The page of a screen.
pub(crate) trait Screen: Template + Sized {
    /// What it sets.
    type Setting: Setting;
    /// What is typed there: it stands there again where it was refused.
    type Typed;

    /// The page with what was typed or, before anybody typed, with what is stored.
    async fn page(
        app: &App,
        conn: &mut Conn,
        viewer: &Viewer,
        typed: Option<Self::Typed>,
        around: Around,
    ) -> Result<Self>;

    /// What is said where somebody else was quicker.
    fn meanwhile() -> InputFault {
        super::meanwhile()
    }
}

/// What is typed on a screen, where it says all by itself what to set.
pub(crate) trait Fields<S>: Sized {
    /// Reads it.
    fn read(posted: &Posted) -> Self;

    /// What it sets, or what is wrong with it.
    fn setting(&self) -> Result<S, Vec<InputFault>>;
}

/// What stands around the fields of every screen.
pub(crate) struct Around {
    pub layout: Frame,
    pub history: History,
    pub errors: Vec<InputFault>,
}

impl Around {
    /// For samples; without changes, nothing was changed yet.
    pub(super) fn sample<S: Setting>(app: &App, changes: &[&str], errors: Vec<InputFault>) -> Self {
        let layout = Frame::sample(app, &title::<S>(&errors), Section::Settings);
        Self { layout, history: History::sample(&app.business(), app.clock.now(), &way_back::<S>(), changes), errors }
    }
}

fn title<S: Setting>(errors: &[InputFault]) -> String {
    if errors.is_empty() { S::NAME.to_owned() } else { format!("Error: {}", S::NAME) }
}

/// Where *Back to this* posts to.
pub(super) fn way_back<S: Setting>() -> String {
    format!("{}/restoration", S::PATH)
}

/// The page, with what was typed or as it stands.
pub(super) async fn answer<S: Screen>(
    app: &App,
    viewer: &Viewer,
    typed: Option<S::Typed>,
    done: Option<Uuid>,
    status: StatusCode,
    errors: Vec<InputFault>,
) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let history = S::Setting::history(app, &mut conn).await?;
    let mut layout = Frame::new(app, &mut conn, viewer, &title::<S::Setting>(&errors), Section::Settings).await?;
    layout.tell(app, &mut conn, viewer, done, S::Setting::PATH).await?;
    page(status, &S::page(app, &mut conn, viewer, typed, Around { layout, history, errors }).await?)
}

/// The page with what was typed and what is wrong with it.
pub(super) async fn refuse<S: Screen>(
    app: &App,
    viewer: &Viewer,
    typed: S::Typed,
    faults: Vec<InputFault>,
) -> Result<HttpResponse> {
    answer::<S>(app, viewer, Some(typed), None, StatusCode::UNPROCESSABLE_ENTITY, faults).await
}

/// The answer once a change was written, or the page with what was typed where somebody else was quicker.
pub(super) async fn settle<S: Screen>(
    app: &App,
    viewer: &Viewer,
    typed: Option<S::Typed>,
    act: Result<Option<Uuid>>,
) -> Result<HttpResponse> {
    match act {
        Ok(act) => in_force::<S>(app, act).await,
        Err(AppError::Conflict(_)) => {
            answer::<S>(app, viewer, typed, None, StatusCode::CONFLICT, vec![S::meanwhile()]).await
        }
        Err(error) => Err(error),
    }
}

/// The answer once a change was written, which is in force from then on.
pub(super) async fn in_force<S: Screen>(app: &App, act: Option<Uuid>) -> Result<HttpResponse> {
    app.refresh_business().await?;
    app.cache.generation.changed();
    Ok(Done::at(S::Setting::PATH, act))
}

/// *Back to this*.
pub(super) async fn go_back<S: Screen>(app: &App, viewer: &Viewer, posted: &Posted) -> Result<HttpResponse> {
    let (at, who, number) = (app.clock.moment(), viewer.staff_id, super::number(posted)?);
    let work = async move |tx: &mut Tx| S::Setting::write_back(tx, at, who, number).await;
    let act = app.db.write(work).await?;
    in_force::<S>(app, act).await
}

/// `GET /admin/settings/…`: how a setting stands.
pub(crate) async fn show<S: Screen>(
    app: web::Data<App>,
    viewer: Viewer,
    done: web::Query<Done>,
) -> Result<HttpResponse> {
    answer::<S>(&app, &viewer, None, done.act(), StatusCode::OK, Vec::new()).await
}

/// `POST /admin/settings/…`: sets what was typed.
pub(crate) async fn save<S>(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse>
where
    S: Screen<Typed: Fields<S::Setting>>,
{
    let typed = S::Typed::read(&posted);
    let after = match typed.setting() {
        Ok(after) => after,
        Err(faults) => return refuse::<S>(&app, &viewer, typed, faults).await,
    };
    let (at, who, seen) = (app.clock.moment(), viewer.staff_id, super::seen(&posted));
    let act = app.db.write(async move |tx: &mut Tx| after.write(tx, at, who, seen).await).await;
    settle::<S>(&app, &viewer, Some(typed), act).await
}

/// `POST /admin/settings/…/restoration`: back to an older version.
pub(crate) async fn restore<S: Screen>(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    go_back::<S>(&app, &viewer, &posted).await
}
