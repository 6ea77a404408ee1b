//! Working time, and nothing else: when a promise of so many working minutes is due, and how much working time lies between
//! two moments. Pure: no clock, no database.
//!
//! What counts is time that passes while the business is open: in the night in which the clocks go back, a long night shift
//! is an hour longer. A span belongs to the day on which it opens, so a holiday takes away the spans that open on it and
//! leaves the end of the night before.

use chrono::{DateTime, Datelike, Days, LocalResult, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use super::hours::OpeningHours;

/// How far we look for working time: what is due later than this is no promise.
const HORIZON: usize = 1100;
/// The longest gap that a change of clocks ever made, in minutes: a zone that crossed the date line.
const LONGEST_GAP: i64 = 25 * 60;

/// Opening hours in their zone.
#[derive(Debug, Clone, Copy)]
pub struct WorkingTime<'a> {
    /// When the business is open.
    pub hours: &'a OpeningHours,
    /// Where.
    pub zone: Tz,
}

/// Which end of a span a local time is: of a time that comes twice, we open at the first and close at the second.
#[derive(Clone, Copy)]
enum End {
    Opens,
    Closes,
}

impl WorkingTime<'_> {
    /// When a promise is due that begins at `from` and lasts so many working minutes. `None` where nothing is promised: no
    /// minutes, no hours in the week, or not within three years.
    pub fn due(&self, from: DateTime<Utc>, minutes: u32) -> Option<DateTime<Utc>> {
        let mut left = TimeDelta::minutes(i64::from(minutes));
        if left.is_zero() {
            return None;
        }
        for (opens, closes) in self.spans(from)? {
            let opens = opens.max(from);
            if closes <= opens {
                continue;
            }
            if closes - opens >= left {
                return Some(opens + left);
            }
            left -= closes - opens;
        }
        None
    }

    /// Whole working minutes from one moment to another; none where the second is not later. Stops counting after three years.
    pub fn minutes_between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
        let Some(spans) = self.spans(from) else { return 0 };
        let worked = spans
            .take_while(|(opens, _)| *opens < to)
            .map(|(opens, closes)| (closes.min(to) - opens.max(from)).max(TimeDelta::zero()));
        worked.fold(TimeDelta::zero(), |sum, span| sum + span).num_minutes()
    }

    /// When the business first opens on a day of its zone; `None` on a holiday and on a day without hours.
    pub fn first_opening(&self, day: NaiveDate) -> Option<DateTime<Utc>> {
        self.of_day(day).map(|(opens, _)| opens).min()
    }

    /// The spans from the one that `from` may lie in, in order, none of them overlapping.
    fn spans(&self, from: DateTime<Utc>) -> Option<impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)>> {
        // The calendar ends somewhere; nobody promises anything there.
        if self.hours.is_empty() || !(1900..=9000).contains(&from.year()) {
            return None;
        }
        // The night before may reach into this day.
        let first = from.with_timezone(&self.zone).date_naive().checked_sub_days(Days::new(1))?;
        let mut reached = DateTime::<Utc>::MIN_UTC;
        Some(first.iter_days().take(HORIZON).flat_map(|day| self.of_day(day)).filter_map(move |(opens, closes)| {
            let opens = opens.max(reached);
            reached = reached.max(closes);
            (opens < closes).then_some((opens, closes))
        }))
    }

    /// The spans that open on a day, in order.
    fn of_day(&self, day: NaiveDate) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> {
        let spans = if self.hours.holiday(day).is_some() { Vec::new() } else { self.hours.in_order(day.weekday()) };
        spans.into_iter().filter_map(move |span| {
            let midnight = day.and_hms_opt(0, 0, 0)?;
            let after = |minutes: i64| midnight.checked_add_signed(TimeDelta::minutes(minutes));
            let opens = self.moment(after(span.opens.minutes())?, End::Opens)?;
            let closes = self.moment(after(span.opens.minutes() + span.minutes())?, End::Closes)?;
            Some((opens, closes))
        })
    }

    /// A local time as a moment. One that the clocks leap over is the moment of the leap.
    fn moment(&self, local: NaiveDateTime, end: End) -> Option<DateTime<Utc>> {
        let found = match (self.zone.from_local_datetime(&local), end) {
            (LocalResult::Single(time), _)
            | (LocalResult::Ambiguous(time, _), End::Opens)
            | (LocalResult::Ambiguous(_, time), End::Closes) => Some(time),
            (LocalResult::None, _) => (1..=LONGEST_GAP)
                .find_map(|minutes| self.zone.from_local_datetime(&(local + TimeDelta::minutes(minutes))).earliest()),
        };
        found.map(|time| time.with_timezone(&Utc))
    }
}
