//! The files as they are written.

use rust_embed::RustEmbed;
use serde::Deserialize;
use serde_json::Value;

use super::names::Names;
use crate::error::{AppError, Result};
use crate::site::{AuthorLink, Leads};

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/src/demo/content/site"]
pub(super) struct Files;

#[derive(Deserialize)]
pub(super) struct BusinessText {
    pub name: String,
    pub strapline: String,
    pub phone: String,
    pub email: String,
    pub address: String,
    pub zone: chrono_tz::Tz,
    pub hours: String,
    pub prefix: String,
    pub currency: String,
    pub footer_note: String,
    pub menus: MenusText,
}

#[derive(Deserialize)]
pub(super) struct MenusText {
    pub main: Vec<MenuText>,
    pub action: Vec<MenuText>,
    pub footer: Vec<MenuText>,
}

#[derive(Deserialize)]
pub(super) struct MenuText {
    pub label: String,
    page: Option<String>,
    form: Option<String>,
    address: Option<String>,
}

impl MenuText {
    pub fn leads(&self, names: &Names) -> Result<Leads> {
        match (&self.page, &self.form, self.address.as_deref()) {
            (Some(path), _, _) => names.page(path).map(Leads::Page),
            (None, Some(slug), _) => names.form(slug).map(Leads::Form),
            (None, None, Some("/search")) => Ok(Leads::List("/search")),
            _ => Err(AppError::internal("the demo", format!("the menu's {:?} leads nowhere", self.label))),
        }
    }
}

#[derive(Deserialize)]
pub(super) struct AuthorText {
    pub slug: String,
    pub name: String,
    pub role: String,
    pub bio: String,
    pub links: Vec<AuthorLink>,
    pub picture: String,
}

#[derive(Deserialize)]
pub(super) struct TopicText {
    pub slug: String,
    pub name: String,
    pub description: String,
}

#[derive(Deserialize)]
pub(super) struct ServiceText {
    pub slug: String,
    pub name: String,
    pub outcome: String,
    pub unit: String,
    pub price: Option<i64>,
    pub from: bool,
    pub page: String,
}

#[derive(Deserialize)]
pub(super) struct RedirectText {
    pub from: String,
    pub to: String,
    pub prefix: bool,
}

#[derive(Deserialize)]
pub(super) struct PageText {
    pub path: String,
    pub title: String,
    pub description: String,
    pub blocks: Vec<Value>,
}

#[derive(Deserialize)]
pub(super) struct PartText {
    pub name: String,
    pub title: String,
    pub blocks: Vec<Value>,
}

#[derive(Deserialize)]
pub(super) struct ArticleText {
    pub path: String,
    pub title: String,
    pub description: String,
    pub author: String,
    pub lead: String,
    pub in_short: Vec<String>,
    pub topics: Vec<String>,
    pub published_days_ago: i64,
    pub updated_days_ago: Option<i64>,
    pub cover: String,
    pub cover_caption: String,
    pub blocks: Vec<Value>,
}

#[derive(Deserialize)]
pub(super) struct CaseText {
    pub path: String,
    pub title: String,
    pub description: String,
    pub lead: String,
    pub client: String,
    pub sector: String,
    pub place: String,
    pub year: i32,
    pub figure: String,
    pub figure_words: String,
    pub service: String,
    pub cover: String,
    pub blocks: Vec<Value>,
}

#[derive(Deserialize)]
pub(super) struct MediaText {
    pub name: String,
    #[serde(default)]
    pub file: String,
    #[serde(default)]
    pub drawing: String,
    pub alt: String,
    pub caption: String,
    pub focus: (i16, i16),
}
