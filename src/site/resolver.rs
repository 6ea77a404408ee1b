//! Everything that the blocks of a page show of other things, read once and before anything is rendered.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::author::Author;
use super::case::ListedCase;
use super::references::{Reference, Target};
use super::service::Service;
use crate::blocks::{Block, Placed};
use crate::db::Conn;
use crate::error::Result;
use crate::forms::{Form, FormState};
use crate::media::Media;
use crate::schema::{pages, revisions};

/// How many cases are read where a block shows the newest.
const NEWEST_CASES: i64 = 12;

/// Everything that the blocks of a page show of other things.
#[derive(Debug, Default)]
pub struct Resolver {
    pub(crate) forms: BTreeMap<Uuid, Form>,
    /// The addresses of live pages.
    pub(crate) pages: BTreeMap<Uuid, String>,
    pub(crate) parts: BTreeMap<Uuid, Vec<Placed>>,
    pub(crate) media: BTreeMap<Uuid, Media>,
    pub(crate) services: Vec<Service>,
    pub(crate) authors: Vec<Author>,
    pub(crate) cases: Vec<ListedCase>,
}

/// What has to be read, as keys of each kind.
#[derive(Default)]
struct Wanted {
    forms: BTreeSet<Uuid>,
    pages: BTreeSet<Uuid>,
    media: BTreeSet<Uuid>,
    authors: BTreeSet<Uuid>,
    services: bool,
    cases: bool,
}

impl Wanted {
    fn add(&mut self, references: &[Reference], blocks: &[Placed]) {
        for reference in references {
            match *reference {
                Reference::Form(id) => drop(self.forms.insert(id)),
                Reference::Page(id) => drop(self.pages.insert(id)),
                Reference::Media(id) => drop(self.media.insert(id)),
                Reference::Author(id) => drop(self.authors.insert(id)),
                Reference::Service(_) => self.services = true,
            }
        }
        self.services |= blocks.iter().any(|placed| matches!(placed.block, Block::Services(_)));
        self.cases |= blocks.iter().any(|placed| matches!(placed.block, Block::Cases(_)));
    }
}

impl Resolver {
    /// Reads what these blocks show; `references` is what they point to, and what else the page needs.
    ///
    /// # Errors
    /// The database is away.
    pub async fn load(conn: &mut Conn, references: &[Reference], blocks: &[Placed]) -> Result<Self> {
        let mut resolver = Self::default();
        let mut wanted = Wanted::default();
        wanted.add(references, blocks);
        resolver.read_parts(conn, blocks, &mut wanted).await?;
        if wanted.cases {
            let named: Vec<Uuid> = blocks.iter().flat_map(|placed| placed.block.named_cases()).collect();
            resolver.cases = ListedCase::load(conn, &[], NEWEST_CASES).await?;
            if named.iter().any(|id| !resolver.cases.iter().any(|case| case.page == *id)) {
                resolver.cases.extend(ListedCase::load(conn, &named, NEWEST_CASES).await?);
            }
            wanted.media.extend(resolver.cases.iter().filter_map(|case| case.cover));
        }
        if wanted.services {
            resolver.services = Service::all(conn).await?;
            wanted.pages.extend(resolver.services.iter().filter_map(|service| service.page));
        }
        if !wanted.authors.is_empty() {
            resolver.authors = Author::these(conn, &wanted.authors.into_iter().collect::<Vec<_>>()).await?;
            wanted.media.extend(resolver.authors.iter().filter_map(|author| author.picture));
        }
        for id in wanted.forms {
            resolver.forms.insert(id, Form::find(conn, id).await?);
        }
        if !wanted.pages.is_empty() {
            let rows: Vec<(Uuid, Option<String>)> = pages::table
                .filter(pages::id.eq_any(wanted.pages.into_iter().collect::<Vec<_>>()))
                .filter(pages::live_revision.is_not_null())
                .select((pages::id, pages::path))
                .load(conn)
                .await?;
            resolver.pages = rows.into_iter().filter_map(|(id, path)| Some((id, path?))).collect();
        }
        let media = Media::these(conn, &wanted.media.into_iter().collect::<Vec<_>>()).await?;
        resolver.media = media.into_iter().map(|media| (media.id, media)).collect();
        Ok(resolver)
    }

    /// Recurring parts: their blocks are shown as if they stood here. A part holds no part.
    async fn read_parts(&mut self, conn: &mut Conn, blocks: &[Placed], wanted: &mut Wanted) -> Result<()> {
        let keys: Vec<Uuid> = blocks.iter().filter_map(|placed| placed.block.part()).collect();
        if keys.is_empty() {
            return Ok(());
        }
        let rows: Vec<(Uuid, serde_json::Value)> = pages::table
            .inner_join(revisions::table.on(revisions::id.nullable().eq(pages::live_revision)))
            .filter(pages::id.eq_any(keys))
            .filter(pages::kind.eq("part"))
            .select((pages::id, revisions::blocks))
            .load(conn)
            .await?;
        for (id, value) in rows {
            let blocks: Vec<Placed> = serde_json::from_value(value)?;
            let references: Vec<Reference> = blocks.iter().flat_map(|placed| placed.block.references()).collect();
            wanted.add(&references, &blocks);
            self.parts.insert(id, blocks);
        }
        Ok(())
    }

    /// The address of what is pointed to; of a closed form and of a page that is not live, the contact page.
    pub fn href(&self, reference: impl Into<Reference>) -> String {
        let found = match reference.into() {
            Reference::Form(id) => self.open_form(id).map(|form| format!("/forms/{}", form.slug)),
            Reference::Page(id) => self.pages.get(&id).cloned(),
            Reference::Media(id) => self.media.get(&id).map(Media::address),
            Reference::Service(id) => self.service(id).and_then(|service| self.pages.get(&service.page?).cloned()),
            Reference::Author(id) => self.authors.iter().find(|author| author.id == id).map(Author::path),
        };
        found.unwrap_or_else(|| "/contact".to_owned())
    }

    /// The address of a call to action: a form's tells which call was followed, for browsers without script.
    pub fn call(&self, target: Target, label: &str) -> String {
        let href = self.href(target);
        let known: String = label.chars().filter(|c| c.is_ascii_alphanumeric() || *c == ' ').collect();
        match target {
            Target::Form(_) if href.starts_with("/forms/") && !known.is_empty() => {
                format!("{href}?call={}", known.trim().replace(' ', "+"))
            }
            _ => href,
        }
    }

    /// A form that takes enquiries.
    pub fn open_form(&self, id: Uuid) -> Option<&Form> {
        self.forms.get(&id).filter(|form| form.state == FormState::Open)
    }

    /// A form, open or closed.
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
