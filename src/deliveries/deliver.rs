//! The job: one attempt at one delivery.

use std::sync::Arc;

use serde_json::Value;
use uuid::Uuid;

use super::delivery::Delivery;
use super::message;
use crate::app::App;
use crate::db::Tx;
use crate::error::{AppError, Result};
use crate::jobs::Next;
use crate::mail::Outcome;

/// Tries one delivery. The attempt is recorded before the message leaves and after, each in a transaction of its own; nothing
/// is sent inside one. Between a hand-over and its record a crash repeats the message, under the same Message-ID.
///
/// # Errors
/// The database is away: the job runs again.
pub async fn deliver(app: &Arc<App>, payload: &Value) -> Result<Next> {
    let id = payload
        .get("delivery")
        .and_then(Value::as_str)
        .and_then(|text| Uuid::parse_str(text).ok())
        .ok_or_else(|| AppError::internal("a delivery's job", "it names no delivery"))?;
    let at = app.clock.moment();
    let Some(delivery) = app.db.write(async move |tx: &mut Tx| Delivery::begin(tx, at, id).await).await? else {
        return Ok(Next::Done);
    };
    let (outcome, unwritten) = match written(app, &delivery).await {
        Ok(bytes) => (app.mailer().hand_over(id, &app.mail_from(), &delivery.recipient, bytes).await, false),
        Err(error @ AppError::Unavailable(_)) => (Outcome::TryAgain(error.to_string()), false),
        Err(error) => (Outcome::Refused(format!("the message could not be written: {error}")), true),
    };
    report(&delivery, &outcome);
    let at = app.clock.moment();
    let enquiry = delivery.enquiry_id;
    let due =
        app.db.write(async move |tx: &mut Tx| Delivery::end(tx, at, &delivery, &outcome, unwritten).await).await?;
    if let Some(enquiry) = enquiry {
        app.wake.changed(enquiry);
    }
    Ok(due.map_or(Next::Done, Next::Again))
}

/// The kept bytes, or the message rendered now and kept. A panic in a template is a message that can't be written.
async fn written(app: &Arc<App>, delivery: &Delivery) -> Result<Vec<u8>> {
    if let Some(bytes) = &delivery.bytes {
        return Ok(bytes.clone());
    }
    let (task_app, task_delivery) = (app.clone(), delivery.clone());
    let task = app.db.main().spawn(async move { message::write(&task_app, &task_delivery).await });
    let bytes = task.await.map_err(|cut| AppError::unfinished("a message", &cut))??;
    let (id, kept) = (delivery.id, bytes.clone());
    app.db.write(async move |tx: &mut Tx| Delivery::keep_bytes(tx, id, &kept).await).await?;
    Ok(bytes)
}

fn report(delivery: &Delivery, outcome: &Outcome) {
    let label = match outcome {
        Outcome::HandedOver(_) => "handed-over",
        Outcome::Kept(_) => "kept",
        Outcome::TryAgain(_) => "try-again",
        Outcome::Refused(_) => "refused",
    };
    metrics::counter!("shingle_delivery_attempts_total", "outcome" => label).increment(1);
    // Server words can repeat an address: they stand in the admin, not in the log.
    tracing::info!(delivery = %delivery.id, kind = delivery.kind().as_str(), attempt = delivery.attempts, outcome = label, "delivery attempt");
}
