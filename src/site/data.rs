//! What a page says to search engines, as JSON-LD after schema.org.

use serde_json::{Value, json};

use super::article::Article;
use super::author::Author;
use super::business::Business;
use super::service::Service;
use crate::app::App;
use crate::blocks::{Block, Placed};
use crate::clock::stamp;
use crate::web::html::JsonLd;

/// One step of the way to a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// Its words.
    pub label: String,
    /// Its path.
    pub path: String,
}

impl Crumb {
    /// A step.
    pub fn new(label: &str, path: &str) -> Self {
        Self { label: label.to_owned(), path: path.to_owned() }
    }
}

fn document(mut data: Value) -> JsonLd {
    if let Some(fields) = data.as_object_mut() {
        fields.insert("@context".to_owned(), json!("https://schema.org"));
    }
    JsonLd::new(&data)
}

fn organisation_value(app: &App, business: &Business) -> Value {
    let logo =
        business.logos.light.as_ref().map_or_else(|| app.assets.url("img/icon-512.png"), |logo| logo.address.clone());
    let mut data = json!({ "@type": "Organization", "@id": app.link("/#organisation"), "name": business.name,
        "url": app.link("/"), "logo": app.link(&logo) });
    let mut add = |name: &str, value: &str| {
        if let (false, Some(fields)) = (value.is_empty(), data.as_object_mut()) {
            fields.insert(name.to_owned(), json!(value));
        }
    };
    add("telephone", &business.phone);
    add("email", &business.email);
    add("address", &business.address);
    add("slogan", &business.strapline);
    if let (false, Some(fields)) = (business.elsewhere.is_empty(), data.as_object_mut()) {
        fields.insert("sameAs".to_owned(), json!(business.elsewhere));
    }
    data
}

/// The business, and its site with its search: on the front page.
pub(super) fn front(app: &App, business: &Business) -> Vec<JsonLd> {
    let site = json!({ "@type": "WebSite", "@id": app.link("/#site"), "name": business.name, "url": app.link("/"),
        "inLanguage": "en-GB", "publisher": { "@id": app.link("/#organisation") },
        "potentialAction": { "@type": "SearchAction",
            "target": { "@type": "EntryPoint", "urlTemplate": format!("{}?q={{search_term_string}}", app.link("/search")) },
            "query-input": "required name=search_term_string" } });
    vec![document(organisation_value(app, business)), document(site)]
}

/// The way to a page, itself included.
pub(super) fn crumbs(app: &App, way: &[Crumb]) -> Option<JsonLd> {
    if way.len() < 2 {
        return None;
    }
    let item = |(index, crumb): (usize, &Crumb)| json!({ "@type": "ListItem", "position": index + 1, "name": crumb.label, "item": app.link(&crumb.path) });
    let items: Vec<Value> = way.iter().enumerate().map(item).collect();
    Some(document(json!({ "@type": "BreadcrumbList", "itemListElement": items })))
}

/// The questions of all FAQ blocks of a page: one FAQPage, as search engines ask for.
pub(super) fn questions(blocks: &[Placed]) -> Option<JsonLd> {
    let questions: Vec<Value> = blocks
        .iter()
        .filter_map(|placed| match &placed.block {
            Block::Faq(faq) => Some(faq.questions()),
            _ => None,
        })
        .flatten()
        .collect();
    (!questions.is_empty()).then(|| document(json!({ "@type": "FAQPage", "mainEntity": questions })))
}

fn person_value(app: &App, author: &Author) -> Value {
    let mut data = json!({ "@type": "Person", "name": author.name, "url": app.link(&author.path()) });
    if let Some(fields) = data.as_object_mut() {
        if !author.role.is_empty() {
            fields.insert("jobTitle".to_owned(), json!(author.role));
        }
        if !author.links.is_empty() {
            let same: Vec<_> = author.links.iter().map(|link| &link.address).collect();
            fields.insert("sameAs".to_owned(), json!(same));
        }
    }
    data
}

/// An author, on their own page.
pub(super) fn person(app: &App, author: &Author) -> JsonLd {
    let mut data = person_value(app, author);
    if let Some(fields) = data.as_object_mut() {
        fields.insert("description".to_owned(), json!(author.bio));
        fields.insert(
            "worksFor".to_owned(),
            json!({ "@type": "Organization", "name": app.business().name, "url": app.link("/") }),
        );
    }
    document(data)
}

/// What a search engine needs to know of an article.
pub(super) struct ArticleData<'a> {
    pub title: &'a str,
    pub description: &'a str,
    pub path: &'a str,
    pub picture: &'a str,
    pub article: &'a Article,
}

/// An article.
pub(super) fn article(app: &App, of: &ArticleData<'_>) -> JsonLd {
    let article = of.article;
    let time = |at: Option<chrono::DateTime<chrono::Utc>>| at.map(stamp);
    document(json!({
        "@type": "Article", "headline": of.title, "description": of.description, "image": [of.picture],
        "mainEntityOfPage": app.link(of.path), "url": app.link(of.path), "inLanguage": "en-GB",
        "author": person_value(app, &article.author),
        "publisher": organisation_value(app, &app.business()),
        "articleSection": article.topics.iter().map(|topic| &topic.name).collect::<Vec<_>>(),
        "timeRequired": format!("PT{}M", article.minutes),
        "datePublished": time(article.published_at),
        "dateModified": time(article.updated_at.or(article.published_at)),
    }))
}

/// A service, on its own page.
pub(super) fn service(app: &App, service: &Service, path: &str) -> JsonLd {
    let business = app.business();
    let mut data = json!({ "@type": "Service", "name": service.name, "description": service.outcome, "url": app.link(path),
        "provider": { "@type": "Organization", "name": business.name, "url": app.link("/") } });
    if let (Some(price), Some(fields)) = (&service.price, data.as_object_mut()) {
        let offer = if service.is_from {
            json!({ "@type": "Offer", "url": app.link(path), "priceSpecification": { "@type": "PriceSpecification",
                "minPrice": price.plain(), "priceCurrency": price.currency } })
        } else {
            json!({ "@type": "Offer", "url": app.link(path), "price": price.plain(), "priceCurrency": price.currency })
        };
        fields.insert("offers".to_owned(), offer);
    }
    document(data)
}
