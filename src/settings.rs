//! Settings that people change in the admin: append-only by topic, so that each version says who and when.

pub mod alerts;
pub mod business;
pub mod colour;
pub mod elsewhere;
mod history;
pub mod hours;
pub mod logo;
pub mod mail;
pub mod overview;
mod part;
pub mod recipients;
pub mod region;
mod samples;
mod screen;
pub mod search_engines;
mod topic;
pub(crate) mod zones;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::accounts::inputs::InputFault;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::web::edge::Posted;

pub use alerts::AlertSetting;
pub use history::{Change, Fact, Facts, History};
pub use mail::MailSetting;
pub(crate) use samples::samples;
pub(crate) use screen::{restore, save, show};
pub use topic::{Topic, stored};

/// The version that somebody had before them when they typed.
fn seen(posted: &Posted) -> Option<i32> {
    // None at all is no version that there could be: then somebody else was quicker.
    Some(posted.last("seen").and_then(|number| number.parse().ok()).unwrap_or(-1))
}

/// The version that somebody wants back.
fn number(posted: &Posted) -> Result<i32> {
    // Digits alone: `parse` takes a sign too.
    let digits = |text: &&str| text.bytes().all(|byte| byte.is_ascii_digit());
    posted
        .last("version")
        .filter(digits)
        .and_then(|number| number.parse().ok())
        .ok_or(AppError::BadRequest("which version"))
}

/// What is said where somebody else was quicker.
fn meanwhile() -> InputFault {
    let words = "Somebody else changed this meanwhile: see who and what below. What you typed stands here still; save \
                 again to keep it";
    InputFault::new("history", words)
}

/// The newest value of a topic.
///
/// # Errors
/// The database is away, or the stored value has another shape.
pub async fn current<T: DeserializeOwned>(conn: &mut Conn, topic: &str) -> Result<Option<T>> {
    let newest = history::newest(conn, topic).await?;
    Ok(newest.map(|(_, value)| serde_json::from_value(value)).transpose()?)
}

/// Appends a new value of a topic.
///
/// # Errors
/// The database is away, or somebody else appended one at the same moment.
pub async fn append<T: Serialize>(
    tx: &mut Tx,
    now: DateTime<Utc>,
    topic: &str,
    value: &T,
    who: Option<Uuid>,
) -> Result<()> {
    let last = history::newest(tx.conn(), topic).await?.map_or(0, |(number, _)| number);
    history::insert(tx, now, topic, last.saturating_add(1), value, who).await
}
