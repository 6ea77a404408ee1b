//! When the business is open: spans for each day of the week, and holidays. A versioned setting, kept in memory beside the
//! business.

use std::collections::BTreeSet;
use std::fmt;

use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// The topic under which it is stored.
pub const TOPIC: &str = "hours";

/// Minutes of a day.
const DAY: u16 = 24 * 60;
/// Spans of one day at most.
const SPANS: usize = 4;
/// Holidays at most: ten years of them.
const HOLIDAYS: usize = 400;
/// Characters of a holiday's name at most.
const NAME: usize = 80;
/// The days of a week, in the order in which they are stored.
const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// A time of day in minutes from midnight, up to 24:00. Stored as `"09:00"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// A time; `None` after 24:00.
    pub fn new(hour: u16, minute: u16) -> Option<Self> {
        let minutes = hour.checked_mul(60)?.checked_add(minute)?;
        (minute < 60 && minutes <= DAY).then_some(Self(minutes))
    }

    /// Reads `9:00`, `09:00`, `9.00` and `9`.
    pub fn parse(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        let (hour, minute) = typed.split_once([':', '.']).unwrap_or((typed, "00"));
        let number = |text: &str| {
            let digits = (1..=2).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit());
            digits.then(|| text.parse::<u16>().ok()).flatten()
        };
        if minute.len() != 2 {
            return None;
        }
        Self::new(number(hour)?, number(minute)?)
    }

    /// Minutes from midnight.
    pub fn minutes(self) -> i64 {
        i64::from(self.0)
    }

    /// For an `<input type="time">`, which knows no 24:00: "09:00".
    pub fn padded(self) -> String {
        format!("{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> Self {
        time.padded()
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or_else(|| format!("{text:?} is not a time of day"))
    }
}

/// From when to when. One that closes before it opens ends on the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// From.
    pub opens: TimeOfDay,
    /// To.
    pub closes: TimeOfDay,
}

impl Span {
    /// How long it is on a day on which no clock is changed.
    pub fn minutes(self) -> i64 {
        let length = self.closes.minutes() - self.opens.minutes();
        if length < 0 { length + i64::from(DAY) } else { length }
    }

    /// In words: "9:00 to 17:30".
    fn words(self) -> String {
        if self.opens.0 == 0 && self.closes.0 == DAY {
            return "all day".to_owned();
        }
        format!("{} to {}", self.opens, self.closes)
    }
}

/// A day on which nobody works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    /// Which day.
    pub day: NaiveDate,
    /// What it is called.
    pub name: String,
}

/// When the business is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OpeningHours {
    /// The spans of each day, Monday first.
    pub week: [Vec<Span>; 7],
    /// Days on which nobody works.
    pub holidays: Vec<Holiday>,
}

impl Default for OpeningHours {
    /// Monday to Friday, 9:00 to 17:30.
    fn default() -> Self {
        Self::working_week(TimeOfDay(9 * 60), TimeOfDay(17 * 60 + 30))
    }
}

/// Where a fault is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoursPlace {
    /// The span of this number on this day.
    Span(Weekday, usize),
    /// A day as a whole.
    Day(Weekday),
    /// The holiday of this number.
    Holiday(usize),
    /// The holidays as a whole.
    Holidays,
}

/// What is wrong with opening hours, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoursFault {
    /// Where.
    pub place: HoursPlace,
    /// How to mend it.
    pub words: String,
}

impl OpeningHours {
    /// The same hours from Monday to Friday.
    pub fn working_week(opens: TimeOfDay, closes: TimeOfDay) -> Self {
        let open = vec![Span { opens, closes }];
        let shut = Vec::new();
        let week = [open.clone(), open.clone(), open.clone(), open.clone(), open, shut.clone(), shut];
        Self { week, holidays: Vec::new() }
    }

    /// No hours at all: then nothing is promised.
    pub fn none() -> Self {
        Self { week: Default::default(), holidays: Vec::new() }
    }

    /// Whether the week has no working time.
    pub fn is_empty(&self) -> bool {
        self.week.iter().flatten().all(|span| span.minutes() == 0)
    }

    /// The spans of a day, as they are stored.
    pub fn on(&self, day: Weekday) -> &[Span] {
        let place = usize::try_from(day.num_days_from_monday()).unwrap_or(0);
        self.week.get(place).map_or(&[], Vec::as_slice)
    }

    /// The spans of a day, the earliest first.
    pub(super) fn in_order(&self, day: Weekday) -> Vec<Span> {
        let mut spans = self.on(day).to_vec();
        spans.sort_by_key(|span| span.opens);
        spans
    }

    /// The holiday on a day.
    pub fn holiday(&self, day: NaiveDate) -> Option<&Holiday> {
        self.holidays.iter().find(|holiday| holiday.day == day)
    }

    /// What is wrong with them; nothing where they can be kept.
    pub fn check(&self) -> Vec<HoursFault> {
        let mut faults = Vec::new();
        for day in WEEK {
            self.check_day(day, &mut faults);
        }
        if self.holidays.len() > HOLIDAYS {
            let words = format!("Keep at most {HOLIDAYS} holidays; take away those that are over");
            faults.push(HoursFault { place: HoursPlace::Holidays, words });
        }
        let mut seen = BTreeSet::new();
        for (number, holiday) in self.holidays.iter().enumerate() {
            let date = holiday.day.format("%-d %B %Y");
            let words = if holiday.name.trim().is_empty() {
                format!("Say what {date} is called")
            } else if holiday.name.chars().count() > NAME {
                format!("Use at most {NAME} characters for the name of {date}")
            } else if !seen.insert(holiday.day) {
                format!("{date} stands here twice: take one away")
            } else {
                continue;
            };
            faults.push(HoursFault { place: HoursPlace::Holiday(number), words });
        }
        faults
    }

    fn check_day(&self, day: Weekday, faults: &mut Vec<HoursFault>) {
        let (name, spans) = (day_words(day), self.on(day));
        if spans.len() > SPANS {
            let words = format!("Use at most {SPANS} spans on {name}");
            faults.push(HoursFault { place: HoursPlace::Day(day), words });
        }
        let next: Vec<Span> = self.in_order(day.succ());
        for (number, span) in spans.iter().enumerate() {
            let begin = span.opens.minutes();
            let end = begin + span.minutes();
            let clashes = |other: &Span, later: i64| {
                let from = other.opens.minutes() + later;
                from < end && begin < from + other.minutes()
            };
            let words = if span.minutes() == 0 {
                format!("{name} opens and closes at {}: for the whole day, write 0:00 to 24:00", span.opens)
            } else if spans.iter().take(number).any(|other| clashes(other, 0)) {
                format!("{name}, {}: this overlaps with another span of the day", span.words())
            } else if next.iter().any(|other| clashes(other, i64::from(DAY))) {
                format!("{name}, {}: this runs into the hours of {}", span.words(), day_words(day.succ()))
            } else {
                continue;
            };
            faults.push(HoursFault { place: HoursPlace::Span(day, number), words });
        }
    }

    /// The week in words: "Monday to Friday, 9:00 to 17:30".
    pub fn words(&self) -> String {
        let mut groups: Vec<(Weekday, Weekday, String)> = Vec::new();
        for day in WEEK {
            let spans: Vec<String> = self.in_order(day).into_iter().map(Span::words).collect();
            let Some((last, before)) = spans.split_last() else { continue };
            let words = if before.is_empty() { last.clone() } else { format!("{} and {last}", before.join(", ")) };
            match groups.last_mut() {
                Some((_, end, same)) if *same == words && end.succ() == day => *end = day,
                _ => groups.push((day, day, words)),
            }
        }
        if groups.is_empty() {
            return "No opening hours".to_owned();
        }
        let group = |(first, last, words): &(Weekday, Weekday, String)| match (day_words(*first), day_words(*last)) {
            ("Monday", "Sunday") => format!("Every day, {words}"),
            (first, last) if first == last => format!("{first}, {words}"),
            (one, other) if first.succ() == *last => format!("{one} and {other}, {words}"),
            (one, other) => format!("{one} to {other}, {words}"),
        };
        groups.iter().map(group).collect::<Vec<_>>().join("; ")
    }
}

/// A day of the week in words.
fn day_words(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}
