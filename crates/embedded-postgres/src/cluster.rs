//! The way in: decides whether this process runs the server or joins the one that runs, and takes
//! the steps of a start in their order.

use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::access::Access;
use crate::account::Account;
use crate::error::Error;
use crate::files::Files;
use crate::initialise;
use crate::launch::Launch;
use crate::locks::{self, Lock};
use crate::pid_file;
use crate::programs::Programs;
use crate::server::Server;
use crate::socket::{self, Socket};
use crate::stale;

/// What a cluster is opened with.
#[derive(Debug, Clone)]
pub struct Options {
    /// The directory of everything; created (0700) where it is missing. Its owner is not changed.
    pub data_dir: PathBuf,
    /// The programs to run; `None` finds those that fit the cluster.
    pub programs: Option<Programs>,
    /// Long-running program or short command.
    pub role: Role,
    /// How long to wait for a process that runs the server now.
    pub wait: Duration,
    /// Further server settings, which win over the built-in ones. `fsync` = `off` marks a
    /// throwaway cluster and makes its creation quicker too.
    pub settings: Vec<(String, String)>,
    /// The database, created where it is missing.
    pub database: String,
}

impl Options {
    /// The usual options: programs found, durable, 30 s of patience.
    pub fn new(data_dir: impl Into<PathBuf>, role: Role, database: impl Into<String>) -> Options {
        Options {
            data_dir: data_dir.into(),
            programs: None,
            role,
            wait: Duration::from_secs(30),
            settings: Vec::new(),
            database: database.into(),
        }
    }

    /// Whether the caller does not mind losing the data at a power cut.
    pub(crate) fn is_throwaway(&self) -> bool {
        self.settings.iter().any(|(name, value)| name == "fsync" && value == "off")
    }
}

/// What kind of program opens the cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The one long-running program: a second one is refused.
    Owner,
    /// A short command: joins the owner's server, or runs it alone until it is done.
    Guest,
}

impl Role {
    /// The role as it is written into a lock.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Role::Owner => "owner",
            Role::Guest => "guest",
        }
    }
}

/// The way in.
#[derive(Debug)]
pub struct Cluster;

impl Cluster {
    /// Opens the cluster: makes it on the first use, recovers it after a crash, runs its server or
    /// joins the one that runs. Blocks until the database takes connections.
    pub fn open(options: Options) -> Result<Access, Error> {
        check_name(&options.database)?;
        let files = Files::prepare(&options.data_dir)?;
        let mut serve = None;
        if options.role == Role::Owner {
            let path = files.serve_lock();
            serve = Lock::take(&files, &path, options.role)?;
            if serve.is_none() {
                let (path, pid) = (files.root().to_owned(), locks::holder(&path));
                return Err(Error::OwnerRunning { path, pid });
            }
        }
        let begin = Instant::now();
        let path = files.cluster_lock();
        loop {
            if let Some(cluster) = Lock::take(&files, &path, options.role)? {
                return supervise(files, &options, cluster, serve);
            }
            if options.role == Role::Guest
                && let Some(access) = join(&files, &options)
            {
                return Ok(access);
            }
            if begin.elapsed() >= options.wait {
                let (path, pid) = (files.root().to_owned(), locks::holder(&path));
                return Err(Error::Busy { path, pid, waited: options.wait });
            }
            sleep(Duration::from_millis(20));
        }
    }
}

/// Runs the server: this process holds the cluster lock.
fn supervise(files: Files, options: &Options, cluster: Lock, serve: Option<Lock>) -> Result<Access, Error> {
    let account = Account::for_cluster(&files.pg())?;
    stale::clear(&files.pg())?;
    let programs = initialise::ensure(&files, &account, options)?;
    let socket = Socket::choose(&files, &account)?;
    let url = socket::url(socket.dir(), &options.database);
    let settings = options.settings.clone();
    let server = Server::start(Launch { files, account, programs, socket, settings })?;
    tracing::info!(pid = server.pid(), "PostgreSQL is ready");
    Ok(Access::supervisor(url, server, cluster, serve))
}

/// Joins the server of a long-running program, once it is ready. A short command's server is not
/// joined: it would end with that command, so the next one waits for its turn instead.
fn join(files: &Files, options: &Options) -> Option<Access> {
    if !locks::held_by_owner(&files.cluster_lock()) {
        return None;
    }
    let file = pid_file::read(&files.pg()).filter(|file| file.ready)?;
    if !stale::at_work(&files.pg()).contains(&file.pid) {
        return None;
    }
    let url = socket::url(&file.socket_dir?, &options.database);
    Some(Access::guest(url, u32::try_from(file.pid).ok()?))
}

/// The name goes into SQL and into a URL, unquoted there: plain names only.
fn check_name(name: &str) -> Result<(), Error> {
    let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if plain && name.len() <= 63 && name.starts_with(|c: char| c.is_ascii_lowercase()) {
        return Ok(());
    }
    Err(Error::DatabaseName(name.to_owned()))
}
