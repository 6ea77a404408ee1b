//! Under which a page is kept.

use std::borrow::{Borrow, Cow};

use crate::web::paging;

/// A path, and of a list which page of it: as the handler has read them, so that no way of writing an address makes a page
/// of its own. Nothing else of a request is in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key(String);

impl Key {
    /// The key of a page of a list; other pages are their own first one.
    pub fn new(path: &str, page: i64) -> Self {
        Self(text(Cow::Borrowed(path), page).into_owned())
    }

    /// The path.
    pub fn path(&self) -> &str {
        self.0.trim_start_matches(|c: char| c.is_ascii_digit())
    }

    /// Which page of a list it is, from 1 on.
    pub fn page(&self) -> i64 {
        self.0.strip_suffix(self.path()).map_or(1, paging::number)
    }

    /// As it is looked up.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// The key that an address comes to, as far as that can be told without asking a handler.
    pub(super) fn asked<'a>(path: &'a str, query: &str) -> Option<Cow<'a, str>> {
        if path.contains('%') {
            return None;
        }
        if query.is_empty() {
            return Some(Cow::Borrowed(path));
        }
        let mut pages = url::form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "page");
        let page = pages.next().map_or(1, |(_, value)| paging::number(&value));
        // Two of them are refused, further in.
        pages.next().is_none().then(|| text(Cow::Borrowed(path), page))
    }
}

/// A path begins with a slash, so the number before it can't be taken for a part of it.
fn text(path: Cow<'_, str>, page: i64) -> Cow<'_, str> {
    if page > 1 { Cow::Owned(format!("{page}{path}")) } else { path }
}

impl Borrow<str> for Key {
    fn borrow(&self) -> &str {
        &self.0
    }
}
