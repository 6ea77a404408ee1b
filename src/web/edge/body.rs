//! Reading a request's body: whole, limited, and within a time that an honest slow line can keep.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::HttpMessage;
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::http::header;
use actix_web::web::{Bytes, BytesMut};
use futures_util::StreamExt;
use percent_encoding::percent_decode;
use tokio::time::{Instant, timeout_at};

use super::Upload;
use super::allowance::{Allowance, Turn};
use crate::error::AppError;

/// After this long, a body must keep a minimum rate.
const GRACE: Duration = Duration::from_secs(5);
/// The minimum rate, in bytes a second.
const LEAST_RATE: u64 = 1024;
/// So much of an upload that is too large is kept: what was typed before its file.
const BEGINNING: usize = 16 * 1024;

/// The pairs of a posted form, in order, with control bytes and broken UTF-8 replaced.
#[derive(Debug, Clone, Default)]
pub struct Posted(pub std::sync::Arc<Vec<(String, String)>>);

impl Posted {
    /// Reads `application/x-www-form-urlencoded` bytes: U+0000 and broken UTF-8 become U+FFFD.
    pub fn decode(bytes: &[u8]) -> Self {
        let text = |part: &[u8]| {
            let plus: Vec<u8> = part.iter().map(|b| if *b == b'+' { b' ' } else { *b }).collect();
            let raw: Vec<u8> = percent_decode(&plus).collect();
            String::from_utf8_lossy(&raw).replace('\0', "\u{fffd}")
        };
        let pairs = bytes
            .split(|b| *b == b'&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| {
                let mut halves = pair.splitn(2, |b| *b == b'=');
                let name = halves.next().unwrap_or_default();
                (text(name), text(halves.next().unwrap_or_default()))
            })
            .collect();
        Self(std::sync::Arc::new(pairs))
    }

    /// The last value of a field: of a repeated single field the last counts.
    pub fn last(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// All values of a field, in order.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// What came of reading.
pub(super) struct Read {
    pub bytes: Bytes,
    pub posted: Posted,
    pub upload: Option<Upload>,
    pub refused: Option<AppError>,
    /// What was not read to its end.
    pub rest: Option<Payload>,
}

/// An answer that holds on to the unread body of its request until it is sent. The framework then closes the line; a
/// chunked body that was let go it would wait for, as long as the sender likes.
pub(super) struct Unread {
    body: BoxBody,
    _rest: Payload,
}

impl Unread {
    pub(super) fn under(body: BoxBody, rest: Payload) -> BoxBody {
        BoxBody::new(Self { body, _rest: rest })
    }
}

impl MessageBody for Unread {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.body).poll_next(cx)
    }
}

/// Reads the body of a request that changes something.
pub(super) async fn read(request: &mut ServiceRequest, allowed: &Allowance) -> Read {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let is_form =
        kind.as_ref().is_none_or(|value| value.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded"));
    let is_upload = matches!(allowed.upload, Some(Turn::Here { .. }));
    let mut payload = request.take_payload();
    let mut bytes = BytesMut::new();
    let mut length = 0_usize;
    let started = Instant::now();
    let refused = loop {
        let least = GRACE + Duration::from_secs(u64::try_from(length).unwrap_or(u64::MAX) / LEAST_RATE);
        let until = started + least.min(allowed.deadline);
        match timeout_at(until, payload.next()).await {
            Err(_) => break Some(AppError::TooSlow),
            Ok(None) => break None,
            Ok(Some(Err(_))) => break Some(AppError::BadRequest("the body ended early")),
            Ok(Some(Ok(chunk))) => {
                length = length.saturating_add(chunk.len());
                if length <= allowed.kept {
                    bytes.extend_from_slice(&chunk);
                } else {
                    let begins = if is_upload { BEGINNING.min(bytes.len()) } else { 0 };
                    bytes = BytesMut::from(bytes.get(..begins).unwrap_or_default());
                }
                if length > allowed.drained {
                    break None;
                }
            }
        }
    };
    let bytes = bytes.freeze();
    let posted = if is_form && length <= allowed.kept { Posted::decode(&bytes) } else { Posted::default() };
    let slow = matches!(refused, Some(AppError::TooSlow));
    let refused = refused.or_else(|| match allowed.upload {
        Some(Turn::Missed) => Some(AppError::Busy("other pictures are being sent")),
        // Whoever asked for the file says that it is too large, in words of its own.
        Some(Turn::Here { .. }) => (length > allowed.drained).then_some(AppError::TooLarge),
        None => (length > allowed.taken).then_some(AppError::TooLarge),
    });
    let upload = allowed.upload.as_ref().map(|_| Upload {
        bytes: bytes.clone(),
        cut: length > allowed.taken,
        kind: kind.unwrap_or_default(),
    });
    Read { bytes, posted, upload, refused, rest: (slow || length > allowed.drained).then_some(payload) }
}
