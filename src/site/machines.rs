//! What programs ask of a site: robots and the web manifest.

use actix_web::{HttpResponse, web};

use crate::app::App;

/// `GET /robots.txt`: the demo asks to be left out.
pub async fn robots(app: web::Data<App>) -> HttpResponse {
    let rules = if app.is_demo() {
        "User-agent: *\nDisallow: /\n"
    } else {
        "User-agent: *\nDisallow: /admin\nDisallow: /account\nDisallow: /forms\n"
    };
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(rules)
}

/// `GET /manifest.webmanifest`.
pub async fn manifest(app: web::Data<App>) -> HttpResponse {
    let business = app.business();
    let manifest = serde_json::json!({
        "name": business.name, "short_name": business.name, "lang": "en-GB", "start_url": "/", "display": "browser",
        "background_color": "#fdf9fb", "theme_color": "#3a192d",
        "icons": [
            { "src": app.assets.url("img/favicon.svg"), "type": "image/svg+xml", "sizes": "any" },
            { "src": app.assets.url("img/icon-192.png"), "type": "image/png", "sizes": "192x192" },
        ],
    });
    HttpResponse::Ok().content_type("application/manifest+json").body(manifest.to_string())
}
