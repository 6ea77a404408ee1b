//! The lists of services, topics and people: in the business's own order, with buttons that move each one place.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use uuid::Uuid;

use super::parts::{Tab, tabs};
use crate::accounts::access::Viewer;
use crate::accounts::people::Done;
use crate::acts::{Act, SiteAct};
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::db::Tx;
use crate::error::{AppError, Result};
use crate::media::PictureHtml;
use crate::site::{InOrder, Ordered, Way};
use crate::web::edge::Posted;
use crate::web::html::page;

/// The list.
#[derive(Debug, Template)]
#[template(path = "site/desk/list.html")]
pub struct OrderedPage {
    layout: Frame,
    tabs: Vec<Tab>,
    of: Ordered,
    rows: Vec<Row>,
}

/// One of the list.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub id: Uuid,
    pub name: String,
    /// At the right.
    pub side: String,
    /// Under the name.
    pub words: String,
    pub picture: Option<PictureHtml>,
    /// Somebody's initials, where they have no picture.
    pub letters: Option<String>,
}

impl Ordered {
    /// What one of them is called.
    pub fn word(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Topic => "topic",
            Self::Author => "person",
        }
    }

    /// What they are called together.
    pub fn title(self) -> &'static str {
        match self {
            Self::Service => "Services",
            Self::Topic => "Topics",
            Self::Author => "People",
        }
    }

    /// Where their list is.
    pub fn path(self) -> &'static str {
        match self {
            Self::Service => "/admin/services",
            Self::Topic => "/admin/topics",
            Self::Author => "/admin/authors",
        }
    }

    /// What they are for, and what their order says.
    fn about(self) -> &'static str {
        match self {
            Self::Service => "What you sell. Pages and forms show them in this order, at once.",
            Self::Topic => "Articles are filed under them. Visitors see those that have an article, in this order.",
            Self::Author => "Who writes articles, and whom pages introduce. Pages show them in this order.",
        }
    }

    /// The same where there are none yet.
    fn empty(self) -> (&'static str, &'static str) {
        match self {
            Self::Service => (
                "No services yet",
                "What you sell, with its price: pages show it, and forms let visitors choose it. You write it down once.",
            ),
            Self::Topic => {
                ("No topics yet", "A topic gathers articles on one subject, with a page and a feed of its own.")
            }
            Self::Author => (
                "Nobody yet",
                "Visitors want to know who is there. Whoever stands here can sign articles and be introduced on pages.",
            ),
        }
    }
}

impl OrderedPage {
    pub(super) fn new(layout: Frame, viewer: &Viewer, of: Ordered, rows: Vec<Row>) -> Self {
        Self { layout, tabs: tabs(viewer, of.path()), of, rows }
    }
}

/// The list as an answer.
pub(super) async fn answer(
    app: &App,
    viewer: &Viewer,
    of: Ordered,
    rows: Vec<Row>,
    done: &Done,
) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let mut layout = Frame::new(app, &mut conn, viewer, of.title(), Section::Pages).await?;
    layout.tell(app, &mut conn, viewer, done.act(), of.path()).await?;
    page(StatusCode::OK, &OrderedPage::new(layout, viewer, of, rows))
}

/// The list with what was done to it; visitors see it at once.
pub(super) fn done(app: &App, of: Ordered, act: Uuid) -> Result<HttpResponse> {
    app.cache.generation.changed();
    Ok(Done::at(of.path(), Some(act)))
}

/// `POST /admin/…/{id}/position`: up or down, as the pressed button says.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn shift<T: InOrder>(
    app: web::Data<App>,
    viewer: Viewer,
    id: web::Path<Uuid>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (of, id, at, who) = (T::OF, *id, app.clock.moment(), viewer.staff_id);
    let way = posted.last("to").and_then(Way::parse).ok_or(AppError::BadRequest("up or down"))?;
    let work = async move |tx: &mut Tx| {
        let Some(place) = of.shift(tx, id, way).await? else { return Ok(None) };
        let name = of.name(tx.conn(), id).await?;
        Act::from(SiteAct::ItemMoved { what: of.word().to_owned(), name, place }).write(tx, at, who).await.map(Some)
    };
    let act = app.db.write(work).await?;
    app.cache.generation.changed();
    Ok(Done::at_place(of.path(), act, &format!("row-{id}")))
}
