//! The noun: something that is written, loaded through whoever writes: an author opens their own articles and nothing else.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::accounts::access::{Power, Viewer};
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::schema::{articles, authors, pages, revisions, staff};
use crate::site::{Aside, Content, Page, PageKind, Revision};

/// A page, an article, a case or a recurring part, with its newest revision.
#[derive(Debug, Clone)]
pub struct Written {
    /// Its key.
    pub id: Uuid,
    /// What it is.
    pub kind: PageKind,
    /// Its path; empty of a recurring part.
    pub path: String,
    /// The revision that visitors read.
    pub live: Option<Uuid>,
    /// The newest revision.
    pub newest: Revision,
    /// When that was saved.
    pub at: DateTime<Utc>,
    /// By whom, where somebody did.
    pub who: Option<String>,
    /// When somebody asked for it to be published.
    pub asked_at: Option<DateTime<Utc>>,
}

type Row = (String, Option<String>, Option<Uuid>, Uuid, DateTime<Utc>, Option<String>, Option<DateTime<Utc>>);

impl Written {
    /// What this person may write.
    ///
    /// # Errors
    /// [`AppError::NotFound`], also where it is not theirs.
    pub async fn open(conn: &mut Conn, viewer: &Viewer, id: Uuid) -> Result<Self> {
        let newest = revisions::id.nullable().eq(diesel::dsl::case_when(
            pages::draft_revision.is_not_null(),
            pages::draft_revision,
        )
        .otherwise(pages::live_revision));
        let mut query = pages::table
            .inner_join(revisions::table.on(newest))
            .left_join(staff::table.on(staff::id.nullable().eq(revisions::staff_id)))
            .filter(pages::id.eq(id))
            .select((
                pages::kind,
                pages::path,
                pages::live_revision,
                revisions::id,
                revisions::at,
                staff::name.nullable(),
                pages::asked_at,
            ))
            .into_boxed();
        if !viewer.may(Power::Content) {
            let own = articles::table
                .inner_join(authors::table)
                .filter(authors::staff_id.eq(viewer.staff_id))
                .select(articles::page_id);
            query = query.filter(pages::id.eq_any(own));
        }
        let (kind, path, live, newest, at, who, asked_at): Row = query.first(conn).await?;
        let mut newest = Revision::of_page(conn, id, newest).await?;
        if newest.content.aside.is_none() {
            newest.content.aside = Aside::in_force(conn, id).await?;
        }
        Ok(Self { id, kind: PageKind::parse(&kind), path: path.unwrap_or_default(), live, newest, at, who, asked_at })
    }

    /// Whether visitors read something older than the newest revision.
    pub fn has_newer_draft(&self) -> bool {
        self.live.is_some_and(|live| live != self.newest.id)
    }

    /// Saves a draft; the same again saves nothing. `seen` is the revision from which this person set out.
    ///
    /// # Errors
    /// [`AppError::Conflict`] where somebody saved another one meanwhile, or where a block points to nothing.
    pub async fn save(
        tx: &mut Tx,
        at: Moment,
        viewer: &Viewer,
        id: Uuid,
        seen: Uuid,
        content: &Content,
    ) -> Result<Saved> {
        let held: Option<Uuid> =
            pages::table.find(id).select(pages::id).for_update().first(tx.conn()).await.optional()?;
        held.ok_or(AppError::NotFound)?;
        let before = Self::open(tx.conn(), viewer, id).await?;
        if before.newest.id != seen {
            return Ok(Saved::Meanwhile);
        }
        if !viewer.may(Power::Content) && author_of(content) != author_of(&before.newest.content) {
            return Err(AppError::Forbidden("an author writes under no other name"));
        }
        if before.newest.content == *content {
            return Ok(Saved::Kept);
        }
        Page::save(tx, at, id, content, Some(viewer.staff_id)).await?;
        Ok(Saved::Kept)
    }
}

impl Written {
    /// Notes that somebody asks for it to be published.
    ///
    /// # Errors
    /// The database is away.
    pub async fn ask(tx: &mut Tx, at: Moment, id: Uuid, who: Uuid) -> Result<()> {
        diesel::update(pages::table.find(id))
            .set((pages::asked_at.eq(at.now), pages::asked_by.eq(who)))
            .execute(tx.conn())
            .await?;
        Ok(())
    }
}

/// What became of saving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// It is kept.
    Kept,
    /// Somebody else was quicker: nothing was written.
    Meanwhile,
}

fn author_of(content: &Content) -> Option<Uuid> {
    match &content.aside {
        Some(Aside::Article { author, .. }) => Some(*author),
        _ => None,
    }
}
