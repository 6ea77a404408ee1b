//! Lists of articles: all, of a topic, of an author; what is related to one; what stands before and after it.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::Conn;
use crate::error::Result;
use crate::schema::{article_topics, articles, authors, pages, publications};

/// Articles on one page of a list.
pub const A_PAGE: i64 = 12;

/// An article in a list.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Listed {
    /// The key of its page.
    pub page: Uuid,
    /// Its address.
    pub path: String,
    /// Its title.
    pub title: String,
    /// The sentence under the title.
    pub lead: String,
    /// Its cover.
    pub cover: Option<Uuid>,
    /// Its author's name.
    pub author: String,
    /// Reading time.
    pub minutes: i32,
    /// When it was published.
    pub published_at: Option<DateTime<Utc>>,
}

/// Which articles a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// All.
    All,
    /// Those of a topic.
    Topic(Uuid),
    /// Those of an author.
    Author(Uuid),
}

/// One page of a list, and whether there is another.
#[derive(Debug, Clone, Default)]
pub struct Slice {
    /// Its articles, newest first.
    pub articles: Vec<Listed>,
    /// Whether older ones follow.
    pub has_more: bool,
}

impl Listed {
    /// A page of a list, newest first; the first page is 1.
    ///
    /// # Errors
    /// The database is away.
    pub async fn slice(mut conn: &Conn, of: Of, page: i64) -> Result<Slice> {
        let offset = (page - 1).saturating_mul(A_PAGE);
        // The keys first, from one index, so that a page far down reads only what it shows.
        let mut keys: Vec<Uuid> = match of {
            Of::Topic(topic) => {
                article_topics::table
                    .filter(article_topics::topic_id.eq(topic))
                    .filter(article_topics::published_at.is_not_null())
                    .order((article_topics::published_at.desc(), article_topics::page_id.desc()))
                    .offset(offset)
                    .limit(A_PAGE + 1)
                    .select(article_topics::page_id)
                    .load(&mut conn)
                    .await?
            }
            Of::All | Of::Author(_) => {
                let mut query = articles::table
                    .filter(articles::published_at.is_not_null())
                    .order((articles::published_at.desc(), articles::page_id.desc()))
                    .offset(offset)
                    .limit(A_PAGE + 1)
                    .select(articles::page_id)
                    .into_boxed();
                if let Of::Author(author) = of {
                    query = query.filter(articles::author_id.eq(author));
                }
                query.load(&mut conn).await?
            }
        };
        let has_more = i64::try_from(keys.len()).unwrap_or(i64::MAX) > A_PAGE;
        keys.truncate(usize::try_from(A_PAGE).unwrap_or(usize::MAX));
        Ok(Slice { articles: Self::these(conn, &keys).await?, has_more })
    }

    /// These articles, in this order; those that are not live are left out.
    ///
    /// # Errors
    /// The database is away.
    pub async fn these(mut conn: &Conn, keys: &[Uuid]) -> Result<Vec<Self>> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let mut found: Vec<Self> = publications::table
            .inner_join(pages::table)
            .inner_join(articles::table.on(articles::page_id.eq(publications::page_id)))
            .inner_join(authors::table.on(authors::id.eq(articles::author_id)))
            .filter(publications::page_id.eq_any(keys))
            .filter(pages::live_revision.is_not_null())
            .filter(pages::path.is_not_null())
            .select((
                publications::page_id,
                pages::path.assume_not_null(),
                publications::title,
                publications::lead,
                publications::cover_id,
                authors::name,
                articles::minutes,
                articles::published_at,
            ))
            .load(&mut conn)
            .await?;
        found.sort_by_key(|listed| keys.iter().position(|key| *key == listed.page));
        Ok(found)
    }
}
