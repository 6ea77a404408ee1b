//! Who the server runs as. PostgreSQL refuses to be root, so a root program hands its work to an
//! unprivileged account; everybody else runs it as themselves. `cluster` asks once per start.

use std::fs;
use std::os::unix::fs::{MetadataExt, lchown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use nix::unistd::{Uid, User, geteuid};

use crate::error::Error;

/// The account of the server and of everything below the cluster's directory.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    uid: u32,
    gid: u32,
    /// Whether child processes must change to it.
    pub(crate) switch: bool,
    /// Its name, for messages.
    pub(crate) name: String,
}

impl Account {
    /// The account for the cluster at `pg`, which need not exist yet: for root the cluster's
    /// owner, else `postgres`, else `nobody`; for anyone else themselves.
    pub(crate) fn for_cluster(pg: &Path) -> Result<Account, Error> {
        let me = geteuid();
        let owner = fs::symlink_metadata(pg).ok();
        if !me.is_root() {
            if let Some(meta) = owner.filter(|meta| meta.uid() != me.as_raw()) {
                return Err(Error::Foreign { path: pg.to_owned(), owner: name_of(meta.uid()), user: my_name() });
            }
            let gid = nix::unistd::getegid().as_raw();
            return Ok(Account { uid: me.as_raw(), gid, switch: false, name: my_name() });
        }
        if let Some(meta) = owner.filter(|meta| meta.uid() != 0) {
            let name = name_of(meta.uid());
            return Ok(Account { uid: meta.uid(), gid: meta.gid(), switch: true, name });
        }
        ["postgres", "nobody"]
            .into_iter()
            .find_map(|name| User::from_name(name).ok().flatten())
            .filter(|user| !user.uid.is_root())
            .map(|user| Account { uid: user.uid.as_raw(), gid: user.gid.as_raw(), switch: true, name: user.name })
            .ok_or(Error::NoAccount)
    }

    /// Makes `command` run as this account.
    pub(crate) fn apply(&self, command: &mut Command) {
        if self.switch {
            command.uid(self.uid).gid(self.gid);
        }
    }

    /// Whether `uid` is this account.
    pub(crate) fn is(&self, uid: u32) -> bool {
        self.uid == uid
    }

    /// Gives one file or directory to the account, following no link.
    pub(crate) fn give(&self, path: &Path) -> Result<(), Error> {
        if self.switch {
            lchown(path, Some(self.uid), Some(self.gid)).map_err(Error::file("give away", path))?;
        }
        Ok(())
    }

    /// Gives a whole cluster to the account that root has copied or restored as its own.
    pub(crate) fn give_all(&self, path: &Path) -> Result<(), Error> {
        let meta = fs::symlink_metadata(path).map_err(Error::file("look at", path))?;
        if meta.is_dir() {
            for entry in fs::read_dir(path).map_err(Error::file("list", path))? {
                let entry = entry.map_err(Error::file("list", path))?;
                self.give_all(&entry.path())?;
            }
        }
        self.give(path)
    }
}

/// The name of the user this program runs as.
pub(crate) fn my_name() -> String {
    name_of(geteuid().as_raw())
}

fn name_of(uid: u32) -> String {
    match User::from_uid(Uid::from_raw(uid)) {
        Ok(Some(user)) => user.name,
        _ => uid.to_string(),
    }
}
