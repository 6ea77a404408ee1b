//! The frame around every admin screen, and the dashboard. Each admin screen itself lives with its feature.

pub mod dashboard;
pub mod error_pages;
pub mod frame;
