//! Everything that the blocks of a page show of other things, read once and before anything is rendered.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use tokio::try_join;
use uuid::Uuid;

use super::addresses::addresses;
use super::author::Author;
use super::case::ListedCase;
use super::references::{Reference, Target};
use super::service::Service;
use crate::blocks::{Block, Placed, Reading};
use crate::db::{Conn, Stored};
use crate::error::Result;
use crate::forms::Form;
use crate::media::Media;
use crate::schema::{pages, revisions};

/// How often what was read may point to more: a part's case's cover.
const ROUNDS: usize = 3;
/// How many cases are read where a block shows the first.
const FIRST_CASES: i64 = 12;

/// Everything that the blocks of a page show of other things.
#[derive(Debug, Default)]
pub struct Resolver {
    pub(crate) forms: BTreeMap<Uuid, Form>,
    /// The addresses of live pages, and of forms that staff did not close.
    pub(crate) addresses: BTreeMap<Uuid, String>,
    /// The last days of those forms that have one.
    pub(crate) last_days: BTreeMap<Uuid, NaiveDate>,
    pub(crate) parts: BTreeMap<Uuid, Vec<Placed>>,
    pub(crate) media: BTreeMap<Uuid, Media>,
    pub(crate) services: Vec<Service>,
    pub(crate) authors: Vec<Author>,
    pub(crate) cases: Vec<ListedCase>,
}

/// What has to be read, as keys of each kind.
#[derive(Debug, Default, PartialEq, Eq)]
struct Wanted {
    /// Forms whose questions are shown.
    forms: BTreeSet<Uuid>,
    /// Pages and forms that are pointed to.
    addresses: BTreeSet<Uuid>,
    parts: BTreeSet<Uuid>,
    media: BTreeSet<Uuid>,
    authors: BTreeSet<Uuid>,
    services: bool,
    /// Cases by name; the first too where `first_cases` says so.
    cases: BTreeSet<Uuid>,
    first_cases: bool,
}

fn keys(wanted: &BTreeSet<Uuid>) -> Vec<Uuid> {
    wanted.iter().copied().collect()
}

impl Wanted {
    fn add(&mut self, references: &[Reference], blocks: &[Placed]) {
        for reference in references {
            match *reference {
                Reference::Form(id) | Reference::Page(id) => drop(self.addresses.insert(id)),
                Reference::Media(id) => drop(self.media.insert(id)),
                Reference::Author(id) => drop(self.authors.insert(id)),
                Reference::Service(_) => self.services = true,
            }
        }
        self.services |= blocks.iter().any(|placed| matches!(placed.block, Block::Services(_)));
        self.first_cases |= blocks.iter().any(|placed| matches!(placed.block, Block::Cases(_)));
        self.cases.extend(blocks.iter().flat_map(|placed| placed.block.named_cases()));
        self.parts.extend(blocks.iter().filter_map(|placed| placed.block.part()));
        self.forms.extend(blocks.iter().filter_map(|placed| placed.block.shown_form()));
    }

    /// Without what is there already.
    fn new_to(mut self, known: &Resolver) -> Self {
        self.forms.retain(|id| !known.forms.contains_key(id));
        self.addresses.retain(|id| !known.addresses.contains_key(id));
        self.parts.retain(|id| !known.parts.contains_key(id));
        self.media.retain(|id| !known.media.contains_key(id));
        self.authors.retain(|id| !known.authors.iter().any(|author| author.id == *id));
        self.cases.retain(|id| !known.cases.iter().any(|case| case.page == *id));
        self.services &= known.services.is_empty();
        self.first_cases &= known.cases.is_empty();
        self
    }
}

impl Resolver {
    /// Reads what these blocks show; `references` is what they point to.
    ///
    /// # Errors
    /// The database is away.
    pub async fn load(conn: &Conn, references: &[Reference], blocks: &[Placed]) -> Result<Self> {
        Self::default().filled(conn, references, blocks).await
    }

    /// The same for an article, whose author was read with it.
    pub(super) async fn of_article(
        conn: &Conn,
        mut references: Vec<Reference>,
        blocks: &[Placed],
        author: &Author,
    ) -> Result<Self> {
        references.extend(author.picture.map(Reference::Media));
        Self { authors: vec![author.clone()], ..Self::default() }.filled(conn, &references, blocks).await
    }

    async fn filled(mut self, conn: &Conn, references: &[Reference], blocks: &[Placed]) -> Result<Self> {
        let mut wanted = Wanted::default();
        wanted.add(references, blocks);
        // What is read points to more: a part to its blocks' things, a case to its cover.
        for _ in 0..ROUNDS {
            wanted = wanted.new_to(&self);
            if wanted == Wanted::default() {
                break;
            }
            wanted = self.read(conn, &wanted).await?;
        }
        for form in self.forms.values_mut().filter(|form| form.definition.asks_for_services()) {
            form.definition.offer(&self.services);
        }
        Ok(self)
    }

    /// Reads what is wanted, all at once over one connection, and answers what that points to.
    async fn read(&mut self, conn: &Conn, wanted: &Wanted) -> Result<Wanted> {
        let (forms, parts) = (keys(&wanted.forms), keys(&wanted.parts));
        let (media, authors, named) = (keys(&wanted.media), keys(&wanted.authors), keys(&wanted.cases));
        let services = async {
            if wanted.services { Service::all_with_addresses(conn).await } else { Ok((Vec::new(), Vec::new())) }
        };
        let first =
            async { if wanted.first_cases { ListedCase::load(conn, &[], FIRST_CASES).await } else { Ok(Vec::new()) } };
        let named =
            async { if named.is_empty() { Ok(Vec::new()) } else { ListedCase::load(conn, &named, FIRST_CASES).await } };
        let (forms, addresses, parts, media, authors, services, first, named) = try_join!(
            Form::these(conn, &forms),
            addresses(conn, keys(&wanted.addresses)),
            parts_of(conn, &parts),
            Media::these(conn, &media),
            Author::these(conn, &authors),
            services,
            first,
            named,
        )?;
        let mut further = Wanted::default();
        for (id, blocks) in parts {
            let references: Vec<Reference> = blocks.iter().flat_map(|placed| placed.block.references()).collect();
            further.add(&references, &blocks);
            self.parts.insert(id, blocks);
        }
        // A part holds no part.
        further.parts.clear();
        further.services |= forms.iter().any(|form| form.definition.asks_for_services());
        let cases = first.into_iter().chain(named);
        for case in cases {
            if !self.cases.iter().any(|known| known.page == case.page) {
                further.media.extend(case.cover);
                self.cases.push(case);
            }
        }
        further.media.extend(authors.iter().filter_map(|author| author.picture));
        self.forms.extend(forms.into_iter().map(|form| (form.id, form)));
        for (id, address, last_day) in addresses {
            self.last_days.extend(last_day.map(|day| (id, day)));
            self.addresses.insert(id, address);
        }
        self.media.extend(media.into_iter().map(|media| (media.id, media)));
        self.authors.extend(authors);
        self.services.extend(services.0);
        self.addresses.extend(services.1);
        Ok(further)
    }

    /// The address of what is pointed to; of a form that is closed or past its last day, and of a page that is not live, the
    /// contact page.
    pub(crate) fn href(&self, reference: impl Into<Reference>, reading: &Reading<'_>) -> String {
        let found = match reference.into() {
            Reference::Form(id) if reading.is_over(id) => None,
            Reference::Form(id) | Reference::Page(id) => self.addresses.get(&id).cloned(),
            Reference::Media(id) => self.media.get(&id).map(Media::address),
            Reference::Service(id) => self.service(id).and_then(|service| self.addresses.get(&service.page?).cloned()),
            Reference::Author(id) => self.authors.iter().find(|author| author.id == id).map(Author::path),
        };
        found.unwrap_or_else(|| "/contact".to_owned())
    }

    /// The address of a call to action: a form's tells which call was followed, for browsers without script.
    pub(crate) fn call(&self, target: Target, label: &str, reading: &Reading<'_>) -> String {
        let href = self.href(target, reading);
        let known: String = label.chars().filter(|c| c.is_ascii_alphanumeric() || *c == ' ').collect();
        match target {
            Target::Form(_) if href.starts_with("/forms/") && !known.is_empty() => {
                format!("{href}?call={}", known.trim().replace(' ', "+"))
            }
            _ => href,
        }
    }

    /// A form that is shown, open or closed.
    pub fn form(&self, id: Uuid) -> Option<&Form> {
        self.forms.get(&id)
    }

    /// A picture, drawing or document.
    pub fn media(&self, id: Uuid) -> Option<&Media> {
        self.media.get(&id)
    }

    /// A service.
    pub fn service(&self, id: Uuid) -> Option<&Service> {
        self.services.iter().find(|service| service.id == id)
    }
}

/// Recurring parts: their blocks are shown as if they stood in the page.
async fn parts_of(mut conn: &Conn, keys: &[Uuid]) -> Result<Vec<(Uuid, Vec<Placed>)>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(Uuid, Stored<Vec<Placed>>)> = pages::table
        .inner_join(revisions::table.on(revisions::id.nullable().eq(pages::live_revision)))
        .filter(pages::id.eq_any(keys))
        .filter(pages::kind.eq("part"))
        .select((pages::id, revisions::blocks))
        .load(&mut conn)
        .await?;
    Ok(rows.into_iter().map(|(id, Stored(blocks))| (id, blocks)).collect())
}
