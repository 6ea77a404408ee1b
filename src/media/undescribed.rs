//! Files that came without words. They are no media yet: no page can show them and no search finds them, until somebody who sees
//! them has said what is to be seen.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::add::{About, Kept};
use super::incoming::Incoming;
use super::noun::{Media, MediaKind};
use crate::accounts::access::{Power, Viewer};
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::{AppError, Result};
use crate::schema::undescribed_media as files;

/// So many are shown at once: when these are described, the next ones come.
pub const SHOWN: i64 = 24;

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undescribed {
    /// The file, of which nothing is said.
    pub media: Media,
}

/// What became of a file that was brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Brought {
    /// It waits for its words.
    Waiting,
    /// It waited already.
    Again,
    /// It is among the media already, under this key.
    Known(Uuid),
}

type Row = (Uuid, String, String, String, String, i64, Option<i32>, Option<i32>, Option<Uuid>, DateTime<Utc>);

fn kept_of(row: &Row) -> Kept {
    let (_, kind, name, extension, hash, bytes, width, height, ..) = row;
    Kept {
        kind: MediaKind::parse(kind),
        name: name.clone(),
        extension: extension.clone(),
        hash: hash.clone(),
        bytes: *bytes,
        size: width.zip(*height),
    }
}

impl Undescribed {
    fn of_row(row: &Row) -> Self {
        let kept = kept_of(row);
        let media = Media {
            id: row.0,
            kind: kept.kind,
            name: kept.name,
            extension: kept.extension,
            hash: kept.hash,
            bytes: kept.bytes,
            size: kept.size,
            alternative: String::new(),
            caption: String::new(),
            focus: (50, 50),
            renditions: Vec::new(),
        };
        Self { media }
    }

    /// Writes down a file whose bytes are kept.
    ///
    /// # Errors
    /// The database is away.
    pub async fn add(tx: &mut Tx, at: Moment, incoming: &Incoming, name: &str, who: Uuid) -> Result<Brought> {
        if let Some((known, _)) = Media::with_bytes(tx, &incoming.hash).await? {
            return Ok(Brought::Known(known));
        }
        let same = files::table.filter(files::hash.eq(&incoming.hash)).filter(files::staff_id.eq(who));
        let same: Option<Uuid> = same.select(files::id).first(tx.conn()).await.optional()?;
        if same.is_some() {
            return Ok(Brought::Again);
        }
        let kept = Kept::of(incoming, name);
        diesel::insert_into(files::table)
            .values((
                files::id.eq(at.id()),
                files::kind.eq(kept.kind.as_str()),
                files::name.eq(&kept.name),
                files::extension.eq(&kept.extension),
                files::hash.eq(&kept.hash),
                files::bytes.eq(kept.bytes),
                files::width.eq(kept.size.map(|(width, _)| width)),
                files::height.eq(kept.size.map(|(_, height)| height)),
                files::staff_id.eq(who),
                files::created_at.eq(at.now),
            ))
            .execute(tx.conn())
            .await?;
        Ok(Brought::Waiting)
    }

    /// The oldest of those that somebody may describe, and how many there are: editors see all, authors what they brought.
    ///
    /// # Errors
    /// The database is away.
    pub async fn of(conn: &mut Conn, viewer: &Viewer) -> Result<(Vec<Self>, i64)> {
        let (mut rows, mut count) = (files::table.into_boxed(), files::table.into_boxed());
        if !viewer.may(Power::Content) {
            rows = rows.filter(files::staff_id.eq(viewer.staff_id));
            count = count.filter(files::staff_id.eq(viewer.staff_id));
        }
        let rows: Vec<Row> = rows
            .order((files::created_at, files::name, files::id))
            .limit(SHOWN)
            .select(files::all_columns)
            .load(conn)
            .await?;
        let count = count.count().get_result(conn).await?;
        Ok((rows.iter().map(Self::of_row).collect(), count))
    }

    async fn held(tx: &mut Tx, viewer: &Viewer, id: Uuid) -> Result<Row> {
        let row: Row = files::table.find(id).select(files::all_columns).for_update().first(tx.conn()).await?;
        let theirs = viewer.may(Power::Content) || row.8 == Some(viewer.staff_id);
        if theirs { Ok(row) } else { Err(AppError::NotFound) }
    }

    /// Says what is to be seen: from then on it is media, under the same key.
    ///
    /// # Errors
    /// [`AppError::Conflict`] where the words help nobody, or where the same file is among the media already;
    /// [`AppError::NotFound`], also where it is not theirs.
    pub async fn describe(tx: &mut Tx, at: Moment, viewer: &Viewer, id: Uuid, words: &str) -> Result<()> {
        let row = Self::held(tx, viewer, id).await?;
        let kept = kept_of(&row);
        let about =
            About { name: kept.name.clone(), alternative: words.to_owned(), caption: String::new(), focus: (50, 50) };
        about.check().map_err(|words| AppError::Conflict(words.to_owned()))?;
        if let Some((_, other)) = Media::with_bytes(tx, &kept.hash).await? {
            let words = format!("This file is among the media already, as “{other}”. Throw it away here");
            return Err(AppError::Conflict(words));
        }
        let (.., who, came) = row;
        Media::write(tx, at, id, &kept, &about, who, came).await?;
        diesel::delete(files::table.find(id)).execute(tx.conn()).await?;
        Ok(())
    }

    /// Throws one away, and answers the name of its file.
    ///
    /// # Errors
    /// [`AppError::NotFound`], also where it is not theirs.
    pub async fn discard(tx: &mut Tx, at: Moment, viewer: &Viewer, id: Uuid) -> Result<String> {
        let kept = kept_of(&Self::held(tx, viewer, id).await?);
        diesel::delete(files::table.find(id)).execute(tx.conn()).await?;
        Media::remove_later(tx, at, id, &[(kept.hash, kept.extension)]).await?;
        Ok(kept.name)
    }
}
