//! The sitemap (sitemaps.org, protocol 0.9): every live page with its last change, in files of 50,000 at most.

use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::author::Author;
use super::topic::Topic;
use crate::app::App;
use crate::clock::stamp;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::schema::{pages, publications};
use crate::web::cache::{self, Key};
use crate::web::html::render;

/// Addresses in one file, as the protocol allows.
pub const A_FILE: i64 = 50_000;

/// One file.
#[derive(Debug, Template)]
#[template(path = "site/sitemap.xml")]
pub struct Sitemap {
    /// Address and last change.
    addresses: Vec<(String, Option<String>)>,
}

/// The list of files, where one is not enough.
#[derive(Debug, Template)]
#[template(path = "site/sitemap_index.xml")]
pub struct SitemapIndex {
    files: Vec<String>,
}

impl Sitemap {
    async fn load(app: &App, conn: &mut Conn, file: i64, a_file: i64) -> Result<Self> {
        let rows: Vec<(String, DateTime<Utc>)> = publications::table
            .inner_join(pages::table)
            .filter(pages::live_revision.is_not_null())
            .filter(pages::path.is_not_null())
            .order(publications::page_id)
            .offset(file.saturating_mul(a_file))
            .limit(a_file)
            .select((pages::path.assume_not_null(), publications::changed_at))
            .load(conn)
            .await?;
        let mut addresses: Vec<(String, Option<String>)> =
            rows.into_iter().map(|(path, at)| (app.link(&path), Some(stamp(at)))).collect();
        if file == 0 {
            let lists = Topic::in_use(conn).await?.into_iter().map(|topic| topic.path());
            let authors = Author::who_wrote(conn).await?.into_iter().map(|slug| format!("/blog/authors/{slug}"));
            addresses.extend(lists.chain(authors).map(|path| (app.link(&path), None)));
        }
        Ok(Self { addresses })
    }

    pub(super) fn sample(app: &App) -> Self {
        Self { addresses: vec![(app.link("/"), Some(stamp(app.clock.now()))), (app.link("/blog/topics/forms"), None)] }
    }
}

impl SitemapIndex {
    pub(super) fn sample(app: &App) -> Self {
        Self { files: vec![app.link("/sitemap-1.xml"), app.link("/sitemap-2.xml")] }
    }
}

fn answer(template: &impl Template) -> Result<HttpResponse> {
    let mut response = HttpResponse::Ok().content_type("application/xml; charset=utf-8").body(render(template)?);
    cache::allow(&mut response, None);
    Ok(response)
}

/// `GET /sitemap.xml`: the one file, or the list of files.
pub async fn show(app: web::Data<App>) -> Result<HttpResponse> {
    cache::answer(&app, Key::new("/sitemap.xml", 1), render_all(&app)).await
}

pub(super) async fn render_all(app: &App) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let all: i64 = publications::table.count().get_result(&mut conn).await?;
    if all <= A_FILE {
        return answer(&Sitemap::load(app, &mut conn, 0, A_FILE).await?);
    }
    let files = (1..=(all + A_FILE - 1) / A_FILE).map(|file| app.link(&format!("/sitemap-{file}.xml"))).collect();
    answer(&SitemapIndex { files })
}

/// `GET /sitemap-{file}.xml`. One of many is as large as a hundred pages, and asked for as seldom as anything: it is not kept.
pub async fn file(app: web::Data<App>, file: web::Path<String>) -> Result<HttpResponse> {
    let file: i64 = file.parse().ok().filter(|file| (1..=1000).contains(file)).ok_or(AppError::NotFound)?;
    let map = Sitemap::load(&app, &mut *app.db.read().await?, file - 1, A_FILE).await?;
    if map.addresses.is_empty() { Err(AppError::NotFound) } else { answer(&map) }
}
