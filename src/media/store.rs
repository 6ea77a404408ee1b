//! Where the bytes of media lie: each under the hash of what it is, so that nothing is ever written over.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use actix_web::web::Bytes;
use tokio::fs;
use tokio::io::AsyncWriteExt;

use crate::error::{AppError, Result};

/// A store of bytes by name. A name is `{hash}.{extension}`, or what this program makes up itself.
#[derive(Debug, Clone)]
pub enum Store {
    /// Files under a directory.
    Disk(PathBuf),
    /// In memory: for tests.
    Memory(Arc<Mutex<BTreeMap<String, Bytes>>>),
}

/// A name that can be a file's: letters, digits, hyphens and one dot, so that none leads out of the directory.
fn is_name(name: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    name.split_once('.').is_some_and(|(stem, extension)| plain(stem) && plain(extension)) && name.len() >= 4
}

/// A directory for every first two letters: file systems like small ones.
fn place(root: &Path, name: &str) -> PathBuf {
    root.join(name.get(..2).unwrap_or("xx")).join(name)
}

impl Store {
    /// A store in a directory, which is made with the first file.
    pub fn on_disk(directory: PathBuf) -> Self {
        Self::Disk(directory)
    }

    /// A store in memory.
    pub fn in_memory() -> Self {
        Self::Memory(Arc::default())
    }

    /// Keeps bytes under a name. What is there already stays: the same name means the same bytes.
    ///
    /// # Errors
    /// The disk is full, or it can't be written to.
    pub async fn put(&self, name: &str, bytes: Bytes) -> Result<()> {
        if !is_name(name) {
            return Err(AppError::internal("the media store", "not a name"));
        }
        match self {
            Self::Memory(all) => {
                all.lock().unwrap_or_else(PoisonError::into_inner).entry(name.to_owned()).or_insert(bytes);
                Ok(())
            }
            Self::Disk(root) => {
                write(&place(root, name), &bytes).await.map_err(|error| AppError::internal("the media store", error))
            }
        }
    }

    /// The bytes of a name; none where there are none.
    ///
    /// # Errors
    /// The disk can't be read.
    pub async fn get(&self, name: &str) -> Result<Option<Bytes>> {
        if !is_name(name) {
            return Ok(None);
        }
        match self {
            Self::Memory(all) => Ok(all.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned()),
            Self::Disk(root) => match fs::read(place(root, name)).await {
                Ok(bytes) => Ok(Some(Bytes::from(bytes))),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(AppError::internal("the media store", error)),
            },
        }
    }

    /// Takes a name away.
    ///
    /// # Errors
    /// The disk can't be written to.
    pub async fn remove(&self, name: &str) -> Result<()> {
        if !is_name(name) {
            return Ok(());
        }
        match self {
            Self::Memory(all) => {
                all.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
                Ok(())
            }
            Self::Disk(root) => match fs::remove_file(place(root, name)).await {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    Err(AppError::internal("the media store", error))
                }
                _ => Ok(()),
            },
        }
    }
}

/// Writes beside the place and moves there, so that nobody ever reads half a file, also not after a crash.
async fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if fs::try_exists(path).await? {
        return Ok(());
    }
    let directory = path.parent().unwrap_or(path);
    fs::create_dir_all(directory).await?;
    // Whoever else writes the same at the same moment has another process or another number.
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let beside = path.with_extension(format!("{}-{number}.part", std::process::id()));
    let mut file = fs::File::create(&beside).await?;
    file.write_all(bytes).await?;
    file.sync_all().await?;
    drop(file);
    fs::rename(&beside, path).await?;
    fs::File::open(directory).await?.sync_all().await
}
