//! The noun: what a case has beside its page. A case tells what was done for a client, with a result in a number. Cases stand in the
//! order that staff gave them; while nobody has moved one, the newest year comes first.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::ordered::Way;
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::schema::{cases, pages, publications, revisions};

/// The order in which everybody sees them.
#[diesel::dsl::auto_type]
fn order() -> _ {
    (cases::position, cases::year.desc(), cases::page_id)
}

/// What a case has beside its page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = cases, check_for_backend(diesel::pg::Pg))]
pub struct Case {
    /// For whom.
    pub client: String,
    /// What the client does.
    pub sector: String,
    /// Where.
    pub place: String,
    /// When.
    pub year: i32,
    /// The result in a number; empty for none.
    pub figure: String,
    /// What the number counts.
    pub figure_words: String,
    /// What the client bought.
    #[diesel(column_name = service_id)]
    pub service: Option<Uuid>,
    /// Where it stands, from 1 on; 0 of all of them while nobody has moved one.
    pub position: i32,
}

/// A case in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedCase {
    /// The key of its page.
    pub page: Uuid,
    /// Its address.
    pub path: String,
    /// The result as a headline.
    pub title: String,
    /// A sentence about it.
    pub lead: String,
    /// Its cover.
    pub cover: Option<Uuid>,
    /// What it has beside its page.
    pub case: Case,
}

impl Case {
    /// Adds what a case has beside its page.
    ///
    /// # Errors
    /// The database is away.
    pub async fn add(&self, tx: &mut Tx, page: Uuid) -> Result<()> {
        diesel::insert_into(cases::table)
            .values((
                cases::page_id.eq(page),
                cases::client.eq(&self.client),
                cases::sector.eq(&self.sector),
                cases::place.eq(&self.place),
                cases::year.eq(self.year),
                cases::figure.eq(&self.figure),
                cases::figure_words.eq(&self.figure_words),
                cases::service_id.eq(self.service),
                cases::position.eq(self.position),
            ))
            .execute(tx.conn())
            .await?;
        Ok(())
    }

    /// The keys of all cases, drafts too, in their order.
    ///
    /// # Errors
    /// The database is away.
    pub async fn keys(conn: &mut Conn) -> Result<Vec<Uuid>> {
        Ok(cases::table.order(order()).select(cases::page_id).load(conn).await?)
    }

    /// What it is called in its newest revision.
    ///
    /// # Errors
    /// [`AppError::NotFound`](crate::error::AppError::NotFound).
    pub async fn title(conn: &mut Conn, id: Uuid) -> Result<String> {
        let newest = diesel::dsl::case_when(pages::draft_revision.is_not_null(), pages::draft_revision)
            .otherwise(pages::live_revision);
        let titles = pages::table.inner_join(revisions::table.on(revisions::id.nullable().eq(newest)));
        Ok(titles.filter(pages::id.eq(id)).select(revisions::title).first(conn).await?)
    }

    /// The place of a new one: behind the last, or among those of its year while nobody has moved one. Holds the order until the
    /// transaction ends.
    ///
    /// # Errors
    /// The database is away.
    pub async fn next(tx: &mut Tx) -> Result<i32> {
        Self::hold(tx).await?;
        let last: Option<i32> = cases::table.select(diesel::dsl::max(cases::position)).first(tx.conn()).await?;
        Ok(last.filter(|last| *last > 0).map_or(0, |last| last + 1))
    }

    /// Moves a case one place, and answers which place it has then, from 1 on; `None` where it stood at the end already.
    ///
    /// # Errors
    /// [`AppError::NotFound`](crate::error::AppError::NotFound) for what is no case.
    pub async fn shift(tx: &mut Tx, id: Uuid, way: Way) -> Result<Option<usize>> {
        Self::hold(tx).await?;
        let mut keys = Self::keys(tx.conn()).await?;
        let Some(place) = way.shift(&mut keys, id)? else { return Ok(None) };
        sql_query(
            "update cases set position = listed.place from unnest($1) with ordinality as listed (key, place)
             where page_id = listed.key and position <> listed.place",
        )
        .bind::<Array<SqlUuid>, _>(keys)
        .execute(tx.conn())
        .await?;
        Ok(Some(place))
    }

    /// Holds the order until the transaction ends: whoever changes it at the same moment waits, and nobody who reads it does.
    async fn hold(tx: &mut Tx) -> Result<()> {
        sql_query("lock table cases in share row exclusive mode").execute(tx.conn()).await?;
        Ok(())
    }

    /// "Osgood & Daughters, roofers, Whitcliffe".
    pub fn line(&self) -> String {
        let parts = [&self.client, &self.sector, &self.place];
        parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ")
    }
}

type ListedRow = (Uuid, String, String, String, Option<Uuid>, Case);

impl ListedCase {
    /// These live cases, or the first in the order of all where none are named.
    ///
    /// # Errors
    /// The database is away.
    pub async fn load(mut conn: &Conn, keys: &[Uuid], most: i64) -> Result<Vec<Self>> {
        let mut query = cases::table
            .inner_join(pages::table)
            .inner_join(publications::table.on(publications::page_id.eq(cases::page_id)))
            .filter(pages::live_revision.is_not_null())
            .filter(pages::path.is_not_null())
            .order(order())
            .limit(most)
            .select((
                cases::page_id,
                pages::path.assume_not_null(),
                publications::title,
                publications::lead,
                publications::cover_id,
                Case::as_select(),
            ))
            .into_boxed();
        if !keys.is_empty() {
            query = query.filter(cases::page_id.eq_any(keys.to_vec()));
        }
        let rows: Vec<ListedRow> = query.load(&mut conn).await?;
        let listed = rows.into_iter().map(|(page, path, title, lead, cover, case)| Self {
            page,
            path,
            title,
            lead,
            cover,
            case,
        });
        Ok(listed.collect())
    }
}
