//! The noun: pages, articles, cases and recurring parts in one tree.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use futures_util::TryFutureExt;
use tokio::try_join;
use uuid::Uuid;

use super::article::{self, Article, NewArticle};
use super::author;
use super::case::Case;
use super::revision::{self, Content, Revision};
use super::topic::Topic;
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::schema::{articles, authors, cases, pages, revisions};

/// First path segments with a meaning of their own.
const RESERVED: [&str; 16] = [
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
    ".well-known",
];

/// What a row of the tree is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageKind {
    /// A page.
    Page,
    /// An article, with its side table.
    Article,
    /// A case, with its side table.
    Case,
    /// A recurring part: blocks without an address of their own.
    Part,
}

/// Whether what lies below this path's first part is the program's own.
pub(super) fn is_reserved(path: &str) -> bool {
    path.split('/').nth(1).is_some_and(|first| RESERVED.contains(&first))
}

impl PageKind {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Article => "article",
            Self::Case => "case",
            Self::Part => "part",
        }
    }

    /// From the stored text.
    pub fn parse(text: &str) -> Self {
        [Self::Article, Self::Case, Self::Part].into_iter().find(|kind| kind.as_str() == text).unwrap_or(Self::Page)
    }

    /// Whether this kind may have this path: articles lie under `/blog`, cases under `/cases`, and nobody else does.
    pub(super) fn may_have(self, path: &str) -> bool {
        let mut segments = path.split('/').skip(1);
        let (first, second) = (segments.next().unwrap_or_default(), segments.next());
        match self {
            Self::Part => path.is_empty(),
            Self::Article => first == "blog" && second.is_some_and(|slug| !["topics", "authors"].contains(&slug)),
            Self::Case => first == "cases" && second.is_some(),
            Self::Page => !(RESERVED.contains(&first) || ["blog", "cases"].contains(&first) && second.is_some()),
        }
    }
}

/// A page that is live.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its key.
    pub id: Uuid,
    /// What it is.
    pub kind: PageKind,
    /// Its path; empty of a recurring part.
    pub path: String,
    /// What it shows.
    pub live: Revision,
    /// Of an article: who wrote it, and when.
    pub article: Option<Article>,
    /// Of a case: for whom, and what came of it.
    pub case: Option<Case>,
}

type Row = (Uuid, String, revision::Row, Option<article::Row>, Option<author::Row>, Option<Case>);

/// What a new row has beside its revision.
#[derive(Debug, Clone)]
pub enum Beside {
    /// Nothing: a page.
    Page,
    /// An article's author and dates.
    Article(NewArticle),
    /// A case's client and result.
    Case(Case),
    /// Nothing: a recurring part.
    Part,
}

impl Beside {
    fn kind(&self) -> PageKind {
        match self {
            Self::Page => PageKind::Page,
            Self::Article(_) => PageKind::Article,
            Self::Case(_) => PageKind::Case,
            Self::Part => PageKind::Part,
        }
    }
}

/// A page to add.
#[derive(Debug, Clone)]
pub struct NewPage {
    /// Its key, known before so that blocks can point to each other.
    pub id: Uuid,
    /// What it is.
    pub beside: Beside,
    /// Its path; empty of a recurring part.
    pub path: String,
    /// What it shows.
    pub content: Content,
}

impl Page {
    /// The live page at a path.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn at_path(mut conn: &Conn, path: &str) -> Result<Self> {
        let asked = conn;
        let row = pages::table
            .inner_join(revisions::table.on(revisions::id.nullable().eq(pages::live_revision)))
            .left_join(articles::table.on(articles::page_id.eq(pages::id)))
            .left_join(authors::table.on(authors::id.nullable().eq(articles::author_id.nullable())))
            .left_join(cases::table.on(cases::page_id.eq(pages::id)))
            .filter(pages::path.eq(path))
            .select((
                pages::id,
                pages::kind,
                revision::COLUMNS,
                article::COLUMNS.nullable(),
                author::COLUMNS.nullable(),
                Option::<Case>::as_select(),
            ))
            .first::<Row>(&mut conn);
        let topics =
            async { if path.starts_with("/blog/") { Topic::of_article(asked, path).await } else { Ok(Vec::new()) } };
        let ((id, kind, live, dates, author, case), topics) = try_join!(row.map_err(AppError::from), topics)?;
        let article = match dates.zip(author) {
            Some((dates, author)) => Some(Article::of_rows(dates, author, topics)?),
            None => None,
        };
        Ok(Self {
            id,
            kind: PageKind::parse(&kind),
            path: path.to_owned(),
            live: Revision::of_row(live)?,
            article,
            case,
        })
    }

    /// Adds several pages: first their rows, then their contents, so that they can point to each other. All are live at once.
    ///
    /// # Errors
    /// [`AppError::Conflict`] for a path that this kind may not have, an illegal block or a reference to nothing.
    pub async fn add_all(tx: &mut Tx, at: Moment, list: &[NewPage]) -> Result<()> {
        let mut list: Vec<&NewPage> = list.iter().collect();
        // Whoever lies below another comes after it.
        list.sort_by_key(|page| page.path.matches('/').count());
        for page in &list {
            page.add_row(tx, at).await?;
        }
        let together: Vec<Uuid> = list.iter().map(|page| page.id).collect();
        for page in list {
            let revision = Self::save(tx, at, page.id, &page.content, None).await?;
            Self::publish_beside(tx, at, page.id, revision, &together).await?;
        }
        Ok(())
    }

    /// Every live path but those of articles, by path.
    ///
    /// # Errors
    /// The database is away.
    pub async fn live_paths(conn: &mut Conn) -> Result<Vec<String>> {
        Ok(pages::table
            .filter(pages::live_revision.is_not_null())
            .filter(pages::path.is_not_null())
            .order(pages::path)
            .select(pages::path.assume_not_null())
            .load(conn)
            .await?)
    }
}

impl NewPage {
    pub(super) async fn add_row(&self, tx: &mut Tx, at: Moment) -> Result<()> {
        let kind = self.beside.kind();
        if !kind.may_have(&self.path) {
            return Err(AppError::Conflict(format!("The path {} is reserved.", self.path)));
        }
        let above = self.path.rsplit_once('/').map(|(above, _)| if above.is_empty() { "/" } else { above });
        let parent: Option<Uuid> = match above {
            Some(above) if above != self.path => {
                pages::table.filter(pages::path.eq(above)).select(pages::id).first(tx.conn()).await.optional()?
            }
            _ => None,
        };
        diesel::insert_into(pages::table)
            .values((
                pages::id.eq(self.id),
                pages::kind.eq(kind.as_str()),
                pages::path.eq((!self.path.is_empty()).then_some(&self.path)),
                pages::parent_id.eq(parent),
                pages::created_at.eq(at.now),
            ))
            .execute(tx.conn())
            .await?;
        match &self.beside {
            Beside::Article(article) => article.add(tx, self.id).await,
            Beside::Case(case) => case.add(tx, self.id).await,
            Beside::Page | Beside::Part => Ok(()),
        }
    }
}
