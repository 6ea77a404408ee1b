//! Enquiries: what was accepted, what became of it, and who sees it (promise 1: accepted means safe).

mod accept;
mod changes;
mod deletion;
mod delivery_card;
pub mod desk_events;
mod enquiry;
pub mod events;
mod figures;
pub mod inbox;
mod pick;
pub mod receipt;
pub mod record;
mod reference;
mod samples;
mod state;
mod tasks;
mod test_enquiry;
pub mod test_pages;
mod timeline;

pub use accept::{Accepted, erase_receipt_browsers, recipients};
pub use changes::{Before, Change, Changed};
pub use enquiry::Enquiry;
pub use figures::{Awaited, DayCount, PlaceCount};
pub use reference::Reference;
pub(crate) use samples::samples;
pub use state::EnquiryState;
pub use tasks::Task;
pub use timeline::{Entry, Event};
