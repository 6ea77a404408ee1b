//! What a revision points to, held in rows while it is live or the draft, so that nothing of it can be deleted (promise 2).

use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::aside::Aside;
use super::references::Reference;
use super::revision::Content;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::schema::{block_references, pages, revisions};

/// Links to pages that nobody can read would lead visitors nowhere.
pub(super) async fn refuse_unpublished(tx: &mut Tx, content: &Content, together: &[Uuid]) -> Result<()> {
    let drafts = unpublished(tx.conn(), content, together).await?;
    if drafts.is_empty() {
        return Ok(());
    }
    let titles: Vec<_> = drafts.into_iter().map(|(_, title)| title).collect();
    Err(AppError::Conflict(format!(
        "This points to what is not published yet: {}. Publish that first, or take the link away.",
        titles.join(", ")
    )))
}

/// The pages, with their titles, that this points to and nobody can read, but for what goes live together with it.
///
/// # Errors
/// The database is away.
pub async fn unpublished(conn: &mut Conn, content: &Content, together: &[Uuid]) -> Result<Vec<(Uuid, String)>> {
    let mut keys: Vec<Uuid> = content
        .references()
        .into_iter()
        .filter_map(|reference| match reference {
            Reference::Page(id) if !together.contains(&id) => Some(id),
            _ => None,
        })
        .collect();
    keys.dedup();
    let drafts: Vec<Uuid> = pages::table
        .filter(pages::id.eq_any(keys))
        .filter(pages::live_revision.is_null())
        .select(pages::id)
        .load(conn)
        .await?;
    if drafts.is_empty() {
        return Ok(Vec::new());
    }
    Ok(revisions::table
        .inner_join(pages::table.on(pages::draft_revision.eq(revisions::id.nullable())))
        .filter(pages::id.eq_any(drafts))
        .order(revisions::title)
        .select((pages::id, revisions::title))
        .load(conn)
        .await?)
}

pub(super) async fn drop_references(tx: &mut Tx, revision: Uuid) -> Result<()> {
    diesel::delete(block_references::table.filter(block_references::revision_id.eq(revision)))
        .execute(tx.conn())
        .await?;
    Ok(())
}

pub(super) async fn write_references(tx: &mut Tx, revision: Uuid, content: &Content) -> Result<()> {
    let mut rows = Vec::new();
    let mut row = |block: Uuid, reference: Reference| {
        let (form, page, media, service, author) = match reference {
            Reference::Form(id) => (Some(id), None, None, None, None),
            Reference::Page(id) => (None, Some(id), None, None, None),
            Reference::Media(id) => (None, None, Some(id), None, None),
            Reference::Service(id) => (None, None, None, Some(id), None),
            Reference::Author(id) => (None, None, None, None, Some(id)),
        };
        rows.push((
            block_references::revision_id.eq(revision),
            block_references::block_id.eq(block),
            block_references::form_id.eq(form),
            block_references::page_id.eq(page),
            block_references::media_id.eq(media),
            block_references::service_id.eq(service),
            block_references::author_id.eq(author),
        ));
    };
    for placed in &content.blocks {
        placed.block.references().into_iter().for_each(|reference| row(placed.id, reference));
    }
    // The cover and what stands beside the blocks are no blocks: their references stand under the revision's own key.
    content.cover.into_iter().for_each(|cover| row(revision, Reference::Media(cover)));
    content.aside.iter().filter_map(Aside::reference).for_each(|reference| row(revision, reference));
    let written =
        diesel::insert_into(block_references::table).values(rows).on_conflict_do_nothing().execute(tx.conn()).await;
    match written {
        Ok(_) => Ok(()),
        Err(Error::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, fault)) => {
            let what = match fault.constraint_name().unwrap_or_default() {
                name if name.contains("form_id") => "form",
                name if name.contains("media_id") => "picture or document",
                name if name.contains("service_id") => "service",
                name if name.contains("author_id") => "author",
                _ => "page",
            };
            Err(AppError::Conflict(format!("A block points to a {what} that is not there.")))
        }
        Err(error) => Err(error.into()),
    }
}
