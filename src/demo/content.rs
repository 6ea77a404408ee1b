//! The demo's texts: read from the JSON files beside this one, with slugs and paths turned into keys.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::blocks::Placed;
use crate::clock::Moment;
use crate::error::{AppError, Result};
use crate::promises::{Holiday, OpeningHours, TimeOfDay};
use crate::site::{Business, Link, MenuItem, NewArticle, NewPage, PageKind};

/// The definitions of the demo's forms, by slug.
pub(super) const FORMS: [(&str, &str); 3] = [
    ("project", include_str!("content/forms/project.json")),
    ("contact", include_str!("content/forms/contact.json")),
    ("audit-request", include_str!("content/forms/audit-request.json")),
];

/// The site, ready to be added.
pub(super) struct Site {
    pub business: Business,
    pub authors: Vec<Author>,
    pub pages: Vec<NewPage>,
    pub articles: Vec<(NewPage, NewArticle)>,
}

/// An author, with a key.
pub(super) struct Author {
    pub id: Uuid,
    pub slug: String,
    pub name: String,
    pub role: String,
    pub bio: String,
}

#[derive(Deserialize)]
struct File {
    business: BusinessText,
    authors: Vec<AuthorText>,
    pages: Vec<PageText>,
    articles: Vec<ArticleText>,
}

#[derive(Deserialize)]
struct BusinessText {
    name: String,
    strapline: String,
    phone: String,
    email: String,
    address: String,
    zone: chrono_tz::Tz,
    hours: String,
    prefix: String,
    menu: Vec<MenuItem>,
    action: ActionText,
    footer: FooterText,
}

#[derive(Deserialize)]
struct ActionText {
    label: String,
    target: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct FooterText {
    note: String,
    links: Vec<MenuItem>,
}

#[derive(Deserialize)]
struct AuthorText {
    slug: String,
    name: String,
    role: String,
    bio: String,
}

#[derive(Deserialize)]
struct PageText {
    path: String,
    title: String,
    description: String,
    blocks: Vec<Value>,
}

#[derive(Deserialize)]
struct ArticleText {
    path: String,
    title: String,
    description: String,
    author: String,
    lead: String,
    published_days_ago: i64,
    blocks: Vec<Value>,
}

/// Turns slugs and paths into keys.
struct Names<'a> {
    forms: &'a [(String, Uuid)],
    pages: BTreeMap<String, Uuid>,
}

impl Names<'_> {
    fn form(&self, slug: &str) -> Result<Uuid> {
        let found = self.forms.iter().find(|(name, _)| name == slug).map(|(_, id)| *id);
        found.ok_or_else(|| AppError::internal("the demo", format!("no form {slug:?}")))
    }

    /// A block's JSON with its key, and every reference in it.
    fn place(&self, at: Moment, mut block: Value) -> Result<Placed> {
        self.resolve(&mut block)?;
        if let Value::Object(fields) = &mut block {
            fields.insert("id".to_owned(), json!(at.id()));
        }
        Ok(serde_json::from_value(block)?)
    }

    fn resolve(&self, value: &mut Value) -> Result<()> {
        match value {
            Value::Object(fields) => {
                for (name, inner) in fields.iter_mut() {
                    match (name.as_str(), &inner) {
                        ("form", Value::String(slug)) => *inner = json!(self.form(slug)?),
                        ("page", Value::String(path)) => {
                            let id = self.pages.get(path.as_str());
                            *inner =
                                json!(id.ok_or_else(|| AppError::internal("the demo", format!("no page {path:?}")))?);
                        }
                        _ => self.resolve(inner)?,
                    }
                }
            }
            Value::Array(items) => items.iter_mut().try_for_each(|item| self.resolve(item))?,
            _ => {}
        }
        Ok(())
    }
}

impl Site {
    /// Reads the demo's site; `forms` are the forms that stand already.
    pub fn read(at: Moment, forms: &[(String, Uuid)]) -> Result<Self> {
        let file: File = serde_json::from_str(include_str!("content/pages.json"))?;
        let paths = file.pages.iter().map(|page| &page.path).chain(file.articles.iter().map(|article| &article.path));
        let names = Names { forms, pages: paths.map(|path| (path.clone(), at.id())).collect() };
        let authors: Vec<Author> = file
            .authors
            .into_iter()
            .map(|text| Author { id: at.id(), slug: text.slug, name: text.name, role: text.role, bio: text.bio })
            .collect();
        let key = |path: &str| names.pages.get(path).copied().ok_or(AppError::NotFound);
        let place =
            |blocks: Vec<Value>| blocks.into_iter().map(|block| names.place(at, block)).collect::<Result<Vec<_>>>();
        let mut pages = Vec::new();
        for text in file.pages {
            pages.push(NewPage {
                id: key(&text.path)?,
                kind: PageKind::Page,
                path: text.path,
                title: text.title,
                description: text.description,
                blocks: place(text.blocks)?,
            });
        }
        let mut articles = Vec::new();
        for text in file.articles {
            let author = authors.iter().find(|author| author.slug == text.author);
            let page = NewPage {
                id: key(&text.path)?,
                kind: PageKind::Article,
                path: text.path,
                title: text.title,
                description: text.description,
                blocks: place(text.blocks)?,
            };
            let article = NewArticle {
                author_id: author.map(|author| author.id).ok_or(AppError::NotFound)?,
                lead: text.lead,
                published_at: at.now - Duration::days(text.published_days_ago),
            };
            pages.push(page.clone());
            articles.push((page, article));
        }
        Ok(Self { business: business(file.business), authors, pages, articles })
    }
}

/// Bellpull's hours, as its pages say them, and the holidays of this year and the next.
pub(super) fn hours(now: DateTime<Utc>) -> OpeningHours {
    let opening = TimeOfDay::new(9, 0).zip(TimeOfDay::new(17, 0));
    let mut hours =
        opening.map_or_else(OpeningHours::default, |(opens, closes)| OpeningHours::working_week(opens, closes));
    for year in [now.year(), now.year() + 1] {
        for (month, day, name) in [(1, 1, "New Year’s Day"), (12, 25, "Christmas Day"), (12, 26, "Boxing Day")] {
            let day = NaiveDate::from_ymd_opt(year, month, day);
            hours.holidays.extend(day.map(|day| Holiday { day, name: name.to_owned() }));
        }
    }
    hours
}

fn business(text: BusinessText) -> Business {
    let href = match text.action.target.get("form") {
        Some(slug) => format!("/forms/{slug}"),
        None => text.action.target.get("page").cloned().unwrap_or_else(|| "/contact".to_owned()),
    };
    Business {
        name: text.name,
        strapline: text.strapline,
        phone: text.phone,
        email: text.email,
        address: text.address,
        hours: text.hours,
        zone: text.zone,
        prefix: text.prefix,
        menu: text.menu,
        action: Some(Link { label: text.action.label, href }),
        footer: text.footer.links,
        footer_note: text.footer.note,
        ..Business::default()
    }
}
