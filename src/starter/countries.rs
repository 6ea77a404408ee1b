//! Countries with the money that is paid in them and, where one clock goes for all of a country, its time zone: ISO 3166-1, ISO 4217
//! and the tz database, with the names of the Unicode CLDR.

use chrono_tz::Tz;

const TABLE: &str = include_str!("countries.tsv");

/// A country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Country {
    /// Two letters, as in "GB".
    pub code: &'static str,
    /// The currency, as in "GBP".
    pub currency: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The time zone, where there is one for all of it.
    pub zone: Option<Tz>,
}

/// All of them, by name.
pub fn all() -> impl Iterator<Item = Country> {
    TABLE.lines().filter_map(|line| {
        let mut columns = line.split('\t');
        Some(Country {
            code: columns.next()?,
            currency: columns.next()?,
            name: columns.next()?,
            zone: columns.next().and_then(|name| name.parse().ok()),
        })
    })
}

/// The country of a code.
pub fn find(code: &str) -> Option<Country> {
    all().find(|country| country.code == code)
}

/// Every currency, by its letters.
pub fn currencies() -> Vec<&'static str> {
    let mut list: Vec<_> = all().map(|country| country.currency).collect();
    list.sort_unstable();
    list.dedup();
    list
}
