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

/// Whether it is named after a place.
pub(crate) fn is_place(zone: Tz) -> bool {
    PLACES.iter().any(|place| zone.name().starts_with(place))
}

/// The names that are proposed.
pub(crate) fn proposed() -> Vec<&'static str> {
    TZ_VARIANTS.iter().filter(|zone| is_place(**zone)).map(|zone| zone.name()).collect()
}
