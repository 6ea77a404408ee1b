//! The noun: a topic, under which articles are found.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::redirects::Redirect;
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::schema::{article_topics, pages, topics};

/// A topic.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Topic {
    /// Its key.
    pub id: Uuid,
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// A sentence about it.
    pub description: String,
}

impl From<(Uuid, String, String, String)> for Topic {
    fn from((id, slug, name, description): (Uuid, String, String, String)) -> Self {
        Self { id, slug, name, description }
    }
}

impl Topic {
    /// Every topic with a published article, in order.
    ///
    /// # Errors
    /// The database is away.
    pub async fn in_use(mut conn: &Conn) -> Result<Vec<Self>> {
        let used = article_topics::table
            .filter(article_topics::topic_id.eq(topics::id))
            .filter(article_topics::published_at.is_not_null());
        let rows: Vec<(Uuid, String, String, String)> = topics::table
            .filter(diesel::dsl::exists(used))
            .order((topics::position, topics::name))
            .select((topics::id, topics::slug, topics::name, topics::description))
            .load(&mut conn)
            .await?;
        Ok(rows.into_iter().map(Self::from).collect())
    }

    /// These topics, in order.
    ///
    /// # Errors
    /// The database is away.
    pub(super) async fn these(conn: &mut Conn, keys: &[Uuid]) -> Result<Vec<Self>> {
        let rows: Vec<(Uuid, String, String, String)> = topics::table
            .filter(topics::id.eq_any(keys))
            .order((topics::position, topics::name))
            .select((topics::id, topics::slug, topics::name, topics::description))
            .load(conn)
            .await?;
        Ok(rows.into_iter().map(Self::from).collect())
    }

    /// The topics of the article at a path, in order.
    ///
    /// # Errors
    /// The database is away.
    pub(super) async fn of_article(mut conn: &Conn, path: &str) -> Result<Vec<Self>> {
        let rows: Vec<(Uuid, String, String, String)> = article_topics::table
            .inner_join(topics::table)
            .inner_join(pages::table.on(pages::id.eq(article_topics::page_id)))
            .filter(pages::path.eq(path))
            .order((topics::position, topics::name))
            .select((topics::id, topics::slug, topics::name, topics::description))
            .load(&mut conn)
            .await?;
        Ok(rows.into_iter().map(Self::from).collect())
    }

    /// The topic of an address.
    ///
    /// # Errors
    /// [`crate::error::AppError::NotFound`].
    pub async fn by_slug(conn: &mut Conn, slug: &str) -> Result<Self> {
        let row: (Uuid, String, String, String) = topics::table
            .filter(topics::slug.eq(slug))
            .select((topics::id, topics::slug, topics::name, topics::description))
            .first(conn)
            .await?;
        Ok(row.into())
    }

    /// One of them.
    ///
    /// # Errors
    /// [`crate::error::AppError::NotFound`].
    pub async fn find(conn: &mut Conn, id: Uuid) -> Result<Self> {
        let row: (Uuid, String, String, String) = topics::table
            .find(id)
            .select((topics::id, topics::slug, topics::name, topics::description))
            .first(conn)
            .await?;
        Ok(row.into())
    }

    /// Every topic in order, each with how many articles are filed under it, drafts too.
    ///
    /// # Errors
    /// The database is away.
    pub async fn all(conn: &mut Conn) -> Result<Vec<(Self, i64)>> {
        let rows: Vec<(Uuid, String, String, String, i64)> = topics::table
            .left_join(article_topics::table.on(article_topics::topic_id.eq(topics::id)))
            .group_by(topics::id)
            .order((topics::position, topics::name, topics::id))
            .select((
                topics::id,
                topics::slug,
                topics::name,
                topics::description,
                diesel::dsl::count(article_topics::page_id.nullable()),
            ))
            .load(conn)
            .await?;
        Ok(rows.into_iter().map(|(id, slug, name, words, count)| ((id, slug, name, words).into(), count)).collect())
    }

    /// Whether another topic has this part of an address.
    ///
    /// # Errors
    /// The database is away.
    pub async fn is_taken(conn: &mut Conn, slug: &str, by_other_than: Option<Uuid>) -> Result<bool> {
        let mut query = topics::table.filter(topics::slug.eq(slug)).select(topics::id).into_boxed();
        if let Some(id) = by_other_than {
            query = query.filter(topics::id.ne(id));
        }
        Ok(query.first::<Uuid>(conn).await.optional()?.is_some())
    }

    /// Writes what it says now. Whoever knows its old address is led to the new one.
    ///
    /// # Errors
    /// [`crate::error::AppError::NotFound`]; the database is away, or its slug is taken.
    pub async fn change(&self, tx: &mut Tx, at: Moment, who: Uuid) -> Result<()> {
        let before = Self::find(tx.conn(), self.id).await?;
        diesel::update(topics::table.find(self.id))
            .set((topics::slug.eq(&self.slug), topics::name.eq(&self.name), topics::description.eq(&self.description)))
            .execute(tx.conn())
            .await?;
        if before.slug == self.slug {
            Ok(())
        } else {
            Redirect::follow(tx, at, (&before.path(), &self.path()), who).await
        }
    }

    /// Adds it.
    ///
    /// # Errors
    /// The database is away, or its slug is taken.
    pub async fn add(&self, tx: &mut Tx, position: i32) -> Result<()> {
        diesel::insert_into(topics::table)
            .values((
                topics::id.eq(self.id),
                topics::slug.eq(&self.slug),
                topics::name.eq(&self.name),
                topics::description.eq(&self.description),
                topics::position.eq(position),
            ))
            .execute(tx.conn())
            .await?;
        Ok(())
    }

    /// The address of its page.
    pub fn path(&self) -> String {
        format!("/blog/topics/{}", self.slug)
    }
}
