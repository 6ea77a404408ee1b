//! One page in memory: its bytes in every encoding, and the headers that its handler set.

use std::sync::atomic::AtomicU64;

use actix_web::HttpResponse;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::web::Bytes;
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::Cacheable;
use crate::web::encoding::{self, Accepted, Encoding, LEAST};

/// Levels at which a page of 40 kB takes 1 ms each.
const BROTLI: u32 = 5;
const GZIP: u32 = 6;
/// What an entry takes beside its bytes, roughly.
const AROUND: usize = 512;

/// A page as it is kept.
#[derive(Debug)]
pub struct Kept {
    /// In which generation its rendering began.
    pub(super) generation: u64,
    /// From when on it looks otherwise by itself.
    until: Option<DateTime<Utc>>,
    headers: Vec<(HeaderName, HeaderValue)>,
    /// Hash of what is shown and of the headers.
    hash: String,
    plain: Bytes,
    packed: Option<Packed>,
    /// When it was last asked for, counted in requests; 0 for never.
    pub(super) used: AtomicU64,
}

/// Compressed once, for all who ask.
#[derive(Debug)]
struct Packed {
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
}

impl Kept {
    /// Keeps an answer, compressed where `pack` says so; gives it back where it is not for keeping.
    pub(super) fn of(
        response: HttpResponse<BoxBody>,
        generation: u64,
        pack: bool,
    ) -> Result<Self, Box<HttpResponse<BoxBody>>> {
        let allowed = response.extensions().get::<Cacheable>().copied();
        let own = |name: HeaderName| response.headers().contains_key(name);
        let personal = own(header::SET_COOKIE) || own(header::CONTENT_ENCODING);
        let Some(Cacheable { until }) = allowed.filter(|_| response.status() == StatusCode::OK && !personal) else {
            return Err(Box::new(response));
        };
        let (response, body) = response.into_parts();
        let plain = match body.try_into_bytes() {
            Ok(plain) => plain,
            Err(body) => return Err(Box::new(response.set_body(body))),
        };
        let made_here = [header::ETAG, header::VARY, header::CONTENT_LENGTH];
        let headers = response.headers().iter().filter(|(name, _)| !made_here.contains(name));
        let headers: Vec<_> = headers.map(|(name, value)| (name.clone(), value.clone())).collect();
        let packed = (pack && plain.len() >= LEAST)
            .then(|| Packed { brotli: encoding::brotli(&plain, BROTLI), gzip: encoding::gzip(&plain, GZIP) });
        let hash = hash(&headers, &plain);
        Ok(Self { generation, until, headers, hash, plain, packed, used: AtomicU64::new(0) })
    }

    /// Whether it is as it would be rendered in this generation, at this time.
    pub(super) fn is_fresh(&self, generation: u64, now: DateTime<Utc>) -> bool {
        self.generation == generation && self.until.is_none_or(|until| now < until)
    }

    /// What it takes in memory, in bytes.
    pub(super) fn size(&self) -> usize {
        let packed = self.packed.iter().flat_map(|packed| [&packed.brotli, &packed.gzip]).flatten();
        let headers = self.headers.iter().map(|(name, value)| name.as_str().len() + value.len());
        AROUND + self.plain.len() + packed.map(Bytes::len).sum::<usize>() + headers.sum::<usize>()
    }

    /// The answer to a request with these headers: the page in the best encoding, or *not modified*. RFC 9110, section 13.
    pub fn answer(&self, asked: &HeaderMap) -> HttpResponse<BoxBody> {
        let (encoding, bytes, quick) = self.choose(Accepted::of(asked));
        let suffix = match encoding.name() {
            // The same words in other bytes: a strong tag is one of bytes.
            Some(name) if quick => format!("-{name}-quick"),
            Some(name) => format!("-{name}"),
            None => String::new(),
        };
        let tag = format!("\"{}{suffix}\"", self.hash);
        let known = is_known(asked, &tag);
        let mut response = if known {
            HttpResponse::new(StatusCode::NOT_MODIFIED)
        } else {
            HttpResponse::with_body(StatusCode::OK, BoxBody::new(bytes))
        };
        let headers = response.headers_mut();
        for (name, value) in &self.headers {
            // Browsers renew what they keep by the headers of a 304, so it has the same ones.
            if !(known && *name == header::CONTENT_TYPE) {
                headers.append(name.clone(), value.clone());
            }
        }
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        if let Ok(tag) = HeaderValue::try_from(tag) {
            headers.insert(header::ETAG, tag);
        }
        if let (false, Some(name)) = (known, encoding.name()) {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
        }
        response
    }

    /// The bytes that suit a client best, and whether they were compressed for it alone.
    fn choose(&self, accepted: Accepted) -> (Encoding, Bytes, bool) {
        let plain = || (Encoding::Identity, self.plain.clone(), false);
        let Some(packed) = &self.packed else {
            if self.plain.len() < LEAST || accepted.best(&[Encoding::Gzip]) != Encoding::Gzip {
                return plain();
            }
            return encoding::gzip(&self.plain, 1).map_or_else(plain, |bytes| (Encoding::Gzip, bytes, true));
        };
        let brotli = packed.brotli.as_ref().map(|bytes| (Encoding::Brotli, bytes));
        let gzip = packed.gzip.as_ref().map(|bytes| (Encoding::Gzip, bytes));
        let both = match (brotli.is_some(), gzip.is_some()) {
            (true, true) => &[Encoding::Brotli, Encoding::Gzip][..],
            (true, false) => &[Encoding::Brotli],
            (false, true) => &[Encoding::Gzip],
            (false, false) => &[],
        };
        let best = accepted.best(both);
        let found = [brotli, gzip].into_iter().flatten().find(|(encoding, _)| *encoding == best);
        found.map_or_else(plain, |(encoding, bytes)| (encoding, bytes.clone(), false))
    }
}

/// Whether a client has these bytes already: by `If-None-Match`, which compares weakly.
fn is_known(asked: &HeaderMap, tag: &str) -> bool {
    let lines = asked.get_all(header::IF_NONE_MATCH).filter_map(|line| line.to_str().ok());
    lines
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

fn hash(headers: &[(HeaderName, HeaderValue)], plain: &[u8]) -> String {
    let mut lines: Vec<_> = headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    lines.sort_unstable();
    let mut all = Sha256::new();
    for (name, value) in lines {
        all.update(name);
        all.update(b":");
        all.update(value);
        all.update(b"\n");
    }
    all.update(plain);
    hex::encode(all.finalize()).chars().take(24).collect()
}
