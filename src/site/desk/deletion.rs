//! *Delete* for a service, a topic or a person: what is lost, or the pages that use it, each with the way to it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use uuid::Uuid;

use super::list;
use crate::accounts::access::Viewer;
use crate::acts::{Act, SiteAct};
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::db::Tx;
use crate::error::{AppError, Result};
use crate::site::{Holder, InOrder, Ordered, Reference, usage};
use crate::web::html::page;

/// The question.
#[derive(Debug, Template)]
#[template(path = "site/desk/deletion.html")]
pub struct ItemDeletionPage {
    layout: Frame,
    of: Ordered,
    id: Uuid,
    name: String,
    holders: Vec<Holder>,
}

impl ItemDeletionPage {
    pub(super) fn new(layout: Frame, of: Ordered, id: Uuid, name: String, holders: Vec<Holder>) -> Self {
        Self { layout, of, id, name, holders }
    }
}

impl Ordered {
    /// What is lost with it.
    fn lost(self) -> &'static str {
        match self {
            Self::Service => "Forms offer it no more. Enquiries that chose it keep its short name.",
            Self::Topic => "Its page and its feed are gone. Drafts that name it are no longer filed under it.",
            Self::Author => "Their page is gone. If they work here, they still do, and can still sign in.",
        }
    }
}

async fn answer(app: &App, viewer: &Viewer, (of, id): (Ordered, Uuid), status: StatusCode) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let name = of.name(&mut conn, id).await?;
    let layout = Frame::new(app, &mut conn, viewer, &format!("Delete: {name}"), Section::Pages).await?;
    let holders = of.holders(&mut conn, id).await?;
    page(status, &ItemDeletionPage::new(layout, of, id, name, holders))
}

/// `GET /admin/…/{id}/deletion`.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn show<T: InOrder>(app: web::Data<App>, viewer: Viewer, id: web::Path<Uuid>) -> Result<HttpResponse> {
    answer(&app, &viewer, (T::OF, *id), StatusCode::OK).await
}

/// `POST /admin/…/{id}/deletion`: deletes it, or says where it is used.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn delete<T: InOrder>(app: web::Data<App>, viewer: Viewer, id: web::Path<Uuid>) -> Result<HttpResponse> {
    let (of, id, at, who) = (T::OF, *id, app.clock.moment(), viewer.staff_id);
    let work = async move |tx: &mut Tx| {
        let name = of.name(tx.conn(), id).await?;
        match of {
            Ordered::Service => usage::delete(tx, at, Reference::Service(id)).await?,
            Ordered::Author => usage::delete(tx, at, Reference::Author(id)).await?,
            Ordered::Topic => usage::delete_topic(tx, id).await?,
        }
        Act::from(SiteAct::ItemDeleted { what: of.word().to_owned(), name }).write(tx, at, who).await
    };
    match app.db.write(work).await {
        Ok(act) => list::done(&app, of, act),
        Err(AppError::Conflict(_)) => answer(&app, &viewer, (of, id), StatusCode::CONFLICT).await,
        Err(error) => Err(error),
    }
}
