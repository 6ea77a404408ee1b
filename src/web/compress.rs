//! Compressing public pages on the way out. Private ones stay as they are: they hold secrets beside text from outside, and
//! the length of a compressed page would tell about both.

use actix_web::HttpResponse;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::Next;

use super::encoding::{self, Accepted, Encoding, LEAST};
use super::headers::is_private;

/// What is compressed for one client alone is compressed quickly.
const QUICK: u32 = 1;

/// The layer that compresses what handlers answer. It lies inside tracing, which turns bodies into streams.
///
/// # Errors
/// Those of the layers further in.
pub async fn layer(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let accepted = Accepted::of(request.headers());
    let private = is_private(request.path());
    let response = next.call(request).await?.map_into_boxed_body();
    if private {
        return Ok(response);
    }
    let (request, response) = response.into_parts();
    Ok(ServiceResponse::new(request, page(accepted, response)))
}

/// Compresses a public page for a client that takes gzip. What the page cache keeps is compressed already, or nothing yet.
pub fn page(accepted: Accepted, response: HttpResponse<BoxBody>) -> HttpResponse<BoxBody> {
    let is_page =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !is_page || response.headers().contains_key(header::CONTENT_ENCODING) {
        return response;
    }
    let (mut response, body) = response.into_parts();
    response.headers_mut().append(header::VARY, header::HeaderValue::from_static("Accept-Encoding"));
    let plain = match body.try_into_bytes() {
        Ok(plain) => plain,
        Err(body) => return response.set_body(body),
    };
    if plain.len() < LEAST || accepted.best(&[Encoding::Gzip]) != Encoding::Gzip {
        return response.set_body(BoxBody::new(plain));
    }
    match encoding::gzip(&plain, QUICK) {
        Some(packed) => {
            response.headers_mut().insert(header::CONTENT_ENCODING, header::HeaderValue::from_static("gzip"));
            response.set_body(BoxBody::new(packed))
        }
        None => response.set_body(BoxBody::new(plain)),
    }
}
