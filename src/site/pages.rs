//! Showing a page: by its path, from its blocks.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use askama::filters::HtmlSafe;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use tokio::try_join;
use uuid::Uuid;

use super::around::Around;
use super::articles::ArticlePage;
use super::cases::CasePage;
use super::data::{self, Crumb};
use super::page::{Page, PageKind};
use super::references::Reference;
use super::resolver::Resolver;
use super::service::Service;
use super::share::Shared;
use super::twin;
use crate::app::App;
use crate::blocks::markup::Heading;
use crate::blocks::{Block, Placed, Provider, Showing};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::schema::{pages, publications};
use crate::web::cache::{self, Key};
use crate::web::headers;
use crate::web::html::page;
use crate::web::layout::SiteLayout;

/// A page made of blocks.
#[derive(Debug, Template)]
#[template(path = "site/page.html")]
pub struct BlocksPage {
    layout: SiteLayout,
    /// A heading for those who hear the page, where no block is its heading.
    hidden_title: Option<String>,
    /// The way to it, from below the front page.
    crumbs: Vec<Crumb>,
    body: Body,
}

/// The blocks of a page, rendered by their own templates, and what came up on the way.
#[derive(Debug, Default)]
pub struct Body {
    /// The blocks, in order.
    pub blocks: Vec<BlockHtml>,
    /// The second-level headings.
    pub contents: Vec<Heading>,
    /// From when on it looks otherwise.
    pub changes_at: Option<DateTime<Utc>>,
    /// Whose frames a visitor may agree to.
    pub providers: Vec<Provider>,
}

impl Body {
    /// Renders blocks in order.
    ///
    /// # Errors
    /// A template that cannot be rendered.
    pub fn render(app: &App, blocks: &[Placed], resolver: &Resolver) -> Result<Self> {
        Self::render_with(app, blocks, resolver, |_| Ok(None))
    }

    /// The same, with something of the program's own after the last block.
    pub(super) fn render_with(
        app: &App,
        blocks: &[Placed],
        resolver: &Resolver,
        last: impl FnOnce(&mut Showing<'_>) -> Result<Option<String>>,
    ) -> Result<Self> {
        let business = app.business();
        let mut showing = Showing::new(resolver, &business, app.clock.now());
        let mut shown = Vec::with_capacity(blocks.len());
        for placed in blocks {
            shown.push(BlockHtml(showing.block(placed)?));
        }
        shown.extend(last(&mut showing)?.map(BlockHtml));
        Ok(Self {
            blocks: shown,
            contents: showing.contents,
            changes_at: showing.reading.changes_at,
            providers: showing.providers.into_iter().collect(),
        })
    }

    /// The page around it, as an answer: with the frames that it may show, and the time until which it stays so, with its menus.
    ///
    /// # Errors
    /// A template that cannot be rendered.
    pub(super) fn answer(
        layout: &SiteLayout,
        changes_at: Option<DateTime<Utc>>,
        providers: &[Provider],
        template: &impl Template,
    ) -> Result<HttpResponse> {
        let mut response = page(StatusCode::OK, template)?;
        if let (false, Some(policy)) =
            (providers.is_empty(), headers::policy_with_frames(providers.iter().map(|p| p.origin())))
        {
            response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        cache::allow(&mut response, [changes_at, layout.shell.menus_change_at].into_iter().flatten().min());
        Ok(response)
    }
}

impl BlocksPage {
    /// A page with what its blocks point to.
    ///
    /// # Errors
    /// A template that cannot be rendered.
    pub(super) fn new(app: &App, live: &Page, resolver: &Resolver, above: Vec<Crumb>) -> Result<Self> {
        let content = &live.live.content;
        let business = app.business();
        let title = if live.path == "/" { "" } else { content.title.as_str() };
        let mut layout = SiteLayout::new(app, title, &content.description, &live.path);
        layout.picture = Shared::page(live).address(app);
        if live.path == "/" {
            layout.data.extend(data::front(app, &business));
        }
        let mut way = vec![Crumb::new(&business.name, "/")];
        way.extend(above.iter().cloned());
        way.push(Crumb::new(&content.title, &live.path));
        layout.data.extend(data::crumbs(app, &way).filter(|_| live.path != "/"));
        layout.data.extend(data::questions(&content.blocks));
        let service = resolver.services.iter().find(|service| service.page == Some(live.id));
        layout.data.extend(service.map(|service| data::service(app, service, &live.path)));
        layout.twin = Some(twin::address(&live.path));
        let has_title =
            content.blocks.iter().any(|placed| matches!(&placed.block, Block::Heading(heading) if heading.is_title()));
        let body = Body::render(app, &content.blocks, resolver)?;
        let crumbs = if above.is_empty() { Vec::new() } else { way };
        Ok(Self { layout, hidden_title: (!has_title).then(|| content.title.clone()), crumbs, body })
    }

    /// A block with sample content as a page.
    ///
    /// # Errors
    /// A template that cannot be rendered.
    pub(crate) fn of_block(app: &App, name: &str, block: Block, resolver: &Resolver) -> Result<Self> {
        let has_title = matches!(&block, Block::Heading(heading) if heading.is_title());
        Ok(Self {
            layout: SiteLayout::new(app, name, "A block with sample content", "/dev/samples"),
            hidden_title: (!has_title).then(|| format!("Sample: {name}")),
            crumbs: Vec::new(),
            body: Body::render(app, &[Placed { id: app.clock.moment().id(), block }], resolver)?,
        })
    }

    fn answer(&self) -> Result<HttpResponse> {
        Body::answer(&self.layout, self.body.changes_at, &self.body.providers, self)
    }
}

/// HTML that a block's template rendered.
#[derive(Debug, Clone)]
pub struct BlockHtml(pub(super) String);

impl HtmlSafe for BlockHtml {}

impl std::fmt::Display for BlockHtml {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What an installation shows before it has any content.
#[derive(Debug, Template)]
#[template(path = "site/first_steps.html")]
pub struct FirstStepsPage {
    layout: SiteLayout,
}

impl FirstStepsPage {
    pub(super) fn new(app: &App) -> Self {
        Self { layout: SiteLayout::new(app, "", "", "/") }
    }
}

/// The live pages above a path, from the top down, without the front page.
pub(super) async fn above(mut conn: &Conn, path: &str) -> Result<Vec<Crumb>> {
    let mut paths = Vec::new();
    let mut rest = path;
    while let Some((above, _)) = rest.rsplit_once('/') {
        if above.is_empty() {
            break;
        }
        paths.push(above.to_owned());
        rest = above;
    }
    if paths.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(String, String)> = publications::table
        .inner_join(pages::table)
        .filter(pages::path.eq_any(paths))
        .filter(pages::live_revision.is_not_null())
        .order(pages::path)
        .select((publications::title, pages::path.assume_not_null()))
        .load(&mut conn)
        .await?;
    Ok(rows.into_iter().map(|(label, path)| Crumb { label, path }).collect())
}

impl Page {
    /// What its blocks show of other things, and what its frame needs.
    pub(super) async fn resolver(&self, conn: &Conn) -> Result<Resolver> {
        self.resolver_with(conn, &[]).await
    }

    /// The same, and `also` what stands around it.
    pub(super) async fn resolver_with(&self, conn: &Conn, also: &[Reference]) -> Result<Resolver> {
        let content = &self.live.content;
        let mut references: Vec<Reference> = content.references();
        references.extend(also);
        if let Some(article) = &self.article {
            return Resolver::of_article(conn, references, &content.blocks, &article.author).await;
        }
        let services =
            async { if self.kind == PageKind::Page { Service::of_page(conn, self.id).await } else { Ok(Vec::new()) } };
        let (mut resolver, services) = try_join!(Resolver::load(conn, &references, &content.blocks), services)?;
        if resolver.services.is_empty() {
            resolver.services = services;
        }
        Ok(resolver)
    }
}

/// `GET /{path}`: the live page at this path, or its Markdown twin where the path ends in `.md`.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn show(app: web::Data<App>, path: web::Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let path = format!("/{path}");
    match cache::answer(&app, Key::new(&path, 1), render(&app, &path)).await {
        Err(AppError::NotFound) if path == "/" => page(StatusCode::OK, &FirstStepsPage::new(&app)),
        other => super::redirects::or_instead(&app, &path, &request, other).await,
    }
}

pub(super) async fn render(app: &App, path: &str) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    if let Some(of) = twin::path_of(path) {
        match twin::show(app, &mut conn, &of).await {
            Err(AppError::NotFound) => {}
            shown => return shown,
        }
    }
    if PageKind::Article.may_have(path) {
        return ArticlePage::load(app, &conn, path).await?.answer();
    }
    let live = Page::at_path(&conn, path).await?;
    if live.kind == PageKind::Article { Err(AppError::NotFound) } else { of(app, &conn, live).await }
}

/// A page, whatever it is.
async fn of(app: &App, conn: &Conn, page: Page) -> Result<HttpResponse> {
    match page.kind {
        PageKind::Article => {
            let around = Around::of(conn, &page.path).await?;
            let resolver = page.resolver_with(conn, &around.references()).await?;
            ArticlePage::new(app, page, &resolver, around)?.answer()
        }
        PageKind::Case => CasePage::load(app, conn, page).await?.answer(),
        PageKind::Page | PageKind::Part => {
            let (resolver, above) = try_join!(page.resolver(conn), above(conn, &page.path))?;
            BlocksPage::new(app, &page, &resolver, above)?.answer()
        }
    }
}

/// A draft as the page that it would become: for those who write it, and kept by nobody.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn drafted(app: &App, id: Uuid) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let page = Page::drafted(&mut conn, id, app.clock.moment()).await?;
    let mut response = of(app, &conn, page).await?;
    response.extensions_mut().clear();
    let set = |response: &mut HttpResponse, name: &'static str, value: &'static str| {
        response.headers_mut().insert(header::HeaderName::from_static(name), header::HeaderValue::from_static(value));
    };
    set(&mut response, "cache-control", "no-store");
    set(&mut response, "x-robots-tag", "noindex, nofollow");
    Ok(response)
}
