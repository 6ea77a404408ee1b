//! Settings that people change in the admin: append-only by topic, so that each version says who and when.

pub mod alerts;
pub mod business;
mod history;
pub mod hours;
pub mod mail;
pub mod overview;
pub mod recipients;
mod samples;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::accounts::inputs::InputFault;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::schema::settings;
use crate::web::edge::Posted;

pub use alerts::AlertSetting;
pub use history::{Change, Fact, Facts, History};
pub use mail::MailSetting;
pub(crate) use samples::samples;

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
    let value: Option<serde_json::Value> = settings::table
        .filter(settings::topic.eq(topic))
        .order(settings::version.desc())
        .select(settings::value)
        .first(conn)
        .await
        .optional()?;
    Ok(value.map(serde_json::from_value).transpose()?)
}

/// Appends a new value of a topic.
///
/// # Errors
/// The database is away.
pub async fn append<T: Serialize>(
    tx: &mut Tx,
    now: DateTime<Utc>,
    topic: &str,
    value: &T,
    who: Option<Uuid>,
) -> Result<()> {
    let last: Option<i32> = settings::table
        .filter(settings::topic.eq(topic))
        .select(diesel::dsl::max(settings::version))
        .first(tx.conn())
        .await?;
    diesel::insert_into(settings::table)
        .values((
            settings::topic.eq(topic),
            settings::version.eq(last.unwrap_or(0).saturating_add(1)),
            settings::value.eq(serde_json::to_value(value)?),
            settings::staff_id.eq(who),
            settings::at.eq(now),
        ))
        .execute(tx.conn())
        .await?;
    Ok(())
}
