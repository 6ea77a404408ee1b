//! The picture that goes with a shared link: the page's title, who wrote it, the brand, and its own door. Rendered once, and kept.

use std::sync::Arc;

use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{HttpResponse, web};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use resvg::tiny_skia::{Pixmap, Transform};
use uuid::Uuid;

use super::doors;
use crate::app::App;
use crate::error::{AppError, Result};
use crate::media::drawing;
use crate::schema::{articles, authors, pages, revisions};

/// What networks ask for.
const SIZE: (u32, u32) = (1200, 630);
/// Letters of the display face are about so wide, in parts of their size.
const LETTER: f64 = 0.47;
/// The column of the title.
const COLUMN: f64 = 700.0;
/// The first line of the title, the sizes it may have, and how many lines of each fit.
const SIZES: [(f64, usize); 4] = [(84.0, 3), (72.0, 4), (60.0, 5), (50.0, 6)];

/// The address of the picture of a page's revision.
pub(super) fn address(path: &str, revision: Uuid) -> String {
    let slug = path.rsplit('/').next().filter(|slug| !slug.is_empty()).unwrap_or("home");
    format!("/media/share/{revision}/{slug}.png")
}

/// What is written on it.
struct Words {
    title: String,
    line: String,
    business: String,
    seed: String,
}

/// Breaks a title into lines of the column, in the largest size in which it fits.
fn broken(title: &str) -> (f64, Vec<String>) {
    let mut found = (50.0, Vec::new());
    for (size, most) in SIZES {
        let letters = (COLUMN / (size * LETTER)).max(8.0);
        let mut lines: Vec<String> = Vec::new();
        for word in title.split_whitespace() {
            let length = |text: &str| f64::from(u32::try_from(text.chars().count()).unwrap_or(u32::MAX));
            match lines.last_mut() {
                Some(line) if length(line) + 1.0 + length(word) <= letters => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        let fits = lines.len() <= most;
        lines.truncate(most);
        found = (size, lines);
        if fits {
            break;
        }
    }
    found
}

fn escaped(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_control()).collect();
    plain.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn svg(words: &Words) -> String {
    let (size, lines) = broken(&words.title);
    let mut text = String::new();
    for (index, line) in (0_u32..).zip(&lines) {
        let y = 150.0 + f64::from(index) * size * 1.04;
        text.push_str(&format!(
            "<text x=\"72\" y=\"{y:.0}\" font-family=\"Bricolage Grotesque\" font-size=\"{size}\" \
             letter-spacing=\"{:.2}\" fill=\"#f8eff4\">{}</text>",
            -size * 0.02,
            escaped(line)
        ));
    }
    let door = doors::standalone(&doors::door(&words.seed));
    let door = door.replacen("<svg ", "<svg x=\"820\" y=\"0\" ", 1).replacen("width=\"320\"", "width=\"380\"", 1);
    let door = door.replacen("height=\"240\"", "height=\"630\"", 1);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1200 630\" width=\"1200\" height=\"630\">\
         <rect width=\"1200\" height=\"630\" fill=\"#3a192d\"/>{door}{text}\
         <rect x=\"72\" y=\"520\" width=\"64\" height=\"4\" fill=\"#eebc43\"/>\
         <text x=\"72\" y=\"572\" font-family=\"Figtree\" font-size=\"28\" fill=\"#ddb8cc\">{}</text>\
         <text x=\"72\" y=\"92\" font-family=\"Figtree\" font-size=\"28\" fill=\"#eebc43\">{}</text></svg>",
        escaped(&words.line),
        escaped(&words.business),
    )
}

fn drawn(words: &Words) -> Result<Vec<u8>> {
    let fault = |problem: &str| AppError::internal("a share picture", problem);
    let tree = drawing::read(&svg(words)).map_err(|error| fault(&error.to_string()))?;
    let mut sheet = Pixmap::new(SIZE.0, SIZE.1).ok_or_else(|| fault("no room"))?;
    resvg::render(&tree, Transform::identity(), &mut sheet.as_mut());
    sheet.encode_png().map_err(|error| fault(&error.to_string()))
}

async fn words(app: &App, revision: Uuid) -> Result<Words> {
    let mut conn = app.db.read().await?;
    let (title, path, author): (String, Option<String>, Option<String>) = revisions::table
        .inner_join(pages::table.on(pages::live_revision.eq(revisions::id.nullable())))
        .left_join(articles::table.on(articles::page_id.eq(pages::id)))
        .left_join(authors::table.on(authors::id.nullable().eq(articles::author_id.nullable())))
        .filter(revisions::id.eq(revision))
        .select((revisions::title, pages::path, authors::name.nullable()))
        .first(&mut conn)
        .await?;
    let business = app.business();
    let host = app.origin().split_once("://").map(|(_, host)| host.to_owned()).unwrap_or_default();
    let (seed, line) = (path.ok_or(AppError::NotFound)?, author.unwrap_or(host));
    Ok(Words { title, line, business: business.name.clone(), seed })
}

/// `GET /media/share/{revision}/{name}`: only of what is live, so that nobody has pictures made of anything else.
pub async fn show(app: web::Data<App>, path: web::Path<(Uuid, String)>) -> Result<HttpResponse> {
    let (revision, _) = path.into_inner();
    let name = format!("share-{revision}.png");
    let png = match app.media.get(&name).await? {
        Some(png) => png,
        None => {
            let words = words(&app, revision).await?;
            let app = Arc::clone(&app);
            // One at a time, like all drawing; who waited for the same one finds it made.
            let turn = app.drawing.acquire().await;
            let png = match app.media.get(&name).await? {
                Some(png) => png,
                None => {
                    let made = tokio::task::spawn_blocking(move || drawn(&words)).await;
                    let png = Bytes::from(made.map_err(|cut| AppError::unfinished("a share picture", &cut))??);
                    app.media.put(&name, png.clone()).await?;
                    png
                }
            };
            drop(turn);
            png
        }
    };
    Ok(HttpResponse::Ok()
        .content_type("image/png")
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header(("cross-origin-resource-policy", "cross-origin"))
        .body(png))
}
