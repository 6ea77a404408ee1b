//! How a draft ends: sent, thrown away by its owner, or erased for its age.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Draft, LIFE};
use crate::db::Tx;
use crate::error::Result;
use crate::forms::form::Form;
use crate::forms::post::Post;
use crate::schema::drafts;

impl Draft {
    /// Marks a draft as sent and empties it: the enquiry holds the answers now.
    ///
    /// # Errors
    /// The database is away.
    pub async fn close(tx: &mut Tx, now: DateTime<Utc>, id: Uuid) -> Result<()> {
        diesel::update(drafts::table.find(id))
            .set((
                drafts::sent_at.eq(now),
                drafts::answers.eq(serde_json::json!({})),
                drafts::answered_steps.eq(serde_json::json!([])),
            ))
            .execute(tx.conn())
            .await?;
        Ok(())
    }

    /// *Throw my answers away*.
    ///
    /// # Errors
    /// The database is away.
    pub async fn throw_away(tx: &mut Tx, form: &Form, post: &Post) -> Result<()> {
        let browser = post.browser.hash();
        diesel::delete(
            drafts::table
                .filter(drafts::form_id.eq(form.id).and(drafts::sent_at.is_null()))
                .filter(drafts::browser_hash.eq(browser).or(drafts::id.nullable().eq(post.draft).assume_not_null())),
        )
        .execute(tx.conn())
        .await?;
        Ok(())
    }

    /// Erases drafts that nobody touched for 24 hours.
    ///
    /// # Errors
    /// The database is away.
    pub async fn erase_old(tx: &mut Tx, now: DateTime<Utc>) -> Result<usize> {
        Ok(diesel::delete(drafts::table.filter(drafts::touched_at.le(now - LIFE))).execute(tx.conn()).await?)
    }
}
