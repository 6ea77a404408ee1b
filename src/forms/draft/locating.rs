//! Which draft a post belongs to, locked until the transaction ends.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Draft, LIFE};
use crate::clock::Moment;
use crate::db::Tx;
use crate::enquiries::Enquiry;
use crate::error::Result;
use crate::forms::{Answers, Form, Post};
use crate::keys::{Purpose, SecretKey};
use crate::schema::drafts;

impl Draft {
    /// Finds or makes the draft of a post, locked until the transaction ends.
    pub(super) async fn locate(
        tx: &mut Tx,
        at: Moment,
        keys: &SecretKey,
        form: &Form,
        post: &Post,
        said: &Answers,
    ) -> Result<Self> {
        if let Some(mut draft) = Self::named(tx, at, form, post).await? {
            draft.adopt(tx, post).await?;
            return Ok(draft);
        }
        let browser = post.browser.hash();
        if let Some(draft) = Self::open_locked(tx, form, &browser, at.now).await? {
            return Ok(draft);
        }
        let key = match &post.key {
            Some(key) => key.clone(),
            None => fallback_key(keys, form, said, post, at.now),
        };
        // An older open draft of this browser has outlived its day: it makes room.
        diesel::delete(
            drafts::table
                .filter(drafts::browser_hash.eq(&browser).and(drafts::form_id.eq(form.id)))
                .filter(drafts::sent_at.is_null().and(drafts::touched_at.le(at.now - LIFE))),
        )
        .execute(tx.conn())
        .await?;
        diesel::insert_into(drafts::table)
            .values((
                drafts::id.eq(at.id()),
                drafts::form_id.eq(form.id),
                drafts::form_version.eq(form.version),
                drafts::browser_hash.eq(&browser),
                drafts::key.eq(&key),
                drafts::created_at.eq(at.now),
                drafts::touched_at.eq(at.now),
            ))
            .on_conflict_do_nothing()
            .execute(tx.conn())
            .await?;
        // Of two posts at once one made it; both read it here.
        let by_key = Self::locked_by_key(tx, &key).await?;
        match by_key {
            Some(draft) => Ok(draft),
            None => Self::open_locked(tx, form, &browser, at.now).await?.ok_or(crate::error::AppError::NotFound),
        }
    }

    /// The draft that `_draft` or `_key` names.
    pub(super) async fn named(tx: &mut Tx, at: Moment, form: &Form, post: &Post) -> Result<Option<Self>> {
        if let Some(id) = post.draft {
            let found = drafts::table.find(id).select(Self::as_select()).for_update();
            let found = found.first(tx.conn()).await.optional()?.filter(|draft: &Self| draft.form_id == form.id);
            if found.is_some() {
                return Ok(found);
            }
        }
        let Some(key) = &post.key else { return Ok(None) };
        let found = Self::locked_by_key(tx, key).await?.filter(|draft| draft.form_id == form.id);
        if found.is_some() {
            return Ok(found);
        }
        // A draft that was sent long ago is erased, but its enquiry still holds the key.
        let used = Enquiry::key_is_used(tx.conn(), key).await?;
        Ok(used.then(|| Self {
            id: Uuid::nil(),
            form_id: form.id,
            form_version: form.version,
            browser_hash: post.browser.hash(),
            key: key.clone(),
            answers: serde_json::json!({}),
            answered_steps: serde_json::json!([]),
            source: serde_json::json!({}),
            seen_seconds: None,
            trapped: false,
            sent_at: Some(at.now),
        }))
    }

    pub(super) async fn open_locked(
        tx: &mut Tx,
        form: &Form,
        browser: &[u8],
        now: DateTime<Utc>,
    ) -> Result<Option<Self>> {
        Ok(drafts::table
            .filter(drafts::form_id.eq(form.id))
            .filter(drafts::browser_hash.eq(browser))
            .filter(drafts::sent_at.is_null())
            .filter(drafts::touched_at.gt(now - LIFE))
            .select(Self::as_select())
            .for_update()
            .first(tx.conn())
            .await
            .optional()?)
    }

    async fn locked_by_key(tx: &mut Tx, key: &str) -> Result<Option<Self>> {
        let found = drafts::table.filter(drafts::key.eq(key)).select(Self::as_select()).for_update();
        Ok(found.first(tx.conn()).await.optional()?)
    }

    /// A post without the cookie but with a good `_draft` goes on under a new cookie.
    pub(super) async fn adopt(&mut self, tx: &mut Tx, post: &Post) -> Result<()> {
        let browser = post.browser.hash();
        if self.browser_hash == browser || self.sent_at.is_some() {
            return Ok(());
        }
        let others: i64 = drafts::table
            .filter(
                drafts::browser_hash.eq(&browser).and(drafts::form_id.eq(self.form_id)).and(drafts::sent_at.is_null()),
            )
            .count()
            .get_result(tx.conn())
            .await?;
        if others == 0 {
            diesel::update(drafts::table.find(self.id))
                .set(drafts::browser_hash.eq(&browser))
                .execute(tx.conn())
                .await?;
            self.browser_hash = browser;
        }
        Ok(())
    }
}

/// The key of a post from a cached page without script: the same answers from the same place within the hour are one enquiry.
fn fallback_key(keys: &SecretKey, form: &Form, said: &Answers, post: &Post, now: DateTime<Utc>) -> String {
    let answers = serde_json::to_vec(said).unwrap_or_default();
    let hour = now.format("%Y-%m-%dT%H").to_string();
    hex::encode(keys.tag(Purpose::EnquiryKey, &[form.slug.as_bytes(), &answers, &post.address_tag, hour.as_bytes()]))
}
