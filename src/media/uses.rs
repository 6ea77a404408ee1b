//! Where a file is used, as the desk shows it: with the way to where it is changed, and to where visitors see it.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Bool, Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::accounts::access::Viewer;
use crate::db::Conn;
use crate::error::Result;
use crate::site::usage;

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
    /// Of an article: the key of the member of staff whose own it is.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub staff: Option<Uuid>,
}

impl Use {
    /// Everywhere it is used, what visitors see first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn of(conn: &mut Conn, media: Uuid) -> Result<Vec<Self>> {
        Ok(sql_query(
            "select pages.id as id, pages.kind, (array_agg(title order by revisions.at desc))[1] as title,
               case when bool_or(revisions.id = live_revision) then path end as path,
               coalesce(bool_or(revisions.id = live_revision), false) as live, own.staff_id as staff
             from block_references join revisions on revisions.id = revision_id join pages on pages.id = revisions.page_id
             left join articles on articles.page_id = pages.id left join authors as own on own.id = articles.author_id
             where media_id = $1 group by pages.id, own.staff_id
             union all select id, 'author', name, null, true, null from authors where picture_id = $1
             union all select $1, 'logo', 'The logo', '/', true, null from
               (select value from settings where topic = 'business' order by version desc limit 1) business
               where $1::text in (value->>'logo', value->>'logo_dark')
             order by live desc, title, path",
        )
        .bind::<SqlUuid, _>(media)
        .load(conn)
        .await?)
    }

    /// Where it is changed, for those who may.
    pub fn edit(&self, viewer: &Viewer) -> Option<String> {
        usage::edit(&self.kind, Some(self.id), self.staff, viewer)
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
