//! What a running server says about itself: `postmaster.pid`, rewritten by the server at every
//! change of its state, so readiness needs no client.

use std::fs;
use std::path::{Path, PathBuf};

/// The file's lines that matter here.
#[derive(Debug)]
pub(crate) struct PidFile {
    /// The server's process (line 1).
    pub(crate) pid: i32,
    /// Where its socket is (line 5).
    pub(crate) socket_dir: Option<PathBuf>,
    /// Whether it takes connections (line 8).
    pub(crate) ready: bool,
}

/// The file's place in the cluster `pg`.
pub(crate) fn path(pg: &Path) -> PathBuf {
    pg.join("postmaster.pid")
}

/// Reads the file; `None` where there is none or it is only half written.
pub(crate) fn read(pg: &Path) -> Option<PidFile> {
    let text = fs::read_to_string(path(pg)).ok()?;
    let mut lines = text.lines();
    let pid = lines.next()?.trim().parse().ok()?;
    let socket_dir = lines.nth(3).map(str::trim).filter(|line| !line.is_empty()).map(PathBuf::from);
    let ready = lines.nth(2).is_some_and(|line| line.trim() == "ready");
    Some(PidFile { pid, socket_dir, ready })
}
