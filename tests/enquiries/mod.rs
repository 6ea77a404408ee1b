//! Promise 1: accepted means safe. Acceptance, references, receipts and where an enquiry came from.

mod accept;
mod receipt;
mod references;
mod source;
mod tests;
