//! The files as they are written.

use rust_embed::RustEmbed;
use serde::Deserialize;
use serde_json::Value;

use crate::site::AuthorLink;
use crate::written::MenusText;

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
pub(super) struct RedirectText {
    pub from: String,
    pub to: String,
    pub prefix: bool,
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
