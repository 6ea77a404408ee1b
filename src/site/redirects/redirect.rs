//! The noun: a redirect from a path that was.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use uuid::Uuid;

use super::listed::Listed;

use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::schema::{authors, missing_paths, pages, redirects, topics};
use crate::site::page;

/// So many steps a chain of redirects may have.
const STEPS: usize = 10;
/// What an address can't hold as it is, of a path that was asked for.
const KEPT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'%')
    .add(b'\\');
/// Addresses that the program answers itself: whoever asks for them never comes to a redirect.
const OWN: [&str; 10] = [
    "/",
    "/blog",
    "/cases",
    "/search",
    "/feed.xml",
    "/sitemap.xml",
    "/robots.txt",
    "/llms.txt",
    "/favicon.ico",
    "/manifest.webmanifest",
];

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

/// What keeps a redirect from being added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// It can't start there.
    From(String),
    /// It can't lead there.
    To(String),
}

type Row = (Uuid, String, bool, Option<String>, Option<Uuid>, Option<String>);

/// The redirect of a path, by itself or by what it lies below, with the address to which it leads. A slash at its end is nothing.
async fn lead(conn: &mut Conn, path: &str) -> Result<Option<(Uuid, String)>> {
    let path = path.trim_end_matches('/');
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
    let longest =
        rows.into_iter().filter(|(_, from, is_prefix, ..)| *is_prefix || from == path).max_by_key(|row| row.1.len());
    let Some((id, from, is_prefix, page, live, address)) = longest else { return Ok(None) };
    let Some(goal) = live.and(page).or(address) else { return Ok(None) };
    let rest = path.strip_prefix(from.as_str()).unwrap_or_default();
    let to = if is_prefix && !rest.is_empty() {
        // One slash and no more: below the front page, two would lead to another site.
        format!("{}/{}", goal.trim_end_matches('/'), utf8_percent_encode(rest.trim_start_matches('/'), KEPT))
    } else {
        goal
    };
    Ok((to != path).then_some((id, to)))
}

/// The topic or the person whose own page stands at a path.
async fn living(conn: &mut Conn, path: &str) -> Result<Option<&'static str>> {
    let slug = |below: &str| path.strip_prefix(below).and_then(|rest| rest.split('/').next()).unwrap_or_default();
    let (topic, author) = (slug("/blog/topics/"), slug("/blog/authors/"));
    let topic: Option<Uuid> =
        topics::table.filter(topics::slug.eq(topic)).select(topics::id).first(conn).await.optional()?;
    let author: Option<Uuid> =
        authors::table.filter(authors::slug.eq(author)).select(authors::id).first(conn).await.optional()?;
    Ok(topic.map(|_| "A topic").or(author.map(|_| "Somebody’s page")))
}

impl Redirect {
    /// Counts that somebody followed it.
    pub(super) async fn hit(conn: &mut Conn, id: Uuid, now: DateTime<Utc>) -> Result<()> {
        diesel::update(redirects::table.find(id))
            .set((redirects::hits.eq(redirects::hits + 1), redirects::last_hit_at.eq(now)))
            .execute(conn)
            .await?;
        Ok(())
    }

    /// The redirect of a path with the address to which it leads.
    pub(super) async fn lead(conn: &mut Conn, path: &str) -> Result<Option<(Uuid, String)>> {
        lead(conn, path).await
    }

    /// Adds a redirect. Nobody has to be told any more that its path led nowhere.
    ///
    /// # Errors
    /// [`AppError::Conflict`] where [`Redirect::wrong`] finds something.
    pub async fn add(&self, tx: &mut Tx, at: Moment, who: Option<Uuid>) -> Result<Uuid> {
        match self.wrong(tx.conn()).await? {
            Some(Wrong::From(words) | Wrong::To(words)) => return Err(AppError::Conflict(words)),
            None => {}
        }
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
        let same = [self.from.clone(), format!("{}/", self.from)];
        diesel::delete(missing_paths::table.filter(missing_paths::path.eq_any(same))).execute(tx.conn()).await?;
        Ok(id)
    }

    /// What keeps it from being added, and where: its path is the program's own, a page's or another redirect's; or following it
    /// leads back to itself.
    ///
    /// # Errors
    /// The database is away.
    pub async fn wrong(&self, conn: &mut Conn) -> Result<Option<Wrong>> {
        let from = &self.from;
        if OWN.contains(&from.as_str()) || from.starts_with("/sitemap-") || page::is_reserved(from) {
            return Ok(Some(Wrong::From(format!("{from} is the program’s own: nobody who asks for it comes here."))));
        }
        let taken: Option<Uuid> =
            pages::table.filter(pages::path.eq(from)).select(pages::id).first(conn).await.optional()?;
        if taken.is_some() {
            return Ok(Some(Wrong::From(format!("A page lives at {from}. Move it first."))));
        }
        if let Some(what) = living(conn, from).await? {
            return Ok(Some(Wrong::From(format!("{what} lives at {from}."))));
        }
        let other: Option<Uuid> = redirects::table
            .filter(redirects::from_path.eq(from))
            .select(redirects::id)
            .first(conn)
            .await
            .optional()?;
        if other.is_some() {
            return Ok(Some(Wrong::From(format!("{from} is redirected already. Delete that redirect first."))));
        }
        Ok(self.circle(conn).await?.map(Wrong::To))
    }

    /// Follows where it would lead.
    async fn circle(&self, conn: &mut Conn) -> Result<Option<String>> {
        let back = || Some(format!("Following this redirect leads back to {}.", self.from));
        let is_below = |path: &str| path.strip_prefix(self.from.as_str()).is_some_and(|rest| rest.starts_with('/'));
        let address = match &self.goal {
            Goal::Address(address) => address.clone(),
            Goal::Page(page) => {
                let path: Option<String> = pages::table.find(page).select(pages::path).first(conn).await?;
                // A page is shown where it lives; only what lies below it could be led on.
                return Ok(back().filter(|_| self.is_prefix && path.is_some_and(|path| is_below(&path))));
            }
        };
        let mut next = Some(address);
        for _ in 0..STEPS {
            let Some(path) = next.take().filter(|path| path.starts_with('/')) else { return Ok(None) };
            let path = path.split(['?', '#']).next().unwrap_or_default();
            if path.trim_end_matches('/') == self.from || self.is_prefix && is_below(path) {
                return Ok(back());
            }
            next = lead(conn, path).await?.map(|(_, to)| to);
        }
        Ok(Some("Following this redirect leads through too many others.".to_owned()))
    }

    /// What led to an address of the program's own leads to its new one, and so does that address itself: with everything below it.
    ///
    /// # Errors
    /// The database is away.
    pub async fn follow(tx: &mut Tx, at: Moment, (from, to): (&str, &str), who: Uuid) -> Result<()> {
        diesel::delete(redirects::table.filter(redirects::from_path.eq(to))).execute(tx.conn()).await?;
        diesel::update(redirects::table.filter(redirects::to_address.eq(from)))
            .set(redirects::to_address.eq(to))
            .execute(tx.conn())
            .await?;
        sql_query(
            "insert into redirects (id, from_path, is_prefix, to_address, staff_id, created_at) values ($1, $2, true, $3, $4, $5)
             on conflict (from_path) do update set to_address = excluded.to_address, page_id = null, is_prefix = true",
        )
        .bind::<SqlUuid, _>(at.id())
        .bind::<Text, _>(from)
        .bind::<Text, _>(to)
        .bind::<SqlUuid, _>(who)
        .bind::<Timestamptz, _>(at.now)
        .execute(tx.conn())
        .await?;
        Ok(())
    }

    /// Deletes one, and answers what it was.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn remove(tx: &mut Tx, id: Uuid) -> Result<Listed> {
        let listed = Listed::find(tx.conn(), id).await?;
        diesel::delete(redirects::table.find(id)).execute(tx.conn()).await?;
        Ok(listed)
    }
}
