//! The business whose site this is: its name, how it is reached, its menu. A versioned setting, kept in memory.

use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use uuid::Uuid;

use super::brand::{Brand, BrandSheet};
use super::dates::DateStyle;
use super::elsewhere::Profile;
use super::logo::Logos;
use super::menu::Menus;
use crate::db::Conn;
use crate::error::Result;
use crate::promises::{self, OpeningHours, WorkingTime};
use crate::settings;

/// The topic under which it is stored.
pub const TOPIC: &str = "business";

/// A business.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Business {
    /// Its name.
    pub name: String,
    /// What it does, in a few words.
    pub strapline: String,
    /// Its telephone number, as written.
    pub phone: String,
    /// Its email address.
    pub email: String,
    /// Where it is.
    pub address: String,
    /// Its head office, as it must stand below its mails: lines; empty where that is the address.
    pub office: String,
    /// When it is open, as visitors read it.
    pub hours: String,
    /// When it is open, as promises count: a setting of its own, kept here in memory.
    #[serde(skip)]
    pub opening: OpeningHours,
    /// Its time zone, by its name in the tz database.
    pub zone: Tz,
    /// What references begin with: 2 to 4 letters.
    pub prefix: String,
    /// The country it is in: two letters (ISO 3166-1); empty where that was never asked.
    pub country: String,
    /// Whether visitors and search engines are let in.
    pub open: bool,
    /// Whether search engines may list the site once it is open.
    pub listed: bool,
    /// The currency in which it states prices (ISO 4217).
    pub currency: String,
    /// How days are written.
    pub dates: DateStyle,
    /// Its logo for light grounds: a picture or drawing.
    pub logo: Option<Uuid>,
    /// Its logo for dark grounds, where that is another.
    pub logo_dark: Option<Uuid>,
    /// Whether its name stands alone where there is no logo, without the program's bell.
    pub name_alone: bool,
    /// Both logos as pages show them, kept here in memory.
    #[serde(skip)]
    pub logos: Logos,
    /// Its own colour; the program's where none is chosen.
    pub brand: Option<Brand>,
    /// The stylesheet of that colour, kept here in memory.
    #[serde(skip)]
    pub sheet: Option<BrandSheet>,
    /// Where else it is to be found: whole `https` addresses.
    pub elsewhere: Vec<String>,
    /// Its menus: rows of their own, kept here in memory.
    #[serde(skip)]
    pub menus: Menus,
    /// The last line.
    pub footer_note: String,
}

impl Default for Business {
    fn default() -> Self {
        Self {
            name: "Shingle".to_owned(),
            strapline: String::new(),
            phone: String::new(),
            email: String::new(),
            address: String::new(),
            office: String::new(),
            hours: String::new(),
            opening: OpeningHours::default(),
            zone: Tz::UTC,
            prefix: "SH".to_owned(),
            currency: "GBP".to_owned(),
            country: String::new(),
            open: true,
            listed: true,
            dates: DateStyle::default(),
            logo: None,
            logo_dark: None,
            name_alone: false,
            logos: Logos::default(),
            brand: None,
            sheet: None,
            elsewhere: Vec::new(),
            menus: Menus::default(),
            footer_note: String::new(),
        }
    }
}

impl Business {
    /// The business in force, with its opening hours and menus.
    ///
    /// # Errors
    /// The database is away.
    pub async fn current(conn: &mut Conn) -> Result<Self> {
        let business: Self = settings::current(conn, TOPIC).await?.unwrap_or_default();
        let opening = settings::current(conn, promises::TOPIC).await?.unwrap_or_default();
        let menus = Menus::current(conn).await?;
        let sheet = business.brand.map(Brand::sheet);
        let logos = Logos::of(conn, &business).await?;
        Ok(Self { opening, menus, sheet, logos, ..business })
    }

    /// What stands below mails to clients: the head office, or else the address; a line each.
    pub fn office_lines(&self) -> Vec<String> {
        let text = if self.office.is_empty() { &self.address } else { &self.office };
        text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// Where else it is to be found, with the names of those places.
    pub fn profiles(&self) -> Vec<Profile> {
        self.elsewhere.iter().map(|address| Profile::of(address)).collect()
    }

    /// Its working time, by which promises are kept.
    pub fn working_time(&self) -> WorkingTime<'_> {
        WorkingTime { hours: &self.opening, zone: self.zone }
    }

    /// The title of the front page.
    pub fn title(&self) -> String {
        if self.strapline.is_empty() { self.name.clone() } else { format!("{}: {}", self.name, self.strapline) }
    }

    /// The telephone number as a link.
    pub fn tel(&self) -> String {
        tel(&self.phone)
    }

    /// "London" of "Europe/London", for times that visitors read.
    pub fn city(&self) -> String {
        self.zone.name().rsplit('/').next().unwrap_or_default().replace('_', " ")
    }

    /// A time of day with seconds.
    pub fn clock(&self, time: DateTime<Utc>) -> String {
        time.with_timezone(&self.zone).format("%H:%M:%S").to_string()
    }

    /// A time of day, with its day where that is another than `since`'s.
    pub fn clock_near(&self, time: DateTime<Utc>, since: DateTime<Utc>) -> String {
        let (local, first) = (time.with_timezone(&self.zone), since.with_timezone(&self.zone));
        if local.num_days_from_ce() == first.num_days_from_ce() { self.clock(time) } else { self.day_and_time(time) }
    }

    /// Which day it is where the business is.
    pub fn today(&self, now: DateTime<Utc>) -> NaiveDate {
        now.with_timezone(&self.zone).date_naive()
    }

    /// When the day begins that is so many days before today; 0 is today, -1 tomorrow.
    pub fn start_of_day(&self, now: DateTime<Utc>, ago: i64) -> DateTime<Utc> {
        let today = self.today(now);
        let by = Days::new(ago.unsigned_abs());
        let day = if ago < 0 { today.checked_add_days(by) } else { today.checked_sub_days(by) };
        self.midnight(day.unwrap_or(today))
    }

    /// When a day begins where the business is.
    pub fn midnight(&self, day: NaiveDate) -> DateTime<Utc> {
        let midnight = day.and_time(NaiveTime::MIN);
        // Where the clock jumps over midnight, the day begins an hour later.
        let begins = |at| self.zone.from_local_datetime(&at).earliest();
        begins(midnight)
            .or_else(|| begins(midnight + Duration::hours(1)))
            .map_or_else(|| midnight.and_utc(), |start| start.with_timezone(&Utc))
    }

    /// A day and time, such as "3 November 2026, 14:02", in the business's own style of dates.
    pub fn day_and_time(&self, time: DateTime<Utc>) -> String {
        format!("{}, {}", self.day(time), time.with_timezone(&self.zone).format("%H:%M"))
    }

    /// A day, such as "3 November 2026".
    pub fn day(&self, time: DateTime<Utc>) -> String {
        self.dates.day(self.today(time))
    }

    /// A day as machines and file names write it: "2026-11-03".
    pub fn date(&self, time: DateTime<Utc>) -> String {
        time.with_timezone(&self.zone).format("%Y-%m-%d").to_string()
    }

    /// How long ago something was: "12 min", "3 h", "yesterday", "5 days", then the day.
    pub fn age(&self, time: DateTime<Utc>, now: DateTime<Utc>) -> String {
        let ago = now - time;
        match (ago.num_minutes(), ago.num_hours(), ago.num_days()) {
            (..=0, _, _) => "just now".to_owned(),
            (minutes @ 1..=59, _, _) => format!("{minutes} min"),
            (_, hours @ 0..=23, _) => format!("{hours} h"),
            (_, _, 1) => "yesterday".to_owned(),
            (_, _, days @ 2..=13) => format!("{days} days"),
            _ => self.dates.brief(self.today(time)),
        }
    }
}

/// A telephone number as a link.
pub fn tel(number: &str) -> String {
    let digits: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    format!("tel:{digits}")
}
