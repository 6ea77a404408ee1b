//! Which enquiries a filter shows, as one condition of SQL that an index answers.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::not;
use diesel::pg::Pg;
use diesel::prelude::*;
use uuid::Uuid;

use super::filter::{Filter, Owned};
use super::view::{Period, Promised, View};
use crate::app::App;
use crate::enquiries::reference::Reference;
use crate::schema::{enquiries, forms, tasks};

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
pub(super) fn shown<'a>(filter: &'a Filter, from: Standpoint) -> enquiries::BoxedQuery<'a, Pg> {
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
