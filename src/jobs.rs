//! The queue: work that must happen after a commit, kept in the database until it has.
//!
//! A job is enqueued in the transaction that makes it necessary, claimed with a lease, and run at least once: every kind is
//! idempotent. A job that panics or fails harms no other; one that keeps failing is set aside and shown.

mod queue;
mod runner;
mod sweeper;
mod wake;

pub use queue::{Claimed, Job, Kind};
pub use runner::{Next, Runner, run_due};
pub use sweeper::{sweep, sweep_for_ever};
pub use wake::{Wake, notify_others};
