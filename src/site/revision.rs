//! Revisions of a page. Saving rewrites a revision's references with its blocks, so that nothing in use can be deleted.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::aside::Aside;
use super::page::{Page, PageKind};
use super::references::Reference;
use super::referring::{drop_references, write_references};
use crate::blocks::{Block, Placed};
use crate::clock::Moment;
use crate::db::{Conn, Stored, Tx};
use crate::error::{AppError, Result};
use crate::schema::{pages, revisions};

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
    /// What an article or a case has beside them, where this revision changes it.
    pub aside: Option<Aside>,
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
    /// One of a page's, with everything that it holds.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn of_page(conn: &mut Conn, page: Uuid, id: Uuid) -> Result<Self> {
        let (row, aside): (Row, Option<serde_json::Value>) = revisions::table
            .find(id)
            .filter(revisions::page_id.eq(page))
            .select((COLUMNS, revisions::aside))
            .first(conn)
            .await?;
        let mut revision = Self::of_row(row)?;
        revision.content.aside = aside.map(serde_json::from_value).transpose()?;
        Ok(revision)
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
            aside: None,
        };
        Ok(Self { id, content })
    }
}

impl Content {
    /// Everything that it points to.
    pub fn references(&self) -> Vec<Reference> {
        let own = self.cover.map(Reference::Media).into_iter().chain(self.aside.as_ref().and_then(Aside::reference));
        self.blocks.iter().flat_map(|placed| placed.block.references()).chain(own).collect()
    }

    /// Its words, as search reads them.
    pub fn words(&self) -> String {
        let blocks = self.blocks.iter().map(|placed| placed.block.plain_text());
        let words = self.in_short.iter().cloned().chain(blocks).collect::<Vec<_>>().join("\n");
        words.chars().filter(|c| *c != '\0').take(SEARCHED).collect()
    }

    /// The same, cleaned, once nothing in it is wrong. What is merely missing may be missing still: a draft is kept as it is.
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
            if let Some(fault) = placed.block.faults().into_iter().find(|fault| !fault.missing) {
                return conflict(fault.to_string());
            }
            if kind == PageKind::Part && matches!(placed.block, Block::Part(_)) {
                return conflict("A recurring part can’t hold another one.".to_owned());
            }
        }
        Ok(self)
    }

    /// Refuses what nobody should read yet, because something is missing.
    ///
    /// # Errors
    /// [`AppError::Conflict`] with the first of it.
    pub fn complete(&self) -> Result<()> {
        let missing = self.blocks.iter().find_map(|placed| placed.block.faults().into_iter().next());
        if let Some(fault) = missing {
            return Err(AppError::Conflict(fault.to_string()));
        }
        match self.aside.as_ref().map_or(Ok(()), Aside::check) {
            Ok(()) => Ok(()),
            Err((_, words)) => Err(AppError::Conflict(words.to_owned())),
        }
    }
}

impl Page {
    /// Saves a new draft revision: its blocks are checked and cleaned, and their references rewritten in the same transaction.
    /// The references of the draft before it go, unless it is live.
    ///
    /// # Errors
    /// [`AppError::Conflict`] with the first thing that is wrong in a block, or where a block points to nothing.
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
                revisions::aside.eq(content.aside.as_ref().map(serde_json::to_value).transpose()?),
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
}
