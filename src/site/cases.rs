//! Cases: the list, and one case with its client and result.

use actix_web::{HttpResponse, web};
use askama::Template;
use tokio::try_join;

use super::case::{Case, ListedCase};
use super::cover::Cover;
use super::data::{self, Crumb};
use super::doors;
use super::page::Page;
use super::pages::Body;
use super::references::Reference;
use super::resolver::Resolver;
use super::service::Service;
use super::share::Shared;
use super::twin;
use crate::app::App;
use crate::blocks::{CasesBlock, Showing};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::media::{Media, PictureHtml, Sizes};
use crate::web::cache::{self, Key};
use crate::web::html::Drawing;
use crate::web::layout::SiteLayout;

/// How many cases the list shows.
const LISTED: i64 = 60;

/// One case.
#[derive(Debug, Template)]
#[template(path = "site/case.html")]
pub struct CasePage {
    layout: SiteLayout,
    title: String,
    lead: String,
    case: Case,
    service: Option<(String, String)>,
    cover: Cover,
    body: Body,
    next: Option<(ListedCase, Option<PictureHtml>, Option<Drawing>)>,
}

/// The list of cases.
#[derive(Debug, Template)]
#[template(path = "site/cases.html")]
pub struct CasesPage {
    layout: SiteLayout,
    title: Option<String>,
    body: Body,
}

impl CasePage {
    pub(super) async fn load(app: &App, conn: &Conn, live: Page) -> Result<Self> {
        let (resolver, all, services) =
            try_join!(live.resolver(conn), ListedCase::load(conn, &[], LISTED), Service::all(conn))?;
        let here = all.iter().position(|listed| listed.page == live.id);
        // The next one, and after the last one the first.
        let next = here.and_then(|here| all.iter().cycle().nth(here + 1)).filter(|next| next.page != live.id).cloned();
        let service = live.case.as_ref().and_then(|case| case.service);
        let service = services.into_iter().find(|known| Some(known.id) == service);
        let page = service.as_ref().and_then(|service| service.page);
        let cover = next.as_ref().and_then(|next| next.cover);
        let further = [page.map(Reference::Page), cover.map(Reference::Media)];
        let further = Resolver::load(conn, &further.into_iter().flatten().collect::<Vec<_>>(), &[]).await?;
        let path = page.and_then(|page| further.addresses.get(&page).cloned());
        let service = service.and_then(|service| Some((service.name, path?)));
        Self::new(app, live, &resolver, service, next, further.media.into_values().collect::<Vec<_>>().as_slice())
    }

    /// A case with what its blocks point to.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a page that is no case.
    pub(super) fn new(
        app: &App,
        live: Page,
        resolver: &Resolver,
        service: Option<(String, String)>,
        next: Option<ListedCase>,
        covers: &[Media],
    ) -> Result<Self> {
        let picture = Shared::page(&live).address(app);
        let case = live.case.ok_or(AppError::NotFound)?;
        let content = live.live.content;
        let mut layout = SiteLayout::new(app, &content.title, &content.description, &live.path);
        layout.kind = "article";
        layout.picture = picture;
        layout.twin = Some(twin::address(&live.path));
        let way = [
            Crumb::new(&app.business().name, "/"),
            Crumb::new("Cases", "/cases"),
            Crumb::new(&content.title, &live.path),
        ];
        layout.data.extend(data::crumbs(app, &way));
        layout.data.extend(data::questions(&content.blocks));
        let cover = Cover::of(&content, &live.path, resolver)?;
        let next = match next {
            Some(next) => {
                let picture = covers.iter().find(|media| Some(media.id) == next.cover);
                let picture = picture.map(|media| media.shown(Sizes::Half, false)).transpose()?;
                let door = picture.is_none().then(|| Drawing::of_generator(doors::door(&next.path)));
                Some((next, picture, door))
            }
            None => None,
        };
        Ok(Self {
            layout,
            cover,
            body: Body::render(app, &content.blocks, resolver)?,
            title: content.title,
            lead: content.lead,
            case,
            service,
            next,
        })
    }

    pub(super) fn answer(&self) -> Result<HttpResponse> {
        Body::answer(&self.layout, self.body.changes_at, &self.body.providers, self)
    }
}

impl CasesPage {
    /// The list under what its page says; `live` is that page, where there is one.
    ///
    /// # Errors
    /// A template that cannot be rendered.
    pub(super) fn new(app: &App, live: Option<Page>, resolver: &Resolver) -> Result<Self> {
        let picture = live.as_ref().map(|live| Shared::page(live).address(app));
        let content = live.map(|live| live.live.content).unwrap_or_default();
        let title = if content.title.is_empty() { "Cases".to_owned() } else { content.title.clone() };
        let mut layout = SiteLayout::new(app, &title, &content.description, "/cases");
        layout.picture = picture.unwrap_or_default();
        let way = [Crumb::new(&app.business().name, "/"), Crumb::new(&title, "/cases")];
        layout.data.extend(data::crumbs(app, &way));
        let list = |showing: &mut Showing<'_>| CasesBlock::of_all(showing).map(Some);
        let body = Body::render_with(app, &content.blocks, resolver, list)?;
        Ok(Self { layout, title: content.blocks.is_empty().then_some(title), body })
    }
}

/// `GET /cases`: what was done for clients, in the order that staff gave it.
pub async fn index(app: web::Data<App>) -> Result<HttpResponse> {
    cache::answer(&app, Key::new("/cases", 1), render_index(&app)).await
}

pub(super) async fn render_index(app: &App) -> Result<HttpResponse> {
    let conn = app.db.read().await?;
    let live = match Page::at_path(&conn, "/cases").await {
        Ok(live) => Some(live),
        Err(AppError::NotFound) => None,
        Err(error) => return Err(error),
    };
    let blocks = async {
        match &live {
            Some(live) => live.resolver(&conn).await,
            None => Ok(Resolver::default()),
        }
    };
    let (mut resolver, cases) = try_join!(blocks, ListedCase::load(&conn, &[], LISTED))?;
    let covers: Vec<_> = cases.iter().filter_map(|listed| listed.cover).collect();
    resolver.media.extend(Media::these(&conn, &covers).await?.into_iter().map(|media| (media.id, media)));
    resolver.cases = cases;
    let list = CasesPage::new(app, live, &resolver)?;
    Body::answer(&list.layout, list.body.changes_at, &list.body.providers, &list)
}
