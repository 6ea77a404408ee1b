//! Drafts: a page that nobody reads yet, and a draft as the page that it would become.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::article::Article;
use super::aside::Aside;
use super::author::Author;
use super::case::Case;
use super::page::{NewPage, Page, PageKind};
use super::revision::Revision;
use super::topic::Topic;
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::schema::{articles, pages};

impl Page {
    /// Adds a page that nobody reads yet.
    ///
    /// # Errors
    /// [`AppError::Conflict`] for a path that this kind may not have, or that is taken.
    pub async fn draft(tx: &mut Tx, at: Moment, page: &NewPage, who: Uuid) -> Result<()> {
        let taken: Option<Uuid> =
            pages::table.filter(pages::path.eq(&page.path)).select(pages::id).first(tx.conn()).await.optional()?;
        if taken.is_some() {
            return Err(AppError::Conflict(format!("There is a page at {} already.", page.path)));
        }
        page.add_row(tx, at).await?;
        Self::save(tx, at, page.id, &page.content, Some(who)).await?;
        Ok(())
    }

    /// A draft as the page that it would become.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn drafted(conn: &mut Conn, id: Uuid, at: Moment) -> Result<Self> {
        let (kind, path, live, draft): (String, Option<String>, Option<Uuid>, Option<Uuid>) = pages::table
            .find(id)
            .select((pages::kind, pages::path, pages::live_revision, pages::draft_revision))
            .first(conn)
            .await?;
        let newest = draft.or(live).ok_or(AppError::NotFound)?;
        let mut newest = Revision::of_page(conn, id, newest).await?;
        let aside = match newest.content.aside.take() {
            Some(aside) => Some(aside),
            None => Aside::in_force(conn, id).await?,
        };
        let (mut article, mut case) = (None, None);
        match aside {
            Some(Aside::Article { author, topics }) => {
                let (published_at, updated_at): (Option<DateTime<Utc>>, Option<DateTime<Utc>>) =
                    articles::table.find(id).select((articles::published_at, articles::updated_at)).first(conn).await?;
                let author = Author::these(conn, &[author]).await?.into_iter().next().ok_or(AppError::NotFound)?;
                article = Some(Article {
                    author,
                    topics: Topic::these(conn, &topics).await?,
                    minutes: Article::minutes(&newest.content),
                    published_at: published_at.or(Some(at.now)),
                    updated_at,
                });
            }
            Some(Aside::Case(facts)) => {
                case = Some(Case {
                    client: facts.client,
                    sector: facts.sector,
                    place: facts.place,
                    year: facts.year,
                    figure: facts.figure,
                    figure_words: facts.figure_words,
                    service: facts.service,
                    position: 0,
                });
            }
            None => {}
        }
        Ok(Self { id, kind: PageKind::parse(&kind), path: path.unwrap_or_default(), live: newest, article, case })
    }
}
