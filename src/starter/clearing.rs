//! *Start my own site*: clears the demonstration, its mark and its owner, after somebody has typed its name.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};
use askama::Template;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};

use super::SetUpLink;
use crate::accounts::access::Viewer;
use crate::accounts::inputs::{Input, InputFault};
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::clock::Moment;
use crate::db::Tx;
use crate::error::{AppError, Result};
use crate::installation::Installation;
use crate::media::Media;
use crate::web::edge::Posted;
use crate::web::html::page;

/// The page that asks whether it is meant.
#[derive(Debug, Template)]
#[template(path = "starter/clearing.html")]
pub struct ClearingPage {
    layout: Frame,
    errors: Vec<InputFault>,
    name: String,
    typed: Input,
}

impl ClearingPage {
    pub(super) fn new(layout: Frame, name: &str, typed: &str, errors: Vec<InputFault>) -> Self {
        let input = Input::text("name", "Type the name of the demonstration", typed).with(&errors);
        Self { layout, name: name.to_owned(), typed: input, errors }
    }
}

async fn answer(app: &App, viewer: &Viewer, typed: &str, errors: Vec<InputFault>) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    if !Installation::is_demo(&mut conn).await? {
        return Err(AppError::NotFound);
    }
    let title = if errors.is_empty() { "Start your own site" } else { "Error: Start your own site" };
    let layout = Frame::new(app, &mut conn, viewer, title, Section::Settings).await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page(status, &ClearingPage::new(layout, &app.business().name, typed, errors))
}

/// `GET /admin/own-site`.
///
/// # Errors
/// [`AppError::NotFound`] where there is no demonstration.
pub(crate) async fn show(app: web::Data<App>, viewer: Viewer) -> Result<HttpResponse> {
    answer(&app, &viewer, "", Vec::new()).await
}

/// `POST /admin/own-site`: clears, and leads to the set-up page.
///
/// # Errors
/// [`AppError::NotFound`] where there is no demonstration.
pub(crate) async fn clear(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    let (typed, name) = (posted.last("name").unwrap_or_default().trim().to_owned(), app.business().name.clone());
    if !typed.eq_ignore_ascii_case(&name) {
        let words = format!("Type {name}, so that nothing is cleared by accident");
        return answer(&app, &viewer, &typed, vec![InputFault::new("name", words)]).await;
    }
    let at = app.clock.moment();
    let cleared = app.db.write(async move |tx: &mut Tx| clear_demo(tx, at).await).await?;
    if !cleared {
        return Err(AppError::NotFound);
    }
    tracing::info!(staff = %viewer.staff_id, "the demonstration was cleared");
    app.refresh_business().await?;
    app.cache.generation.changed();
    let link = SetUpLink::of(&mut *app.db.read().await?).await?.ok_or(AppError::NotFound)?;
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, link.path(&app.keys))).finish())
}

#[derive(QueryableByName)]
struct Table {
    #[diesel(sql_type = Text)]
    name: String,
}

/// Empties every table but those that say what the database is. Answers whether there was a demonstration.
async fn clear_demo(tx: &mut Tx, at: Moment) -> Result<bool> {
    Installation::hold(tx).await?;
    if !Installation::is_demo(tx.conn()).await? {
        return Ok(false);
    }
    let files = Media::files(tx.conn()).await?;
    let tables: Vec<Table> = sql_query(
        "select quote_ident(tablename) as name from pg_tables where schemaname = 'public'
         and tablename not in ('installation', 'compatibility', '__diesel_schema_migrations')",
    )
    .load(tx.conn())
    .await?;
    let names: Vec<String> = tables.into_iter().map(|table| table.name).collect();
    tx.conn().batch_execute(&format!("truncate {}", names.join(", "))).await?;
    Installation::begin_anew(tx, at).await?;
    Media::remove_later(tx, at, at.id(), &files).await?;
    Ok(true)
}
