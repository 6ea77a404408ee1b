//! What the desk knows of files: lists by words, and one with who brought it and when.

use chrono::{DateTime, Utc};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::Deserialize;
use uuid::Uuid;

use super::noun::{Media, MediaKind};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::schema::{authors, block_references, media, staff};

/// So many on a page of the list.
pub const LISTED: i64 = 48;

/// A file with where it came from.
#[derive(Debug, Clone)]
pub struct Known {
    /// The file.
    pub media: Media,
    /// When it came.
    pub at: DateTime<Utc>,
    /// The key of whoever brought it, where they are still here.
    pub staff_id: Option<Uuid>,
    /// Their name.
    pub who: Option<String>,
}

/// Which files a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Only {
    /// All of them.
    #[default]
    #[serde(rename = "")]
    Everything,
    /// Pictures.
    Picture,
    /// Drawings.
    Drawing,
    /// Documents.
    Document,
    /// What is used nowhere.
    Unused,
}

/// A page of the list.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    /// The files on it, the newest first.
    pub media: Vec<Media>,
    /// How many there are on all pages of it.
    pub count: i64,
}

type Row = (DateTime<Utc>, Option<Uuid>, Option<String>);

impl Known {
    /// One of them.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn open(conn: &mut Conn, id: Uuid) -> Result<Self> {
        let (at, staff_id, who): Row = media::table
            .left_join(staff::table.on(staff::id.nullable().eq(media::staff_id)))
            .filter(media::id.eq(id))
            .select((media::created_at, media::staff_id, staff::name.nullable()))
            .first(conn)
            .await?;
        let media = Media::these(conn, &[id]).await?.pop().ok_or(AppError::NotFound)?;
        Ok(Self { media, at, staff_id, who })
    }
}

impl Only {
    /// Every one, with its value in an address and its words.
    pub const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Everything, "", "Everything"),
        (Self::Picture, "picture", "Pictures"),
        (Self::Drawing, "drawing", "Drawings"),
        (Self::Document, "document", "Documents"),
        (Self::Unused, "unused", "Not used yet"),
    ];

    /// Its value in an address.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(only, ..)| *only == self).map_or("", |(_, value, _)| value)
    }
}

#[diesel::dsl::auto_type]
fn is_used() -> _ {
    exists(block_references::table.filter(block_references::media_id.eq(media::id.nullable())))
        .or(exists(authors::table.filter(authors::picture_id.eq(media::id.nullable()))))
}

impl Shelf {
    /// The files of which these words are said, or which are called so; `page` counts from 1.
    ///
    /// # Errors
    /// The database is away.
    pub async fn search(conn: &mut Conn, words: &str, only: Only, page: i64) -> Result<Self> {
        let like = format!("%{}%", words.trim().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
        let some = || {
            let all = media::table
                .filter(
                    media::alternative
                        .ilike(like.clone())
                        .or(media::name.ilike(like.clone()))
                        .or(media::caption.ilike(like.clone())),
                )
                .into_boxed();
            match only {
                Only::Everything => all,
                Only::Unused => all.filter(not(is_used())),
                kind => all.filter(media::kind.eq(kind.as_str())),
            }
        };
        let count = some().count().get_result(conn).await?;
        let keys: Vec<Uuid> = some()
            .order((media::created_at.desc(), media::id.desc()))
            .limit(LISTED)
            .offset(LISTED * (page - 1).max(0))
            .select(media::id)
            .load(conn)
            .await?;
        let mut media = Media::these(conn, &keys).await?;
        media.sort_by_key(|media| keys.iter().position(|key| *key == media.id));
        Ok(Self { media, count })
    }
}

impl MediaKind {
    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Picture => "Picture",
            Self::Drawing => "Drawing",
            Self::Document => "Document",
        }
    }
}

impl Media {
    /// Whether it is to be seen, and not to be downloaded.
    pub fn is_seen(&self) -> bool {
        self.kind != MediaKind::Document
    }

    /// The address of a small version; none until it is made.
    pub fn thumb(&self) -> Option<String> {
        match self.kind {
            MediaKind::Picture => {
                self.renditions.iter().find(|made| made.extension == "jpg").map(|made| self.address_of(made))
            }
            MediaKind::Drawing => Some(self.address()),
            MediaKind::Document => None,
        }
    }

    /// Its size in pixels, with the sign between them: "1,600 × 1,000".
    pub fn pixels(&self) -> Option<String> {
        self.size.map(|(width, height)| format!("{} × {}", thousands(width), thousands(height)))
    }

    /// How large its file is, in words: "812 bytes", "34 KB", "1.2 MB".
    pub fn weight(&self) -> String {
        match self.bytes {
            bytes @ ..1_000 => format!("{bytes} bytes"),
            bytes @ ..1_000_000 => format!("{} KB", (bytes + 500) / 1_000),
            bytes => {
                let tenths = (bytes + 50_000) / 100_000;
                format!("{}.{} MB", tenths / 10, tenths % 10)
            }
        }
    }

    /// What is to be seen, short enough for a heading.
    pub fn title(&self) -> String {
        let whole = self.alternative.trim();
        if whole.chars().count() <= 80 {
            return whole.to_owned();
        }
        let short: String = whole.chars().take(79).collect();
        format!("{}…", short.trim_end())
    }
}

fn thousands(number: i32) -> String {
    if number >= 1_000 { format!("{},{:03}", number / 1_000, number % 1_000) } else { number.to_string() }
}
