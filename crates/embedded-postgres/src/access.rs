//! What the opener of a cluster holds: the way to its database, for as long as the value lives.

use std::time::Duration;

use crate::locks::Lock;
use crate::server::Server;

/// Access to a running cluster. Whoever runs the server stops it by [`Access::stop`] or by
/// dropping the value; a guest of another process just leaves.
#[derive(Debug)]
pub struct Access {
    url: String,
    keeps: Keeps,
}

/// What the access rests on. The order of the fields is the order of release: the server stops
/// before another process may have the locks.
#[derive(Debug)]
enum Keeps {
    Server { server: Server, _cluster: Lock, _serve: Option<Lock> },
    Guest { pid: u32 },
}

impl Access {
    /// For the process that runs the server.
    pub(crate) fn supervisor(url: String, server: Server, cluster: Lock, serve: Option<Lock>) -> Access {
        Access { url, keeps: Keeps::Server { server, _cluster: cluster, _serve: serve } }
    }

    /// For a guest of the server process `pid`.
    pub(crate) fn guest(url: String, pid: u32) -> Access {
        Access { url, keeps: Keeps::Guest { pid } }
    }

    /// The database's address, as in `postgres://postgres@%2Fsrv%2Fdata%2Fsocket:5432/name`: over
    /// a unix socket, as the cluster's superuser. It stays the same when the server is restarted.
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// The server's process number; 0 while a crashed server is being started again.
    pub fn pid(&self) -> u32 {
        match &self.keeps {
            Keeps::Server { server, .. } => server.pid(),
            Keeps::Guest { pid } => *pid,
        }
    }

    /// Whether this process runs the server, and will stop it.
    pub fn is_supervisor(&self) -> bool {
        matches!(self.keeps, Keeps::Server { .. })
    }

    /// How often the server died and was started again; always 0 for a guest.
    pub fn restarts(&self) -> u64 {
        match &self.keeps {
            Keeps::Server { server, .. } => server.restarts(),
            Keeps::Guest { .. } => 0,
        }
    }

    /// Stops the server, where this process runs it: its connections are closed and everything is
    /// written; after `timeout` it is made to quit, and three seconds later killed. Blocks until
    /// no process of it is left.
    pub fn stop(mut self, timeout: Duration) {
        if let Keeps::Server { server, .. } = &mut self.keeps {
            server.stop(timeout);
        }
    }
}
