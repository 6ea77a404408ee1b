//! Adding: the bytes into the store, then the row; and what must be said about each.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::incoming::Incoming;
use super::noun::{Media, MediaKind};
use crate::app::App;
use crate::clock::Moment;
use crate::db::Tx;
use crate::error::{AppError, Result};
use crate::jobs::{Job, Kind};
use crate::schema::media;

/// What is said about a file with it.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The name of the file as it came.
    pub name: String,
    /// What is to be seen; of a document, what it is.
    pub alternative: String,
    /// A line under it.
    pub caption: String,
    /// The point that stays in sight, in per cent from the left and from the top.
    pub focus: (i16, i16),
}

/// What is known of bytes that are in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept {
    pub kind: MediaKind,
    /// The name of the file as it came.
    pub name: String,
    pub extension: String,
    pub hash: String,
    pub bytes: i64,
    pub size: Option<(i32, i32)>,
}

impl Kept {
    pub fn of(incoming: &Incoming, name: &str) -> Self {
        Self {
            kind: incoming.kind,
            name: name.to_owned(),
            extension: incoming.extension.to_owned(),
            hash: incoming.hash.clone(),
            bytes: i64::try_from(incoming.bytes.len()).unwrap_or(i64::MAX),
            size: incoming.size,
        }
    }
}

impl About {
    /// Checks that people who can't see it are told what there is.
    ///
    /// # Errors
    /// How to mend it.
    pub fn check(&self) -> std::result::Result<(), &'static str> {
        let text = self.alternative.trim();
        if text.is_empty() {
            return Err("Say what is to be seen, for those who can’t see it");
        }
        if is_file_name(text, &self.name) {
            return Err("This is the name of a file. Say what is to be seen instead");
        }
        if text.chars().count() > 400 {
            return Err("Keep it to 400 characters: more belongs into the text beside the picture");
        }
        if !(0..=100).contains(&self.focus.0) || !(0..=100).contains(&self.focus.1) {
            return Err("Choose a point inside the picture");
        }
        Ok(())
    }
}

/// Whether a text is a file's name rather than words: its own name, or one word with an ending or with digits as cameras write.
fn is_file_name(text: &str, name: &str) -> bool {
    let stem = |whole: &str| whole.rsplit_once('.').map_or(whole, |(stem, _)| stem).to_lowercase();
    if !name.is_empty() && (text.eq_ignore_ascii_case(name) || text.to_lowercase() == stem(name)) {
        return true;
    }
    let ending = text.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    let known =
        ["jpg", "jpeg", "png", "webp", "gif", "svg", "avif", "heic", "pdf", "docx", "xlsx", "tif", "tiff", "bmp"];
    let one_word = !text.contains(char::is_whitespace);
    known.contains(&ending.as_str()) || one_word && text.chars().any(|c| c.is_ascii_digit() || c == '_')
}

impl Media {
    /// The name of a file's bytes in the store.
    pub(super) fn stored_name(hash: &str, extension: &str) -> String {
        format!("{hash}.{extension}")
    }

    /// Keeps the bytes of a file; to be called before its row is written, outside of the transaction, and again afterwards: the
    /// same bytes may just have been removed with another row.
    ///
    /// # Errors
    /// The store can't be written to.
    pub async fn keep(app: &App, incoming: &Incoming) -> Result<()> {
        app.media.put(&Self::stored_name(&incoming.hash, incoming.extension), incoming.bytes.clone()).await
    }

    /// Adds the row of a file whose bytes are kept, and the job that makes its renditions. The same bytes again are the same media:
    /// its key is answered.
    ///
    /// # Errors
    /// [`AppError::Conflict`] where nothing is said about it that helps those who can't see it.
    pub async fn add(
        tx: &mut Tx,
        at: Moment,
        id: Uuid,
        incoming: &Incoming,
        about: &About,
        who: Option<Uuid>,
    ) -> Result<Uuid> {
        about.check().map_err(|words| AppError::Conflict(words.to_owned()))?;
        if let Some((known, _)) = Self::with_bytes(tx, &incoming.hash).await? {
            return Ok(known);
        }
        let kept = Kept::of(incoming, &about.name);
        Self::write(tx, at, id, &kept, about, who, at.now).await?;
        Ok(id)
    }

    /// Writes the row of kept bytes, and enqueues what is made of them.
    pub(super) async fn write(
        tx: &mut Tx,
        at: Moment,
        id: Uuid,
        kept: &Kept,
        about: &About,
        who: Option<Uuid>,
        came: DateTime<Utc>,
    ) -> Result<()> {
        diesel::insert_into(media::table)
            .values((
                media::id.eq(id),
                media::kind.eq(kept.kind.as_str()),
                media::name.eq(&kept.name),
                media::extension.eq(&kept.extension),
                media::hash.eq(&kept.hash),
                media::bytes.eq(kept.bytes),
                media::width.eq(kept.size.map(|(width, _)| width)),
                media::height.eq(kept.size.map(|(_, height)| height)),
                media::alternative.eq(about.alternative.trim()),
                media::caption.eq(about.caption.trim()),
                media::focus_x.eq(about.focus.0),
                media::focus_y.eq(about.focus.1),
                media::rendered_at.eq((kept.kind != MediaKind::Picture).then_some(at.now)),
                media::staff_id.eq(who),
                media::created_at.eq(came),
            ))
            .execute(tx.conn())
            .await?;
        Self::render_later(tx, at, id, kept).await
    }

    /// Enqueues the job that makes the renditions, of what has any. Its key names the bytes: a job that is still at work on what
    /// was here before does not stand for this one.
    pub(super) async fn render_later(tx: &mut Tx, at: Moment, id: Uuid, kept: &Kept) -> Result<()> {
        if kept.kind != MediaKind::Picture {
            return Ok(());
        }
        let key = format!("renditions {id} {}", kept.hash);
        Job::enqueue(tx, at, Kind::Renditions, &key, serde_json::json!(id), at.now).await
    }

    /// The key of the media with these bytes, and what is said of it.
    pub(super) async fn with_bytes(tx: &mut Tx, hash: &str) -> Result<Option<(Uuid, String)>> {
        let found = media::table.filter(media::hash.eq(hash)).select((media::id, media::alternative));
        Ok(found.first(tx.conn()).await.optional()?)
    }
}
