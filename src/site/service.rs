//! The noun: a service, which is what the business sells, with its price or *from*. Pages show it and forms let people choose it.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::money::Money;
use crate::schema::{pages, services};

/// A service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Service {
    /// Its key.
    pub id: Uuid,
    /// Its name in addresses and answers; it never changes.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What the client has afterwards, in one sentence.
    pub outcome: String,
    /// What the price is for: empty for the whole, or "a month".
    pub unit: String,
    /// The price; none where it is made for each case.
    pub price: Option<Money>,
    /// Whether that is where prices start.
    pub is_from: bool,
    /// The page about it.
    pub page: Option<Uuid>,
    /// Where it stands among the others.
    pub position: i32,
}

type Row = (Uuid, String, String, String, String, Option<i64>, String, bool, Option<Uuid>, i32);

/// The key of a page, and its path.
type PageRow = (Uuid, Option<String>);

/// Services, and the addresses of pages by their keys.
pub(super) type Addressed = (Vec<Service>, Vec<(Uuid, String)>);

type Columns = (
    services::id,
    services::slug,
    services::name,
    services::outcome,
    services::unit,
    services::price,
    services::currency,
    services::price_is_from,
    services::page_id,
    services::position,
);

const COLUMNS: Columns = (
    services::id,
    services::slug,
    services::name,
    services::outcome,
    services::unit,
    services::price,
    services::currency,
    services::price_is_from,
    services::page_id,
    services::position,
);

impl Service {
    /// Every service, in order.
    ///
    /// # Errors
    /// The database is away.
    pub async fn all(mut conn: &Conn) -> Result<Vec<Self>> {
        Ok(services::table
            .order((services::position, services::name))
            .select(COLUMNS)
            .load::<Row>(&mut conn)
            .await?
            .into_iter()
            .map(Self::of_row)
            .collect())
    }

    /// Every service, in order, with the addresses of those live pages that are about them, by the pages' keys.
    ///
    /// # Errors
    /// The database is away.
    pub(super) async fn all_with_addresses(mut conn: &Conn) -> Result<Addressed> {
        let live = pages::id.nullable().eq(services::page_id).and(pages::live_revision.is_not_null());
        let rows: Vec<(Row, Option<PageRow>)> = services::table
            .left_join(pages::table.on(live))
            .order((services::position, services::name))
            .select((COLUMNS, (pages::id, pages::path).nullable()))
            .load(&mut conn)
            .await?;
        let (services, pages): (Vec<_>, Vec<_>) = rows.into_iter().map(|(row, page)| (Self::of_row(row), page)).unzip();
        Ok((services, pages.into_iter().flatten().filter_map(|(id, path)| Some((id, path?))).collect()))
    }

    /// The services that a page is about: one at most, usually.
    ///
    /// # Errors
    /// The database is away.
    pub(super) async fn of_page(mut conn: &Conn, page: Uuid) -> Result<Vec<Self>> {
        Ok(services::table
            .filter(services::page_id.eq(page))
            .order((services::position, services::name))
            .select(COLUMNS)
            .load::<Row>(&mut conn)
            .await?
            .into_iter()
            .map(Self::of_row)
            .collect())
    }

    fn of_row((id, slug, name, outcome, unit, price, currency, is_from, page, position): Row) -> Self {
        let price = price.map(|minor| Money { minor, currency });
        Self { id, slug, name, outcome, unit, price, is_from, page, position }
    }

    /// Adds it. `currency` is the business's, for a service without a price too.
    ///
    /// # Errors
    /// The database is away, or its slug is taken.
    pub async fn add(&self, tx: &mut Tx, currency: &str) -> Result<()> {
        diesel::insert_into(services::table)
            .values((
                services::id.eq(self.id),
                services::slug.eq(&self.slug),
                services::name.eq(&self.name),
                services::outcome.eq(&self.outcome),
                services::unit.eq(&self.unit),
                services::price.eq(self.price.as_ref().map(|price| price.minor)),
                services::currency.eq(self.price.as_ref().map_or(currency, |price| &price.currency)),
                services::price_is_from.eq(self.is_from),
                services::page_id.eq(self.page),
                services::position.eq(self.position),
            ))
            .execute(tx.conn())
            .await?;
        Ok(())
    }

    /// One of them.
    ///
    /// # Errors
    /// [`crate::error::AppError::NotFound`].
    pub async fn find(conn: &mut Conn, id: Uuid) -> Result<Self> {
        Ok(Self::of_row(services::table.find(id).select(COLUMNS).first::<Row>(conn).await?))
    }

    /// Writes what it says now. Its slug stays, and its place. `currency` is the business's, for a service without a price too.
    ///
    /// # Errors
    /// The database is away, or there is no such page.
    pub async fn change(&self, tx: &mut Tx, currency: &str) -> Result<()> {
        diesel::update(services::table.find(self.id))
            .set((
                services::name.eq(&self.name),
                services::outcome.eq(&self.outcome),
                services::unit.eq(&self.unit),
                services::price.eq(self.price.as_ref().map(|price| price.minor)),
                services::currency.eq(self.price.as_ref().map_or(currency, |price| &price.currency)),
                services::price_is_from.eq(self.is_from),
                services::page_id.eq(self.page),
            ))
            .execute(tx.conn())
            .await?;
        Ok(())
    }

    /// The price as people read it: "from £95 a month"; empty where there is none.
    pub fn price_words(&self) -> String {
        let Some(price) = &self.price else { return String::new() };
        let from = if self.is_from { "from " } else { "" };
        let unit = if self.unit.is_empty() { String::new() } else { format!(" {}", self.unit) };
        format!("{from}{price}{unit}")
    }

    /// In which currencies prices are written, and how many in each; the most used first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn currencies(conn: &mut Conn) -> Result<Vec<(String, i64)>> {
        let count = diesel::dsl::count_star();
        Ok(services::table
            .filter(services::price.is_not_null())
            .group_by(services::currency)
            .select((services::currency, count))
            .order((count.desc(), services::currency))
            .load(conn)
            .await?)
    }

    /// Points it to the page about it.
    ///
    /// # Errors
    /// The database is away, or there is no such page.
    pub async fn set_page(&self, tx: &mut Tx) -> Result<()> {
        diesel::update(services::table.find(self.id)).set(services::page_id.eq(self.page)).execute(tx.conn()).await?;
        Ok(())
    }
}
