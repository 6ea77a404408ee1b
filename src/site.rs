//! What a visitor reads: pages and articles, made of blocks, in one tree.

mod article;
pub mod articles;
mod business;
pub mod desk;
pub mod doors;
pub mod machines;
mod page;
pub mod pages;
mod references;
mod revision;
mod samples;

pub use article::{Article, NewArticle};
pub use business::{Business, MenuItem, TOPIC, tel};
pub use page::{NewPage, Page, PageKind};
pub use pages::BlocksPage;
pub use references::{Link, Resolver, Target};
pub use revision::Revision;
pub(crate) use samples::samples;
