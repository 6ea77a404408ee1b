//! Stub.
use crate::enquiries::Enquiry;
use crate::site::Business;
use chrono::{DateTime, Utc};
/// Stub.
#[derive(Debug, Clone)]
pub struct Due {
    /// w
    pub words: String,
}
impl Due {
    /// s
    pub fn of(_: &Enquiry, _: DateTime<Utc>, _: &Business) -> Self {
        Self { words: String::new() }
    }
    /// s
    pub fn class(&self) -> &'static str {
        "due"
    }
}
