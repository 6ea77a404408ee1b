//! Revisions of a page. Saving rewrites a revision's references with its blocks, so that nothing in use can be deleted.

use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::article::Article;
use super::page::{Page, PageKind};
use super::references::Reference;
use crate::blocks::{Block, Placed};
use crate::clock::Moment;
use crate::db::{Conn, Stored, Tx};
use crate::error::{AppError, Result};
use crate::schema::{block_references, pages, publications, revisions};

/// So many characters of a page are searched.
const SEARCHED: usize = 200_000;
/// How many lines *In short* has at most.
const IN_SHORT: usize = 3;

/// What a page shows: everything that changes with its revision.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Content {
    /// The title.
    pub title: String,
    /// For search engines and previews.
    pub description: String,
    /// The sentence under the title of an article or a case.
    pub lead: String,
    /// *In short*: up to three lines by the author.
    pub in_short: Vec<String>,
    /// The picture at the top, and on cards.
    pub cover: Option<Uuid>,
    /// A line under it.
    pub cover_caption: String,
    /// The blocks, in order.
    pub blocks: Vec<Placed>,
}

/// A revision with what it holds.
#[derive(Debug, Clone)]
pub struct Revision {
    /// Its key.
    pub id: Uuid,
    /// What it shows.
    pub content: Content,
}

pub(super) type Row = (Uuid, String, String, String, serde_json::Value, Option<Uuid>, String, Stored<Vec<Placed>>);

type Columns = (
    revisions::id,
    revisions::title,
    revisions::description,
    revisions::lead,
    revisions::in_short,
    revisions::cover_id,
    revisions::cover_caption,
    revisions::blocks,
);

pub(super) const COLUMNS: Columns = (
    revisions::id,
    revisions::title,
    revisions::description,
    revisions::lead,
    revisions::in_short,
    revisions::cover_id,
    revisions::cover_caption,
    revisions::blocks,
);

impl Revision {
    pub(super) async fn find(conn: &mut Conn, id: Uuid) -> Result<Self> {
        Self::of_row(revisions::table.find(id).select(COLUMNS).first(conn).await?)
    }

    pub(super) fn of_row(row: Row) -> Result<Self> {
        let (id, title, description, lead, in_short, cover, cover_caption, Stored(blocks)) = row;
        let content = Content {
            title,
            description,
            lead,
            in_short: serde_json::from_value(in_short)?,
            cover,
            cover_caption,
            blocks,
        };
        Ok(Self { id, content })
    }
}

impl Content {
    /// Everything that it points to.
    pub fn references(&self) -> Vec<Reference> {
        let cover = self.cover.map(Reference::Media);
        self.blocks.iter().flat_map(|placed| placed.block.references()).chain(cover).collect()
    }

    /// Its words, as search reads them.
    pub fn words(&self) -> String {
        let blocks = self.blocks.iter().map(|placed| placed.block.plain_text());
        let words = self.in_short.iter().cloned().chain(blocks).collect::<Vec<_>>().join("\n");
        words.chars().filter(|c| *c != '\0').take(SEARCHED).collect()
    }

    /// The same, cleaned, once nothing in it is wrong.
    fn checked(mut self, kind: PageKind) -> Result<Self> {
        let conflict = |words: String| Err(AppError::Conflict(words));
        if self.title.trim().is_empty() {
            return conflict("Enter the title.".to_owned());
        }
        if self.in_short.len() > IN_SHORT {
            return conflict(format!("Keep *In short* to {IN_SHORT} lines."));
        }
        let blocks = std::mem::take(&mut self.blocks);
        self.blocks = blocks.into_iter().map(Placed::cleaned).collect::<Result<_>>()?;
        for placed in &self.blocks {
            placed.block.check().map_err(|fault| AppError::Conflict(fault.to_string()))?;
            if kind == PageKind::Part && matches!(placed.block, Block::Part(_)) {
                return conflict("A recurring part can’t hold another one.".to_owned());
            }
        }
        Ok(self)
    }
}

impl Page {
    /// Saves a new draft revision: its blocks are checked and cleaned, and their references rewritten in the same transaction.
    /// The references of the draft before it go, unless it is live.
    ///
    /// # Errors
    /// [`AppError::Conflict`] with the first fault of a block, or where a block points to nothing.
    pub async fn save(tx: &mut Tx, at: Moment, page: Uuid, content: &Content, who: Option<Uuid>) -> Result<Uuid> {
        let (kind, live, draft): (String, Option<Uuid>, Option<Uuid>) = pages::table
            .find(page)
            .select((pages::kind, pages::live_revision, pages::draft_revision))
            .for_no_key_update()
            .first(tx.conn())
            .await?;
        let content = content.clone().checked(PageKind::parse(&kind))?;
        let id = at.id();
        diesel::insert_into(revisions::table)
            .values((
                revisions::id.eq(id),
                revisions::page_id.eq(page),
                revisions::title.eq(content.title.trim()),
                revisions::description.eq(content.description.trim()),
                revisions::lead.eq(content.lead.trim()),
                revisions::in_short.eq(serde_json::to_value(&content.in_short)?),
                revisions::cover_id.eq(content.cover),
                revisions::cover_caption.eq(content.cover_caption.trim()),
                revisions::blocks.eq(Stored(&content.blocks)),
                revisions::staff_id.eq(who),
                revisions::at.eq(at.now),
            ))
            .execute(tx.conn())
            .await?;
        write_references(tx, id, &content).await?;
        if let Some(draft) = draft.filter(|draft| live != Some(*draft)) {
            drop_references(tx, draft).await?;
        }
        diesel::update(pages::table.find(page)).set(pages::draft_revision.eq(id)).execute(tx.conn()).await?;
        Ok(id)
    }

    /// Makes a revision live. Only the live and the draft revision hold references.
    ///
    /// # Errors
    /// [`AppError::Conflict`] where a block points to something that is gone, or to a page that is not live.
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
        let of: Uuid = revisions::table.find(revision).select(revisions::page_id).first(tx.conn()).await?;
        if of != page {
            return Err(AppError::NotFound);
        }
        let content = Revision::find(tx.conn(), revision).await?.content;
        // A revision that was neither live nor the draft has lost its references: they are checked and written again.
        write_references(tx, revision, &content).await?;
        refuse_unpublished(tx, &content, together).await?;
        diesel::update(pages::table.find(page)).set(pages::live_revision.eq(revision)).execute(tx.conn()).await?;
        if let Some(old) = before.filter(|old| *old != revision) {
            let draft: Option<Uuid> = pages::table.find(page).select(pages::draft_revision).first(tx.conn()).await?;
            if draft != Some(old) {
                drop_references(tx, old).await?;
            }
        }
        let kind = PageKind::parse(&kind);
        if kind == PageKind::Article {
            Article::went_live(tx, at, page, &content, before.is_some()).await?;
        }
        if kind == PageKind::Part {
            return Ok(());
        }
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
}

/// Links to pages that nobody can read would lead visitors nowhere.
async fn refuse_unpublished(tx: &mut Tx, content: &Content, together: &[Uuid]) -> Result<()> {
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
        .load(tx.conn())
        .await?;
    if drafts.is_empty() {
        return Ok(());
    }
    let titles: Vec<String> = revisions::table
        .inner_join(pages::table.on(pages::draft_revision.eq(revisions::id.nullable())))
        .filter(pages::id.eq_any(drafts))
        .order(revisions::title)
        .select(revisions::title)
        .load(tx.conn())
        .await?;
    Err(AppError::Conflict(format!(
        "This points to what is not published yet: {}. Publish that first, or take the link away.",
        titles.join(", ")
    )))
}

async fn drop_references(tx: &mut Tx, revision: Uuid) -> Result<()> {
    diesel::delete(block_references::table.filter(block_references::revision_id.eq(revision)))
        .execute(tx.conn())
        .await?;
    Ok(())
}

async fn write_references(tx: &mut Tx, revision: Uuid, content: &Content) -> Result<()> {
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
    // The cover is no block: its reference stands under the revision's own key.
    content.cover.into_iter().for_each(|cover| row(revision, Reference::Media(cover)));
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
