//! One article, with its author, its contents and what stands around it.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use askama::Template;
use tokio::try_join;
use uuid::Uuid;

use super::around::{Around, Neighbour};
use super::article::{Article, reading_time};
use super::author::Author;
use super::cover::Cover;
use super::data::{self, ArticleData, Crumb};
use super::doors;
use super::journal::JOURNAL;
use super::listing::Listed;
use super::page::Page;
use super::pages::Body;
use super::resolver::Resolver;
use super::share::Shared;
use super::{sharing, twin};
use crate::app::App;
use crate::clock::stamp;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::media::{Media, PictureHtml, Sizes};
use crate::web::html::Drawing;
use crate::web::initials::initials;
use crate::web::layout::{Feed, SiteLayout};

/// One article of a list.
#[derive(Debug, Clone)]
pub struct ArticleRow {
    pub(super) title: String,
    pub(super) path: String,
    pub(super) lead: String,
    pub(super) line: String,
    pub(super) picture: Option<PictureHtml>,
    pub(super) door: Option<Drawing>,
}

/// Who wrote something.
#[derive(Debug, Clone)]
pub struct AuthorBox {
    pub(super) author: Author,
    pub(super) path: String,
    pub(super) picture: Option<PictureHtml>,
    /// What stands for them where there is no picture: nobody's face is made up.
    pub(super) letters: String,
}

impl AuthorBox {
    pub(super) fn new(author: Author, resolver: &Resolver) -> Result<Self> {
        let picture = author.picture.and_then(|key| resolver.media(key));
        let picture = picture.map(|media| media.shown(Sizes::Face, false)).transpose()?;
        Ok(Self { path: author.path(), letters: initials(&author.name), author, picture })
    }
}

/// One article.
#[derive(Debug, Template)]
#[template(path = "site/article.html")]
pub struct ArticlePage {
    layout: SiteLayout,
    title: String,
    lead: String,
    in_short: Vec<String>,
    article: Article,
    published: String,
    published_machine: String,
    updated: Option<(String, String)>,
    author: AuthorBox,
    cover: Cover,
    summaries: Vec<(&'static str, String)>,
    shares: Vec<(&'static str, String)>,
    markdown: String,
    body: Body,
    related: Vec<ArticleRow>,
    recent: Vec<Neighbour>,
    earlier: Option<Neighbour>,
    later: Option<Neighbour>,
}

impl ArticleRow {
    fn of(app: &App, listed: Listed, covers: &BTreeMap<Uuid, Media>) -> Result<Self> {
        let day = listed.published_at.map(|at| app.business().day(at).replace(' ', "\u{a0}")).unwrap_or_default();
        let cover = listed.cover.and_then(|key| covers.get(&key));
        let picture = cover.map(|media| media.shown(Sizes::Third, false)).transpose()?;
        Ok(Self {
            door: picture.is_none().then(|| Drawing::of_generator(doors::door(&listed.path))),
            picture,
            line: format!("{}\u{a0}· {day}\u{a0}· {}", listed.author, reading_time(listed.minutes)),
            lead: listed.lead,
            title: listed.title,
            path: listed.path,
        })
    }

    pub(super) fn all(app: &App, listed: Vec<Listed>, covers: &BTreeMap<Uuid, Media>) -> Result<Vec<Self>> {
        listed.into_iter().map(|listed| Self::of(app, listed, covers)).collect()
    }
}

impl ArticlePage {
    /// The article of a path, with everything that its page shows.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is none.
    pub(super) async fn load(app: &App, conn: &Conn, path: &str) -> Result<Self> {
        let (live, around) = try_join!(Page::at_path(conn, path), Around::of(conn, path))?;
        let resolver = live.resolver_with(conn, &around.references()).await?;
        Self::new(app, live, &resolver, around)
    }

    /// An article with what its blocks point to and what stands around it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a page that is no article.
    pub(super) fn new(app: &App, live: Page, resolver: &Resolver, around: Around) -> Result<Self> {
        let picture = Shared::page(&live).address(app);
        let article = live.article.ok_or(AppError::NotFound)?;
        let content = live.live.content;
        let business = app.business();
        // What the author says in short is what others say of it.
        let description =
            if content.description.is_empty() { content.in_short.join(" ") } else { content.description.clone() };
        let mut layout = SiteLayout::new(app, &content.title, &description, &live.path);
        layout.kind = "article";
        layout.picture = picture;
        layout.twin = Some(twin::address(&live.path));
        layout.feed = Some(Feed::whole(&business));
        let of = ArticleData {
            title: &content.title,
            description: &description,
            path: &live.path,
            picture: &layout.picture,
            article: &article,
        };
        layout.data.push(data::article(app, &of));
        let way =
            [Crumb::new(&business.name, "/"), Crumb::new(JOURNAL, "/blog"), Crumb::new(&content.title, &live.path)];
        layout.data.extend(data::crumbs(app, &way));
        layout.data.extend(data::questions(&content.blocks));
        let cover = Cover::of(&content, &live.path, resolver)?;
        let time = |at: chrono::DateTime<chrono::Utc>| (business.day(at), stamp(at));
        let (published, published_machine) = article.published_at.map(time).unwrap_or_default();
        Ok(Self {
            published,
            published_machine,
            updated: article.updated_at.map(time),
            author: AuthorBox::new(article.author.clone(), resolver)?,
            cover,
            summaries: sharing::summaries(&layout.canonical),
            shares: sharing::shares(&layout.canonical, &content.title),
            markdown: twin::address(&live.path),
            body: Body::render(app, &content.blocks, resolver)?,
            related: ArticleRow::all(app, around.related, &resolver.media)?,
            recent: around.recent,
            earlier: around.earlier,
            later: around.later,
            title: content.title,
            lead: content.lead,
            in_short: content.in_short,
            layout,
            article,
        })
    }

    pub(super) fn answer(&self) -> Result<HttpResponse> {
        Body::answer(&self.layout, self.body.changes_at, &self.body.providers, self)
    }
}
