//! Articles: the journal's list, and one article with its author and contents.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::article::Article;
use super::doors;
use super::page::Page;
use super::pages::{BlockHtml, faq_data, render};
use super::references::Resolver;
use crate::app::App;
use crate::blocks::{Block, Placed};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::web::html::{Drawing, JsonLd, anchor, page};
use crate::web::layout::SiteLayout;

/// Articles on the journal's page.
const LISTED: i64 = 50;

/// The list of articles.
#[derive(Debug, Template)]
#[template(path = "site/articles.html")]
pub struct ArticlesPage {
    layout: SiteLayout,
    articles: Vec<ArticleRow>,
}

/// One article of a list.
#[derive(Debug)]
pub struct ArticleRow {
    title: String,
    path: String,
    lead: String,
    line: String,
    picture: Drawing,
}

/// One article.
#[derive(Debug, Template)]
#[template(path = "site/article.html")]
pub struct ArticlePage {
    layout: SiteLayout,
    title: String,
    article: Article,
    published: String,
    published_machine: String,
    updated: Option<String>,
    portrait: Drawing,
    cover: Drawing,
    contents: Vec<(String, String)>,
    blocks: Vec<BlockHtml>,
    others: Vec<ArticleRow>,
}

impl ArticlesPage {
    pub(super) fn new(app: &App, listed: Vec<(String, String, Article)>) -> Self {
        let description = "What we would tell you over tea: short pieces about websites that answer.";
        Self {
            layout: SiteLayout::new(app, "Journal", description, "/blog"),
            articles: listed
                .into_iter()
                .map(|(title, path, article)| ArticleRow::of(app, title, path, &article))
                .collect(),
        }
    }
}

impl ArticleRow {
    fn of(app: &App, title: String, path: String, article: &Article) -> Self {
        let day = article.published_at.map(|at| app.business().day(at)).unwrap_or_default();
        Self {
            picture: Drawing::of_generator(doors::door(&path)),
            line: format!("{} · {day} · {}", article.author, minutes(article.minutes)),
            lead: article.lead.clone(),
            title,
            path,
        }
    }
}

fn minutes(count: i32) -> String {
    if count == 1 { "1 minute".to_owned() } else { format!("{count} minutes") }
}

/// The second-level headings of an article, with their anchors.
fn contents(blocks: &[Placed]) -> Vec<(String, String)> {
    let mut list = Vec::new();
    for placed in blocks {
        if let Block::RichText(text) = &placed.block {
            for part in text.html.split("<h2>").skip(1) {
                let words = part.split_once("</h2>").map_or("", |(words, _)| words);
                let plain = words.replace("&amp;", "&").replace("&nbsp;", " ");
                list.push((anchor(words), plain));
            }
        }
    }
    list
}

impl ArticlePage {
    pub(super) async fn load(app: &App, conn: &mut Conn, live: Page) -> Result<Self> {
        let resolver = Resolver::load(conn, &live.live.targets()).await?;
        let listed = Page::articles(conn, LISTED).await?;
        Self::new(app, live, &resolver, listed)
    }

    /// An article with what its blocks point to; `listed` are all articles, of which some are shown under it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a page that is no article.
    pub(super) fn new(
        app: &App,
        live: Page,
        resolver: &Resolver,
        listed: Vec<(String, String, Article)>,
    ) -> Result<Self> {
        let article = live.article.clone().ok_or(AppError::NotFound)?;
        let business = app.business();
        let mut layout = SiteLayout::new(app, &live.live.title, &live.live.description, &live.path);
        layout.kind = "article";
        layout.data = faq_data(&live.live.blocks);
        layout.data.push(JsonLd::new(&serde_json::json!({
            "@context": "https://schema.org", "@type": "Article", "headline": live.live.title,
            "description": live.live.description, "mainEntityOfPage": layout.canonical,
            "author": { "@type": "Person", "name": article.author },
            "publisher": { "@type": "Organization", "name": business.name },
            "datePublished": article.published_at.map(|at| at.to_rfc3339()),
            "dateModified": article.updated_at.or(article.published_at).map(|at| at.to_rfc3339()),
        })));
        let others = listed
            .into_iter()
            .filter(|(_, path, _)| *path != live.path)
            .take(3)
            .map(|(title, path, article)| ArticleRow::of(app, title, path, &article))
            .collect();
        Ok(Self {
            layout,
            published: article.published_at.map(|at| business.day(at)).unwrap_or_default(),
            published_machine: article.published_at.map(|at| at.to_rfc3339()).unwrap_or_default(),
            updated: article.updated_at.map(|at| business.day(at)),
            portrait: Drawing::of_generator(doors::portrait(&article.author_slug)),
            cover: Drawing::of_generator(doors::cover(&live.path)),
            contents: contents(&live.live.blocks),
            blocks: render(&live.live.blocks, resolver)?,
            title: live.live.title,
            article,
            others,
        })
    }

    /// The reading time in words.
    pub fn minutes(&self) -> String {
        minutes(self.article.minutes)
    }
}

/// `GET /blog`: all articles, newest first.
pub async fn index(app: web::Data<App>) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let listed = Page::articles(&mut conn, LISTED).await?;
    page(StatusCode::OK, &ArticlesPage::new(&app, listed))
}
