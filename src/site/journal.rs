//! The journal's lists of articles: all of them, a topic's, an author's.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use tokio::try_join;
use uuid::Uuid;

use super::articles::{ArticleRow, AuthorBox};
use super::author::Author;
use super::data::{self, Crumb};
use super::listing::{Listed, Of, Slice};
use super::page::Page;
use super::pages::{BlockHtml, Body};
use super::redirects;
use super::resolver::Resolver;
use super::share::Shared;
use super::topic::Topic;
use crate::app::App;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::media::Media;
use crate::web::cache::{self, Key};
use crate::web::layout::{Feed, SiteLayout};
use crate::web::paging::Paging;

/// The way to any article.
pub(super) const JOURNAL: &str = "Journal";

/// A list of articles: all of them, a topic's, or an author's.
#[derive(Debug, Template)]
#[template(path = "site/articles.html")]
pub struct ArticlesPage {
    layout: SiteLayout,
    /// What its page says above the list; its own words where there is no such page.
    blocks: Vec<BlockHtml>,
    crumbs: Vec<Crumb>,
    title: String,
    lead: String,
    author: Option<AuthorBox>,
    topics: Vec<(String, String, bool)>,
    articles: Vec<ArticleRow>,
    newer: Option<String>,
    older: Option<String>,
}

/// What a list of articles is of, with its words.
pub(super) struct Heading {
    pub title: String,
    pub lead: String,
    pub description: String,
    pub path: String,
    pub feed: Feed,
}

/// Everything that one page of a list shows.
pub(super) struct Shelf {
    pub slice: Slice,
    pub covers: BTreeMap<Uuid, Media>,
    pub topics: Vec<Topic>,
    pub page: i64,
}

impl Shelf {
    async fn load(conn: &Conn, of: Of, page: i64) -> Result<Self> {
        let (slice, topics) = try_join!(Listed::slice(conn, of, page), Topic::in_use(conn))?;
        if page > 1 && slice.articles.is_empty() {
            return Err(AppError::NotFound);
        }
        let keys: Vec<_> = slice.articles.iter().filter_map(|listed| listed.cover).collect();
        let covers = Media::these(conn, &keys).await?.into_iter().map(|media| (media.id, media)).collect();
        Ok(Self { covers, topics, slice, page })
    }
}

impl ArticlesPage {
    pub(super) fn new(
        app: &App,
        heading: Heading,
        shelf: Shelf,
        author: Option<AuthorBox>,
        blocks: Vec<BlockHtml>,
    ) -> Result<Self> {
        let business = app.business();
        let address = |page: i64| if page < 2 { heading.path.clone() } else { format!("{}?page={page}", heading.path) };
        let title =
            if shelf.page > 1 { format!("{}, page {}", heading.title, shelf.page) } else { heading.title.clone() };
        let mut layout = SiteLayout::new(app, &title, &heading.description, &address(shelf.page));
        layout.path.clone_from(&heading.path);
        layout.feed = Some(heading.feed);
        let mut way = vec![Crumb::new(&business.name, "/"), Crumb::new(JOURNAL, "/blog")];
        if heading.path != "/blog" {
            way.push(Crumb::new(&heading.title, &heading.path));
        }
        layout.data.extend(data::crumbs(app, &way));
        layout.data.extend(author.iter().map(|shown| data::person(app, &shown.author)));
        let topics = shelf.topics.into_iter().map(|topic| (topic.path(), topic.path() == heading.path, topic.name));
        Ok(Self {
            layout,
            blocks,
            crumbs: if heading.path == "/blog" { Vec::new() } else { way },
            title: heading.title,
            lead: heading.lead,
            author,
            topics: topics.map(|(path, here, name)| (path, name, here)).collect(),
            articles: ArticleRow::all(app, shelf.slice.articles, &shelf.covers)?,
            newer: (shelf.page > 1).then(|| address(shelf.page - 1)),
            older: shelf.slice.has_more.then(|| address(shelf.page + 1)),
        })
    }
}

/// `GET /blog`: all articles, newest first.
pub async fn index(app: web::Data<App>, paging: web::Query<Paging>) -> Result<HttpResponse> {
    let page = paging.number();
    cache::answer(&app, Key::new("/blog", page), render_index(&app, page)).await
}

pub(super) async fn render_index(app: &App, page: i64) -> Result<HttpResponse> {
    let conn = app.db.read().await?;
    // The journal may have a page of its own, whose blocks stand above the list.
    let own = async {
        match Page::at_path(&conn, "/blog").await {
            Ok(live) => {
                let resolver = live.resolver(&conn).await?;
                let body = Body::render(app, &live.live.content.blocks, &resolver)?;
                let picture = Shared::page(&live).address(app);
                Ok((body, picture, (live.live.content.title, live.live.content.description)))
            }
            Err(AppError::NotFound) => Ok((Body::default(), String::new(), (JOURNAL.to_owned(), String::new()))),
            Err(error) => Err(error),
        }
    };
    let (shelf, (body, picture, words)) = try_join!(Shelf::load(&conn, Of::All, page), own)?;
    let business = app.business();
    let (title, description) = words;
    let heading =
        Heading { title, lead: String::new(), description, path: "/blog".to_owned(), feed: Feed::whole(&business) };
    let mut list = ArticlesPage::new(app, heading, shelf, None, body.blocks)?;
    list.layout.picture = picture;
    Body::answer(&list.layout, body.changes_at, &body.providers, &list)
}

/// `GET /blog/topics/{slug}`: the articles of a topic.
pub async fn of_topic(
    app: web::Data<App>,
    slug: web::Path<String>,
    paging: web::Query<Paging>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let (path, page) = (format!("/blog/topics/{slug}"), paging.number());
    let answer = cache::answer(&app, Key::new(&path, page), render_topic(&app, &slug, page)).await;
    redirects::or_instead(&app, &path, &request, answer).await
}

pub(super) async fn render_topic(app: &App, slug: &str, page: i64) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let topic = Topic::by_slug(&mut conn, slug).await?;
    let shelf = Shelf::load(&conn, Of::Topic(topic.id), page).await?;
    let heading = Heading {
        title: topic.name.clone(),
        lead: topic.description.clone(),
        description: topic.description.clone(),
        feed: Feed::of_topic(&app.business(), &topic),
        path: topic.path(),
    };
    let shared = Shared { id: topic.id, path: &topic.path(), title: &topic.name, by: None };
    let mut list = ArticlesPage::new(app, heading, shelf, None, Vec::new())?;
    list.layout.picture = shared.address(app);
    Body::answer(&list.layout, None, &[], &list)
}

/// `GET /blog/authors/{slug}`: somebody's articles.
pub async fn of_author(
    app: web::Data<App>,
    slug: web::Path<String>,
    paging: web::Query<Paging>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let (path, page) = (format!("/blog/authors/{slug}"), paging.number());
    let answer = cache::answer(&app, Key::new(&path, page), render_author(&app, &slug, page)).await;
    redirects::or_instead(&app, &path, &request, answer).await
}

pub(super) async fn render_author(app: &App, slug: &str, page: i64) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let author = Author::by_slug(&mut conn, slug).await?;
    let shelf = Shelf::load(&conn, Of::Author(author.id), page).await?;
    let resolver = Resolver::load(&conn, &[super::Reference::Author(author.id)], &[]).await?;
    let heading = Heading {
        title: author.name.clone(),
        lead: author.role.clone(),
        description: if author.bio.is_empty() {
            format!("What {} has written for {}.", author.name, app.business().name)
        } else {
            author.bio.clone()
        },
        feed: Feed::of_author(&app.business(), &author),
        path: author.path(),
    };
    let shared = Shared { id: author.id, path: &author.path(), title: &author.name, by: None };
    let picture = shared.address(app);
    let shown = AuthorBox::new(author, &resolver)?;
    let mut list = ArticlesPage::new(app, heading, shelf, Some(shown), Vec::new())?;
    list.layout.picture = picture;
    Body::answer(&list.layout, None, &[], &list)
}
