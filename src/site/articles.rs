//! Articles: the journal's lists, and one article with its author and contents.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::article::{Article, reading_time};
use super::author::Author;
use super::data::{self, ArticleData, Crumb};
use super::doors;
use super::listing::{Listed, Of, Slice};
use super::page::Page;
use super::pages::{BlockHtml, Body};
use super::resolver::Resolver;
use super::topic::Topic;
use super::{share, sharing, twin};
use crate::app::App;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::media::{Media, PictureHtml, Sizes};
use crate::web::cache::{self, Key};
use crate::web::html::Drawing;
use crate::web::layout::{Feed, SiteLayout};
use crate::web::paging::Paging;

/// How many related articles stand under one.
const RELATED: usize = 3;

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

/// One article of a list.
#[derive(Debug, Clone)]
pub struct ArticleRow {
    title: String,
    path: String,
    lead: String,
    line: String,
    picture: Option<PictureHtml>,
    door: Option<Drawing>,
}

/// Who wrote something.
#[derive(Debug, Clone)]
pub struct AuthorBox {
    author: Author,
    path: String,
    picture: Option<PictureHtml>,
    portrait: Option<Drawing>,
}

impl AuthorBox {
    pub(super) fn new(author: Author, resolver: &Resolver) -> Result<Self> {
        let picture = author.picture.and_then(|key| resolver.media(key));
        let picture = picture.map(|media| media.shown(Sizes::Face, false)).transpose()?;
        let portrait = picture.is_none().then(|| Drawing::of_generator(doors::portrait(&author.slug)));
        Ok(Self { path: author.path(), author, picture, portrait })
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
    cover: Option<PictureHtml>,
    cover_door: Option<Drawing>,
    cover_caption: String,
    summaries: Vec<(&'static str, String)>,
    shares: Vec<(&'static str, String)>,
    markdown: String,
    body: Body,
    related: Vec<ArticleRow>,
    recent: Vec<ArticleRow>,
    earlier: Option<ArticleRow>,
    later: Option<ArticleRow>,
}

/// What stands around an article.
#[derive(Debug, Default)]
pub struct Around {
    pub(super) related: Vec<Listed>,
    pub(super) recent: Vec<Listed>,
    pub(super) earlier: Option<Listed>,
    pub(super) later: Option<Listed>,
    pub(super) covers: Vec<Media>,
}

impl Around {
    async fn load(conn: &mut Conn, live: &Page, article: &Article) -> Result<Self> {
        let related = Listed::related(conn, live.id, &live.live.content.title, article, RELATED).await?;
        let (earlier, later) = match article.published_at {
            Some(at) => Listed::beside(conn, live.id, at).await?,
            None => (None, None),
        };
        let newest = Listed::slice(conn, Of::All, 1).await?.articles;
        let known: Vec<_> = related.iter().map(|listed| listed.page).chain([live.id]).collect();
        let recent = newest.into_iter().filter(|listed| !known.contains(&listed.page)).take(4).collect();
        let keys: Vec<_> = related.iter().filter_map(|listed| listed.cover).collect();
        Ok(Self { covers: Media::these(conn, &keys).await?, related, recent, earlier, later })
    }
}

impl ArticleRow {
    fn of(app: &App, listed: Listed, covers: &[Media], sizes: Sizes) -> Result<Self> {
        let day = listed.published_at.map(|at| app.business().day(at).replace(' ', "\u{a0}")).unwrap_or_default();
        let cover = covers.iter().find(|media| Some(media.id) == listed.cover);
        let picture = cover.map(|media| media.shown(sizes, false)).transpose()?;
        Ok(Self {
            door: picture.is_none().then(|| Drawing::of_generator(doors::door(&listed.path))),
            picture,
            line: format!("{} · {day} · {}", listed.author, reading_time(listed.minutes)),
            lead: listed.lead,
            title: listed.title,
            path: listed.path,
        })
    }

    fn all(app: &App, listed: Vec<Listed>, covers: &[Media]) -> Result<Vec<Self>> {
        listed.into_iter().map(|listed| Self::of(app, listed, covers, Sizes::Third)).collect()
    }
}

impl ArticlePage {
    pub(super) async fn load(app: &App, conn: &mut Conn, live: Page, resolver: &Resolver) -> Result<Self> {
        let article = live.article.as_ref().ok_or(AppError::NotFound)?;
        let around = Around::load(conn, &live, article).await?;
        Self::new(app, live, resolver, around)
    }

    /// An article with what its blocks point to and what stands around it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a page that is no article.
    pub(super) fn new(app: &App, live: Page, resolver: &Resolver, around: Around) -> Result<Self> {
        let article = live.article.ok_or(AppError::NotFound)?;
        let content = live.live.content;
        let business = app.business();
        // What the author says in short is what others say of it.
        let description =
            if content.description.is_empty() { content.in_short.join(" ") } else { content.description.clone() };
        let mut layout = SiteLayout::new(app, &content.title, &description, &live.path);
        layout.kind = "article";
        layout.picture = app.link(&share::address(&live.path, live.live.id));
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
        let cover = content.cover.and_then(|key| resolver.media(key));
        let cover_caption = match cover {
            Some(media) if content.cover_caption.is_empty() => media.caption.clone(),
            _ => content.cover_caption,
        };
        let cover = cover.map(|media| media.shown(Sizes::Full, true)).transpose()?;
        let time = |at: chrono::DateTime<chrono::Utc>| (business.day(at), at.to_rfc3339());
        let (published, published_machine) = article.published_at.map(time).unwrap_or_default();
        let row = |listed: Listed| ArticleRow::of(app, listed, &[], Sizes::Third);
        Ok(Self {
            published,
            published_machine,
            updated: article.updated_at.map(time),
            author: AuthorBox::new(article.author.clone(), resolver)?,
            cover_door: cover.is_none().then(|| Drawing::of_generator(doors::cover(&live.path))),
            cover,
            cover_caption,
            summaries: sharing::summaries(&layout.canonical),
            shares: sharing::shares(&layout.canonical, &content.title),
            markdown: twin::address(&live.path),
            body: Body::render(app, &content.blocks, resolver)?,
            related: ArticleRow::all(app, around.related, &around.covers)?,
            recent: ArticleRow::all(app, around.recent, &[])?,
            earlier: around.earlier.map(row).transpose()?,
            later: around.later.map(row).transpose()?,
            title: content.title,
            lead: content.lead,
            in_short: content.in_short,
            layout,
            article,
        })
    }

    pub(super) fn answer(&self) -> Result<HttpResponse> {
        Body::answer(self.body.changes_at, &self.body.providers, self)
    }
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
    pub covers: Vec<Media>,
    pub topics: Vec<Topic>,
    pub page: i64,
}

impl Shelf {
    async fn load(conn: &mut Conn, of: Of, page: i64) -> Result<Self> {
        let slice = Listed::slice(conn, of, page).await?;
        if page > 1 && slice.articles.is_empty() {
            return Err(AppError::NotFound);
        }
        let keys: Vec<_> = slice.articles.iter().filter_map(|listed| listed.cover).collect();
        Ok(Self { covers: Media::these(conn, &keys).await?, topics: Topic::in_use(conn).await?, slice, page })
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
    let mut conn = app.db.read().await?;
    let shelf = Shelf::load(&mut conn, Of::All, page).await?;
    let business = app.business();
    // The journal may have a page of its own, whose blocks stand above the list.
    let (mut body, mut words) = (Body::default(), (JOURNAL.to_owned(), String::new()));
    match Page::at_path(&mut conn, "/blog").await {
        Ok(live) => {
            let resolver = live.resolver(&mut conn).await?;
            body = Body::render(app, &live.live.content.blocks, &resolver)?;
            words = (live.live.content.title, live.live.content.description);
        }
        Err(AppError::NotFound) => {}
        Err(error) => return Err(error),
    }
    let (title, description) = words;
    let heading =
        Heading { title, lead: String::new(), description, path: "/blog".to_owned(), feed: Feed::whole(&business) };
    let list = ArticlesPage::new(app, heading, shelf, None, body.blocks)?;
    Body::answer(body.changes_at, &body.providers, &list)
}

/// `GET /blog/topics/{slug}`: the articles of a topic.
pub async fn of_topic(
    app: web::Data<App>,
    slug: web::Path<String>,
    paging: web::Query<Paging>,
) -> Result<HttpResponse> {
    let page = paging.number();
    cache::answer(&app, Key::new(&format!("/blog/topics/{slug}"), page), render_topic(&app, &slug, page)).await
}

pub(super) async fn render_topic(app: &App, slug: &str, page: i64) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let topic = Topic::by_slug(&mut conn, slug).await?;
    let shelf = Shelf::load(&mut conn, Of::Topic(topic.id), page).await?;
    let heading = Heading {
        title: topic.name.clone(),
        lead: topic.description.clone(),
        description: topic.description.clone(),
        feed: Feed::of_topic(&app.business(), &topic),
        path: topic.path(),
    };
    Body::answer(None, &[], &ArticlesPage::new(app, heading, shelf, None, Vec::new())?)
}

/// `GET /blog/authors/{slug}`: somebody's articles.
pub async fn of_author(
    app: web::Data<App>,
    slug: web::Path<String>,
    paging: web::Query<Paging>,
) -> Result<HttpResponse> {
    let page = paging.number();
    cache::answer(&app, Key::new(&format!("/blog/authors/{slug}"), page), render_author(&app, &slug, page)).await
}

pub(super) async fn render_author(app: &App, slug: &str, page: i64) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let author = Author::by_slug(&mut conn, slug).await?;
    let shelf = Shelf::load(&mut conn, Of::Author(author.id), page).await?;
    let resolver = Resolver::load(&mut conn, &[super::Reference::Author(author.id)], &[]).await?;
    let heading = Heading {
        title: author.name.clone(),
        lead: author.role.clone(),
        description: format!("What {} has written for {}.", author.name, app.business().name),
        feed: Feed::of_author(&app.business(), &author),
        path: author.path(),
    };
    let shown = AuthorBox::new(author, &resolver)?;
    Body::answer(None, &[], &ArticlesPage::new(app, heading, shelf, Some(shown), Vec::new())?)
}
