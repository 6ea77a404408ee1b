//! The crate on a real server: every case has a directory and a cluster of its own. Cases that
//! need another process run this program again as the `holder`.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, clippy::disallowed_methods)]

mod accounts;
mod crashes;
mod first_use;
mod holder;
mod refusals;
mod roles;
mod support;
