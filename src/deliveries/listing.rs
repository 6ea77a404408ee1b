//! The lists of deliveries: stuck, waiting, gone; newest first, page by page, each read from an index that holds little else.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::delivery::{Delivery, STILL};
use crate::db::Conn;
use crate::error::Result;
use crate::schema::{deliveries, enquiries};

/// Which deliveries are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Somebody has to act.
    Stuck,
    /// They have their time.
    Waiting,
    /// The mail server or the folder has them.
    Gone,
}

impl View {
    /// Every view, in the order of the tabs.
    pub const ALL: [Self; 3] = [Self::Stuck, Self::Waiting, Self::Gone];

    /// As it stands in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stuck => "stuck",
            Self::Waiting => "waiting",
            Self::Gone => "gone",
        }
    }

    /// From an address.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.name() == text)
    }

    /// The statement that finds the keys of a page: `$1` is the time from which on nothing is late, `$2` and `$3` the place
    /// after which the page begins, `$4` the most rows.
    fn statement(self) -> &'static str {
        match self {
            Self::Stuck => {
                "select id from (
                   (select id, created_at from deliveries where state in ('refused', 'given-up', 'no-recipient') and not seeded
                    and kind <> 'mail-test' and (created_at, id) < ($2, $3) order by created_at desc, id desc limit $4)
                   union all
                   (select id, created_at from deliveries where due_at < $1 and not seeded
                    and (created_at, id) < ($2, $3) order by created_at desc, id desc limit $4)) stuck
                 order by created_at desc, id desc limit $4"
            }
            Self::Waiting => {
                "select id from deliveries where due_at >= $1 and not seeded and (created_at, id) < ($2, $3)
                 order by created_at desc, id desc limit $4"
            }
            Self::Gone => {
                "select id from deliveries where state in ('handed-over', 'kept') and (due_at is null or due_at < $1)
                 and (created_at, id) < ($2, $3) order by created_at desc, id desc limit $4"
            }
        }
    }
}

/// The place after which the next page begins: time and key of its last row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    at: DateTime<Utc>,
    id: Uuid,
}

impl Place {
    /// Before everything.
    pub const FIRST: Self = Self { at: DateTime::<Utc>::MAX_UTC, id: Uuid::max() };

    /// From an address.
    pub fn parse(text: &str) -> Option<Self> {
        let (micros, id) = text.split_once('.')?;
        Some(Self { at: DateTime::from_timestamp_micros(micros.parse().ok()?)?, id: Uuid::try_parse(id).ok()? })
    }

    /// As it stands in addresses.
    pub fn text(&self) -> String {
        format!("{}.{}", self.at.timestamp_micros(), self.id.simple())
    }

    /// The place of a delivery.
    pub fn of(delivery: &Delivery) -> Self {
        Self { at: delivery.created_at, id: delivery.id }
    }
}

/// A delivery with what its row says of the enquiry.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Itself.
    pub delivery: Delivery,
    /// Reference and name of the enquiry, and whether it is a test.
    pub about: Option<(String, String, bool)>,
    /// The mail server's words at the last attempt, and when.
    pub words: Option<(String, DateTime<Utc>)>,
}

#[derive(QueryableByName)]
struct Key {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

#[derive(QueryableByName)]
struct Said {
    #[diesel(sql_type = SqlUuid)]
    delivery_id: Uuid,
    #[diesel(sql_type = Text)]
    words: String,
    #[diesel(sql_type = Timestamptz)]
    at: DateTime<Utc>,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

impl Delivery {
    /// The newest that somebody has to see to.
    ///
    /// # Errors
    /// The database is away.
    pub async fn newest_stuck(conn: &mut Conn, now: DateTime<Utc>, most: i64) -> Result<Vec<Listed>> {
        Self::list(conn, View::Stuck, now, Place::FIRST, most).await
    }

    /// A page of a view, newest first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn list(conn: &mut Conn, view: View, now: DateTime<Utc>, after: Place, most: i64) -> Result<Vec<Listed>> {
        let keys: Vec<Key> = sql_query(view.statement())
            .bind::<Timestamptz, _>(now - STILL)
            .bind::<Timestamptz, _>(after.at.min(now + chrono::Duration::days(3650)))
            .bind::<SqlUuid, _>(after.id)
            .bind::<BigInt, _>(most)
            .load(conn)
            .await?;
        let ids: Vec<Uuid> = keys.into_iter().map(|key| key.id).collect();
        Self::listed(conn, &ids).await
    }

    /// These deliveries as rows, newest first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn listed(conn: &mut Conn, ids: &[Uuid]) -> Result<Vec<Listed>> {
        type Row = (Delivery, Option<String>, Option<String>, Option<bool>);
        let rows: Vec<Row> = deliveries::table
            .left_join(enquiries::table)
            .filter(deliveries::id.eq_any(ids))
            .order((deliveries::created_at.desc(), deliveries::id.desc()))
            .select((
                Self::as_select(),
                enquiries::reference.nullable(),
                enquiries::name.nullable(),
                enquiries::test.nullable(),
            ))
            .load(conn)
            .await?;
        let said: Vec<Said> = sql_query(
            "select distinct on (delivery_id) delivery_id, words, ended_at as at from delivery_attempts
             where delivery_id = any($1) and ended_at is not null order by delivery_id, number desc",
        )
        .bind::<Array<SqlUuid>, _>(ids)
        .load(conn)
        .await?;
        let mut words: HashMap<Uuid, (String, DateTime<Utc>)> =
            said.into_iter().map(|said| (said.delivery_id, (said.words, said.at))).collect();
        let listed = rows.into_iter().map(|(delivery, reference, name, test)| Listed {
            about: reference.map(|reference| (reference, name.unwrap_or_default(), test.unwrap_or_default())),
            words: words.remove(&delivery.id).filter(|(words, _)| !words.is_empty()),
            delivery,
        });
        Ok(listed.collect())
    }

    /// How many have their time; a thousand stands for more.
    ///
    /// # Errors
    /// The database is away.
    pub async fn count_waiting(conn: &mut Conn, now: DateTime<Utc>) -> Result<i64> {
        let row: Number = sql_query(
            "select count(*) as number from (select 1 from deliveries where due_at >= $1 and not seeded limit 1000) waiting",
        )
        .bind::<Timestamptz, _>(now - STILL)
        .get_result(conn)
        .await?;
        Ok(row.number)
    }
}
