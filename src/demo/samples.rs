//! The demo's content without a database: what the samples of pages are made of, on every installation.

use serde_json::json;

use super::content::{FORMS, Site};
use crate::app::App;
use crate::blocks::SampleThings;
use crate::clock::Moment;
use crate::error::{AppError, Result};
use crate::forms::{Answers, Form, FormState};
use crate::media::MediaKind;
use crate::site::{Article, Beside, ListedCase, Page, PageKind, Resolver, Revision, Topic};

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
        "goals": ["Owners should be able to book a vaccination without ringing.\nThe form says that it was sent, and nothing has reached us since August."],
        "budget": ["under-2k"],
        "start": ["now"],
        "today": ["www.mill-lane-vets.example. The booking page, mostly."],
        "platforms": ["wordpress"],
        "name": ["Nadia Brightwell"],
        "email": ["practice@mill-lane-vets.example"],
        "company": ["Mill Lane Veterinary Centre"],
        "phone": ["01632 960 118"],
        "reply": ["phone"],
        "consent": ["yes"],
    });
    serde_json::from_value(answers).unwrap_or_default()
}

/// The demo's site as if it were live.
pub(crate) struct SampleSite {
    /// Pages, articles and cases.
    pub pages: Vec<Page>,
    /// Everything that blocks can show, and all of it known.
    pub resolver: Resolver,
    /// Topics.
    pub topics: Vec<Topic>,
}

impl SampleSite {
    /// What samples of blocks point to.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where the demo lacks something.
    pub(crate) fn things(&self, app: &App) -> Result<SampleThings> {
        let resolver = &self.resolver;
        let form = resolver.forms.values().find(|form| form.slug == "project").ok_or(AppError::NotFound)?.id;
        let page = resolver.addresses.iter().find(|(_, path)| *path == "/services").ok_or(AppError::NotFound)?;
        let pictures = resolver.media.values().filter(|media| media.kind == MediaKind::Picture);
        Ok(SampleThings {
            form,
            page: *page.0,
            cases: resolver.cases.iter().take(2).map(|case| case.page).collect(),
            part: *resolver.parts.keys().next().ok_or(AppError::NotFound)?,
            pictures: pictures.take(3).map(|media| media.id).collect(),
            services: resolver.services.iter().map(|service| service.id).collect(),
            authors: resolver.authors.iter().map(|author| author.id).collect(),
            today: app.business().today(app.clock.now()),
        })
    }
}

/// The demo's site as if it were live, with what its blocks point to.
///
/// # Errors
/// The demo's texts cannot be read.
pub(crate) fn sample_site(at: Moment) -> Result<SampleSite> {
    let forms = FORMS.iter().map(|(slug, _)| sample_form(at, slug)).collect::<Result<Vec<_>>>()?;
    let names: Vec<_> = forms.iter().map(|form| (form.slug.clone(), form.id)).collect();
    let site = Site::read(at, &names)?;
    let mut resolver = Resolver {
        addresses: forms.iter().map(|form| (form.id, format!("/forms/{}", form.slug))).collect(),
        forms: forms.into_iter().map(|form| (form.id, form)).collect(),
        services: site.services,
        authors: site.authors,
        ..Resolver::default()
    };
    for hung in &site.pictures {
        resolver.media.insert(hung.id, hung.as_media());
    }
    let mut pages = Vec::new();
    for page in site.pages {
        let live = Revision { id: at.id(), content: page.content };
        let (mut article, mut case) = (None, None);
        let kind = match page.beside {
            Beside::Page => PageKind::Page,
            Beside::Part => {
                resolver.parts.insert(page.id, live.content.blocks);
                continue;
            }
            Beside::Case(of) => {
                resolver.cases.push(ListedCase {
                    page: page.id,
                    path: page.path.clone(),
                    title: live.content.title.clone(),
                    lead: live.content.lead.clone(),
                    cover: live.content.cover,
                    case: of.clone(),
                });
                case = Some(of);
                PageKind::Case
            }
            Beside::Article(of) => {
                let author = resolver.authors.iter().find(|author| author.id == of.author).cloned();
                article = Some(Article {
                    author: author.ok_or(AppError::NotFound)?,
                    topics: site.topics.iter().filter(|topic| of.topics.contains(&topic.id)).cloned().collect(),
                    minutes: 4,
                    published_at: of.published_at,
                    updated_at: of.updated_at,
                });
                PageKind::Article
            }
        };
        resolver.addresses.insert(page.id, page.path.clone());
        pages.push(Page { id: page.id, kind, path: page.path, live, article, case });
    }
    Ok(SampleSite { pages, resolver, topics: site.topics })
}
