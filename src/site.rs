//! What a visitor reads: pages and articles, made of blocks, in one tree.

pub mod articles;
mod business;
pub mod doors;
pub mod machines;
mod page;
pub mod pages;
mod references;

pub use business::{Business, MenuItem, TOPIC, tel};
pub use page::{NewArticle, NewPage, Page, PageKind, Revision};
pub use pages::BlocksPage;
pub use references::{Link, Resolver, Target};
