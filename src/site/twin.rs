//! The Markdown twin of every page and article: the same words, for programs and for those who paste them elsewhere.

use actix_web::HttpResponse;

use super::page::{Page, PageKind};
use super::resolver::Resolver;
use crate::app::App;
use crate::blocks::Markdown;
use crate::db::Conn;
use crate::error::Result;

/// The address of a page's twin.
pub(super) fn address(path: &str) -> String {
    if path == "/" { "/index.md".to_owned() } else { format!("{path}.md") }
}

/// The path of the page whose twin is asked for.
pub(super) fn path_of(path: &str) -> Option<String> {
    let of = path.strip_suffix(".md")?;
    if of == "/index" { Some("/".to_owned()) } else { Some(of.to_owned()).filter(|of| of.len() > 1) }
}

/// `GET /{path}.md`.
pub(super) async fn show(app: &App, conn: &mut Conn, path: &str) -> Result<HttpResponse> {
    let live = Page::at_path(conn, path).await?;
    let resolver = live.resolver(conn).await?;
    let (text, changes_at) = text(app, &live, &resolver);
    let mut response = HttpResponse::Ok()
        .content_type("text/markdown; charset=utf-8")
        .insert_header(("link", format!("<{}>; rel=\"canonical\"", app.link(path))))
        .insert_header(("x-robots-tag", "noindex"))
        .body(text);
    crate::web::cache::allow(&mut response, changes_at);
    Ok(response)
}

/// A page as Markdown, and from when on it reads otherwise.
pub(super) fn text(app: &App, live: &Page, resolver: &Resolver) -> (String, Option<chrono::DateTime<chrono::Utc>>) {
    let business = app.business();
    let content = &live.live.content;
    let origin = app.origin();
    let mut out = Markdown::new(&origin, resolver, &business, app.clock.now());
    if live.kind != PageKind::Page {
        out.heading(1, &content.title);
        out.paragraph(&content.lead);
    }
    if let Some(article) = &live.article {
        let day = article.published_at.map(|at| business.day(at)).unwrap_or_default();
        let updated = article.updated_at.map(|at| format!(", updated {}", business.day(at))).unwrap_or_default();
        out.paragraph(&format!("{} · {day}{updated} · {}", article.author.name, article.reading_time()));
    }
    if let Some(case) = &live.case {
        out.paragraph(&format!("{}, {}", case.line(), case.year));
        if !case.figure.is_empty() {
            out.raw(&format!("**{}** {}", case.figure, case.figure_words));
        }
    }
    out.list(&content.in_short);
    for placed in &content.blocks {
        placed.block.markdown(&mut out);
    }
    out.raw("---");
    out.call(&format!("{}.", business.name), &app.link(&live.path), &live.path);
    let changes_at = out.reading.changes_at;
    (out.finish(), changes_at)
}
