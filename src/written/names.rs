//! Turns the names in written content into keys.

use std::collections::BTreeMap;

use chrono::Duration;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::blocks::{Placed, markup};
use crate::clock::Moment;
use crate::error::{AppError, Result};

/// Everything that a file can name.
#[derive(Default)]
pub(crate) struct Names {
    pub forms: BTreeMap<String, Uuid>,
    pub pages: BTreeMap<String, Uuid>,
    pub parts: BTreeMap<String, Uuid>,
    pub media: BTreeMap<String, Uuid>,
    pub services: BTreeMap<String, Uuid>,
    pub authors: BTreeMap<String, Uuid>,
    pub topics: BTreeMap<String, Uuid>,
}

fn find(of: &BTreeMap<String, Uuid>, what: &str, name: &str) -> Result<Uuid> {
    of.get(name).copied().ok_or_else(|| AppError::internal("written content", format!("no {what} {name:?}")))
}

impl Names {
    pub fn form(&self, slug: &str) -> Result<Uuid> {
        find(&self.forms, "form", slug)
    }

    pub fn page(&self, path: &str) -> Result<Uuid> {
        find(&self.pages, "page", path)
    }

    pub fn part(&self, name: &str) -> Result<Uuid> {
        find(&self.parts, "part", name)
    }

    pub fn medium(&self, name: &str) -> Result<Uuid> {
        find(&self.media, "media", name)
    }

    pub fn service(&self, slug: &str) -> Result<Uuid> {
        find(&self.services, "service", slug)
    }

    pub fn author(&self, slug: &str) -> Result<Uuid> {
        find(&self.authors, "author", slug)
    }

    pub fn topic(&self, slug: &str) -> Result<Uuid> {
        find(&self.topics, "topic", slug)
    }

    /// A block's JSON with its key, and every reference in it.
    pub fn place(&self, at: Moment, mut block: Value) -> Result<Placed> {
        self.resolve(&mut block)?;
        if let Value::Object(fields) = &mut block {
            fields.insert("id".to_owned(), json!(at.id()));
            // An offer that runs from the day on which it is added.
            let today = at.now.date_naive();
            if let Some(days) = fields.remove("starts_days_ago").and_then(|days| days.as_i64()) {
                fields.insert("starts".to_owned(), json!(today - Duration::days(days)));
            }
            if let Some(days) = fields.remove("ends_in_days").and_then(|days| days.as_i64()) {
                fields.insert("ends".to_owned(), json!(today + Duration::days(days)));
            }
        }
        serde_json::from_value(block).map_err(|error| AppError::internal("written content", error))
    }

    fn resolve(&self, value: &mut Value) -> Result<()> {
        match value {
            Value::Object(fields) => {
                for (name, inner) in fields.iter_mut() {
                    let of = match name.as_str() {
                        "form" => Some(&self.forms),
                        "page" | "cases" => Some(&self.pages),
                        "part" => Some(&self.parts),
                        "media" => Some(&self.media),
                        "services" => Some(&self.services),
                        "people" => Some(&self.authors),
                        _ => None,
                    };
                    match (of, inner) {
                        (Some(of), Value::String(text)) => *text = find(of, name, text)?.to_string(),
                        (Some(of), Value::Array(items)) => {
                            for item in items {
                                if let Value::String(text) = item {
                                    *text = find(of, name, text)?.to_string();
                                }
                            }
                        }
                        (None, Value::String(text)) if text.contains("href=\"") => *text = self.linked(text)?,
                        (_, inner) => self.resolve(inner)?,
                    }
                }
            }
            Value::Array(items) => items.iter_mut().try_for_each(|item| self.resolve(item))?,
            _ => {}
        }
        Ok(())
    }

    /// Links in rich text: `page:/contact` and `form:project` become keys.
    fn linked(&self, html: &str) -> Result<String> {
        markup::with_links(html, |href| match href.split_once(':') {
            Some(("page", path)) => Ok(Some(format!("page:{}", self.page(path)?))),
            Some(("form", slug)) => Ok(Some(format!("form:{}", self.form(slug)?))),
            _ => Ok(None),
        })
    }
}
