//! Content that is written in files, with slugs and paths for keys: the demo's, and that of starter sites.

mod names;

use serde::Deserialize;
use serde_json::Value;

use crate::blocks::Placed;
use crate::clock::Moment;
use crate::error::{AppError, Result};
use crate::money::Money;
use crate::site::{Beside, Content, Leads, NewPage, Place, Service};

pub(crate) use names::Names;

#[derive(Deserialize)]
pub(crate) struct MenusText {
    pub main: Vec<MenuText>,
    pub action: Vec<MenuText>,
    pub footer: Vec<MenuText>,
}

#[derive(Deserialize)]
pub(crate) struct MenuText {
    pub label: String,
    page: Option<String>,
    form: Option<String>,
    address: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct ServiceText {
    pub slug: String,
    pub name: String,
    pub outcome: String,
    pub unit: String,
    pub price: Option<i64>,
    pub from: bool,
    pub page: String,
}

#[derive(Deserialize)]
pub(crate) struct PageText {
    pub path: String,
    pub title: String,
    pub description: String,
    pub blocks: Vec<Value>,
}

#[derive(Deserialize)]
pub(crate) struct PartText {
    pub name: String,
    pub title: String,
    pub blocks: Vec<Value>,
}

/// The entries of each place.
pub(crate) type WrittenMenus = Vec<(Place, Vec<(String, Leads)>)>;

impl MenuText {
    fn leads(&self, names: &Names) -> Result<Leads> {
        match (&self.page, &self.form, self.address.as_deref()) {
            (Some(path), _, _) => names.page(path).map(Leads::Page),
            (None, Some(slug), _) => names.form(slug).map(Leads::Form),
            (None, None, Some("/search")) => Ok(Leads::List("/search")),
            _ => Err(AppError::internal("written content", format!("the menu's {:?} leads nowhere", self.label))),
        }
    }
}

impl MenusText {
    /// The menus, ready to be set.
    pub fn read(self, names: &Names) -> Result<WrittenMenus> {
        let entries = |texts: Vec<MenuText>| {
            texts.into_iter().map(|text| Ok((text.label.clone(), text.leads(names)?))).collect::<Result<Vec<_>>>()
        };
        Ok(vec![
            (Place::Main, entries(self.main)?),
            (Place::Action, entries(self.action)?),
            (Place::Footer, entries(self.footer)?),
        ])
    }
}

impl ServiceText {
    /// The service; `currency` is the one in which its price stands.
    pub fn read(self, names: &Names, currency: &str, position: i32) -> Result<Service> {
        Ok(Service {
            id: names.service(&self.slug)?,
            page: Some(names.page(&self.page)?),
            slug: self.slug,
            name: self.name,
            outcome: self.outcome,
            unit: self.unit,
            price: self.price.map(|minor| Money { minor, currency: currency.to_owned() }),
            is_from: self.from && self.price.is_some(),
            position,
        })
    }
}

impl PageText {
    /// The page, ready to be added.
    pub fn read(self, at: Moment, names: &Names) -> Result<NewPage> {
        let blocks = placed(at, names, self.blocks)?;
        let content = Content { title: self.title, description: self.description, blocks, ..Content::default() };
        Ok(NewPage { id: names.page(&self.path)?, beside: Beside::Page, path: self.path, content })
    }
}

impl PartText {
    /// The recurring part, ready to be added.
    pub fn read(self, at: Moment, names: &Names) -> Result<NewPage> {
        let content = Content { title: self.title, blocks: placed(at, names, self.blocks)?, ..Content::default() };
        Ok(NewPage { id: names.part(&self.name)?, beside: Beside::Part, path: String::new(), content })
    }
}

/// Blocks with their keys.
pub(crate) fn placed(at: Moment, names: &Names, blocks: Vec<Value>) -> Result<Vec<Placed>> {
    blocks.into_iter().map(|block| names.place(at, block)).collect()
}
