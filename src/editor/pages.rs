//! `/admin/pages/{id}`: the editor itself.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};
use serde::Deserialize;
use uuid::Uuid;

use super::acts::Act;
use super::checks::Checks;
use super::compare;
use super::finder::Finder;
use super::links;
use super::posted::Pairs;
use super::preview;
use super::screen::{EditorPage, Meanwhile, Showing, ago, words};
use super::sheet::Sheet;
use super::things::Things;
use super::written::{Saved, Written};
use crate::accounts::access::Viewer;
use crate::accounts::inputs::InputFault;
use crate::admin::frame::{Flash, Frame};
use crate::app::App;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::site::Content;
use crate::web::edge::Posted;
use crate::web::html::page;

/// What is said after saving.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    saved: Option<String>,
    #[serde(default)]
    done: Option<Uuid>,
}

/// `GET /admin/pages/{id}`.
///
/// # Errors
/// [`AppError::NotFound`], also where it is not theirs.
pub async fn show(
    app: web::Data<App>,
    viewer: Viewer,
    id: web::Path<Uuid>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let written = Written::open(&mut conn, &viewer, *id).await?;
    let sheet = Sheet::of(written.kind, &written.newest.content);
    let mut layout = frame(&app, &mut conn, &viewer, &written, false).await?;
    let back = format!("/admin/pages/{id}");
    layout.tell(&app, &mut conn, &viewer, asked.done, &back).await?;
    if asked.saved.is_some() {
        let words = if written.live.is_some() {
            "Saved as a draft. Visitors read what was there before"
        } else {
            "Saved as a draft"
        };
        layout.flash = Some(Flash { words: words.to_owned(), undo: None, back });
    }
    answer(&app, &mut conn, layout, &viewer, &written, &sheet, StatusCode::OK, Showing::default()).await
}

/// `POST /admin/pages/{id}`: every button of the editor.
///
/// # Errors
/// [`AppError::NotFound`], also where it is not theirs.
pub async fn save(app: web::Data<App>, viewer: Viewer, id: web::Path<Uuid>, posted: Posted) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let written = Written::open(&mut conn, &viewer, *id).await?;
    let pairs = Pairs::of(&posted);
    let act = Act::read(&pairs);
    let mut sheet = Sheet::read(written.kind, &pairs);
    let seen = pairs.key("seen").unwrap_or(written.newest.id);
    let mut showing = Showing { seen: Some(seen), ..Showing::default() };
    let onwards = match &act {
        Act::Save => "?saved=yes",
        Act::Publish => "/publication",
        Act::Look => "/preview",
        Act::Pick(_) | Act::Change(_) | Act::Find(_) => {
            match &act {
                Act::Change(change) => showing.focus = change.apply(&mut sheet, app.clock.moment(), &pairs),
                Act::Pick(after) => {
                    let after = sheet.renamed(&pairs, after);
                    showing.picking = after.map(|after| (after, pairs.line("find.picker")));
                }
                _ => {}
            }
            sheet.number();
            showing.finder = Finder::of(&mut conn, &act, &sheet, &pairs).await?;
            let layout = frame(&app, &mut conn, &viewer, &written, false).await?;
            return answer(&app, &mut conn, layout, &viewer, &written, &sheet, StatusCode::OK, showing).await;
        }
    };
    sheet.number();
    links::own(&app, &mut conn, &mut sheet).await?;
    let status = match sheet.content() {
        Err(faults) => {
            showing.faults = faults;
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Ok(content) => match keep(&app, &viewer, *id, seen, content.clone()).await {
            Ok(Saved::Kept) => {
                let to = format!("/admin/pages/{id}{onwards}");
                return Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, to)).finish());
            }
            Ok(Saved::Meanwhile) => {
                let (business, now) = (app.business(), app.clock.now());
                showing.meanwhile = Some(Meanwhile {
                    who: written.who.clone().unwrap_or_else(|| "Somebody".to_owned()),
                    when: ago(&business.age(written.at, now)),
                    differences: compare::differences(&written.newest.content, &content),
                });
                // Whoever saves again has seen theirs.
                showing.seen = Some(written.newest.id);
                StatusCode::CONFLICT
            }
            Err(AppError::Conflict(words)) => {
                showing.faults = vec![InputFault::new("title", words)];
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Err(error) => return Err(error),
        },
    };
    let layout = frame(&app, &mut conn, &viewer, &written, true).await?;
    answer(&app, &mut conn, layout, &viewer, &written, &sheet, status, showing).await
}

async fn keep(app: &App, viewer: &Viewer, id: Uuid, seen: Uuid, content: Content) -> Result<Saved> {
    let (at, viewer) = (app.clock.moment(), viewer.clone());
    let work = async move |tx: &mut Tx| Written::save(tx, at, &viewer, id, seen, &content).await;
    app.db.write(work).await
}

async fn frame(app: &App, conn: &mut Conn, viewer: &Viewer, written: &Written, mistaken: bool) -> Result<Frame> {
    let (_, _, section) = words(written.kind);
    let title = &written.newest.content.title;
    let title = if mistaken { format!("Error: {title}") } else { title.clone() };
    Frame::new(app, conn, viewer, &title, section).await
}

#[expect(clippy::too_many_arguments, reason = "what a screen is made of")]
async fn answer(
    app: &App,
    conn: &mut Conn,
    layout: Frame,
    viewer: &Viewer,
    written: &Written,
    sheet: &Sheet,
    status: StatusCode,
    mut showing: Showing,
) -> Result<HttpResponse> {
    let things = Things::of(conn, sheet).await?;
    let (business, now) = (app.business(), app.clock.now());
    let saved = &written.newest.content;
    let checks = Checks::of(conn, written.id, written.kind, saved, business.today(now)).await?;
    showing.checks = checks.in_form(saved, sheet);
    let screen = EditorPage::new(layout, &business, now, viewer, written, (sheet, &things), showing)?;
    Ok(preview::framing(page(status, &screen)?))
}
