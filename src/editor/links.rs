//! Links in running text that lead to our own pages: whatever address was typed or pasted, the page's key is kept, so that the link
//! follows the page when it moves. And what an editor with script asks while somebody types.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use actix_web::{HttpResponse, web};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::Deserialize;
use uuid::Uuid;

use super::sheet::Sheet;
use super::things;
use crate::app::App;
use crate::blocks::markup;
use crate::db::Conn;
use crate::error::Result;
use crate::schema::pages;

/// Turns addresses of our own pages into links by key.
///
/// # Errors
/// The database is away.
pub(super) async fn own(app: &App, conn: &mut Conn, sheet: &mut Sheet) -> Result<()> {
    let base = app.link("");
    let path = |href: &str| {
        let rest = href.strip_prefix(base.trim_end_matches('/')).filter(|rest| rest.starts_with('/')).or(Some(href))?;
        let is_page = rest.starts_with('/') && !rest.starts_with("//") && !rest.contains(['?', '#']);
        is_page.then(|| if rest == "/" { rest } else { rest.trim_end_matches('/') }.to_owned())
    };
    let mut paths = BTreeSet::new();
    sheet.each_rich(|html| {
        let Ok(same) = markup::with_links(html, |href| {
            paths.extend(path(href));
            Ok::<_, Infallible>(None)
        });
        same
    });
    if paths.is_empty() {
        return Ok(());
    }
    let known: BTreeMap<String, Uuid> = pages::table
        .filter(pages::path.eq_any(paths))
        .select((pages::path.assume_not_null(), pages::id))
        .load::<(String, Uuid)>(conn)
        .await?
        .into_iter()
        .collect();
    sheet.each_rich(|html| {
        let key = |href: &str| Some(format!("page:{}", known.get(&path(href)?)?));
        let Ok(linked) = markup::with_links(html, |href| Ok::<_, Infallible>(key(href)));
        linked
    });
    Ok(())
}

/// What is asked for.
#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    href: String,
}

/// `GET /admin/links`: what there is to lead to, by words; or what a link leads to.
///
/// # Errors
/// The database is away.
pub async fn find(app: web::Data<App>, asked: web::Query<Asked>) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let found = if asked.href.is_empty() {
        things::leads(&mut conn, &asked.q).await?
    } else {
        things::lead(&mut conn, &asked.href).await?
    };
    Ok(HttpResponse::Ok().json(found))
}
