//! Deliveries: outgoing messages with their attempts, the only retry state that people see.
//!
//! A delivery is written in the transaction that makes it necessary (promise 1) and stores whom and what for; it is rendered
//! at its first attempt, and those bytes are kept and repeated under one Message-ID.

mod attempt;
mod back_off;
mod blank;
mod deliver;
mod delivery;
mod desk;
mod listing;
pub mod mending;
mod message;
pub mod pages;
mod reason;
mod samples;
mod state;
mod watch;

pub use attempt::Attempt;
pub use back_off::next_try;
pub use deliver::deliver;
pub use delivery::{Delivery, NewDelivery, StaffMail};
pub use listing::Listed;
pub(crate) use state::stored_text;
pub use state::{Kind, State};
