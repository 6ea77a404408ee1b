//! `/media/{hash}/{name}`: bytes under their hash, kept by browsers for a year.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, ByteRangeSpec, Header, HeaderValue, Range};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, web};

use super::noun::Media;
use crate::app::App;
use crate::error::{AppError, Result};

/// What may be shown in a page, by its ending; everything else is a download.
const SHOWN: [(&str, &str); 5] = [
    ("jpg", "image/jpeg"),
    ("png", "image/png"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("svg", "image/svg+xml"),
];

/// Documents by their ending.
const DOWNLOADED: [(&str, &str); 7] = [
    ("pdf", "application/pdf"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("odp", "application/vnd.oasis.opendocument.presentation"),
];

fn kind_of(extension: &str) -> Option<(&'static str, bool)> {
    let find =
        |list: &[(&str, &'static str)]| list.iter().find(|(ending, _)| *ending == extension).map(|(_, kind)| *kind);
    find(&SHOWN).map(|kind| (kind, true)).or_else(|| find(&DOWNLOADED).map(|kind| (kind, false)))
}

/// `GET /media/{hash}/{name}`. The name is for people; the hash and the ending say what it is.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn show(
    app: web::Data<App>,
    path: web::Path<(String, String)>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let (hash, name) = path.into_inner();
    let extension = name.rsplit_once('.').map(|(_, extension)| extension).ok_or(AppError::NotFound)?;
    let (kind, shown) = kind_of(extension).ok_or(AppError::NotFound)?;
    if hash.len() != 64 {
        return Err(AppError::NotFound);
    }
    let tag = format!("\"{}\"", hash.get(..16).unwrap_or_default());
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::ETAG, tag.clone()))
        .insert_header((header::ACCEPT_RANGES, "bytes"))
        // Feed readers show pictures of other sites.
        .insert_header(("cross-origin-resource-policy", "cross-origin"))
        // Whatever a file holds, opened by itself it can do nothing.
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; sandbox"));
    if !shown {
        response.insert_header((header::CONTENT_DISPOSITION, "attachment"));
    }
    let same = |value: &HeaderValue| {
        value.to_str().is_ok_and(|list| list.split(',').any(|one| one.trim() == tag || one.trim() == "*"))
    };
    let bytes = app.media.get(&Media::stored_name(&hash, extension)).await?.ok_or(AppError::NotFound)?;
    if request.headers().get(header::IF_NONE_MATCH).is_some_and(same) {
        return Ok(response.status(StatusCode::NOT_MODIFIED).finish());
    }
    Ok(part(&request, &tag, bytes, response))
}

/// The whole, or the one part that was asked for.
fn part(request: &HttpRequest, tag: &str, bytes: Bytes, mut response: actix_web::HttpResponseBuilder) -> HttpResponse {
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let fresh = request.headers().get(header::IF_RANGE).is_none_or(|value| value.as_bytes() == tag.as_bytes());
    let asked = request.headers().contains_key(header::RANGE).then(|| Range::parse(request).ok()).flatten();
    let spec: Option<ByteRangeSpec> = match asked {
        Some(Range::Bytes(specs)) if fresh && specs.len() == 1 => specs.into_iter().next(),
        _ => None,
    };
    let Some(spec) = spec else { return response.body(bytes) };
    let Some((first, last)) = spec.to_satisfiable_range(length) else {
        let range = format!("bytes */{length}");
        return response
            .status(StatusCode::RANGE_NOT_SATISFIABLE)
            .insert_header((header::CONTENT_RANGE, range))
            .finish();
    };
    let at = |position: u64| usize::try_from(position).unwrap_or(usize::MAX);
    let range = format!("bytes {first}-{last}/{length}");
    let part = bytes.slice(at(first).min(bytes.len())..at(last.saturating_add(1)).min(bytes.len()));
    response.status(StatusCode::PARTIAL_CONTENT).insert_header((header::CONTENT_RANGE, range)).body(part)
}
