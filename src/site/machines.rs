//! What programs ask of a site: robots and the web manifests, of the site and of the desk.

use actix_web::{HttpResponse, web};

use crate::app::App;

/// `GET /robots.txt`. The demo and a site that is not open yet ask to be left alone altogether. A site that its owner wants out of
/// search engines may be read: that is how they find on each page that it is to be left out, and forget what they know.
pub async fn robots(app: web::Data<App>) -> HttpResponse {
    let rules = if app.is_demo() || !app.business().open {
        "User-agent: *\nDisallow: /\n".to_owned()
    } else {
        let closed =
            ["/admin", "/account", "/dev", "/forms", "/preview", "/search"].map(|path| format!("Disallow: {path}\n"));
        let last = if app.is_unlisted() {
            "# Every page asks to be left out of search engines (noindex).\n".to_owned()
        } else {
            format!("Sitemap: {}\n", app.link("/sitemap.xml"))
        };
        format!("User-agent: *\n{}\n{last}", closed.concat())
    };
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(rules)
}

/// `GET /manifest.webmanifest`.
pub async fn manifest(app: web::Data<App>) -> HttpResponse {
    let name = app.business().name.clone();
    answer(&app, &serde_json::json!({ "name": name, "short_name": name, "start_url": "/", "display": "browser" }))
}

/// `GET /admin/manifest.webmanifest`: staff put the desk onto their telephone, where it opens like an app. It tells nothing
/// that the site does not, and browsers ask for it without cookies: it is public.
pub async fn desk_manifest(app: web::Data<App>) -> HttpResponse {
    let business = app.business();
    let desk = serde_json::json!({
        "id": "/admin", "name": format!("{} desk", business.name), "short_name": business.name,
        "start_url": "/admin", "scope": "/", "display": "standalone",
    });
    answer(&app, &desk)
}

/// What both say, and then their own.
fn answer(app: &App, own: &serde_json::Value) -> HttpResponse {
    let icon = |name: &str, kind: &str, sizes: &str, purpose: &str| serde_json::json!({ "src": app.assets.url(name), "type": kind, "sizes": sizes, "purpose": purpose });
    let mut manifest = serde_json::json!({
        "lang": "en-GB", "background_color": "#fdf9fb", "theme_color": "#3a192d",
        "icons": [
            icon("img/favicon.svg", "image/svg+xml", "any", "any"),
            icon("img/icon-192.png", "image/png", "192x192", "any"),
            icon("img/icon-512.png", "image/png", "512x512", "any"),
            icon("img/icon-maskable-512.png", "image/png", "512x512", "maskable"),
        ],
    });
    if let (Some(manifest), Some(own)) = (manifest.as_object_mut(), own.as_object()) {
        manifest.extend(own.clone());
    }
    HttpResponse::Ok().content_type("application/manifest+json").body(manifest.to_string())
}
