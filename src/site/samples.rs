//! What a visitor reads, with the demo's content.

use super::around::{Around, Neighbour};
use super::articles::{ArticlePage, AuthorBox};
use super::cases::{CasePage, CasesPage};
use super::data::Crumb;
use super::feed::FeedPage;
use super::journal::{ArticlesPage, Heading, Shelf};
use super::listing::{Listed, Slice};
use super::page::{Page, PageKind};
use super::pages::{BlocksPage, FirstStepsPage};
use super::redirects::MissingPage;
use super::search::{Found, Hit, Snippet};
use super::search_page::SearchPage;
use super::sitemap::{Sitemap, SitemapIndex};
use crate::app::App;
use crate::demo::{self, SampleSite};
use crate::error::{AppError, Result};
use crate::samples::Sample;
use crate::web::layout::Feed;

fn listed(site: &SampleSite) -> Vec<Listed> {
    let articles = site.pages.iter().filter_map(|page| {
        let (article, content) = (page.article.as_ref()?, &page.live.content);
        Some(Listed {
            page: page.id,
            path: page.path.clone(),
            title: content.title.clone(),
            lead: content.lead.clone(),
            cover: content.cover,
            author: article.author.name.clone(),
            minutes: article.minutes,
            published_at: article.published_at,
        })
    });
    articles.collect()
}

fn shelf(site: &SampleSite, articles: Vec<Listed>, page: i64, has_more: bool) -> Shelf {
    let covers = site.resolver.media.clone();
    Shelf { slice: Slice { articles, has_more }, covers, topics: site.topics.clone(), page }
}

fn found() -> Found {
    let hit = |title: &str, path: &str, kind: &'static str| Hit {
        title: title.to_owned(),
        path: path.to_owned(),
        kind,
        snippet: Snippet::plain(
            "A dead form makes no noise. The page loads, the button works, and nobody ever writes back.",
        ),
    };
    let hits = vec![
        hit("Why contact forms die quietly", "/blog/why-contact-forms-die-quietly", "Article"),
        hit("The form that had been dead since March", "/cases/osgood-and-daughters", "Case"),
    ];
    Found { hits, is_near: false }
}

/// All of them.
///
/// # Errors
/// A template that cannot be rendered.
pub(crate) fn samples(app: &App) -> Result<Vec<Sample>> {
    let site = demo::sample_site(app.clock.moment())?;
    let business = app.business();
    let at = |path: &str| site.pages.iter().find(|page| page.path == path).ok_or(AppError::NotFound);
    let article: &Page = site.pages.iter().find(|page| page.kind == PageKind::Article).ok_or(AppError::NotFound)?;
    let case: &Page = site.pages.iter().find(|page| page.kind == PageKind::Case).ok_or(AppError::NotFound)?;
    let all = listed(&site);
    let around = Around {
        related: all.iter().skip(1).take(3).cloned().collect(),
        recent: all.iter().skip(4).take(4).cloned().map(Neighbour::from).collect(),
        earlier: all.get(1).cloned().map(Neighbour::from),
        later: all.get(2).cloned().map(Neighbour::from),
    };
    let journal = || Heading {
        title: "Journal".to_owned(),
        lead: String::new(),
        description: "What we would tell you over tea.".to_owned(),
        path: "/blog".to_owned(),
        feed: Feed::whole(&business),
    };
    let author = article.article.as_ref().map(|article| article.author.clone()).ok_or(AppError::NotFound)?;
    let of_author = Heading {
        title: author.name.clone(),
        lead: author.role.clone(),
        path: author.path(),
        feed: Feed::of_author(&business, &author),
        ..journal()
    };
    let author = AuthorBox::new(author, &site.resolver)?;
    let next = site.resolver.cases.iter().find(|listed| listed.page != case.id).cloned();
    let covers: Vec<_> = site.resolver.media.values().cloned().collect();
    let service = vec![Crumb::new("Services", "/services")];
    let twelve: Vec<_> = all.iter().take(12).cloned().collect();
    Ok(vec![
        Sample::of("front-page", &BlocksPage::new(app, at("/")?, &site.resolver, Vec::new())?)?,
        Sample::of("service", &BlocksPage::new(app, at("/services/repairs")?, &site.resolver, service)?)?,
        Sample::of(
            "articles",
            &ArticlesPage::new(app, journal(), shelf(&site, twelve.clone(), 2, true), None, Vec::new())?,
        )?,
        Sample::of(
            "articles-of-an-author",
            &ArticlesPage::new(app, of_author, shelf(&site, twelve, 1, false), Some(author), Vec::new())?,
        )?,
        Sample::of(
            "articles-before-the-first",
            &ArticlesPage::new(app, journal(), shelf(&site, Vec::new(), 1, false), None, Vec::new())?,
        )?,
        Sample::of("article", &ArticlePage::new(app, article.clone(), &site.resolver, around)?)?,
        Sample::of(
            "case",
            &CasePage::new(
                app,
                case.clone(),
                &site.resolver,
                Some(("Repairs".to_owned(), "/services/repairs".to_owned())),
                next,
                &covers,
            )?,
        )?,
        Sample::of("cases", &CasesPage::new(app, None, &site.resolver)?)?,
        Sample::of("search", &SearchPage::new(app, "form", found(), Vec::new()))?,
        Sample::of("search-nothing", &SearchPage::new(app, "zither", Found::default(), site.topics.clone()))?,
        Sample::of("missing", &MissingPage::sample(app))?,
        Sample::of("first-steps", &FirstStepsPage::new(app))?,
    ])
}

/// What programs read, with sample content.
///
/// # Errors
/// A template that cannot be rendered.
pub(crate) fn files(app: &App) -> Result<Vec<Sample>> {
    Ok(vec![
        Sample::of("feed", &FeedPage::sample(app))?,
        Sample::of("sitemap", &Sitemap::sample(app))?,
        Sample::of("sitemap-index", &SitemapIndex::sample(app))?,
    ])
}
