//! Everything that can go wrong, worded for the person who has to mend it: what happened, where,
//! and what to do next. Callers print the text as it is.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// Why a cluster could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No usable server programs on this machine.
    #[error("no PostgreSQL {oldest} or later was found on this machine{seen}. Install it with: \
         {install}", oldest = crate::programs::OLDEST)]
    NoPrograms {
        /// What was found instead, as a clause, or nothing.
        seen: String,
        /// The one command that installs the programs here.
        install: &'static str,
    },

    /// The data directory cannot be created, entered or written.
    #[error(
        "the data directory {path} cannot be used: {source}. It must be a directory that \
         user {user} may write: create it with `mkdir -p` and `chown {user}`, or choose \
         another directory"
    )]
    Directory {
        /// The data directory as it was asked for.
        path: PathBuf,
        /// Who this program runs as.
        user: String,
        /// What the system said.
        source: io::Error,
    },

    /// The cluster belongs to a different ordinary user.
    #[error(
        "the database in {path} belongs to user {owner}, but this program runs as {user}. \
         Run it as {owner} or as root, or give the directory to {user}: chown -R {user} \
         {path}"
    )]
    Foreign {
        /// The cluster's directory.
        path: PathBuf,
        /// Its owner.
        owner: String,
        /// Who this program runs as.
        user: String,
    },

    /// Running as root on a machine without an unprivileged account to run the server as.
    #[error(
        "PostgreSQL refuses to run as root, and this machine has neither a user `postgres` \
         nor `nobody`. Create one with: useradd --system postgres"
    )]
    NoAccount,

    /// Another long-running program already serves from this directory.
    #[error(
        "process {pid} is already serving from {path}. Stop it first (kill {pid}), or choose \
         another data directory"
    )]
    OwnerRunning {
        /// The data directory.
        path: PathBuf,
        /// The process that holds the serve lock.
        pid: String,
    },

    /// Another process runs the server and neither let go of it nor made it ready in time.
    #[error(
        "the database in {path} is in use by process {pid}, which has not finished within {} \
         seconds. Wait for it to end, or stop it (kill {pid}), and start again", waited.as_secs()
    )]
    Busy {
        /// The data directory.
        path: PathBuf,
        /// The process that holds the cluster lock.
        pid: String,
        /// How long was waited.
        waited: Duration,
    },

    /// The cluster was made by a different major version.
    #[error(
        "the database in {path} was made by PostgreSQL {cluster}, but the programs found are \
         PostgreSQL {programs} ({bin}). Install PostgreSQL {cluster} beside them \
         ({install}), or move the data over with pg_upgrade"
    )]
    OtherVersion {
        /// The cluster's directory.
        path: PathBuf,
        /// Major version that made the cluster.
        cluster: u32,
        /// Major version of the programs.
        programs: u32,
        /// Where the programs are.
        bin: PathBuf,
        /// The command that installs the cluster's version.
        install: String,
    },

    /// The directory holds data, but not a complete cluster. It is never deleted.
    #[error(
        "the database in {path} is damaged: its file PG_VERSION is missing or unreadable \
         although there is data. Restore the directory from a backup, or move it away to \
         start with an empty database"
    )]
    Damaged {
        /// The cluster's directory.
        path: PathBuf,
    },

    /// The name of the database could not be used in a URL and in SQL alike.
    #[error(
        "`{0}` cannot be the name of a database: use 1 to 63 lower-case letters, digits and \
         underscores, beginning with a letter"
    )]
    DatabaseName(String),

    /// A program could not be run.
    #[error(
        "cannot run {program} as user {user}: {source}. Check that the file exists and that \
         this user may reach and execute it"
    )]
    Spawn {
        /// The program.
        program: PathBuf,
        /// The account it should have run as.
        user: String,
        /// What the system said.
        source: io::Error,
    },

    /// Making a new cluster or its database failed.
    #[error(
        "PostgreSQL could not make a new database in {path}: {output}. Mend what it names \
         and start again; nothing has to be cleaned up"
    )]
    Initialise {
        /// The cluster's directory.
        path: PathBuf,
        /// The last words of the program.
        output: String,
    },

    /// The server ended, or did not get ready.
    #[error("PostgreSQL did not start ({status}): {output}. The whole log is in {log}")]
    Start {
        /// How the server process ended.
        status: String,
        /// The last lines it logged.
        output: String,
        /// The log file.
        log: PathBuf,
    },

    /// Server processes of an earlier run do not end.
    #[error(
        "PostgreSQL processes of an earlier run still work in {path} and do not end: {pids}. \
         End them (kill -9 {pids}) and start again"
    )]
    StillRunning {
        /// The cluster's directory.
        path: PathBuf,
        /// Their process numbers.
        pids: String,
    },

    /// No directory was found that can hold the server's socket.
    #[error(
        "no place for the database's socket: tried {tried}. A directory is needed whose path \
         has at most 86 bytes and that user {user} may enter: choose a shorter data \
         directory, or set TMPDIR to such a directory"
    )]
    NoSocketPlace {
        /// The directories tried, and what was wrong with each.
        tried: String,
        /// The account the server runs as.
        user: String,
    },

    /// Anything else the file system refused.
    #[error("cannot {what} {path}: {source}. Check its rights and the free space")]
    File {
        /// What was tried, as a verb.
        what: &'static str,
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },

    /// The thread that looks after the server could not be started, or ended early.
    #[error("the thread that looks after the database could not run: {0}. Start again")]
    Thread(String),
}

impl Error {
    /// For `map_err`: a file system refusal with what was tried.
    pub(crate) fn file(what: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Error {
        let path = path.into();
        move |source| Error::File { what, path, source }
    }
}
