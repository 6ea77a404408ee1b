//! The headers of every response, errors included.

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use uuid::Uuid;

use crate::app::App;

/// Texts that belong together are put together by the compiler: headers are set on every answer.
macro_rules! policy {
    ($($more:literal)?) => {
        concat!(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; ",
            "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
            $(, $more)?
        )
    };
}

/// The content security policy of every page.
const POLICY: &str = policy!();
/// That of public pages: no script can turn text into markup.
const PUBLIC_POLICY: &str = policy!("; require-trusted-types-for 'script'; trusted-types 'none'");

/// That of a screen which shows a page of ours in a frame.
pub const FRAMING: &str = policy!("; frame-src 'self'");

/// The policy of a page that a screen of ours may show in a frame.
pub fn framed(policy: Option<&str>) -> String {
    policy.unwrap_or(PUBLIC_POLICY).replace("frame-ancestors 'none'", "frame-ancestors 'self'")
}

const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), clipboard-write=(self), \
     display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), \
     midi=(), payment=(), picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), usb=(), web-share=(self), \
     xr-spatial-tracking=()";

/// The policy of a public page that may show frames of these origins, once its visitor agrees.
pub fn policy_with_frames(origins: impl Iterator<Item = &'static str>) -> Option<HeaderValue> {
    let origins: Vec<_> = origins.collect();
    HeaderValue::from_str(&format!("{PUBLIC_POLICY}; frame-src {}", origins.join(" "))).ok()
}

/// Whether a path belongs to signed-in people, so that nothing of it is stored by anybody.
pub fn is_private(path: &str) -> bool {
    ["/admin", "/account", "/dev", "/forms", "/events", "/preview"]
        .iter()
        .any(|area| path.strip_prefix(area).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

/// Sets the headers that a response does not set itself.
pub fn apply(app: &App, path: &str, request_id: Uuid, headers: &mut HeaderMap) {
    let admin = path.starts_with("/admin") || path.starts_with("/dev");
    let policy = if admin { POLICY } else { PUBLIC_POLICY };
    let referrer = if path.starts_with("/account/link/") { "strict-origin" } else { "strict-origin-when-cross-origin" };
    let cache = if is_private(path) { "no-store" } else { "no-cache" };
    if let Ok(id) = HeaderValue::from_str(&request_id.to_string()) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
    let mut set = |name: &'static str, value: &'static str| {
        let name = HeaderName::from_static(name);
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    set("content-security-policy", policy);
    set("x-content-type-options", "nosniff");
    set("referrer-policy", referrer);
    set("cross-origin-opener-policy", "same-origin");
    set("cross-origin-resource-policy", "same-origin");
    set("permissions-policy", PERMISSIONS);
    set("cache-control", cache);
    if app.cookies().secure {
        set("strict-transport-security", "max-age=63072000; includeSubDomains");
    }
    if app.is_unlisted() {
        set("x-robots-tag", "noindex, nofollow");
    }
}
