//! The two locks of a data directory: one of the cluster (who runs the server process), one of
//! serving (who is the long-running program). Both are `flock`s, so they end with their holder
//! however it ends; the text inside only tells others whom to name in a message.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use nix::sys::signal::kill;
use nix::unistd::Pid;

use crate::cluster::Role;
use crate::files::Files;

/// A held lock; dropping it lets go.
#[derive(Debug)]
pub(crate) struct Lock {
    file: File,
}

impl Lock {
    /// Takes the lock at `path`, or `None` while another holds it. A refusal by the file system
    /// comes back as the data directory's fault, because the lock is the first file written there.
    pub(crate) fn take(files: &Files, path: &Path, role: Role) -> Result<Option<Lock>, crate::Error> {
        let unusable = |source| Files::unusable(files.root(), source);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path)
            .map_err(unusable)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(source)) => return Err(unusable(source)),
        }
        let text = format!("{} {}\n", std::process::id(), role.word());
        file.set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| file.write_all(text.as_bytes()))
            .map_err(unusable)?;
        Ok(Some(Lock { file }))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // The descriptor is about to close, which unlocks too: failing here changes nothing.
        let _ = self.file.set_len(0);
        let _ = self.file.unlock();
    }
}

/// The process number written in a lock, for messages only.
pub(crate) fn holder(path: &Path) -> String {
    match read(path) {
        Some((pid, _)) => pid.to_string(),
        None => "(unknown)".to_owned(),
    }
}

/// Whether the lock at `path` is held by a living long-running program: the only kind of holder
/// whose server another process may join, because it will not take it away a moment later.
pub(crate) fn held_by_owner(path: &Path) -> bool {
    read(path).is_some_and(|(pid, role)| role == Role::Owner.word() && kill(Pid::from_raw(pid), None).is_ok())
}

fn read(path: &Path) -> Option<(i32, String)> {
    let text = fs::read_to_string(path).ok()?;
    let (pid, role) = text.trim().split_once(' ')?;
    Some((pid.parse().ok()?, role.to_owned()))
}
