//! What stands around an article: what is like it, the newest, the one before and the one after. One statement reads them all.

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::listing::Listed;
use super::references::Reference;
use crate::db::Conn;
use crate::error::Result;

/// How many related articles stand under one.
const RELATED: usize = 3;
/// How many of the newest.
const RECENT: usize = 4;

/// What stands around an article.
#[derive(Debug, Default)]
pub struct Around {
    pub(super) related: Vec<Listed>,
    pub(super) recent: Vec<Neighbour>,
    pub(super) earlier: Option<Neighbour>,
    pub(super) later: Option<Neighbour>,
}

/// Another article, as a link.
#[derive(Debug, Clone)]
pub struct Neighbour {
    /// Its address.
    pub path: String,
    /// Its title.
    pub title: String,
}

/// The statement up to the article's path, and from there. Like an article are, among the newest that share a topic with it,
/// those whose titles and leads are nearest to its own. Each list is read from one index, so that ten thousand articles cost no
/// more than a hundred; the numbers are `RELATED`, and `RELATED + RECENT + 1`.
const AROUND: (&str, &str) = (
    "with this as (
        select pages.id, articles.published_at, publications.about
        from pages join articles on articles.page_id = pages.id left join publications on publications.page_id = pages.id
        where pages.path = ",
    "),
    words as (
        select string_agg(lexeme, ' | ')::tsquery as query
        from this, unnest(tsvector_to_array(this.about)) as lexeme where lexeme ~ '^[a-z0-9]+$'),
    near as (
        select page_id, count(*) as shared from (
            select newest.page_id from article_topics as own
            cross join lateral (
                select page_id from article_topics where topic_id = own.topic_id and published_at is not null
                order by published_at desc, page_id desc limit 60) as newest
            where own.page_id = (select id from this)) as sharing
        where page_id <> (select id from this) group by page_id),
    chosen (place, rank, page_id) as (
        (select 'related', row_number() over (order by
             near.shared + 8 * coalesce(ts_rank(publications.about, words.query), 0) desc, near.page_id desc), near.page_id
         from near join publications using (page_id), words order by 2 limit 3)
        union all
        (select 'newest', row_number() over (order by published_at desc, page_id desc), page_id
         from (select published_at, page_id from articles where published_at is not null
               order by published_at desc, page_id desc limit 8) as newest)
        union all
        (select 'earlier', 1, page_id from articles
         where (published_at, page_id) < ((select published_at from this), (select id from this))
         order by published_at desc, page_id desc limit 1)
        union all
        (select 'later', 1, page_id from articles
         where (published_at, page_id) > ((select published_at from this), (select id from this))
         order by published_at, page_id limit 1))
    select chosen.place, pages.id, pages.path, publications.title, publications.lead, publications.cover_id, authors.name,
           articles.minutes, articles.published_at
    from chosen join pages on pages.id = chosen.page_id and pages.live_revision is not null and pages.path is not null
    join publications on publications.page_id = chosen.page_id
    join articles on articles.page_id = chosen.page_id
    join authors on authors.id = articles.author_id
    where chosen.page_id <> (select id from this)
    order by chosen.place, chosen.rank",
);

/// The statement for one article: a type of its own and not `sql_query`, which the server would read and plan for every visitor.
#[derive(Debug, QueryId)]
struct Reading {
    path: String,
}

impl QueryFragment<Pg> for Reading {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> diesel::QueryResult<()> {
        out.push_sql(AROUND.0);
        out.push_bind_param::<Text, _>(&self.path)?;
        out.push_sql(AROUND.1);
        Ok(())
    }
}

impl Query for Reading {
    type SqlType = (Text, SqlUuid, Text, Text, Text, Nullable<SqlUuid>, Text, Integer, Nullable<Timestamptz>);
}

type Row = (String, Uuid, String, String, String, Option<Uuid>, String, i32, Option<DateTime<Utc>>);

impl Around {
    /// What stands around the article of a path; nothing where there is no article.
    ///
    /// # Errors
    /// The database is away.
    pub(super) async fn of(mut conn: &Conn, path: &str) -> Result<Self> {
        let mut around = Self::default();
        let mut newest = Vec::new();
        let rows: Vec<Row> = Reading { path: path.to_owned() }.load(&mut conn).await?;
        for (place, page, path, title, lead, cover, author, minutes, published_at) in rows {
            let listed = Listed { page, path, title, lead, cover, author, minutes, published_at };
            match place.as_str() {
                "related" => around.related.push(listed),
                "newest" => newest.push(listed),
                "earlier" => around.earlier = Some(listed.into()),
                _ => around.later = Some(listed.into()),
            }
        }
        newest.retain(|listed| !around.related.iter().any(|other| other.page == listed.page));
        // Where too few are like it, the newest others stand in.
        let missing = RELATED.saturating_sub(around.related.len()).min(newest.len());
        around.related.extend(newest.drain(..missing));
        around.recent = newest.into_iter().take(RECENT).map(Neighbour::from).collect();
        Ok(around)
    }

    /// The pictures that it shows.
    pub(super) fn references(&self) -> Vec<Reference> {
        self.related.iter().filter_map(|listed| listed.cover).map(Reference::Media).collect()
    }
}

impl From<Listed> for Neighbour {
    fn from(listed: Listed) -> Self {
        Self { path: listed.path, title: listed.title }
    }
}
