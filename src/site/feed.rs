//! Atom feeds (RFC 4287) with full content: of everything, of a topic, of an author.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::{DateTime, Utc};

use super::author::Author;
use super::listing::{Listed, Of};
use super::page::Page;
use super::pages::Body;
use super::redirects;
use super::topic::Topic;
use crate::app::App;
use crate::blocks::Block;
use crate::clock::stamp;
use crate::db::Conn;
use crate::error::Result;
use crate::web::cache::{self, Key};
use crate::web::html::render;
use crate::web::layout::Feed;

/// The feed, as its template writes it.
#[derive(Debug, Template)]
#[template(path = "site/feed.xml")]
pub struct FeedPage {
    id: String,
    title: String,
    subtitle: String,
    address: String,
    site: String,
    updated: String,
    entries: Vec<Entry>,
}

/// One article.
#[derive(Debug)]
struct Entry {
    id: String,
    title: String,
    address: String,
    author: String,
    published: String,
    updated: String,
    topics: Vec<(String, String)>,
    summary: String,
    content: String,
}

/// Characters that XML 1.0 can't hold.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r'))
        .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect()
}

/// HTML that is read away from the site: whole addresses, and no drawings, whose colours stay behind.
fn away_from_home(html: &str, origin: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("<svg") {
        out.push_str(before);
        rest = after.split_once("</svg>").map_or("", |(_, behind)| behind);
    }
    out.push_str(rest);
    let whole = out.replace("href=\"/", &format!("href=\"{origin}/")).replace("src=\"/", &format!("src=\"{origin}/"));
    plain(
        &whole
            .replace("srcset=\"/", &format!("srcset=\"{origin}/"))
            .replace("w, /media/", &format!("w, {origin}/media/")),
    )
}

impl FeedPage {
    async fn load(
        app: &App,
        conn: &mut Conn,
        of: Of,
        feed: Feed,
        subtitle: String,
    ) -> Result<(Self, Option<DateTime<Utc>>)> {
        let origin = app.origin();
        let (mut entries, mut newest, mut changes_at): (Vec<Entry>, Option<DateTime<Utc>>, Option<DateTime<Utc>>) =
            (Vec::new(), None, None);
        for listed in Listed::slice(conn, of, 1).await?.articles {
            let live = Page::at_path(conn, &listed.path).await?;
            let Some(article) = &live.article else { continue };
            let resolver = live.resolver(conn).await?;
            let content = &live.live.content;
            // Nobody can fill in a form inside a reader.
            let blocks: Vec<_> =
                content.blocks.iter().filter(|placed| !matches!(placed.block, Block::Form(_))).cloned().collect();
            let body = Body::render(app, &blocks, &resolver)?;
            let html: String = body.blocks.iter().map(ToString::to_string).collect();
            let published = article.published_at.unwrap_or_default();
            let updated = article.updated_at.unwrap_or(published);
            newest = newest.max(Some(updated));
            changes_at = [changes_at, body.changes_at].into_iter().flatten().min();
            let short = content.in_short.join(" ");
            let short =
                [&short, &content.description, &content.lead].into_iter().find(|words| !words.is_empty()).cloned();
            entries.push(Entry {
                id: format!("urn:uuid:{}", live.id),
                title: plain(&content.title),
                address: app.link(&live.path),
                author: plain(&article.author.name),
                published: stamp(published),
                updated: stamp(updated),
                topics: article.topics.iter().map(|topic| (topic.slug.clone(), plain(&topic.name))).collect(),
                summary: plain(&short.unwrap_or_default()),
                content: away_from_home(&html, &origin),
            });
        }
        let page = Self {
            id: app.link(&feed.address),
            title: plain(&feed.title),
            subtitle: plain(&subtitle),
            address: app.link(&feed.address),
            site: app.link(feed.address.trim_end_matches("/feed.xml")),
            updated: stamp(newest.unwrap_or(app.clock.now())),
            entries,
        };
        Ok((page, changes_at))
    }

    async fn answer(app: &App, conn: &mut Conn, of: Of, feed: Feed, subtitle: String) -> Result<HttpResponse> {
        let (feed, changes_at) = Self::load(app, conn, of, feed, subtitle).await?;
        let mut response = HttpResponse::Ok()
            .content_type("application/atom+xml; charset=utf-8")
            // Readers fetch it from other sites.
            .insert_header(("cross-origin-resource-policy", "cross-origin"))
            .body(render(&feed)?);
        cache::allow(&mut response, changes_at);
        Ok(response)
    }

    pub(super) fn sample(app: &App) -> Self {
        let entry = Entry {
            id: "urn:uuid:0190a0b0-0000-7000-8000-000000000000".to_owned(),
            title: "Why contact forms die quietly".to_owned(),
            address: app.link("/blog/why-contact-forms-die-quietly"),
            author: "Kit Marsh-Okafor".to_owned(),
            published: stamp(app.clock.now()),
            updated: stamp(app.clock.now()),
            topics: vec![("forms".to_owned(), "Forms and enquiries".to_owned())],
            summary: "A dead form makes no noise.".to_owned(),
            content: "<p>The page loads, the button works, and nobody ever writes back.</p>".to_owned(),
        };
        Self {
            id: app.link("/feed.xml"),
            title: app.business().name.clone(),
            subtitle: "Short pieces about websites that answer.".to_owned(),
            address: app.link("/feed.xml"),
            site: app.link(""),
            updated: stamp(app.clock.now()),
            entries: vec![entry],
        }
    }
}

/// `GET /feed.xml`.
pub async fn whole(app: web::Data<App>) -> Result<HttpResponse> {
    cache::answer(&app, Key::new("/feed.xml", 1), render_whole(&app)).await
}

pub(super) async fn render_whole(app: &App) -> Result<HttpResponse> {
    let business = app.business();
    FeedPage::answer(app, &mut *app.db.read().await?, Of::All, Feed::whole(&business), business.strapline.clone()).await
}

/// `GET /blog/topics/{slug}/feed.xml`.
pub async fn of_topic(app: web::Data<App>, slug: web::Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let path = format!("/blog/topics/{slug}/feed.xml");
    let answer = cache::answer(&app, Key::new(&path, 1), render_topic(&app, &slug)).await;
    redirects::or_instead(&app, &path, &request, answer).await
}

pub(super) async fn render_topic(app: &App, slug: &str) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let topic = Topic::by_slug(&mut conn, slug).await?;
    let feed = Feed::of_topic(&app.business(), &topic);
    FeedPage::answer(app, &mut conn, Of::Topic(topic.id), feed, topic.description).await
}

/// `GET /blog/authors/{slug}/feed.xml`.
pub async fn of_author(app: web::Data<App>, slug: web::Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let path = format!("/blog/authors/{slug}/feed.xml");
    let answer = cache::answer(&app, Key::new(&path, 1), render_author(&app, &slug)).await;
    redirects::or_instead(&app, &path, &request, answer).await
}

pub(super) async fn render_author(app: &App, slug: &str) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let author = Author::by_slug(&mut conn, slug).await?;
    let feed = Feed::of_author(&app.business(), &author);
    FeedPage::answer(app, &mut conn, Of::Author(author.id), feed, author.role).await
}
