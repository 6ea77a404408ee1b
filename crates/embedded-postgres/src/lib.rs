//! Runs the PostgreSQL server found on this machine as a supervised child process.
//!
//! A program that would like a real PostgreSQL without asking anyone to set one up calls
//! [`Cluster::open`] with a directory and gets an [`Access`]: a connection URL over a unix socket,
//! for as long as it holds the value. The promises kept here:
//!
//! - what the server has committed stays committed: durable settings, and every kind of sudden end
//!   (of the program, of the server, of both) is recovered from by the next start;
//! - one server for one directory, and no server left behind;
//! - whatever cannot be recovered from is refused with a message that says what to do.
//!
//! The interface is synchronous: call it before the asynchronous part of a program starts and
//! after it has ended, or from a thread that may block.

mod access;
mod account;
mod cluster;
mod error;
mod files;
mod initialise;
mod launch;
mod locks;
mod pid_file;
mod programs;
mod server;
mod socket;
mod spawn;
mod stale;

pub use access::Access;
pub use cluster::{Cluster, Options, Role};
pub use error::Error;
pub use programs::Programs;
