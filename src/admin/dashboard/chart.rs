//! Enquiries over time: bars of one period beside the one before, drawn here and shown with their table (AD28).

use chrono::{Days, NaiveDate};

use crate::enquiries::DayCount;
use crate::site::DateStyle;

/// Days of a period.
pub const DAYS: u64 = 30;
/// The drawing's size, in its own units.
const WIDTH: u32 = 720;
const HEIGHT: u32 = 140;
/// From one bar to the next.
const STEP: u32 = WIDTH / 30;

/// The chart.
#[derive(Debug, Clone)]
pub struct Chart {
    /// What it shows, as a sentence.
    pub finding: String,
    /// The bars, the oldest first.
    pub bars: Vec<Bar>,
    /// The number at the top line.
    pub top: i64,
    /// The first and the last day, in words.
    pub ends: (String, String),
    /// All of this period, and of the one before.
    pub totals: (i64, i64),
}

/// One day.
#[derive(Debug, Clone)]
pub struct Bar {
    /// The day, in words.
    pub day: String,
    /// How many came.
    pub count: i64,
    /// How many came on the day a period before.
    pub before: i64,
    /// Its left edge.
    pub x: u32,
    /// The top of its bar, and its height.
    pub bar: (u32, u32),
    /// How high the period before stands.
    pub mark: u32,
}

impl Chart {
    /// The period that ends today, from counts of at least two periods.
    pub fn new(counts: &[DayCount], dates: DateStyle, today: NaiveDate) -> Self {
        let on =
            |day: Option<NaiveDate>| counts.iter().find(|count| Some(count.day) == day).map_or(0, |count| count.count);
        let back = |days: u64| today.checked_sub_days(Days::new(days));
        let days: Vec<(Option<NaiveDate>, i64, i64)> =
            (0..DAYS).rev().map(|ago| (back(ago), on(back(ago)), on(back(ago + DAYS)))).collect();
        let totals = days.iter().fold((0, 0), |(now, before), day| (now + day.1, before + day.2));
        // The top line is a round number, so that heights can be read.
        let highest = days.iter().flat_map(|day| [day.1, day.2]).max().unwrap_or(0);
        let top = [4, 10, 20, 50, 100, 200, 500, 1_000].into_iter().find(|top| *top >= highest).unwrap_or(highest);
        let height = |count: i64| u32::try_from(count * i64::from(HEIGHT) / top.max(1)).unwrap_or(0);
        let words = |day: Option<NaiveDate>| day.map(|day| dates.near(day)).unwrap_or_default();
        let bars = (0_u32..)
            .zip(&days)
            .map(|(place, (day, count, before))| Bar {
                day: words(*day),
                count: *count,
                before: *before,
                x: place * STEP,
                bar: (HEIGHT - height(*count), height(*count)),
                mark: HEIGHT - height(*before),
            })
            .collect();
        Self { finding: finding(totals), bars, top, ends: (words(back(DAYS - 1)), words(back(0))), totals }
    }

    /// The width of one bar.
    pub fn bar_width(&self) -> u32 {
        STEP - 6
    }
}

fn finding((now, before): (i64, i64)) -> String {
    let enquiries = if now == 1 { "1 enquiry".to_owned() } else { format!("{now} enquiries") };
    let compared = match now - before {
        0 => "as many as in the 30 days before".to_owned(),
        more @ 1.. => format!("{more} more than in the 30 days before"),
        fewer => format!("{} fewer than in the 30 days before", -fewer),
    };
    format!("{enquiries} in the last 30 days, {compared}")
}
