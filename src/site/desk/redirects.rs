//! `/admin/redirects`: where old addresses lead, and the paths that led nowhere.

pub mod creation;
pub mod deletion;
mod typed;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::{DateTime, Utc};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use uuid::Uuid;

use super::parts::{Tab, tabs};
use crate::accounts::access::Viewer;
use crate::accounts::people::Done;
use crate::acts::{Act, SiteAct};
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::db::Tx;
use crate::error::{AppError, Result};
use crate::mail::one_line;
use crate::site::Business;
use crate::site::redirects::{Listed, Missing};
use crate::web::edge::Posted;
use crate::web::html::page;
use crate::web::paging;

const PATH: &str = "/admin/redirects";
/// Characters of what is searched for.
const SOUGHT: usize = 200;

/// The list.
#[derive(Debug, Template)]
#[template(path = "site/desk/redirects.html")]
pub struct RedirectsPage {
    layout: Frame,
    tabs: Vec<Tab>,
    words: String,
    rows: Vec<RedirectRow>,
    missing: Vec<MissingRow>,
    newer: Option<String>,
    older: Option<String>,
}

/// One redirect.
#[derive(Debug)]
struct RedirectRow {
    id: Uuid,
    from: String,
    is_prefix: bool,
    to: String,
    page: Option<Uuid>,
    leads: bool,
    hits: String,
}

/// One path that led nowhere.
#[derive(Debug)]
struct MissingRow {
    path: String,
    /// The same as a part of an address.
    encoded: String,
    hits: String,
    referrer: String,
    /// Whether a redirect may start there at all.
    own: bool,
}

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    page: Option<String>,
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// "12 times, last 3 h ago", or "never followed".
fn times(business: &Business, hits: i64, last: Option<DateTime<Utc>>, now: DateTime<Utc>) -> String {
    let ago = last.map(|at| business.age(at, now)).map(|age| match age.as_str() {
        "just now" | "yesterday" => age,
        _ if age.ends_with(|c: char| c.is_ascii_digit()) => age,
        _ => format!("{age} ago"),
    });
    match (hits, ago) {
        (0, _) => "never yet".to_owned(),
        (1, Some(ago)) => format!("once, {ago}"),
        (hits, Some(ago)) => format!("{hits} times, last {ago}"),
        (hits, None) => format!("{hits} times"),
    }
}

impl RedirectsPage {
    pub(super) fn new(
        app: &App,
        layout: Frame,
        viewer: &Viewer,
        words: &str,
        (rows, missing): (Vec<Listed>, Vec<Missing>),
        (number, more): (i64, bool),
    ) -> Self {
        let (business, now) = (app.business(), app.clock.now());
        let row = |listed: Listed| RedirectRow {
            id: listed.id,
            hits: times(&business, listed.hits, listed.last_at, now),
            from: listed.from,
            is_prefix: listed.is_prefix,
            to: listed.to,
            page: listed.page,
            leads: listed.leads,
        };
        let lost = |missing: Missing| MissingRow {
            encoded: encoded(&missing.path),
            hits: times(&business, missing.hits, Some(missing.last_at), now),
            own: typed::path_of(app, &missing.path).is_none(),
            path: missing.path,
            referrer: missing.referrer,
        };
        let address = |number: i64| format!("{PATH}?q={}&page={number}", encoded(words));
        Self {
            layout,
            tabs: tabs(viewer, PATH),
            words: words.to_owned(),
            rows: rows.into_iter().map(row).collect(),
            missing: missing.into_iter().map(lost).collect(),
            newer: (number > 1).then(|| address(number - 1)),
            older: more.then(|| address(number + 1)),
        }
    }
}

/// `GET /admin/redirects`.
pub async fn list(
    app: web::Data<App>,
    viewer: Viewer,
    asked: web::Query<Asked>,
    done: web::Query<Done>,
) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let number = asked.page.as_deref().map_or(1, paging::number);
    let words: String = one_line(&asked.q).chars().take(SOUGHT).collect();
    let (rows, more) = Listed::search(&mut conn, &words, number).await?;
    let missing = Missing::most(&mut conn).await?;
    let mut layout = Frame::new(&app, &mut conn, &viewer, "Redirects", Section::Pages).await?;
    layout.tell(&app, &mut conn, &viewer, done.act(), PATH).await?;
    page(StatusCode::OK, &RedirectsPage::new(&app, layout, &viewer, &words, (rows, missing), (number, more)))
}

/// `POST /admin/missing-paths/removal`: *Forget*.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn forget(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    let path = posted.last("path").ok_or(AppError::NotFound)?.to_owned();
    let (at, who) = (app.clock.moment(), viewer.staff_id);
    let work = async move |tx: &mut Tx| {
        Missing::forget(tx, &path).await?;
        Act::from(SiteAct::MissingForgotten { path }).write(tx, at, who).await
    };
    let act = app.db.write(work).await?;
    Ok(Done::at_place(PATH, Some(act), "missing"))
}
