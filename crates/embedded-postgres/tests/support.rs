//! What the cases share: directories, options, SQL through `psql`, and a look at the processes.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use embedded_postgres::{Access, Cluster, Error, Options, Programs, Role};
use tempfile::TempDir;

/// A data directory below a private (0700) parent of this user, as in root's home.
pub struct Home {
    pub dir: PathBuf,
    pub parent: TempDir,
}

pub fn home() -> Home {
    let parent = tempfile::Builder::new().prefix("ep").tempdir_in("/tmp").unwrap();
    fs::set_permissions(parent.path(), Permissions::from_mode(0o700)).unwrap();
    Home { dir: parent.path().join("data"), parent }
}

/// The same below a parent that anyone may enter.
pub fn open_home() -> Home {
    let home = home();
    fs::set_permissions(home.parent.path(), Permissions::from_mode(0o755)).unwrap();
    home
}

/// A data directory that anyone may enter, so that nothing but its path decides about the socket.
pub fn wide_open(mut home: Home, name: &str) -> Home {
    home.dir = home.parent.path().join(name);
    for dir in [home.parent.path(), &home.dir] {
        fs::create_dir_all(dir).unwrap();
        fs::set_permissions(dir, Permissions::from_mode(0o755)).unwrap();
    }
    home
}

impl Home {
    pub fn pg(&self) -> PathBuf {
        self.dir.join("pg")
    }

    pub fn options(&self, role: Role) -> Options {
        let mut options = Options::new(&self.dir, role, "things");
        options.settings = vec![("fsync".to_owned(), "off".to_owned())];
        options
    }

    pub fn open(&self, role: Role) -> Result<Access, Error> {
        Cluster::open(self.options(role))
    }

    pub fn owner(&self) -> Access {
        self.open(Role::Owner).unwrap_or_else(|error| panic!("{error}"))
    }

    /// A stopped cluster with one row in it.
    pub fn with_a_row(self) -> Home {
        let access = self.owner();
        sql(&access.url(), "create table t (n int); insert into t values (42)");
        access.stop(Duration::from_secs(20));
        self
    }

    /// Opens as owner, finds the row of `with_a_row`, and closes without leaving a process.
    pub fn row_is_there(&self) {
        let access = self.owner();
        assert_eq!(sql(&access.url(), "select n from t"), "42");
        access.stop(Duration::from_secs(20));
        assert_eq!(processes(&self.pg()), [0; 0]);
    }
}

/// Runs SQL and returns what it prints, unaligned.
pub fn sql(url: &str, statement: &str) -> String {
    try_sql(url, statement).unwrap_or_else(|error| panic!("{statement}: {error}"))
}

pub fn try_sql(url: &str, statement: &str) -> Result<String, String> {
    let beside = Programs::find().unwrap().bin().join("psql");
    let psql = if beside.exists() { beside } else { PathBuf::from("psql") };
    let output = Command::new(psql)
        .args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", statement, url])
        .output()
        .unwrap();
    if output.status.success() {
        Ok(String::from_utf8(output.stdout).unwrap().trim().to_owned())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

/// The PostgreSQL processes at work in `pg`, by their working directory.
pub fn processes(pg: &Path) -> Vec<i32> {
    let Ok(cluster) = fs::metadata(pg) else {
        return Vec::new();
    };
    fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .filter_map(|entry| {
            let pid = entry.file_name().to_str()?.parse().ok()?;
            let cwd = fs::metadata(entry.path().join("cwd")).ok()?;
            (cwd.dev() == cluster.dev() && cwd.ino() == cluster.ino()).then_some(pid)
        })
        .collect()
}

/// The directory of the socket in a URL.
pub fn socket_dir(url: &str) -> PathBuf {
    let host = url.split('@').nth(1).unwrap().split(':').next().unwrap();
    PathBuf::from(host.replace("%2F", "/"))
}

/// Waits up to a minute for `done`.
pub fn eventually(what: &str, mut done: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !done() {
        assert!(begin.elapsed() < Duration::from_secs(60), "{what} did not come about");
        sleep(Duration::from_millis(10));
    }
}

pub fn kill_9(pid: u32) {
    let pid = nix::unistd::Pid::from_raw(i32::try_from(pid).unwrap());
    nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGKILL).unwrap();
}

pub fn am_root() -> bool {
    nix::unistd::geteuid().is_root()
}
