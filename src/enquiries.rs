//! Enquiries: what was accepted, what became of it, and who sees it (promise 1: accepted means safe).

mod accept;
mod counts;
mod enquiry;
pub mod events;
pub mod inbox;
pub mod receipt;
pub mod record;
mod reference;
mod state;
mod test_enquiry;
pub mod test_pages;
mod timeline;

pub use accept::{Accepted, erase_receipt_browsers};
pub use counts::Counts;
pub use enquiry::Enquiry;
pub use reference::Reference;
pub use state::EnquiryState;
pub use timeline::{Entry, Event};
