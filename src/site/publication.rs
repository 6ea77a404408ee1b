//! Publishing, and taking down: the one place where a revision becomes what visitors read, or ceases to be.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::article::Article;
use super::page::{Page, PageKind};
use super::references::Reference;
use super::referring::{drop_references, refuse_unpublished, write_references};
use super::revision::{Content, Revision};
use super::usage;
use crate::clock::Moment;
use crate::db::Tx;
use crate::error::{AppError, Result};
use crate::schema::{articles, pages, publications, revisions, schedules};

impl Page {
    /// Makes a revision live. Only the live and the draft revision hold references. What was planned for the same is done with it.
    ///
    /// # Errors
    /// [`AppError::Conflict`] where something is missing, or a block points to something that is gone, or to a page that is not live.
    pub async fn publish(tx: &mut Tx, at: Moment, page: Uuid, revision: Uuid) -> Result<()> {
        Self::publish_beside(tx, at, page, revision, &[page]).await
    }

    /// The same, where `together` go live in one transaction.
    pub(super) async fn publish_beside(
        tx: &mut Tx,
        at: Moment,
        page: Uuid,
        revision: Uuid,
        together: &[Uuid],
    ) -> Result<()> {
        let (kind, before): (String, Option<Uuid>) = pages::table
            .find(page)
            .select((pages::kind, pages::live_revision))
            .for_no_key_update()
            .first(tx.conn())
            .await?;
        let kind = PageKind::parse(&kind);
        let content = Revision::of_page(tx.conn(), page, revision).await?.content;
        content.complete()?;
        // A revision that was neither live nor the draft has lost its references: they are checked and written again.
        write_references(tx, revision, &content).await?;
        refuse_unpublished(tx, &content, together).await?;
        diesel::update(pages::table.find(page))
            .set((
                pages::live_revision.eq(revision),
                pages::asked_at.eq(None::<chrono::DateTime<chrono::Utc>>),
                pages::asked_by.eq(None::<Uuid>),
            ))
            .execute(tx.conn())
            .await?;
        if let Some(old) = before.filter(|old| *old != revision) {
            drop_unless_draft(tx, page, old).await?;
        }
        if let Some(aside) = &content.aside {
            aside.take_effect(tx, page).await?;
        }
        if kind == PageKind::Article {
            Article::went_live(tx, at, page, &content, before.is_some()).await?;
        }
        diesel::update(revisions::table.find(revision))
            .set(revisions::published_at.eq(at.now))
            .execute(tx.conn())
            .await?;
        let planned = schedules::table.find((page, "publish")).filter(schedules::revision_id.eq(revision));
        diesel::delete(planned).execute(tx.conn()).await?;
        if kind == PageKind::Part { Ok(()) } else { list(tx, at, page, &content).await }
    }

    /// Takes a page down: nobody reads it any more, and what stood there stays as its draft.
    ///
    /// # Errors
    /// [`AppError::Conflict`] for the front page, and with the places where the page is used.
    pub async fn withdraw(tx: &mut Tx, page: Uuid) -> Result<()> {
        let (path, live, draft): (Option<String>, Option<Uuid>, Option<Uuid>) = pages::table
            .find(page)
            .select((pages::path, pages::live_revision, pages::draft_revision))
            .for_no_key_update()
            .first(tx.conn())
            .await?;
        let Some(live) = live else { return Ok(()) };
        if path.as_deref() == Some("/") {
            return Err(AppError::Conflict("The front page stays: a site without one is no site.".to_owned()));
        }
        usage::refuse_used(tx, Reference::Page(page), "page").await?;
        diesel::update(pages::table.find(page))
            .set((pages::live_revision.eq(None::<Uuid>), pages::draft_revision.eq(draft.unwrap_or(live))))
            .execute(tx.conn())
            .await?;
        if draft.is_some() {
            drop_unless_draft(tx, page, live).await?;
        }
        diesel::delete(publications::table.filter(publications::page_id.eq(page))).execute(tx.conn()).await?;
        // Lists of articles go by this date; the day on which it was first published is known from its revisions.
        diesel::update(articles::table.find(page))
            .set(articles::published_at.eq(None::<chrono::DateTime<chrono::Utc>>))
            .execute(tx.conn())
            .await?;
        diesel::delete(schedules::table.find((page, "withdraw"))).execute(tx.conn()).await?;
        Ok(())
    }
}

async fn drop_unless_draft(tx: &mut Tx, page: Uuid, revision: Uuid) -> Result<()> {
    let draft: Option<Uuid> = pages::table.find(page).select(pages::draft_revision).first(tx.conn()).await?;
    if draft == Some(revision) { Ok(()) } else { drop_references(tx, revision).await }
}

/// What lists and search know of a live page.
async fn list(tx: &mut Tx, at: Moment, page: Uuid, content: &Content) -> Result<()> {
    let live = (
        publications::title.eq(&content.title),
        publications::description.eq(&content.description),
        publications::lead.eq(&content.lead),
        publications::cover_id.eq(content.cover),
        publications::words.eq(content.words()),
        publications::changed_at.eq(at.now),
    );
    diesel::insert_into(publications::table)
        .values((publications::page_id.eq(page), live.clone()))
        .on_conflict(publications::page_id)
        .do_update()
        .set(live)
        .execute(tx.conn())
        .await?;
    Ok(())
}
