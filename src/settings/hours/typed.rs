//! Hours and holidays as they were typed, and what is wrong with them.

use std::collections::BTreeMap;

use chrono::{NaiveDate, Weekday};

use crate::accounts::inputs::InputFault;
use crate::mail::one_line;
use crate::promises::{Holiday, HoursPlace, OpeningHours, Span, TimeOfDay};
use crate::settings::screen::Fields;
use crate::settings::topic::Whole;
use crate::web::edge::Posted;

/// Spans of a day that can be typed.
pub(super) const SPANS: usize = 4;
/// Lines that are read at most: more than are kept, so that too many is said and not cut off.
const LINES: usize = 500;

/// The days with their names in ids and in words.
pub(super) const WEEK: [(Weekday, &str, &str); 7] = [
    (Weekday::Mon, "mon", "Monday"),
    (Weekday::Tue, "tue", "Tuesday"),
    (Weekday::Wed, "wed", "Wednesday"),
    (Weekday::Thu, "thu", "Thursday"),
    (Weekday::Fri, "fri", "Friday"),
    (Weekday::Sat, "sat", "Saturday"),
    (Weekday::Sun, "sun", "Sunday"),
];

/// What was typed.
#[derive(Debug, Default, Clone)]
pub(crate) struct Typed {
    /// Of each day, the spans: from, to.
    pub week: [Vec<(String, String)>; 7],
    /// Day and name.
    pub holidays: Vec<(String, String)>,
}

impl Fields<Whole<OpeningHours>> for Typed {
    fn read(posted: &Posted) -> Self {
        let field = |name: String| one_line(posted.last(&name).unwrap_or_default());
        let day = |(_, name, _): (Weekday, &str, &str)| {
            (0..SPANS).map(|n| (field(format!("{name}-{n}-from")), field(format!("{name}-{n}-to")))).collect()
        };
        let (days, names) = (posted.all("holiday-day"), posted.all("holiday-name"));
        let lines = days.zip(names).take(LINES).map(|(day, name)| (one_line(day), one_line(name)));
        // Empty lines are left out, so that a fault names the line that is shown.
        let holidays = lines.filter(|(day, name)| !day.is_empty() || !name.is_empty()).collect();
        Self { week: WEEK.map(day), holidays }
    }

    fn setting(&self) -> Result<Whole<OpeningHours>, Vec<InputFault>> {
        self.hours().map(Whole)
    }
}

impl Typed {
    pub fn of(hours: &OpeningHours) -> Self {
        let day = |(day, ..): (Weekday, &str, &str)| {
            hours.on(day).iter().map(|span| (span.opens.to_string(), span.closes.to_string())).collect()
        };
        let holiday = |holiday: &Holiday| (holiday.day.format("%Y-%m-%d").to_string(), holiday.name.clone());
        let mut holidays: Vec<_> = hours.holidays.iter().map(holiday).collect();
        holidays.sort();
        Self { week: WEEK.map(day), holidays }
    }

    /// The hours, or what is wrong with them.
    fn hours(&self) -> Result<OpeningHours, Vec<InputFault>> {
        let (mut hours, mut faults) = (OpeningHours::none(), Vec::new());
        // Where a span or holiday that was read stands on the page.
        let mut places = BTreeMap::new();
        for ((number, (_, name, words)), spans) in WEEK.into_iter().enumerate().zip(&self.week) {
            let Some(day) = hours.week.get_mut(number) else { continue };
            for (place, (from, to)) in spans.iter().enumerate() {
                if from.is_empty() && to.is_empty() {
                    continue;
                }
                let mut time = |text: &str, end: &str, verb: &str| {
                    let id = format!("{name}-{place}-{end}");
                    let parsed = TimeOfDay::parse(text);
                    if text.is_empty() {
                        faults.push(InputFault::new(id, format!("{words}: say when it {verb}, such as 9:00")));
                    } else if parsed.is_none() {
                        let shown: String = text.chars().take(20).collect();
                        faults.push(InputFault::new(id, format!("{words}: “{shown}” is no time of day; write 9:00")));
                    }
                    parsed
                };
                let (opens, closes) = (time(from, "from", "opens"), time(to, "to", "closes"));
                if let (Some(opens), Some(closes)) = (opens, closes) {
                    places.insert((name, day.len()), place);
                    day.push(Span { opens, closes });
                }
            }
        }
        let mut lines = Vec::new();
        for (line, (day, name)) in self.holidays.iter().enumerate() {
            if day.is_empty() && name.is_empty() {
                continue;
            }
            match NaiveDate::parse_from_str(day, "%Y-%m-%d") {
                Ok(day) => {
                    lines.push(line);
                    hours.holidays.push(Holiday { day, name: name.clone() });
                }
                Err(_) => {
                    let id = format!("holiday-{line}-day");
                    let shown: String = name.chars().take(80).collect();
                    faults.push(InputFault::new(id, format!("Enter the day of “{shown}”, such as 2026-12-25")));
                }
            }
        }
        for fault in hours.check() {
            let named = |day: Weekday| WEEK.iter().find(|(other, ..)| *other == day).map_or("mon", |(_, name, _)| name);
            let id = match fault.place {
                HoursPlace::Span(day, number) => {
                    format!("{}-{}-from", named(day), places.get(&(named(day), number)).copied().unwrap_or(0))
                }
                HoursPlace::Day(day) => format!("{}-0-from", named(day)),
                HoursPlace::Holiday(number) => {
                    format!("holiday-{}-name", lines.get(number).copied().unwrap_or_default())
                }
                HoursPlace::Holidays => "holiday-0-day".to_owned(),
            };
            faults.push(InputFault::new(id, fault.words));
        }
        if faults.is_empty() { Ok(hours) } else { Err(faults) }
    }
}
