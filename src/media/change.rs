//! Changing: what is said of a file, and the file itself under the key that every place knows.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::add::About;
use super::incoming::Incoming;
use super::noun::{Media, MediaKind};
use crate::clock::Moment;
use crate::db::Tx;
use crate::error::{AppError, Result};
use crate::schema::{media, renditions};

impl Media {
    /// Says something else of a file.
    ///
    /// # Errors
    /// [`AppError::Conflict`] where it helps nobody who can't see it; [`AppError::NotFound`].
    pub async fn set_words(tx: &mut Tx, id: Uuid, about: &About) -> Result<()> {
        about.check().map_err(|words| AppError::Conflict(words.to_owned()))?;
        let changed = diesel::update(media::table.find(id))
            .set((
                media::alternative.eq(about.alternative.trim()),
                media::caption.eq(about.caption.trim()),
                media::focus_x.eq(about.focus.0),
                media::focus_y.eq(about.focus.1),
            ))
            .execute(tx.conn())
            .await?;
        if changed == 0 { Err(AppError::NotFound) } else { Ok(()) }
    }

    /// Puts another file, whose bytes are kept, in the place of this one: every page that shows it shows the new one from then on.
    /// Its renditions are made by a job, and a placeholder stands until then. The old bytes leave the store.
    ///
    /// # Errors
    /// [`AppError::Conflict`] where it is the same file, one that is here under another key, or a document for a picture;
    /// [`AppError::NotFound`].
    pub async fn replace(tx: &mut Tx, at: Moment, id: Uuid, incoming: &Incoming, name: &str) -> Result<()> {
        let (kind, hash): (String, String) = media::table
            .find(id)
            .select((media::kind, media::hash))
            .for_no_key_update()
            .first(tx.conn())
            .await?;
        let refused = |words: &str| Err(AppError::Conflict(words.to_owned()));
        match (MediaKind::parse(&kind) == MediaKind::Document, incoming.kind == MediaKind::Document) {
            (true, false) => return refused("Pages offer a document here. Choose a document"),
            (false, true) => return refused("Pages show a picture here. Choose a picture or a drawing"),
            _ if hash == incoming.hash => return refused("This is the file that is here already"),
            _ => {}
        }
        let other: Option<String> = media::table
            .filter(media::hash.eq(&incoming.hash))
            .select(media::alternative)
            .first(tx.conn())
            .await
            .optional()?;
        if let Some(other) = other {
            let words = format!("This file is among the media already, as “{other}”. Choose that one where you want to show it");
            return Err(AppError::Conflict(words));
        }
        Self::remove_bytes_later(tx, at, id).await?;
        diesel::delete(renditions::table.filter(renditions::media_id.eq(id))).execute(tx.conn()).await?;
        let rendered: Option<DateTime<Utc>> = (incoming.kind != MediaKind::Picture).then_some(at.now);
        diesel::update(media::table.find(id))
            .set((
                media::kind.eq(incoming.kind.as_str()),
                media::name.eq(name),
                media::extension.eq(incoming.extension),
                media::hash.eq(&incoming.hash),
                media::bytes.eq(i64::try_from(incoming.bytes.len()).unwrap_or(i64::MAX)),
                media::width.eq(incoming.size.map(|(width, _)| width)),
                media::height.eq(incoming.size.map(|(_, height)| height)),
                media::rendered_at.eq(rendered),
            ))
            .execute(tx.conn())
            .await?;
        Self::render_later(tx, at, id, incoming).await
    }
}
