//! Staff accounts: people, roles, passwords, sessions and the action links that set a password.
//!
//! Promise 6 lives here: nobody gets in. [`access`] stands in front of every route of staff, [`sessions`] keeps who is signed
//! in, and whatever takes power away (a new password, a new role, being disabled) raises a person's credential version, which
//! ends every older session and link. Promise 4 too: opening an action link changes nothing, its button acts.

pub mod access;
mod action_link;
mod browser_words;
mod common_passwords;
pub mod forgotten;
pub mod hashing;
pub(crate) mod inputs;
pub mod link_pages;
mod messages;
mod next_path;
pub mod pages;
mod password;
pub mod people;
pub mod picture;
mod power;
pub mod profile;
mod role;
mod samples;
pub mod sessions;
pub mod sign_in;
mod staff;
pub mod staff_cli;
mod theme;
mod throttle;

use chrono::{DateTime, Utc};

pub use action_link::{ActionLink, LinkFault, LinkPurpose};
pub use messages::{action_link_message, password_changed_message};
pub use next_path::NextPath;
pub use password::{Password, PasswordFault};
pub use picture::{Colleague, Face};
pub use role::Role;
pub(crate) use samples::{people as people_samples, samples};
pub use staff::{Choices, Staff};
pub use theme::Theme;

use crate::db::Tx;
use crate::error::Result;

/// Erases sessions that have ended by themselves and tries that no limit counts any more; the sweeper calls it.
///
/// # Errors
/// The database is away.
pub async fn erase_ended(tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
    sessions::OwnSession::erase_ended(tx, now).await?;
    throttle::Try::erase_old(tx, now).await
}
