//! Starts one server process and waits until it takes connections. Called by the thread of
//! `server`, for the first start and for every one after a crash.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::process::{Child, Stdio};

use nix::sys::signal::Signal;

use crate::account::Account;
use crate::error::Error;
use crate::files::Files;
use crate::pid_file;
use crate::programs::Programs;
use crate::socket::{PORT, Socket};
use crate::spawn::{Workplace, command, last_words};
use crate::stale;

/// Bytes after which the log starts anew.
const LOG_LIMIT: u64 = 5 * 1024 * 1024;

/// Everything a start needs to know; the same for every start of one supervision.
#[derive(Debug)]
pub(crate) struct Launch {
    pub(crate) files: Files,
    pub(crate) account: Account,
    pub(crate) programs: Programs,
    pub(crate) socket: Socket,
    pub(crate) settings: Vec<(String, String)>,
}

/// A server process that was started.
#[derive(Debug)]
pub(crate) struct Started {
    pub(crate) child: Child,
    /// Where its part of the log begins.
    log_from: usize,
}

impl Launch {
    /// Starts the process, after the remains of any earlier one are gone.
    pub(crate) fn start(&self) -> Result<Started, Error> {
        let pg = self.files.pg();
        stale::clear(&pg)?;
        self.socket.sweep();
        let place = Workplace::open(&pg, &self.account)?;
        let program = self.programs.server();
        let mut command = command(&program, &self.account, &place, Signal::SIGINT);
        command.arg("-D").arg(place.name());
        for (name, value) in self.fixed_settings().iter().chain(&self.settings) {
            command.arg("-c").arg(format!("{name}={value}"));
        }
        let path = self.files.log();
        let mut open = OpenOptions::new();
        open.create(true).append(true).mode(0o600);
        let log = open.open(&path).map_err(Error::file("write", &path))?;
        let mut log_from = log.metadata().map_err(Error::file("read", &path))?.len();
        if log_from > LOG_LIMIT {
            log.set_len(0).map_err(Error::file("shorten", &path))?;
            log_from = 0;
        }
        let second = log.try_clone().map_err(Error::file("write", &path))?;
        command.stdout(Stdio::from(second)).stderr(Stdio::from(log));
        let child =
            command.spawn().map_err(|source| Error::Spawn { program, user: self.account.name.clone(), source })?;
        Ok(Started { child, log_from: usize::try_from(log_from).unwrap_or(0) })
    }

    /// Whether the process takes connections; an error once it has ended instead.
    pub(crate) fn ready(&self, started: &mut Started) -> Result<bool, Error> {
        let path = self.files.log();
        if let Some(status) = started.child.try_wait().map_err(Error::file("watch", &path))? {
            return Err(self.failed(started, status.to_string()));
        }
        let file = pid_file::read(&self.files.pg());
        let pid = i32::try_from(started.child.id()).unwrap_or(0);
        Ok(file.is_some_and(|file| file.ready && file.pid == pid))
    }

    /// The error for a start that came to nothing, with the server's own last words.
    pub(crate) fn failed(&self, started: &Started, status: String) -> Error {
        let log = self.files.log();
        let text = fs::read(&log).unwrap_or_default();
        let words = String::from_utf8_lossy(text.get(started.log_from..).unwrap_or_default());
        Error::Start { status, output: last_words(&words), log }
    }

    /// Reachable over the socket alone, durable, modest, and logging nothing a visitor wrote:
    /// neither statements nor the details that quote a row.
    fn fixed_settings(&self) -> Vec<(String, String)> {
        let socket = self.socket.dir().to_string_lossy().into_owned();
        let port = PORT.to_string();
        [
            ("listen_addresses", ""),
            ("port", port.as_str()),
            ("unix_socket_directories", socket.as_str()),
            ("unix_socket_permissions", "0700"),
            ("fsync", "on"),
            ("full_page_writes", "on"),
            ("synchronous_commit", "on"),
            ("shared_buffers", "64MB"),
            ("max_connections", "100"),
            ("max_wal_size", "256MB"),
            ("logging_collector", "off"),
            ("log_destination", "stderr"),
            ("log_error_verbosity", "terse"),
            ("log_min_error_statement", "panic"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
    }
}
