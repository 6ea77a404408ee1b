//! Live updates by server-sent events: a receipt's cord follows its deliveries.

use std::time::Duration;

use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::stream;
use tokio::sync::broadcast;
use uuid::Uuid;

use super::enquiry::Enquiry;
use super::receipt::{CordStop, own, stops};
use super::reference::Reference;
use crate::app::{App, Phase};
use crate::error::{AppError, Result};

/// Other nodes' changes are seen after this long at most.
const LOOK: Duration = Duration::from_secs(3);
/// A stream ends after this many looks; the browser opens another.
const LOOKS: u32 = 200;

/// Whose receipt is watched.
#[derive(Debug, serde::Deserialize)]
pub struct EventsQuery {
    receipt: String,
    draft: Option<String>,
}

struct Watch {
    app: web::Data<App>,
    enquiry: Uuid,
    changes: broadcast::Receiver<Uuid>,
    last: Option<Vec<CordStop>>,
    looks: u32,
}

/// `GET /events?receipt=…`: only for a browser that may open the receipt.
pub async fn stream(app: web::Data<App>, query: web::Query<EventsQuery>, request: HttpRequest) -> Result<HttpResponse> {
    let reference = Reference::parse(&query.receipt).ok_or(AppError::NotFound)?;
    let enquiry = {
        let mut conn = app.db.read().await?;
        own(&app, &mut conn, &request, &reference, query.draft.as_deref()).await?.ok_or(AppError::NotFound)?
    };
    let changes = app.wake.watch();
    let watch = Watch { app, enquiry: enquiry.id, changes, last: None, looks: 0 };
    let body = stream::unfold(watch, |watch| async move { next(watch).await });
    Ok(HttpResponse::Ok().content_type("text/event-stream").streaming(body))
}

/// The next message: the cord when it changed, else a comment that keeps the line open.
async fn next(mut watch: Watch) -> Option<(Result<Bytes, actix_web::Error>, Watch)> {
    watch.looks += 1;
    if watch.looks > LOOKS || watch.app.phase() == Phase::Stopping {
        return None;
    }
    if watch.last.is_some() {
        wait(&mut watch).await;
    }
    let text = match look(&watch).await {
        Ok(cord) if watch.last.as_ref() == Some(&cord) => ":\n\n".to_owned(),
        Ok(cord) => {
            let data = serde_json::json!({ "stops": cord });
            watch.last = Some(cord);
            format!("data: {data}\n\n")
        }
        Err(error) => {
            tracing::debug!(%error, "a receipt could not be looked at");
            watch.last.get_or_insert_default();
            ":\n\n".to_owned()
        }
    };
    Some((Ok(Bytes::from(text)), watch))
}

/// Until this enquiry changes, at most [`LOOK`].
async fn wait(watch: &mut Watch) {
    let enquiry = watch.enquiry;
    let changes = &mut watch.changes;
    let ours = async {
        while let Ok(changed) = changes.recv().await {
            if changed == enquiry {
                return;
            }
        }
    };
    // A time-out is only another look.
    let _ = tokio::time::timeout(LOOK, ours).await;
}

async fn look(watch: &Watch) -> Result<Vec<CordStop>> {
    let mut conn = watch.app.db.read().await?;
    let enquiry = Enquiry::find(&mut conn, watch.enquiry).await?;
    stops(&mut conn, &watch.app.business(), &enquiry).await
}
