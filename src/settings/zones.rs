//! Time zones, as people type and choose them.

use chrono_tz::{TZ_VARIANTS, Tz};

/// Parts of the world in whose names zones are proposed.
const PLACES: [&str; 9] =
    ["Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/"];

/// Reads a zone, however its letters are written.
pub(crate) fn zone(text: &str) -> Option<Tz> {
    let text = text.trim().replace(' ', "_");
    TZ_VARIANTS.into_iter().find(|zone| zone.name().eq_ignore_ascii_case(&text))
}

/// The names that are proposed.
pub(crate) fn proposed() -> Vec<&'static str> {
    let names = TZ_VARIANTS.iter().map(|zone| zone.name());
    names.filter(|name| PLACES.iter().any(|place| name.starts_with(place))).collect()
}
