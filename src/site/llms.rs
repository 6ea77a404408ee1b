//! `/llms.txt`: what is here, for programs that read and summarise, after the proposal of llmstxt.org. Each line leads to a Markdown twin.

use actix_web::{HttpResponse, web};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::twin;
use crate::app::App;
use crate::blocks::markup::escaped;
use crate::error::Result;
use crate::schema::{articles, pages, publications, revisions};
use crate::web::cache::{self, Key};

/// Articles that are listed.
const ARTICLES: i64 = 200;

type Row = (String, String, String, String, serde_json::Value);

fn line(app: &App, (path, title, description, _, in_short): &Row) -> String {
    let short: Vec<String> = serde_json::from_value(in_short.clone()).unwrap_or_default();
    let about = if short.is_empty() { description.clone() } else { short.join(" ") };
    format!("- [{}]({}): {}\n", escaped(title), app.link(&twin::address(path)), escaped(&about))
}

/// `GET /llms.txt`.
pub async fn show(app: web::Data<App>) -> Result<HttpResponse> {
    cache::answer(&app, Key::new("/llms.txt", 1), render(&app)).await
}

pub(super) async fn render(app: &App) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let columns = (
        pages::path.assume_not_null(),
        publications::title,
        publications::description,
        pages::kind,
        revisions::in_short,
    );
    let live = publications::table
        .inner_join(pages::table)
        .inner_join(revisions::table.on(revisions::id.nullable().eq(pages::live_revision)))
        .filter(pages::path.is_not_null());
    let others: Vec<Row> = live
        .filter(pages::kind.ne("article"))
        .order(pages::path)
        .limit(ARTICLES)
        .select(columns)
        .load(&mut conn)
        .await?;
    let written: Vec<Row> = live
        .inner_join(articles::table.on(articles::page_id.eq(pages::id)))
        .order((articles::published_at.desc(), articles::page_id.desc()))
        .limit(ARTICLES)
        .select(columns)
        .load(&mut conn)
        .await?;
    let business = app.business();
    let mut text = format!("# {}\n\n> {}\n", escaped(&business.name), escaped(&business.strapline));
    for (title, kind) in [("Pages", "page"), ("Cases", "case")] {
        let lines: String = others.iter().filter(|row| row.3 == kind).map(|row| line(app, row)).collect();
        if !lines.is_empty() {
            text.push_str(&format!("\n## {title}\n\n{lines}"));
        }
    }
    if !written.is_empty() {
        let lines: String = written.iter().map(|row| line(app, row)).collect();
        text.push_str(&format!("\n## Articles\n\n{lines}"));
    }
    let mut response = HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(text);
    cache::allow(&mut response, None);
    Ok(response)
}
