//! `/admin/pages` and `/admin/articles`: what stands on the site or is to, and the way to write it.

mod asked;
pub mod authors;
pub mod cases;
mod choices;
pub mod deletion;
pub mod list;
pub mod menus;
mod parts;
pub mod redirects;
mod samples;
pub mod services;
mod subject;
pub mod topics;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Case, Page, PageKind};
use crate::accounts::access::{Power, Viewer};
use crate::accounts::people::Done;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::db::Conn;
use crate::error::Result;
use crate::samples::Sample;
use crate::schema::{self, articles, pages, revisions, staff};
use crate::web::html::page;
pub use asked::AskedFor;
use parts::Tab;

/// Rows at most.
const LISTED: i64 = 500;

/// The list.
#[derive(Debug, Template)]
#[template(path = "site/desk.html")]
pub struct ContentPage {
    layout: Frame,
    tabs: Vec<Tab>,
    title: &'static str,
    articles: bool,
    groups: Vec<Group>,
    full: bool,
}

/// Those of one kind.
#[derive(Debug)]
struct Group {
    /// Over them; empty where the screen's own title says it.
    title: &'static str,
    about: &'static str,
    /// Whether they have an order of their own, with buttons that move each one place.
    ordered: bool,
    rows: Vec<ContentRow>,
}

/// One page or article.
#[derive(Debug)]
struct ContentRow {
    id: Uuid,
    asked: bool,
    title: String,
    path: String,
    live: bool,
    changed: bool,
    last: String,
    who: String,
}

/// What is known of one page or article.
#[derive(Debug, Clone)]
pub struct Known {
    /// Its key.
    pub id: Uuid,
    /// What it is.
    pub kind: PageKind,
    /// Whether somebody asked for it to be published.
    pub asked: bool,
    /// The title of its newest revision.
    pub title: String,
    /// Its path.
    pub path: String,
    /// Whether visitors see it.
    pub live: bool,
    /// Whether a draft is newer than what visitors see.
    pub changed: bool,
    /// When it was last changed.
    pub at: DateTime<Utc>,
    /// Who changed it, or who wrote it.
    pub who: Option<String>,
}

type Row = (
    (Uuid, String, Option<DateTime<Utc>>),
    String,
    Option<String>,
    Option<Uuid>,
    Option<Uuid>,
    DateTime<Utc>,
    Option<String>,
    Option<String>,
);

impl Page {
    /// Every article with its newest revision, newest first; or everything else: pages by path, cases in their order,
    /// recurring parts by name.
    ///
    /// # Errors
    /// The database is away.
    pub async fn known(conn: &mut Conn, viewer: &Viewer, kind: PageKind) -> Result<Vec<Known>> {
        let newest = revisions::id.nullable().eq(diesel::dsl::case_when(
            pages::draft_revision.is_not_null(),
            pages::draft_revision,
        )
        .otherwise(pages::live_revision));
        let query = pages::table
            .inner_join(revisions::table.on(newest))
            .left_join(staff::table.on(staff::id.nullable().eq(revisions::staff_id)))
            .left_join(articles::table.on(articles::page_id.eq(pages::id)))
            .left_join(schema::authors::table.on(schema::authors::id.nullable().eq(articles::author_id.nullable())))
            .select((
                (pages::id, pages::kind, pages::asked_at),
                revisions::title,
                pages::path,
                pages::live_revision,
                pages::draft_revision,
                revisions::at,
                staff::name.nullable(),
                schema::authors::name.nullable(),
            ))
            .limit(LISTED)
            .into_boxed();
        let rows: Vec<Row> = match kind {
            PageKind::Article => {
                let mut of = query.filter(pages::kind.eq("article"));
                if !viewer.may(Power::Content) {
                    of = of.filter(schema::authors::staff_id.eq(viewer.staff_id));
                }
                of.order((articles::published_at.desc(), pages::path)).load(conn).await?
            }
            PageKind::Page | PageKind::Case | PageKind::Part => {
                query.filter(pages::kind.ne("article")).order((pages::path, revisions::title)).load(conn).await?
            }
        };
        let known = |((id, kind, asked), title, path, live, draft, at, editor, author): Row| Known {
            id,
            kind: PageKind::parse(&kind),
            asked: asked.is_some(),
            title,
            path: path.unwrap_or_default(),
            live: live.is_some(),
            changed: live.is_some() && draft.is_some() && live != draft,
            at,
            who: author.or(editor),
        };
        let mut list: Vec<Known> = rows.into_iter().map(known).collect();
        if list.iter().any(|known| known.kind == PageKind::Case) {
            let order = Case::keys(conn).await?;
            list.sort_by_cached_key(|known| order.iter().position(|case| *case == known.id));
        }
        Ok(list)
    }
}

impl Group {
    /// Those of a list that are of this kind; `None` where there are none.
    fn of(kind: PageKind, known: &[Known], row: impl Fn(&Known) -> ContentRow) -> Option<Self> {
        let rows: Vec<_> = known.iter().filter(|known| known.kind == kind).map(row).collect();
        let (title, about) = match kind {
            PageKind::Page | PageKind::Article => ("", ""),
            PageKind::Case => ("Cases", "Visitors see those that are live, in this order."),
            PageKind::Part => ("Recurring parts", "Written once, and shown on every page that has them."),
        };
        let ordered = kind == PageKind::Case && rows.len() > 1;
        (!rows.is_empty()).then_some(Self { title, about, ordered, rows })
    }
}

impl ContentPage {
    fn new(app: &App, layout: Frame, viewer: &Viewer, kind: PageKind, known: &[Known]) -> Self {
        let (business, now) = (app.business(), app.clock.now());
        let full = i64::try_from(known.len()).is_ok_and(|count| count >= LISTED);
        let row = |known: &Known| ContentRow {
            id: known.id,
            asked: known.asked,
            title: known.title.clone(),
            path: known.path.clone(),
            live: known.live,
            changed: known.changed,
            last: business.age(known.at, now),
            who: known.who.clone().unwrap_or_default(),
        };
        let articles = kind == PageKind::Article;
        let title = if articles { "Articles" } else { "Pages" };
        let tabs = parts::tabs(viewer, if articles { "/admin/articles" } else { "/admin/pages" });
        let kinds = [PageKind::Page, PageKind::Article, PageKind::Case, PageKind::Part];
        let groups = kinds.into_iter().filter_map(|kind| Group::of(kind, known, row)).collect();
        Self { layout, tabs, title, articles, groups, full }
    }
}

async fn answer(app: &App, viewer: &Viewer, kind: PageKind, done: &Done) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let known = Page::known(&mut conn, viewer, kind).await?;
    let (title, section) = match kind {
        PageKind::Article => ("Articles", Section::Articles),
        PageKind::Page | PageKind::Case | PageKind::Part => ("Pages", Section::Pages),
    };
    let mut layout = Frame::new(app, &mut conn, viewer, title, section).await?;
    let back = if kind == PageKind::Article { "/admin/articles" } else { "/admin/pages" };
    layout.tell(app, &mut conn, viewer, done.act(), back).await?;
    page(StatusCode::OK, &ContentPage::new(app, layout, viewer, kind, &known))
}

/// `GET /admin/pages`.
pub async fn pages(app: web::Data<App>, viewer: Viewer, done: web::Query<Done>) -> Result<HttpResponse> {
    answer(&app, &viewer, PageKind::Page, &done).await
}

/// `GET /admin/articles`.
pub async fn articles(app: web::Data<App>, viewer: Viewer, done: web::Query<Done>) -> Result<HttpResponse> {
    answer(&app, &viewer, PageKind::Article, &done).await
}

/// Both lists with sample content.
///
/// # Errors
/// A template that cannot be rendered.
pub(crate) fn samples(app: &App) -> Result<Vec<Sample>> {
    let at = app.clock.moment();
    let known = |kind, title: &str, path: &str, live, changed| Known {
        id: at.id(),
        kind,
        asked: changed,
        title: title.to_owned(),
        path: path.to_owned(),
        live,
        changed,
        at: at.now,
        who: Some("Ines Marlow".to_owned()),
    };
    let some = vec![
        known(PageKind::Page, "Bellpull", "/", true, false),
        known(PageKind::Page, "Services", "/services", true, true),
        known(PageKind::Page, "Prices", "/prices", false, false),
        known(PageKind::Case, "Twice as many people ring", "/cases/whitcliffe-lido", true, false),
        known(PageKind::Case, "A surgery that answers", "/cases/larkrise-vets", true, true),
        known(PageKind::Case, "The roofers’ dead form", "/cases/osgood-and-daughters", false, false),
        known(PageKind::Part, "Ring the bell", "", true, false),
    ];
    let list = |kind, known: Vec<Known>| {
        let (title, section) =
            if kind == PageKind::Article { ("Articles", Section::Articles) } else { ("Pages", Section::Pages) };
        ContentPage::new(app, Frame::sample(app, title, section), &Viewer::sample(), kind, &known)
    };
    let article = vec![known(PageKind::Article, "Why a bell pull has a cord", "/blog/why-a-cord", true, false)];
    let mut every = vec![
        Sample::of("pages-list", &list(PageKind::Page, some))?,
        Sample::of("articles-list", &list(PageKind::Article, article))?,
        Sample::of("articles-list-empty", &list(PageKind::Article, Vec::new()))?,
    ];
    every.extend(samples::samples(app)?);
    Ok(every)
}
