//! How an enquiry stands to its promise, in words and a level: what the inbox and the record show. Colour repeats the words
//! and never stands for them.

use chrono::{DateTime, Datelike, Days, TimeDelta, Utc};

use crate::enquiries::Enquiry;
use crate::site::Business;

/// A reply is due soon when less working time than this is left, in minutes,
const SOON: i64 = 120;
/// or less than this part of what was promised. A short promise is soon at half of it, not from the beginning.
const PART: i64 = 4;

/// How urgent a reply is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Nothing was promised.
    None,
    /// There is time.
    Calm,
    /// Little working time is left.
    Amber,
    /// The promise is broken.
    Red,
    /// Somebody has answered.
    Answered,
}

/// How an enquiry stands to its promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// How urgent it is.
    pub level: Level,
    /// In words: "reply due tomorrow 10:00"; empty where nothing was promised.
    pub words: String,
}

impl Due {
    /// How an enquiry stands now.
    pub fn of(enquiry: &Enquiry, now: DateTime<Utc>, business: &Business) -> Self {
        let quiet = enquiry.suspected || enquiry.deleted_at.is_some();
        match (enquiry.answered_at, enquiry.due_at) {
            (Some(answered), due) if !quiet => {
                let late = due.is_some_and(|due| answered > due);
                let took = span_words(answered - enquiry.received_at);
                let words = if late { format!("answered late, after {took}") } else { format!("answered in {took}") };
                Self { level: Level::Answered, words }
            }
            (None, Some(due)) if !quiet && due < now => {
                Self { level: Level::Red, words: format!("reply {} late", span_words(now - due)) }
            }
            (None, Some(due)) if !quiet => {
                let when = near_words(business, due, now);
                if !is_soon(business, enquiry.received_at, due, now) {
                    return Self { level: Level::Calm, words: format!("reply due {when}") };
                }
                let today = local_day(business, due) == local_day(business, now);
                let left = if today { format!("in {}", span_words(due - now)) } else { "soon".to_owned() };
                Self { level: Level::Amber, words: format!("reply due {when}, {left}") }
            }
            _ => Self { level: Level::None, words: String::new() },
        }
    }

    /// Its classes in the style sheet.
    pub fn class(&self) -> &'static str {
        match self.level {
            Level::Amber => "due due-soon",
            Level::Red => "due due-late",
            Level::None | Level::Calm | Level::Answered => "due",
        }
    }
}

/// Whether little is left of the working time that was promised.
fn is_soon(business: &Business, from: DateTime<Utc>, due: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    let time = business.working_time();
    let promised = time.minutes_between(from, due);
    let soon = (promised / PART).max(SOON.min(promised / 2));
    time.minutes_between(now, due) < soon
}

/// By when somebody replies, for whoever reads it anywhere: "Tuesday 24 November, 15:00". The year stands there where it is
/// another than that of `since`.
pub fn by_words(business: &Business, due: DateTime<Utc>, since: DateTime<Utc>) -> String {
    let (local, first) = (due.with_timezone(&business.zone), since.with_timezone(&business.zone));
    let (dates, day) = (business.dates, local.date_naive());
    let day = if local.year() == first.year() { dates.weekday(day) } else { dates.weekday_and_year(day) };
    format!("{day}, {}", local.format("%H:%M"))
}

/// The same as a sentence for the visitor, with the zone: "Somebody replies by Tuesday 24 November, 15:00, London time."
pub fn by_sentence(business: &Business, due: DateTime<Utc>, since: DateTime<Utc>) -> String {
    format!("Somebody replies by {}, {} time.", by_words(business, due, since), business.city())
}

/// A time near now: "15:00", "tomorrow 10:00", "Monday 10:00", "3 December 10:00".
pub fn near_words(business: &Business, time: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let (day, today) = (local_day(business, time), local_day(business, now));
    let local = time.with_timezone(&business.zone);
    let format = if day == today {
        "%H:%M"
    } else if Some(day) == today.checked_add_days(Days::new(1)) {
        "tomorrow %H:%M"
    } else if (day - today).num_days() < 7 {
        "%A %H:%M"
    } else {
        return format!("{} {}", business.dates.near(day), local.format("%H:%M"));
    };
    local.format(format).to_string()
}

fn local_day(business: &Business, time: DateTime<Utc>) -> chrono::NaiveDate {
    time.with_timezone(&business.zone).date_naive()
}

/// A length of time in its largest unit: "1 min", "3 h", "2 days".
fn span_words(span: TimeDelta) -> String {
    match (span.num_minutes(), span.num_hours(), span.num_days()) {
        (..=1, _, _) => "1 min".to_owned(),
        (minutes @ ..=59, _, _) => format!("{minutes} min"),
        (_, hours @ ..=47, _) => format!("{hours} h"),
        (_, _, days) => format!("{days} days"),
    }
}
