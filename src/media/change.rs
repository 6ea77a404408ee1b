//! Changing: what is said of a file, and the file itself under the key that every place knows.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::add::{About, Kept};
use super::incoming::Incoming;
use super::noun::{Media, MediaKind};
use crate::clock::Moment;
use crate::db::Tx;
use crate::error::{AppError, Result};
use crate::schema::{media, renditions};

/// What became of saying something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Described {
    /// It is said.
    Done,
    /// Somebody else was quicker: nothing was written.
    Meanwhile,
}

impl Media {
    /// Says something else of a file. `seen` is what was said when whoever writes set out, as [`Media::said`] tells it: the words of
    /// somebody who was quicker are not overwritten.
    ///
    /// # Errors
    /// [`AppError::Conflict`] where it helps nobody who can't see it; [`AppError::NotFound`].
    pub async fn describe(tx: &mut Tx, id: Uuid, seen: &str, about: &About) -> Result<Described> {
        about.check().map_err(|words| AppError::Conflict(words.to_owned()))?;
        media::table.find(id).select(media::id).for_no_key_update().first::<Uuid>(tx.conn()).await?;
        let before = Self::these(tx.conn(), &[id]).await?.pop().ok_or(AppError::NotFound)?;
        if before.said() != seen {
            return Ok(Described::Meanwhile);
        }
        diesel::update(media::table.find(id))
            .set((
                media::alternative.eq(about.alternative.trim()),
                media::caption.eq(about.caption.trim()),
                media::focus_x.eq(about.focus.0),
                media::focus_y.eq(about.focus.1),
            ))
            .execute(tx.conn())
            .await?;
        Ok(Described::Done)
    }

    /// A mark of everything that is said of it: another one as soon as any of it changes.
    pub fn said(&self) -> String {
        let (x, y) = self.focus;
        let all = format!("{x} {y} {} {}{}", self.alternative.len(), self.alternative, self.caption);
        hex::encode(Sha256::digest(all)).chars().take(16).collect()
    }

    /// Puts another file, whose bytes are kept, in the place of this one: every page that shows it shows the new one from then on.
    /// Its renditions are made by a job, and a placeholder stands until then. The old bytes leave the store. Answers what is said of it.
    ///
    /// # Errors
    /// [`AppError::Conflict`] where it is the same file, one that is here under another key, or a document for a picture;
    /// [`AppError::NotFound`].
    pub async fn replace(tx: &mut Tx, at: Moment, id: Uuid, incoming: &Incoming, name: &str) -> Result<String> {
        let (kind, hash, words): (String, String, String) = media::table
            .find(id)
            .select((media::kind, media::hash, media::alternative))
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
        if let Some((_, other)) = Self::with_bytes(tx, &incoming.hash).await? {
            let words = format!(
                "This file is among the media already, as “{other}”. Choose that one where you want to show it"
            );
            return Err(AppError::Conflict(words));
        }
        Self::remove_bytes_later(tx, at, id).await?;
        diesel::delete(renditions::table.filter(renditions::media_id.eq(id))).execute(tx.conn()).await?;
        let kept = Kept::of(incoming, name);
        diesel::update(media::table.find(id))
            .set((
                media::kind.eq(kept.kind.as_str()),
                media::name.eq(&kept.name),
                media::extension.eq(&kept.extension),
                media::hash.eq(&kept.hash),
                media::bytes.eq(kept.bytes),
                media::width.eq(kept.size.map(|(width, _)| width)),
                media::height.eq(kept.size.map(|(_, height)| height)),
                media::rendered_at.eq((kept.kind != MediaKind::Picture).then_some(at.now)),
            ))
            .execute(tx.conn())
            .await?;
        Self::render_later(tx, at, id, &kept).await?;
        Ok(words)
    }
}
