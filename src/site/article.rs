//! What an article has beside its page: author, topics, dates; and lists of articles.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::author::{self, Author};
use super::revision::Content;
use super::topic::Topic;
use crate::clock::Moment;
use crate::db::Tx;
use crate::error::Result;
use crate::schema::{article_topics, articles, revisions};

/// Words that a reader reads in a minute.
const WORDS_A_MINUTE: usize = 220;

/// What an article has beside its blocks.
#[derive(Debug, Clone)]
pub struct Article {
    /// Who wrote it.
    pub author: Author,
    /// Its topics, in their order.
    pub topics: Vec<Topic>,
    /// Reading time in minutes.
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
    pub author: Uuid,
    /// Its topics.
    pub topics: Vec<Uuid>,
    /// When it was published; the moment it goes live where this is none.
    pub published_at: Option<DateTime<Utc>>,
    /// When it was last changed.
    pub updated_at: Option<DateTime<Utc>>,
}

pub(super) type Row = (i32, Option<DateTime<Utc>>, Option<DateTime<Utc>>);

type Columns = (articles::minutes, articles::published_at, articles::updated_at);

pub(super) const COLUMNS: Columns = (articles::minutes, articles::published_at, articles::updated_at);

impl NewArticle {
    pub(super) async fn add(&self, tx: &mut Tx, page: Uuid) -> Result<()> {
        diesel::insert_into(articles::table)
            .values((
                articles::page_id.eq(page),
                articles::author_id.eq(self.author),
                articles::minutes.eq(1),
                articles::published_at.eq(self.published_at),
                articles::updated_at.eq(self.updated_at),
            ))
            .execute(tx.conn())
            .await?;
        let rows: Vec<_> = self
            .topics
            .iter()
            .map(|topic| {
                (
                    article_topics::page_id.eq(page),
                    article_topics::topic_id.eq(*topic),
                    article_topics::published_at.eq(self.published_at),
                )
            })
            .collect();
        diesel::insert_into(article_topics::table).values(rows).execute(tx.conn()).await?;
        Ok(())
    }
}

impl Article {
    pub(super) fn of_rows(
        (minutes, published_at, updated_at): Row,
        author: author::Row,
        topics: Vec<Topic>,
    ) -> Result<Self> {
        Ok(Self { author: Author::of_row(author)?, topics, minutes, published_at, updated_at })
    }

    /// Counts the minutes anew, and sets the dates: published once, updated from then on.
    pub(super) async fn went_live(tx: &mut Tx, at: Moment, page: Uuid, content: &Content, again: bool) -> Result<()> {
        let minutes = Self::minutes(content);
        diesel::update(articles::table.find(page)).set(articles::minutes.eq(minutes)).execute(tx.conn()).await?;
        // One that was taken down and comes back keeps its first day. Its topics carry the date with them, by their foreign key.
        let first: Option<DateTime<Utc>> = revisions::table
            .filter(revisions::page_id.eq(page))
            .select(diesel::dsl::min(revisions::published_at))
            .first(tx.conn())
            .await?;
        diesel::update(articles::table.find(page).filter(articles::published_at.is_null()))
            .set(articles::published_at.eq(first.unwrap_or(at.now)))
            .execute(tx.conn())
            .await?;
        diesel::update(article_topics::table.filter(article_topics::page_id.eq(page)))
            .set(
                article_topics::published_at
                    .eq(articles::table.find(page).select(articles::published_at).single_value()),
            )
            .execute(tx.conn())
            .await?;
        if again {
            diesel::update(articles::table.find(page)).set(articles::updated_at.eq(at.now)).execute(tx.conn()).await?;
        }
        Ok(())
    }

    /// The reading time of a content, in minutes.
    pub(super) fn minutes(content: &Content) -> i32 {
        let words = content.words().split_whitespace().count();
        i32::try_from(words.div_ceil(WORDS_A_MINUTE)).unwrap_or(i32::MAX).max(1)
    }

    /// The reading time in words.
    pub fn reading_time(&self) -> String {
        reading_time(self.minutes)
    }
}

/// The reading time in words, which stay together.
pub(super) fn reading_time(minutes: i32) -> String {
    if minutes == 1 { "1\u{a0}minute".to_owned() } else { format!("{minutes}\u{a0}minutes") }
}
