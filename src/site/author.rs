//! The noun: an author, who may or may not be staff. Articles name one, and the *people* block lists them.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::schema::{articles, authors, staff};

/// What is said where a member of staff is to be two of them.
pub const TWICE: &str = "They stand under another name here already. Choose another";

/// An author.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Author {
    /// Its key.
    pub id: Uuid,
    /// Its name in addresses.
    pub slug: String,
    /// The name.
    pub name: String,
    /// What they do.
    pub role: String,
    /// About them.
    pub bio: String,
    /// Where else they are to be found.
    pub links: Vec<AuthorLink>,
    /// Their picture.
    pub picture: Option<Uuid>,
    /// Where they stand among the others.
    pub position: i32,
}

/// A place where an author is to be found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorLink {
    /// Its words.
    pub label: String,
    /// An `https` address.
    pub address: String,
}

pub(super) type Row = (Uuid, String, String, String, String, serde_json::Value, Option<Uuid>, i32);

pub(super) type Columns = (
    authors::id,
    authors::slug,
    authors::name,
    authors::role,
    authors::bio,
    authors::links,
    authors::picture_id,
    authors::position,
);

pub(super) const COLUMNS: Columns = (
    authors::id,
    authors::slug,
    authors::name,
    authors::role,
    authors::bio,
    authors::links,
    authors::picture_id,
    authors::position,
);

impl Author {
    pub(super) fn of_row((id, slug, name, role, bio, links, picture, position): Row) -> Result<Self> {
        Ok(Self { id, slug, name, role, bio, links: serde_json::from_value(links)?, picture, position })
    }

    /// These authors, in the business's order.
    ///
    /// # Errors
    /// The database is away.
    pub async fn these(mut conn: &Conn, keys: &[Uuid]) -> Result<Vec<Self>> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<Row> = authors::table
            .filter(authors::id.eq_any(keys))
            .order((authors::position, authors::name))
            .select(COLUMNS)
            .load(&mut conn)
            .await?;
        rows.into_iter().map(Self::of_row).collect()
    }

    /// The author of an address.
    ///
    /// # Errors
    /// [`crate::error::AppError::NotFound`].
    pub async fn by_slug(conn: &mut Conn, slug: &str) -> Result<Self> {
        let row: Row = authors::table.filter(authors::slug.eq(slug)).select(COLUMNS).first(conn).await?;
        Self::of_row(row)
    }

    /// The slugs of all who have written something that is live.
    ///
    /// # Errors
    /// The database is away.
    pub async fn who_wrote(conn: &mut Conn) -> Result<Vec<String>> {
        use crate::schema::pages;
        let wrote = articles::table
            .inner_join(pages::table)
            .filter(pages::live_revision.is_not_null())
            .filter(articles::author_id.eq(authors::id));
        Ok(authors::table
            .filter(diesel::dsl::exists(wrote))
            .order(authors::slug)
            .select(authors::slug)
            .load(conn)
            .await?)
    }

    /// Everybody in order, each with the member of staff who they are, and with how many articles are theirs, drafts too.
    ///
    /// # Errors
    /// The database is away.
    pub async fn all(conn: &mut Conn) -> Result<Vec<(Self, Option<String>, i64)>> {
        let rows: Vec<(Row, Option<String>)> = authors::table
            .left_join(staff::table.on(authors::staff_id.eq(staff::id.nullable())))
            .order((authors::position, authors::name, authors::id))
            .select((COLUMNS, staff::name.nullable()))
            .load(conn)
            .await?;
        let counts: Vec<(Uuid, i64)> = articles::table
            .group_by(articles::author_id)
            .select((articles::author_id, diesel::dsl::count_star()))
            .load(conn)
            .await?;
        let count = |id| counts.iter().find(|(author, _)| *author == id).map_or(0, |(_, count)| *count);
        let one = |(row, staff): (Row, Option<String>)| {
            let author = Self::of_row(row)?;
            let wrote = count(author.id);
            Ok((author, staff, wrote))
        };
        rows.into_iter().map(one).collect()
    }

    /// One of them, with the member of staff who they are.
    ///
    /// # Errors
    /// [`crate::error::AppError::NotFound`].
    pub async fn find(conn: &mut Conn, id: Uuid) -> Result<(Self, Option<Uuid>)> {
        let (row, staff): (Row, Option<Uuid>) =
            authors::table.find(id).select((COLUMNS, authors::staff_id)).first(conn).await?;
        Ok((Self::of_row(row)?, staff))
    }

    /// Whether a member of staff is one of them.
    ///
    /// # Errors
    /// The database is away.
    pub async fn is_there(conn: &mut Conn, staff: Uuid) -> Result<bool> {
        let own = authors::table.filter(authors::staff_id.eq(staff)).select(authors::id);
        Ok(own.first::<Uuid>(conn).await.optional()?.is_some())
    }

    /// The staff who may come in and are no other person of the list, by name.
    ///
    /// # Errors
    /// The database is away.
    pub async fn free_staff(conn: &mut Conn, of: Option<Uuid>) -> Result<Vec<(Uuid, String)>> {
        let own: Option<Uuid> = match of {
            Some(id) => authors::table.find(id).select(authors::staff_id).first(conn).await?,
            None => None,
        };
        let same = authors::staff_id.eq(staff::id.nullable());
        let others = authors::table.filter(same).filter(authors::id.ne(of.unwrap_or_default()));
        Ok(staff::table
            .filter(diesel::dsl::not(diesel::dsl::exists(others)))
            .filter(staff::disabled_at.is_null().or(staff::id.nullable().eq(own)))
            .order((staff::name, staff::id))
            .select((staff::id, staff::name))
            .load::<(Uuid, String)>(conn)
            .await?)
    }

    /// Refuses where a member of staff is another of them already: an author's own articles are those of one.
    ///
    /// # Errors
    /// [`AppError::Conflict`].
    pub async fn refuse_twice(tx: &mut Tx, staff: Option<Uuid>, of: Option<Uuid>) -> Result<()> {
        let others = authors::table.filter(authors::staff_id.eq(staff)).filter(authors::id.ne(of.unwrap_or_default()));
        let other: Option<Uuid> = match staff {
            Some(_) => others.select(authors::id).first(tx.conn()).await.optional()?,
            None => None,
        };
        if other.is_none() { Ok(()) } else { Err(AppError::Conflict(TWICE.to_owned())) }
    }

    /// Writes what is said of them now. Their slug stays, and their place.
    ///
    /// # Errors
    /// The database is away.
    pub async fn change(&self, tx: &mut Tx, staff: Option<Uuid>) -> Result<()> {
        diesel::update(authors::table.find(self.id))
            .set((
                authors::name.eq(&self.name),
                authors::role.eq(&self.role),
                authors::bio.eq(&self.bio),
                authors::staff_id.eq(staff),
                authors::links.eq(serde_json::to_value(&self.links)?),
                authors::picture_id.eq(self.picture),
            ))
            .execute(tx.conn())
            .await?;
        Ok(())
    }

    /// Adds them; `staff` is their own row there.
    ///
    /// # Errors
    /// The database is away, or the slug is taken.
    pub async fn add(&self, tx: &mut Tx, staff: Option<Uuid>) -> Result<()> {
        diesel::insert_into(authors::table)
            .values((
                authors::id.eq(self.id),
                authors::slug.eq(&self.slug),
                authors::name.eq(&self.name),
                authors::role.eq(&self.role),
                authors::bio.eq(&self.bio),
                authors::staff_id.eq(staff),
                authors::links.eq(serde_json::to_value(&self.links)?),
                authors::picture_id.eq(self.picture),
                authors::position.eq(self.position),
            ))
            .execute(tx.conn())
            .await?;
        Ok(())
    }

    /// The address of their page.
    pub fn path(&self) -> String {
        format!("/blog/authors/{}", self.slug)
    }
}
