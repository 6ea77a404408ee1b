//! What stands around an article: what is like it, the newest, the one before and the one after. One statement reads them all.

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::listing::Listed;
use crate::db::Conn;
use crate::error::Result;
use crate::media::Media;

/// How many related articles stand under one.
const RELATED: usize = 3;
/// How many of the newest.
const RECENT: usize = 4;

/// What stands around an article.
#[derive(Debug, Default)]
pub struct Around {
    pub(super) related: Vec<Listed>,
    pub(super) recent: Vec<Listed>,
    pub(super) earlier: Option<Listed>,
    pub(super) later: Option<Listed>,
    pub(super) covers: Vec<Media>,
}

/// In which place of it an article stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// It is like this one.
    Related,
    /// It is one of the newest.
    Newest,
    /// It was published before this one.
    Earlier,
    /// It was published after this one.
    Later,
}

/// The statement up to the article's key, and from there. Like an article are, among the newest that share a topic with it, those
/// whose titles and leads are nearest to its own. Each list is read from one index, so that ten thousand articles cost no more than a
/// hundred; the numbers are `RELATED`, and `RELATED + RECENT + 1`.
const AROUND: (&str, &str) = (
    "with this as (
        select articles.published_at, publications.about
        from articles left join publications using (page_id) where articles.page_id = ",
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
            where own.page_id = $1) as sharing
        where page_id <> $1 group by page_id),
    chosen (place, rank, page_id) as (
        (select 'related', row_number() over (
             order by near.shared + 8 * coalesce(ts_rank(publications.about, words.query), 0) desc, near.page_id desc), near.page_id
         from near join publications using (page_id), words order by 2 limit 3)
        union all
        (select 'newest', row_number() over (order by published_at desc, page_id desc), page_id
         from (select published_at, page_id from articles where published_at is not null
               order by published_at desc, page_id desc limit 8) as newest)
        union all
        (select 'earlier', 1, page_id from articles
         where (published_at, page_id) < ((select published_at from this), $1)
         order by published_at desc, page_id desc limit 1)
        union all
        (select 'later', 1, page_id from articles
         where (published_at, page_id) > ((select published_at from this), $1)
         order by published_at, page_id limit 1))
    select chosen.place, pages.id, pages.path, publications.title, publications.lead, publications.cover_id, authors.name,
           articles.minutes, articles.published_at
    from chosen join pages on pages.id = chosen.page_id and pages.live_revision is not null and pages.path is not null
    join publications on publications.page_id = chosen.page_id
    join articles on articles.page_id = chosen.page_id
    join authors on authors.id = articles.author_id
    order by chosen.place, chosen.rank",
);

/// The statement for one article: a type of its own and not `sql_query`, which the server would read and plan for every visitor.
#[derive(Debug, QueryId)]
struct Reading {
    page: Uuid,
}

impl QueryFragment<Pg> for Reading {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> diesel::QueryResult<()> {
        out.push_sql(AROUND.0);
        // The one parameter; the rest names it by its number.
        out.push_bind_param::<SqlUuid, _>(&self.page)?;
        out.push_sql(AROUND.1);
        Ok(())
    }
}

impl Query for Reading {
    type SqlType = (Text, SqlUuid, Text, Text, Text, Nullable<SqlUuid>, Text, Integer, Nullable<Timestamptz>);
}

type Row = (String, Uuid, String, String, String, Option<Uuid>, String, i32, Option<DateTime<Utc>>);

/// Every article around one, those of a place in their order.
///
/// # Errors
/// The database is away.
pub async fn around_of(mut conn: &Conn, page: Uuid) -> Result<Vec<(Place, Listed)>> {
    let rows: Vec<Row> = Reading { page }.load(&mut conn).await?;
    let placed = rows.into_iter().map(|(place, page, path, title, lead, cover, author, minutes, published_at)| {
        let place = match place.as_str() {
            "related" => Place::Related,
            "newest" => Place::Newest,
            "earlier" => Place::Earlier,
            _ => Place::Later,
        };
        (place, Listed { page, path, title, lead, cover, author, minutes, published_at })
    });
    Ok(placed.collect())
}

impl Around {
    /// What stands around the article of a page.
    ///
    /// # Errors
    /// The database is away.
    pub(super) async fn load(conn: &Conn, page: Uuid) -> Result<Self> {
        let mut around = Self::default();
        let mut newest = Vec::new();
        for (place, listed) in around_of(conn, page).await? {
            match place {
                Place::Related => around.related.push(listed),
                Place::Newest => newest.push(listed),
                Place::Earlier => around.earlier = Some(listed),
                Place::Later => around.later = Some(listed),
            }
        }
        newest.retain(|listed| listed.page != page && !around.related.iter().any(|other| other.page == listed.page));
        // Where too few are like it, the newest others stand in.
        let missing = RELATED.saturating_sub(around.related.len()).min(newest.len());
        around.related.extend(newest.drain(..missing));
        around.recent = newest.into_iter().take(RECENT).collect();
        let keys: Vec<_> = around.related.iter().filter_map(|listed| listed.cover).collect();
        around.covers = Media::these(conn, &keys).await?;
        Ok(around)
    }
}
