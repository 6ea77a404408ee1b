//! Alerts: what is wrong, seen by somebody who can act (promise 5: failure is seen).
//!
//! [`Trouble`] is what is wrong right now, asked of the database and of this process's own [`Signs`]; every admin screen shows
//! it. The sweeper writes it down as [`Alert`]s, from when to when, exactly once however many nodes look, and tells
//! the alert address when one begins and when it is over: another way than the one that broke.

mod alert;
mod figures;
mod kind;
mod post;
mod signs;
mod tell;
mod trouble;
mod watch;

pub use alert::Alert;
pub use kind::{AlertKind, Tone};
pub use post::{PostFault, reach};
pub use signs::Signs;
pub use tell::tell;
pub use trouble::Trouble;
pub use watch::watch;
