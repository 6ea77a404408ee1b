//! What blocks point to: forms and pages, by key and never by text (promise 2: nothing dangles).

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::db::Conn;
use crate::error::Result;
use crate::forms::{Form, FormState};
use crate::schema::pages;

/// Something that a block points to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// A form.
    Form(Uuid),
    /// A page or article.
    Page(Uuid),
}

/// A target made ready for showing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its words.
    pub label: String,
    /// Its address.
    pub href: String,
}

/// Everything that the blocks of a page point to, read once.
#[derive(Debug, Default)]
pub struct Resolver {
    forms: BTreeMap<Uuid, Form>,
    pages: BTreeMap<Uuid, String>,
}

impl Resolver {
    /// Reads what these targets are now.
    ///
    /// # Errors
    /// The database is away.
    pub async fn load(conn: &mut Conn, targets: &[Target]) -> Result<Self> {
        let mut resolver = Self::default();
        let mut page_ids = Vec::new();
        for target in targets {
            match target {
                Target::Form(id) if !resolver.forms.contains_key(id) => {
                    resolver.forms.insert(*id, Form::find(conn, *id).await?);
                }
                Target::Form(_) => {}
                Target::Page(id) => page_ids.push(*id),
            }
        }
        let rows: Vec<(Uuid, Option<String>)> = pages::table
            .filter(pages::id.eq_any(page_ids))
            .filter(pages::live_revision.is_not_null())
            .select((pages::id, pages::path))
            .load(conn)
            .await?;
        resolver.pages = rows.into_iter().filter_map(|(id, path)| Some((id, path?))).collect();
        Ok(resolver)
    }

    /// What is known already: the demo's content, for samples.
    pub(crate) fn of(forms: Vec<Form>, pages: BTreeMap<Uuid, String>) -> Self {
        Self { forms: forms.into_iter().map(|form| (form.id, form)).collect(), pages }
    }

    /// The key of a form by its name in addresses.
    pub(crate) fn form_named(&self, slug: &str) -> Option<Uuid> {
        self.forms.values().find(|form| form.slug == slug).map(|form| form.id)
    }

    /// The key of a page by its path.
    pub(crate) fn page_at(&self, path: &str) -> Option<Uuid> {
        self.pages.iter().find(|(_, known)| *known == path).map(|(id, _)| *id)
    }

    /// The address of a target; of a closed form and of a page that is not live, the contact page.
    pub fn href(&self, target: Target) -> String {
        let found = match target {
            Target::Form(id) => self.open_form(id).map(|form| format!("/forms/{}", form.slug)),
            Target::Page(id) => self.pages.get(&id).cloned(),
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
}
