//! Moving a page: it takes along what lies below it, and everybody who knows an old address finds the new one.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::page::{Page, PageKind};
use crate::clock::Moment;
use crate::db::Tx;
use crate::error::{AppError, Result};
use crate::schema::{pages, redirects};

impl Page {
    /// Moves a page to another path, and everything below it with it. Links to it follow by themselves; a redirect stands at each
    /// live page's old address.
    ///
    /// # Errors
    /// [`AppError::Conflict`] for a path that it may not have, that is taken, or that lies below itself.
    pub async fn move_to(tx: &mut Tx, at: Moment, page: Uuid, path: &str, who: Option<Uuid>) -> Result<()> {
        let (kind, old): (String, Option<String>) =
            pages::table.find(page).select((pages::kind, pages::path)).for_update().first(tx.conn()).await?;
        let old = old.ok_or_else(|| AppError::Conflict("A recurring part has no address to move.".to_owned()))?;
        if old == path {
            return Ok(());
        }
        let is_path = path.starts_with('/') && !path.ends_with('/') && !path.contains("//")
            && path.split('/').skip(1).all(|part| part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
        if !is_path || !PageKind::parse(&kind).may_have(path) {
            return Err(AppError::Conflict(format!("{path} can’t be the address of this page.")));
        }
        if old == "/" || path.starts_with(&format!("{old}/")) {
            return Err(AppError::Conflict(format!("{old} can’t move below itself.")));
        }
        let below = format!("{old}/");
        let taken: Option<String> = pages::table
            .filter(pages::path.eq(path).or(pages::path.like(format!("{}/%", like(path)))))
            .filter(pages::path.ne(&old).and(pages::path.not_like(format!("{}%", like(&below)))))
            .select(pages::path.assume_not_null())
            .first(tx.conn())
            .await
            .optional()?;
        if let Some(taken) = taken {
            return Err(AppError::Conflict(format!("There is a page at {taken} already.")));
        }
        let moved: Vec<(Uuid, Option<String>, Option<Uuid>)> = pages::table
            .filter(pages::path.eq(&old).or(pages::path.like(format!("{}%", like(&below)))))
            .select((pages::id, pages::path, pages::live_revision))
            .load(tx.conn())
            .await?;
        for (id, from, live) in moved {
            let Some(from) = from else { continue };
            let to = format!("{path}{}", from.strip_prefix(&old).unwrap_or_default());
            // A page lives at the new address now: no redirect may start there.
            diesel::delete(redirects::table.filter(redirects::from_path.eq(&to))).execute(tx.conn()).await?;
            diesel::update(pages::table.find(id)).set(pages::path.eq(&to)).execute(tx.conn()).await?;
            if live.is_some() {
                leave_redirect(tx, at, &from, id, who).await?;
            }
        }
        let above = path.rsplit_once('/').map_or("/", |(above, _)| if above.is_empty() { "/" } else { above });
        let parent: Option<Uuid> =
            pages::table.filter(pages::path.eq(above)).select(pages::id).first(tx.conn()).await.optional()?;
        diesel::update(pages::table.find(page)).set(pages::parent_id.eq(parent)).execute(tx.conn()).await?;
        Ok(())
    }
}

async fn leave_redirect(tx: &mut Tx, at: Moment, from: &str, page: Uuid, who: Option<Uuid>) -> Result<()> {
    sql_query(
        "insert into redirects (id, from_path, page_id, staff_id, created_at) values ($1, $2, $3, $4, $5)
         on conflict (from_path) do update set page_id = excluded.page_id, to_address = null, is_prefix = false",
    )
    .bind::<SqlUuid, _>(at.id())
    .bind::<Text, _>(from)
    .bind::<SqlUuid, _>(page)
    .bind::<diesel::sql_types::Nullable<SqlUuid>, _>(who)
    .bind::<Timestamptz, _>(at.now)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Text that stands for itself in `like`.
fn like(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
