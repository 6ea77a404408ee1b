//! Where things lie below the data directory. The directory itself belongs to the program and may
//! hold other files of its own; everything PostgreSQL touches is in `pg` and `socket`.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

use crate::account::my_name;
use crate::error::Error;

/// The data directory: absolute, existing and without links.
#[derive(Debug, Clone)]
pub(crate) struct Files {
    root: PathBuf,
}

impl Files {
    /// Creates the data directory (mode 0700) where it is missing.
    pub(crate) fn prepare(asked: &Path) -> Result<Files, Error> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(asked)
            .and_then(|()| asked.canonicalize())
            .map(|root| Files { root })
            .map_err(|source| Files::unusable(asked, source))
    }

    /// The refusal for a directory that cannot be used.
    pub(crate) fn unusable(path: &Path, source: io::Error) -> Error {
        Error::Directory { path: path.to_owned(), user: my_name(), source }
    }

    /// The data directory.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The cluster: complete whenever it exists, because it gets here by a rename.
    pub(crate) fn pg(&self) -> PathBuf {
        self.root.join("pg")
    }

    /// The cluster while it is being made.
    pub(crate) fn pg_init(&self) -> PathBuf {
        self.root.join("pg.init")
    }

    /// The socket's directory where the path is short and reachable enough.
    pub(crate) fn socket(&self) -> PathBuf {
        self.root.join("socket")
    }

    /// What the server logs.
    pub(crate) fn log(&self) -> PathBuf {
        self.root.join("postgres.log")
    }

    /// Held by whoever runs the server process.
    pub(crate) fn cluster_lock(&self) -> PathBuf {
        self.root.join("cluster.lock")
    }

    /// Held by the one long-running program.
    pub(crate) fn serve_lock(&self) -> PathBuf {
        self.root.join("serve.lock")
    }

    /// A name for this directory that is short and the same on every start.
    pub(crate) fn mark(&self) -> Result<String, Error> {
        let meta = fs::metadata(&self.root).map_err(Error::file("look at", &self.root))?;
        Ok(format!("{:x}-{:x}", meta.dev(), meta.ino()))
    }
}
