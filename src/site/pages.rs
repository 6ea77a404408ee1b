//! Showing a page: by its path, from its blocks.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use askama::filters::HtmlSafe;

use super::articles::ArticlePage;
use super::page::{Page, PageKind};
use super::references::Resolver;
use crate::app::App;
use crate::blocks::{Block, Placed};
use crate::error::{AppError, Result};
use crate::web::html::{JsonLd, page};
use crate::web::layout::SiteLayout;

/// A page made of blocks.
#[derive(Debug, Template)]
#[template(path = "site/page.html")]
pub struct BlocksPage {
    layout: SiteLayout,
    /// A heading for those who hear the page, where no block is its heading.
    hidden_title: Option<String>,
    /// The blocks, rendered by their own templates.
    blocks: Vec<BlockHtml>,
}

impl BlocksPage {
    /// A page with what its blocks point to.
    ///
    /// # Errors
    /// A template that cannot be rendered.
    pub(super) fn new(app: &App, live: &Page, resolver: &Resolver) -> Result<Self> {
        let title = if live.path == "/" { "" } else { live.live.title.as_str() };
        let mut layout = SiteLayout::new(app, title, &live.live.description, &live.path);
        layout.data = faq_data(&live.live.blocks);
        Ok(Self { layout, hidden_title: None, blocks: render(&live.live.blocks, resolver)? })
    }

    /// A block with sample content as a page.
    ///
    /// # Errors
    /// A template that cannot be rendered.
    pub(crate) fn of_block(app: &App, name: &str, block: Block, resolver: &Resolver) -> Result<Self> {
        let has_title = matches!(&block, Block::Heading(_));
        Ok(Self {
            layout: SiteLayout::new(app, name, "A block with sample content", "/dev/samples"),
            hidden_title: (!has_title).then(|| format!("Sample: {name}")),
            blocks: render(&[Placed { id: app.clock.moment().id(), block }], resolver)?,
        })
    }
}

/// HTML that a block's template rendered.
#[derive(Debug, Clone)]
pub struct BlockHtml(String);

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

/// The blocks of a page, rendered in order.
pub(super) fn render(blocks: &[Placed], resolver: &Resolver) -> Result<Vec<BlockHtml>> {
    blocks.iter().map(|placed| Ok(BlockHtml(placed.block.html(resolver)?))).collect()
}

/// The questions of all FAQ blocks, as data for search engines.
pub(super) fn faq_data(blocks: &[Placed]) -> Vec<JsonLd> {
    let data = blocks.iter().filter_map(|placed| match &placed.block {
        Block::Faq(faq) => Some(JsonLd::new(&faq.data())),
        _ => None,
    });
    data.collect()
}

/// `GET /{path}`: the live page at this path.
pub async fn show(app: web::Data<App>, path: web::Path<String>) -> Result<HttpResponse> {
    let path = format!("/{path}");
    let mut conn = app.db.read().await?;
    let live = match Page::at_path(&mut conn, &path).await {
        Err(AppError::NotFound) if path == "/" => {
            return page(StatusCode::OK, &FirstStepsPage::new(&app));
        }
        other => other?,
    };
    if live.kind == PageKind::Article {
        return page(StatusCode::OK, &ArticlePage::load(&app, &mut conn, live).await?);
    }
    let resolver = Resolver::load(&mut conn, &live.live.targets()).await?;
    page(StatusCode::OK, &BlocksPage::new(&app, &live, &resolver)?)
}
