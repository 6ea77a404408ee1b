//! Where the server's socket lies. A socket's path may have about 100 bytes and the server's
//! account must be able to walk to it; where the data directory offers neither, a directory of the
//! same rights (0700, owned by that account) in a temporary place takes it.

use std::fs::{self, DirBuilder, Permissions};
use std::io::ErrorKind;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use nix::unistd::geteuid;

use crate::account::Account;
use crate::error::Error;
use crate::files::Files;

/// The port: on a unix socket only a part of its file's name.
pub(crate) const PORT: u16 = 5432;

/// Bytes a socket's directory may have: macOS allows 104 for the whole path, less the 14 of the
/// socket's own name and a few to spare.
const LONGEST: usize = 86;

/// The socket's directory.
#[derive(Debug, Clone)]
pub(crate) struct Socket {
    dir: PathBuf,
    /// Whether it lies outside the data directory and is ours to remove.
    elsewhere: bool,
}

impl Socket {
    /// The first place that is short enough, ours alone, and within the account's reach.
    pub(crate) fn choose(files: &Files, account: &Account) -> Result<Socket, Error> {
        let me = geteuid();
        let name = format!("embedded-postgres-{me}-{}", files.mark()?);
        let mut places = vec![(files.socket(), false)];
        if me.is_root() {
            places.push((Path::new("/run").join(&name), true));
        }
        places.push((std::env::temp_dir().join(&name), true));
        places.push((Path::new("/tmp").join(&name), true));
        let mut tried = Vec::new();
        for (dir, elsewhere) in places {
            match offer(&dir, account) {
                Ok(()) => return Ok(Socket { dir, elsewhere }),
                Err(reason) => tried.push(format!("{} ({reason})", dir.display())),
            }
        }
        Err(Error::NoSocketPlace { tried: tried.join(", "), user: account.name.clone() })
    }

    /// The directory, for the server's settings.
    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Removes what a server that was killed leaves behind: a socket and a lock that may name a
    /// process number used by someone else by now.
    pub(crate) fn sweep(&self) {
        for name in [format!(".s.PGSQL.{PORT}"), format!(".s.PGSQL.{PORT}.lock")] {
            // Usually there is none; one that cannot be removed makes the server say so.
            let _ = fs::remove_file(self.dir.join(name));
        }
    }

    /// Leaves nothing in the temporary place.
    pub(crate) fn remove(&self) {
        self.sweep();
        if self.elsewhere {
            let _ = fs::remove_dir(&self.dir);
        }
    }
}

/// The address of `database` behind the socket in `dir`.
pub(crate) fn url(dir: &Path, database: &str) -> String {
    let mut host = String::new();
    for &byte in dir.as_os_str().as_bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            host.push(char::from(byte));
        } else {
            host.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("postgres://postgres@{host}:{PORT}/{database}")
}

/// Tries one place; on refusal nothing new stays there.
fn offer(dir: &Path, account: &Account) -> Result<(), String> {
    if dir.as_os_str().len() > LONGEST {
        return Err("its path is too long".to_owned());
    }
    // The server reads a comma-separated list of quoted names.
    if dir.to_str().is_none_or(|text| text.contains([',', '"', '\'', '\\'])) {
        return Err("its path has unusual characters".to_owned());
    }
    match DirBuilder::new().mode(0o700).create(dir) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error.to_string()),
    }
    let meta = fs::symlink_metadata(dir).map_err(|error| error.to_string())?;
    if !meta.is_dir() || !(account.is(meta.uid()) || meta.uid() == geteuid().as_raw()) {
        return Err("it belongs to someone else".to_owned());
    }
    fs::set_permissions(dir, Permissions::from_mode(0o700)).map_err(|error| error.to_string())?;
    account.give(dir).map_err(|error| error.to_string())?;
    if reachable(dir, account) {
        return Ok(());
    }
    let _ = fs::remove_dir(dir);
    Err(format!("user {} cannot reach it", account.name))
}

/// Whether the account can walk to `dir`: proved by doing it.
fn reachable(dir: &Path, account: &Account) -> bool {
    if !account.switch {
        return true;
    }
    let mut command = Command::new("/bin/sh");
    command.args(["-c", ":"]).env_clear().current_dir(dir).stdin(Stdio::null());
    account.apply(&mut command);
    command.status().is_ok_and(|status| status.success())
}
