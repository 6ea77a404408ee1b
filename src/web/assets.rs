//! Static files: embedded, under a path that holds the hash of them all, so that they are cached for a year.

use std::collections::BTreeMap;
use std::io::Write;

use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, web};
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::error::{AppError, Result};

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/static"]
struct Files;

/// Stylesheets that are put together from several files, so that a page loads one.
const SHEETS: [(&str, &[&str]); 3] = [
    (
        "css/public.css",
        &["css/tokens.css", "css/site.css", "css/site/blocks.css", "css/site/article.css", "css/site/lists.css"],
    ),
    (
        "css/demo.css",
        &[
            "css/tokens.css",
            "css/site.css",
            "css/site/blocks.css",
            "css/site/article.css",
            "css/site/lists.css",
            "css/bellpull.css",
        ],
    ),
    (
        "css/desk.css",
        &[
            "css/tokens.css",
            "css/admin.css",
            "css/desk/inbox.css",
            "css/desk/trouble.css",
            "css/desk/today.css",
            "css/desk/people.css",
            "css/desk/faces.css",
            "css/desk/errors.css",
        ],
    ),
];

/// One file, plain and compressed.
#[derive(Debug)]
struct Asset {
    kind: &'static str,
    plain: Bytes,
    gzip: Option<Bytes>,
}

/// All static files of the program.
#[derive(Debug)]
pub struct Assets {
    prefix: String,
    files: BTreeMap<String, Asset>,
}

impl Assets {
    /// Reads and compresses every file once.
    pub fn load() -> Self {
        let mut files = BTreeMap::new();
        let mut all = Sha256::new();
        let mut names: Vec<_> = Files::iter().collect();
        names.sort();
        for name in names {
            let Some(file) = Files::get(&name) else { continue };
            all.update(name.as_bytes());
            all.update(file.metadata.sha256_hash());
            let plain = Bytes::from(file.data.into_owned());
            let kind = kind_of(&name);
            let gzip = if kind.starts_with("font/") || kind == "image/x-icon" { None } else { compress(&plain) };
            files.insert(name.into_owned(), Asset { kind, plain, gzip });
        }
        let hash: String = hex::encode(all.finalize()).chars().take(12).collect();
        for (name, parts) in SHEETS {
            let whole: Vec<u8> =
                parts.iter().filter_map(|part| files.get(*part)).flat_map(|asset| asset.plain.to_vec()).collect();
            let gzip = compress(&whole);
            files.insert(name.to_owned(), Asset { kind: kind_of(name), plain: Bytes::from(whole), gzip });
        }
        Self { prefix: format!("/a/{hash}/"), files }
    }

    /// The address of a file, such as `css/site.css`.
    pub fn url(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    fn answer(&self, name: &str, gzip: bool, cache: &'static str) -> Option<HttpResponse> {
        let asset = self.files.get(name)?;
        let mut response = HttpResponse::Ok();
        response.insert_header((header::CONTENT_TYPE, asset.kind)).insert_header((header::CACHE_CONTROL, cache));
        response.insert_header((header::VARY, "Accept-Encoding"));
        Some(match (&asset.gzip, gzip) {
            (Some(bytes), true) => response.insert_header((header::CONTENT_ENCODING, "gzip")).body(bytes.clone()),
            _ => response.body(asset.plain.clone()),
        })
    }
}

fn compress(plain: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain).ok()?;
    let bytes = encoder.finish().ok()?;
    (bytes.len() < plain.len()).then(|| Bytes::from(bytes))
}

fn kind_of(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("ico") => "image/x-icon",
        Some("png") => "image/png",
        Some("txt") => "text/plain; charset=utf-8",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

/// Whether a client takes gzip.
pub fn takes_gzip(headers: &header::HeaderMap) -> bool {
    headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).is_some_and(|list| {
        list.split(',').any(|entry| {
            let (name, weight) = entry.split_once(';').unwrap_or((entry, "q=1"));
            let none = weight.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()).is_some_and(|q| q <= 0.0);
            name.trim().eq_ignore_ascii_case("gzip") && !none
        })
    })
}

/// `GET /a/{hash}/{name}`: a hash that is not today's is not found.
pub async fn file(app: web::Data<App>, path: web::Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let (first, name) = path.split_once('/').ok_or(AppError::NotFound)?;
    if first == "brand" {
        return brand(&app, name);
    }
    if app.assets.url(name) != format!("/a/{path}") {
        return Err(AppError::NotFound);
    }
    app.assets
        .answer(name, takes_gzip(request.headers()), "public, max-age=31536000, immutable")
        .ok_or(AppError::NotFound)
}

/// The stylesheet of the business's own colour: one that is not today's is not found.
fn brand(app: &App, name: &str) -> Result<HttpResponse> {
    let business = app.business();
    let sheet = business.sheet.as_ref().filter(|sheet| sheet.name == name).ok_or(AppError::NotFound)?;
    Ok(HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(sheet.css.clone()))
}

/// `GET /favicon.ico`: browsers ask for it under this name.
pub async fn favicon(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse> {
    app.assets
        .answer("img/favicon.ico", takes_gzip(request.headers()), "public, max-age=86400")
        .ok_or(AppError::NotFound)
}
