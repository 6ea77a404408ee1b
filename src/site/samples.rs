//! What a visitor reads, with the demo's content.

use super::article::Article;
use super::articles::{ArticlePage, ArticlesPage};
use super::pages::{BlocksPage, FirstStepsPage};
use crate::app::App;
use crate::demo;
use crate::error::{AppError, Result};
use crate::samples::Sample;

/// All of them.
///
/// # Errors
/// A template that cannot be rendered.
pub(crate) fn samples(app: &App) -> Result<Vec<Sample>> {
    let (pages, resolver) = demo::sample_site(app.clock.moment())?;
    let listed: Vec<(String, String, Article)> = pages
        .iter()
        .filter_map(|page| Some((page.live.title.clone(), page.path.clone(), page.article.clone()?)))
        .collect();
    let front = pages.iter().find(|page| page.path == "/").ok_or(AppError::NotFound)?;
    let article = pages.iter().find(|page| page.article.is_some()).ok_or(AppError::NotFound)?;
    Ok(vec![
        Sample::of("front-page", &BlocksPage::new(app, front, &resolver)?)?,
        Sample::of("articles", &ArticlesPage::new(app, listed.clone()))?,
        Sample::of("articles-before-the-first", &ArticlesPage::new(app, Vec::new()))?,
        Sample::of("article", &ArticlePage::new(app, article.clone(), &resolver, listed)?)?,
        Sample::of("first-steps", &FirstStepsPage::new(app))?,
    ])
}
