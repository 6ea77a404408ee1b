//! Redirects from addresses that were, and a record of addresses that never led anywhere.

use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use actix_web::http::{StatusCode, header};
use askama::Template;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Text, Timestamptz};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::search::{self, Hit, Snippet};
use crate::app::App;
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::schema::{pages, redirects};
use crate::web::edge::RequestId;
use crate::web::html::page;
use crate::web::layout::SiteLayout;

/// The longest path that is written down.
const LONGEST: usize = 300;
/// So many steps a chain of redirects may have.
const STEPS: usize = 10;

/// Where a redirect leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// To a page, wherever it moves.
    Page(Uuid),
    /// To an address: a path of this site, or a whole `https` address.
    Address(String),
}

/// A redirect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// The path that was.
    pub from: String,
    /// Whether everything below it goes too, with the rest of its path.
    pub is_prefix: bool,
    /// Where it leads.
    pub goal: Goal,
}

type Row = (Uuid, String, bool, Option<String>, Option<Uuid>, Option<String>);

/// The redirect of a path, by itself or by what it lies below, with the address to which it leads.
async fn lead(conn: &mut Conn, path: &str) -> Result<Option<(Uuid, String)>> {
    // The path itself, and everything above it.
    let above = path.match_indices('/').skip(1).filter_map(|(at, _)| path.get(..at)).map(str::to_owned);
    let candidates: Vec<String> = above.chain([path.to_owned()]).collect();
    let rows: Vec<Row> = redirects::table
        .left_join(pages::table.on(redirects::page_id.eq(pages::id.nullable())))
        .filter(redirects::from_path.eq_any(candidates))
        .select((
            redirects::id,
            redirects::from_path,
            redirects::is_prefix,
            pages::path.nullable(),
            pages::live_revision.nullable(),
            redirects::to_address,
        ))
        .load(conn)
        .await?;
    let longest = rows.into_iter().filter(|(_, from, is_prefix, ..)| *is_prefix || from == path).max_by_key(|row| row.1.len());
    let Some((id, from, is_prefix, page, live, address)) = longest else { return Ok(None) };
    let Some(goal) = live.and(page).or(address) else { return Ok(None) };
    let rest = path.strip_prefix(from.as_str()).unwrap_or_default();
    let to = if is_prefix && !rest.is_empty() { format!("{}{rest}", goal.trim_end_matches('/')) } else { goal };
    Ok((to != path).then_some((id, to)))
}

/// Where nothing lives: the redirect from there; or a page that says so and offers what is likely, and the record that somebody
/// asked.
pub(super) async fn instead(app: &App, conn: &mut Conn, path: &str, request: &HttpRequest) -> Result<HttpResponse> {
    let now = app.clock.now();
    if let Some((id, to)) = lead(conn, path).await? {
        Redirect::hit(conn, id, now).await?;
        return Ok(HttpResponse::MovedPermanently().insert_header((header::LOCATION, to)).finish());
    }
    missed(conn, path, &referrer(app, request), now).await?;
    let likely = search::likely(conn, path).await?;
    let id = request.extensions().get::<RequestId>().map(|id| id.0.to_string()).unwrap_or_default();
    page(StatusCode::NOT_FOUND, &MissingPage { layout: SiteLayout::of_error(app, "Not found"), likely, id })
}

/// The site whose link led here; empty where it is ours, or unknown.
fn referrer(app: &App, request: &HttpRequest) -> String {
    let from = request.headers().get(header::REFERER).and_then(|value| value.to_str().ok());
    let url = from.and_then(|from| url::Url::parse(from).ok()).filter(|url| url.origin().ascii_serialization() != app.origin());
    url.and_then(|url| url.host_str().map(|host| host.chars().take(200).collect())).unwrap_or_default()
}

/// The page where nothing lives.
#[derive(Debug, Template)]
#[template(path = "site/missing.html")]
pub struct MissingPage {
    layout: SiteLayout,
    likely: Vec<Hit>,
    id: String,
}

impl MissingPage {
    pub(super) fn sample(app: &App) -> Self {
        let hit = |title: &str, path: &str| Hit {
            title: title.to_owned(),
            path: path.to_owned(),
            kind: "",
            snippet: Snippet::plain("What we do, and what it costs."),
        };
        let likely = vec![hit("Services and prices", "/services"), hit("Repairs", "/services/repairs")];
        Self { layout: SiteLayout::of_error(app, "Not found"), likely, id: "0190a0b0-0000-7000-8000-000000000000".to_owned() }
    }
}

impl Redirect {
    async fn hit(conn: &mut Conn, id: Uuid, now: DateTime<Utc>) -> Result<()> {
        diesel::update(redirects::table.find(id))
            .set((redirects::hits.eq(redirects::hits + 1), redirects::last_hit_at.eq(now)))
            .execute(conn)
            .await?;
        Ok(())
    }

    /// Adds a redirect.
    ///
    /// # Errors
    /// [`AppError::Conflict`] where a page lives at its path, where another redirect starts there, or where following it leads
    /// back to itself.
    pub async fn add(&self, tx: &mut Tx, at: Moment, who: Option<Uuid>) -> Result<Uuid> {
        let taken: Option<Uuid> =
            pages::table.filter(pages::path.eq(&self.from)).select(pages::id).first(tx.conn()).await.optional()?;
        if taken.is_some() {
            return Err(AppError::Conflict(format!("A page lives at {}. Move it first.", self.from)));
        }
        let other: Option<Uuid> = redirects::table
            .filter(redirects::from_path.eq(&self.from))
            .select(redirects::id)
            .first(tx.conn())
            .await
            .optional()?;
        if other.is_some() {
            return Err(AppError::Conflict(format!("{} is redirected already.", self.from)));
        }
        self.refuse_loop(tx).await?;
        let id = at.id();
        let (page, address) = match &self.goal {
            Goal::Page(page) => (Some(*page), None),
            Goal::Address(address) => (None, Some(address)),
        };
        diesel::insert_into(redirects::table)
            .values((
                redirects::id.eq(id),
                redirects::from_path.eq(&self.from),
                redirects::is_prefix.eq(self.is_prefix),
                redirects::page_id.eq(page),
                redirects::to_address.eq(address),
                redirects::staff_id.eq(who),
                redirects::created_at.eq(at.now),
            ))
            .execute(tx.conn())
            .await?;
        Ok(id)
    }

    /// Follows where it would lead.
    async fn refuse_loop(&self, tx: &mut Tx) -> Result<()> {
        let Goal::Address(address) = &self.goal else { return Ok(()) };
        let mut next = Some(address.clone());
        for _ in 0..STEPS {
            let Some(path) = next.take().filter(|path| path.starts_with('/')) else { return Ok(()) };
            let below = path.strip_prefix(self.from.as_str()).is_some_and(|rest| rest.starts_with('/'));
            if path == self.from || self.is_prefix && below {
                return Err(AppError::Conflict(format!("Following this redirect leads back to {}.", self.from)));
            }
            next = lead(tx.conn(), &path).await?.map(|(_, to)| to);
        }
        Err(AppError::Conflict("Following this redirect leads through too many others.".to_owned()))
    }
}

/// Writes down that nothing was found at a path; of several thousand the oldest go.
async fn missed(conn: &mut Conn, path: &str, referrer: &str, now: DateTime<Utc>) -> Result<()> {
    if path.chars().count() > LONGEST {
        return Ok(());
    }
    sql_query(
        "insert into missing_paths (path, referrer, first_at, last_at) values ($1, $2, $3, $3)
         on conflict (path) do update set hits = missing_paths.hits + 1, last_at = excluded.last_at,
           referrer = case when excluded.referrer = '' then missing_paths.referrer else excluded.referrer end",
    )
    .bind::<Text, _>(path)
    .bind::<Text, _>(referrer)
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await?;
    sql_query(
        "delete from missing_paths where path in (
             select path from missing_paths order by last_at desc offset 1000)",
    )
    .execute(conn)
    .await?;
    Ok(())
}
