//! `/admin/services`: what the business sells, with its prices. Pages and forms show a change at once.

mod sheet;

use actix_web::{HttpResponse, web};
use uuid::Uuid;

use super::list::{self, Row};
use super::parts;
use super::parts::{Meanwhile, seen};
use crate::accounts::access::Viewer;
use crate::accounts::inputs::InputFault;
use crate::accounts::people::Done;
use crate::acts::{Act, SiteAct};
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::settings::Fact;
use crate::site::{InOrder, Ordered, Page, Service};
use crate::web::edge::Posted;
use crate::web::html::page;

pub use sheet::ServicePage;
use sheet::{Typed, subject};

const OF: Ordered = Ordered::Service;

impl InOrder for Service {
    const OF: Ordered = OF;
}

impl Service {
    /// What it says, in the order in which it is shown.
    async fn facts(&self, conn: &mut Conn) -> Result<Vec<Fact>> {
        let page = match self.page {
            Some(page) => Page::called(conn, page).await?,
            None => String::new(),
        };
        Ok(vec![
            Fact::new("Name", self.name.as_str()),
            Fact::new("What the client has afterwards", self.outcome.as_str()),
            Fact::new("Price", self.price_words()),
            Fact::new("Page", page),
        ])
    }

    fn row(self) -> Row {
        Row { id: self.id, side: self.price_words(), name: self.name, words: self.outcome, ..Row::default() }
    }
}

/// `GET /admin/services`.
pub async fn list(app: web::Data<App>, viewer: Viewer, done: web::Query<Done>) -> Result<HttpResponse> {
    let rows = Service::all(&*app.db.read().await?).await?.into_iter().map(Service::row).collect();
    list::answer(&app, &viewer, OF, rows, &done).await
}

/// The sheet as an answer: of a service, or of a new one.
async fn answer(
    app: &App,
    viewer: &Viewer,
    stored: Option<&Service>,
    typed: &Typed,
    faults: Vec<InputFault>,
    quicker: bool,
) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let business = app.business();
    let pages = Page::choices(&mut conn, typed.page).await?;
    let faulty = quicker || !faults.is_empty();
    let mut subject = subject(stored);
    if let Some(stored) = stored {
        subject.holders = OF.holders(&mut conn, stored.id).await?;
        if quicker {
            let mine = typed.onto(stored.clone(), &business.currency).facts(&mut conn).await?;
            subject.meanwhile = Some(Meanwhile::of(stored.facts(&mut conn).await?, &mine));
        }
    }
    let layout = Frame::new(app, &mut conn, viewer, &parts::title(&subject.heading, faulty), Section::Pages).await?;
    let price = (business.currency.as_str(), stored.and_then(|stored| stored.price.as_ref()));
    let screen = ServicePage::new(layout, subject, price, typed, pages, faults);
    page(parts::status(quicker, faulty), &screen)
}

/// `GET /admin/services/creation`.
pub async fn creation(app: web::Data<App>, viewer: Viewer) -> Result<HttpResponse> {
    answer(&app, &viewer, None, &Typed::default(), Vec::new(), false).await
}

/// `POST /admin/services/creation`.
pub async fn create(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    let (typed, business) = (Typed::read(&posted), app.business());
    let faults = typed.faults(&mut *app.db.read().await?, &business.currency).await?;
    if !faults.is_empty() {
        return answer(&app, &viewer, None, &typed, faults, false).await;
    }
    let (at, who) = (app.clock.moment(), viewer.staff_id);
    let work = async move |tx: &mut Tx| {
        OF.hold(tx).await?;
        let (slug, position) = (OF.free_slug(tx, &typed.name).await?, OF.next(tx).await?);
        let blank = Service { id: at.id(), slug, position, ..Service::default() };
        typed.onto(blank, &business.currency).add(tx, &business.currency).await?;
        let act = SiteAct::ItemAdded { what: OF.word().to_owned(), name: typed.name };
        Act::from(act).write(tx, at, who).await
    };
    list::done(&app, OF, app.db.write(work).await?)
}

/// `GET /admin/services/{id}`.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn show(app: web::Data<App>, viewer: Viewer, id: web::Path<Uuid>) -> Result<HttpResponse> {
    let stored = Service::find(&mut *app.db.read().await?, *id).await?;
    answer(&app, &viewer, Some(&stored), &Typed::of(&stored), Vec::new(), false).await
}

/// `POST /admin/services/{id}`.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn save(app: web::Data<App>, viewer: Viewer, id: web::Path<Uuid>, posted: Posted) -> Result<HttpResponse> {
    let (typed, business) = (Typed::read(&posted), app.business());
    let stored = Service::find(&mut *app.db.read().await?, *id).await?;
    let faults = typed.faults(&mut *app.db.read().await?, &business.currency).await?;
    if !faults.is_empty() {
        return answer(&app, &viewer, Some(&stored), &typed, faults, false).await;
    }
    let (at, who, id) = (app.clock.moment(), viewer.staff_id, *id);
    let (mine, opened) = (typed.clone(), posted.last("seen").unwrap_or_default().to_owned());
    let work = async move |tx: &mut Tx| {
        OF.hold(tx).await?;
        let before = Service::find(tx.conn(), id).await?;
        if seen(&Typed::of(&before)) != opened {
            return Err(AppError::Conflict("Somebody else changed this service meanwhile.".to_owned()));
        }
        let (old, after) = (before.facts(tx.conn()).await?, mine.onto(before, &business.currency));
        let changes = Fact::changes(&old, &after.facts(tx.conn()).await?);
        after.change(tx, &business.currency).await?;
        let act = SiteAct::ItemChanged { what: OF.word().to_owned(), name: after.name, changes };
        Act::from(act).write(tx, at, who).await
    };
    match app.db.write(work).await {
        Ok(act) => list::done(&app, OF, act),
        Err(AppError::Conflict(_)) => {
            let stored = Service::find(&mut *app.db.read().await?, id).await?;
            answer(&app, &viewer, Some(&stored), &typed, Vec::new(), true).await
        }
        Err(error) => Err(error),
    }
}

/// Services as samples list them.
pub(super) fn sample_rows(services: Vec<Service>) -> Vec<Row> {
    services.into_iter().map(Service::row).collect()
}
