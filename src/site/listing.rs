//! Lists of articles: all, of a topic, of an author; what is related to one; what stands before and after it.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::article::Article;
use crate::db::Conn;
use crate::error::Result;
use crate::schema::{article_topics, articles, authors, pages, publications};

/// Articles on one page of a list.
pub const A_PAGE: i64 = 12;

/// An article in a list.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, QueryableByName)]
pub struct Listed {
    /// The key of its page.
    #[diesel(sql_type = SqlUuid)]
    pub page: Uuid,
    /// Its address.
    #[diesel(sql_type = Text)]
    pub path: String,
    /// Its title.
    #[diesel(sql_type = Text)]
    pub title: String,
    /// The sentence under the title.
    #[diesel(sql_type = Text)]
    pub lead: String,
    /// Its cover.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub cover: Option<Uuid>,
    /// Its author's name.
    #[diesel(sql_type = Text)]
    pub author: String,
    /// Reading time.
    #[diesel(sql_type = diesel::sql_types::Integer)]
    pub minutes: i32,
    /// When it was published.
    #[diesel(sql_type = Nullable<Timestamptz>)]
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
    pub async fn slice(conn: &mut Conn, of: Of, page: i64) -> Result<Slice> {
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
                    .load(conn)
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
                query.load(conn).await?
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
    pub async fn these(conn: &mut Conn, keys: &[Uuid]) -> Result<Vec<Self>> {
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
            .load(conn)
            .await?;
        found.sort_by_key(|listed| keys.iter().position(|key| *key == listed.page));
        Ok(found)
    }

    /// What is most like an article: among the newest that share a topic with it, those whose words are nearest to its title's; the
    /// newest others where these are too few.
    ///
    /// # Errors
    /// The database is away.
    pub async fn related(
        conn: &mut Conn,
        page: Uuid,
        title: &str,
        article: &Article,
        most: usize,
    ) -> Result<Vec<Self>> {
        let topics: Vec<Uuid> = article.topics.iter().map(|topic| topic.id).collect();
        #[derive(QueryableByName)]
        struct Key {
            #[diesel(sql_type = SqlUuid)]
            page_id: Uuid,
        }
        let near: Vec<Key> = sql_query(
            "with near as (
                 select page_id, count(*) as shared from (
                     select page_id from unnest($2) as topic (id)
                     cross join lateral (select page_id from article_topics where topic_id = topic.id and published_at is not null
                                         order by published_at desc, page_id desc limit 60) as newest
                 ) as sharing where page_id <> $1 group by page_id),
             words as (select to_tsquery('english', coalesce(nullif(string_agg(lexeme, ' | '), ''), 'none')) as query
                       from unnest(to_tsvector('english', $3)) where lexeme ~ '^[a-z0-9]+$')
             select publications.page_id from near join publications using (page_id), words
             order by near.shared + 8 * ts_rank_cd(publications.vector, words.query) desc, publications.page_id desc limit $4",
        )
        .bind::<SqlUuid, _>(page)
        .bind::<Array<SqlUuid>, _>(&topics)
        .bind::<Text, _>(title)
        .bind::<BigInt, _>(i64::try_from(most).unwrap_or(i64::MAX))
        .load(conn)
        .await?;
        let mut keys: Vec<Uuid> = near.into_iter().map(|key| key.page_id).collect();
        if keys.len() < most {
            let newest = Self::slice(conn, Of::All, 1).await?;
            let others = newest.articles.iter().map(|listed| listed.page).filter(|key| *key != page);
            for key in others {
                if keys.len() < most && !keys.contains(&key) {
                    keys.push(key);
                }
            }
        }
        Self::these(conn, &keys).await
    }

    /// The articles published just before and just after one.
    ///
    /// # Errors
    /// The database is away.
    pub async fn beside(
        conn: &mut Conn,
        page: Uuid,
        published_at: DateTime<Utc>,
    ) -> Result<(Option<Self>, Option<Self>)> {
        let earlier: Option<Uuid> = articles::table
            .filter(
                articles::published_at
                    .lt(published_at)
                    .or(articles::published_at.eq(published_at).and(articles::page_id.lt(page))),
            )
            .filter(articles::published_at.le(published_at))
            .order((articles::published_at.desc(), articles::page_id.desc()))
            .select(articles::page_id)
            .first(conn)
            .await
            .optional()?;
        let later: Option<Uuid> = articles::table
            .filter(
                articles::published_at
                    .gt(published_at)
                    .or(articles::published_at.eq(published_at).and(articles::page_id.gt(page))),
            )
            .filter(articles::published_at.ge(published_at))
            .order((articles::published_at, articles::page_id))
            .select(articles::page_id)
            .first(conn)
            .await
            .optional()?;
        let keys: Vec<Uuid> = [earlier, later].into_iter().flatten().collect();
        let found = Self::these(conn, &keys).await?;
        let take = |key: Option<Uuid>| found.iter().find(|listed| Some(listed.page) == key).cloned();
        Ok((take(earlier), take(later)))
    }
}
