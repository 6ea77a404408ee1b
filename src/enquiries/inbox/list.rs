//! Reading lists of enquiries: pages by key, never by number, so that no page costs more than the first.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::not;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::filter::{Filter, Owned};
use super::view::{Period, Promised, Sort, View};
use crate::app::App;
use crate::db::Conn;
use crate::enquiries::enquiry::{Enquiry, lower};
use crate::enquiries::reference::Reference;
use crate::enquiries::state::EnquiryState;
use crate::error::{AppError, Result};
use crate::schema::{enquiries, forms, tasks};

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

/// Who looks, and when.
#[derive(Debug, Clone, Copy)]
pub struct Standpoint {
    viewer: Uuid,
    now: DateTime<Utc>,
    /// The day where the business is.
    today: NaiveDate,
    /// When it is over.
    tomorrow: DateTime<Utc>,
    /// When the days of each period began, in the order of [`Period::ALL`].
    began: [DateTime<Utc>; 4],
}

impl Standpoint {
    /// Of a member of staff, now.
    pub fn of(app: &App, viewer: Uuid) -> Self {
        let (now, business) = (app.clock.now(), app.business());
        Self {
            viewer,
            now,
            today: business.today(now),
            tomorrow: business.start_of_day(now, -1),
            began: Period::ALL.map(|period| business.start_of_day(now, period.days() - 1)),
        }
    }

    /// When a period of whole days, today included, began.
    fn beginning(self, period: Period) -> DateTime<Utc> {
        Period::ALL.into_iter().zip(self.began).find(|(one, _)| *one == period).map_or(self.now, |(_, began)| began)
    }
}

/// Which rows a filter shows, for whom and when.
fn shown<'a>(filter: &'a Filter, from: Standpoint) -> enquiries::BoxedQuery<'a, Pg> {
    let Standpoint { viewer, now, today, tomorrow, .. } = from;
    let all = enquiries::table.filter(enquiries::deleted_at.is_null()).into_boxed();
    // The conditions stand as in the indexes, so that the planner finds them.
    let mut query = match filter.view {
        View::Spam => all.filter(enquiries::suspected),
        View::Test => all.filter(enquiries::test),
        _ => all.filter(not(enquiries::suspected)).filter(not(enquiries::test)),
    };
    if let Some(states) = filter.view.states() {
        query = query.filter(enquiries::state.eq_any(states));
    }
    if filter.view == View::Mine {
        query = query.filter(enquiries::owner_id.eq(viewer));
    }
    query = match filter.owned {
        Some(Owned::ByNobody) => query.filter(enquiries::owner_id.is_null()),
        Some(Owned::By(id)) => query.filter(enquiries::owner_id.eq(id)),
        None => query,
    };
    if let Some(form) = &filter.form {
        let one = forms::table.filter(forms::slug.eq(form)).select(forms::id).single_value();
        query = query.filter(enquiries::form_id.nullable().eq(one));
    }
    if let Some(period) = filter.period {
        query = query.filter(enquiries::received_at.ge(from.beginning(period)));
    }
    if let Some((part, place)) = &filter.from {
        query = query.filter(enquiries::source.retrieve_as_text(part.key()).eq(place));
    }
    query = match filter.promised {
        Some(Promised::Unanswered) => query.filter(enquiries::answered_at.is_null()),
        Some(Promised::Overdue) => query.filter(enquiries::reply_by.lt(now)),
        Some(Promised::Tasks) => query.filter(enquiries::id.eq_any(due_tasks(viewer, today))),
        Some(Promised::Today) => query.filter(enquiries::reply_by.ge(now).and(enquiries::reply_by.lt(tomorrow))),
        Some(promised @ (Promised::Late | Promised::Broken)) => {
            let answered_late = enquiries::answered_at.gt(enquiries::due_at).assume_not_null();
            let still_open = enquiries::answered_at.is_null().and(enquiries::reply_by.lt(now));
            let late = query.filter(still_open.or(enquiries::answered_at.is_not_null().and(answered_late)));
            match promised {
                Promised::Broken => late.filter(enquiries::due_at.ge(from.beginning(Period::Month))),
                _ => late,
            }
        }
        None => query,
    };
    if let Some(reference) = Reference::parse(&filter.search) {
        return query.filter(enquiries::reference.eq(reference.as_str().to_owned()));
    }
    for word in filter.search.split_whitespace().take(8) {
        let escaped = word.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let has = enquiries::search.like(format!("%{escaped}%"));
        // A reference is found without prefix and hyphens too. Both patterns are read from the same index.
        query = match Reference::part(word) {
            Some(part) => query.filter(has.or(enquiries::search.like(format!("%{part}%")))),
            None => query.filter(has),
        };
    }
    query
}

/// The enquiries with open tasks of a person, or of nobody, by a day.
#[diesel::dsl::auto_type(no_type_alias)]
fn due_tasks(viewer: Uuid, day: NaiveDate) -> _ {
    tasks::table
        .filter(tasks::done_at.is_null())
        .filter(tasks::due_on.le(day))
        .filter(tasks::staff_id.eq(viewer).or(tasks::staff_id.is_null()))
        .select(tasks::enquiry_id)
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
