//! The headers of every response, errors included.

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use uuid::Uuid;

use crate::app::App;

/// The content security policy of every page.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
     connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// What public pages add: no script can turn text into markup.
const TRUSTED_TYPES: &str = "; require-trusted-types-for 'script'; trusted-types 'none'";

const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), clipboard-write=(self), \
     display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), \
     midi=(), payment=(), picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), usb=(), web-share=(self), \
     xr-spatial-tracking=()";

/// The policy of a public page that may show frames of these origins, once its visitor agrees.
pub fn policy_with_frames(origins: impl Iterator<Item = &'static str>) -> Option<HeaderValue> {
    let origins: Vec<_> = origins.collect();
    HeaderValue::from_str(&format!("{POLICY}; frame-src {}{TRUSTED_TYPES}", origins.join(" "))).ok()
}

/// Whether a path belongs to signed-in people, so that nothing of it is stored by anybody.
pub fn is_private(path: &str) -> bool {
    ["/admin", "/account", "/dev", "/forms", "/events"]
        .iter()
        .any(|area| path == *area || path.starts_with(&format!("{area}/")))
}

/// Sets the headers that a response does not set itself.
pub fn apply(app: &App, path: &str, request_id: Uuid, headers: &mut HeaderMap) {
    let admin = path.starts_with("/admin") || path.starts_with("/dev");
    let policy = if admin { POLICY.to_owned() } else { format!("{POLICY}{TRUSTED_TYPES}") };
    let referrer = if path.starts_with("/account/link/") { "strict-origin" } else { "strict-origin-when-cross-origin" };
    let cache = if is_private(path) { "no-store" } else { "no-cache" };
    let mut set = |name: &'static str, value: &str| {
        let name = HeaderName::from_static(name);
        if let (false, Ok(value)) = (headers.contains_key(&name), HeaderValue::from_str(value)) {
            headers.insert(name, value);
        }
    };
    set("content-security-policy", &policy);
    set("x-content-type-options", "nosniff");
    set("referrer-policy", referrer);
    set("cross-origin-opener-policy", "same-origin");
    set("cross-origin-resource-policy", "same-origin");
    set("permissions-policy", PERMISSIONS);
    set("cache-control", cache);
    set("x-request-id", &request_id.to_string());
    if app.origin().starts_with("https://") {
        set("strict-transport-security", "max-age=63072000; includeSubDomains");
    }
    if app.is_demo() {
        set("x-robots-tag", "noindex, nofollow");
    }
}
