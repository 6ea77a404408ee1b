//! Static files: embedded, under a path that holds the hash of them all, so that they are cached for a year.

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, web};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::error::{AppError, Result};
use crate::web::encoding::{self, Accepted, Encoding};

/// The best gzip of a file takes 1 ms.
const GZIP: u32 = 9;
/// The best brotli of our largest file takes 40 ms, and twenty times as long unoptimised, where nobody counts bytes.
const BROTLI: u32 = if cfg!(debug_assertions) { 5 } else { 11 };

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/static"]
struct Files;

/// Stylesheets that are put together from several files, so that a page loads one.
const SHEETS: [(&str, &[&str]); 3] = [
    (
        "css/public.css",
        &[
            "css/tokens.css",
            "css/site.css",
            "css/pictures.css",
            "css/site/blocks.css",
            "css/site/article.css",
            "css/site/lists.css",
        ],
    ),
    (
        "css/demo.css",
        &[
            "css/tokens.css",
            "css/site.css",
            "css/pictures.css",
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
            "css/pictures.css",
            "css/desk/inbox.css",
            "css/desk/trouble.css",
            "css/desk/today.css",
            "css/desk/people.css",
            "css/desk/settings.css",
            "css/desk/editor.css",
            "css/desk/forms.css",
            "css/desk/rich.css",
            "css/desk/media.css",
            "css/desk/faces.css",
            "css/desk/nouns.css",
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
    /// Made once, after the first client that takes it has got gzip; nobody waits for it, least of all the start.
    brotli: OnceLock<Option<Bytes>>,
    asked: AtomicBool,
}

impl Asset {
    fn new(name: &str, plain: Bytes) -> Self {
        let kind = kind_of(name);
        let gzip = if is_packed(kind) { None } else { encoding::gzip(&plain, GZIP) };
        Self { kind, plain, gzip, brotli: OnceLock::new(), asked: AtomicBool::new(false) }
    }

    /// The bytes that suit a client best.
    fn choose(&self, accepted: Accepted) -> (Encoding, &Bytes) {
        let best = match (&self.gzip, self.brotli.get()) {
            (Some(_), Some(Some(_))) => accepted.best(&[Encoding::Brotli, Encoding::Gzip]),
            (Some(_), _) => accepted.best(&[Encoding::Gzip]),
            (None, _) => Encoding::Identity,
        };
        let bytes = match best {
            Encoding::Brotli => self.brotli.get().and_then(Option::as_ref),
            Encoding::Gzip => self.gzip.as_ref(),
            Encoding::Identity => None,
        };
        bytes.map_or((Encoding::Identity, &self.plain), |bytes| (best, bytes))
    }
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
            let asset = Asset::new(&name, plain);
            files.insert(name.into_owned(), asset);
        }
        let hash: String = hex::encode(all.finalize()).chars().take(12).collect();
        for (name, parts) in SHEETS {
            let whole: Vec<u8> =
                parts.iter().filter_map(|part| files.get(*part)).flat_map(|asset| asset.plain.to_vec()).collect();
            files.insert(name.to_owned(), Asset::new(name, Bytes::from(whole)));
        }
        Self { prefix: format!("/a/{hash}/"), files }
    }

    /// The address of a file, such as `css/site.css`.
    pub fn url(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    fn answer(&self, name: &str, accepted: Accepted, cache: &'static str) -> Option<HttpResponse> {
        let asset = self.files.get(name)?;
        let mut response = HttpResponse::Ok();
        response.insert_header((header::CONTENT_TYPE, asset.kind)).insert_header((header::CACHE_CONTROL, cache));
        response.insert_header((header::VARY, "Accept-Encoding"));
        let (encoding, bytes) = asset.choose(accepted);
        if let Some(name) = encoding.name() {
            response.insert_header((header::CONTENT_ENCODING, name));
        }
        Some(response.body(bytes.clone()))
    }

    /// Whether brotli has to be made of a file for a client; only the first one hears so.
    fn wants_brotli(&self, name: &str, accepted: Accepted) -> bool {
        self.files.get(name).is_some_and(|asset| {
            asset.gzip.is_some()
                && accepted.best(&[Encoding::Brotli, Encoding::Gzip]) == Encoding::Brotli
                && !asset.asked.swap(true, Ordering::Relaxed)
        })
    }

    /// Makes brotli of a file: some milliseconds of work.
    fn make_brotli(&self, name: &str) {
        if let Some(asset) = self.files.get(name) {
            asset.brotli.get_or_init(|| encoding::brotli(&asset.plain, BROTLI));
        }
    }
}

/// Whether such files are compressed in themselves.
fn is_packed(kind: &str) -> bool {
    kind.starts_with("font/") || ["image/x-icon", "image/png"].contains(&kind)
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

/// `GET /a/{hash}/{name}`: a hash that is not today's is not found.
pub async fn file(app: web::Data<App>, path: web::Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let (first, name) = path.split_once('/').ok_or(AppError::NotFound)?;
    if first == "brand" {
        return brand(&app, name);
    }
    if app.assets.url(name) != format!("/a/{path}") {
        return Err(AppError::NotFound);
    }
    let accepted = Accepted::of(request.headers());
    let answer = app.assets.answer(name, accepted, "public, max-age=31536000, immutable").ok_or(AppError::NotFound);
    if app.assets.wants_brotli(name, accepted) {
        let (app, name) = (app.clone(), name.to_owned());
        // Not on a worker: others wait for it. Whether it has come to its end is seen by the next who asks.
        drop(app.db.main().clone().spawn_blocking(move || app.assets.make_brotli(&name)));
    }
    answer
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
        .answer("img/favicon.ico", Accepted::of(request.headers()), "public, max-age=86400")
        .ok_or(AppError::NotFound)
}
