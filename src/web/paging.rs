//! Lists that go on: which page of one is asked for.

use serde::Deserialize;

/// Further down nobody reads.
const LAST: i64 = 100_000;

/// Which page of a list is asked for, as `?page=`.
#[derive(Debug, Default, Deserialize)]
pub struct Paging {
    #[serde(default)]
    page: Option<String>,
}

impl Paging {
    /// Its number, from 1 on.
    pub fn number(&self) -> i64 {
        self.page.as_deref().map_or(1, number)
    }
}

/// The number that a text means. What can't be a page is the first one.
pub fn number(text: &str) -> i64 {
    text.parse().ok().filter(|page| (1..=LAST).contains(page)).unwrap_or(1)
}
