//! The demo's content without a database: what the samples of pages are made of, on every installation.

use std::collections::BTreeMap;

use chrono::Duration;
use serde_json::json;

use super::content::{FORMS, Site};
use crate::clock::Moment;
use crate::error::{AppError, Result};
use crate::forms::{Answers, Form, FormState};
use crate::site::{Article, Page, Resolver, Revision};

/// The reference in every sample.
pub(crate) const SAMPLE_REFERENCE: &str = "SH-7K3-MQ9-TWC";

/// One of the demo's forms, as if it stood in the database.
///
/// # Errors
/// [`AppError::NotFound`] where the demo has no such form.
pub(crate) fn sample_form(at: Moment, slug: &str) -> Result<Form> {
    let (_, text) = FORMS.into_iter().find(|(name, _)| *name == slug).ok_or(AppError::NotFound)?;
    let definition = serde_json::from_str(text)?;
    Ok(Form { id: at.id(), slug: slug.to_owned(), state: FormState::Open, version: 1, definition })
}

/// Answers to the demo's form for projects.
pub(crate) fn sample_answers() -> Answers {
    let answers = json!({
        "work": ["repair"],
        "goals": ["Owners should be able to book a vaccination without ringing.\nThe booking page has been away since the bank holiday."],
        "budget": ["under-2k"],
        "start": ["now"],
        "today": ["www.larkrise-vets.example. The booking page, mostly."],
        "platforms": ["wordpress"],
        "name": ["Priya Raman-Holt"],
        "email": ["practice@larkrise-vets.example"],
        "company": ["Larkrise Veterinary Practice"],
        "phone": ["01632 960 118"],
        "reply": ["phone"],
        "consent": ["yes"],
    });
    serde_json::from_value(answers).unwrap_or_default()
}

/// The demo's pages and articles as if they were live, with what their blocks point to.
///
/// # Errors
/// The demo's texts cannot be read.
pub(crate) fn sample_site(at: Moment) -> Result<(Vec<Page>, Resolver)> {
    let forms = FORMS.iter().map(|(slug, _)| sample_form(at, slug)).collect::<Result<Vec<_>>>()?;
    let names: Vec<_> = forms.iter().map(|form| (form.slug.clone(), form.id)).collect();
    let site = Site::read(at, &names)?;
    let authors: BTreeMap<_, _> = site.authors.iter().map(|author| (author.id, author)).collect();
    let mut articles: BTreeMap<_, _> = site.articles.into_iter().map(|(page, article)| (page.id, article)).collect();
    let pages: Vec<Page> = site
        .pages
        .into_iter()
        .map(|page| Page {
            article: articles.remove(&page.id).and_then(|article| {
                let author = authors.get(&article.author_id)?;
                Some(Article {
                    author: author.name.clone(),
                    author_slug: author.slug.clone(),
                    role: author.role.clone(),
                    bio: author.bio.clone(),
                    lead: article.lead,
                    minutes: 4,
                    published_at: Some(article.published_at),
                    updated_at: Some(article.published_at + Duration::days(2)),
                })
            }),
            id: page.id,
            kind: page.kind,
            path: page.path,
            live: Revision { id: at.id(), title: page.title, description: page.description, blocks: page.blocks },
        })
        .collect();
    let paths = pages.iter().map(|page| (page.id, page.path.clone())).collect();
    Ok((pages, Resolver::of(forms, paths)))
}
