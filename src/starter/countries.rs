//! Countries with the money that is paid in them: ISO 3166-1 and ISO 4217, with the names of the Unicode CLDR.

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
}

/// All of them, by name.
pub fn all() -> impl Iterator<Item = Country> {
    TABLE.lines().filter_map(|line| {
        let mut columns = line.split('\t');
        Some(Country { code: columns.next()?, currency: columns.next()?, name: columns.next()? })
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
