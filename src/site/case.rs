//! The noun: what a case has beside its page. A case tells what was done for a client, with a result in a number.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::schema::{cases, pages, publications};

/// What a case has beside its page.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
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
    /// Where it stands among those of its year.
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

    /// "Osgood & Daughters, roofers, Whitcliffe".
    pub fn line(&self) -> String {
        let parts = [&self.client, &self.sector, &self.place];
        parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ")
    }
}

type ListedRow = (Uuid, String, String, String, Option<Uuid>, Case);

impl ListedCase {
    /// These live cases, or the newest where none are named.
    ///
    /// # Errors
    /// The database is away.
    pub async fn load(mut conn: &Conn, keys: &[Uuid], most: i64) -> Result<Vec<Self>> {
        let mut query = cases::table
            .inner_join(pages::table)
            .inner_join(publications::table.on(publications::page_id.eq(cases::page_id)))
            .filter(pages::live_revision.is_not_null())
            .filter(pages::path.is_not_null())
            .order((cases::year.desc(), cases::position, cases::page_id))
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
