//! Revisions of a page. Saving rewrites a revision's references with its blocks, so that nothing in use can be deleted.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::page::Page;
use crate::blocks::Placed;
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::schema::{block_references, pages, revisions};
use crate::site::Target;

/// A revision with what it holds.
#[derive(Debug, Clone)]
pub struct Revision {
    /// Its key.
    pub id: Uuid,
    /// The title.
    pub title: String,
    /// For search engines and previews.
    pub description: String,
    /// The blocks, in order.
    pub blocks: Vec<Placed>,
}

impl Revision {
    pub(super) async fn find(conn: &mut Conn, id: Uuid) -> Result<Self> {
        let (id, title, description, blocks): (Uuid, String, String, serde_json::Value) = revisions::table
            .find(id)
            .select((revisions::id, revisions::title, revisions::description, revisions::blocks))
            .first(conn)
            .await?;
        Ok(Self { id, title, description, blocks: serde_json::from_value(blocks)? })
    }

    /// Everything that its blocks point to.
    pub fn targets(&self) -> Vec<Target> {
        self.blocks.iter().flat_map(|placed| placed.block.references()).collect()
    }
}

impl Page {
    /// Saves a new draft revision: its blocks are checked and cleaned, and their references rewritten in the same transaction.
    /// The references of the draft before it go, unless it is live.
    ///
    /// # Errors
    /// [`AppError::Conflict`] with the first fault of a block, or where a block points to nothing.
    pub async fn save(
        tx: &mut Tx,
        at: Moment,
        page: Uuid,
        title: &str,
        description: &str,
        blocks: Vec<Placed>,
        who: Option<Uuid>,
    ) -> Result<Uuid> {
        let blocks: Vec<Placed> = blocks.into_iter().map(Placed::cleaned).collect();
        for placed in &blocks {
            placed.block.check().map_err(|fault| AppError::Conflict(fault.to_string()))?;
        }
        let id = at.id();
        diesel::insert_into(revisions::table)
            .values((
                revisions::id.eq(id),
                revisions::page_id.eq(page),
                revisions::title.eq(title),
                revisions::description.eq(description),
                revisions::blocks.eq(serde_json::to_value(&blocks)?),
                revisions::staff_id.eq(who),
                revisions::at.eq(at.now),
            ))
            .execute(tx.conn())
            .await?;
        for placed in &blocks {
            for target in placed.block.references() {
                write_reference(tx, id, placed.id, target).await?;
            }
        }
        let before: (Option<Uuid>, Option<Uuid>) =
            pages::table.find(page).select((pages::live_revision, pages::draft_revision)).first(tx.conn()).await?;
        if let (live, Some(draft)) = before
            && live != Some(draft)
        {
            diesel::delete(block_references::table.filter(block_references::revision_id.eq(draft)))
                .execute(tx.conn())
                .await?;
        }
        diesel::update(pages::table.find(page)).set(pages::draft_revision.eq(id)).execute(tx.conn()).await?;
        Ok(id)
    }

    /// Makes a revision live. Only the live and the draft revision hold references.
    ///
    /// # Errors
    /// [`AppError::Conflict`] where a block points to something that is gone.
    pub async fn publish(tx: &mut Tx, page: Uuid, revision: Uuid) -> Result<()> {
        let before: Option<Uuid> = pages::table.find(page).select(pages::live_revision).first(tx.conn()).await?;
        let blocks: serde_json::Value = revisions::table
            .find(revision)
            .filter(revisions::page_id.eq(page))
            .select(revisions::blocks)
            .first(tx.conn())
            .await?;
        // A revision that was neither live nor the draft has lost its references: they are checked and written again.
        for placed in serde_json::from_value::<Vec<Placed>>(blocks)? {
            for target in placed.block.references() {
                write_reference(tx, revision, placed.id, target).await?;
            }
        }
        diesel::update(pages::table.find(page)).set(pages::live_revision.eq(revision)).execute(tx.conn()).await?;
        if let Some(old) = before.filter(|old| *old != revision) {
            diesel::delete(block_references::table.filter(block_references::revision_id.eq(old)))
                .execute(tx.conn())
                .await?;
        }
        Ok(())
    }
}

async fn write_reference(tx: &mut Tx, revision: Uuid, block: Uuid, target: Target) -> Result<()> {
    let (form, page) = match target {
        Target::Form(id) => (Some(id), None),
        Target::Page(id) => (None, Some(id)),
    };
    let written = diesel::insert_into(block_references::table)
        .values((
            block_references::revision_id.eq(revision),
            block_references::block_id.eq(block),
            block_references::form_id.eq(form),
            block_references::page_id.eq(page),
        ))
        .on_conflict_do_nothing()
        .execute(tx.conn())
        .await;
    match written {
        Ok(_) => Ok(()),
        Err(diesel::result::Error::DatabaseError(diesel::result::DatabaseErrorKind::ForeignKeyViolation, _)) => {
            Err(AppError::Conflict("A block points to a form or page that is not there.".to_owned()))
        }
        Err(error) => Err(error.into()),
    }
}
