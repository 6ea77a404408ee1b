//! The morning mail: once a working day, at its first opening, each member of staff who sees enquiries learns what waits.
//! Where nothing waits, nothing is sent. The sweeper asks for it; the queue plays no part in noticing.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::due::Due;
use crate::accounts::access::Power;
use crate::accounts::{Role, Staff};
use crate::app::App;
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::deliveries::{Delivery, StaffMail};
use crate::enquiries::{Enquiry, EnquiryState};
use crate::error::{AppError, Result};
use crate::mail::Message;
use crate::mail::morning::MorningMail;
use crate::schema::{enquiries, morning_mails, staff, tasks};
use crate::site::Business;

/// A business that never closes has its morning at six.
const NOT_BEFORE: NaiveTime = match NaiveTime::from_hms_opt(6, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};
/// A mail that comes later than this (the program was away) is no morning mail.
const MORNING: TimeDelta = TimeDelta::hours(4);
/// Rows of one kind: more than a mail lists.
const MOST: i64 = 60;

/// What waits for one member of staff.
#[derive(Debug, Clone, Default)]
pub struct Waiting {
    /// The promise is broken.
    pub overdue: Vec<WaitingEnquiry>,
    /// To be answered today.
    pub today: Vec<WaitingEnquiry>,
    /// Nobody has taken them up, and they are due later or nothing was promised.
    pub new: Vec<WaitingEnquiry>,
    /// To be done today, or before.
    pub tasks: Vec<WaitingTask>,
}

/// An enquiry that waits.
#[derive(Debug, Clone)]
pub struct WaitingEnquiry {
    /// Whom to name.
    pub who: String,
    /// Its reference.
    pub reference: String,
    /// How it stands to its promise, else when it came.
    pub words: String,
}

/// A task that waits.
#[derive(Debug, Clone)]
pub struct WaitingTask {
    /// What is to be done.
    pub words: String,
    /// By which day.
    pub due_on: NaiveDate,
    /// Whom the enquiry is from.
    pub who: String,
    /// Its reference.
    pub reference: String,
}

/// Sends the morning mails, once they are due. Answers how many were written.
///
/// # Errors
/// The database is away.
pub async fn send_morning_mails(app: &Arc<App>) -> Result<usize> {
    let at = app.clock.moment();
    let business = app.business();
    let day = at.now.with_timezone(&business.zone).date_naive();
    let Some(begin) = morning(&business, day).filter(|begin| (*begin..*begin + MORNING).contains(&at.now)) else {
        return Ok(0);
    };
    let people = unmailed(&mut *app.db.read().await?, day, begin).await?;
    let mut count = 0;
    for person in people {
        let inner = app.clone();
        if app.db.write(async move |tx: &mut Tx| mail_one(tx, at, &inner, day, person).await).await? {
            count += 1;
        }
    }
    Ok(count)
}

/// When a working day's morning begins.
fn morning(business: &Business, day: NaiveDate) -> Option<DateTime<Utc>> {
    let opens = business.working_time().first_opening(day)?;
    let six = business.zone.from_local_datetime(&day.and_time(NOT_BEFORE)).earliest();
    Some(six.map_or(opens, |six| opens.max(six.with_timezone(&Utc))))
}

/// Who sees enquiries, wants the mail, has been in, and was not looked at this day. Whoever came this morning begins tomorrow.
async fn unmailed(conn: &mut Conn, day: NaiveDate, begin: DateTime<Utc>) -> Result<Vec<Staff>> {
    let sees: Vec<&str> = Role::ALL.into_iter().filter(|role| role.may(Power::Enquiries)).map(Role::as_str).collect();
    let mailed = morning_mails::table.filter(morning_mails::staff_id.eq(staff::id)).filter(morning_mails::day.eq(day));
    Ok(staff::table
        .filter(staff::morning_mail)
        .filter(staff::disabled_at.is_null())
        .filter(staff::password_hash.is_not_null())
        .filter(staff::created_at.lt(begin))
        .filter(staff::role.eq_any(sees))
        .filter(diesel::dsl::not(diesel::dsl::exists(mailed)))
        .order(staff::id)
        .select(Staff::as_select())
        .load(conn)
        .await?)
}

/// Looks what waits for a person, once a day: the day is written down also where nothing waits.
async fn mail_one(tx: &mut Tx, at: Moment, app: &App, day: NaiveDate, mut person: Staff) -> Result<bool> {
    let first = diesel::insert_into(morning_mails::table)
        .values((morning_mails::staff_id.eq(person.id), morning_mails::day.eq(day)))
        .on_conflict_do_nothing()
        .execute(tx.conn())
        .await?;
    if first == 0 || Waiting::load(tx.conn(), &app.business(), at.now, person.id).await?.is_empty() {
        return Ok(false);
    }
    if let Some(only) = app.only_recipient() {
        person.email = only.to_string();
    }
    Delivery::queue_for_staff(tx, at, StaffMail::Morning, &person).await?;
    Ok(true)
}

/// The morning mail of a person, with what waits now. Whoever may not see enquiries any more reads that nothing does.
///
/// # Errors
/// [`AppError::NotFound`] where the person is gone.
pub(crate) async fn morning_message(app: &App, conn: &mut Conn, person: Option<Uuid>) -> Result<Message> {
    let person = Staff::find(conn, person.ok_or(AppError::NotFound)?).await?.ok_or(AppError::NotFound)?;
    let now = app.clock.now();
    let waiting = if person.is_active() && person.role.may(Power::Enquiries) {
        Waiting::load(conn, &app.business(), now, person.id).await?
    } else {
        Waiting::default()
    };
    MorningMail::of(app, &person, &waiting, now).message()
}

impl Waiting {
    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.overdue.is_empty() && self.today.is_empty() && self.new.is_empty() && self.tasks.is_empty()
    }

    /// What waits for a person: every enquiry, and their own tasks and those of nobody. The demo's own enquiries wait for nobody.
    ///
    /// # Errors
    /// The database is away.
    pub async fn load(conn: &mut Conn, business: &Business, now: DateTime<Utc>, person: Uuid) -> Result<Self> {
        let today = now.with_timezone(&business.zone).date_naive();
        let is_today = |enquiry: &Enquiry| {
            enquiry.due_at.is_some_and(|due| due.with_timezone(&business.zone).date_naive() == today)
        };
        let row = |enquiry: &Enquiry| WaitingEnquiry {
            who: enquiry.title().to_owned(),
            reference: enquiry.reference.clone(),
            words: match Due::of(enquiry, now, business).words {
                none if none.is_empty() => format!("came {}", business.day_and_time(enquiry.received_at)),
                words => words,
            },
        };
        let overdue = Enquiry::due_between(conn, DateTime::UNIX_EPOCH, now).await?;
        let coming = Enquiry::due_between(conn, now, now + TimeDelta::days(1)).await?;
        let new = Enquiry::new_and_not_late(conn, now).await?;
        Ok(Self {
            overdue: overdue.iter().map(row).collect(),
            today: coming.iter().filter(|enquiry| is_today(enquiry)).map(row).collect(),
            new: new.iter().filter(|enquiry| !is_today(enquiry)).map(row).collect(),
            tasks: WaitingTask::until(conn, today, person).await?,
        })
    }
}

/// What may wait at all: nothing that is answered, suspected, a test, deleted or the demo's own.
macro_rules! waits {
    () => {
        enquiries::table
            .filter(enquiries::answered_at.is_null())
            .filter(enquiries::deleted_at.is_null())
            .filter(diesel::dsl::not(enquiries::suspected))
            .filter(diesel::dsl::not(enquiries::test))
            .filter(diesel::dsl::not(enquiries::seeded))
    };
}

impl Enquiry {
    /// Enquiries whose reply is due from `since` until before `until`, the first due first.
    async fn due_between(conn: &mut Conn, since: DateTime<Utc>, until: DateTime<Utc>) -> Result<Vec<Self>> {
        Ok(waits!()
            .filter(enquiries::reply_by.ge(since))
            .filter(enquiries::reply_by.lt(until))
            .order((enquiries::reply_by, enquiries::id))
            .limit(MOST)
            .select(Self::as_select())
            .load(conn)
            .await?)
    }

    /// Enquiries that nobody has taken up and that are not late, the oldest first.
    async fn new_and_not_late(conn: &mut Conn, now: DateTime<Utc>) -> Result<Vec<Self>> {
        Ok(waits!()
            .filter(enquiries::state.eq(EnquiryState::New.as_str()))
            .filter(enquiries::due_at.is_null().or(enquiries::due_at.ge(now)))
            .order((enquiries::received_at, enquiries::id))
            .limit(MOST)
            .select(Self::as_select())
            .load(conn)
            .await?)
    }
}

impl WaitingTask {
    /// The open tasks of a person and of nobody, up to a day, the oldest first.
    async fn until(conn: &mut Conn, day: NaiveDate, person: Uuid) -> Result<Vec<Self>> {
        let rows: Vec<(String, Option<NaiveDate>, Enquiry)> = tasks::table
            .inner_join(enquiries::table)
            .filter(tasks::done_at.is_null())
            .filter(tasks::due_on.le(day))
            .filter(tasks::staff_id.is_null().or(tasks::staff_id.eq(person)))
            .filter(enquiries::deleted_at.is_null())
            .filter(diesel::dsl::not(enquiries::test))
            .filter(diesel::dsl::not(enquiries::seeded))
            .order((tasks::due_on, tasks::id))
            .limit(MOST)
            .select((tasks::words, tasks::due_on, Enquiry::as_select()))
            .load(conn)
            .await?;
        let task = |(words, due_on, enquiry): (String, Option<NaiveDate>, Enquiry)| Self {
            words,
            due_on: due_on.unwrap_or(day),
            who: enquiry.title().to_owned(),
            reference: enquiry.reference,
        };
        Ok(rows.into_iter().map(task).collect())
    }
}
