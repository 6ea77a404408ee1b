//! What the business lists in an order of its own: services, topics and people. Each has a name and a part of an address, is moved
//! up and down, and stays while pages use it.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, Integer, Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::slug;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};

/// A list in the business's own order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ordered {
    /// Of services.
    Service,
    /// Of topics.
    Topic,
    /// Of people, who write or are shown.
    Author,
}

/// What stands in such a list.
pub trait InOrder: 'static {
    /// In which.
    const OF: Ordered;
}

/// Which way something moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// One place up.
    Up,
    /// One place down.
    Down,
}

/// A page that uses something, live or as a draft.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Holder {
    /// Its key.
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    /// The title of its newest revision.
    #[diesel(sql_type = Text)]
    pub title: String,
    /// Its path; none of a recurring part.
    #[diesel(sql_type = Nullable<Text>)]
    pub path: Option<String>,
}

#[derive(QueryableByName)]
struct Key {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

#[derive(QueryableByName)]
struct Words {
    #[diesel(sql_type = Text)]
    words: String,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = Integer)]
    number: i32,
}

impl Way {
    /// As the button says it: "up" or "down".
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "up" => Some(Self::Up),
            "down" => Some(Self::Down),
            _ => None,
        }
    }

    /// Moves one of a list one place, and answers at which place it stands then, from 1 on; `None` where it stood at the end already.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where it is not in the list.
    pub(super) fn shift(self, keys: &mut [Uuid], id: Uuid) -> Result<Option<usize>> {
        let place = keys.iter().position(|key| *key == id).ok_or(AppError::NotFound)?;
        let to = match self {
            Self::Up => place.checked_sub(1),
            Self::Down => Some(place + 1).filter(|to| *to < keys.len()),
        };
        if let Some(to) = to {
            keys.swap(place, to);
        }
        Ok(to.map(|to| to + 1))
    }
}

impl Ordered {
    fn table(self) -> &'static str {
        match self {
            Self::Service => "services",
            Self::Topic => "topics",
            Self::Author => "authors",
        }
    }

    /// Holds the list until the transaction ends: whoever changes it at the same moment waits, and nobody who reads it does.
    ///
    /// # Errors
    /// The database is away.
    pub async fn hold(self, tx: &mut Tx) -> Result<()> {
        sql_query(format!("lock table {} in share row exclusive mode", self.table())).execute(tx.conn()).await?;
        Ok(())
    }

    /// What one of them is called.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn name(self, conn: &mut Conn, id: Uuid) -> Result<String> {
        let query = sql_query(format!("select name as words from {} where id = $1", self.table()));
        let row: Words = query.bind::<SqlUuid, _>(id).get_result(conn).await?;
        Ok(row.words)
    }

    /// The place behind the last.
    ///
    /// # Errors
    /// The database is away.
    pub async fn next(self, tx: &mut Tx) -> Result<i32> {
        let table = self.table();
        let query = sql_query(format!("select coalesce(max(position), 0) + 1 as number from {table}"));
        let last: Number = query.get_result(tx.conn()).await?;
        Ok(last.number)
    }

    /// A part of an address for a name, which nothing else in the list has.
    ///
    /// # Errors
    /// The database is away.
    pub async fn free_slug(self, tx: &mut Tx, name: &str) -> Result<String> {
        let wanted = slug::slug(name);
        let taken: Vec<Words> =
            sql_query(format!("select slug as words from {} where starts_with(slug, $1)", self.table()))
                .bind::<Text, _>(&wanted)
                .load(tx.conn())
                .await?;
        Ok(slug::free(&wanted, &taken.into_iter().map(|row| row.words).collect::<Vec<_>>()))
    }

    /// Moves something one place, and answers which place it has then, from 1 on; `None` where it stood at the end already.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn shift(self, tx: &mut Tx, id: Uuid, way: Way) -> Result<Option<usize>> {
        self.hold(tx).await?;
        let table = self.table();
        let rows: Vec<Key> =
            sql_query(format!("select id from {table} order by position, name, id")).load(tx.conn()).await?;
        let mut keys: Vec<Uuid> = rows.into_iter().map(|row| row.id).collect();
        let Some(place) = way.shift(&mut keys, id)? else { return Ok(None) };
        sql_query(format!(
            "update {table} set position = listed.place from unnest($1) with ordinality as listed (key, place)
             where id = listed.key and position <> listed.place"
        ))
        .bind::<Array<SqlUuid>, _>(keys)
        .execute(tx.conn())
        .await?;
        Ok(Some(place))
    }

    /// The pages, articles, cases and recurring parts that use something of the list, by title.
    ///
    /// # Errors
    /// The database is away.
    pub async fn holders(self, conn: &mut Conn, id: Uuid) -> Result<Vec<Holder>> {
        let by_block =
            "select revisions.page_id from revisions join block_references on revision_id = revisions.id where";
        let pages = match self {
            Self::Service => {
                format!("{by_block} service_id = $1 union select page_id from cases where service_id = $1")
            }
            Self::Topic => "select page_id from article_topics where topic_id = $1".to_owned(),
            Self::Author => {
                format!("{by_block} author_id = $1 union select page_id from articles where author_id = $1")
            }
        };
        Ok(sql_query(format!(
            "select pages.id, title, path from pages
             join revisions on revisions.id = coalesce(draft_revision, live_revision)
             where pages.id in ({pages}) order by title, pages.id"
        ))
        .bind::<SqlUuid, _>(id)
        .load(conn)
        .await?)
    }
}
