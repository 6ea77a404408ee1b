//! Live updates for the desk: a word whenever anything happened to any enquiry or message, on this node or another.
//!
//! The word is the time of the last thing that happened. It is the event's id too: a browser that lost its line sends it back,
//! and is told at once if it missed something.

use std::time::Duration;

use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use futures_util::stream;
use tokio::sync::broadcast;
use uuid::Uuid;

use crate::accounts::Staff;
use crate::accounts::access::Viewer;
use crate::app::{App, Phase};
use crate::error::Result;
use crate::schema::{delivery_attempts, timeline};

/// Other nodes' changes are seen after this long at most.
const LOOK: Duration = Duration::from_secs(3);
/// Changes that come together are told together.
const GATHER: Duration = Duration::from_millis(150);
/// A stream ends after this many looks; the browser opens another.
const LOOKS: u32 = 200;

struct Watch {
    app: web::Data<App>,
    viewer: Viewer,
    changes: broadcast::Receiver<Uuid>,
    /// What the browser knows of.
    told: Option<String>,
    first: bool,
    looks: u32,
}

/// `GET /admin/events`.
pub async fn stream(app: web::Data<App>, viewer: Viewer, request: HttpRequest) -> Result<HttpResponse> {
    let told = request.headers().get("last-event-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
    let changes = app.wake.watch();
    let watch = Watch { app, viewer, changes, told, first: true, looks: 0 };
    let body = stream::unfold(watch, |watch| async move { next(watch).await });
    Ok(HttpResponse::Ok().content_type("text/event-stream").streaming(body))
}

/// The next message: what happened last where the browser does not know of it, else a comment that keeps the line open.
async fn next(mut watch: Watch) -> Option<(Result<Bytes, actix_web::Error>, Watch)> {
    watch.looks += 1;
    if watch.looks > LOOKS || watch.app.phase() == Phase::Stopping {
        return None;
    }
    if !std::mem::take(&mut watch.first) {
        // A time-out is only another look.
        let _ = tokio::time::timeout(LOOK, watch.changes.recv()).await;
        tokio::time::sleep(GATHER).await;
        while watch.changes.try_recv().is_ok() {}
    }
    let text = match look(&watch).await {
        // Whoever may not come in any more hears nothing more.
        Ok(None) => return None,
        Ok(Some(last)) if watch.told.as_ref() == Some(&last) => ":\n\n".to_owned(),
        Ok(Some(last)) => {
            // The first word only says where the browser stands, unless it came back with an older one.
            let event = if watch.told.is_none() { "stand" } else { "change" };
            let text = format!("event: {event}\nid: {last}\ndata: {last}\n\n");
            watch.told = Some(last);
            text
        }
        Err(error) => {
            tracing::debug!(%error, "the desk could not be looked at");
            ":\n\n".to_owned()
        }
    };
    Some((Ok(Bytes::from(text)), watch))
}

/// When something last happened; `None` where the viewer may not know any more.
async fn look(watch: &Watch) -> Result<Option<String>> {
    let mut conn = watch.app.db.read().await?;
    let staff = Staff::find(&mut conn, watch.viewer.staff_id).await?;
    if !staff.is_some_and(|staff| staff.is_active() && staff.role == watch.viewer.role) {
        return Ok(None);
    }
    let entry: Option<DateTime<Utc>> =
        timeline::table.order(timeline::at.desc()).select(timeline::at).first(&mut *conn).await.optional()?;
    let attempt: Option<Option<DateTime<Utc>>> = delivery_attempts::table
        .filter(delivery_attempts::ended_at.is_not_null())
        .order(delivery_attempts::ended_at.desc())
        .select(delivery_attempts::ended_at)
        .first(&mut *conn)
        .await
        .optional()?;
    let last = entry.max(attempt.flatten());
    Ok(Some(last.map_or_else(|| "0".to_owned(), |at| at.timestamp_micros().to_string())))
}
