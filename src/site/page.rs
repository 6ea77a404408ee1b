//! The noun: pages and articles in one tree, with their revisions. Saving rewrites a revision's references with its blocks.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::blocks::Placed;
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::schema::{articles, authors, block_references, pages, revisions};
use crate::site::Target;

/// First path segments with a meaning of their own.
const RESERVED: [&str; 17] = [
    "forms",
    "search",
    "a",
    "media",
    "events",
    "preview",
    "account",
    "admin",
    "dev",
    "portal",
    "audit",
    "api",
    "healthz",
    "readyz",
    "metrics",
    "blog",
    ".well-known",
];

/// What a row of the tree is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageKind {
    /// A page.
    Page,
    /// An article, with its side table.
    Article,
}

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

/// A page that is live.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its key.
    pub id: Uuid,
    /// What it is.
    pub kind: PageKind,
    /// Its path.
    pub path: String,
    /// What it shows.
    pub live: Revision,
    /// Of an article: who wrote it, and when.
    pub article: Option<Article>,
}

/// What an article has beside its blocks.
#[derive(Debug, Clone)]
pub struct Article {
    /// The author's name.
    pub author: String,
    /// The author's slug.
    pub author_slug: String,
    /// The author's role.
    pub role: String,
    /// About the author.
    pub bio: String,
    /// The sentence under the title.
    pub lead: String,
    /// Reading time.
    pub minutes: i32,
    /// When it was published.
    pub published_at: Option<DateTime<Utc>>,
    /// When it was last changed.
    pub updated_at: Option<DateTime<Utc>>,
}

/// A page to add.
#[derive(Debug, Clone)]
pub struct NewPage {
    /// Its key, known before so that blocks can point to each other.
    pub id: Uuid,
    /// What it is.
    pub kind: PageKind,
    /// Its path.
    pub path: String,
    /// The title.
    pub title: String,
    /// For search engines and previews.
    pub description: String,
    /// The blocks, in order.
    pub blocks: Vec<Placed>,
}

/// What a new article has beside its page.
#[derive(Debug, Clone)]
pub struct NewArticle {
    /// Who wrote it.
    pub author_id: Uuid,
    /// The sentence under the title.
    pub lead: String,
    /// When it is published.
    pub published_at: DateTime<Utc>,
}

type RevisionRow = (Uuid, String, String, serde_json::Value);

impl Page {
    /// The live page at a path.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn at_path(conn: &mut Conn, path: &str) -> Result<Self> {
        let (id, kind, path, live): (Uuid, String, Option<String>, Option<Uuid>) = pages::table
            .filter(pages::path.eq(path))
            .filter(pages::live_revision.is_not_null())
            .select((pages::id, pages::kind, pages::path, pages::live_revision))
            .first(conn)
            .await?;
        let row: RevisionRow = revisions::table
            .find(live.ok_or(AppError::NotFound)?)
            .select((revisions::id, revisions::title, revisions::description, revisions::blocks))
            .first(conn)
            .await?;
        let kind = if kind == "article" { PageKind::Article } else { PageKind::Page };
        let article = if kind == PageKind::Article { Some(Article::find(conn, id).await?) } else { None };
        Ok(Self { id, kind, path: path.unwrap_or_default(), live: Revision::of_row(row)?, article })
    }

    /// Adds the rows of several pages, then their contents: so they can point to each other. All are live at once.
    ///
    /// # Errors
    /// [`AppError::Conflict`] for a reserved path, an illegal block or a reference to nothing.
    pub async fn add_all(tx: &mut Tx, at: Moment, list: &[NewPage]) -> Result<()> {
        for page in list {
            let first = page.path.split('/').nth(1).unwrap_or_default();
            let kind = if page.kind == PageKind::Article { "article" } else { "page" };
            if RESERVED.contains(&first) && page.kind != PageKind::Article {
                return Err(AppError::Conflict(format!("The path {} is reserved.", page.path)));
            }
            diesel::insert_into(pages::table)
                .values((
                    pages::id.eq(page.id),
                    pages::kind.eq(kind),
                    pages::path.eq(&page.path),
                    pages::created_at.eq(at.now),
                ))
                .execute(tx.conn())
                .await?;
        }
        for page in list {
            let revision =
                Self::save(tx, at, page.id, &page.title, &page.description, page.blocks.clone(), None).await?;
            Self::publish(tx, page.id, revision).await?;
        }
        Ok(())
    }

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

    /// What an article has beside its page; the reading time comes from its words.
    ///
    /// # Errors
    /// The database is away.
    pub async fn add_article(tx: &mut Tx, page: &NewPage, article: &NewArticle) -> Result<()> {
        let words: usize = page.blocks.iter().map(|placed| placed.block.plain_text().split_whitespace().count()).sum();
        let minutes = i32::try_from(words / 220).unwrap_or(1).max(1);
        diesel::insert_into(articles::table)
            .values((
                articles::page_id.eq(page.id),
                articles::author_id.eq(article.author_id),
                articles::lead.eq(&article.lead),
                articles::minutes.eq(minutes),
                articles::published_at.eq(article.published_at),
            ))
            .execute(tx.conn())
            .await?;
        Ok(())
    }

    /// The live articles, newest first: title, path, article.
    ///
    /// # Errors
    /// The database is away.
    pub async fn articles(conn: &mut Conn, most: i64) -> Result<Vec<(String, String, Article)>> {
        let rows: Vec<(Uuid, Option<String>, String)> = pages::table
            .inner_join(articles::table)
            .inner_join(revisions::table.on(revisions::id.nullable().eq(pages::live_revision)))
            .filter(pages::kind.eq("article"))
            .order(articles::published_at.desc())
            .limit(most)
            .select((pages::id, pages::path, revisions::title))
            .load(conn)
            .await?;
        let mut list = Vec::new();
        for (id, path, title) in rows {
            list.push((title, path.unwrap_or_default(), Article::find(conn, id).await?));
        }
        Ok(list)
    }

    /// The live pages (no articles), by path: title and path.
    ///
    /// # Errors
    /// The database is away.
    pub async fn list(conn: &mut Conn) -> Result<Vec<(String, String)>> {
        Ok(pages::table
            .inner_join(revisions::table.on(revisions::id.nullable().eq(pages::live_revision)))
            .filter(pages::path.is_not_null())
            .order(pages::path)
            .select((revisions::title, pages::path.assume_not_null()))
            .load(conn)
            .await?)
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

impl Revision {
    fn of_row((id, title, description, blocks): RevisionRow) -> Result<Self> {
        Ok(Self { id, title, description, blocks: serde_json::from_value(blocks)? })
    }

    /// Everything that its blocks point to.
    pub fn targets(&self) -> Vec<Target> {
        self.blocks.iter().flat_map(|placed| placed.block.references()).collect()
    }
}

impl Article {
    async fn find(conn: &mut Conn, page: Uuid) -> Result<Self> {
        type Row = (String, String, String, String, String, i32, Option<DateTime<Utc>>, Option<DateTime<Utc>>);
        let (author, author_slug, role, bio, lead, minutes, published_at, updated_at): Row = articles::table
            .inner_join(authors::table)
            .filter(articles::page_id.eq(page))
            .select((
                authors::name,
                authors::slug,
                authors::role,
                authors::bio,
                articles::lead,
                articles::minutes,
                articles::published_at,
                articles::updated_at,
            ))
            .first(conn)
            .await?;
        Ok(Self { author, author_slug, role, bio, lead, minutes, published_at, updated_at })
    }
}
