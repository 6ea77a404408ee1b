//! What every page needs and no product word is in: the edge, layouts, assets, forms, paging.

pub mod assets;
pub mod browser;
pub mod cache;
pub mod compress;
pub mod edge;
pub mod encoding;
pub mod headers;
pub mod html;
pub mod initials;
mod known_clean;
pub mod layout;
pub mod metrics;
pub mod paging;
pub mod peer;
pub mod tracing;
