//! Removal: the bytes of what was deleted leave the store, and with them the last copy of what somebody wanted gone.
//!
//! The store knows bytes by their hash, and several rows may share them. Whoever adds a row keeps its bytes once more afterwards
//! (`Media::keep`), so that bytes which were removed between the two are there again.

use std::sync::Arc;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use diesel_async::SimpleAsyncConnection;
use uuid::Uuid;

use super::noun::Media;
use crate::app::App;
use crate::clock::Moment;
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::jobs::{Job, Kind};
use crate::schema::{media, renditions, undescribed_media};

/// The hash of bytes in the store, with their ending.
pub(crate) type File = (String, String);

impl Media {
    /// Enqueues the job that removes the bytes of a file and of its renditions. To be called before its row is deleted, or its
    /// bytes are replaced, in the same transaction.
    ///
    /// # Errors
    /// The database is away.
    pub async fn remove_bytes_later(tx: &mut Tx, at: Moment, id: Uuid) -> Result<()> {
        let own: Vec<File> =
            media::table.filter(media::id.eq(id)).select((media::hash, media::extension)).load(tx.conn()).await?;
        let made: Vec<File> = renditions::table
            .filter(renditions::media_id.eq(id))
            .select((renditions::hash, renditions::extension))
            .load(tx.conn())
            .await?;
        Self::remove_later(tx, at, id, &own.into_iter().chain(made).collect::<Vec<_>>()).await
    }

    /// The hashes of everything in the store, with their endings.
    ///
    /// # Errors
    /// The database is away.
    pub(crate) async fn files(conn: &mut Conn) -> Result<Vec<File>> {
        let own: Vec<File> = media::table.select((media::hash, media::extension)).load(conn).await?;
        let made: Vec<File> = renditions::table.select((renditions::hash, renditions::extension)).load(conn).await?;
        let waiting: Vec<File> =
            undescribed_media::table.select((undescribed_media::hash, undescribed_media::extension)).load(conn).await?;
        Ok(own.into_iter().chain(made).chain(waiting).collect())
    }

    /// Enqueues the job for these, which belonged together under a key. Each has its own: a file may be replaced twice before the
    /// first job runs, and a job of the same name would keep what the first was told.
    pub(crate) async fn remove_later(tx: &mut Tx, at: Moment, id: Uuid, files: &[File]) -> Result<()> {
        let key = format!("remove {id} {}", at.id());
        Job::enqueue(tx, at, Kind::RemoveMedia, &key, serde_json::to_value(files)?, at.now).await
    }
}

/// The job: removes bytes that no row knows. Done again, it changes nothing.
///
/// # Errors
/// The store or the database is away.
pub(crate) async fn run(app: &Arc<App>, payload: &serde_json::Value) -> Result<()> {
    let files: Vec<File> = serde_json::from_value(payload.clone())?;
    let task_app = app.clone();
    app.db
        .write(async move |tx: &mut Tx| {
            // Nobody adds a row while it is looked whether there is one.
            tx.conn().batch_execute("lock table media, renditions, undescribed_media in share mode").await?;
            for (hash, extension) in &files {
                let own = media::table.filter(media::hash.eq(hash)).filter(media::extension.eq(extension));
                let made =
                    renditions::table.filter(renditions::hash.eq(hash)).filter(renditions::extension.eq(extension));
                let waiting = undescribed_media::table
                    .filter(undescribed_media::hash.eq(hash))
                    .filter(undescribed_media::extension.eq(extension));
                let known: bool = diesel::select(
                    diesel::dsl::exists(own.select(media::id))
                        .or(diesel::dsl::exists(made.select(renditions::media_id)))
                        .or(diesel::dsl::exists(waiting.select(undescribed_media::id))),
                )
                .get_result(tx.conn())
                .await?;
                if !known {
                    task_app.media.remove(&Media::stored_name(hash, extension)).await?;
                }
            }
            Ok(())
        })
        .await
}
