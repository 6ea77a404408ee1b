//! Where a file is used, as the desk shows it: with the way to where it is changed, and to where visitors see it.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Bool, Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::Conn;
use crate::error::Result;

/// A place where a file is used.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Use {
    /// The key of the page or the author.
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    /// `page`, `article`, `case`, `part`, `author` or `logo`.
    #[diesel(sql_type = Text)]
    pub kind: String,
    /// What it is called.
    #[diesel(sql_type = Text)]
    pub title: String,
    /// Its path, where visitors see the file there.
    #[diesel(sql_type = Nullable<Text>)]
    pub path: Option<String>,
    /// Whether visitors see it there; else it stands in a draft alone.
    #[diesel(sql_type = Bool)]
    pub live: bool,
}

impl Use {
    /// Everywhere it is used, what visitors see first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn of(conn: &mut Conn, media: Uuid) -> Result<Vec<Self>> {
        Ok(sql_query(
            "select pages.id as id, kind, (array_agg(title order by revisions.at desc))[1] as title,
               case when bool_or(revisions.id = live_revision) then path end as path,
               coalesce(bool_or(revisions.id = live_revision), false) as live
             from block_references join revisions on revisions.id = revision_id join pages on pages.id = revisions.page_id
             where media_id = $1 group by pages.id
             union all select id, 'author', name, null, true from authors where picture_id = $1
             union all select $1, 'logo', 'The logo', '/', true from
               (select value from settings where topic = 'business' order by version desc limit 1) business
               where $1::text in (value->>'logo', value->>'logo_dark')
             order by live desc, title, path",
        )
        .bind::<SqlUuid, _>(media)
        .load(conn)
        .await?)
    }

    /// Where it is changed, by whoever may change content.
    pub fn edit(&self) -> Option<String> {
        match self.kind.as_str() {
            "author" => Some(format!("/admin/authors/{}", self.id)),
            // Owners set it.
            "logo" => None,
            _ => Some(format!("/admin/pages/{}", self.id)),
        }
    }

    /// What kind of place it is, in words.
    pub fn word(&self) -> &'static str {
        match (self.kind.as_str(), self.live) {
            ("article", true) => "Article",
            ("article", false) => "Article, in its draft only",
            ("case", true) => "Case",
            ("case", false) => "Case, in its draft only",
            ("part", _) => "Recurring part",
            ("author", _) => "Author",
            ("logo", _) => "In the header of every page",
            (_, true) => "Page",
            (_, false) => "Page, in its draft only",
        }
    }
}
