//! Reading lists of enquiries: pages by key, never by number, so that no page costs more than the first.

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::filter::Filter;
use super::shown::{Standpoint, shown};
use super::view::{Sort, View};
use crate::db::Conn;
use crate::enquiries::enquiry::{Enquiry, lower};
use crate::enquiries::state::EnquiryState;
use crate::error::{AppError, Result};
use crate::schema::enquiries;

/// Rows on a page.
pub const PAGE: i64 = 50;
/// Counts are exact up to here.
pub const COUNTED: i64 = 1_000;

/// The row after which a page begins: what it is sorted by, and its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// By the time it was received, or by when a reply is awaited.
    Time(DateTime<Utc>, Uuid),
    /// By its name, folded.
    Name(String, Uuid),
}

impl Place {
    /// From the address.
    pub fn parse(sort: Sort, text: &str) -> Option<Self> {
        let (value, id) = text.rsplit_once('.')?;
        let id = Uuid::try_parse(id).ok()?;
        if sort == Sort::Name {
            return Some(Self::Name(value.replace('\0', ""), id));
        }
        Some(Self::Time(DateTime::from_timestamp_micros(value.parse().ok()?)?, id))
    }

    /// For the address.
    pub fn text(&self) -> String {
        match self {
            Self::Time(at, id) => format!("{}.{}", at.timestamp_micros(), id.simple()),
            Self::Name(name, id) => format!("{name}.{}", id.simple()),
        }
    }
}

/// One page of a list.
#[derive(Debug)]
pub struct Found {
    /// Its rows.
    pub rows: Vec<Enquiry>,
    /// Where the next page begins, if there is one.
    pub next: Option<Place>,
}

impl Enquiry {
    /// One page of a list.
    ///
    /// # Errors
    /// The database is away.
    pub async fn list(
        conn: &mut Conn,
        filter: &Filter,
        after: Option<&Place>,
        from: Standpoint,
        most: i64,
    ) -> Result<Found> {
        let query = sorted(shown(filter, from), filter.sort, after);
        let rows: Vec<(Self, DateTime<Utc>, String)> = query
            .limit(most + 1)
            .select((Self::as_select(), enquiries::reply_by, lower(enquiries::name)))
            .load(conn)
            .await?;
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let more = rows.len() > most;
        let next =
            rows.iter().take(most).next_back().filter(|_| more).map(|(enquiry, reply_by, name)| match filter.sort {
                Sort::Newest | Sort::Oldest => Place::Time(enquiry.received_at, enquiry.id),
                Sort::Due => Place::Time(*reply_by, enquiry.id),
                Sort::Name => Place::Name(name.clone(), enquiry.id),
            });
        Ok(Found { rows: rows.into_iter().take(most).map(|(enquiry, ..)| enquiry).collect(), next })
    }

    /// How many a filter shows, up to one more than [`COUNTED`].
    ///
    /// # Errors
    /// The database is away.
    pub async fn count(conn: &mut Conn, filter: &Filter, from: Standpoint) -> Result<i64> {
        let keys = Self::keys(conn, filter, from, COUNTED + 1).await?;
        Ok(i64::try_from(keys.len()).unwrap_or(i64::MAX))
    }

    /// Where else the same is found, for whoever found nothing: among all, in spam, among tests.
    ///
    /// # Errors
    /// The database is away.
    pub async fn elsewhere(conn: &mut Conn, filter: &Filter, from: Standpoint) -> Result<Vec<(View, i64)>> {
        let mut found = Vec::new();
        for view in [View::All, View::Spam, View::Test].into_iter().filter(|view| *view != filter.view) {
            let count = Self::count(conn, &Filter { view, ..filter.clone() }, from).await?;
            if count > 0 {
                found.push((view, count));
            }
        }
        Ok(found)
    }

    /// The keys of all that a filter shows, for bulk acts.
    ///
    /// # Errors
    /// The database is away.
    pub async fn keys(conn: &mut Conn, filter: &Filter, from: Standpoint, most: i64) -> Result<Vec<Uuid>> {
        Ok(shown(filter, from)
            .select(enquiries::id)
            .order((enquiries::received_at.desc(), enquiries::id.desc()))
            .limit(most)
            .load(conn)
            .await?)
    }

    /// How many each view holds, in the order of [`View::ALL`], each up to one more than [`COUNTED`].
    ///
    /// # Errors
    /// The database is away.
    pub async fn tallies(conn: &mut Conn, viewer: Uuid) -> Result<Vec<i64>> {
        #[derive(QueryableByName)]
        struct Tallies {
            #[diesel(sql_type = Array<BigInt>)]
            tallies: Vec<i64>,
        }
        // Each part is read in the order of an index, so that no more rows are touched than are counted.
        let live = "not suspected and not test and deleted_at is null";
        let mut parts: Vec<String> =
            EnquiryState::ALL.iter().map(|state| format!("{live} and state = '{}'", state.as_str())).collect();
        parts.push(format!("{live} and owner_id = $1 and state in ('new', 'working', 'waiting')"));
        parts.push("suspected and deleted_at is null".to_owned());
        parts.push("test and deleted_at is null".to_owned());
        parts.push(live.to_owned());
        let parts: Vec<String> = parts
            .iter()
            .map(|condition| {
                let most = COUNTED + 1;
                format!(
                    "(select count(*) from (select 1 from enquiries where {condition}
                      order by received_at desc, id desc limit {most}) listed)"
                )
            })
            .collect();
        // Only words of our own enter the statement.
        let row: Tallies = diesel::sql_query(format!("select array[{}] as tallies", parts.join(", ")))
            .bind::<diesel::sql_types::Uuid, _>(viewer)
            .get_result(conn)
            .await?;
        let [new, working, waiting, won, lost, mine, spam, test, all] = row.tallies.as_slice() else {
            return Err(AppError::internal("the tallies", "there are not nine"));
        };
        let open = (new + working).min(COUNTED + 1);
        Ok(View::ALL
            .map(|view| match view {
                View::New => *new,
                View::Mine => *mine,
                View::Open => open,
                View::Waiting => *waiting,
                View::Won => *won,
                View::Lost => *lost,
                View::Spam => *spam,
                View::Test => *test,
                View::All => *all,
            })
            .into())
    }
}

fn sorted<'a>(
    query: enquiries::BoxedQuery<'a, Pg>,
    sort: Sort,
    after: Option<&Place>,
) -> enquiries::BoxedQuery<'a, Pg> {
    let (at, id) = (enquiries::received_at, enquiries::id);
    let query = match sort {
        Sort::Newest => query.order((at.desc(), id.desc())),
        Sort::Oldest => query.order((at.asc(), id.asc())),
        Sort::Due => query.order((enquiries::reply_by.asc(), id.asc())),
        Sort::Name => query.order((lower(enquiries::name).asc(), id.asc())),
    };
    match (sort, after.cloned()) {
        (Sort::Newest, Some(Place::Time(time, key))) => query.filter(at.le(time)).filter(at.lt(time).or(id.lt(key))),
        (Sort::Oldest, Some(Place::Time(time, key))) => query.filter(at.ge(time)).filter(at.gt(time).or(id.gt(key))),
        (Sort::Due, Some(Place::Time(time, key))) => {
            let by = enquiries::reply_by;
            query.filter(by.ge(time)).filter(by.gt(time).or(id.gt(key)))
        }
        (Sort::Name, Some(Place::Name(name, key))) => {
            let own = lower(enquiries::name);
            query.filter(own.ge(name.clone())).filter(own.gt(name).or(id.gt(key)))
        }
        _ => query,
    }
}
