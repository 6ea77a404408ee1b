//! What an article has beside its page: author, lead, dates.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::page::{NewPage, Page};
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::schema::{articles, authors, pages, revisions};

/// What an article has beside its blocks.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = articles, check_for_backend(diesel::pg::Pg))]
pub struct Article {
    /// The author's name.
    #[diesel(select_expression = authors::name)]
    pub author: String,
    /// The author's slug.
    #[diesel(select_expression = authors::slug)]
    pub author_slug: String,
    /// The author's role.
    #[diesel(select_expression = authors::role)]
    pub role: String,
    /// About the author.
    #[diesel(select_expression = authors::bio)]
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

impl Article {
    pub(super) async fn find(conn: &mut Conn, page: Uuid) -> Result<Self> {
        Ok(articles::table
            .inner_join(authors::table)
            .filter(articles::page_id.eq(page))
            .select(Self::as_select())
            .first(conn)
            .await?)
    }
}

impl Page {
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
        Ok(pages::table
            .inner_join(articles::table.inner_join(authors::table))
            .inner_join(revisions::table.on(revisions::id.nullable().eq(pages::live_revision)))
            .filter(pages::kind.eq("article"))
            .filter(pages::path.is_not_null())
            .order(articles::published_at.desc())
            .limit(most)
            .select((revisions::title, pages::path.assume_not_null(), Article::as_select()))
            .load(conn)
            .await?)
    }
}
