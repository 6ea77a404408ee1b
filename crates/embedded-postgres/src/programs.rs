//! Finds the server programs of this machine: on the PATH, where Debian and its relatives put
//! them, and where Homebrew does. Nothing is ever downloaded.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::Error;

/// The oldest major version worked with.
pub(crate) const OLDEST: u32 = 15;

/// A directory with `postgres` and `initdb`, and their version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programs {
    bin: PathBuf,
    major: u32,
}

impl Programs {
    /// The programs to make a new cluster with: the first on the PATH, else the newest in the
    /// known places. Errors with the command that installs them where there are none.
    pub fn find() -> Result<Programs, Error> {
        Programs::find_in(&places())
    }

    /// The first usable programs of these directories.
    pub fn find_in(places: &[PathBuf]) -> Result<Programs, Error> {
        let found: Vec<Programs> = places.iter().filter_map(|bin| Programs::at(bin)).collect();
        if let Some(programs) = found.iter().find(|programs| programs.major >= OLDEST) {
            return Ok(programs.clone());
        }
        let seen = match found.first() {
            Some(old) => format!(" (only version {} in {})", old.major, old.bin.display()),
            None => String::new(),
        };
        Err(Error::NoPrograms { seen, install: install() })
    }

    /// Programs of exactly this major version, for a cluster that exists.
    pub(crate) fn of_version(major: u32) -> Option<Programs> {
        places().iter().filter_map(|bin| Programs::at(bin)).find(|found| found.major == major)
    }

    /// The programs in `bin`, or where its links lead, if both are there and run.
    fn at(bin: &Path) -> Option<Programs> {
        let server = bin.join("postgres").canonicalize().ok()?;
        let bin = server.parent()?;
        if !server.is_file() || !bin.join("initdb").is_file() {
            return None;
        }
        let output = Command::new(&server).arg("--version").output().ok()?;
        let major = major_of(&String::from_utf8_lossy(&output.stdout))?;
        Some(Programs { bin: bin.to_owned(), major })
    }

    /// The directory of the programs.
    pub fn bin(&self) -> &Path {
        &self.bin
    }

    /// Their major version, as in `17`.
    pub fn major(&self) -> u32 {
        self.major
    }

    /// The server.
    pub(crate) fn server(&self) -> PathBuf {
        self.bin.join("postgres")
    }

    /// The program that makes a cluster.
    pub(crate) fn initdb(&self) -> PathBuf {
        self.bin.join("initdb")
    }
}

/// The command that installs one major version, for messages.
pub(crate) fn install_version(major: u32) -> String {
    if cfg!(target_os = "macos") {
        format!("brew install postgresql@{major}")
    } else {
        format!("apt-get install postgresql-{major}")
    }
}

fn install() -> &'static str {
    if cfg!(target_os = "macos") {
        "brew install postgresql@17"
    } else if Path::new("/usr/bin/dnf").exists() {
        "sudo dnf install postgresql-server"
    } else {
        "sudo apt-get install postgresql"
    }
}

/// Every directory that may hold the programs, best first.
#[allow(clippy::disallowed_methods, reason = "where programs lie is no setting of the caller's")]
fn places() -> Vec<PathBuf> {
    let mut places: Vec<PathBuf> = match std::env::var_os("PATH") {
        Some(path) => std::env::split_paths(&path).filter(|dir| dir.is_absolute()).collect(),
        None => Vec::new(),
    };
    let mut known: Vec<(u32, PathBuf)> = ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt"]
        .into_iter()
        .flat_map(|parent| fs::read_dir(parent).into_iter().flatten().flatten())
        .filter_map(|entry| {
            let name = entry.file_name();
            let version = name.to_str()?.trim_start_matches("postgresql@").parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    known.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    places.extend(known.into_iter().map(|(_, bin)| bin));
    places
}

/// The major version in `postgres (PostgreSQL) 17.2 (Debian …)`.
fn major_of(text: &str) -> Option<u32> {
    let number = text.split("(PostgreSQL)").nth(1)?.trim_start();
    number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}
