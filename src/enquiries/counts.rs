//! Figures for the dashboard.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Timestamptz};
use diesel_async::RunQueryDsl;

use super::enquiry::Enquiry;
use crate::db::Conn;
use crate::error::Result;

/// How many enquiries there are, by what they need.
#[derive(Debug, Clone, Copy, QueryableByName)]
pub struct Counts {
    /// Nobody has taken them up.
    #[diesel(sql_type = BigInt)]
    pub new: i64,
    /// New, being worked on or waiting.
    #[diesel(sql_type = BigInt)]
    pub open: i64,
    /// Came since yesterday.
    #[diesel(sql_type = BigInt)]
    pub last_day: i64,
    /// Held as suspected spam.
    #[diesel(sql_type = BigInt)]
    pub suspected: i64,
    /// All.
    #[diesel(sql_type = BigInt)]
    pub all: i64,
}

impl Counts {
    /// Whether there is nothing yet.
    pub fn is_empty(&self) -> bool {
        self.all == 0
    }
}

impl Enquiry {
    /// The enquiries that wait longest for somebody to take them up.
    ///
    /// # Errors
    /// The database is away.
    pub async fn waiting_longest(conn: &mut Conn, most: i64) -> Result<Vec<Self>> {
        use crate::schema::enquiries;
        Ok(enquiries::table
            .filter(enquiries::state.eq("new"))
            .filter(enquiries::suspected.eq(false))
            .filter(enquiries::test.eq(false))
            .order((enquiries::received_at, enquiries::id))
            .limit(most)
            .select(Self::as_select())
            .load(conn)
            .await?)
    }

    /// The figures of the dashboard; `since` begins the last day.
    ///
    /// # Errors
    /// The database is away.
    pub async fn counts(conn: &mut Conn, since: DateTime<Utc>) -> Result<Counts> {
        Ok(sql_query(
            "select count(*) filter (where state = 'new' and not suspected) as new,
                    count(*) filter (where state in ('new', 'working', 'waiting') and not suspected) as open,
                    count(*) filter (where received_at > $1 and not suspected) as last_day,
                    count(*) filter (where suspected) as suspected,
                    count(*) as all
             from enquiries where not test and deleted_at is null",
        )
        .bind::<Timestamptz, _>(since)
        .get_result(conn)
        .await?)
    }
}
