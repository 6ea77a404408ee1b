//! Where things are used: what is, can't be deleted, and whoever tries is told the places (promise 2).

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::references::Reference;
use crate::accounts::access::{Power, Viewer};
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
    /// `page`, `article`, `case`, `part`, `service`, `author`, `menu`, `redirect` or `logo`.
    #[diesel(sql_type = Text)]
    pub kind: String,
    /// Its key, where it has a screen of its own at the desk.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub id: Option<Uuid>,
    /// Of an article: the key of the member of staff whose own it is.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub staff: Option<Uuid>,
}

impl Place {
    /// Where it is changed, for those who may: everything of the site's content, the logo, or else one's own articles.
    pub fn edit(&self, viewer: &Viewer) -> Option<String> {
        edit(&self.kind, self.id, self.staff, viewer)
    }

    /// The same with its words, for a screen.
    pub fn seen_by(self, viewer: &Viewer) -> PlaceSeen {
        PlaceSeen { edit: self.edit(viewer), title: self.title, path: self.path }
    }
}

/// A place as somebody at the desk sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceSeen {
    /// What it is called.
    pub title: String,
    /// Its path, where it has one.
    pub path: Option<String>,
    /// Where it is changed, where they may change it.
    pub edit: Option<String>,
}

/// Where something is changed at the desk, for those who may: by its kind, its key, and whose article it is.
pub(crate) fn edit(kind: &str, id: Option<Uuid>, own: Option<Uuid>, viewer: &Viewer) -> Option<String> {
    let may = match kind {
        "article" => viewer.may(Power::Content) || own == Some(viewer.staff_id),
        "logo" => viewer.may(Power::People),
        _ => viewer.may(Power::Content),
    };
    let screen = match (kind, id) {
        ("page" | "article" | "case" | "part", Some(id)) => format!("/admin/pages/{id}"),
        ("service", Some(id)) => format!("/admin/services/{id}"),
        ("author", Some(id)) => format!("/admin/authors/{id}"),
        ("menu", _) => "/admin/menus".to_owned(),
        ("redirect", _) => "/admin/redirects".to_owned(),
        ("logo", _) => "/admin/settings/logo".to_owned(),
        _ => return None,
    };
    may.then_some(screen)
}

/// The columns of a page as a place, with its article's author: `articles` and `authors` are joined by [`OWN`].
const PAGE: &str = "title, path, pages.kind, pages.id, own.staff_id as staff";
const OWN: &str = "left join articles as written on written.page_id = pages.id left join authors as own on own.id = written.author_id";

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
    let menus = |column: &str| {
        format!(
            "union select 'the menu (' || label || ')', null, 'menu', null, null from menu_items where {column} = $1"
        )
    };
    // Pages that name it beside their blocks, in a table of their own.
    let beside = |table: &str, column: &str| {
        format!(
            "union select {PAGE} from {table} as beside join pages on pages.id = beside.page_id
             join revisions on revisions.id = coalesce(live_revision, draft_revision) {OWN} where beside.{column} = $1"
        )
    };
    let (column, id, others) = match of {
        Reference::Form(id) => ("form_id", id, menus("form_id")),
        Reference::Page(id) => (
            "page_id",
            id,
            format!(
                "{} union select 'the redirect from ' || from_path, null, 'redirect', null, null from redirects where page_id = $1
                 union select 'the service ' || name, null, 'service', id, null from services where page_id = $1
                 union select {PAGE} from pages
                   join revisions on revisions.id = coalesce(live_revision, draft_revision) {OWN} where parent_id = $1",
                menus("page_id")
            ),
        ),
        Reference::Media(id) => (
            "media_id",
            id,
            "union select 'the author ' || name, null, 'author', id, null from authors where picture_id = $1
             union select 'the logo', '/admin/settings/logo', 'logo', null, null from
               (select value from settings where topic = 'business' order by version desc limit 1) business
               where $1::text in (value->>'logo', value->>'logo_dark')"
                .to_owned(),
        ),
        Reference::Service(id) => ("service_id", id, beside("cases", "service_id")),
        Reference::Author(id) => ("author_id", id, beside("articles", "author_id")),
    };
    let mut places: Vec<Place> = sql_query(format!(
        "select shown.{PAGE} from block_references join revisions on revisions.id = revision_id
         join pages on pages.id = revisions.page_id
         join revisions as shown on shown.id = coalesce(live_revision, draft_revision) {OWN}
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
    let filed: Vec<Place> = sql_query(format!(
        "select {PAGE} from article_topics join pages on pages.id = article_topics.page_id
         join revisions on revisions.id = coalesce(live_revision, draft_revision) {OWN} where topic_id = $1 order by title limit 20"
    ))
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
