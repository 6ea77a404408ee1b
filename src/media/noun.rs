//! The noun: one picture, drawing or document, with the renditions that are made of it.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use tokio::try_join;
use uuid::Uuid;

use crate::db::Conn;
use crate::error::Result;
use crate::schema::{media, renditions};

/// What it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaKind {
    /// Pixels: stored anew by us, and shown in renditions.
    Picture,
    /// SVG, written anew by us.
    Drawing,
    /// Something to download.
    Document,
}

impl MediaKind {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::Drawing => "drawing",
            Self::Document => "document",
        }
    }

    pub(super) fn parse(text: &str) -> Self {
        [Self::Picture, Self::Drawing].into_iter().find(|kind| kind.as_str() == text).unwrap_or(Self::Document)
    }
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// Its key.
    pub id: Uuid,
    /// What it is.
    pub kind: MediaKind,
    /// The name of the file as it came.
    pub name: String,
    /// What its bytes are: "jpg", "png", "webp", "svg", "pdf".
    pub extension: String,
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub hash: String,
    /// How many bytes it has.
    pub bytes: i64,
    /// Width and height in pixels, where it has them.
    pub size: Option<(i32, i32)>,
    /// What is to be seen.
    pub alternative: String,
    /// A line under it.
    pub caption: String,
    /// The point that stays in sight, in per cent from the left and from the top.
    pub focus: (i16, i16),
    /// The same picture in other widths, smallest first; empty until they are made.
    pub renditions: Vec<Rendition>,
}

/// The same picture in another width.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendition {
    /// In pixels.
    pub width: i32,
    /// In pixels.
    pub height: i32,
    /// "jpg", "webp" or "avif".
    pub extension: String,
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub hash: String,
}

type Row = (Uuid, String, String, String, String, i64, Option<i32>, Option<i32>, String, String, i16, i16);

impl Media {
    fn of_row(row: Row) -> Self {
        let (id, kind, name, extension, hash, bytes, width, height, alternative, caption, x, y) = row;
        Self {
            id,
            kind: MediaKind::parse(&kind),
            name,
            extension,
            hash,
            bytes,
            size: width.zip(height),
            alternative,
            caption,
            focus: (x, y),
            renditions: Vec::new(),
        }
    }

    /// These, with their renditions.
    ///
    /// # Errors
    /// The database is away.
    pub async fn these(conn: &Conn, keys: &[Uuid]) -> Result<Vec<Self>> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let (mut first, mut second) = (conn, conn);
        let rows = media::table
            .filter(media::id.eq_any(keys))
            .select((
                media::id,
                media::kind,
                media::name,
                media::extension,
                media::hash,
                media::bytes,
                media::width,
                media::height,
                media::alternative,
                media::caption,
                media::focus_x,
                media::focus_y,
            ))
            .load::<Row>(&mut first);
        let made = renditions::table
            .filter(renditions::media_id.eq_any(keys))
            .order((renditions::media_id, renditions::width))
            .select((
                renditions::media_id,
                renditions::width,
                renditions::height,
                renditions::extension,
                renditions::hash,
            ))
            .load::<(Uuid, i32, i32, String, String)>(&mut second);
        let (rows, made) = try_join!(rows, made)?;
        let mut found: Vec<Self> = rows.into_iter().map(Self::of_row).collect();
        for (of, width, height, extension, hash) in made {
            if let Some(media) = found.iter_mut().find(|media| media.id == of) {
                media.renditions.push(Rendition { width, height, extension, hash });
            }
        }
        Ok(found)
    }

    /// The name of its file without its ending, as an address shows it.
    fn stem(&self) -> String {
        let stem = self.name.rsplit_once('.').map_or(self.name.as_str(), |(stem, _)| stem);
        let mut plain = String::new();
        for c in stem.chars().take(60) {
            if c.is_ascii_alphanumeric() {
                plain.push(c.to_ascii_lowercase());
            } else if !plain.ends_with('-') && !plain.is_empty() {
                plain.push('-');
            }
        }
        let plain = plain.trim_end_matches('-');
        if plain.is_empty() { self.kind.as_str().to_owned() } else { plain.to_owned() }
    }

    /// Where its own bytes are.
    pub fn address(&self) -> String {
        format!("/media/{}/{}.{}", self.hash, self.stem(), self.extension)
    }

    /// Where a rendition's bytes are.
    pub fn address_of(&self, rendition: &Rendition) -> String {
        format!("/media/{}/{}-{}.{}", rendition.hash, self.stem(), rendition.width, rendition.extension)
    }
}
