//! How days are written: one of four styles, chosen once for the whole site. Every day that visitors read goes through here.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A style of dates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateStyle {
    /// "3 November 2026".
    #[default]
    DayMonth,
    /// "November 3, 2026".
    MonthDay,
    /// "3 Nov 2026".
    Short,
    /// "2026-11-03" (ISO 8601).
    Numbers,
}

impl DateStyle {
    /// Every style, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::DayMonth, Self::MonthDay, Self::Short, Self::Numbers];

    /// As posted.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DayMonth => "day-month",
            Self::MonthDay => "month-day",
            Self::Short => "short",
            Self::Numbers => "numbers",
        }
    }

    /// From what was posted.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|style| style.as_str() == text)
    }

    /// A whole day: "3 November 2026".
    pub fn day(self, day: NaiveDate) -> String {
        self.written(day, ["%-d %B %Y", "%B %-d, %Y", "%-d %b %Y", "%Y-%m-%d"])
    }

    /// A day of this year, or nearly: "3 November". Numbers alone keep the year: "11-03" is two days in two countries.
    pub fn near(self, day: NaiveDate) -> String {
        self.written(day, ["%-d %B", "%B %-d", "%-d %b", "%Y-%m-%d"])
    }

    /// A whole day where there is little room: "3 Nov 2026".
    pub fn brief(self, day: NaiveDate) -> String {
        self.written(day, ["%-d %b %Y", "%b %-d, %Y", "%-d %b %Y", "%Y-%m-%d"])
    }

    /// A day with its name: "Tuesday 3 November".
    pub fn weekday(self, day: NaiveDate) -> String {
        self.written(day, ["%A %-d %B", "%A, %B %-d", "%a %-d %b", "%A %Y-%m-%d"])
    }

    /// The same with the year: "Tuesday 3 November 2026".
    pub fn weekday_and_year(self, day: NaiveDate) -> String {
        self.written(day, ["%A %-d %B %Y", "%A, %B %-d, %Y", "%a %-d %b %Y", "%A %Y-%m-%d"])
    }

    fn written(self, day: NaiveDate, [day_month, month_day, short, numbers]: [&str; 4]) -> String {
        let format = match self {
            Self::DayMonth => day_month,
            Self::MonthDay => month_day,
            Self::Short => short,
            Self::Numbers => numbers,
        };
        day.format(format).to_string()
    }
}
