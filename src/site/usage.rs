//! Where things are used: what is, can't be deleted, and whoever tries is told the places (promise 2).

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::references::Reference;
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::media::Media;

/// A place where something is used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, QueryableByName)]
pub struct Place {
    /// What it is called: a page's title, or the name of a menu.
    #[diesel(sql_type = Text)]
    pub title: String,
    /// Its path, where it has one.
    #[diesel(sql_type = Nullable<Text>)]
    pub path: Option<String>,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.path {
            Some(path) => write!(f, "{} ({path})", self.title),
            None => f.write_str(&self.title),
        }
    }
}

/// Every place where something is used: blocks and covers of what is live or drafted, menus, redirects, and what else points to it.
///
/// # Errors
/// The database is away.
pub async fn places(conn: &mut Conn, of: Reference) -> Result<Vec<Place>> {
    let (column, id, others) = match of {
        Reference::Form(id) => {
            ("form_id", id, "union select 'the menu (' || label || ')', null from menu_items where form_id = $1")
        }
        Reference::Page(id) => (
            "page_id",
            id,
            "union select 'the menu (' || label || ')', null from menu_items where page_id = $1
             union select 'the redirect from ' || from_path, null from redirects where page_id = $1
             union select 'the service ' || name, null from services where page_id = $1
             union select title, path from pages join revisions on revisions.id = coalesce(live_revision, draft_revision) where parent_id = $1",
        ),
        Reference::Media(id) => (
            "media_id",
            id,
            "union select 'the author ' || name, null from authors where picture_id = $1
             union select 'the logo', '/admin/settings/logo' from
               (select value from settings where topic = 'business' order by version desc limit 1) business
               where $1::text in (value->>'logo', value->>'logo_dark')",
        ),
        Reference::Service(id) => (
            "service_id",
            id,
            "union select title, path from cases join pages on pages.id = cases.page_id
             join revisions on revisions.id = coalesce(live_revision, draft_revision) where service_id = $1",
        ),
        Reference::Author(id) => (
            "author_id",
            id,
            "union select title, path from articles join pages on pages.id = articles.page_id
             join revisions on revisions.id = coalesce(live_revision, draft_revision) where author_id = $1",
        ),
    };
    let mut places: Vec<Place> = sql_query(format!(
        "select shown.title, path from block_references join revisions on revisions.id = revision_id
         join pages on pages.id = revisions.page_id
         join revisions as shown on shown.id = coalesce(live_revision, draft_revision)
         where block_references.{column} = $1 {others}"
    ))
    .bind::<SqlUuid, _>(id)
    .load(conn)
    .await?;
    places.sort();
    places.dedup();
    Ok(places)
}

/// In how many places each of these files is used; those that are used nowhere are left out.
///
/// # Errors
/// The database is away.
pub async fn counts(conn: &mut Conn, media: &[Uuid]) -> Result<BTreeMap<Uuid, i64>> {
    let rows: Vec<Count> = sql_query(
        "select id, count(*) as places from (
           select media_id as id, revisions.page_id as place from block_references
             join revisions on revisions.id = revision_id where media_id = any($1)
           union select picture_id, authors.id from authors where picture_id = any($1)
           union select logo::uuid, null from
             (select value from settings where topic = 'business' order by version desc limit 1) business,
             lateral (values (value->>'logo'), (value->>'logo_dark')) as logos (logo) where logo::uuid = any($1)
         ) as used group by id",
    )
    .bind::<Array<SqlUuid>, _>(media.to_vec())
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.places)).collect())
}

#[derive(Debug, QueryableByName)]
struct Count {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = BigInt)]
    places: i64,
}

/// Deletes something that nothing points to.
///
/// # Errors
/// [`AppError::Conflict`] with the places where it is used; [`AppError::NotFound`].
pub async fn delete(tx: &mut Tx, at: Moment, of: Reference) -> Result<()> {
    let (what, table, id) = match of {
        Reference::Form(id) => ("form", "forms", id),
        Reference::Page(id) => ("page", "pages", id),
        Reference::Media(id) => ("file", "media", id),
        Reference::Service(id) => ("service", "services", id),
        Reference::Author(id) => ("author", "authors", id),
    };
    if let Reference::Media(id) = of {
        // Whoever makes it the logo holds its row: no foreign key stands behind a setting.
        sql_query("select from media where id = $1 for update").bind::<SqlUuid, _>(id).execute(tx.conn()).await?;
    }
    refuse_used(tx, of, what).await?;
    if let Reference::Media(id) = of {
        Media::remove_bytes_later(tx, at, id).await?;
    }
    let deleted =
        sql_query(format!("delete from {table} where id = $1")).bind::<SqlUuid, _>(id).execute(tx.conn()).await;
    match deleted {
        Ok(0) => Err(AppError::NotFound),
        Ok(_) => Ok(()),
        // Used since it was looked at: the foreign keys hold it.
        Err(diesel::result::Error::DatabaseError(
            diesel::result::DatabaseErrorKind::ForeignKeyViolation
            | diesel::result::DatabaseErrorKind::RestrictViolation,
            _,
        )) => Err(AppError::Conflict(format!("This {what} is in use."))),
        Err(error) => Err(error.into()),
    }
}

/// Refuses with the places where something is used.
///
/// # Errors
/// [`AppError::Conflict`].
pub async fn refuse_used(tx: &mut Tx, of: Reference, what: &str) -> Result<()> {
    let places = places(tx.conn(), of).await?;
    if places.is_empty() {
        return Ok(());
    }
    let list = places.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    Err(AppError::Conflict(format!("This {what} is used on {list}. Take it away there first.")))
}

/// Deletes a topic under which nothing is filed.
///
/// # Errors
/// [`AppError::Conflict`] with the articles that are filed under it.
pub async fn delete_topic(tx: &mut Tx, id: Uuid) -> Result<()> {
    let filed: Vec<Place> = sql_query(
        "select title, path from article_topics join pages on pages.id = article_topics.page_id
         join revisions on revisions.id = coalesce(live_revision, draft_revision) where topic_id = $1 order by title limit 20",
    )
    .bind::<SqlUuid, _>(id)
    .load(tx.conn())
    .await?;
    if !filed.is_empty() {
        let list = filed.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        return Err(AppError::Conflict(format!("Filed under this topic: {list}. File them elsewhere first.")));
    }
    let deleted = diesel::delete(crate::schema::topics::table.find(id)).execute(tx.conn()).await?;
    if deleted == 0 { Err(AppError::NotFound) } else { Ok(()) }
}
