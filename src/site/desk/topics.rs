//! `/admin/topics`: what articles are filed under. A topic that gets another address leaves a redirect at the old one.

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
use crate::db::Tx;
use crate::error::{AppError, Result};
use crate::settings::Fact;
use crate::site::{InOrder, Ordered, Topic};
use crate::web::edge::Posted;
use crate::web::html::page;

pub use sheet::TopicPage;
use sheet::{Typed, subject};

const OF: Ordered = Ordered::Topic;

impl InOrder for Topic {
    const OF: Ordered = OF;
}

impl Topic {
    /// What it says, in the order in which it is shown.
    fn facts(&self) -> Vec<Fact> {
        vec![
            Fact::new("Name", self.name.as_str()),
            Fact::new("In a sentence", self.description.as_str()),
            Fact::new("Address", self.path()),
        ]
    }

    fn row((topic, count): (Self, i64)) -> Row {
        let side = match count {
            0 => "no articles yet".to_owned(),
            1 => "1 article".to_owned(),
            _ => format!("{count} articles"),
        };
        Row { id: topic.id, name: topic.name, side, words: topic.description, ..Row::default() }
    }
}

/// `GET /admin/topics`.
pub async fn list(app: web::Data<App>, viewer: Viewer, done: web::Query<Done>) -> Result<HttpResponse> {
    let rows = Topic::all(&mut *app.db.read().await?).await?.into_iter().map(Topic::row).collect();
    list::answer(&app, &viewer, OF, rows, &done).await
}

/// The sheet as an answer: of a topic, or of a new one.
async fn answer(
    app: &App,
    viewer: &Viewer,
    stored: Option<&Topic>,
    typed: &Typed,
    faults: Vec<InputFault>,
    quicker: bool,
) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let faulty = quicker || !faults.is_empty();
    let mut subject = subject(stored);
    if let Some(stored) = stored {
        subject.holders = OF.holders(&mut conn, stored.id).await?;
        let mine = typed.onto(stored.clone()).facts();
        subject.meanwhile = quicker.then(|| Meanwhile::of(stored.facts(), &mine));
    }
    let layout = Frame::new(app, &mut conn, viewer, &parts::title(&subject.heading, faulty), Section::Pages).await?;
    page(parts::status(quicker, faulty), &TopicPage::new(layout, subject, typed, faults))
}

/// `GET /admin/topics/creation`.
pub async fn creation(app: web::Data<App>, viewer: Viewer) -> Result<HttpResponse> {
    answer(&app, &viewer, None, &Typed::default(), Vec::new(), false).await
}

/// `POST /admin/topics/creation`.
pub async fn create(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    let typed = Typed::read(&posted);
    let faults = typed.faults(&mut *app.db.read().await?, None).await?;
    if !faults.is_empty() {
        return answer(&app, &viewer, None, &typed, faults, false).await;
    }
    let (at, who) = (app.clock.moment(), viewer.staff_id);
    let work = async move |tx: &mut Tx| {
        OF.hold(tx).await?;
        let (slug, position) = (OF.free_slug(tx, typed.wanted()).await?, OF.next(tx).await?);
        let topic = Topic { slug, ..typed.onto(Topic { id: at.id(), ..Topic::default() }) };
        topic.add(tx, position).await?;
        let act = SiteAct::ItemAdded { what: OF.word().to_owned(), name: topic.name };
        Act::from(act).write(tx, at, who).await
    };
    list::done(&app, OF, app.db.write(work).await?)
}

/// `GET /admin/topics/{id}`.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn show(app: web::Data<App>, viewer: Viewer, id: web::Path<Uuid>) -> Result<HttpResponse> {
    let stored = Topic::find(&mut *app.db.read().await?, *id).await?;
    answer(&app, &viewer, Some(&stored), &Typed::of(&stored), Vec::new(), false).await
}

/// `POST /admin/topics/{id}`.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn save(app: web::Data<App>, viewer: Viewer, id: web::Path<Uuid>, posted: Posted) -> Result<HttpResponse> {
    let (typed, id) = (Typed::read(&posted), *id);
    let stored = Topic::find(&mut *app.db.read().await?, id).await?;
    let faults = typed.faults(&mut *app.db.read().await?, Some(id)).await?;
    if !faults.is_empty() {
        return answer(&app, &viewer, Some(&stored), &typed, faults, false).await;
    }
    let (at, who) = (app.clock.moment(), viewer.staff_id);
    let (mine, opened) = (typed.clone(), posted.last("seen").unwrap_or_default().to_owned());
    let work = async move |tx: &mut Tx| {
        OF.hold(tx).await?;
        let before = Topic::find(tx.conn(), id).await?;
        let (old, seen_now, after) = (before.facts(), seen(&Typed::of(&before)), mine.onto(before));
        if seen_now != opened || Topic::is_taken(tx.conn(), &after.slug, Some(id)).await? {
            return Err(AppError::Conflict("Somebody else changed the topics meanwhile.".to_owned()));
        }
        after.change(tx, at, who).await?;
        let changes = Fact::changes(&old, &after.facts());
        let act = SiteAct::ItemChanged { what: OF.word().to_owned(), name: after.name, changes };
        Act::from(act).write(tx, at, who).await
    };
    match app.db.write(work).await {
        Ok(act) => list::done(&app, OF, act),
        Err(AppError::Conflict(_)) => {
            let stored = Topic::find(&mut *app.db.read().await?, id).await?;
            answer(&app, &viewer, Some(&stored), &typed, Vec::new(), true).await
        }
        Err(error) => Err(error),
    }
}

/// Topics as samples list them.
pub(super) fn sample_rows(topics: Vec<Topic>) -> Vec<Row> {
    topics.into_iter().zip([5, 1, 0].into_iter().cycle()).map(Topic::row).collect()
}
