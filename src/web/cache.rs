//! Which answers the page cache may keep, and until when.

use actix_web::HttpResponse;
use actix_web::body::BoxBody;
use chrono::{DateTime, Utc};

/// Says of an answer that it is the same for everybody.
#[derive(Debug, Clone, Copy)]
pub struct Cacheable {
    /// From when on the page looks otherwise by itself: an offer begins or ends.
    pub until: Option<DateTime<Utc>>,
}

/// Lets the cache keep an answer. Nothing personal may be in it.
pub fn allow(response: &mut HttpResponse<BoxBody>, until: Option<DateTime<Utc>>) {
    response.extensions_mut().insert(Cacheable { until });
}
