//! What the blocks of one page share while they are rendered.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::Placed;
use super::embed::Provider;
use super::markup::{Anchors, Heading};
use crate::error::Result;
use crate::media::{PictureHtml, Sizes};
use crate::site::{Business, Reference, Resolver, Target};
use crate::web::html::CleanHtml;

/// The time at which a page is read, and from when on it will read otherwise.
#[derive(Debug, Clone)]
pub struct Reading<'a> {
    /// For days as the business counts them.
    business: &'a Business,
    now: DateTime<Utc>,
    /// From when on the page looks otherwise: an offer begins or ends, a form has had its last day.
    pub changes_at: Option<DateTime<Utc>>,
    /// Forms whose last day is over: nothing leads to them, as to those that staff closed.
    over: BTreeSet<Uuid>,
}

impl<'a> Reading<'a> {
    /// A page that is read at a time, and points to what is known here.
    pub fn new(resolver: &Resolver, business: &'a Business, now: DateTime<Utc>) -> Self {
        let mut reading = Self { business, now, changes_at: None, over: BTreeSet::new() };
        for (form, last) in &resolver.last_days {
            if !reading.is_between(None, Some(*last)) {
                reading.over.insert(*form);
            }
        }
        reading
    }

    /// Whether a form's last day is over.
    pub fn is_over(&self, form: Uuid) -> bool {
        self.over.contains(&form)
    }

    /// A day as the business writes it.
    pub fn day(&self, day: NaiveDate) -> String {
        self.business.dates.day(day)
    }

    /// Whether today lies within these days, both included, where the business is. Remembers when that changes next.
    pub fn is_between(&mut self, first: Option<NaiveDate>, last: Option<NaiveDate>) -> bool {
        let begin = first.map(|day| self.business.midnight(day));
        let end = last.and_then(|day| day.succ_opt()).map(|day| self.business.midnight(day));
        let next = [begin, end].into_iter().flatten().filter(|at| *at > self.now).min();
        self.changes_at = [self.changes_at, next].into_iter().flatten().min();
        begin.is_none_or(|begin| begin <= self.now) && end.is_none_or(|end| self.now < end)
    }
}

/// One page while its blocks are rendered, in order.
#[derive(Debug)]
pub struct Showing<'a> {
    /// What the blocks show of other things.
    pub resolver: &'a Resolver,
    /// When it is read.
    pub reading: Reading<'a>,
    anchors: Anchors,
    /// The second-level headings so far, for the list of contents.
    pub contents: Vec<Heading>,
    /// Whose frames a visitor may agree to.
    pub providers: BTreeSet<Provider>,
    /// The block that is being rendered.
    placed: Uuid,
    /// Whether something stands on the page already.
    begun: bool,
}

impl<'a> Showing<'a> {
    /// A page that is shown at a time.
    pub fn new(resolver: &'a Resolver, business: &'a Business, now: DateTime<Utc>) -> Self {
        Self {
            resolver,
            reading: Reading::new(resolver, business, now),
            anchors: Anchors::default(),
            contents: Vec::new(),
            providers: BTreeSet::new(),
            placed: Uuid::nil(),
            begun: false,
        }
    }

    /// The next block of the page.
    ///
    /// # Errors
    /// Where its template cannot be rendered.
    pub fn block(&mut self, placed: &Placed) -> Result<String> {
        self.placed = placed.id;
        let html = placed.block.html(self)?;
        self.begun |= !html.is_empty();
        Ok(html)
    }

    /// What the block's own drawing is made from: its key, so that it stays the same whatever is written in it.
    pub fn seed(&self) -> String {
        self.placed.simple().to_string()
    }

    /// Rich text with ids on its headings and addresses in its links.
    pub fn rich(&mut self, html: &str) -> CleanHtml {
        let (resolver, reading) = (self.resolver, &self.reading);
        let address = |reference: Reference| resolver.href(reference, reading);
        let (clean, headings) = CleanHtml::shown(html, &mut self.anchors, address);
        self.contents.extend(headings);
        clean
    }

    /// The address of what a block points to.
    pub fn href(&self, target: Target) -> String {
        self.resolver.href(target, &self.reading)
    }

    /// The address of a call to action.
    pub fn call(&self, target: Target, label: &str) -> String {
        self.resolver.call(target, label, &self.reading)
    }

    /// An id for a heading that is no rich text; one of the second level stands in the list of contents.
    pub fn anchor(&mut self, words: &str, second_level: bool) -> String {
        let id = self.anchors.take(words);
        if second_level && !words.is_empty() {
            self.contents.push(Heading { id: id.clone(), words: words.to_owned() });
        }
        id
    }

    /// A picture; nothing where it is gone, which a reference prevents.
    ///
    /// # Errors
    /// Where its template cannot be rendered.
    pub fn picture(&mut self, key: Uuid, sizes: Sizes) -> Result<Option<PictureHtml>> {
        self.resolver.media(key).map(|media| media.shown(sizes, false)).transpose()
    }

    /// The picture of the page's heading: what a visitor sees first is not loaded late.
    ///
    /// # Errors
    /// Where its template cannot be rendered.
    pub fn top_picture(&mut self, key: Uuid, sizes: Sizes) -> Result<Option<PictureHtml>> {
        self.resolver.media(key).map(|media| media.shown(sizes, !self.begun)).transpose()
    }
}
