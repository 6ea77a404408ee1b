//! One post of a form, with its control fields read.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::source::Source;
use crate::app::App;
use crate::keys::{Purpose, SecretKey};
use crate::web::browser::Browser;
use crate::web::edge::Posted;
use crate::web::peer::Peer;

/// The honeypot: people don't see it, programs fill it in.
pub const TRAP: &str = "_homepage";

/// What came with a post.
#[derive(Debug, Clone)]
pub struct Post {
    /// All pairs.
    pub posted: Posted,
    /// The draft that `_draft` names, when its tag is good.
    pub draft: Option<Uuid>,
    /// `_key`, when it is well-formed.
    pub key: Option<String>,
    /// Seconds since the page was loaded, where script told.
    pub seen_seconds: Option<i32>,
    /// Whether the honeypot was filled in.
    pub trapped: bool,
    /// Where the visitor came from.
    pub source: Source,
    /// Whether the visitor was changing an answer from the check page.
    pub returning: bool,
    /// The browser.
    pub browser: Browser,
    /// Whether somebody of the staff sends it: then it is a test. The handlers ask the session.
    pub test: bool,
    /// What limits count by instead of an address.
    pub address_tag: [u8; 32],
}

impl Post {
    /// Reads the control fields of a post.
    pub fn read(app: &App, request: &actix_web::HttpRequest, posted: Posted) -> Self {
        let at = app.clock.moment();
        let peer = Peer::of(request.peer_addr(), request.headers(), &app.config.trusted_proxies);
        let referer = request.headers().get("referer").and_then(|value| value.to_str().ok());
        let told = Source::of_script(posted.last("_source").unwrap_or_default());
        Self {
            draft: posted.last("_draft").and_then(|token| draft_of_token(&app.keys, token)),
            key: posted.last("_key").filter(|key| is_key(key)).map(str::to_owned),
            seen_seconds: posted.last("_seen").and_then(|text| text.trim().parse::<i32>().ok()).filter(|s| *s >= 0),
            trapped: posted.last(TRAP).is_some_and(|text| !text.trim().is_empty()),
            source: told.or(Source::of_referer(referer, &app.origin())),
            returning: posted.last("_return").is_some(),
            browser: Browser::of(app, request, at),
            test: false,
            address_tag: address_tag(&app.keys, &peer, at.now),
            posted,
        }
    }
}

/// What limits count by: a keyed hash of the network and the day; no address is kept.
pub fn address_tag(keys: &SecretKey, peer: &Peer, now: DateTime<Utc>) -> [u8; 32] {
    keys.tag(Purpose::AddressTag, &[&peer.network(), now.format("%Y-%m-%d").to_string().as_bytes()])
}

/// `_draft`: the draft's id with its tag.
pub fn draft_token(keys: &SecretKey, id: Uuid) -> String {
    format!("{}.{}", id.simple(), hex::encode(keys.tag(Purpose::Draft, &[id.as_bytes()])))
}

/// The draft that a token names, when its tag is good.
pub fn draft_of_token(keys: &SecretKey, token: &str) -> Option<Uuid> {
    let (id, tag) = token.split_once('.')?;
    let id = Uuid::try_parse(id).ok()?;
    let tag = hex::decode(tag).ok()?;
    keys.verifies(Purpose::Draft, &[id.as_bytes()], &tag).then_some(id)
}

fn is_key(key: &str) -> bool {
    (16..=100).contains(&key.len()) && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}
