//! What there is to choose from: pages by their titles, with where they stand.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Bool, Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::Conn;
use crate::editor::Opt;
use crate::error::Result;
use crate::schema::pages;
use crate::site::Page;

/// Pages in a list at most.
const LISTED: i64 = 1_000;

#[derive(QueryableByName)]
struct Called {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    title: String,
    #[diesel(sql_type = Text)]
    path: String,
    #[diesel(sql_type = Bool)]
    live: bool,
}

impl Called {
    fn words(&self) -> String {
        let draft = if self.live { "" } else { ", draft" };
        format!("{} ({}{draft})", self.title, self.path)
    }
}

/// Everything that has an address, by its newest revision.
const CALLED: &str = "select pages.id, title, path, live_revision is not null as live from pages
    join revisions on revisions.id = coalesce(draft_revision, live_revision) where path is not null";

impl Page {
    /// What a page is called and where it stands, as lists of the desk say it; empty where it is gone.
    ///
    /// # Errors
    /// The database is away.
    pub async fn called(conn: &mut Conn, id: Uuid) -> Result<String> {
        let found: Option<Called> = sql_query(format!("{CALLED} and pages.id = $1"))
            .bind::<SqlUuid, _>(id)
            .get_result(conn)
            .await
            .optional()?;
        Ok(found.map(|page| page.words()).unwrap_or_default())
    }

    /// The page at a path, live or drafted.
    ///
    /// # Errors
    /// The database is away.
    pub async fn id_at(conn: &mut Conn, path: &str) -> Result<Option<Uuid>> {
        Ok(pages::table.filter(pages::path.eq(path)).select(pages::id).first(conn).await.optional()?)
    }

    /// Every page that something may be about, by path, with a first line for none.
    ///
    /// # Errors
    /// The database is away.
    pub async fn choices(conn: &mut Conn, chosen: Option<Uuid>) -> Result<Vec<Opt>> {
        let rows: Vec<Called> =
            sql_query(format!("{CALLED} and (kind = 'page' or pages.id = $1) order by path limit {LISTED}"))
                .bind::<Nullable<SqlUuid>, _>(chosen)
                .load(conn)
                .await?;
        let named: Vec<(Uuid, String)> = rows.into_iter().map(|page| (page.id, page.words())).collect();
        Ok(Opt::list(&named, chosen, "No page"))
    }
}
