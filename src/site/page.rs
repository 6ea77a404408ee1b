//! The noun: pages and articles in one tree.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::article::Article;
use super::revision::Revision;
use crate::blocks::Placed;
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::schema::{pages, revisions};

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
        let live = Revision::find(conn, live.ok_or(AppError::NotFound)?).await?;
        let kind = if kind == "article" { PageKind::Article } else { PageKind::Page };
        let article = if kind == PageKind::Article { Some(Article::find(conn, id).await?) } else { None };
        Ok(Self { id, kind, path: path.unwrap_or_default(), live, article })
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
