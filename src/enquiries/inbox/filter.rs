//! What a list is asked for: read from the address strictly, and written back into it.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use uuid::Uuid;

use super::list::Place;
use super::view::{Part, Period, Promised, Sort, View};
use crate::enquiries::record::Said;
use crate::error::{AppError, Result};

/// The longest search.
const MOST: usize = 200;

/// The parameters of the inbox's address; unknown ones are refused.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct InboxQuery {
    view: Option<String>,
    q: Option<String>,
    form: Option<String>,
    owner: Option<String>,
    promise: Option<String>,
    days: Option<String>,
    from: Option<String>,
    sort: Option<String>,
    after: Option<String>,
    /// The act that was just done.
    done: Option<String>,
}

/// Whose enquiries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owned {
    /// Nobody's.
    ByNobody,
    /// One person's.
    By(Uuid),
}

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// The tab.
    pub view: View,
    /// A reference, or words that all have to be there.
    pub search: String,
    /// The slug of a form.
    pub form: Option<String>,
    /// Whose.
    pub owned: Option<Owned>,
    /// How its promise stands.
    pub promised: Option<Promised>,
    /// How old at most.
    pub period: Option<Period>,
    /// Where they came from.
    pub from: Option<(Part, String)>,
    /// In what order.
    pub sort: Sort,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            view: View::Open,
            search: String::new(),
            form: None,
            owned: None,
            promised: None,
            period: None,
            from: None,
            sort: Sort::Newest,
        }
    }
}

/// A parameter that may be missing or empty, but not wrong.
fn read<T>(text: Option<&String>, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>> {
    match text.map(|text| text.trim()).filter(|text| !text.is_empty()) {
        None => Ok(None),
        Some(text) => parse(text).map(Some).ok_or(AppError::NotFound),
    }
}

impl InboxQuery {
    /// What is looked for.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a value that nothing here has written.
    pub fn filter(&self) -> Result<Filter> {
        let owned = |text: &str| match text {
            "nobody" => Some(Owned::ByNobody),
            id => Uuid::try_parse(id).ok().map(Owned::By),
        };
        let slug = |text: &str| {
            text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-').then(|| text.to_owned())
        };
        Ok(Filter {
            view: read(self.view.as_ref(), View::parse)?.unwrap_or(View::Open),
            search: self.q.as_deref().unwrap_or_default().replace('\0', "").trim().chars().take(MOST).collect(),
            form: read(self.form.as_ref(), slug)?,
            owned: read(self.owner.as_ref(), owned)?,
            promised: read(self.promise.as_ref(), Promised::parse)?,
            period: read(self.days.as_ref(), Period::parse)?,
            from: read(self.from.as_ref(), |text| Part::parse(&text.replace('\0', "")))?,
            sort: read(self.sort.as_ref(), Sort::parse)?.unwrap_or(Sort::Newest),
        })
    }

    /// Where the page begins.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a place that nothing here has written.
    pub fn after(&self, sort: Sort) -> Result<Option<Place>> {
        read(self.after.as_ref(), |text| Place::parse(sort, text))
    }

    /// What stands behind the `?` of the page that was shown, to come back to it: the list, and where its page begins.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a value that nothing here has written.
    pub fn page(&self) -> Result<String> {
        let filter = self.filter()?;
        let after = self.after(filter.sort)?;
        Ok(filter.query_after(after.as_ref()))
    }

    /// The act that was just done.
    pub fn done(&self) -> Option<Uuid> {
        self.done.as_deref().and_then(|text| Uuid::try_parse(text).ok())
    }

    /// What was just done, where words are all there is to it.
    pub fn said(&self) -> Option<Said> {
        self.done.as_deref().and_then(Said::parse)
    }
}

impl Filter {
    /// The pairs of the address, defaults left out.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = vec![("view", self.view.as_str().to_owned())];
        if !self.search.is_empty() {
            pairs.push(("q", self.search.clone()));
        }
        pairs.extend(self.form.clone().map(|form| ("form", form)));
        pairs.extend(self.owned.map(|owned| ("owner", owned.text())));
        pairs.extend(self.promised.map(|promised| ("promise", promised.as_str().to_owned())));
        pairs.extend(self.period.map(|period| ("days", period.as_str().to_owned())));
        pairs.extend(self.from_text().map(|from| ("from", from)));
        if self.sort != Sort::Newest {
            pairs.push(("sort", self.sort.as_str().to_owned()));
        }
        pairs
    }

    /// Where they came from, as the address names it.
    pub fn from_text(&self) -> Option<String> {
        self.from.as_ref().map(|(part, place)| part.value(place))
    }

    /// What stands behind the `?`.
    pub fn query(&self) -> String {
        let pairs: Vec<String> = self
            .pairs()
            .into_iter()
            .map(|(name, value)| format!("{name}={}", utf8_percent_encode(&value, NON_ALPHANUMERIC)))
            .collect();
        pairs.join("&")
    }

    /// The same for the page that begins after a place.
    pub fn query_after(&self, after: Option<&Place>) -> String {
        let place = after.map(|place| format!("&after={}", utf8_percent_encode(&place.text(), NON_ALPHANUMERIC)));
        format!("{}{}", self.query(), place.unwrap_or_default())
    }

    /// The address of the list.
    pub fn address(&self) -> String {
        format!("/admin/enquiries?{}", self.query())
    }

    /// Whether it narrows its view.
    pub fn narrows(&self) -> bool {
        let plain = Self { view: self.view, sort: self.sort, ..Self::default() };
        *self != plain
    }
}

impl Owned {
    /// As it stands in the address.
    pub fn text(self) -> String {
        match self {
            Self::ByNobody => "nobody".to_owned(),
            Self::By(id) => id.simple().to_string(),
        }
    }
}
