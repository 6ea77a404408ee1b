//! `/admin/creation`: something new, as a draft with a title, an address, and a block to begin with.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::Datelike;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::controls::Opt;
use super::screen::words;
use crate::accounts::access::{Power, Viewer};
use crate::accounts::inputs::{Input, InputFault};
use crate::admin::frame::Frame;
use crate::app::App;
use crate::blocks::{Block, Placed};
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::schema::{authors, pages, revisions};
use crate::site::{Aside, Author, Beside, Case, CaseFacts, Content, NewArticle, NewPage, Page, PageKind, slug};
use crate::web::edge::Posted;
use crate::web::html::page;

/// Pages in the list of what it may lie below.
const LISTED: i64 = 500;

/// The question.
#[derive(Debug, Template)]
#[template(path = "editor/creation.html")]
pub struct CreationPage {
    layout: Frame,
    errors: Vec<InputFault>,
    kind: &'static str,
    stored: &'static str,
    list: (&'static str, &'static str),
    title: Input,
    above: Vec<Opt>,
    authors: Vec<Opt>,
    /// Whether whoever writes stands among the people of the site for the first time then.
    newcomer: bool,
}

/// What is to be written.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    kind: String,
}

/// What was typed.
#[derive(Debug, Default)]
struct Typed {
    title: String,
    above: String,
    author: Option<Uuid>,
}

impl CreationPage {
    /// The question with sample content.
    pub(super) fn sample(layout: Frame, kind: PageKind, wrong: bool) -> Self {
        let (word, list, _) = words(kind);
        let errors = if wrong { vec![InputFault::new("title", "Enter the title")] } else { Vec::new() };
        let option = |value: &str, label: &str| Opt { value: value.to_owned(), label: label.to_owned(), chosen: false };
        let above = vec![option("/", "Nothing"), option("/services", "Services (/services)")];
        let is_page = kind == PageKind::Page;
        Self {
            layout,
            kind: word,
            stored: kind.as_str(),
            list,
            title: Input::text("title", "Title", "").hinted("You can change it later.").with(&errors),
            above: if is_page { above } else { Vec::new() },
            authors: if is_page { Vec::new() } else { vec![option("dorota", "Dorota Wilk")] },
            newcomer: !is_page,
            errors,
        }
    }
}

/// The kind that somebody may write; an author writes articles.
fn kind(viewer: &Viewer, text: &str) -> Result<PageKind> {
    let kind = PageKind::parse(text);
    if kind == PageKind::Article || viewer.may(Power::Content) { Ok(kind) } else { Err(AppError::NotFound) }
}

async fn answer(
    app: &App,
    viewer: &Viewer,
    kind: PageKind,
    typed: &Typed,
    errors: Vec<InputFault>,
) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let (word, list, section) = words(kind);
    let title = format!("{}A new {word}", if errors.is_empty() { "" } else { "Error: " });
    let mut above = Vec::new();
    if kind == PageKind::Page {
        for (path, title) in pages_to_lie_below(&mut conn).await? {
            let label = if path == "/" { "Nothing".to_owned() } else { format!("{title} ({path})") };
            above.push(Opt { chosen: typed.above == path, value: path, label });
        }
    }
    let authors = match kind {
        PageKind::Article if viewer.may(Power::Content) => {
            let names: Vec<(Uuid, String, Option<Uuid>)> = authors::table
                .order((authors::position, authors::name))
                .select((authors::id, authors::name, authors::staff_id))
                .load(&mut conn)
                .await?;
            let own = names.iter().find(|(_, _, staff)| *staff == Some(viewer.staff_id)).map(|(id, ..)| *id);
            let chosen = typed.author.or(own);
            let one = |(id, name, _): (Uuid, String, _)| Opt {
                value: id.to_string(),
                label: name,
                chosen: Some(id) == chosen,
            };
            names.into_iter().map(one).collect()
        }
        _ => Vec::new(),
    };
    let newcomer =
        kind == PageKind::Article && authors.is_empty() && !Author::is_there(&mut conn, viewer.staff_id).await?;
    let screen = CreationPage {
        layout: Frame::new(app, &mut conn, viewer, &title, section).await?,
        kind: word,
        stored: kind.as_str(),
        list,
        title: Input::text("title", "Title", &typed.title).hinted("You can change it later.").with(&errors),
        above,
        authors,
        newcomer,
        errors,
    };
    let status = if screen.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page(status, &screen)
}

async fn pages_to_lie_below(conn: &mut Conn) -> Result<Vec<(String, String)>> {
    let newest =
        revisions::id.nullable().eq(diesel::dsl::case_when(pages::draft_revision.is_not_null(), pages::draft_revision)
            .otherwise(pages::live_revision));
    Ok(pages::table
        .inner_join(revisions::table.on(newest))
        .filter(pages::kind.eq("page"))
        .filter(pages::path.is_not_null())
        .filter(pages::path.ne_all(["/blog", "/cases"]))
        .order(pages::path)
        .limit(LISTED)
        .select((pages::path.assume_not_null(), revisions::title))
        .load(conn)
        .await?)
}

/// `GET /admin/creation?kind=…`.
///
/// # Errors
/// [`AppError::NotFound`] for what they may not write.
pub async fn show(app: web::Data<App>, viewer: Viewer, asked: web::Query<Asked>) -> Result<HttpResponse> {
    let typed = Typed { above: "/".to_owned(), ..Typed::default() };
    answer(&app, &viewer, kind(&viewer, &asked.kind)?, &typed, Vec::new()).await
}

/// `POST /admin/creation`.
///
/// # Errors
/// [`AppError::NotFound`] for what they may not write.
pub async fn create(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    let kind = kind(&viewer, posted.last("kind").unwrap_or_default())?;
    let typed = Typed {
        title: posted.last("title").unwrap_or_default().replace(['\r', '\n'], " ").trim().to_owned(),
        above: posted.last("above").unwrap_or("/").to_owned(),
        author: posted.last("author").and_then(|key| Uuid::parse_str(key).ok()),
    };
    let fault = match typed.title.chars().count() {
        0 => Some("Enter the title".to_owned()),
        length if length > 160 => Some(format!("The title has {length} characters: keep it to 160")),
        _ => None,
    };
    if let Some(words) = fault {
        return answer(&app, &viewer, kind, &typed, vec![InputFault::new("title", words)]).await;
    }
    let (at, who) = (app.clock.moment(), viewer.clone());
    let (title, above, author) = (typed.title.clone(), typed.above.clone(), typed.author);
    let work = async move |tx: &mut Tx| {
        let new = made(tx, at, &who, kind, title, &above, author).await?;
        Page::draft(tx, at, &new, who.staff_id).await?;
        Ok(new.id)
    };
    match app.db.write(work).await {
        Ok(id) => {
            let to = format!("/admin/pages/{id}");
            Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, to)).finish())
        }
        Err(AppError::Conflict(words)) => {
            answer(&app, &viewer, kind, &typed, vec![InputFault::new("title", words)]).await
        }
        Err(error) => Err(error),
    }
}

async fn made(
    tx: &mut Tx,
    at: Moment,
    who: &Viewer,
    kind: PageKind,
    title: String,
    above: &str,
    author: Option<Uuid>,
) -> Result<NewPage> {
    let mut content = Content { title: title.clone(), ..Content::default() };
    let first = match kind {
        PageKind::Page => Some(json!({ "kind": "heading", "title": title, "look": "page" })),
        PageKind::Article | PageKind::Case => Some(json!({ "kind": "rich-text", "html": "" })),
        PageKind::Part => None,
    };
    if let Some(block) = first {
        let block: Block = serde_json::from_value(block)?;
        content.blocks.push(Placed { id: at.id(), block });
    }
    let below = match kind {
        PageKind::Page => above.trim_end_matches('/'),
        PageKind::Article => "/blog",
        PageKind::Case => "/cases",
        PageKind::Part => "",
    };
    let path = if kind == PageKind::Part { String::new() } else { free_path(tx, below, &title).await? };
    let beside = match kind {
        PageKind::Page => Beside::Page,
        PageKind::Part => Beside::Part,
        PageKind::Article => {
            let author = writer(tx, at, who, author).await?;
            content.aside = Some(Aside::Article { author, topics: Vec::new() });
            Beside::Article(NewArticle { author, topics: Vec::new(), published_at: None, updated_at: None })
        }
        PageKind::Case => {
            let year = at.now.year();
            // The draft knows of no client yet. The row has to name one: nobody reads it before the draft has taken effect.
            content.aside = Some(Aside::Case(CaseFacts { year, ..CaseFacts::default() }));
            let position = Case::next(tx).await?;
            Beside::Case(Case { client: title, year, position, ..Case::default() })
        }
    };
    Ok(NewPage { id: at.id(), beside, path, content })
}

/// Under whose name somebody writes: the one that an editor chose, else their own, which is made where they have none yet.
async fn writer(tx: &mut Tx, at: Moment, who: &Viewer, chosen: Option<Uuid>) -> Result<Uuid> {
    if let Some(chosen) = chosen.filter(|_| who.may(Power::Content)) {
        return Ok(authors::table.find(chosen).select(authors::id).first(tx.conn()).await?);
    }
    let own = authors::table.filter(authors::staff_id.eq(who.staff_id)).select(authors::id);
    if let Some(own) = own.first(tx.conn()).await.optional()? {
        return Ok(own);
    }
    let slug = slug::slug(&who.name);
    let taken = authors::table.filter(authors::slug.eq(&slug)).select(authors::id).first::<Uuid>(tx.conn()).await;
    let id = at.id();
    let slug = if taken.optional()?.is_some() { format!("{slug}-{}", id.simple()) } else { slug };
    let author = Author {
        id,
        slug,
        name: who.name.clone(),
        role: String::new(),
        bio: String::new(),
        links: Vec::new(),
        picture: None,
        position: 100,
    };
    author.add(tx, Some(who.staff_id)).await?;
    Ok(id)
}

/// The first address below another that nothing stands at.
async fn free_path(tx: &mut Tx, below: &str, title: &str) -> Result<String> {
    let wanted = format!("{below}/{}", slug::slug(title));
    let like = format!("{wanted}%").replace('_', "\\_");
    let taken: Vec<String> =
        pages::table.filter(pages::path.like(like)).select(pages::path.assume_not_null()).load(tx.conn()).await?;
    Ok(slug::free(&wanted, &taken))
}
